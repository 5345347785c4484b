package io.github.grokvideo.store;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

import javax.sql.DataSource;

import io.github.grokvideo.model.JobStoreException;
import org.h2.jdbcx.JdbcConnectionPool;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Tag("slow")
class H2JobStoreTest extends UpgradedTablesContract {

    @TempDir
    private Path folder;

    @Override
    DataSource emptyDatabase() {
        JdbcDataSource database = new JdbcDataSource();
        database.setURL("jdbc:h2:file:" + folder.resolve(UUID.randomUUID().toString())
                        + ";DB_CLOSE_DELAY=2");
        return database;
    }

    /** Notes an intent, and is gone. */
    public static final class Halting {

        public static void main(String[] arguments) {
            JdbcDataSource database = new JdbcDataSource();
            database.setURL(arguments[0]);
            new JdbcJobStore(database).reserve(intent("k", "a"));
            Runtime.getRuntime().halt(9);
        }
    }

    @Test
    void whatIsNotedOutlivesAProcessThatIsKilled() throws Exception {
        String url = "jdbc:h2:file:" + folder.resolve("killed");
        Process process = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), Halting.class.getName(), url).inheritIO().start();
        assertThat(process.waitFor()).isEqualTo(9);
        JdbcDataSource database = new JdbcDataSource();
        database.setURL(url);
        assertThat(new JdbcJobStore(database).find(key("k"))).isNotNull();
    }

    // H2 writes several transactions at once in a state that a killed process leaves for good
    @Test
    void isGivenOneTransactionAtATime() throws Exception {
        JdbcConnectionPool pool = JdbcConnectionPool.create("jdbc:h2:file:" + folder.resolve("alone"), "", "");
        Set<Integer> active = ConcurrentHashMap.newKeySet();
        DataSource watched = (DataSource) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] { DataSource.class }, (proxy, method, arguments) -> {
                    active.add(pool.getActiveConnections());
                    return method.invoke(pool, arguments);
                });
        List<JdbcJobStore> stores = List.of(new JdbcJobStore(watched), new JdbcJobStore(watched));
        stores.forEach(JdbcJobStore::check);
        ExecutorService threads = Executors.newFixedThreadPool(8);

        CompletableFuture.allOf(IntStream.range(0, 8).mapToObj(i -> CompletableFuture.runAsync(() -> {
            for (int j = 0; j < 20; j++) {
                JobStore store = stores.get(j % 2);
                JobKey key = key(i + "-" + j);
                store.reserve(intent(key.key(), "a"));
                store.accepted(key, accepted("job-" + key.key()));
                store.claim("lumenfall", GATEWAY, "b", LEASE, 1);
            }
        }, threads)).toArray(CompletableFuture[]::new)).join();
        threads.shutdown();
        pool.dispose();

        assertThat(active).containsExactly(0);
    }

    @Test
    void whyItTimedOutIsTold() throws Exception {
        JdbcDataSource database = new JdbcDataSource();
        database.setURL("jdbc:h2:file:" + folder.resolve("locked") + ";LOCK_TIMEOUT=50");
        JobStore store = new JdbcJobStore(database);
        try (Connection somebody = database.getConnection(); Statement statement = somebody.createStatement()) {
            store.reserve(intent("k", "a"));
            somebody.setAutoCommit(false);
            statement.execute("update grokvideo_job set reason = 'mine'");

            assertThatThrownBy(() -> store.outcomeUnknown(key("k"), "why")).isInstanceOf(JobStoreException.class)
                    .hasMessageContainingAll("could not record an unknown outcome: Timeout", "(Map entry", "is locked by tx");
        }
    }

    @Test
    void aDatabaseThatCannotBeReachedIsTold() {
        JdbcDataSource nowhere = new JdbcDataSource();
        nowhere.setURL("jdbc:h2:file:" + folder.resolve("missing") + ";IFEXISTS=TRUE");

        assertThatThrownBy(() -> new JdbcJobStore(nowhere).reserve(intent("k", "a")))
                .isInstanceOfSatisfying(JobStoreException.class,
                        failure -> assertThat(failure.isRetryable()).isTrue())
                .hasMessageContaining("job store");
    }
}
