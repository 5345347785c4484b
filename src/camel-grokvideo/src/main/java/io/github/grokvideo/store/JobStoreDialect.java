package io.github.grokvideo.store;

import java.sql.Connection;
import java.sql.SQLException;

/** What differs between the databases of {@link JdbcJobStore}. */
enum JobStoreDialect {

    /**
     * Reads a claim's rows in the order of the index, which it does not with {@code for update}. Rows that another
     * transaction claims first are noticed by the update.
     */
    H2("job-store-2.sql", "job-store-1-to-2.sql", "", false),
    /** Many machines claim at the same time, and each skips the rows that another one is claiming. */
    POSTGRESQL("job-store-2-postgresql.sql", "job-store-1-to-2-postgresql.sql", " for update skip locked", true);

    private final String script;
    private final String upgrade;
    private final String lockOfClaimed;
    private final boolean ofPostgreSql;

    JobStoreDialect(String script, String upgrade, String lockOfClaimed, boolean ofPostgreSql) {
        this.script = script;
        this.upgrade = upgrade;
        this.lockOfClaimed = lockOfClaimed;
        this.ofPostgreSql = ofPostgreSql;
    }

    /** The dialect of a database; that of PostgreSQL if it is another one than H2. */
    static JobStoreDialect of(Connection connection) throws SQLException {
        return "H2".equals(connection.getMetaData().getDatabaseProductName()) ? H2 : POSTGRESQL;
    }

    /** The script that creates the tables. */
    String script() {
        return script;
    }

    /** The script that upgrades tables of version 1. */
    String upgradeScript() {
        return upgrade;
    }

    /** What ends a query for rows that are about to be claimed. */
    String lockOfClaimed() {
        return lockOfClaimed;
    }

    /** Whether an {@code insert} may end with {@code on conflict do nothing}. */
    boolean hasOnConflict() {
        return ofPostgreSql;
    }

    /** Whether an {@code update} may find rows by their {@code ctid}, and end with {@code returning}. */
    boolean hasUpdateReturning() {
        return ofPostgreSql;
    }

    /** Whether {@link MultiRowStatement}s can be run. */
    boolean hasMultiRowStatements() {
        return ofPostgreSql;
    }

    /**
     * What is executed at the beginning of each transaction, or {@code null}. PostgreSQL may keep a plan that reads the
     * whole table, made when that had few rows, until the table is analyzed: a burst of jobs does not wait for that.
     */
    String beginning() {
        return ofPostgreSql
                ? "select set_config('enable_seqscan', 'off', true), set_config('enable_hashjoin', 'off', true),"
                  + " set_config('enable_mergejoin', 'off', true)"
                : null;
    }

    /** Deletes some of the rows of which a condition is true. */
    String delete(String condition, int most) {
        return ofPostgreSql
                ? "delete from grokvideo_job where ctid = any (array(select ctid from grokvideo_job where " + condition
                  + " order by purge_from limit " + most + " for update skip locked))"
                : "delete from grokvideo_job where " + condition + " fetch first " + most + " rows only";
    }
}
