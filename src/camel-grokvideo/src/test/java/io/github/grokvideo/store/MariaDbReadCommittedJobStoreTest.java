package io.github.grokvideo.store;

import java.sql.Connection;

import javax.sql.DataSource;

/** The same on connections that do not commit by themselves, with statements that the server prepares. */
class MariaDbReadCommittedJobStoreTest extends MariaDbJobStoreTest {

    @Override
    String options() {
        return "&useServerPrepStmts=true&useBulkStmts=true";
    }

    @Override
    SetUpConnections setUp(DataSource database) {
        return new SetUpConnections(database, false, Connection.TRANSACTION_READ_COMMITTED);
    }
}
