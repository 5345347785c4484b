package io.github.grokvideo.store;

import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import javax.sql.DataSource;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("slow")
class PostgreSqlJobStoreTest extends UpgradedTablesContract {

    private static EmbeddedPostgres postgres;

    @BeforeAll
    static void startDatabase() throws Exception {
        postgres = EmbeddedPostgres.start();
    }

    @AfterAll
    static void stopDatabase() throws Exception {
        postgres.close();
    }

    @Override
    DataSource emptyDatabase() throws Exception {
        DataSource database = postgres.getPostgresDatabase();
        try (Connection connection = database.getConnection(); Statement statement = connection.createStatement()) {
            statement.execute("drop table if exists grokvideo_job, grokvideo_job_holder, grokvideo_job_schema");
        }
        return database;
    }

    @Override
    String script() {
        return "job-store-2-postgresql.sql";
    }

    @Test
    void isGivenSeveralTransactionsAtATime() throws Exception {
        assertThatTwoTransactionsRunAtATime(emptyDatabase());
    }

    @ParameterizedTest
    @ValueSource(ints = { 1, 2 })
    void anEntryThatIsRemovedWhileItIsFoundIsMadeAnew(int together) throws Exception {
        DataSource database = emptyDatabase();
        JobStore other = new JdbcJobStore(database);
        other.reserve(intent("k", "a"));
        SetUpConnections connections = new SetUpConnections(database, true, null);
        JobStore store = new JdbcJobStore(connections.dataSource());
        store.find(key("none"));
        AtomicInteger statements = new AtomicInteger();
        connections.before(method -> {
            // the settings of the transaction, the insert, and then the search for what has kept it from inserting
            if (method.getName().equals("prepareStatement") && statements.incrementAndGet() == 3) {
                other.remove(key("k"));
            }
        });
        List<JobStore.Outcome> outcomes = store.runAll(
                Stream.of("k", "l").limit(together).map(name -> new JobOperation.Reserve(intent(name, "b"))).toList());

        assertThat(other.find(key("k")).holder()).isEqualTo("b");
        assertThat(outcomes).allSatisfy(outcome -> assertThat(((StoredJob) outcome.value()).holder()).isEqualTo("b"));
    }
}
