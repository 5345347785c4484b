package io.github.grokvideo.store;

import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import javax.sql.DataSource;

import io.github.grokvideo.model.BudgetWindow;
import io.github.grokvideo.model.JobStatus;
import io.github.grokvideo.model.JobStoreException;
import io.github.grokvideo.model.VideoJob;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What a store in any database does. */
abstract class JdbcJobStoreContract extends JobStoreContract {

    private DataSource database;
    private SetUpConnections connections;
    private DataSource dataSource;

    /** A database without tables. */
    abstract DataSource emptyDatabase() throws Exception;

    /** The settings of the connections that the stores are given. */
    SetUpConnections setUp(DataSource database) {
        return new SetUpConnections(database, true, null);
    }

    @Override
    JobStore newStore() throws Exception {
        database = emptyDatabase();
        connections = setUp(database);
        dataSource = connections.dataSource();
        return new JdbcJobStore(dataSource, RETENTION);
    }

    @AfterEach
    void connectionsAreLeftAsTheyCame() {
        // null where there is no database, and the test is skipped
        assertThat(connections == null ? List.of() : connections.leftOtherwise()).isEmpty();
    }

    // by the clock of the database time cannot be set, but what was written can be made older
    @Override
    void advance(Duration time) throws Exception {
        String by = " - " + seconds(time.toSeconds());
        StringBuilder sql = new StringBuilder("update grokvideo_job set created_at = created_at" + by);
        for (String column : new String[] {
                "held_until", "due_at", "purge_from", "accepted_at", "finished_at", "acknowledged_at" }) {
            sql.append(", ").append(column).append(" = ").append(column).append(by);
        }
        execute(sql.toString());
        execute("update grokvideo_job_holder set expires_at = expires_at" + by);
    }

    @Override
    long kept() throws SQLException {
        return Long.parseLong(single("select count(*) from grokvideo_job"));
    }

    @Override
    long mostKept() {
        return 0;
    }

    /** So many seconds. */
    String seconds(long number) {
        return number + " * interval '1' second";
    }

    /** The script that creates the tables. */
    String script() {
        return "job-store-3.sql";
    }

    /** Lets the column {@code job} hold no more than this. */
    String narrowed(int length) {
        return "alter table grokvideo_job alter column job set data type varchar(" + length + ")";
    }

    /** The connections that the stores of a test are given. */
    final DataSource dataSource() {
        return dataSource;
    }

    final void execute(String sql) throws SQLException {
        try (Connection connection = database.getConnection(); Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    final String single(String sql) throws SQLException {
        try (Connection connection = database.getConnection(); Statement statement = connection.createStatement();
             ResultSet result = statement.executeQuery(sql)) {
            return result.next() ? result.getString(1) : null;
        }
    }

    static void assertThatTwoTransactionsRunAtATime(DataSource database) {
        new JdbcJobStore(database).check();
        CyclicBarrier two = new CyclicBarrier(2);
        AtomicBoolean checked = new AtomicBoolean();
        JdbcJobStore store = new JdbcJobStore(
                (DataSource) Proxy.newProxyInstance(
                        DataSource.class.getClassLoader(), new Class<?>[] { DataSource.class }, (proxy, method, arguments) -> {
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

    @Test
    void anotherStoreOnTheSameDatabaseFindsEverything() {
        JobStore first = new JdbcJobStore(dataSource);
        first.reserve(intent("k", "a"));
        first.accepted(key("k"), accepted("job-k"));
        first.finished(key("k"), ended("job-k", JobStatus.COMPLETED));

        StoredJob found = new JdbcJobStore(dataSource).find(key("k"));
        assertThat(found.job()).isEqualTo(ended("job-k", JobStatus.COMPLETED).withoutJson());
    }

    @Test
    void neitherPromptNorTheGatewaysAnswerIsStored() throws SQLException {
        JobStore store = new JdbcJobStore(dataSource);
        store.reserve(intent("k", "a"));
        store.finished(key("k"), ended("job-k", JobStatus.COMPLETED));

        assertThat(single("select job from grokvideo_job")).contains("job-k").doesNotContain("secret", "prompt");
        assertThat(single("select prompt from grokvideo_job")).isNull();
        assertThat(single("select cost from grokvideo_job")).startsWith("0.3");
    }

    @Test
    void howLongNothingIsDueIsKnown() throws Exception {
        JobStore store = new JdbcJobStore(dataSource);
        assertThat(store.untilDue("lumenfall", GATEWAY)).as("nothing").isGreaterThan(Duration.ofDays(1000));
        store.reserve(intent("k", "a"));
        store.accepted(key("k"), accepted("job-k"));
        assertThat(store.untilDue("lumenfall", GATEWAY)).as("now").isZero();
        store.claim("lumenfall", GATEWAY, "b", LEASE, 10);
        assertThat(store.untilDue("lumenfall", GATEWAY)).as("when the holder is dead").isPositive()
                .isLessThanOrEqualTo(LEASE);
        store.release(key("k"), "b", LEASE.dividedBy(2));
        assertThat(store.untilDue("lumenfall", GATEWAY)).as("after the delay").isPositive()
                .isLessThanOrEqualTo(LEASE.dividedBy(2));
        assertThat(store.untilDue("lumenfall", "https://other")).as("for others").isGreaterThan(LEASE.dividedBy(2));
        advance(LEASE);

        assertThat(store.untilDue("lumenfall", GATEWAY)).as("after the time").isZero();
        assertThat(store.claim("lumenfall", GATEWAY, "b", LEASE, 10)).hasSize(1);
    }

    @Test
    void missingTablesCanBeAnError() {
        JdbcJobStore store = new JdbcJobStore(dataSource);
        store.setCreateTables(false);

        assertThatThrownBy(store::check).isInstanceOf(JobStoreException.class).hasMessageContaining("with " + script() + " of");
    }

    @Test
    void newerTablesAreRefused() throws SQLException {
        new JdbcJobStore(dataSource).check();
        execute("update grokvideo_job_schema set version = 4");

        assertThatThrownBy(() -> new JdbcJobStore(dataSource).reserve(intent("k", "a")))
                .isInstanceOf(JobStoreException.class).hasMessageContaining("version 4, expected 3");
    }

    @Test
    void tablesThatAreThereAreUsed() {
        new JdbcJobStore(dataSource).reserve(intent("k", "a"));
        JdbcJobStore second = new JdbcJobStore(dataSource);
        second.check();
        second.check();

        assertThat(second.find(key("k"))).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = { "{", "null", "[]", "{\"id\":\"x\"}", "{\"id\":\"x\",\"status\":\"NEW\"}", "" })
    void anEntryThatCannotBeReadKeepsNoOtherFromBeingClaimed(String broken) throws Exception {
        JobStore store = new JdbcJobStore(dataSource);
        for (String name : List.of("a", "b", "c")) {
            store.reserve(intent(name, "x"));
            store.finished(key(name), ended("job-" + name, JobStatus.COMPLETED));
        }
        execute("update grokvideo_job set job = '" + broken + "' where request_key = 'b'");

        List<StoredJob> claimed = store.claim("lumenfall", GATEWAY, "x", LEASE, 10);
        assertThat(claimed).extracting(job -> job.key().key()).containsExactly("a", "b", "c");
        assertThat(claimed.get(1).state()).isEqualTo(StoredJob.State.ACCEPTED);
        assertThat(claimed.get(1).job()).as("the gateway knows it").isEqualTo(VideoJob.ofId("job-b"));
        assertThat(claimed.get(2).job().id()).isEqualTo("job-c");
    }

    @Test
    void anEntryWithoutAJobKeepsNoOtherFromBeingClaimed() throws Exception {
        JobStore store = new JdbcJobStore(dataSource);
        for (String name : List.of("a", "b")) {
            store.reserve(intent(name, "x"));
            store.finished(key(name), ended("job-" + name, JobStatus.COMPLETED));
        }
        execute("update grokvideo_job set job = 'nonsense', job_id = null where request_key = 'a'");

        List<StoredJob> claimed = store.claim("lumenfall", GATEWAY, "x", LEASE, 10);
        assertThat(claimed).extracting(job -> job.key().key()).containsExactly("a", "b");
        assertThat(claimed.get(0).job()).isNull();
    }

    @Test
    void whatIsDeadLetteredIsSeenWithSqlAndKeptForTheRetention() throws Exception {
        JobStore store = new JdbcJobStore(dataSource, Duration.ofDays(30));
        store.reserve(intent("k", "a"));
        store.finished(key("k"), ended("job-k", JobStatus.COMPLETED));
        advance(Duration.ofDays(100));
        store.claim("lumenfall", GATEWAY, "b", LEASE, 10);
        store.startDelivery(key("k"), "b", LEASE);
        store.deadLetter(key("k"), "b", "no disk");
        advance(Duration.ofDays(29));
        store.purge();
        assertThat(single("select concat(request_key, ' ', job_id, ' ', deliveries, ' ', reason) from grokvideo_job"
                          + " where state = 'DEAD_LETTER'"))
                .isEqualTo("k job-k 1 no disk");
        advance(Duration.ofDays(2));
        store.purge();

        assertThat(store.find(key("k"))).isNull();
    }

    @Test
    void whereItWasSubmittedSurvivesARestart() {
        new JdbcJobStore(dataSource).reserve(traced("k", TRACE));
        new JdbcJobStore(dataSource).accepted(key("k"), accepted("job-k"));

        assertThat(new JdbcJobStore(dataSource).claim("lumenfall", GATEWAY, "b", LEASE, 1)).extracting(StoredJob::traceParent)
                .containsExactly(TRACE);
    }

    @Test
    void aTraceThatNoColumnHoldsDoesNotKeepItFromBeingRecorded() {
        JobStore store = new JdbcJobStore(dataSource);
        assertThat(store.reserve(traced("long", TRACE + "-" + "0".repeat(200))).traceParent()).isNull();
        assertThat(store.reserve(traced("odd", "\u0000\uD83C")).traceParent()).isNull();

        assertThat(store.find(key("long")).traceParent()).isNull();
        assertThat(store.find(key("odd")).traceParent()).isNull();
    }

    @Test
    void whatWasOverForLongIsForgotten() throws Exception {
        JobStore store = new JdbcJobStore(dataSource, Duration.ofDays(30));
        store.reserve(intent("handed-on", "a"));
        store.finished(key("handed-on"), ended("job-1", JobStatus.COMPLETED));
        store.claim("lumenfall", GATEWAY, "b", LEASE, 10);
        store.startDelivery(key("handed-on"), "b", LEASE);
        store.acknowledge(key("handed-on"), "b");
        store.reserve(new Intent(key("waited"), "f", "m", null, false, true, "a", LEASE));
        store.finished(key("waited"), ended("job-2", JobStatus.FAILED));
        advance(Duration.ofDays(29));
        store.purge();
        assertThat(store.find(key("handed-on"))).isNotNull();
        assertThat(store.find(key("waited"))).isNotNull();
        advance(Duration.ofDays(2));
        store.purge();

        assertThat(store.find(key("handed-on"))).isNull();
        assertThat(store.find(key("waited"))).isNull();
    }

    @Test
    void aCancelledJobWhoseCostIsNeverKnownCountsAsEstimatedOnceItIsPurged() throws Exception {
        JobStore store = new JdbcJobStore(dataSource, Duration.ofDays(30));
        Budget budget = new Budget(
                "purged", BigDecimal.ONE, "USD", BudgetWindow.EVER, ZoneId.of("UTC"), List.of());
        store.reserve(new Intent(
                key("k"), "f", "m", null, false, true, "a", LEASE,
                new Spending(null, null, null, List.of(new BudgetReservation(budget, "", new BigDecimal("0.30"))))));
        store.finished(key("k"), ended("k", JobStatus.CANCELLED, null));
        assertThat(store.budgetStates(budget)).singleElement()
                .satisfies(state -> assertThat(state.reserved()).isEqualByComparingTo("0.30"));
        advance(Duration.ofDays(31));
        store.purge();

        assertThat(store.find(key("k"))).isNull();
        assertThat(store.budgetStates(budget)).singleElement().satisfies(state -> {
            assertThat(state.reserved()).isZero();
            assertThat(state.spent()).isEqualByComparingTo("0.30");
        });
    }

    /** What is read of an entry to be removed must not be out of date when it is counted. */
    @Test
    void aJobThatEndsWhileItsEntryIsRemovedIsCountedOnce() throws Exception {
        Budget budget = new Budget("all", BigDecimal.ONE, "USD", BudgetWindow.EVER, ZoneOffset.UTC, List.of());
        JobStore store = new JdbcJobStore(dataSource);
        JobStore other = new JdbcJobStore(dataSource);
        other.reserve(new Intent(
                key("k"), "f", "m", null, false, true, "a", LEASE,
                new Spending(null, null, null, List.of(new BudgetReservation(budget, "", new BigDecimal("0.30"))))));
        other.accepted(key("k"), accepted("job-k"));
        store.find(key("k"));
        Thread removing = Thread.currentThread();
        AtomicInteger statements = new AtomicInteger();
        AtomicReference<CompletableFuture<Void>> end = new AtomicReference<>(CompletableFuture.completedFuture(null));
        connections.before(method -> {
            boolean asked = method.getName().equals("prepareStatement") && Thread.currentThread() == removing;
            if (asked && statements.incrementAndGet() == statementAfterTheEntryWasRead()) {
                end.set(CompletableFuture.runAsync(() -> other.finished(key("k"), ended("job-k", JobStatus.COMPLETED))));
                try {
                    // it waits for the entry, unless that is read without a lock
                    end.get().get(1, TimeUnit.SECONDS);
                } catch (TimeoutException e) {
                    assertThat(end.get()).isNotDone();
                } catch (InterruptedException | ExecutionException e) {
                    throw SetUpConnections.sneaky(e);
                }
            }
        });
        assertThat(store.remove(key("k"))).isTrue();
        end.get().get(1, TimeUnit.MINUTES);

        assertThat(statements.get()).isGreaterThanOrEqualTo(statementAfterTheEntryWasRead());
        assertThat(store.budgetStates(budget)).singleElement().satisfies(state -> {
            assertThat(state.reserved()).isZero();
            assertThat(state.spent()).isEqualByComparingTo("0.30");
        });
    }

    /** The settings of the transaction, the query for the entry, and then this one. */
    int statementAfterTheEntryWasRead() {
        return 3;
    }

    @Test
    void aDatabaseThatIsGoneIsTriedOnceForAGroup() {
        AtomicInteger tries = new AtomicInteger();
        AtomicBoolean gone = new AtomicBoolean();
        JobStore store = new JdbcJobStore(
                (DataSource) Proxy.newProxyInstance(
                        getClass().getClassLoader(), new Class<?>[] { DataSource.class }, (proxy, method, arguments) -> {
                            if (gone.get()) {
                                tries.incrementAndGet();
                                throw new SQLTransientConnectionException("no connection within 30 s", "08001");
                            }
                            return method.invoke(dataSource, arguments);
                        }));
        store.find(key("k"));
        gone.set(true);
        List<JobStore.Outcome> outcomes = store.runAll(IntStream.range(0, 100)
                .mapToObj(i -> new JobOperation.Reserve(intent("k" + i, "a"))).collect(Collectors.toList()));

        assertThat(tries).hasValue(1);
        assertThat(outcomes).hasSize(100).extracting(JobStore.Outcome::failure)
                .allSatisfy(failure -> assertThat(failure).isInstanceOf(JobStoreException.class));
    }

    @Test
    void howeverManyAreOverAllArePurgedInShortTransactions() throws Exception {
        JobStore store = new JdbcJobStore(dataSource, RETENTION);
        store.runAll(IntStream.range(0, 2100).mapToObj(i -> new JobOperation.Reserve(
                new Intent(key("k" + i), "f", "m", null, true, false, "a", LEASE))).collect(Collectors.toList()));
        advance(RETENTION.plusHours(1));
        AtomicInteger commits = new AtomicInteger();
        connections.before(method -> {
            if (method.getName().equals("commit")) {
                commits.incrementAndGet();
            }
        });
        store.purge();

        assertThat(kept()).isZero();
        assertThat(commits).hasValueGreaterThanOrEqualTo(4);
    }

    @Test
    void ofManyWhoStartAtOnceAllFindTheTables() throws Exception {
        List<StoredJob> all = inParallel(8, number -> {
            JdbcJobStore store = new JdbcJobStore(dataSource);
            store.check();
            return store.reserve(intent("k" + number, "a"));
        });

        assertThat(all).extracting(StoredJob::holder).containsOnly("a");
        assertThat(single("select count(*) from grokvideo_job_schema")).isEqualTo("1");
    }

    private static void fails(JobStore store, Class<? extends Throwable> type) {
        assertThatThrownBy(() -> store.claim("lumenfall", GATEWAY, "b", LEASE, 10)).isInstanceOf(type);
        assertThatThrownBy(() -> store.reserve(intent("l", "a"))).isInstanceOf(type);
        assertThatThrownBy(() -> store.find(key("k"))).isInstanceOf(type);
    }

    @Test
    void connectionsAreLeftAsTheyCameByFailuresToo() {
        JobStore store = new JdbcJobStore(dataSource);
        store.reserve(intent("k", "a"));
        connections.before(method -> {
            if (method.getName().equals("commit")) {
                throw new OutOfMemoryError("made up");
            }
        });
        fails(store, OutOfMemoryError.class);
        connections.before(method -> {
            if (method.getName().equals("prepareStatement")) {
                throw new IllegalStateException("made up");
            }
        });
        fails(store, IllegalStateException.class);
        connections.before(method -> {
        });

        assertThat(store.find(key("l"))).isNull();
        assertThat(store.reserve(intent("l", "a")).holder()).isEqualTo("a");
    }

    @Test
    void aGroupIsOneTransaction() {
        JobStore store = new JdbcJobStore(dataSource);
        store.find(key("k"));
        AtomicInteger commits = new AtomicInteger();
        connections.before(method -> {
            if (method.getName().equals("commit")) {
                commits.incrementAndGet();
            }
        });
        store.runAll(IntStream.range(0, 100).mapToObj(i -> new JobOperation.Reserve(intent("k" + i, "a")))
                .collect(Collectors.toList()));

        assertThat(commits).hasValue(1);
        assertThat(store.find(key("k99"))).isNotNull();
    }

    @Test
    void whatWasCommittedCountsThoughItsConnectionBreaksAfterwards() {
        SetUpConnections breaking = setUp(database);
        JobStore store = new JdbcJobStore(breaking.dataSource());
        store.reserve(intent("k", "a"));
        AtomicBoolean committed = new AtomicBoolean();
        breaking.before(method -> {
            committed.compareAndSet(false, method.getName().equals("commit"));
            if (committed.get() && method.getName().equals("setAutoCommit")) {
                throw SetUpConnections.sneaky(new SQLException("connection lost", "08006"));
            }
        });
        store.accepted(key("k"), accepted("job-k"));

        assertThat(new JdbcJobStore(dataSource).find(key("k")).job().id()).isEqualTo("job-k");
    }

    @Test
    void whatFailsSinceOthersCommitAtTheSameTimeIsTriedAgain() {
        JobStore store = new JdbcJobStore(dataSource);
        store.reserve(intent("k", "a"));
        AtomicInteger left = new AtomicInteger(3);
        connections.before(method -> {
            if (method.getName().equals("commit") && left.getAndDecrement() > 0) {
                throw SetUpConnections.sneaky(new SQLException("could not serialize access", "40001"));
            }
        });
        store.accepted(key("k"), accepted("job-k"));

        assertThat(store.find(key("k")).job().id()).isEqualTo("job-k");
        assertThat(left).hasNegativeValue();
    }

    @Test
    void otherFailuresAreNotTriedAgain() {
        JobStore store = new JdbcJobStore(dataSource);
        store.reserve(intent("k", "a"));
        AtomicInteger commits = new AtomicInteger();
        connections.before(method -> {
            if (method.getName().equals("commit")) {
                commits.incrementAndGet();
                throw SetUpConnections.sneaky(new SQLException("connection lost", "08006"));
            }
        });

        assertThatThrownBy(() -> store.accepted(key("k"), accepted("job-k"))).isInstanceOf(JobStoreException.class)
                .hasMessageContaining("connection lost");
        assertThat(commits).hasValue(1);
    }

    @Test
    void connectionsThatCannotWriteAreNamed() throws SQLException {
        new JdbcJobStore(dataSource).check();
        DataSource readOnly = (DataSource) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] { DataSource.class }, (proxy, method, arguments) -> {
                    Connection connection = database.getConnection();
                    return Proxy.newProxyInstance(
                            getClass().getClassLoader(), new Class<?>[] { Connection.class },
                            (same, called, with) -> called.getName().equals("isReadOnly")
                                    ? true : called.invoke(connection, with));
                });

        assertThatThrownBy(() -> new JdbcJobStore(readOnly).reserve(intent("k", "a"))).isInstanceOf(JobStoreException.class)
                .hasMessageContaining("could not check its tables: the connection is read-only")
                .hasMessageContaining("must not be read-only");
    }

    @Test
    void anIdIsKeptAloneWhereTheDatabaseRefusesTheRest() throws SQLException {
        JobStore store = new JdbcJobStore(dataSource);
        store.reserve(intent("k", "a"));
        store.reserve(intent("l", "a"));
        execute(narrowed(300));
        VideoJob large = ended("job-k", JobStatus.COMPLETED);
        store.accepted(key("k"), large);
        store.finished(key("l"), ended("job-l", JobStatus.COMPLETED));

        assertThat(store.find(key("k")).job()).isEqualTo(VideoJob.ofId("job-k").withoutJson());
        assertThat(store.find(key("l")).state()).isEqualTo(StoredJob.State.ACCEPTED);
        assertThat(store.find(key("l")).job().id()).isEqualTo("job-l");
        assertThat(store.claim("lumenfall", GATEWAY, "b", LEASE, 10)).hasSize(2);
    }

    @Test
    void aJobThatCannotBeReadDoesNotKeepOthersFromBeingClaimed() throws SQLException {
        JobStore store = new JdbcJobStore(dataSource);
        for (String name : List.of("k", "l")) {
            store.reserve(intent(name, "a"));
            store.finished(key(name), ended("job-" + name, JobStatus.COMPLETED));
        }
        execute("update grokvideo_job set job = '{' where request_key = 'k'");

        List<StoredJob> claimed = store.claim("lumenfall", GATEWAY, "b", LEASE, 10);
        assertThat(claimed).extracting(job -> job.job().id()).containsExactly("job-k", "job-l");
        assertThat(claimed).extracting(StoredJob::state)
                .containsExactly(StoredJob.State.ACCEPTED, StoredJob.State.COMPLETED);
    }

    @ParameterizedTest
    @ValueSource(longs = { 68L * 366, 100L * 366, 100_000_000L, Long.MAX_VALUE / 86_400 })
    void aRetentionMayBeAsLongAsOneLikes(long days) throws Exception {
        JobStore store = new JdbcJobStore(dataSource, Duration.ofDays(days));
        store.reserve(new Intent(key("k"), "f", "m", null, false, true, "a", LEASE));
        store.finished(key("k"), ended("job-k", JobStatus.FAILED));
        store.purge();

        assertThat(store.find(key("k"))).isNotNull();
    }

    @Test
    void aRetentionThatCannotBeIsRefused() {
        for (Duration retention : new Duration[] { null, Duration.ZERO, Duration.ofDays(-1) }) {
            assertThatThrownBy(() -> new JdbcJobStore(dataSource, retention)).isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("Invalid retention " + retention + ": expected a duration greater than 0");
        }
    }

    // H2, MariaDB and MySQL commit each statement: a process may be killed between any two
    @Test
    void aCreationThatWasInterruptedIsCompletedByTheNextStart() throws Exception {
        int all = Integer.MAX_VALUE;
        for (int done = 0; done <= all; done++) {
            DataSource empty = emptyDatabase();
            try (Connection connection = empty.getConnection(); Statement statement = connection.createStatement()) {
                JobStoreDialect dialect = JobStoreDialect.of(connection);
                List<String> statements = JobStoreSchema.statements(dialect.script());
                all = statements.size();
                for (String sql : statements.subList(0, done)) {
                    statement.execute(dialect.statement(sql));
                }

                JdbcJobStore store = new JdbcJobStore(empty);
                store.check();
                store.reserve(intent("k", "a"));

                assertThat(store.find(key("k"))).as("after %d statements", done).isNotNull();
                try (ResultSet versions = statement.executeQuery("select version from grokvideo_job_schema")) {
                    assertThat(versions.next()).isTrue();
                    assertThat(versions.getInt(1)).isEqualTo(JobStoreSchema.VERSION);
                    assertThat(versions.next()).as("another version after %d statements", done).isFalse();
                }
            }
        }
    }
}
