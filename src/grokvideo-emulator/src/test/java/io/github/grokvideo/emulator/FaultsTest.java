package io.github.grokvideo.emulator;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.grokvideo.emulator.internal.Json;
import io.github.grokvideo.emulator.internal.fault.FaultQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static io.github.grokvideo.emulator.ApiClient.video;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

class FaultsTest {

    @RegisterExtension
    static final GrokVideoEmulatorExtension gateway
            = new GrokVideoEmulatorExtension(GatewayEmulator.builder().rendering(false));

    private final ApiClient client = new ApiClient(gateway::emulator);

    @ParameterizedTest
    @CsvSource({
            "400, INVALID_REQUEST", "401, AUTHENTICATION_FAILED", "402, INSUFFICIENT_BALANCE", "404, NOT_FOUND",
            "429, RATE_LIMITED", "500, INTERNAL_ERROR", "502, ALL_PROVIDERS_EXHAUSTED", "503, UPSTREAM_ERROR" })
    void statusWithoutEffect(int status, String code) throws IOException {
        gateway.faults().next(Operation.CREATE, Fault.status(status));
        ApiClient.Answer answer = client.create(video("p"));
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.errorCode()).isEqualTo(code);
        assertThat(gateway.ledger().billedJobs()).isZero();
        assertThat(client.create(video("p")).status()).isEqualTo(202);
    }

    @Test
    void statusWithEveryDetail() throws IOException {
        gateway.faults().next(Operation.CREATE,
                Fault.status(400).code("CONTENT_POLICY_VIOLATION").type("policy").message("no"),
                Fault.status(429).retryAfter(7).header("X-Hint", "slow"),
                Fault.status(502).body("<html>").header("Content-Type", "text/html"));
        JsonNode error = client.create(video("p")).json().path("error");
        assertThat(error.path("code").asText()).isEqualTo("CONTENT_POLICY_VIOLATION");
        assertThat(error.path("type").asText()).isEqualTo("policy");
        assertThat(error.path("message").asText()).isEqualTo("no");
        ApiClient.Answer limited = client.create(video("p"));
        assertThat(limited.header("Retry-After")).isEqualTo("7");
        assertThat(limited.header("X-Hint")).isEqualTo("slow");
        ApiClient.Answer html = client.create(video("p"));
        assertThat(html.text()).isEqualTo("<html>");
        assertThat(html.header("Content-Type")).isEqualTo("text/html");
    }

    @Test
    void connectionDroppedBeforeAndAfterTheJobExists() throws IOException {
        gateway.faults().next(Operation.CREATE, Fault.dropBefore(), Fault.dropAfter());
        assertThatThrownBy(() -> client.create(video("p"))).isInstanceOf(IOException.class);
        assertThat(gateway.ledger().billedJobs()).isZero();
        assertThatThrownBy(() -> client.create(video("p").put("idempotency_key", "k"))).isInstanceOf(IOException.class);
        assertThat(gateway.ledger().billedJobs()).isEqualTo(1);
        assertThat(client.create(video("p").put("idempotency_key", "k")).status()).isEqualTo(200);
        assertThat(gateway.ledger().billedJobs()).isEqualTo(1);
        assertThat(gateway.requests().create()).hasSize(3);
    }

    @Test
    void cancelDroppedAfterItsEffect() throws IOException {
        String id = client.create(video("p")).id();
        gateway.faults().next(Operation.CANCEL, Fault.dropAfter());
        assertThatThrownBy(() -> client.cancel(id)).isInstanceOf(IOException.class);
        assertThat(gateway.jobs().find(id).orElseThrow().status()).isEqualTo(JobStatus.CANCELLED);
    }

    @Test
    void brokenBodies() throws IOException {
        String id = client.create(video("p")).id();
        gateway.faults().next(Operation.GET, Fault.truncatedBody(), Fault.malformedJson(), Fault.oversizedBody(100_000));
        assertThatThrownBy(() -> client.get(id)).isInstanceOf(IOException.class);
        ApiClient.Answer malformed = client.get(id);
        assertThat(malformed.status()).isEqualTo(200);
        assertThatThrownBy(malformed::json).hasMessageContaining("end-of-input");
        assertThat(client.get(id).body().length).isGreaterThan(100_000);
        gateway.faults().next(Operation.CREATE, Fault.truncatedBody());
        assertThatThrownBy(() -> client.create(video("q"))).isInstanceOf(IOException.class);
        assertThat(gateway.ledger().billedJobs()).isEqualTo(2);
    }

    @Test
    void unknownStatusIsOnlyAWord() throws IOException {
        String id = client.completed(video("p")).path("id").asText();
        gateway.faults().next(Operation.GET, Fault.unknownStatus("warming_up").times(2));
        assertThat(client.get(id).json().path("status").asText()).isEqualTo("warming_up");
        assertThat(gateway.faults().pending()).isEqualTo(1);
        assertThat(client.get(id).json().path("status").asText()).isEqualTo("warming_up");
        assertThat(client.get(id).json().path("status").asText()).isEqualTo("completed");
    }

    @Test
    void moderationAndFailure() throws IOException {
        gateway.faults().next(Operation.CREATE, Fault.moderation());
        JsonNode moderated = client.completed(video("p"));
        assertThat(moderated.path("status").asText()).isEqualTo("failed");
        assertThat(moderated.path("error").path("code").asText()).isEqualTo("CONTENT_POLICY_VIOLATION");
        assertThat(moderated.get("output").isNull()).isTrue();

        String id = client.create(video("p")).id();
        gateway.faults().next(Operation.GET, Fault.failure("UPSTREAM_ERROR", "broken"));
        assertThat(client.get(id).json().path("error").path("message").asText()).isEqualTo("broken");
        assertThat(client.get(id).json().path("status").asText()).isEqualTo("failed");
    }

    @Test
    void jobThatNeverFinishes() throws IOException {
        ManualClock clock = new ManualClock();
        try (GatewayEmulator emulator = GatewayEmulator.builder().rendering(false).clock(clock).build().start()) {
            emulator.faults().next(Operation.CREATE, Fault.neverFinish());
            ApiClient other = new ApiClient(() -> emulator);
            String id = other.create(video("p")).id();
            clock.advance(Duration.ofDays(365));
            assertThat(other.get(id).json().path("status").asText()).isEqualTo("in_progress");
            assertThat(other.cancel(id).status()).isEqualTo(204);
            assertThat(other.get(id).json().path("status").asText()).isEqualTo("cancelled");
        }
    }

    @Test
    void outputUrlReplaced() throws IOException {
        gateway.faults().next(Operation.CREATE, Fault.outputUrl("http://169.254.169.254/secret"));
        JsonNode replaced = client.completed(video("p"));
        assertThat(replaced.path("output").path("url").asText()).isEqualTo("http://169.254.169.254/secret");
        String id = client.completed(video("p")).path("id").asText();
        gateway.faults().next(Operation.GET, Fault.outputUrl("file:///etc/passwd"));
        assertThat(client.get(id).json().path("output").path("url").asText()).isEqualTo("file:///etc/passwd");
        assertThat(client.get(id).json().path("output").path("url").asText()).startsWith(gateway.mediaUrl());
    }

    @Test
    void expiredMediaInOneAnswer() throws IOException {
        String id = client.completed(video("p")).path("id").asText();
        gateway.faults().next(Operation.GET, Fault.expiredMedia());
        assertThat(client.download(client.get(id).json().path("output").path("url").asText()).status()).isEqualTo(403);
        assertThat(client.download(client.get(id).json().path("output").path("url").asText()).status()).isEqualTo(200);
    }

    @Test
    void delayAndRedirect() throws IOException {
        gateway.faults().next(Operation.CREATE, Fault.delay(Duration.ofMillis(150)),
                Fault.redirect(gateway.openAiBaseUrl() + "/videos"));
        long before = System.nanoTime();
        assertThat(client.create(video("p")).status()).isEqualTo(202);
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(Duration.ofMillis(150));
        ApiClient.Answer redirect = client.create(video("p"));
        assertThat(redirect.status()).isEqualTo(307);
        assertThat(redirect.header("Location")).isEqualTo(gateway.openAiBaseUrl() + "/videos");
    }

    @Test
    void heldUntilItIsReleasedThoughTheClientHasGone() throws Exception {
        CompletableFuture<Void> release = new CompletableFuture<>();
        gateway.faults().next(Operation.CREATE, Fault.none().heldUntil(release));
        CompletableFuture<HttpResponse<Void>> answer = HttpClient.newHttpClient().sendAsync(
                HttpRequest.newBuilder(URI.create(gateway.baseUrl() + "/videos"))
                        .header("Authorization", "Bearer " + gateway.apiKey())
                        .POST(HttpRequest.BodyPublishers.ofString(video("p").toString())).build(),
                HttpResponse.BodyHandlers.discarding());
        await().until(() -> gateway.requests().count(Operation.CREATE) == 1 && gateway.faults().pending() == 0);
        answer.cancel(true);
        assertThat(client.get("x").status()).as("others are served").isEqualTo(404);
        assertThat(gateway.ledger().billedJobs()).isZero();
        release.complete(null);
        await().until(() -> gateway.ledger().billedJobs() == 1);
    }

    @Test
    void orderOfPrecedence() throws IOException {
        gateway.faults().always(Operation.GET, Fault.status(500)).next(Operation.ANY, Fault.status(501))
                .next(Operation.GET, Fault.status(502), Fault.none());
        assertThat(client.get("x").status()).isEqualTo(502);
        assertThat(client.get("x").status()).isEqualTo(404);
        assertThat(client.get("x").status()).isEqualTo(501);
        assertThat(client.get("x").status()).isEqualTo(500);
        assertThat(client.get("x").status()).isEqualTo(500);
        gateway.faults().clear();
        assertThat(client.get("x").status()).isEqualTo(404);
    }

    @Test
    void mixIsRepeatableAndNearItsProbabilities() {
        FaultQueue one = new FaultQueue();
        one.mix(7, FaultMix.badDay());
        FaultQueue other = new FaultQueue();
        other.mix(7, FaultMix.badDay());
        List<Fault.Kind> kinds = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            Fault.Kind kind = one.take(Operation.GET).kind();
            assertThat(other.take(Operation.GET).kind()).isEqualTo(kind);
            kinds.add(kind);
        }
        assertThat(kinds.stream().filter(kind -> kind == Fault.Kind.NONE).count()).isBetween(8_100L, 8_500L);
        assertThat(kinds.stream().filter(kind -> kind == Fault.Kind.STATUS).count()).isBetween(900L, 1_100L);
        assertThat(kinds.stream().filter(kind -> kind == Fault.Kind.TRUNCATED_BODY).count()).isBetween(150L, 250L);
        assertThat(kinds).contains(Fault.Kind.DROP_BEFORE, Fault.Kind.DROP_AFTER);
    }

    @Test
    void wrongFaultsAreRefused() {
        assertThatThrownBy(() -> Fault.status(99)).hasMessageContaining("99");
        assertThatThrownBy(() -> Fault.none().times(0)).hasMessageContaining("times");
        assertThatThrownBy(() -> Fault.slow(0)).hasMessageContaining("bytesPerSecond");
        assertThatThrownBy(() -> new FaultMix(0.6, 0.6, 0, 0)).hasMessageContaining("0.6");
        assertThatThrownBy(() -> new FaultMix(-0.1, 0, 0, 0)).hasMessageContaining("-0.1");
    }

    // the same from another process

    @Test
    void adminQueuesAndClearsFaults() throws IOException {
        String url = gateway.emulator().adminUrl() + "/faults";
        JsonNode faults = Json.array()
                .add(Json.object().put("operation", "create").put("fault", "status").put("status", 429)
                        .put("retryAfter", 2).put("times", 2))
                .add(Json.object().put("operation", "get").put("fault", "unknown-status").put("word", "odd"));
        assertThat(client.post(url, faults).json()).hasSize(2);
        assertThat(client.create(video("p")).header("Retry-After")).isEqualTo("2");
        assertThat(client.create(video("p")).status()).isEqualTo(429);
        String id = client.create(video("p")).id();
        assertThat(client.get(id).json().path("status").asText()).isEqualTo("odd");
        client.post(url, Json.object().put("operation", "any").put("fault", "drop-before").put("always", true));
        assertThat(client.send(request(url)).json().path(0).path("always").asBoolean()).isTrue();
        assertThat(client.send(request(url).DELETE()).status()).isEqualTo(204);
        assertThat(client.get(id).status()).isEqualTo(200);
    }

    @Test
    void adminRefusesWhatItDoesNotKnow() throws IOException {
        String url = gateway.emulator().adminUrl() + "/faults";
        ApiClient.Answer fault = client.post(url, Json.object().put("fault", "fire"));
        assertThat(fault.status()).isEqualTo(400);
        assertThat(fault.text()).contains("'fire'", "drop-before");
        ApiClient.Answer operation = client.post(url, Json.object().put("fault", "none").put("operation", "dance"));
        assertThat(operation.text()).contains("'dance'", "cancel");
        assertThat(client.post(url, Json.object().put("fault", "redirect")).text()).contains("needs 'url'");
        assertThat(gateway.faults().pending()).isZero();
    }

    @Test
    void adminShowsLedgerRequestsAndJobs() throws IOException {
        String admin = gateway.emulator().adminUrl();
        String id = client.create(video("p").put("idempotency_key", "k")).id();
        assertThat(client.send(request(admin + "/jobs/" + id + "/finish").POST(HttpRequest.BodyPublishers.noBody()))
                .status()).isEqualTo(204);
        assertThat(client.send(request(admin + "/jobs")).json().path(0).path("status").asText()).isEqualTo("completed");
        JsonNode ledger = client.send(request(admin + "/ledger")).json();
        assertThat(ledger.path("billedJobs").asInt()).isEqualTo(1);
        assertThat(ledger.path("entries").path(0).path("idempotencyKey").asText()).isEqualTo("k");
        JsonNode requests = client.send(request(admin + "/requests")).json();
        assertThat(requests.path("api")).hasSize(1);
        assertThat(requests.path("api").path(0).path("body").asText()).contains("\"prompt\":\"p\"");
        assertThat(client.send(request(admin + "/jobs/none/finish").POST(HttpRequest.BodyPublishers.noBody())).status())
                .isEqualTo(404);
        assertThat(client.send(request(admin + "/reset").POST(HttpRequest.BodyPublishers.noBody())).status())
                .isEqualTo(204);
        assertThat(gateway.jobs().count()).isZero();
        assertThat(gateway.ledger().billedJobs()).isZero();
        assertThat(gateway.requests().all()).isEmpty();
    }

    private static HttpRequest.Builder request(String url) {
        return HttpRequest.newBuilder(java.net.URI.create(url));
    }
}
