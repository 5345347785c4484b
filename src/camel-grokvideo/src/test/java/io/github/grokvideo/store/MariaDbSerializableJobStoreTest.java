package io.github.grokvideo.store;

import java.sql.Connection;

import javax.sql.DataSource;

/** The same on connections that do not commit by themselves, and whose queries lock what they read. */
class MariaDbSerializableJobStoreTest extends MariaDbJobStoreTest {

    @Override
    SetUpConnections setUp(DataSource database) {
        return new SetUpConnections(database, false, Connection.TRANSACTION_SERIALIZABLE);
    }
}
