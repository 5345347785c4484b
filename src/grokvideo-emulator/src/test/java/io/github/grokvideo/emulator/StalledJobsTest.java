package io.github.grokvideo.emulator;

import java.awt.Color;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.grokvideo.emulator.ApiClient.video;
import static io.github.grokvideo.emulator.RenderingTest.dataUri;
import static io.github.grokvideo.emulator.RenderingTest.image;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Jobs whose inputs come from a server that keeps them waiting. */
@Tag("slow")
class StalledJobsTest {

    private final CountDownLatch end = new CountDownLatch(1);
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/silent", exchange -> waitForTheEnd());
        server.createContext("/stops", exchange -> {
            exchange.sendResponseHeaders(200, 1_000_000);
            exchange.getResponseBody().write(new byte[100]);
            exchange.getResponseBody().flush();
            waitForTheEnd();
        });
        server.createContext("/trickles", this::trickle);
        server.createContext("/floods", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream body = exchange.getResponseBody()) {
                while (end.getCount() > 0) {
                    body.write(new byte[64 * 1024]);
                }
            }
        });
        server.start();
    }

    private void trickle(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream body = exchange.getResponseBody()) {
            while (!end.await(20, java.util.concurrent.TimeUnit.MILLISECONDS)) {
                body.write("more".getBytes(StandardCharsets.US_ASCII));
                body.flush();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void waitForTheEnd() {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @AfterEach
    void stop() {
        end.countDown();
        server.stop(0);
    }

    private String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    private static ObjectNode imageJob(String url) {
        ObjectNode job = video("p").put("seconds", 1);
        job.putObject("input_reference").put("image_url", url);
        return job;
    }

    private static JsonNode good(ApiClient client) throws IOException {
        return client.completed(imageJob(dataUri("image/png", image("png", Color.GREEN, 32, 32))));
    }

    @ParameterizedTest
    @ValueSource(strings = { "/silent", "/stops", "/trickles" })
    void doNotBlockOthers(String path) throws IOException {
        try (GatewayEmulator emulator
                = GatewayEmulator.builder().tiny(true).stallTimeout(Duration.ofMinutes(5)).build().start()) {
            ApiClient client = new ApiClient(() -> emulator);
            String stalled = client.create(imageJob(url(path))).id();
            String edited = client.create(video("p").put("input_video", url(path))).id();

            assertThat(good(client).path("status").asText()).isEqualTo("completed");
            for (String id : new String[] { stalled, edited }) {
                assertThat(client.get(id).json().path("status").asText()).isNotEqualTo("completed");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "/silent", "/stops", "/trickles" })
    void failAfterTheStallTimeout(String path) throws IOException {
        try (GatewayEmulator emulator = GatewayEmulator.builder().tiny(true).queueTime(Duration.ZERO).renderTime(Duration.ZERO)
                .stallTimeout(Duration.ofMillis(600)).build().start()) {
            ApiClient client = new ApiClient(() -> emulator);
            String stalled = client.create(imageJob(url(path))).id();

            await().until(() -> client.get(stalled).json().path("status").asText().equals("failed"));
            assertThat(client.get(stalled).json().path("error").path("message").asText())
                    .isEqualTo("The video could not be rendered: no progress for 600 ms.");
            ObjectNode edit = video("p");
            edit.putObject("video").put("url", url(path));
            ApiClient.Answer refused = client.submit("edits", edit);
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.text()).contains("video could not be read within 600 ms");
            assertThat(emulator.ledger().billedJobs()).isEqualTo(1);
        }
    }

    @Test
    void manyStalledEditsBlockNothingElse() throws Exception {
        try (GatewayEmulator emulator
                = GatewayEmulator.builder().tiny(true).stallTimeout(Duration.ofMinutes(5)).build().start()) {
            ApiClient client = new ApiClient(() -> emulator);
            ObjectNode edit = video("p");
            edit.putObject("video").put("url", url("/silent"));
            for (int i = 0; i < 10; i++) {
                Thread thread = new Thread(() -> {
                    try {
                        client.submit("edits", edit);
                    } catch (IOException e) {
                        // the emulator is closed
                    }
                });
                thread.setDaemon(true);
                thread.start();
            }
            await().until(() -> emulator.requests().count() == 10);
            String id = client.create(video("q").put("seconds", 1)).id();
            // on a worker thread of the server
            assertThat(client.send(client.request(emulator.adminUrl() + "/jobs/" + id + "/finish")
                    .POST(java.net.http.HttpRequest.BodyPublishers.noBody())).status()).isEqualTo(204);
            assertThat(client.get(id).json().path("status").asText()).isEqualTo("completed");
        }
    }

    @Test
    void whatNeverEndsIsCutOff() throws IOException {
        try (GatewayEmulator emulator = GatewayEmulator.builder().tiny(true).maxBodyBytes(1_000_000).build().start()) {
            ApiClient client = new ApiClient(() -> emulator);
            JsonNode job = client.completed(imageJob(url("/floods")));
            assertThat(job.path("error").path("code").asText()).isEqualTo("INVALID_REQUEST");
            assertThat(job.path("error").path("message").asText()).contains("more than 1000000 bytes");
        }
    }
}
