package io.github.grokvideo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
    private static final Duration LONG = Duration.ofSeconds(120);

    @RegisterExtension
    static final GrokVideoEmulatorExtension gateway = new GrokVideoEmulatorExtension(
            GatewayEmulator.builder().rendering(false).queueTime(Duration.ofMillis(100)).renderTime(Duration.ofMillis(300)));

    @TempDir
    private Path folder;
    private final List<Worker> workers = new ArrayList<>();
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

    /** A JVM with a {@link WorkerProcess}. */
    private final class Worker {

        private final Path home;
        private final Map<String, String> properties;
        private Process process;

        Worker(String name, String role, Map<String, String> properties) {
            this.home = folder.resolve(name);
            this.properties = new HashMap<>(properties);
            this.properties.put("role", role);
            this.properties.put("home", home.toString());
            this.properties.put("shared", folder.toString());
            this.properties.put("apiKey", gateway.apiKey());
            this.properties.put("lumenfall", gateway.baseUrl());
            this.properties.put("xai", gateway.xaiBaseUrl());
            workers.add(this);
        }

        void start() throws IOException {
            List<String> command = new ArrayList<>(
                    List.of(
                            Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
                            "-XX:+UseSerialGC", "-Xshare:auto", "-Xmx128m", "-cp", System.getProperty("java.class.path")));
            properties.forEach((name, value) -> command.add("-D" + name + "=" + value));
            command.add(WorkerProcess.class.getName());
            Files.createDirectories(home);
            process = new ProcessBuilder(command).redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(home.resolve("log").toFile())).start();
        }

        void kill() throws InterruptedException {
            process.destroyForcibly().waitFor();
        }

        /** Lets it end by itself. */
        void stop() throws IOException, InterruptedException {
            process.getOutputStream().close();
            assertThat(process.waitFor(LONG.toSeconds(), TimeUnit.SECONDS)).as(this::log).isTrue();
        }

        String log() {
            try {
                return Files.readString(home.resolve("log"));
            } catch (IOException e) {
                return e.toString();
            }
        }

        /** Lies a new order in each of its inboxes. */
        void order(String name, String... inboxes) throws IOException {
            for (String inbox : inboxes) {
                String order = name + "-" + inbox.replace('/', '-');
                Path file = Files.createDirectories(home.resolve("in").resolve(inbox)).resolve(order);
                // a hidden file is not taken
                Path written = Files.writeString(file.resolveSibling("." + order), order);
                Files.move(written, file);
                orders.add(order);
            }
        }

        /** Starts it, and kills it when it has come to a place. */
        void killAt(Place place) throws Exception {
            CompletableFuture<Void> held = new CompletableFuture<>();
            switch (place) {
                case POST_LOST -> killWhenTaken(Operation.CREATE, Fault.dropBefore().heldUntil(held));
                case POST_ACCEPTED -> killWhenTaken(Operation.CREATE, Fault.none().heldUntil(held));
                case POLL -> killWhenTaken(Operation.GET, Fault.none().heldUntil(held));
                case DOWNLOAD -> {
                    gateway.faults().next(Operation.MEDIA, Fault.slow(500));
                    start();
                    wait("a part of a video", () -> hasPart());
                    kill();
                }
                case BEFORE_POST -> killWhenThere("before");
                case STORED -> killWhenThere("stored");
                case ROUTE -> killWhenThere("after");
                case RESULT -> killWhenThere("result");
                case ANYWHERE -> {
                    long before = gateway.requests().count();
                    start();
                    wait("its first request", () -> gateway.requests().count() > before);
                    process.waitFor(random.nextInt(700), TimeUnit.MILLISECONDS);
                    kill();
                }
            }
            held.complete(null);
            gateway.faults().clear();
        }

        private void killWhenTaken(Operation operation, Fault fault) throws Exception {
            gateway.faults().next(operation, fault);
            start();
            wait("a request", () -> gateway.faults().pending() == 0);
            kill();
        }

        private void killWhenThere(String place) throws Exception {
            Path stop = Files.createDirectories(home.resolve("stops")).resolve(place);
            Path at = home.resolve("at").resolve(place);
            Files.createFile(stop);
            start();
            wait(place, () -> Files.exists(at));
            kill();
            Files.delete(stop);
            Files.delete(at);
        }

        private boolean hasPart() throws IOException {
            for (Path file : files(folder.resolve("videos"))) {
                if (file.getFileName().toString().endsWith(".part") && Files.size(file) > 0) {
                    return true;
                }
            }
            return false;
        }

        void wait(String forWhat, Callable<Boolean> condition) {
            await(forWhat).atMost(LONG).pollInterval(Duration.ofMillis(20)).until(() -> {
                assertThat(process.isAlive()).as(this::log).isTrue();
                return condition.call();
            });
        }
    }

    @AfterEach
    void end() throws InterruptedException {
        for (Worker worker : workers) {
            if (worker.process != null) {
                worker.kill();
            }
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    private Set<String> names(Path folder) throws IOException {
        return files(folder).stream().map(file -> file.getFileName().toString()).collect(Collectors.toCollection(TreeSet::new));
    }

    private Set<String> ended(String how) throws IOException {
        Set<String> names = new TreeSet<>();
        for (Worker worker : workers) {
            names.addAll(names(worker.home.resolve(how)));
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
        Set<String> delivered = names(folder.resolve("delivered"));
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
        Set<String> delivered = names(folder.resolve("delivered"));
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
        Worker worker = new Worker("worker", "files", Map.of("database", url));
        for (int i = 0; i < kills; i++) {
            worker.order("order-" + i, ALL);
            worker.killAt(Place.values()[i % Place.values().length]);
        }
        worker.start();
        worker.wait("the end", this::isAllEnded);
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
            Worker other = new Worker("other", "files", database);
            Worker victim = new Worker("victim", "files", database);
            other.start();
            for (int i = 0; i < kills; i++) {
                other.order("other-" + i, ALL);
                victim.order("order-" + i, ALL);
                victim.killAt(places.get(i % places.size()));
            }
            victim.start();
            victim.wait("the end", this::isAllEnded);
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
            Worker submitter = new Worker("submitter", "submit", url);
            Worker other = new Worker("other", "await", url);
            Worker victim = new Worker("victim", "await", url);
            submitter.start();
            other.start();
            for (int i = 0; i < kills; i++) {
                for (int k = 0; k < 8; k++) {
                    submitter.order("order-" + i + "-" + k, "lumenfall/submit");
                }
                victim.killAt(places.get(i % places.size()));
            }
            other.wait("the end", this::isAllEnded);
            Queue queue = broker.getActiveMQServer().locateQueue("jobs");
            await().atMost(LONG).until(() -> queue.getMessageCount() == 0);
            judge(kills, begin);
        } finally {
            end();
            broker.stop();
        }
    }
}
