package io.github.grokvideo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.camel.test.AvailablePortFinder;
import org.junit.jupiter.api.Assumptions;

/**
 * The programs of Debian's package {@code prometheus}. Tests that need them are skipped where they are not there, and
 * fail if the environment's {@code GROKVIDEO_PROMETHEUS} is {@code required}.
 */
final class Prometheus implements AutoCloseable {

    private static final boolean REQUIRED = "required".equals(System.getenv("GROKVIDEO_PROMETHEUS"));

    private final Process server;
    private final Path log;
    private final String url;

    /**
     * A server that scrapes an application each second.
     *
     * @param target host and port
     * @param rules  what it evaluates
     */
    Prometheus(Path folder, String target, Path rules) throws IOException {
        int port = AvailablePortFinder.getNextAvailable();
        Path config = Files.writeString(folder.resolve("prometheus.yaml"), """
                global: {scrape_interval: 1s, evaluation_interval: 1s}
                rule_files: ["%s"]
                scrape_configs:
                  - job_name: grokvideo
                    static_configs: [{targets: ["%s"]}]
                """.formatted(rules.toAbsolutePath().normalize(), target));
        url = "http://127.0.0.1:" + port;
        log = folder.resolve("prometheus.log");
        server = new ProcessBuilder(
                program("prometheus"), "--config.file=" + config, "--storage.tsdb.path=" + folder.resolve("data"),
                "--web.listen-address=127.0.0.1:" + port, "--log.level=warn")
                .redirectErrorStream(true).redirectOutput(log.toFile()).start();
    }

    /** The path of a program; skips or fails the test if it is not there. */
    static String program(String name) {
        return Stream.of(System.getenv("PATH").split(":")).map(folder -> Path.of(folder, name)).filter(Files::isExecutable)
                .map(Path::toString).findFirst().orElseGet(() -> {
                    String missing = "there is no " + name + " on the path: install Debian's package prometheus";
                    if (REQUIRED) {
                        throw new AssertionError(missing);
                    }
                    Assumptions.abort(missing);
                    return null;
                });
    }

    /** The output of a program, which must succeed. */
    static String run(Path folder, String name, String... arguments) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(Stream.concat(Stream.of(program(name)), Stream.of(arguments)).toList())
                .directory(folder.toFile()).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new AssertionError(name + " " + List.of(arguments) + ": " + output);
        }
        return output;
    }

    /** The result of an expression, a list of values with their labels. Fails if the expression is wrong. */
    JsonNode query(String expression) {
        return get("/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8)).path("data").path("result");
    }

    /** The rules with their health and their state. */
    List<JsonNode> rules() {
        return get("/api/v1/rules").path("data").path("groups").findValues("rules").stream()
                .flatMap(rules -> Stream.iterate(0, i -> i + 1).limit(rules.size()).map(rules::get)).toList();
    }

    boolean isReady() {
        try {
            return send("/-/ready").statusCode() == 200;
        } catch (UncheckedIOException e) {
            if (!server.isAlive()) {
                throw new AssertionError("prometheus has ended, see " + log, e);
            }
            return false;
        }
    }

    private JsonNode get(String path) {
        try {
            JsonNode answer = new ObjectMapper().readTree(send(path).body());
            if (!answer.path("status").asText().equals("success")) {
                throw new AssertionError(path + ": " + answer);
            }
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HttpResponse<String> send(String path) {
        try {
            return HttpClient.newHttpClient().send(
                    HttpRequest.newBuilder(URI.create(url + path)).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws InterruptedException {
        server.destroy();
        if (!server.waitFor(30, TimeUnit.SECONDS)) {
            server.destroyForcibly().waitFor();
        }
    }
}
