package io.github.grokvideo.store;

import java.sql.Connection;
import java.sql.SQLException;

/** What differs between the databases of {@link JdbcJobStore}. */
enum JobStoreDialect {

    /**
     * Reads a claim's rows in the order of the index, which it does not with {@code for update}. Rows that another
     * transaction claims first are noticed by the update.
     */
    H2(""),
    /** Many machines claim at the same time, and each skips the rows that another one is claiming. */
    POSTGRESQL(" for update skip locked");

    private final String lockOfClaimed;

    JobStoreDialect(String lockOfClaimed) {
        this.lockOfClaimed = lockOfClaimed;
    }

    /** The dialect of a database; that of PostgreSQL if it is another one than H2. */
    static JobStoreDialect of(Connection connection) throws SQLException {
        return "H2".equals(connection.getMetaData().getDatabaseProductName()) ? H2 : POSTGRESQL;
    }

    /** What ends a query for rows that are about to be claimed. */
    String lockOfClaimed() {
        return lockOfClaimed;
    }
}
