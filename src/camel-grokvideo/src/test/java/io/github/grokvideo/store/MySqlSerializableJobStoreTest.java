package io.github.grokvideo.store;

import java.sql.Connection;

import javax.sql.DataSource;

/** The same with MariaDB's driver, on connections that do not commit by themselves, and whose queries lock. */
class MySqlSerializableJobStoreTest extends MySqlJobStoreTest {

    @Override
    String driver() {
        return "mariadb";
    }

    @Override
    SetUpConnections setUp(DataSource database) {
        return new SetUpConnections(database, false, Connection.TRANSACTION_SERIALIZABLE);
    }
}
