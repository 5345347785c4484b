package io.github.grokvideo.emulator;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.github.grokvideo.emulator.internal.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static io.github.grokvideo.emulator.ApiClient.video;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class WebhooksTest {

    @RegisterExtension
    static final GrokVideoEmulatorExtension gateway = new GrokVideoEmulatorExtension(
            GatewayEmulator.builder().rendering(false).queueTime(Duration.ZERO).renderTime(Duration.ofMillis(30))
                    .webhookRetryDelays(Duration.ofMillis(5), Duration.ofMillis(5), Duration.ofMillis(5)));

    private record Received(Map<String, List<String>> headers, byte[] body) {
        String header(String name) {
            return headers.get(name).get(0);
        }
    }

    private final ApiClient client = new ApiClient(gateway::emulator);
    private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
    private final BlockingQueue<Integer> answersBefore = new LinkedBlockingQueue<>();
    private volatile int answer = 204;
    private HttpServer receiver;
    private String url;

    @BeforeEach
    void listen() throws IOException {
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", exchange -> {
            received.add(new Received(Map.copyOf(exchange.getRequestHeaders()), exchange.getRequestBody().readAllBytes()));
            Integer before = answersBefore.poll();
            exchange.sendResponseHeaders(before == null ? answer : before, -1);
            exchange.close();
        });
        receiver.start();
        url = "http://127.0.0.1:" + receiver.getAddress().getPort() + "/hook";
    }

    @AfterEach
    void stop() {
        receiver.stop(0);
    }

    @Test
    void completionIsReportedSignedAndOnce() throws Exception {
        String id = client.create(video("p").put("webhook_url", url)).id();
        Received hook = received.poll(10, TimeUnit.SECONDS);
        JsonNode body = Json.read(hook.body());
        assertThat(body.path("type").asText()).isEqualTo("video.completed");
        assertThat(body.path("data").path("object").asText()).isEqualTo("video.generation");
        assertThat(body.path("data").path("id").asText()).isEqualTo(id);
        assertThat(body.path("data").path("status").asText()).isEqualTo("completed");
        assertThat(client.download(body.path("data").path("output").path("url").asText()).status()).isEqualTo(200);

        assertThat(hook.header("Webhook-id")).isEqualTo("msg_" + id);
        String secret = client.send(client.request(gateway.baseUrl() + "/webhooks/secret")).json().path("key").asText();
        assertThat(secret).startsWith("whsec_").isEqualTo(gateway.webhooks().secret());
        assertThat(hook.header("Webhook-signature")).isEqualTo(
                "v1," + signature(secret, hook.header("Webhook-id"), hook.header("Webhook-timestamp"), hook.body()));

        await().untilAsserted(() -> assertThat(gateway.webhooks().deliveries()).singleElement()
                .extracting(WebhookDelivery::status).isEqualTo(204));
        client.get(id);
        client.get(id);
        assertThat(received).isEmpty();
    }

    private static String signature(String secret, String id, String timestamp, byte[] body)
            throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret.substring("whsec_".length())), "HmacSHA256"));
        String signed = id + "." + timestamp + "." + new String(body, StandardCharsets.UTF_8);
        return Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void failureAndCancellationAreReported() throws Exception {
        gateway.faults().next(Operation.CREATE, Fault.moderation(), Fault.neverFinish());
        client.create(video("p").put("webhook_url", url));
        JsonNode failed = Json.read(received.poll(10, TimeUnit.SECONDS).body());
        assertThat(failed.path("type").asText()).isEqualTo("video.failed");
        assertThat(failed.path("data").path("error").path("code").asText()).isEqualTo("CONTENT_POLICY_VIOLATION");
        client.cancel(client.create(video("p").put("webhook_url", url)).id());
        JsonNode cancelled = Json.read(received.poll(10, TimeUnit.SECONDS).body());
        assertThat(cancelled.path("type").asText()).isEqualTo("video.cancelled");
        assertThat(cancelled.path("data").has("output")).isFalse();
    }

    @Test
    void isRetriedThreeTimes() throws IOException {
        answer = 500;
        client.create(video("p").put("webhook_url", url));
        await().untilAsserted(() -> assertThat(gateway.webhooks().deliveries()).extracting(WebhookDelivery::attempt)
                .containsExactly(1, 2, 3, 4));
        assertThat(received).hasSize(4).extracting(hook -> hook.header("Webhook-id")).containsOnly(
                received.peek().header("Webhook-id"));
    }

    @Test
    void retriesEndWithSuccess() throws IOException {
        answersBefore.add(503);
        answersBefore.add(302);
        client.create(video("p").put("webhook_url", url));
        await().untilAsserted(() -> assertThat(gateway.webhooks().deliveries()).extracting(WebhookDelivery::status)
                .containsExactly(503, 302, 204));
    }

    @Test
    void aResetEndsWhatIsUnderWay() throws Exception {
        CountDownLatch reset = new CountDownLatch(1);
        CountDownLatch answered = new CountDownLatch(1);
        receiver.createContext("/slow", exchange -> {
            received.add(new Received(Map.copyOf(exchange.getRequestHeaders()), exchange.getRequestBody().readAllBytes()));
            await().until(() -> reset.getCount() == 0);
            exchange.sendResponseHeaders(500, -1);
            exchange.close();
            answered.countDown();
        });
        client.create(video("p").put("webhook_url", url.replace("/hook", "/slow")));
        assertThat(received.poll(10, TimeUnit.SECONDS)).isNotNull();
        gateway.emulator().reset();
        reset.countDown();
        assertThat(answered.await(10, TimeUnit.SECONDS)).isTrue();

        // as many attempts later as the first would have had, it has had none
        answer = 500;
        String id = client.create(video("q").put("webhook_url", url)).id();
        await().untilAsserted(() -> assertThat(gateway.webhooks().deliveries()).extracting(WebhookDelivery::attempt)
                .contains(4));
        assertThat(gateway.webhooks().deliveries()).hasSize(4).extracting(WebhookDelivery::jobId).containsOnly(id);
    }

    @Test
    void strictEmulatorKnowsNoLocalAddress() throws IOException {
        try (GatewayEmulator strict
                = GatewayEmulator.builder().rendering(false).localWebhooks(false).build().start()) {
            ApiClient other = new ApiClient(() -> strict);
            assertThat(other.create(video("p").put("webhook_url", url)).status()).isEqualTo(400);
            assertThat(other.create(video("p").put("webhook_url", "https://localhost/")).text()).contains("this machine");
            assertThat(other.create(video("p").put("webhook_url", "https://hooks.example:8443/x")).status()).isEqualTo(202);
        }
    }
}
