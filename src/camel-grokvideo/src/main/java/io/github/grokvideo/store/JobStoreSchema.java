package io.github.grokvideo.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.github.grokvideo.model.GrokVideoException;
import io.github.grokvideo.model.JobStoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The tables of {@link JdbcJobStore}: their version, how they are created, and how they are upgraded. */
final class JobStoreSchema {

    /** The version of the tables that this class creates and accepts. */
    static final int VERSION = 3;

    private static final Logger LOG = LoggerFactory.getLogger(JobStoreSchema.class);
    private static final Pattern RENAMED = Pattern.compile("alter table grokvideo_job rename column (\\w+) to \\w+");
    private static final Pattern ADDED = Pattern.compile("alter table grokvideo_job add column (\\w+) .*");

    private final JdbcTransactions transactions;

    JobStoreSchema(JdbcTransactions transactions) {
        this.transactions = transactions;
    }

    /**
     * Checks the tables, creates them if they are missing, and upgrades older ones.
     *
     * @param  dialect           of the database
     * @param  createTables      whether tables are created and upgraded; otherwise missing and older ones are an error
     * @throws JobStoreException if the database cannot be reached, or has tables of a newer version
     */
    void check(JobStoreDialect dialect, boolean createTables) {
        Integer version = version();
        if (version == null && !createTables) {
            throw new JobStoreException(
                    GrokVideoException.because(
                            "The job store's database has no table grokvideo_job; create it with " + dialect.script()
                                               + " of the component's jar, or let createTables=true do it"));
        }
        if (version == null) {
            create(dialect);
        } else if (version > 0 && version < VERSION && createTables) {
            for (int from = version; from < VERSION; from++) {
                upgrade(dialect, from);
            }
        } else if (version > 0 && version < VERSION) {
            throw new JobStoreException(
                    GrokVideoException.because(
                            "The job store's tables have version " + version + ", expected " + VERSION + "; upgrade them with "
                                               + IntStream.range(version, VERSION).mapToObj(dialect::upgradeScript)
                                                       .collect(Collectors.joining(", then "))
                                               + " of the component's jar, or let createTables=true do it"));
        } else if (version != VERSION) {
            throw new JobStoreException(
                    GrokVideoException.because(
                            "The job store's tables have version " + version + ", expected " + VERSION
                                               + ": use the component of that version"));
        }
    }

    /** The version of the tables, or {@code null} if there are none. */
    private Integer version() {
        return transactions.run("check its tables", JobStoreSchema::version);
    }

    private static Integer version(Connection connection) throws SQLException {
        for (String name : List.of("grokvideo_job_schema", "GROKVIDEO_JOB_SCHEMA")) {
            try (ResultSet tables = connection.getMetaData().getTables(
                    connection.getCatalog(), connection.getSchema(), name, null)) {
                if (tables.next()) {
                    try (Statement statement = connection.createStatement();
                         ResultSet version = statement.executeQuery("select max(version) from grokvideo_job_schema")) {
                        int number = version.next() ? version.getInt(1) : 0;
                        return version.wasNull() ? null : number;
                    }
                }
            }
        }
        return null;
    }

    // several machines may start at the same time: those that fail find the tables of another one. What an interrupted
    // creation has left, by H2 and MySQL, which commit each statement, is completed; unless it is of an older version
    private void create(JobStoreDialect dialect) {
        try {
            transactions.run("create its tables", connection -> {
                try (Statement statement = connection.createStatement()) {
                    for (String sql : statements(dialect.script())) {
                        if (sql.startsWith("insert") && !hasColumn(statement, "trace_parent")) {
                            throw new SQLException(
                                    "The creation of tables of an older version was interrupted; drop grokvideo_job");
                        }
                        statement.execute(dialect.statement(sql));
                    }
                }
                return null;
            });
            LOG.info("Created the tables of the job store, version {}", VERSION);
        } catch (JobStoreException e) {
            Integer version = version();
            if (version == null || version != VERSION) {
                throw e;
            }
        }
    }

    // several machines may start at the same time: the row of the version lets one of them upgrade at a time. H2, which
    // has one process, and MySQL commit each statement; so a step that is done is skipped, and the version comes last
    private void upgrade(JobStoreDialect dialect, int from) {
        boolean upgraded = transactions.run("upgrade its tables", connection -> {
            try (Statement statement = connection.createStatement()) {
                try (ResultSet version = statement.executeQuery("select version from grokvideo_job_schema for update")) {
                    if (!version.next() || version.getInt(1) != from) {
                        return false;
                    }
                }
                for (String sql : statements(dialect.upgradeScript(from))) {
                    Matcher renamed = RENAMED.matcher(sql);
                    Matcher added = ADDED.matcher(sql);
                    boolean done = renamed.matches() && !hasColumn(statement, renamed.group(1))
                            || added.matches() && hasColumn(statement, added.group(1));
                    if (!done) {
                        statement.execute(dialect.statement(sql));
                    }
                }
                return true;
            }
        });
        if (upgraded) {
            LOG.info("Upgraded the tables of the job store to version {}", from + 1);
        }
    }

    private static boolean hasColumn(Statement statement, String name) throws SQLException {
        try (ResultSet none = statement.executeQuery("select * from grokvideo_job where 1 = 0")) {
            for (int i = 1; i <= none.getMetaData().getColumnCount(); i++) {
                if (none.getMetaData().getColumnName(i).equalsIgnoreCase(name)) {
                    return true;
                }
            }
            return false;
        }
    }

    static List<String> statements(String name) {
        try (InputStream in = JobStoreSchema.class.getResourceAsStream(name)) {
            String script = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            String withoutComments
                    = script.lines().map(line -> line.replaceFirst("--.*", "")).collect(Collectors.joining("\n"));
            return Arrays.stream(withoutComments.split(";")).map(String::trim).filter(sql -> !sql.isEmpty()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
