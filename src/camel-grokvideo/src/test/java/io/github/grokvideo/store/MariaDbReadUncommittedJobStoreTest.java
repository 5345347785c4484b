package io.github.grokvideo.store;

import java.sql.Connection;

import javax.sql.DataSource;

/** The same with MySQL's driver, which tells how many rows were changed instead of how many were found. */
class MariaDbReadUncommittedJobStoreTest extends MariaDbJobStoreTest {

    @Override
    String driver() {
        return "mysql";
    }

    @Override
    String options() {
        return "&useAffectedRows=true&rewriteBatchedStatements=true";
    }

    @Override
    SetUpConnections setUp(DataSource database) {
        return new SetUpConnections(database, true, Connection.TRANSACTION_READ_UNCOMMITTED);
    }
}
