package io.github.grokvideo.store;

import java.sql.Connection;

import javax.sql.DataSource;

/** The same on connections that commit by themselves, and whose transactions fail where others commit before them. */
class PostgreSqlRepeatableReadJobStoreTest extends PostgreSqlJobStoreTest {

    @Override
    SetUpConnections setUp(DataSource database) {
        return new SetUpConnections(database, true, Connection.TRANSACTION_REPEATABLE_READ);
    }
}
