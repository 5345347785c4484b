package io.github.grokvideo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import javax.sql.DataSource;

import io.github.grokvideo.emulator.Faults;
import io.github.grokvideo.emulator.GatewayEmulator;
import io.github.grokvideo.emulator.LedgerEntry;
import io.github.grokvideo.emulator.ManualClock;
import io.github.grokvideo.emulator.VideoJob;
import io.github.grokvideo.store.JdbcJobStore;
import io.github.grokvideo.store.JobStore;
import io.github.grokvideo.store.MySqlServer;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.ThreadPoolFactory;
import org.apache.camel.spi.ThreadPoolProfile;
import org.h2.jdbcx.JdbcConnectionPool;
import org.mariadb.jdbc.MariaDbPoolDataSource;

/**
 * What outlives the machines of a {@link History}: the gateway with its ledger, the database, and time. Shared by many
 * histories, one after the other.
 */
final class HistoryWorld implements AutoCloseable {

    private static final DateTimeFormatter MICROS
            = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSS").withZone(ZoneOffset.UTC);

    private final ManualClock clock = new ManualClock();
    private final GatewayEmulator emulator = GatewayEmulator.builder().clock(clock).rendering(false)
            .queueTime(Duration.ofSeconds(1)).renderTime(Duration.ofSeconds(4)).build().start();
    private final StoppableDatabase database;
    private final JdbcJobStore store;
    private final CamelContext context = new DefaultCamelContext();
    private Supplier<ScheduledExecutorService> threads;
    private int names;

    /** With a database in memory. */
    HistoryWorld() {
        this(JdbcConnectionPool.create("jdbc:h2:mem:histories-" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "", ""),
             "current_timestamp", "timestamp with time zone '%s+00'");
    }

    private HistoryWorld(DataSource pool, String now, String literal) {
        // the database goes by the same virtual time
        database = new StoppableDatabase(
                pool, sql -> sql.replace(now, String.format(literal, MICROS.format(clock.instant()))));
        store = new JdbcJobStore(database);
        ((DefaultCamelContext) context).disableJMX();
        context.start();
        // tasks run by virtual time, and of a machine that has died not at all: a stop must not wait for them
        context.getExecutorServiceManager().setShutdownAwaitTermination(1);
        context.getExecutorServiceManager().setThreadPoolFactory(new ThreadPoolFactory() {
            @Override
            public ExecutorService newCachedThreadPool(ThreadFactory factory) {
                return threads.get();
            }

            @Override
            public ExecutorService newThreadPool(ThreadPoolProfile profile, ThreadFactory factory) {
                return threads.get();
            }

            @Override
            public ScheduledExecutorService newScheduledThreadPool(ThreadPoolProfile profile, ThreadFactory factory) {
                return threads.get();
            }
        });
        store.check();
    }

    /** With MariaDB, where it is installed. */
    static HistoryWorld withMariaDb() throws Exception {
        MySqlServer server = MySqlServer.mariaDb();
        return new HistoryWorld(
                new MariaDbPoolDataSource(server.url(server.newDatabase(), "mariadb")), "utc_timestamp(6)", "timestamp '%s'");
    }

    /** Everything as it was in the beginning, but for the time. */
    void reset() throws SQLException {
        emulator.reset();
        database.gone(false);
        try (Connection connection = database.getConnection(); Statement statement = connection.createStatement()) {
            statement.execute("delete from grokvideo_job");
            statement.execute("delete from grokvideo_job_holder");
        }
    }

    @Override
    public void close() {
        context.stop();
        database.close();
        emulator.close();
    }

    CamelContext context() {
        return context;
    }

    ManualClock clock() {
        return clock;
    }

    StoppableDatabase database() {
        return database;
    }

    /** Remembers nothing but what is in the database. */
    JobStore store() {
        return store;
    }

    Faults faults() {
        return emulator.faults();
    }

    String apiKey() {
        return emulator.apiKey();
    }

    String baseUrl(GrokVideoProvider provider) {
        return provider == GrokVideoProvider.xai ? emulator.xaiBaseUrl() : emulator.baseUrl();
    }

    /** Where webhooks are sent to, and nobody listens. */
    String webhookUrl() {
        return emulator.adminUrl() + "/nowhere";
    }

    /** A prompt, and a key, that nobody had before. */
    String newName() {
        return "order " + ++names;
    }

    /** From now on pools are made of these. */
    void startThreads(Supplier<ScheduledExecutorService> pools) {
        threads = pools;
    }

    /** Returns when the gateway has dealt with everything that it was given before. */
    void barrier() {
        try (InputStream in = URI.create(emulator.adminUrl() + "/ledger").toURL().openStream()) {
            in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns when no job of the gateway needs real time any more; hours of virtual time pass in a second. */
    void awaitRendering() {
        emulator.jobs().all().forEach(job -> emulator.jobs().awaitRendering(job.id()));
    }

    /** Returns when the gateway has met the fault that waits, or the request has come to an end without. */
    void awaitFaultTaken(CompletableFuture<?> request) {
        long limit = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (faults().pending() > 0 && !request.isDone()) {
            if (System.nanoTime() > limit) {
                throw new IllegalStateException("a request has not arrived");
            }
            Thread.yield();
        }
    }

    /** The jobs that were paid for with that prompt. */
    Set<String> billed(String prompt) {
        return emulator.ledger().entries().stream().map(LedgerEntry::jobId).filter(id -> prompt.equals(prompt(id)))
                .collect(Collectors.toSet());
    }

    /** What a job was asked for with. */
    String prompt(String jobId) {
        return emulator.jobs().find(jobId).map(VideoJob::prompt).orElse(null);
    }

    /** What the store says of submissions whose end it does not know, or nobody was told of. */
    List<String> unsettled() throws SQLException {
        return unsettled(database);
    }

    /** The same without those that were never sent: who has died while it looked at another provider leaves one. */
    List<String> unsettledOfSeveral() throws SQLException {
        return unsettled(database, " and (state <> 'INTENDED' or attempts > 0)");
    }

    static List<String> unsettled(DataSource database) throws SQLException {
        return unsettled(database, "");
    }

    private static List<String> unsettled(DataSource database, String further) throws SQLException {
        List<String> open = new ArrayList<>();
        try (Connection connection = database.getConnection(); Statement statement = connection.createStatement();
             ResultSet rows = statement.executeQuery(
                     "select request_key, state from grokvideo_job where (state in ('INTENDED', 'ACCEPTED')"
                                                     + " or deliver_result = true and state <> 'UNKNOWN' and acknowledged_at is null)"
                                                     + further)) {
            while (rows.next()) {
                open.add(rows.getString(1) + " " + rows.getString(2));
            }
        }
        return open;
    }
}
