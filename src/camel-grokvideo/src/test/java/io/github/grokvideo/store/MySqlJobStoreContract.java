package io.github.grokvideo.store;

import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TimeZone;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

import javax.sql.DataSource;

import com.mysql.cj.jdbc.MysqlDataSource;
import io.github.grokvideo.model.JobError;
import io.github.grokvideo.model.JobStatus;
import io.github.grokvideo.model.JobStoreException;
import io.github.grokvideo.model.VideoJob;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mariadb.jdbc.MariaDbDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What a store in MariaDB and in MySQL does, with the drivers of both. */
@Tag("slow")
abstract class MySqlJobStoreContract extends JdbcJobStoreContract {

    private String database;

    abstract MySqlServer server();

    /** {@code mariadb} or {@code mysql}. */
    abstract String driver();

    /** What is added to the URL. */
    String options() {
        return "";
    }

    @Override
    DataSource emptyDatabase() throws Exception {
        database = server().newDatabase();
        return database(options());
    }

    private DataSource database(String options) throws Exception {
        return connect(server().url(database, driver()) + options);
    }

    DataSource connect(String url) throws SQLException {
        return source(url, driver());
    }

    static DataSource source(String url, String driver) throws SQLException {
        if (driver.equals("mariadb")) {
            return new MariaDbDataSource(url);
        }
        MysqlDataSource source = new MysqlDataSource();
        source.setUrl(url);
        return source;
    }

    @Override
    String seconds(long number) {
        return "interval " + number + " second";
    }

    @Override
    String script() {
        return "job-store-3-mariadb.sql";
    }

    @Override
    String narrowed(int length) {
        return "alter table grokvideo_job modify job varchar(" + length + ")";
    }

    @Test
    void isGivenSeveralTransactionsAtATime() throws Exception {
        assertThatTwoTransactionsRunAtATime(emptyDatabase());
    }

    @Test
    void timeZonesDoNotMatter() throws Exception {
        JobStore store = new JdbcJobStore(dataSource());
        store.reserve(intent("k", "a"));
        store.accepted(key("k"), accepted("job-k"));
        TimeZone before = TimeZone.getDefault();
        TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Kiritimati"));
        try {
            for (String zone : List.of("-12:00", "SYSTEM")) {
                JobStore elsewhere = new JdbcJobStore(database("&sessionVariables=time_zone='" + zone + "'"));
                assertThat(elsewhere.find(key("k")).createdAt()).isBetween(
                        Instant.now().minusSeconds(60), Instant.now().plusSeconds(60));
                assertThat(elsewhere.claim("lumenfall", GATEWAY, zone, LEASE, 1)).hasSize(1);
                assertThat(store.claim("lumenfall", GATEWAY, "b", LEASE, 1)).isEmpty();
                store.release(key("k"), zone, Duration.ZERO);
            }
        } finally {
            TimeZone.setDefault(before);
        }
    }

    // each statement that creates a table commits
    @Test
    void aCreationThatWasInterruptedIsFinished() throws Exception {
        new JdbcJobStore(dataSource()).check();
        execute("delete from grokvideo_job_schema");
        execute("drop table grokvideo_job_holder");
        JobStore store = new JdbcJobStore(dataSource());
        store.reserve(intent("k", "a"));
        store.accepted(key("k"), accepted("job-k"));

        assertThat(store.claim("lumenfall", GATEWAY, "b", LEASE, 1)).hasSize(1);
        assertThat(single("select version from grokvideo_job_schema")).isEqualTo("3");
    }

    @Test
    void groupsThatWaitForEachOtherAllEnd() throws Exception {
        JdbcJobStore store = new JdbcJobStore(dataSource());
        List<Integer> numbers = IntStream.range(0, 20).boxed().toList();
        numbers.forEach(number -> store.reserve(intent("k" + number, "a")));
        List<List<JobStore.Outcome>> all = inParallel(8, thread -> {
            List<Integer> mine = new ArrayList<>(numbers);
            Collections.shuffle(mine, new Random(thread));
            return store.runAll(mine.stream().map(number -> new JobOperation.Finished(
                    key("k" + number), ended("job-" + number, JobStatus.COMPLETED))).toList());
        });

        assertThat(all).allSatisfy(
                outcomes -> assertThat(outcomes).extracting(JobStore.Outcome::failure).containsOnlyNulls());
        numbers.forEach(number -> assertThat(store.find(key("k" + number)).state()).isEqualTo(StoredJob.State.COMPLETED));
    }

    // with repeatable read it locks the gap that later jobs are inserted into
    @Test
    void aPurgeBlocksNobody() throws Exception {
        JobStore store = new JdbcJobStore(dataSource(), RETENTION);
        store.reserve(new Intent(key("old"), "f", "m", null, false, true, "a", LEASE));
        store.finished(key("old"), ended("job-old", JobStatus.COMPLETED));
        advance(RETENTION.plusHours(1));
        JobStore other = new JdbcJobStore(database("&sessionVariables=innodb_lock_wait_timeout=1"));
        other.find(key("new"));
        SetUpConnections connections = setUp(database(""));
        JobStore purging = new JdbcJobStore(connections.dataSource(), RETENTION);
        purging.find(key("new"));
        AtomicBoolean blocked = new AtomicBoolean();
        connections.before(method -> {
            if (method.getName().equals("commit")) {
                CompletableFuture<StoredJob> reserved = CompletableFuture.supplyAsync(() -> other.reserve(
                        new Intent(key("new"), "f", "m", null, false, false, "a", LEASE)));
                reserved.completeOnTimeout(null, 10, TimeUnit.SECONDS);
                blocked.compareAndSet(false, reserved.join() == null);
            }
        });
        purging.purge();

        assertThat(blocked).isFalse();
        assertThat(store.find(key("new"))).isNotNull();
        assertThat(store.find(key("old"))).isNull();
    }

    @Test
    void aTransactionThatIsOpenIsNoFailure() throws Exception {
        new JdbcJobStore(dataSource()).check();
        DataSource closed = new SetUpConnections(database(""), false, null).dataSource();
        DataSource open = (DataSource) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] { DataSource.class }, (proxy, method, arguments) -> {
                    Connection connection = closed.getConnection();
                    try (Statement statement = connection.createStatement()) {
                        statement.execute("select count(*) from grokvideo_job");
                    }
                    return connection;
                });
        JobStore store = new JdbcJobStore(open);
        store.reserve(intent("k", "a"));

        assertThat(new JdbcJobStore(dataSource()).find(key("k")).holder()).isEqualTo("a");
    }

    @Test
    void aLockThatIsHeldForALittleWhileIsWaitedFor() throws Exception {
        JobStore store = new JdbcJobStore(database("&sessionVariables=innodb_lock_wait_timeout=1"));
        store.reserve(intent("k", "a"));
        try (Connection somebody = database("").getConnection(); Statement statement = somebody.createStatement()) {
            somebody.setAutoCommit(false);
            statement.execute("update grokvideo_job set reason = 'mine'");
            Thread thread = new Thread(() -> store.outcomeUnknown(key("k"), "why"));
            thread.start();
            thread.join(1500);
            somebody.commit();
            thread.join();
        }

        assertThat(store.find(key("k")).reason()).isEqualTo("why");
    }

    @Test
    void aStatementThatIsTooLongLeavesTheId() throws Exception {
        JobStore store = new JdbcJobStore(database("&maxAllowedPacket=100000"));
        store.reserve(intent("k", "a"));
        VideoJob large = new VideoJob(
                "job-k", JobStatus.FAILED, null, null, null, null, null, null, null, List.of(),
                new JobError("code", "x".repeat(200_000)), null, null, null, null, "", List.of());
        store.finished(key("k"), large);

        assertThat(store.find(key("k")).state()).isEqualTo(StoredJob.State.ACCEPTED);
        assertThat(store.find(key("k")).job()).isEqualTo(VideoJob.ofId("job-k").withoutJson());
    }

    @Test
    void aServerThatIsReadOnlyIsNamed() throws Exception {
        new JdbcJobStore(dataSource()).check();
        String name = "reader_of_" + database;
        server().execute("create user " + name + "@'%' identified by 'secret'");
        server().execute("grant all on " + database + ".* to " + name + "@'%'");
        String url = server().url(database, driver()).replace("user=root", "user=" + name + "&password=secret");
        JobStore store = new JdbcJobStore(connect(url));
        store.find(key("k"));
        server().execute("set global read_only = 1");
        try {
            assertThatThrownBy(() -> store.reserve(intent("k", "a"))).isInstanceOf(JobStoreException.class)
                    .hasMessageContainingAll("could not record a submission", "read-only", "must not be read-only");
        } finally {
            server().execute("set global read_only = 0");
        }
        assertThatCode(() -> store.reserve(intent("k", "a"))).doesNotThrowAnyException();
    }

    private JobStoreDialect dialect() throws SQLException {
        try (Connection connection = dataSource().getConnection()) {
            return JobStoreDialect.of(connection);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = { false, true })
    void tablesOfVersion2AreUpgraded(boolean interrupted) throws Exception {
        try (InputStream script = MySqlJobStoreContract.class.getResourceAsStream("job-store-2-mariadb.sql")) {
            String sql = new String(script.readAllBytes(), StandardCharsets.UTF_8).replaceAll("--.*", "");
            for (String statement : sql.split(";")) {
                if (!statement.isBlank()) {
                    execute(dialect().statement(statement));
                }
            }
        }
        if (interrupted) {
            execute("alter table grokvideo_job add column estimate decimal(20, 10)");
        }
        JdbcJobStore store = new JdbcJobStore(dataSource());
        store.reserve(intent("k", "a"));

        assertThat(store.find(key("k"))).isNotNull();
        assertThat(single("select max(version) from grokvideo_job_schema")).isEqualTo("3");
    }
}
