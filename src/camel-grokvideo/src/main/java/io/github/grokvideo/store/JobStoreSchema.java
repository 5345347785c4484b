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
import java.util.stream.Collectors;

import io.github.grokvideo.model.GrokVideoException;
import io.github.grokvideo.model.JobStoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The tables of {@link JdbcJobStore}: their version, and how they come into being. */
final class JobStoreSchema {

    /** The version of the tables that this class creates and accepts. */
    static final int VERSION = 1;

    private static final Logger LOG = LoggerFactory.getLogger(JobStoreSchema.class);
    private static final String SCRIPT = "job-store-" + VERSION + ".sql";

    private final JdbcTransactions transactions;

    JobStoreSchema(JdbcTransactions transactions) {
        this.transactions = transactions;
    }

    /**
     * Checks the tables, and creates them if they are missing.
     *
     * @param  createTables      whether missing tables are created; otherwise they are an error
     * @throws JobStoreException if the database cannot be reached, or has tables of another version
     */
    void check(boolean createTables) {
        Integer version = version();
        if (version == null && !createTables) {
            throw new JobStoreException(
                    GrokVideoException.because(
                            "The job store's database has no table grokvideo_job; create it with " + SCRIPT
                                               + " of the component's jar, or let createTables=true do it"));
        }
        if (version == null) {
            create();
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
                        return version.next() ? version.getInt(1) : null;
                    }
                }
            }
        }
        return null;
    }

    // several machines may start at the same time: all but one of them fail, and find the tables of that one
    private void create() {
        try {
            transactions.run("create its tables", connection -> {
                try (Statement statement = connection.createStatement()) {
                    for (String sql : statements()) {
                        statement.execute(sql);
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

    private static List<String> statements() {
        try (InputStream in = JobStoreSchema.class.getResourceAsStream(SCRIPT)) {
            String script = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            String withoutComments
                    = script.lines().map(line -> line.replaceFirst("--.*", "")).collect(Collectors.joining("\n"));
            return Arrays.stream(withoutComments.split(";")).map(String::trim).filter(sql -> !sql.isEmpty()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
