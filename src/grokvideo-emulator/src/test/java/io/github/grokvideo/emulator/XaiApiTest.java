package io.github.grokvideo.emulator;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.grokvideo.emulator.internal.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.grokvideo.emulator.ApiClient.video;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class XaiApiTest {

    @RegisterExtension
    static final GrokVideoEmulatorExtension xai = new GrokVideoEmulatorExtension(
            GatewayEmulator.builder().rendering(false).queueTime(Duration.ofHours(1)));

    private final ApiClient client = new ApiClient(xai::emulator);

    @Test
    void submitsAndPolls() throws IOException {
        assertThat(xai.xaiBaseUrl()).isEqualTo(xai.baseUrl().replace("/v1", "/xai/v1"));
        ApiClient.Answer submitted = client.generate(video("a boat").put("duration", 6));
        assertThat(submitted.status()).isEqualTo(200);
        assertThat(submitted.json()).isEqualTo(Json.object().put("request_id", submitted.requestId()));

        ApiClient.Answer pending = client.poll(submitted.requestId());
        assertThat(pending.status()).isEqualTo(202);
        assertThat(pending.json()).isEqualTo(Json.read("{\"status\":\"pending\",\"progress\":0}".getBytes()));

        xai.jobs().finish(submitted.requestId());
        ApiClient.Answer done = client.poll(submitted.requestId());
        assertThat(done.status()).isEqualTo(200);
        JsonNode json = done.json();
        String url = json.path("video").path("url").asText();
        assertThat(json).isEqualTo(Json.read(("""
                {"status":"done","progress":100,"model":"grok-imagine-video",
                 "video":{"url":"%s","duration":6,"respect_moderation":true},
                 "usage":{"cost_in_usd_ticks":3000000000}}""".formatted(url)).getBytes(StandardCharsets.UTF_8)));
        assertThat(url).startsWith(xai.mediaUrl() + "/");
        assertThat(VideoProbe.probe(client.download(url).body()).videoCodec()).isEqualTo("h264");
    }

    @Test
    void progressFollowsTheClock() throws IOException {
        ManualClock clock = new ManualClock();
        try (GatewayEmulator emulator = GatewayEmulator.builder().rendering(false).clock(clock)
                .queueTime(Duration.ofSeconds(10)).renderTime(Duration.ofSeconds(30)).build().start()) {
            ApiClient other = new ApiClient(() -> emulator);
            String id = other.generate(video("p")).requestId();
            emulator.jobs().awaitRendering(id);
            int[] progress = { 0, 25, 50, 75 };
            for (int percent : progress) {
                assertThat(other.poll(id).json().path("progress").asInt()).isEqualTo(percent);
                clock.advance(Duration.ofSeconds(10));
            }
            assertThat(other.poll(id).json().path("progress").asInt()).isEqualTo(100);
            emulator.faults().next(Operation.CREATE, Fault.neverFinish());
            String endless = other.generate(video("p")).requestId();
            clock.advance(Duration.ofDays(1));
            assertThat(other.poll(endless).status()).isEqualTo(202);
            assertThat(other.poll(endless).json().path("progress").asInt()).isEqualTo(99);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", value = {
            "PROGRESS   | {'status':'pending','progress':0}",
            "REQUEST_ID | {'request_id':'ID'}",
            "EMPTY      | ''" })
    void pendingBodies(XaiPendingBody body, String expected) throws IOException {
        try (GatewayEmulator emulator = GatewayEmulator.builder().rendering(false).queueTime(Duration.ofHours(1))
                .xaiPendingBody(body).build().start()) {
            ApiClient other = new ApiClient(() -> emulator);
            String id = other.generate(video("p")).requestId();
            ApiClient.Answer pending = other.poll(id);
            assertThat(pending.status()).isEqualTo(202);
            assertThat(pending.text().replace('"', '\'').replace(id, "ID")).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @CsvSource({
            "duration, 4, 480p, 2000000000, 4", "seconds, '12', 720p, 8400000000, 12", "duration, , 480p, 4000000000, 8",
            "seconds, 15, , 7500000000, 15" })
    void costAndDuration(String name, String seconds, String resolution, long ticks, int duration) throws IOException {
        JsonNode done = client.done("generations", video("p").put(name, seconds).put("resolution", resolution));
        assertThat(done.path("usage").path("cost_in_usd_ticks").asLong()).isEqualTo(ticks);
        assertThat(done.path("video").path("duration").asInt()).isEqualTo(duration);
        assertThat(xai.ledger().total()).isEqualByComparingTo(BigDecimal.valueOf(ticks, 10));
    }

    @Test
    void newerModelChargesMoreAndForImages() throws IOException {
        JsonNode done = client.done("generations", video("p").put("model", "grok-imagine-video-1.5-preview")
                .put("duration", 2).put("resolution", "1080p")
                .set("image", Json.object().put("url", "data:image/png;base64,AAAA")));
        assertThat(done.path("model").asText()).isEqualTo("grok-imagine-video-1.5");
        assertThat(done.path("usage").path("cost_in_usd_ticks").asLong()).isEqualTo(2_900_000_000L);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            // of the wrong type
            "generations | {'prompt':['p']} | 422 | prompt: expected a string",
            "generations | {'prompt':'p','duration':2.5} | 422 | duration: expected a whole number, but is 2.5",
            "generations | {'prompt':'p','seconds':'long'} | 422 | seconds: expected a whole number, but is 'long'",
            "generations | {'prompt':'p','seconds':5,'duration':5} | 422 | duration: it is given twice, also as seconds",
            "generations | {'prompt':'p','image':'https://example.com/i.png'} | 422 | image: expected an object",
            "generations | {'prompt':'p','input_reference':[{'image_url':'https://example.com/i.png'}]} | 422 | input_reference: expected an object",
            "generations | {'prompt':'p','reference_images':{}} | 422 | reference_images: expected an array",
            "generations | {'prompt':'p','storage_options':'f.mp4'} | 422 | storage_options: expected an object",
            "generations | ['p'] | 422 | expected an object",
            // of the wrong value
            "generations | {'prompt': | 400 | Failed to parse",
            "generations | {} | 400 | prompt is required",
            "generations | {'prompt':' '} | 400 | prompt is required",
            "generations | {'prompt':'p','duration':0} | 400 | duration is 0, but must be 1 to 15",
            "generations | {'prompt':'p','duration':'16'} | 400 | duration is 16",
            "generations | {'prompt':'p','aspect_ratio':'auto'} | 400 | aspect_ratio is 'auto', but must be one of",
            "generations | {'prompt':'p','aspect_ratio':'21:9'} | 400 | aspect_ratio is '21:9'",
            "generations | {'prompt':'p','resolution':'1K'} | 400 | resolution is '1K', but must be one of 1080p, 480p, 720p",
            "generations | {'prompt':'p','resolution':'1080p'} | 400 | resolution 1080p is not supported",
            "generations | {'prompt':'p','resolution':'1080p','model':'grok-imagine-video-1.5','reference_images':[{'url':'data:image/png;base64,AA'}]} | 400 | 1080p",
            "generations | {'prompt':'p','image':{}} | 400 | image must have either url or file_id",
            "generations | {'prompt':'p','image':{'url':'data:image/png;base64,AA','file_id':'f'}} | 400 | either url or file_id",
            "generations | {'prompt':'p','image':{'file_id':'none'}} | 400 | no file 'none' is stored",
            "generations | {'prompt':'p','image':{'url':'ftp://h/i'}} | 400 | image must be an HTTP(S) URL",
            "generations | {'prompt':'p','image':{'url':'https://example.com/i.png'}} | 400 | this machine only",
            "generations | {'prompt':'p','video':{'url':'http://127.0.0.1/v.mp4'}} | 400 | submit it to edits or extensions",
            "generations | {'prompt':'p','image':{'url':'data:image/png;base64,AA'},'reference_images':[{'url':'data:image/png;base64,AA'}]} | 400 | cannot be combined",
            "generations | {'reference_images':[{'url':'data:image/png;base64,AA'}]} | 400 | prompt is required",
            "generations | {'prompt':'p','duration':11,'reference_images':[{'url':'data:image/png;base64,AA'}]} | 400 | duration is 11, but must be 1 to 10",
            "generations | {'prompt':'p','output':{'upload_url':'https://example.com/u'}} | 400 | uploads to this machine only",
            "edits | {'prompt':'p'} | 400 | video is required",
            "edits | {'video':{'url':'http://127.0.0.1/v.mp4'}} | 400 | prompt is required",
            "edits | {'prompt':'p','duration':5,'video':{'url':'http://127.0.0.1/v.mp4'}} | 400 | duration cannot be set",
            "edits | {'prompt':'p','aspect_ratio':'1:1','video':{'url':'http://127.0.0.1/v.mp4'}} | 400 | aspect_ratio cannot be set",
            "edits | {'prompt':'p','resolution':'720p','video':{'url':'http://127.0.0.1/v.mp4'}} | 400 | resolution cannot be set",
            "edits | {'prompt':'p','video':{'url':'https://example.com/v.mp4'}} | 400 | this machine only",
            "edits | {'prompt':'p','model':'grok-imagine-video-1.5','video':{'url':'http://127.0.0.1/v.mp4'}} | 400 | does not support edits",
            "extensions | {'prompt':'p'} | 400 | video is required",
            "extensions | {'prompt':'p','duration':11,'video':{'url':'http://127.0.0.1/v.mp4'}} | 400 | duration is 11, but must be 1 to 10",
            "extensions | {'prompt':'p','resolution':'480p','video':{'url':'http://127.0.0.1/v.mp4'}} | 400 | resolution cannot be set",
            // of no model
            "generations | {'prompt':'p','model':'xai/grok-imagine-video'} | 404 | xai/grok-imagine-video does not exist" })
    void refusesWhatXaiRefuses(String path, String body, int status, String message) throws IOException {
        ApiClient.Answer answer = client.send(
                client.request(xai.xaiBaseUrl() + "/videos/" + path).header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body.replace('\'', '"'))));
        assertThat(answer.status()).isEqualTo(status);
        assertFlat(answer, switch (status) {
            case 404 -> "not-found";
            case 422 -> "unprocessable-entity";
            default -> "invalid-argument";
        }, message);
        assertThat(xai.ledger().billedJobs()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "{'prompt':'p','n':3,'seed':1,'negative_prompt':'fog','size':'huge','future':{'k':[1]}}",
            "{'model':null,'prompt':'p','duration':null,'image':null,'aspect_ratio':null,'user':null}" })
    void whatIsUnknownOrNullChangesNothing(String body) throws IOException {
        byte[] bytes = body.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        ApiClient.Answer answer = client.send(
                client.request(xai.xaiBaseUrl() + "/videos/generations").header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(bytes)));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(xai.requests().last().body()).isEqualTo(bytes);
        assertThat(xai.jobs().find(answer.requestId()).orElseThrow().count()).isEqualTo(1);
    }

    @Test
    void referenceImagesAreSevenAtMost() throws IOException {
        var body = video("p");
        for (int i = 0; i < 7; i++) {
            body.withArray("reference_images").addObject().put("url", "data:image/png;base64,AAAA");
        }
        assertThat(client.generate(body).status()).isEqualTo(200);
        body.withArray("reference_images").addObject().put("image_url", "data:image/png;base64,AAAA");
        assertFlat(client.generate(body), "invalid-argument", "reference_images has 8 images, but may have 7");
    }

    @ParameterizedTest
    @ValueSource(strings = { "multipart/form-data; boundary=frontier", "text/plain", "" })
    void onlyJsonIsTaken(String contentType) throws IOException {
        HttpRequest.Builder request = client.request(xai.xaiBaseUrl() + "/videos/generations")
                .POST(HttpRequest.BodyPublishers.ofString("{\"prompt\":\"p\"}"));
        if (!contentType.isEmpty()) {
            request.header("Content-Type", contentType);
        }
        ApiClient.Answer answer = client.send(request);
        assertThat(answer.status()).isEqualTo(415);
        assertFlat(answer, "unsupported-media-type", "application/json");
    }

    @Test
    void emptyBodyIsRefused() throws IOException {
        ApiClient.Answer answer = client.send(client.request(xai.xaiBaseUrl() + "/videos/generations")
                .header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.noBody()));
        assertThat(answer.status()).isEqualTo(415);
        assertFlat(answer, "unsupported-media-type", "empty");
    }

    @Test
    void keyIsChecked() throws IOException {
        URI uri = URI.create(xai.xaiBaseUrl() + "/videos/x");
        for (HttpRequest.Builder request : new HttpRequest.Builder[] {
                HttpRequest.newBuilder(uri), HttpRequest.newBuilder(uri).header("Authorization", xai.apiKey()) }) {
            ApiClient.Answer answer = client.send(request);
            assertThat(answer.status()).isEqualTo(401);
            assertFlat(answer, "unauthenticated", "No API key provided");
        }
        ApiClient.Answer wrong = client.send(HttpRequest.newBuilder(uri).header("Authorization", "Bearer wrong"));
        assertThat(wrong.status()).isEqualTo(400);
        assertFlat(wrong, "Client specified an invalid argument", "Incorrect API key provided");
    }

    @Test
    void whatIsNotServed() throws IOException {
        String base = xai.xaiBaseUrl();
        assertFlat(client.poll("none"), "not-found", "'none' was not found");
        assertThat(client.post(base + "/videos", video("p")).status()).isEqualTo(404);
        assertFlat(client.post(base + "/videos", video("p")), "not-found", "/xai/v1/videos");
        String id = client.generate(video("p")).requestId();
        ApiClient.Answer cancel = client.send(client.request(base + "/videos/" + id).DELETE());
        assertThat(cancel.status()).isEqualTo(405);
        assertFlat(cancel, "method-not-allowed", "DELETE");
        assertThat(client.poll(id).status()).isEqualTo(202);
        assertThat(client.send(client.request(base + "/videos/" + id + "/content")).status()).isEqualTo(404);
    }

    @Test
    void jobsOfOneApiAreUnknownToTheOther() throws IOException {
        String id = client.generate(video("p")).requestId();
        assertThat(client.get(id).status()).isEqualTo(404);
        assertThat(client.cancel(id).status()).isEqualTo(404);
        assertThat(client.poll(client.create(video("p")).id()).status()).isEqualTo(404);
        assertThat(client.send(client.request(xai.baseUrl() + "/requests")).json().path("data")).hasSize(1);
        assertThat(xai.jobs().all()).extracting(VideoJob::api).containsExactly(Api.XAI, Api.LUMENFALL);
        assertThat(xai.requests().create()).extracting(RecordedRequest::api).containsExactly(Api.XAI, Api.LUMENFALL);
        assertThat(xai.requests().of(Api.XAI)).extracting(RecordedRequest::operation)
                .containsExactly(Operation.CREATE, Operation.GET);
    }

    @Test
    void sameSubmissionTwiceIsTwoJobs() throws IOException {
        var body = video("p").put("idempotency_key", "k");
        assertThat(client.generate(body).requestId()).isNotEqualTo(client.generate(body).requestId());
        assertThat(xai.ledger().entries()).extracting(LedgerEntry::idempotencyKey).containsExactly(null, null);
    }

    @Test
    void oneSubmissionASecond() throws IOException {
        ManualClock clock = new ManualClock();
        try (GatewayEmulator emulator = GatewayEmulator.builder().rendering(false).clock(clock).xaiRateLimit(true).build()
                .start()) {
            ApiClient other = new ApiClient(() -> emulator);
            String id = other.generate(video("p")).requestId();
            clock.advance(Duration.ofMillis(999));
            ApiClient.Answer limited = other.generate(video("p"));
            assertThat(limited.status()).isEqualTo(429);
            assertFlat(limited, "resource-exhausted", "1 per second");
            assertThat(other.poll(id).status()).as("reading is not limited").isEqualTo(202);
            assertThat(other.create(video("p")).status()).as("nor is the gateway").isEqualTo(202);
            clock.advance(Duration.ofMillis(1));
            assertThat(other.generate(video("p")).status()).isEqualTo(200);
            emulator.reset();
            assertThat(other.generate(video("p")).status()).isEqualTo(200);
        }
    }

    @Test
    void insufficientBalance() throws IOException {
        xai.emulator().balance(new BigDecimal("0.39"));
        ApiClient.Answer refused = client.generate(video("p"));
        assertThat(refused.status()).isEqualTo(403);
        assertFlat(refused, "permission-denied", "credits");
        assertThat(xai.ledger().billedJobs()).isZero();
    }

    // faults

    @Test
    void moderatedJobIsDoneWithoutAnAddressAndCharged() throws IOException {
        xai.faults().next(Operation.CREATE, Fault.moderation());
        JsonNode moderated = client.done("generations", video("p"));
        assertThat(moderated).isEqualTo(Json.read("""
                {"status":"done","progress":100,"model":"grok-imagine-video",
                 "video":{"duration":8,"respect_moderation":false},"usage":{"cost_in_usd_ticks":4000000000}}"""
                .getBytes(StandardCharsets.UTF_8)));
        assertThat(xai.ledger().total()).isEqualByComparingTo("0.40");
        String id = client.generate(video("p")).requestId();
        xai.faults().next(Operation.GET, Fault.moderation());
        assertThat(client.poll(id).json().path("video").path("respect_moderation").asBoolean(true)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
            "UPSTREAM_ERROR, internal_error", "INVALID_REQUEST, invalid_argument",
            "permission_denied, permission_denied", "CONTENT_POLICY_VIOLATION, CONTENT_POLICY_VIOLATION" })
    void failedJob(String code, String answered) throws IOException {
        xai.faults().next(Operation.CREATE, Fault.failure(code, "broken"));
        JsonNode failed = client.done("generations", video("p"));
        JsonNode expected = Json.object().put("status", "failed").put("progress", 0)
                .set("error", Json.object().put("code", answered).put("message", "broken"));
        assertThat(failed).isEqualTo(expected);
        String id = client.generate(video("p")).requestId();
        xai.faults().next(Operation.GET, Fault.failure(code, "broken"));
        ApiClient.Answer answer = client.poll(id);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json()).isEqualTo(expected);
    }

    @Test
    void faultsOfTheAnswer() throws IOException {
        xai.faults().next(Operation.CREATE, Fault.status(503), Fault.status(400).code("odd").type("t").message("no"),
                Fault.dropBefore(), Fault.dropAfter());
        assertFlat(client.generate(video("p")), "unavailable", "503");
        assertThat(client.generate(video("p")).json()).isEqualTo(Json.object().put("code", "odd").put("error", "no"));
        assertThatThrownBy(() -> client.generate(video("p"))).isInstanceOf(IOException.class);
        assertThat(xai.ledger().billedJobs()).isZero();
        assertThatThrownBy(() -> client.generate(video("p"))).isInstanceOf(IOException.class);
        assertThat(xai.ledger().billedJobs()).isEqualTo(1);

        String id = client.generate(video("p")).requestId();
        xai.faults().next(Operation.GET, Fault.unknownStatus("warming_up"), Fault.malformedJson());
        assertThat(client.poll(id).json().path("status").asText()).isEqualTo("warming_up");
        assertThatThrownBy(client.poll(id)::json).hasMessageContaining("end-of-input");
        xai.jobs().finish(id);
        xai.faults().next(Operation.GET, Fault.outputUrl("http://169.254.169.254/"), Fault.expiredMedia());
        assertThat(client.poll(id).json().path("video").path("url").asText()).isEqualTo("http://169.254.169.254/");
        assertThat(client.download(client.poll(id).json().path("video").path("url").asText()).status()).isEqualTo(403);
        assertThat(client.download(client.poll(id).json().path("video").path("url").asText()).status()).isEqualTo(200);
    }

    @Test
    void adminReportsTheApi() throws IOException {
        client.post(xai.emulator().adminUrl() + "/faults", Json.object().put("operation", "create").put("fault", "moderation"));
        JsonNode moderated = client.done("generations", video("p"));
        assertThat(moderated.path("video").path("respect_moderation").asBoolean(true)).isFalse();
        client.create(video("p"));
        String admin = xai.emulator().adminUrl();
        assertThat(client.send(client.request(admin + "/jobs")).json().findValuesAsText("api"))
                .containsExactly("xai", "lumenfall");
        assertThat(client.send(client.request(admin + "/requests")).json().path("api").path(0).path("api").asText())
                .isEqualTo("xai");
    }

    // models

    @Test
    void models() throws IOException {
        String url = xai.xaiBaseUrl() + "/video-generation-models";
        JsonNode models = client.send(client.request(url)).json().path("models");
        assertThat(models.findValuesAsText("id")).containsExactly("grok-imagine-video", "grok-imagine-video-1.5");
        JsonNode first = models.path(0);
        assertThat(first.fieldNames()).toIterable().containsExactly("id", "object", "created", "owned_by", "version",
                "fingerprint", "input_modalities", "output_modalities", "aliases");
        assertThat(client.send(client.request(url + "/grok-imagine-video")).json()).isEqualTo(first);
        assertThat(client.send(client.request(url + "/grok-imagine-video-1.5-preview")).json()).isEqualTo(models.path(1));
        ApiClient.Answer unknown = client.send(client.request(url + "/sora"));
        assertThat(unknown.status()).isEqualTo(404);
        assertFlat(unknown, "not-found", "sora does not exist");
        assertThat(xai.requests().last().operation()).isEqualTo(Operation.MODELS);
    }

    private static void assertFlat(ApiClient.Answer answer, String code, String message) {
        assertThat(answer.json().fieldNames()).toIterable().containsExactly("code", "error");
        assertThat(answer.json().path("code").asText()).isEqualTo(code);
        assertThat(answer.json().path("error").asText().replace('"', '\'')).contains(message);
    }
}
