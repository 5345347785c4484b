package io.github.grokvideo.store;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.function.UnaryOperator;

import io.github.grokvideo.model.GrokVideoException;
import io.github.grokvideo.model.JobStoreException;

/** What differs between the databases of {@link JdbcJobStore}, whose statements are written for H2 and PostgreSQL. */
enum JobStoreDialect {

    /**
     * Reads a claim's rows in the order of the index, which it does not with {@code for update}. Rows that another
     * transaction claims first are noticed by the update.
     */
    H2("job-store-3.sql", "", null, UnaryOperator.identity(), DatabaseErrors.H2),
    /**
     * Many machines claim at the same time, and each skips the rows that another one is claiming. PostgreSQL may keep a
     * plan that reads the whole table, made when that had few rows, until the table is analyzed: a burst of jobs does
     * not wait for that.
     */
    POSTGRESQL(
               "job-store-3-postgresql.sql", " for update skip locked",
               "select set_config('enable_seqscan', 'off', true), set_config('enable_hashjoin', 'off', true),"
                                                                        + " set_config('enable_mergejoin', 'off', true)",
               UnaryOperator.identity(), DatabaseErrors.STANDARD),
    /**
     * The default isolation, repeatable read, also locks the gaps between rows: a purge would block submissions, and
     * more transactions would end in deadlocks.
     */
    MARIADB(
            "job-store-3-mariadb.sql", POSTGRESQL.lockOfClaimed, "set transaction isolation level read committed",
            MySqlSyntax::of, DatabaseErrors.MYSQL),
    /** Has another name for the collation that tells all keys apart. */
    MYSQL(
          MARIADB.script, MARIADB.lockOfClaimed, MARIADB.beginning,
          sql -> MySqlSyntax.of(sql).replace("utf8mb4_nopad_bin", "utf8mb4_0900_bin"), DatabaseErrors.MYSQL);

    /** What ends a query for rows that are about to be changed. */
    static final String LOCK = " for update";

    private static final String EXPECTED = "H2, PostgreSQL, MariaDB 10.6 or later, or MySQL 8.0.17 or later";

    private final String script;
    private final String lockOfClaimed;
    private final String beginning;
    private final UnaryOperator<String> syntax;
    private final DatabaseErrors errors;

    JobStoreDialect(String script, String lockOfClaimed, String beginning, UnaryOperator<String> syntax,
                    DatabaseErrors errors) {
        this.script = script;
        this.lockOfClaimed = lockOfClaimed;
        this.beginning = beginning;
        this.syntax = syntax;
        this.errors = errors;
    }

    /**
     * The dialect of a database. CockroachDB, YugabyteDB and others call themselves PostgreSQL, and are taken for it.
     *
     * @throws JobStoreException if the database is another one, or too old
     */
    static JobStoreDialect of(Connection connection) throws SQLException {
        DatabaseMetaData database = connection.getMetaData();
        String name = String.valueOf(database.getDatabaseProductName());
        String version = String.valueOf(database.getDatabaseProductVersion());
        // MySQL's driver calls MariaDB MySQL, too
        if (name.equals("MariaDB") || name.equals("MySQL") && version.contains("MariaDB")) {
            return MySqlSyntax.isAtLeast(version, 10, 6) ? MARIADB : refused("MariaDB", version);
        }
        return switch (name) {
            case "H2" -> H2;
            case "PostgreSQL" -> POSTGRESQL;
            case "MySQL" -> MySqlSyntax.isAtLeast(version, 8, 0) ? MYSQL : refused(name, version);
            default -> refused(name, version);
        };
    }

    private static JobStoreDialect refused(String name, String version) {
        throw new JobStoreException(
                GrokVideoException.because(
                        "The job store's database is " + name + " " + version.lines().findFirst().orElse("") + ", expected "
                                           + EXPECTED));
    }

    /** The script that creates the tables. */
    String script() {
        return script;
    }

    /** The script that upgrades tables of a version to the next one; only H2 and PostgreSQL had version 1. */
    String upgradeScript(int from) {
        String name = "job-store-" + from + "-to-" + (from + 1);
        boolean mySql = this == MARIADB || this == MYSQL;
        return name + (this == POSTGRESQL ? "-postgresql" : mySql ? "-mariadb" : "") + ".sql";
    }

    /** What ends a query for rows that are about to be claimed. */
    String lockOfClaimed() {
        return lockOfClaimed;
    }

    /** What ends a query for rows that are about to be purged; H2 would not read them in the order of the index. */
    String lockOfPurged() {
        return this == H2 ? "" : LOCK;
    }

    /** A statement as this database reads it. */
    String statement(String sql) {
        return syntax.apply(sql);
    }

    DatabaseErrors errors() {
        return errors;
    }

    /** Whether it is given one transaction at a time. */
    boolean isSerialized() {
        return this == H2;
    }

    /** Whether an {@code insert} may end with {@code on conflict do nothing}. */
    boolean hasOnConflict() {
        return this == POSTGRESQL;
    }

    /** Whether an {@code update} may find rows by their {@code ctid}, and end with {@code returning}. */
    boolean hasUpdateReturning() {
        return this == POSTGRESQL;
    }

    /** Whether {@link MultiRowStatement}s can be run. */
    boolean hasMultiRowStatements() {
        return this == POSTGRESQL;
    }

    /** How many keys a query finds by the index; H2 would read all rows of a gateway for several. */
    int mostKeys() {
        return this == H2 ? 1 : 256;
    }

    /** What is executed at the beginning of each transaction, or {@code null}. */
    String beginning() {
        return beginning;
    }

    /** Deletes some of the rows of which a condition is true. */
    String delete(String condition, int most) {
        return switch (this) {
            case POSTGRESQL -> "delete from grokvideo_job where ctid = any (array(select ctid from grokvideo_job where "
                               + condition + " order by purge_from limit " + most + " for update skip locked))";
            case H2 -> "delete from grokvideo_job where " + condition + " fetch first " + most + " rows only";
            case MARIADB, MYSQL -> "delete from grokvideo_job where " + condition + " order by purge_from limit " + most;
        };
    }
}
