package io.github.grokvideo.store;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.mariadb.jdbc.MariaDbDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What is left of commits when a server with MariaDB's own settings is killed. */
@Tag("slow")
class MariaDbDurabilityTest {

    @Test
    void whatIsNotedOutlivesAServerThatIsKilled() throws Exception {
        try (MySqlServer server = MySqlServer.newMariaDb()) {
            MariaDbDataSource database = new MariaDbDataSource(server.url(server.newDatabase(), "mariadb"));
            JobStore store = new JdbcJobStore(database);
            store.reserve(JobStoreContract.intent("k", "a"));
            server.kill();
            server.start();

            assertThat(store.find(JobStoreContract.key("k")).holder()).isEqualTo("a");
        }
    }
}
