package io.github.grokvideo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import javax.sql.DataSource;

import io.github.grokvideo.emulator.Fault;
import io.github.grokvideo.emulator.GatewayEmulator;
import io.github.grokvideo.emulator.GrokVideoEmulatorExtension;
import io.github.grokvideo.emulator.Operation;
import io.github.grokvideo.emulator.VideoJob;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptor;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Machines are killed (SIGKILL) at every stage of their work and started again: whatever was ordered is delivered, or
 * told as failed or unknown; nothing is billed twice, and the store is left with nothing open. The number of kills is
 * the system property {@code kills}.
 */
class KillTest {

    private static final int KILLS = Integer.getInteger("kills", 20);

    @RegisterExtension
    static final GrokVideoEmulatorExtension gateway = new GrokVideoEmulatorExtension(
            GatewayEmulator.builder().rendering(false).queueTime(Duration.ofMillis(100)).renderTime(Duration.ofMillis(300)));

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
        /** The job's id is in the store. */
        STORED,
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

    /** Starts a machine, and kills it when it has come to a place. */
    private void kill(WorkerJvm worker, Place place) throws Exception {
        CompletableFuture<Void> held = new CompletableFuture<>();
        switch (place) {
            case POST_LOST -> killWithFault(worker, Operation.CREATE, Fault.dropBefore().heldUntil(held));
            case POST_ACCEPTED -> killWithFault(worker, Operation.CREATE, Fault.none().heldUntil(held));
            case POLL -> killWithFault(worker, Operation.GET, Fault.none().heldUntil(held));
            case DOWNLOAD -> {
                gateway.faults().next(Operation.MEDIA, Fault.slow(500));
                worker.start();
                worker.await("a part of a video", this::hasPart);
                worker.kill();
            }
            case BEFORE_POST -> killAtStop(worker, "before");
            case STORED -> killAtStop(worker, "stored");
            case ROUTE -> killAtStop(worker, "after");
            case RESULT -> killAtStop(worker, "result");
            case ANYWHERE -> {
                long before = gateway.requests().count();
                worker.start();
                worker.await("its first request", () -> gateway.requests().count() > before);
                worker.killWithin(random.nextInt(700));
            }
        }
        held.complete(null);
        gateway.faults().clear();
    }

    private static void killWithFault(WorkerJvm worker, Operation operation, Fault fault) throws Exception {
        gateway.faults().next(operation, fault);
        worker.start();
        worker.await("a request", () -> gateway.faults().pending() == 0);
        worker.kill();
    }

    private static void killAtStop(WorkerJvm worker, String place) throws Exception {
        Path stop = Files.createFile(Files.createDirectories(worker.home().resolve("stops")).resolve(place));
        Path at = worker.home().resolve("at").resolve(place);
        worker.start();
        worker.await(place, () -> Files.exists(at));
        worker.kill();
        Files.delete(stop);
        Files.delete(at);
    }

    private boolean hasPart() throws IOException {
        Path videos = folder.resolve("videos");
        for (String name : WorkerJvm.names(videos)) {
            if (name.endsWith(".part") && Files.size(videos.resolve(name)) > 0) {
                return true;
            }
        }
        return false;
    }

    @AfterEach
    void end() throws InterruptedException {
        for (WorkerJvm worker : workers) {
            worker.close();
        }
    }

    private Set<String> delivered() throws IOException {
        return new TreeSet<>(WorkerJvm.names(folder.resolve("delivered")));
    }

    private Set<String> ended(String how) throws IOException {
        Set<String> names = new TreeSet<>();
        for (WorkerJvm worker : workers) {
            names.addAll(WorkerJvm.names(worker.home().resolve(how)));
        }
        return names;
    }

    /** Each order has come to an end, in the folders and with a video, and at most one job was billed for it. */
    private void judge(int kills, long begin) throws IOException {
        Map<String, List<String>> billed = gateway.jobs().all().stream()
                .collect(Collectors.groupingBy(VideoJob::prompt, Collectors.mapping(VideoJob::id, Collectors.toList())));
        assertThat(gateway.ledger().billedJobs()).isEqualTo(gateway.jobs().count());
        assertThat(billed.values()).as("billed once").allMatch(jobs -> jobs.size() == 1);
        Set<String> failed = ended("failed");
        assertThat(failed).as("only where no key helps an outcome is unknown").allMatch(order -> order.contains("xai"));
        Set<String> delivered = delivered();
        for (String order : orders) {
            if (failed.contains(order)) {
                continue;
            }
            assertThat(billed).as("billed").containsKey(order);
            String proof = delivered.contains(order) ? order : billed.get(order).get(0);
            assertThat(delivered).as("delivered").contains(proof);
            Path video = Path.of(Files.readString(folder.resolve("delivered").resolve(proof)));
            assertThat(Files.readAllBytes(video)).as("a whole video").contains((byte) 'f', (byte) 't', (byte) 'y', (byte) 'p')
                    .hasSizeGreaterThan(1000);
        }
        System.out.printf("%d kills in %d s: %d orders, %d billed, %d unknown%n", kills,
                TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin), orders.size(), billed.size(), failed.size());
    }

    private static List<String> open(DataSource database) throws Exception {
        List<String> open = new ArrayList<>();
        try (Connection connection = database.getConnection(); Statement statement = connection.createStatement();
             ResultSet rows = statement.executeQuery(
                     "select request_key, state from grokvideo_job where state in ('INTENDED', 'ACCEPTED')"
                                                     + " or hand_on = true and state <> 'UNKNOWN' and handed_on_at is null")) {
            while (rows.next()) {
                open.add(rows.getString(1) + " " + rows.getString(2));
            }
        }
        return open;
    }

    private boolean isAllEnded() throws IOException {
        Set<String> over = ended("done");
        Set<String> failed = ended("failed");
        over.addAll(failed);
        Set<String> delivered = delivered();
        return over.containsAll(orders) && orders.stream().allMatch(order -> failed.contains(order)
                || delivered.contains(order) || delivered.stream().anyMatch(id -> isJobOf(id, order)));
    }

    private static boolean isJobOf(String id, String order) {
        return gateway.jobs().find(id).map(VideoJob::prompt).filter(order::equals).isPresent();
    }

    private static final String[] ALL = { "lumenfall/generate", "lumenfall/submit", "xai/generate", "xai/submit" };

    @Test
    void oneMachineWithAFile() throws Exception {
        int kills = KILLS - 2 * (KILLS / 5);
        long begin = System.nanoTime();
        String url = "jdbc:h2:file:" + folder.resolve("jobs");
        WorkerJvm worker = worker("worker", "files", Map.of("database", url));
        for (int i = 0; i < kills; i++) {
            orders.addAll(worker.order("order-" + i, ALL));
            kill(worker, Place.values()[i % Place.values().length]);
        }
        worker.start();
        worker.await("the end", this::isAllEnded);
        worker.stop();
        judge(kills, begin);
        JdbcDataSource database = new JdbcDataSource();
        database.setURL(url);
        assertThat(open(database)).isEmpty();
    }

    @Test
    void twoMachinesWithPostgreSql() throws Exception {
        int kills = KILLS / 5;
        long begin = System.nanoTime();
        List<Place> places = List.of(Place.RESULT, Place.STORED, Place.ANYWHERE, Place.ROUTE, Place.BEFORE_POST);
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
            Map<String, String> database = Map.of("database", postgres.getJdbcUrl("postgres", "postgres"));
            WorkerJvm other = worker("other", "files", database);
            WorkerJvm victim = worker("victim", "files", database);
            other.start();
            for (int i = 0; i < kills; i++) {
                orders.addAll(other.order("other-" + i, ALL));
                orders.addAll(victim.order("order-" + i, ALL));
                kill(victim, places.get(i % places.size()));
            }
            victim.start();
            victim.await("the end", this::isAllEnded);
            judge(kills, begin);
            victim.stop();
            other.stop();
            assertThat(open(postgres.getPostgresDatabase())).isEmpty();
        }
    }

    @Test
    void twoMachinesWithABroker() throws Exception {
        int kills = KILLS / 5;
        long begin = System.nanoTime();
        List<Place> places = List.of(Place.ROUTE, Place.ANYWHERE, Place.BEFORE_POST, Place.DOWNLOAD, Place.POLL);
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
            submitter.start();
            other.start();
            for (int i = 0; i < kills; i++) {
                for (int k = 0; k < 8; k++) {
                    orders.addAll(submitter.order("order-" + i + "-" + k, "lumenfall/submit"));
                }
                kill(victim, places.get(i % places.size()));
            }
            other.await("the end", this::isAllEnded);
            Queue queue = broker.getActiveMQServer().locateQueue("jobs");
            await().atMost(WorkerJvm.LONG).until(() -> queue.getMessageCount() == 0);
            judge(kills, begin);
        } finally {
            end();
            broker.stop();
        }
    }
}
