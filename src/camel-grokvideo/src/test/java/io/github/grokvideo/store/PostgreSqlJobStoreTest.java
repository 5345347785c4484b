package io.github.grokvideo.store;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import javax.sql.DataSource;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("slow")
class PostgreSqlJobStoreTest extends UpgradedTablesContract {

    @RegisterExtension
    static final PostgreSqlExtension POSTGRES = new PostgreSqlExtension();

    @Override
    DataSource emptyDatabase() throws Exception {
        return POSTGRES.emptyDatabase();
    }

    @Override
    String script() {
        return "job-store-3-postgresql.sql";
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
