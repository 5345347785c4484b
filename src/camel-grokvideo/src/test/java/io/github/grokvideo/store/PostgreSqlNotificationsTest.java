package io.github.grokvideo.store;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;

import javax.sql.DataSource;

import io.github.grokvideo.model.JobStatus;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

import static io.github.grokvideo.store.JobStoreContract.accepted;
import static io.github.grokvideo.store.JobStoreContract.ended;
import static io.github.grokvideo.store.JobStoreContract.intent;
import static io.github.grokvideo.store.JobStoreContract.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Stores on one PostgreSQL wake each other's consumers, and say so when they do not. */
@Tag("slow")
class PostgreSqlNotificationsTest {

    @RegisterExtension
    static final PostgreSqlExtension POSTGRES = new PostgreSqlExtension();

    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final List<Consumer> consumers = new ArrayList<>();
    private DataSource database;
    // changes what no consumer is woken for
    private JobStore silent;

    @BeforeEach
    void emptyDatabase() throws Exception {
        database = POSTGRES.emptyDatabase();
        silent = new JdbcJobStore(database);
    }

    @AfterEach
    void closeSubscriptions() {
        consumers.forEach(consumer -> consumer.subscription.close());
    }

    private static JdbcJobStore notifying(DataSource dataSource) {
        JdbcJobStore store = new JdbcJobStore(dataSource);
        store.setNotifications(true);
        store.check();
        return store;
    }

    /** A consumer of results, and how often it was woken. */
    private static final class Consumer {

        private final AtomicInteger woken = new AtomicInteger();
        private final JobStore.DueSubscription subscription;

        Consumer(JobStore store, String gateway) {
            subscription = store.onDue("lumenfall", gateway, woken::incrementAndGet);
        }

        boolean isWorking() {
            return subscription.isWorking();
        }

        int woken() {
            return woken.get();
        }
    }

    private Consumer consumer(JobStore store, String gateway) {
        Consumer consumer = new Consumer(store, gateway);
        consumers.add(consumer);
        return consumer;
    }

    /** It is woken once, when that begins to work. */
    private Consumer working(JobStore store, String gateway) {
        Consumer consumer = consumer(store, gateway);
        await().atMost(PATIENCE).until(() -> consumer.isWorking() && consumer.woken() == 1);
        return consumer;
    }

    private void submitted(JobStore store, String name) {
        store.reserve(intent(name, "a"));
        store.accepted(key(name), accepted("job-" + name));
    }

    private List<StoredJob> claimed(JobStore store, int most) {
        return store.claim("lumenfall", JobStoreContract.GATEWAY, "b", LEASE, most);
    }

    /** What makes an entry due. */
    private enum Change {
        ACCEPTED,
        ACCEPTED_IN_A_GROUP,
        ACCEPTED_IN_A_GROUP_OF_OTHERS,
        FINISHED_BEFORE_IT_WAS_RECORDED_AS_ACCEPTED,
        FINISHED_IN_A_GROUP_BEFORE_IT_WAS_RECORDED_AS_ACCEPTED,
        RELEASED,
        RELEASED_FOR_LATER,
        RELEASED_IN_A_GROUP,
        RELEASED_IN_A_GROUP_FOR_LATER,
        REDELIVERED,
        TAKEN_OVER_FROM_A_DEAD_HOLDER
    }

    private void prepare(Change change) throws Exception {
        switch (change) {
            case ACCEPTED, ACCEPTED_IN_A_GROUP, ACCEPTED_IN_A_GROUP_OF_OTHERS, FINISHED_BEFORE_IT_WAS_RECORDED_AS_ACCEPTED,
                    FINISHED_IN_A_GROUP_BEFORE_IT_WAS_RECORDED_AS_ACCEPTED -> {
                silent.reserve(intent("k", "a"));
                silent.reserve(intent("l", "a"));
            }
            case RELEASED, RELEASED_FOR_LATER, RELEASED_IN_A_GROUP, RELEASED_IN_A_GROUP_FOR_LATER -> {
                submitted(silent, "k");
                submitted(silent, "l");
                claimed(silent, 2);
            }
            case REDELIVERED -> {
                submitted(silent, "k");
                claimed(silent, 1);
                silent.deadLetter(key("k"), "b", "no disk");
            }
            default -> {
                submitted(silent, "k");
                submitted(silent, "l");
                claimed(silent, 2);
                POSTGRES.execute("update grokvideo_job_holder set expires_at = current_timestamp");
            }
        }
    }

    private void make(Change change, JobStore store) {
        switch (change) {
            case ACCEPTED -> store.accepted(key("k"), accepted("job-k"));
            case ACCEPTED_IN_A_GROUP -> store.runAll(List.of(
                    new JobOperation.Accepted(key("k"), accepted("job-k")),
                    new JobOperation.Accepted(key("l"), accepted("job-l"))));
            case ACCEPTED_IN_A_GROUP_OF_OTHERS -> store.runAll(List.of(accepting("k"), accepting("l")));
            case FINISHED_IN_A_GROUP_BEFORE_IT_WAS_RECORDED_AS_ACCEPTED -> store.runAll(List.of(
                    new JobOperation.Finished(key("k"), ended("job-k", JobStatus.COMPLETED)),
                    new JobOperation.Finished(key("l"), ended("job-l", JobStatus.FAILED))));
            case RELEASED_IN_A_GROUP -> store.runAll(List.of(
                    new JobOperation.Release(key("k"), "b", Duration.ZERO),
                    new JobOperation.Release(key("l"), "b", Duration.ZERO)));
            case RELEASED_IN_A_GROUP_FOR_LATER -> store.runAll(List.of(
                    new JobOperation.Release(key("k"), "b", Duration.ofHours(1)),
                    new JobOperation.Release(key("l"), "b", Duration.ofHours(1))));
            case FINISHED_BEFORE_IT_WAS_RECORDED_AS_ACCEPTED -> store.finished(key("k"), ended("job-k", JobStatus.COMPLETED));
            case RELEASED -> store.release(key("k"), "b", Duration.ZERO);
            case RELEASED_FOR_LATER -> store.release(key("k"), "b", Duration.ofHours(1));
            case REDELIVERED -> store.redeliver(key("k"));
            default -> assertThat(claimed(store, 1)).hasSize(1);
        }
    }

    private static Function<JobStore, ?> accepting(String name) {
        return store -> {
            store.accepted(key(name), accepted("job-" + name));
            return null;
        };
    }

    @ParameterizedTest
    @EnumSource(Change.class)
    void aConsumerOnAnotherMachineIsWoken(Change change) throws Exception {
        prepare(change);
        Consumer consumer = working(notifying(database), JobStoreContract.GATEWAY);
        make(change, notifying(database));

        await().atMost(PATIENCE).until(() -> consumer.woken() == 2);
    }

    @Test
    void aConsumerOnTheSameMachineIsWoken() {
        JdbcJobStore store = notifying(database);
        Consumer consumer = working(store, JobStoreContract.GATEWAY);
        submitted(store, "k");

        await().atMost(PATIENCE).until(() -> consumer.woken() == 2);
    }

    @Test
    void aConsumerIsNotWokenForWhatItCannotClaim() {
        JdbcJobStore store = notifying(database);
        Consumer consumer = working(notifying(database), JobStoreContract.GATEWAY);
        Consumer other = working(notifying(database), "https://other");
        // a generate, a submission that is only noted, and one whose result is claimed
        store.reserve(new Intent(key("g"), "f", "m", null, false, true, "a", LEASE));
        store.accepted(key("g"), accepted("job-g"));
        store.finished(key("g"), ended("job-g", JobStatus.COMPLETED));
        store.reserve(intent("r", "a"));
        store.outcomeUnknown(key("r"), "why");
        submitted(silent, "c");
        claimed(store, 1);
        store.finished(key("c"), ended("job-c", JobStatus.COMPLETED));
        store.acknowledge(key("c"), "b");
        // notifications come in order: when this one has come, none was sent before
        JobKey elsewhere = new JobKey("lumenfall", "https://other", "o");
        store.reserve(new Intent(elsewhere, "f", "m", null, true, true, "a", LEASE));
        store.accepted(elsewhere, accepted("job-o"));
        await().atMost(PATIENCE).until(() -> other.woken() == 2);

        assertThat(consumer.woken()).isEqualTo(1);
    }

    @Test
    void aGroupThatHasToBeRepeatedWakesForWhatSucceeds() {
        JdbcJobStore store = notifying(database);
        Consumer consumer = working(notifying(database), JobStoreContract.GATEWAY);
        store.reserve(intent("k", "a"));
        Function<JobStore, ?> failing = same -> {
            throw new IllegalStateException("made up");
        };
        assertThat(store.runAll(List.of(accepting("k"), failing)).get(1).failure()).hasMessage("made up");

        // the other one was repeated by itself
        await().atMost(PATIENCE).until(() -> consumer.woken() == 2);
        assertThat(claimed(store, 10)).hasSize(1);
    }

    @Test
    void aBurstTakesFewNotifications() {
        CountedStatements counted = new CountedStatements(database);
        JdbcJobStore store = notifying(counted.dataSource());
        Consumer consumer = working(notifying(database), JobStoreContract.GATEWAY);
        IntStream.range(0, 300).forEach(i -> submitted(store, "k" + i));
        await().atMost(PATIENCE).until(() -> consumer.woken() > 1);

        assertThat(counted.count("pg_notify")).isPositive().isLessThan(100);
        assertThat(consumer.woken()).isLessThan(100);
    }

    @Test
    void afterItsConnectionWasTerminatedAConsumerIsWokenAgain() throws Exception {
        Consumer consumer = working(notifying(database), JobStoreContract.GATEWAY);
        POSTGRES.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity where query ilike 'listen " + JobTable.CHANNEL + "'");
        // once since it is over, and once since it works again: something may have become due meanwhile
        await().atMost(PATIENCE).until(() -> consumer.woken() == 3 && consumer.isWorking());
        submitted(notifying(database), "k");

        await().atMost(PATIENCE).until(() -> consumer.woken() == 4);
    }

    @Test
    void aConsumerKnowsThatItIsNotWokenWhileTheDatabaseIsGone() throws Exception {
        CountedStatements machine = new CountedStatements(database);
        Consumer consumer = working(notifying(machine.dataSource()), JobStoreContract.GATEWAY);
        machine.gone(true);
        POSTGRES.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity where query ilike 'listen " + JobTable.CHANNEL + "'");
        await().atMost(PATIENCE).until(() -> machine.refused() >= 2);
        assertThat(consumer.isWorking()).isFalse();
        assertThat(consumer.woken()).as("at the beginning, and when it was over").isEqualTo(2);
        machine.gone(false);

        await().atMost(PATIENCE).until(() -> consumer.isWorking() && consumer.woken() == 3);
    }

    @Test
    void anOutageIsLoggedOnce() throws Exception {
        PrintStream err = System.err;
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        try {
            aConsumerKnowsThatItIsNotWokenWhileTheDatabaseIsGone();
        } finally {
            System.setErr(err);
        }

        assertThat(log.toString(StandardCharsets.UTF_8).lines().filter(line -> line.contains("DueListener")))
                .singleElement().asString().contains("WARN", "does not wake consumers", "terminating connection");
    }

    @Test
    void aDatabaseThatCannotBeReachedAtFirstIsListenedToLater() {
        CountedStatements machine = new CountedStatements(database);
        machine.gone(true);
        JdbcJobStore store = new JdbcJobStore(machine.dataSource());
        store.setNotifications(true);
        Consumer consumer = consumer(store, JobStoreContract.GATEWAY);
        await().atMost(PATIENCE).until(() -> machine.refused() >= 2);
        assertThat(consumer.isWorking()).isFalse();
        machine.gone(false);

        await().atMost(PATIENCE).until(consumer::isWorking);
    }

    @Test
    void consumersShareOneConnectionThatComesBackAsItCame() {
        SetUpConnections connections = new SetUpConnections(database, false, Connection.TRANSACTION_SERIALIZABLE);
        CountedStatements machine = new CountedStatements(connections.dataSource());
        JdbcJobStore store = notifying(machine.dataSource());
        Consumer one = working(store, JobStoreContract.GATEWAY);
        Consumer other = consumer(store, "https://other");
        assertThat(other.isWorking()).isTrue();
        assertThat(machine.open()).isEqualTo(1);
        one.subscription.close();
        assertThat(other.isWorking()).isTrue();
        other.subscription.close();
        await().atMost(PATIENCE).until(() -> machine.open() == 0);

        assertThat(connections.leftOtherwise()).isEmpty();
        working(store, JobStoreContract.GATEWAY);
    }

    @Test
    void aMachineWithoutConsumersKeepsNoConnection() {
        CountedStatements machine = new CountedStatements(database);
        Consumer consumer = working(notifying(database), JobStoreContract.GATEWAY);
        submitted(notifying(machine.dataSource()), "k");
        await().atMost(PATIENCE).until(() -> consumer.woken() == 2);

        await().atMost(PATIENCE).until(() -> machine.open() == 0);
        assertThat(machine.count("")).isPositive();
    }

    @Test
    void aConsumerThatThrowsKeepsNoOtherFromBeingWoken() {
        JdbcJobStore store = notifying(database);
        AtomicInteger thrown = new AtomicInteger();
        JobStore.DueSubscription broken = store.onDue("lumenfall", JobStoreContract.GATEWAY, () -> {
            thrown.incrementAndGet();
            throw new OutOfMemoryError("made up");
        });
        Consumer consumer = working(store, JobStoreContract.GATEWAY);
        submitted(store, "k");
        await().atMost(PATIENCE).until(() -> consumer.woken() == 2);
        broken.close();

        assertThat(thrown.get()).isEqualTo(2);
    }

    // PgBouncer in its transaction mode accepts "listen", and passes nothing on
    @Test
    void aPoolerThatPassesNothingOnIsNoticed() {
        AtomicBoolean given = new AtomicBoolean();
        CountedStatements machine = new CountedStatements(
                connections((method, result) -> !method.equals("unwrap")
                        ? result
                        : Proxy.newProxyInstance(
                                getClass().getClassLoader(), new Class<?>[] { PGConnection.class },
                                (proxy, same, arguments) -> {
                                    given.set(true);
                                    return new PGNotification[0];
                                })));
        Consumer consumer = consumer(notifying(machine.dataSource()), JobStoreContract.GATEWAY);
        await().atMost(PATIENCE).until(() -> given.get() && machine.count("pg_notify") == 1 && machine.open() == 1);
        await().atMost(PATIENCE).until(() -> machine.open() == 0);

        assertThat(consumer.isWorking()).isFalse();
        assertThat(consumer.woken()).isZero();
    }

    @Test
    void connectionsOfAnotherDriverAreNotListenedTo() {
        CountedStatements machine
                = new CountedStatements(connections((method, result) -> method.equals("isWrapperFor") ? false : result));
        JdbcJobStore store = notifying(machine.dataSource());
        int before = machine.count();
        Consumer consumer = consumer(store, JobStoreContract.GATEWAY);
        submitted(store, "k");
        await().atMost(PATIENCE).until(() -> machine.count() > before && machine.open() == 0);

        assertThat(consumer.isWorking()).isFalse();
        assertThat(claimed(store, 1)).hasSize(1);
    }

    private interface Answer {
        Object of(String method, Object result);
    }

    private DataSource connections(Answer answer) {
        return (DataSource) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] { DataSource.class }, (proxy, method, arguments) -> {
                    Connection connection = database.getConnection();
                    return Proxy.newProxyInstance(
                            getClass().getClassLoader(), new Class<?>[] { Connection.class }, (same, called, values) -> {
                                try {
                                    return answer.of(called.getName(), called.invoke(connection, values));
                                } catch (InvocationTargetException e) {
                                    throw e.getCause();
                                }
                            });
                });
    }

    @Test
    void theDriverNeedNotBeOnTheClassPath() throws Exception {
        URL classes = JdbcJobStore.class.getProtectionDomain().getCodeSource().getLocation();
        try (URLClassLoader withoutDriver = new URLClassLoader(new URL[] { classes }, getClass().getClassLoader()) {
            @Override
            protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
                if (name.startsWith("org.postgresql.")) {
                    throw new ClassNotFoundException(name);
                }
                if (!name.startsWith("io.github.grokvideo.store.")) {
                    return super.loadClass(name, resolve);
                }
                Class<?> loaded = findLoadedClass(name);
                return loaded == null ? findClass(name) : loaded;
            }
        }) {
            Class<?> type = withoutDriver.loadClass(JdbcJobStore.class.getName());
            CountedStatements machine = new CountedStatements(database);
            Object store = type.getConstructor(DataSource.class).newInstance(machine.dataSource());
            type.getMethod("setNotifications", boolean.class).invoke(store, true);
            type.getMethod("check").invoke(store);
            AutoCloseable subscription = (AutoCloseable) type.getMethod("onDue", String.class, String.class, Runnable.class)
                    .invoke(store, "lumenfall", JobStoreContract.GATEWAY, (Runnable) () -> {
                    });
            await().atMost(PATIENCE).until(() -> threads("GrokVideoJobStoreListener") == 0);
            assertThat(withoutDriver.loadClass("io.github.grokvideo.store.JobStore$DueSubscription").getMethod("isWorking")
                    .invoke(subscription)).isEqualTo(false);
            assertThat(type.getMethod("untilDue", String.class, String.class).invoke(store, "lumenfall", "g"))
                    .isEqualTo(silent.untilDue("lumenfall", "g"));
            subscription.close();
        }
    }

    private static long threads(String name) {
        return Thread.getAllStackTraces().keySet().stream().filter(thread -> thread.getName().equals(name)).count();
    }

    @Test
    void anotherDatabaseWakesNobody() {
        JdbcDataSource h2 = new JdbcDataSource();
        h2.setURL("jdbc:h2:mem:notifications;DB_CLOSE_DELAY=-1");
        JdbcJobStore store = notifying(h2);
        submitted(store, "k");

        assertThat(store.onDue("lumenfall", JobStoreContract.GATEWAY, () -> {
        })).isNull();
        assertThat(claimed(store, 1)).hasSize(1);
    }

    @Test
    void withoutTheOptionNobodyIsWoken() {
        CountedStatements machine = new CountedStatements(database);
        JdbcJobStore store = new JdbcJobStore(machine.dataSource());
        submitted(store, "k");

        assertThat(store.onDue("lumenfall", JobStoreContract.GATEWAY, () -> {
        })).isNull();
        assertThat(machine.count("pg_notify")).isZero();
    }
}
