package io.github.grokvideo.store;

/** On connections that commit by themselves, with MariaDB's default isolation: repeatable read. */
class MariaDbJobStoreTest extends MySqlJobStoreContract {

    @Override
    MySqlServer server() {
        return MySqlServer.mariaDb();
    }

    @Override
    String driver() {
        return "mariadb";
    }
}
