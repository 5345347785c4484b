package io.github.grokvideo.emulator;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.grokvideo.emulator.internal.Json;
import io.github.grokvideo.emulator.internal.lumenfall.MultipartForm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.grokvideo.emulator.ApiClient.video;
import static org.assertj.core.api.Assertions.assertThat;

class GatewayApiTest {

    @RegisterExtension
    static final GrokVideoEmulatorExtension gateway = new GrokVideoEmulatorExtension(
            GatewayEmulator.builder().rendering(false).queueTime(Duration.ofHours(1)));

    private final ApiClient client = new ApiClient(gateway::emulator);

    @ParameterizedTest
    @ValueSource(strings = { "/v1", "/openai/v1" })
    void createsAndReadsUnderBothBases(String base) throws IOException {
        String url = gateway.baseUrl().replace("/v1", base) + "/videos";
        ApiClient.Answer created = client.post(url, video("a boat").put("seconds", 6).put("size", "16:9"));
        assertThat(created.status()).isEqualTo(202);
        assertThat(created.header("X-Lumenfall-Provider")).isEqualTo("xai");
        JsonNode job = created.json();
        assertThat(job.path("id").asText()).startsWith("video_");
        assertThat(job.path("object").asText()).isEqualTo("video");
        assertThat(job.path("status").asText()).isEqualTo("queued");
        assertThat(job.path("seconds").isTextual()).isTrue();
        assertThat(job.path("seconds").asText()).isEqualTo("6");
        assertThat(job.path("size").asText()).isEqualTo("1365x768");
        assertThat(job.path("metadata").path("cost_estimate").decimalValue()).isEqualByComparingTo("0.30");

        ApiClient.Answer read = client.send(client.request(url + "/" + created.id()));
        assertThat(read.status()).isEqualTo(200);
        assertThat(read.json().path("prompt").asText()).isEqualTo("a boat");
        assertThat(read.json().get("output").isNull()).isTrue();
        assertThat(read.json().get("error").isNull()).isTrue();
        assertThat(read.json().get("completed_at").isNull()).isTrue();
    }

    @Test
    void completedJobHasEverythingAClientNeeds() throws IOException {
        JsonNode job = client.completed(video("a boat").put("duration", 2.5).put("n", "1"));
        assertThat(job.path("status").asText()).isEqualTo("completed");
        assertThat(job.path("seconds").asText()).isEqualTo("2.5");
        assertThat(job.path("completed_at").isIntegralNumber()).isTrue();
        assertThat(job.path("expires_at").asLong()).isEqualTo(job.path("completed_at").asLong() + 3600);
        assertThat(job.path("output").path("url").asText()).startsWith(gateway.mediaUrl() + "/");
        assertThat(job.path("output").path("content_type").asText()).isEqualTo("video/mp4");
        assertThat(job.path("output").path("size_bytes").asLong()).isPositive();
        JsonNode metadata = job.path("metadata");
        assertThat(metadata.path("cost").decimalValue()).isEqualByComparingTo("0.125");
        assertThat(metadata.has("cost_estimate")).isFalse();
        assertThat(metadata.path("cost_currency").asText()).isEqualTo("USD");
        assertThat(metadata.path("executed_model").asText()).isEqualTo("xai/grok-imagine-video");
    }

    @Test
    void modelMayNameItsProvider() throws IOException {
        ApiClient.Answer created = client.create(video("p").put("model", "fal/grok-imagine-video"));
        assertThat(created.status()).isEqualTo(202);
        assertThat(created.header("X-Lumenfall-Provider")).isEqualTo("fal");
        assertThat(created.json().path("metadata").path("executed_model").asText()).isEqualTo("fal/grok-imagine-video");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "{'prompt':'p'} | 400 | INVALID_REQUEST | model is required",
            "{'model':'grok-imagine-vid','prompt':'p'} | 404 | MODEL_NOT_FOUND | Did you mean 'grok-imagine-video'",
            "{'model':'grok-imagine-video'} | 400 | INVALID_REQUEST | prompt is required",
            "{'model':'grok-imagine-video','prompt':'  '} | 400 | INVALID_REQUEST | prompt is required",
            "{'model':'grok-imagine-video','prompt':['p']} | 400 | INVALID_REQUEST | prompt must not be an array",
            "{'model':'grok-imagine-video','prompt':'p','n':5} | 400 | INVALID_REQUEST | n is 5, but must be 1 to 4",
            "{'model':'grok-imagine-video','prompt':'p','n':0} | 400 | INVALID_REQUEST | n is 0",
            "{'model':'grok-imagine-video','prompt':'p','n':1.5} | 400 | INVALID_REQUEST | n is 1.5",
            "{'model':'grok-imagine-video','prompt':'p','seconds':16} | 400 | INVALID_REQUEST | seconds is 16",
            "{'model':'grok-imagine-video','prompt':'p','duration':'0.5'} | 400 | INVALID_REQUEST | duration is 0.5",
            "{'model':'grok-imagine-video','prompt':'p','seconds':'long'} | 400 | INVALID_REQUEST | seconds is 'long'",
            "{'model':'grok-imagine-video','prompt':'p','size':'huge'} | 400 | INVALID_REQUEST | size is 'huge'",
            "{'model':'grok-imagine-video','prompt':'p','input_reference':{}} | 400 | INVALID_REQUEST | image_url",
            "{'model':'grok-imagine-video','prompt':'p','input_reference':{'image_url':'ftp://h/i'}} | 400 | INVALID_REQUEST | input_reference must be",
            "{'model':'grok-imagine-video','prompt':'p','input_reference':{'image_url':'data:text/plain,hi'}} | 400 | INVALID_REQUEST | data URI",
            "{'model':'grok-imagine-video','prompt':'p','input_video':'https://example.com/v.mp4'} | 400 | INVALID_REQUEST | this machine only",
            "{'model':'grok-imagine-video','prompt':'p','webhook_url':'http://example.com/'} | 400 | INVALID_REQUEST | HTTPS",
            "{'model':'grok-imagine-video','prompt':'p','webhook_url':'https://10.0.0.1/'} | 400 | INVALID_REQUEST | IP address",
            "{'model':'grok-imagine-video','prompt':'p','webhook_url':'https://example.com:444/'} | 400 | INVALID_REQUEST | 444",
            "['p'] | 400 | INVALID_REQUEST | JSON object",
            "{'model': | 400 | INVALID_REQUEST | not JSON" })
    void refusesWhatTheGatewayRefuses(String body, int status, String code, String message) throws IOException {
        ApiClient.Answer answer = client.send(
                client.request(gateway.baseUrl() + "/videos").header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body.replace('\'', '"'))));
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.errorCode()).isEqualTo(code);
        assertThat(answer.json().path("error").path("type").asText()).isEqualTo("invalid_request_error");
        assertThat(answer.json().path("error").path("message").asText().replace('"', '\'')).contains(message);
        assertThat(gateway.ledger().billedJobs()).isZero();
    }

    @Test
    void idempotencyKeyHasALimit() throws IOException {
        assertThat(client.create(video("p").put("idempotency_key", "k".repeat(256))).status()).isEqualTo(202);
        assertThat(client.create(video("p").put("idempotency_key", "k".repeat(257))).errorCode())
                .isEqualTo("INVALID_REQUEST");
    }

    @Test
    void keyIsChecked() throws IOException {
        URI uri = URI.create(gateway.baseUrl() + "/videos/x");
        for (HttpRequest.Builder request : new HttpRequest.Builder[] {
                HttpRequest.newBuilder(uri), HttpRequest.newBuilder(uri).header("Authorization", "Bearer wrong"),
                HttpRequest.newBuilder(uri).header("Authorization", gateway.apiKey()) }) {
            ApiClient.Answer answer = client.send(request);
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.errorCode()).isEqualTo("AUTHENTICATION_FAILED");
            assertThat(answer.json().path("error").path("type").asText()).isEqualTo("authentication_error");
        }
    }

    @Test
    void unknownIdAndPathAreNotFound() throws IOException {
        assertThat(client.get("video_none").status()).isEqualTo(404);
        assertThat(client.get("video_none").errorCode()).isEqualTo("NOT_FOUND");
        assertThat(client.cancel("video_none").status()).isEqualTo(404);
        assertThat(client.send(client.request(gateway.baseUrl() + "/videos/x/content")).status()).isEqualTo(404);
        assertThat(client.send(client.request(gateway.baseUrl() + "/videos")).status()).isEqualTo(404);
    }

    @Test
    void otherContentTypesAreRefused() throws IOException {
        ApiClient.Answer answer = client.send(
                client.request(gateway.baseUrl() + "/videos").header("Content-Type", "text/plain")
                        .POST(HttpRequest.BodyPublishers.ofString("prompt")));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains("text/plain");
    }

    @Test
    void insufficientBalanceBillsNothing() throws IOException {
        gateway.emulator().balance(new BigDecimal("0.35"));
        assertThat(client.create(video("one")).status()).isEqualTo(202);
        ApiClient.Answer refused = client.create(video("two"));
        assertThat(refused.status()).isEqualTo(402);
        assertThat(refused.errorCode()).isEqualTo("INSUFFICIENT_BALANCE");
        assertThat(gateway.ledger().billedJobs()).isEqualTo(1);
        assertThat(gateway.emulator().balance()).isEqualByComparingTo("0.05");
    }

    @Test
    void sameKeyGivesSameJobOnce() throws IOException {
        ObjectNode body = video("p").put("idempotency_key", "k1");
        ApiClient.Answer first = client.create(body);
        ApiClient.Answer second = client.create(body);
        assertThat(first.status()).isEqualTo(202);
        assertThat(second.status()).isEqualTo(200);
        assertThat(second.id()).isEqualTo(first.id());
        assertThat(client.create(video("p").put("idempotency_key", "k2")).id()).isNotEqualTo(first.id());
        assertThat(gateway.ledger().entries()).extracting(LedgerEntry::idempotencyKey).containsExactly("k1", "k2");
        assertThat(gateway.ledger().total()).isEqualByComparingTo("0.60");
    }

    @Test
    void sameKeyWithOtherParametersReplaysByDefault() throws IOException {
        String id = client.create(video("p").put("idempotency_key", "k")).id();
        ApiClient.Answer other = client.create(video("q").put("idempotency_key", "k"));
        assertThat(other.status()).isEqualTo(200);
        assertThat(other.id()).isEqualTo(id);
        assertThat(gateway.ledger().billedJobs()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({ "BAD_REQUEST, 400, INVALID_REQUEST", "CONFLICT, 409, IDEMPOTENCY_CONFLICT" })
    void sameKeyWithOtherParametersMayBeRefused(IdempotencyConflict conflict, int status, String code)
            throws IOException {
        try (GatewayEmulator strict
                = GatewayEmulator.builder().rendering(false).idempotencyConflict(conflict).build().start()) {
            ApiClient strictClient = new ApiClient(() -> strict);
            ObjectNode body = video("p").put("idempotency_key", "k").put("seconds", 3);
            String id = strictClient.completed(body).path("id").asText();
            ObjectNode reordered = Json.object().put("seconds", 3).put("idempotency_key", "k").put("prompt", "p")
                    .put("model", "grok-imagine-video");
            assertThat(strictClient.create(reordered).id()).as("the same parameters, after the end").isEqualTo(id);
            ApiClient.Answer refused = strictClient.create(video("q").put("idempotency_key", "k"));
            assertThat(refused.status()).isEqualTo(status);
            assertThat(refused.errorCode()).isEqualTo(code);
            assertThat(strict.ledger().billedJobs()).isEqualTo(1);
        }
    }

    @Test
    void dryRunEstimatesAndCreatesNothing() throws IOException {
        ApiClient.Answer answer
                = client.post(gateway.baseUrl() + "/videos?dryRun=true", video("p").put("seconds", "4").put("n", 2));
        assertThat(answer.status()).isEqualTo(200);
        JsonNode estimate = answer.json();
        assertThat(estimate.path("estimated").asBoolean()).isTrue();
        assertThat(estimate.path("total_cost_micros").asLong()).isEqualTo(400_000);
        assertThat(estimate.path("currency").asText()).isEqualTo("USD");
        assertThat(estimate.path("components").path(0).path("quantity").asInt()).isEqualTo(8);
        assertThat(estimate.path("components").path(0).path("unit_price").decimalValue()).isEqualByComparingTo("0.05");
        assertThat(estimate.has("id")).isFalse();
        assertThat(gateway.jobs().count()).isZero();
        assertThat(gateway.ledger().billedJobs()).isZero();
        assertThat(gateway.requests().estimate()).hasSize(1);
        assertThat(gateway.requests().create()).isEmpty();
        assertThat(client.post(gateway.baseUrl() + "/videos?dryRun=true", video("")).status()).isEqualTo(400);
    }

    @Test
    void cancelEndsTheJobAndIsFinal() throws IOException {
        String id = client.create(video("p")).id();
        ApiClient.Answer answer = client.cancel(id);
        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.body()).isEmpty();
        assertThat(client.get(id).json().path("status").asText()).isEqualTo("cancelled");
        gateway.jobs().finish(id);
        assertThat(client.get(id).json().path("status").asText()).isEqualTo("cancelled");
        assertThat(client.cancel(id).status()).isEqualTo(204);
    }

    @Test
    void cancelOfACompletedJobChangesNothing() throws IOException {
        String id = client.completed(video("p")).path("id").asText();
        assertThat(client.cancel(id).status()).isEqualTo(204);
        assertThat(client.get(id).json().path("status").asText()).isEqualTo("completed");
    }

    @Test
    void models() throws IOException {
        JsonNode list = client.send(client.request(gateway.openAiBaseUrl() + "/models")).json();
        assertThat(list.path("object").asText()).isEqualTo("list");
        assertThat(list.path("data").path(0).path("id").asText()).isEqualTo("grok-imagine-video");
        assertThat(client.send(client.request(gateway.baseUrl() + "/models/grok-imagine-video")).json())
                .isEqualTo(list.path("data").path(0));
        ApiClient.Answer unknown = client.send(client.request(gateway.baseUrl() + "/models/xai/other"));
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.errorCode()).isEqualTo("MODEL_NOT_FOUND");
    }

    @Test
    void requestHistory() throws IOException {
        String first = client.create(video("p")).id();
        String second = client.completed(video("q")).path("id").asText();
        JsonNode all = client.send(client.request(gateway.baseUrl() + "/requests")).json().path("data");
        assertThat(all.path(0).path("id").asText()).isEqualTo(second);
        assertThat(all.path(0).path("status").asText()).isEqualTo("completed");
        assertThat(all.path(1).path("id").asText()).isEqualTo(first);
        assertThat(all.path(1).path("status").asText()).isEqualTo("pending");
        assertThat(client.send(client.request(gateway.baseUrl() + "/requests?limit=1")).json().path("data")).hasSize(1);
        assertThat(client.send(client.request(gateway.baseUrl() + "/requests?limit=101")).status()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({ "OUTPUT_ARRAY, output", "DATA, data", "OUTPUTS, outputs" })
    void severalVideosInOneJob(OutputShape shape, String member) throws IOException {
        try (GatewayEmulator emulator = GatewayEmulator.builder().rendering(false).outputShape(shape).build().start()) {
            ApiClient several = new ApiClient(() -> emulator);
            JsonNode job = several.completed(video("p").put("n", 3));
            assertThat(job.path(member).isArray()).isTrue();
            assertThat(job.path(member).findValuesAsText("url")).hasSize(3).doesNotHaveDuplicates();
            assertThat(job.path("metadata").path("cost").decimalValue()).isEqualByComparingTo("0.90");
            if (shape != OutputShape.OUTPUT_ARRAY) {
                assertThat(job.path("output").path("url")).isEqualTo(job.path(member).path(0).path("url"));
            }
            assertThat(several.completed(video("p")).path("output").isObject()).isTrue();
            assertThat(emulator.ledger().billedJobs()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @CsvSource({ "OPENAI, 202, 404", "NATIVE, 404, 202" })
    void oneSurfaceMayBeMissing(Surface surface, int openAi, int nativeBase) throws IOException {
        try (GatewayEmulator emulator = GatewayEmulator.builder().rendering(false).surface(surface).build().start()) {
            ApiClient half = new ApiClient(() -> emulator);
            assertThat(half.post(emulator.openAiBaseUrl() + "/videos", video("p")).status()).isEqualTo(openAi);
            assertThat(half.post(emulator.baseUrl() + "/videos", video("p")).status()).isEqualTo(nativeBase);
            String missing = surface == Surface.OPENAI ? emulator.baseUrl() : emulator.openAiBaseUrl();
            assertThat(half.post(missing + "/videos", video("p")).errorCode()).isEqualTo("NOT_FOUND");
            assertThat(half.send(half.request(emulator.baseUrl() + "/webhooks/secret")).status()).isEqualTo(200);
        }
    }

    @Test
    void requestsAreRecordedByteForByte() throws IOException {
        byte[] body = ("{ \"model\":\"grok-imagine-video\",\n\t\"prompt\":\"\\u00fcber \u00fc\", \"style\" : {\"k\":[1,2.50]},"
                       + "\"seed\":12345678901234567890 }")
                .getBytes(StandardCharsets.UTF_8);
        client.send(client.request(gateway.baseUrl() + "/videos?trace=a%20b").header("X-Extra", "one")
                .header("X-Extra", "two").header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
        RecordedRequest request = gateway.requests().last();
        assertThat(request.body()).isEqualTo(body);
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.path()).isEqualTo("/v1/videos");
        assertThat(request.query()).isEqualTo("trace=a%20b");
        assertThat(request.headers().get("x-extra")).containsExactly("one", "two");
        assertThat(request.json().path("style").path("k").path(1).decimalValue()).isEqualTo(new BigDecimal("2.50"));
        assertThat(gateway.requests().create()).containsExactly(request);
        assertThat(gateway.requests().count(Operation.CREATE)).isEqualTo(1);
    }

    @Test
    void formWithFile() throws IOException {
        byte[] image = { (byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0, (byte) 0xff };
        ApiClient.Answer answer = postForm("input_reference[]", image);
        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.json().path("seconds").asText()).isEqualTo("3");
        assertThat(gateway.jobs().all().get(0).prompt()).isEqualTo("gr\u00fcn");
        assertThat(gateway.requests().last().header("Content-Type").orElseThrow()).startsWith("multipart/form-data");
        assertThat(gateway.requests().last().text()).contains("name=\"input_reference[]\"; filename=\"a.png\"");

        assertThat(MultipartForm.read("multipart/form-data; boundary=frontier", form("input_reference[0]", image))
                .path("input_reference").path(0).path("image_url").asText())
                .isEqualTo("data:image/png;base64," + Base64.getEncoder().encodeToString(image));
        assertThat(client.send(client.request(gateway.baseUrl() + "/videos")
                .header("Content-Type", "multipart/form-data; boundary=frontier")
                .POST(HttpRequest.BodyPublishers.ofString("no form"))).status()).isEqualTo(400);
    }

    private ApiClient.Answer postForm(String name, byte[] image) throws IOException {
        return client.send(client.request(gateway.baseUrl() + "/videos")
                .header("Content-Type", "multipart/form-data; boundary=frontier")
                .POST(HttpRequest.BodyPublishers.ofByteArray(form(name, image))));
    }

    private static byte[] form(String name, byte[] image) {
        String head = field("model", "grok-imagine-video") + field("prompt", "gr\u00fcn") + field("seconds", "3")
                      + field("n", "1") + "--frontier\r\nContent-Disposition: form-data; name=\"" + name
                      + "\"; filename=\"a.png\"\r\nContent-Type: image/png\r\n\r\n";
        byte[] start = head.getBytes(StandardCharsets.UTF_8);
        byte[] end = "\r\n--frontier--\r\n".getBytes(StandardCharsets.UTF_8);
        byte[] form = new byte[start.length + image.length + end.length];
        System.arraycopy(start, 0, form, 0, start.length);
        System.arraycopy(image, 0, form, start.length, image.length);
        System.arraycopy(end, 0, form, start.length + image.length, end.length);
        return form;
    }

    private static String field(String name, String value) {
        return "--frontier\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
    }

    @Test
    void bodyHasALimit() throws IOException {
        try (GatewayEmulator small = GatewayEmulator.builder().rendering(false).maxBodyBytes(100).build().start()) {
            ApiClient.Answer answer = new ApiClient(() -> small).create(video("p".repeat(200)));
            assertThat(answer.status()).isEqualTo(413);
            assertThat(answer.text()).contains("100 bytes");
        }
    }
}
