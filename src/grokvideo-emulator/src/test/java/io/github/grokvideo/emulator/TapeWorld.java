package io.github.grokvideo.emulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.grokvideo.emulator.internal.Json;

import static org.awaitility.Awaitility.await;

/** A gateway for which a second emulator stands, an emulator that records it, and emulators that replay the tape. */
final class TapeWorld implements AutoCloseable {

    static final String REAL_KEY = "account-key.canary-0123456789";

    final ManualClock clock = new ManualClock();
    final Path folder;
    final GatewayEmulator gateway = GatewayEmulator.builder().rendering(false).clock(clock).apiKey(REAL_KEY)
            .queueTime(Duration.ofSeconds(2)).renderTime(Duration.ofSeconds(8))
            .mediaTimeToLive(Duration.ofDays(1)).build().start();
    private GatewayEmulator current;

    TapeWorld(Path folder) {
        this.folder = folder;
    }

    GatewayEmulator.Builder recorder() {
        return GatewayEmulator.builder().clock(clock).tape(folder).record(true)
                .recordFrom(Api.LUMENFALL, gateway.baseUrl(), REAL_KEY).recordFrom(Api.XAI, gateway.xaiBaseUrl(), REAL_KEY);
    }

    /** Records from now on. */
    ApiClient record() {
        return use(recorder());
    }

    /** Replays from now on what was recorded; the real gateway is not asked. */
    ApiClient replay() {
        return replay(1);
    }

    ApiClient replay(double speed) {
        return use(GatewayEmulator.builder().clock(clock).tape(folder).tapeSpeed(speed));
    }

    private ApiClient use(GatewayEmulator.Builder builder) {
        if (current != null) {
            current.close();
        }
        current = builder.build().start();
        return new ApiClient(this::emulator);
    }

    GatewayEmulator emulator() {
        return current;
    }

    /** Sends a {@code GET} once, which Java's HTTP client does not; returns the status, or {@code cut}. */
    String once(String url) throws IOException {
        URI uri = URI.create(url);
        try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
            socket.getOutputStream().write(("GET " + uri.getRawPath() + " HTTP/1.1\r\nHost: " + uri.getAuthority()
                                            + "\r\nAuthorization: Bearer " + current.apiKey()
                                            + "\r\nConnection: close\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            String head = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
            return head.isEmpty() ? "cut" : head.substring("HTTP/1.1 ".length());
        } catch (SocketException e) {
            return "cut";
        }
    }

    String pollOnce(String id) throws IOException {
        return once(current.baseUrl() + "/videos/" + id);
    }

    void pass(long seconds) {
        clock.advance(Duration.ofSeconds(seconds));
    }

    /** Submits a job; returns its id. */
    static String submit(ApiClient client, Api api, ObjectNode body) throws IOException {
        return api == Api.XAI ? client.generate(body).requestId() : client.create(body).id();
    }

    static ApiClient.Answer poll(ApiClient client, Api api, String id) throws IOException {
        return api == Api.XAI ? client.poll(id) : client.get(id);
    }

    static String status(ApiClient client, Api api, String id) throws IOException {
        return poll(client, api, id).json().path("status").asText();
    }

    static String videoUrl(JsonNode finished) {
        return finished.path("output").path("url").asText(finished.path("video").path("url").asText());
    }

    /** Records a job up to its end; returns its id. */
    String recordJob(ApiClient client, Api api, ObjectNode body) throws IOException {
        String id = submit(client, api, body);
        pass(1);
        poll(client, api, id);
        pass(11);
        finish(client, api, id);
        return id;
    }

    /** Polls until the file is there, which takes real time. */
    JsonNode finish(ApiClient client, Api api, String id) {
        JsonNode[] last = new JsonNode[1];
        await().until(() -> {
            last[0] = poll(client, api, id).json();
            return List.of("completed", "done", "failed").contains(last[0].path("status").asText());
        });
        return last[0];
    }

    List<Path> files() {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The only file of a request. */
    Path request() {
        return files().stream().filter(file -> file.getParent().endsWith("requests")).reduce((a, b) -> {
            throw new AssertionError(files().toString());
        }).orElseThrow();
    }

    JsonNode json(Path file) throws IOException {
        return Json.read(Files.readAllBytes(file));
    }

    @Override
    public void close() {
        if (current != null) {
            current.close();
        }
        gateway.close();
    }
}
