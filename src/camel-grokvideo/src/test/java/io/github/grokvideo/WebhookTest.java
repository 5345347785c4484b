package io.github.grokvideo;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import io.github.grokvideo.emulator.Fault;
import io.github.grokvideo.emulator.Operation;
import io.github.grokvideo.internal.camel.metrics.Metric;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServerConfiguration;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.test.AvailablePortFinder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** A signed webhook wakes whoever waits for its job; any other does nothing. */
class WebhookTest extends EmulatorTestSupport {

    @RegisterExtension
    final StandardError log = new StandardError();

    // nobody asks within the time of a test
    private static final String RARELY = "pollInterval=3600000&webhookPollInterval=3600000";

    private final List<CamelContext> machines = new ArrayList<>();
    private final int port = AvailablePortFinder.getNextAvailable();
    private final String url = "http://localhost:" + port + "/hooks/grokvideo";

    @AfterEach
    void stopMachines() {
        machines.forEach(CamelContext::stop);
    }

    private CamelContext machine(String secret, RouteBuilder routes) throws Exception {
        return machineWith(component -> component.setWebhookVerifyToken(secret), routes);
    }

    private CamelContext machineWith(Consumer<GrokVideoComponent> options, RouteBuilder routes) throws Exception {
        CamelContext machine = new DefaultCamelContext();
        VertxPlatformHttpServerConfiguration server = new VertxPlatformHttpServerConfiguration();
        server.setBindHost("localhost");
        server.setBindPort(port);
        machine.addService(new VertxPlatformHttpServer(server));
        GrokVideoComponent component = connect(machine);
        component.setWebhookPath("/hooks/grokvideo");
        options.accept(component);
        component.getConfiguration().setWebhookUrl(url);
        if (routes != null) {
            machine.addRoutes(routes);
        }
        machine.start();
        machines.add(machine);
        return machine;
    }

    private static CompletableFuture<Exchange> generate(CamelContext machine) {
        return machine.createProducerTemplate().asyncSend(
                "grokvideo:generate?" + RARELY, exchange -> exchange.getMessage().setBody("A cat"));
    }

    private int post(String id, String timestamp, String signature, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .header("webhook-id", id).header("webhook-timestamp", timestamp).header("webhook-signature", signature)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)).build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    @Test
    void theWaitingJobIsWokenAndReadWithOurKey() throws Exception {
        CamelContext machine = machine(gateway.emulator().webhooks().secret(), null);
        Exchange result = generate(machine).get(60, TimeUnit.SECONDS);

        assertThat(result.getException()).isNull();
        assertThat(result.getMessage().getHeader(GrokVideoConstants.STATUS)).isEqualTo("COMPLETED");
        assertThat(gateway.emulator().requests().get()).as("asked once, on being woken").hasSize(1);
        await().untilAsserted(() -> assertThat(gateway.emulator().webhooks().deliveries()).singleElement()
                .satisfies(delivery -> assertThat(delivery.status()).isEqualTo(204)));
    }

    @ParameterizedTest
    @CsvSource(nullValues = "none", value = { "none,right,204", "none,wrong,401", "right,wrong,204", "wrong,right,401" })
    @SuppressWarnings("deprecation")
    void theSecretMayHaveItsFormerName(String token, String former, int status) throws Exception {
        String wrong = "whsec_" + Base64.getEncoder().encodeToString(new byte[32]);
        Map<String, String> secrets = Map.of("right", gateway.emulator().webhooks().secret(), "wrong", wrong);
        CamelContext machine = machineWith(component -> {
            component.setWebhookVerifyToken(token == null ? null : secrets.get(token));
            component.setWebhookSecret(secrets.get(former));
        }, null);
        machine.createProducerTemplate().requestBody("grokvideo:submit", "A cat");

        await().untilAsserted(() -> assertThat(gateway.emulator().webhooks().deliveries()).first()
                .satisfies(delivery -> assertThat(delivery.status()).isEqualTo(status)));
    }

    @ParameterizedTest
    @ValueSource(strings = { "webhookVerifyToken", "webhookSecret" })
    void theSecretIsNoOptionOfAnEndpoint(String option) {
        assertThatThrownBy(() -> context.getEndpoint("grokvideo:submit?" + option + "=whsec_canary"))
                .hasMessageContaining(option);
    }

    @Test
    void theSecretIsReadFromTheGateway() throws Exception {
        Exchange result = generate(machine(null, null)).get(60, TimeUnit.SECONDS);

        assertThat(result.getException()).isNull();
    }

    @Test
    void theConsumerIsWoken() throws Exception {
        Queue<String> received = new ConcurrentLinkedQueue<>();
        CamelContext machine = machine(null, new RouteBuilder() {
            @Override
            public void configure() {
                from("grokvideo:results?" + RARELY + "&claimInterval=50").process(
                        exchange -> received.add(exchange.getMessage().getHeader(GrokVideoConstants.JOB_ID, String.class)));
            }
        });
        String id = machine.createProducerTemplate().requestBody("grokvideo:submit", "A cat", String.class);

        await().untilAsserted(() -> assertThat(received).containsExactly(id));
    }

    @Test
    void aForgedWebhookWakesNobody() throws Exception {
        CamelContext machine = machine("whsec_" + "A".repeat(43) + "=", null);
        CompletableFuture<Exchange> waiting = generate(machine);
        await().until(() -> !gateway.emulator().webhooks().deliveries().isEmpty());

        assertThat(gateway.emulator().webhooks().deliveries().get(0).status()).isEqualTo(401);
        assertThat(post("msg_1", "1", "v1,abc", "{}")).isEqualTo(401);
        assertThat(gateway.emulator().requests().get()).isEmpty();
        assertThat(waiting).isNotDone();
    }

    @Test
    void aFloodOfForgedWebhooksIsOneLineForEachReason() throws Exception {
        machine("whsec_" + "A".repeat(43) + "=", null).getEndpoint("grokvideo:generate");
        for (int i = 0; i < 20; i++) {
            // two reasons, the second with another figure each time
            assertThat(post("msg_1", String.valueOf(System.currentTimeMillis() / 1000), "v1,abc", "{}")).isEqualTo(401);
            assertThat(post("msg_1", String.valueOf(1000 + i), "v1,abc", "{}")).isEqualTo(401);
        }
        assertThat(log.lines("A webhook is not accepted"))
                .hasSize(2).anySatisfy(line -> assertThat(line).contains("no signature fits"))
                .anySatisfy(line -> assertThat(line).contains("webhook-timestamp is off by"));
    }

    @Test
    void aBodyThatIsTooLongIsNotRead() throws Exception {
        machine("whsec_" + "A".repeat(43) + "=", null).getEndpoint("grokvideo:generate");

        assertThat(post("msg_1", "1", "v1,abc", "x".repeat((1 << 20) + 1))).isEqualTo(413);
    }

    @Test
    void aRoutesOwnHttpEndpointWorksToo() throws Exception {
        CamelContext machine = new DefaultCamelContext();
        VertxPlatformHttpServerConfiguration server = new VertxPlatformHttpServerConfiguration();
        server.setBindHost("localhost");
        server.setBindPort(port);
        machine.addService(new VertxPlatformHttpServer(server));
        connect(machine);
        machine.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("platform-http:/hooks/grokvideo").to("grokvideo:webhook");
            }
        });
        machine.start();
        machines.add(machine);
        Exchange result = machine.createProducerTemplate().asyncSend(
                "grokvideo:generate?" + RARELY + "&webhookUrl=" + url, exchange -> exchange.getMessage().setBody("A cat"))
                .get(60, TimeUnit.SECONDS);

        assertThat(result.getException()).isNull();
    }

    @Tag("slow")
    @Test
    void aSecretThatCannotBeReadAsksForTheWebhookAgain() throws Exception {
        gateway.emulator().faults().next(Operation.OTHER, Fault.status(500));
        CompletableFuture<Exchange> waiting = generate(machine(null, null));

        await().until(() -> !gateway.emulator().webhooks().deliveries().isEmpty());
        assertThat(gateway.emulator().webhooks().deliveries().get(0).status()).isEqualTo(503);
        assertThat(waiting.get(60, TimeUnit.SECONDS).getException()).isNull();
    }

    @Test
    void webhooksAreCountedByWhatBecameOfThem() throws Exception {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        machineWith(component -> component.getCamelContext().getRegistry().bind("meters", registry), null)
                .getEndpoint("grokvideo:generate");
        String body = "{\"type\":\"video.completed\",\"data\":{\"id\":\"video_1\",\"status\":\"completed\"}}";
        String now = String.valueOf(System.currentTimeMillis() / 1000);
        gateway.emulator().faults().always(Operation.OTHER, Fault.status(500));
        assertThat(post("msg_1", now, signature("msg_1", now, body), body)).isEqualTo(503);
        gateway.emulator().faults().clear();
        assertThat(post("msg_1", now, signature("msg_1", now, body), body)).isEqualTo(204);
        assertThat(post("msg_1", now, signature("msg_1", now, body), body)).isEqualTo(204);
        assertThat(post("msg_2", now, "v1,abc", body)).isEqualTo(401);
        assertThat(registry.get(Metric.WEBHOOKS.id()).tags("provider", "lumenfall").counters()).extracting(
                counter -> counter.getId().getTag("result") + " " + counter.count())
                .containsExactlyInAnyOrder("unverified 1.0", "accepted 1.0", "repeated 1.0", "refused 1.0");
    }

    private static String signature(String id, String timestamp, String body) throws Exception {
        byte[] key = Base64.getDecoder().decode(gateway.emulator().webhooks().secret().substring("whsec_".length()));
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        String signed = id + "." + timestamp + "." + body;
        return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void aProviderWithoutWebhooksSaysSo() {
        assertThatThrownBy(() -> context.getEndpoint("grokvideo:generate?provider=xai&webhookUrl=https://me.example.com/hook"))
                .hasStackTraceContaining("Option provider: xai does not support the option webhookUrl");
    }
}
