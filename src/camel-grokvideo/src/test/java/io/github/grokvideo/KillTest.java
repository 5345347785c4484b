package io.github.grokvideo;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import javax.sql.DataSource;

import io.github.grokvideo.emulator.Fault;
import io.github.grokvideo.emulator.GatewayEmulator;
import io.github.grokvideo.emulator.GrokVideoEmulatorExtension;
import io.github.grokvideo.emulator.LedgerEntry;
import io.github.grokvideo.emulator.Operation;
import io.github.grokvideo.emulator.VideoJob;
import io.github.grokvideo.store.MySqlServer;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptor;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.mariadb.jdbc.MariaDbDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Machines are killed (SIGKILL) at every stage of their work and started again: whatever was ordered is delivered, or
 * told as unknown where no key helps; nothing is billed twice, and the store is left with nothing open. The number of
 * kills is the system property {@code kills}: three fifths of them befall a machine by itself, the others one of
 * several. With MariaDB there are a fifth more.
 */
@Tag("slow")
class KillTest {

    private static final int KILLS = Integer.getInteger("kills", 20);
    private static final int KILLS_OF_SEVERAL = KILLS / 5;
    /** After so many kills everything ordered so far must come to its end. */
    private static final int KILLS_IN_A_ROW = 20;
    private static final String[] ALL = { "lumenfall/generate", "lumenfall/submit", "xai/generate", "xai/submit" };

    @RegisterExtension
    static final GrokVideoEmulatorExtension gateway = new GrokVideoEmulatorExtension(
            GatewayEmulator.builder().rendering(false).queueTime(Duration.ofMillis(100)).renderTime(Duration.ofMillis(300)));

    private static final Map<Place, Integer> kills = new EnumMap<>(Place.class);
    private static final long begin = System.nanoTime();
    private static int ordered;
    private static int billedOnce;
    private static int billedTwice;
    private static int orphans;
    private static int unknown;

    @TempDir
    private static Path archive;
    @TempDir
    private Path folder;
    private final List<WorkerJvm> workers = new ArrayList<>();
    private final Set<String> orders = new TreeSet<>();
    private final Random random = new Random(4);

    /** Where a machine is killed. */
    private enum Place {
        /** An order is taken. */
        BEFORE_POST,
        /** The submission is on its way, and gets lost. */
        POST_LOST,
        /** The submission is on its way, and is accepted when nobody waits any more. */
        POST_ACCEPTED,
        /** The job's id is stored, and the job is waited for. */
        WAITING,
        /** A question is on its way. */
        POLL,
        /** A part of the video is there. */
        DOWNLOAD,
        /** The route is beyond the component. */
        ROUTE,
        /** The exchange of a result is on its way. */
        RESULT,
        /** Anywhere. */
        ANYWHERE
    }

    private WorkerJvm worker(String name, String role, Map<String, String> properties) {
        WorkerJvm worker = new WorkerJvm(folder.resolve(name), folder, gateway.emulator(), role, properties);
        workers.add(worker);
        return worker;
    }

    @BeforeAll
    static void prepare() throws Exception {
        WorkerJvm.archiveClasses(archive, gateway.emulator(), ALL);
    }

    /** Brings work for the machine to be killed. */
    private interface Feed {
        void bring() throws IOException;
    }

    /** Starts a machine, brings it work, and kills it when it has come to a place. */
    private void kill(WorkerJvm worker, Place place, Feed feed) throws Exception {
        CompletableFuture<Void> held = new CompletableFuture<>();
        switch (place) {
            case POST_LOST -> killWithFault(worker, Operation.CREATE, Fault.dropBefore().heldUntil(held), feed);
            case POST_ACCEPTED -> killWithFault(worker, Operation.CREATE, Fault.none().heldUntil(held), feed);
            case POLL -> killWithFault(worker, Operation.GET, Fault.none().heldUntil(held), feed);
            case DOWNLOAD -> {
                gateway.faults().next(Operation.MEDIA, Fault.slow(500));
                killWhen(worker, "a part of a video", this::hasPart, feed);
            }
            case BEFORE_POST -> killAtStop(worker, "before", feed);
            case WAITING -> killAtStop(worker, "waiting", feed);
            case ROUTE -> killAtStop(worker, "after", feed);
            case RESULT -> killAtStop(worker, "result", feed);
            case ANYWHERE -> {
                feed.bring();
                worker.start();
                worker.await("its work", () -> Files.exists(worker.at("work")));
                feed.bring();
                worker.killWithin(random.nextInt(700));
            }
        }
        held.complete(null);
        gateway.faults().clear();
        kills.merge(place, 1, Integer::sum);
    }

    private static void killWithFault(WorkerJvm worker, Operation operation, Fault fault, Feed feed) throws Exception {
        gateway.faults().next(operation, fault);
        killWhen(worker, "a request", () -> gateway.faults().pending() == 0, feed);
    }

    private static void killAtStop(WorkerJvm worker, String place, Feed feed) throws Exception {
        Path stop = Files.createFile(Files.createDirectories(worker.home().resolve("stops")).resolve(place));
        Path at = worker.at(place);
        killWhen(worker, place, () -> Files.exists(at), feed);
        Files.delete(stop);
        Files.delete(at);
    }

    // others may take what was brought: it is brought again
    private static void killWhen(WorkerJvm worker, String forWhat, Callable<Boolean> there, Feed feed) throws Exception {
        feed.bring();
        worker.start();
        long[] brought = { System.nanoTime() };
        worker.await(forWhat, () -> {
            if (System.nanoTime() - brought[0] > TimeUnit.SECONDS.toNanos(2)) {
                feed.bring();
                brought[0] = System.nanoTime();
            }
            return there.call();
        });
        worker.kill();
    }

    private boolean hasPart() throws IOException {
        Path videos = folder.resolve("videos");
        for (String name : WorkerJvm.names(videos)) {
            if (name.endsWith(".part") && hasBytes(videos.resolve(name))) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasBytes(Path file) throws IOException {
        try {
            return Files.size(file) > 0;
        } catch (NoSuchFileException e) {
            // the machine that wrote it has renamed it since the folder was listed
            return false;
        }
    }

    @AfterEach
    void end() throws InterruptedException {
        for (WorkerJvm worker : workers) {
            worker.close();
        }
    }

    private void order(WorkerJvm worker, String... inboxes) throws IOException {
        orders.addAll(worker.order("order-" + orders.size(), inboxes));
    }

    private Set<String> ended(String how) throws IOException {
        Set<String> names = new TreeSet<>();
        for (WorkerJvm worker : workers) {
            Path ends = worker.home().resolve(how);
            for (String name : WorkerJvm.names(ends)) {
                // what could not be moved leaves an empty folder
                if (!WorkerJvm.names(ends.resolve(name)).isEmpty()) {
                    names.add(name);
                }
            }
        }
        return names;
    }

    /** What was delivered for each order. Some deliveries are known by the order, some by the job. */
    private Map<String, Path> delivered() throws IOException {
        Path all = folder.resolve("delivered");
        return WorkerJvm.names(all).stream().collect(Collectors.toMap(
                name -> gateway.jobs().find(name).map(VideoJob::prompt).orElse(name), all::resolve, (one, other) -> one));
    }

    /** The orders that have not come to an end: in the folders, and with a video or a failure. */
    private Set<String> open() throws IOException {
        Set<String> failed = ended("failed");
        Set<String> taken = ended("done");
        Set<String> delivered = delivered().keySet();
        Set<String> open = new TreeSet<>(orders);
        open.removeIf(order -> failed.contains(order) || taken.contains(order) && delivered.contains(order));
        return open;
    }

    private void awaitEnd(WorkerJvm worker) throws IOException {
        try {
            worker.await("the end", () -> open().isEmpty());
        } catch (AssertionError e) {
            throw new AssertionError("not ended: " + open() + "\n" + worker.state(), e);
        }
    }

    /** Each order has come to an end, in the folders and with a video, and at most one job was billed for it. */
    private void judge() throws IOException {
        Map<String, List<String>> billed = gateway.jobs().all().stream()
                .collect(Collectors.groupingBy(VideoJob::prompt, Collectors.mapping(VideoJob::id, Collectors.toList())));
        assertThat(gateway.ledger().billedJobs()).isEqualTo(gateway.jobs().count());
        Set<String> failed = ended("failed");
        Map<String, Path> delivered = delivered();
        Set<String> lost = new HashSet<>(billed.keySet());
        lost.removeAll(failed);
        lost.removeAll(delivered.keySet());
        long twice = billed.values().stream().filter(jobs -> jobs.size() > 1).count();
        ordered += orders.size();
        billedOnce += billed.size();
        billedTwice += twice;
        orphans += lost.size();
        unknown += failed.size();

        assertThat(twice).as("billed twice").isZero();
        assertThat(lost).as("billed, and never heard of again").isEmpty();
        assertThat(failed).as("only where no key helps an outcome is unknown").allMatch(order -> order.contains("xai"));
        assertThat(orders).isNotEmpty();
        for (String order : orders) {
            if (failed.contains(order)) {
                continue;
            }
            assertThat(billed).as("billed").containsKey(order);
            assertThat(delivered).as("delivered").containsKey(order);
            Path video = Path.of(Files.readString(delivered.get(order)));
            assertThat(new String(Files.readAllBytes(video), StandardCharsets.ISO_8859_1)).as("a whole video").contains("ftyp")
                    .hasSizeGreaterThan(1000);
        }
    }

    /** The budget is what the rows of jobs say, and what was billed, but for outcomes that are not known. */
    private static void requireCounted(DataSource database) throws SQLException {
        BigDecimal bill
                = gateway.ledger().entries().stream().map(LedgerEntry::cost).reduce(BigDecimal.ZERO, BigDecimal::add);
        try (Connection connection = database.getConnection(); Statement statement = connection.createStatement();
             ResultSet counted = statement.executeQuery(
                     "select spent, reserved, (select coalesce(sum(charged), 0) from grokvideo_job),"
                                                        + " (select coalesce(sum(estimate), 0) from grokvideo_job where charged is null) from grokvideo_budget")) {
            assertThat(counted.next()).isTrue();
            BigDecimal spent = counted.getBigDecimal(1);
            BigDecimal reserved = counted.getBigDecimal(2);
            assertThat(spent).isEqualByComparingTo(counted.getBigDecimal(3));
            assertThat(reserved).isEqualByComparingTo(counted.getBigDecimal(4));
            assertThat(spent).isPositive().isLessThanOrEqualTo(bill);
            assertThat(spent.add(reserved)).isGreaterThanOrEqualTo(bill);
            assertThat(counted.next()).isFalse();
        }
    }

    @AfterAll
    static void tell() {
        WorkerJvm.forgetArchive();
        System.out.printf(
                "%d kills %s in %d s: %d orders, %d jobs, %d billed twice, %d orphans, %d unknown with provider=xai%n",
                kills.values().stream().mapToInt(Integer::intValue).sum(), kills,
                TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin), ordered, billedOnce, billedTwice, orphans, unknown);
    }

    /** Lets a machine work until everything has come to its end, and stop by itself. */
    private void finish(WorkerJvm worker) throws Exception {
        worker.start();
        awaitEnd(worker);
        worker.stop();
    }

    @Test
    void oneMachineWithAFile() throws Exception {
        String url = "jdbc:h2:file:" + folder.resolve("jobs");
        WorkerJvm worker = worker("worker", "files", Map.of("database", url));
        for (int i = 1; i <= KILLS - 2 * KILLS_OF_SEVERAL; i++) {
            kill(worker, Place.values()[i % Place.values().length], () -> order(worker, ALL));
            if (i % KILLS_IN_A_ROW == 0) {
                finish(worker);
            }
        }
        finish(worker);
        judge();
        JdbcDataSource database = new JdbcDataSource();
        database.setURL(url);
        assertThat(HistoryWorld.unsettled(database)).isEmpty();
        requireCounted(database);
    }

    private void twoMachines(String url, DataSource database) throws Exception {
        List<Place> places = List.of(Place.RESULT, Place.WAITING, Place.ANYWHERE, Place.ROUTE, Place.BEFORE_POST);
        WorkerJvm other = worker("other", "files", Map.of("database", url));
        WorkerJvm victim = worker("victim", "files", Map.of("database", url));
        other.start();
        for (int i = 1; i <= KILLS_OF_SEVERAL; i++) {
            kill(victim, places.get(i % places.size()), () -> {
                order(other, ALL);
                order(victim, ALL);
            });
            if (i % KILLS_IN_A_ROW == 0) {
                finish(victim);
            }
        }
        finish(victim);
        judge();
        other.stop();
        assertThat(HistoryWorld.unsettled(database)).isEmpty();
        requireCounted(database);
    }

    @Test
    void twoMachinesWithPostgreSql() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
            twoMachines(postgres.getJdbcUrl("postgres", "postgres"), postgres.getPostgresDatabase());
        }
    }

    @Test
    void twoMachinesWithMariaDb() throws Exception {
        MySqlServer server = MySqlServer.mariaDb();
        String url = server.url(server.newDatabase(), "mariadb");
        twoMachines(url, new MariaDbDataSource(url));
    }

    @Test
    void aSubmitterAndTwoMachinesWithABroker() throws Exception {
        List<Place> places = List.of(Place.ROUTE, Place.WAITING, Place.ANYWHERE);
        List<Place> placesOfSubmitter = List.of(Place.BEFORE_POST, Place.ROUTE, Place.ANYWHERE);
        EmbeddedActiveMQ broker = new EmbeddedActiveMQ();
        broker.setConfiguration(new ConfigurationImpl().setPersistenceEnabled(false).setSecurityEnabled(false)
                .setJMXManagementEnabled(false).addAcceptorConfiguration("tcp", "tcp://127.0.0.1:0"));
        broker.start();
        try {
            NettyAcceptor acceptor = (NettyAcceptor) broker.getActiveMQServer().getRemotingService().getAcceptor("tcp");
            Map<String, String> url = Map.of("broker", "tcp://127.0.0.1:" + acceptor.getActualPort());
            WorkerJvm submitter = worker("submitter", "submit", url);
            WorkerJvm other = worker("other", "await", url);
            WorkerJvm victim = worker("victim", "await", url);
            other.start();
            Feed feed = () -> {
                for (int i = 0; i < 6; i++) {
                    order(submitter, "lumenfall/submit");
                }
            };
            for (int i = 0; i < KILLS_OF_SEVERAL; i++) {
                if (i % 4 == 3) {
                    submitter.kill();
                    kill(submitter, placesOfSubmitter.get(i / 4 % placesOfSubmitter.size()), feed);
                    continue;
                }
                if (!submitter.isAlive()) {
                    submitter.start();
                }
                kill(victim, places.get(i % places.size()), feed);
            }
            if (!submitter.isAlive()) {
                submitter.start();
            }
            awaitEnd(other);
            Queue queue = broker.getActiveMQServer().locateQueue("jobs");
            await().atMost(WorkerJvm.LONG).until(() -> queue.getMessageCount() == 0);
            judge();
        } finally {
            end();
            broker.stop();
        }
    }
}
