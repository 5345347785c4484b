package io.github.grokvideo.store;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import javax.sql.DataSource;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("slow")
class PostgreSqlJobStoreTest extends JdbcJobStoreContract {

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

    @Test
    void isGivenSeveralTransactionsAtATime() throws Exception {
        DataSource database = emptyDatabase();
        new JdbcJobStore(database).check();
        CyclicBarrier two = new CyclicBarrier(2);
        AtomicBoolean checked = new AtomicBoolean();
        JdbcJobStore store = new JdbcJobStore(
                (DataSource) Proxy.newProxyInstance(
                        getClass().getClassLoader(), new Class<?>[] { DataSource.class }, (proxy, method, arguments) -> {
                            if (checked.get()) {
                                two.await(10, TimeUnit.SECONDS);
                            }
                            return method.invoke(database, arguments);
                        }));
        store.check();
        checked.set(true);

        CompletableFuture<StoredJob> other = CompletableFuture.supplyAsync(() -> store.reserve(intent("a", "a")));
        assertThat(store.reserve(intent("b", "a"))).isNotNull();
        assertThat(other.join()).isNotNull();
    }
}
