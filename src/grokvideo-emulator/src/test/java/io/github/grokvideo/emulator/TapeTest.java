package io.github.grokvideo.emulator;

import java.awt.Color;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import io.github.grokvideo.emulator.internal.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static io.github.grokvideo.emulator.ApiClient.video;
import static io.github.grokvideo.emulator.RenderingTest.dataUri;
import static io.github.grokvideo.emulator.RenderingTest.image;
import static io.github.grokvideo.emulator.TapeWorld.poll;
import static io.github.grokvideo.emulator.TapeWorld.status;
import static io.github.grokvideo.emulator.TapeWorld.submit;
import static io.github.grokvideo.emulator.TapeWorld.videoUrl;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** What was recorded from a gateway is answered again without it. */
class TapeTest {

    @TempDir
    Path folder;

    private TapeWorld world;

    @BeforeEach
    void start() {
        world = new TapeWorld(folder.resolve("tape"));
    }

    @AfterEach
    void stop() {
        world.close();
    }

    @ParameterizedTest
    @EnumSource(Api.class)
    void aJobIsReplayedByTimeNotByPolls(Api api) throws IOException {
        ApiClient recording = world.record();
        String id = submit(recording, api, video("a fox"));
        List<String> recorded = new ArrayList<>();
        for (int seconds : new int[] { 1, 4, 2 }) {
            world.pass(seconds);
            recorded.add(status(recording, api, id));
        }
        world.pass(5);
        JsonNode finished = world.finish(recording, api, id);
        byte[] film = recording.download(videoUrl(finished)).body();
        assertThat(world.gateway.ledger().billedJobs()).isEqualTo(1);
        long sent = world.gateway.requests().count();

        ApiClient replay = world.replay();
        assertThat(submit(replay, api, video("a fox"))).isEqualTo(id);
        for (int i = 0; i < 5; i++) {
            assertThat(status(replay, api, id)).as("before the first poll of the recording").isIn("queued", "pending");
        }
        List<String> replayed = new ArrayList<>();
        for (int seconds : new int[] { 1, 4, 2 }) {
            world.pass(seconds);
            status(replay, api, id);
            replayed.add(status(replay, api, id));
        }
        assertThat(replayed).isEqualTo(recorded);
        world.pass(4);
        assertThat(status(replay, api, id)).isIn("in_progress", "pending");
        world.pass(1);
        JsonNode again = poll(replay, api, id).json();
        assertThat(again.path("status")).isEqualTo(finished.path("status"));
        String url = videoUrl(again);
        assertThat(url).startsWith(world.emulator().mediaUrl());
        assertThat(replay.download(url).body()).isEqualTo(film);
        assertThat(replay.download(url).header("Content-Type")).isEqualTo("video/mp4");
        assertThat(world.gateway.requests().count()).as("requests to the gateway").isEqualTo(sent);
        assertThat(world.emulator().tape().misses()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Api.class)
    void equalRequestsAreReplayedInTheirOrder(Api api) throws IOException {
        ApiClient recording = world.record();
        String first = world.recordJob(recording, api, video("p"));
        String second = world.recordJob(recording, api, video("p"));

        ApiClient replay = world.replay();
        assertThat(submit(replay, api, video("p"))).isEqualTo(first);
        assertThat(submit(replay, api, video("p"))).isEqualTo(second);
        ApiClient.Answer third = api == Api.XAI ? replay.generate(video("p")) : replay.create(video("p"));
        assertThat(third.status()).isEqualTo(400);
        assertThat(third.text()).contains("submitted 2 times", "once more", "reset");
        world.emulator().reset();
        assertThat(submit(replay, api, video("p"))).as("from the start").isEqualTo(first);
    }

    @Test
    void timesCanBeCompressed() throws IOException {
        String id = world.recordJob(world.record(), Api.LUMENFALL, video("p"));
        ApiClient replay = world.replay(100);
        submit(replay, Api.LUMENFALL, video("p"));
        world.clock.advance(Duration.ofMillis(100));
        assertThat(status(replay, Api.LUMENFALL, id)).isEqualTo("queued");
        world.clock.advance(Duration.ofMillis(20));
        assertThat(status(replay, Api.LUMENFALL, id)).isEqualTo("completed");
    }

    @Test
    void datesInAnswersAreThoseOfTheReplay() throws IOException {
        ApiClient recording = world.record();
        Instant recordedAt = world.clock.instant();
        String id = world.recordJob(recording, Api.LUMENFALL, video("p"));
        JsonNode then = recording.get(id).json();
        world.pass(Duration.ofDays(30).toSeconds());

        ApiClient replay = world.replay();
        Instant now = world.clock.instant();
        submit(replay, Api.LUMENFALL, video("p"));
        world.pass(12);
        JsonNode json = replay.get(id).json();
        long later = Duration.between(recordedAt, now).toSeconds();
        for (String member : List.of("created_at", "completed_at", "expires_at")) {
            assertThat(json.path(member).asLong()).as(member).isEqualTo(then.path(member).asLong() + later);
        }
    }

    @Test
    void attemptsWithOneKeyAreOneSubmission() throws IOException {
        ApiClient recording = world.record();
        ObjectNode request = video("p").put("idempotency_key", "k1");
        world.gateway.faults().next(Operation.CREATE, Fault.status(429).retryAfter(7), Fault.dropAfter());
        assertThat(recording.create(request).header("Retry-After")).isEqualTo("7");
        assertThatThrownBy(() -> recording.create(request)).isInstanceOf(IOException.class);
        ApiClient.Answer accepted = recording.create(request);
        assertThat(accepted.status()).as("the job of the lost answer").isEqualTo(200);

        ApiClient replay = world.replay();
        ObjectNode again = video("p").put("idempotency_key", "another key");
        ApiClient.Answer refused = replay.create(again);
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.header("Retry-After")).isEqualTo("7");
        assertThat(refused.errorCode()).isEqualTo("RATE_LIMITED");
        assertThatThrownBy(() -> replay.create(again)).isInstanceOf(IOException.class);
        for (int i = 0; i < 3; i++) {
            assertThat(replay.create(again).id()).as("the same job, however often").isEqualTo(accepted.id());
        }
        assertThat(replay.create(video("p").put("idempotency_key", "a third key")).status()).isEqualTo(400);
    }

    @Test
    void retryAfterIsCompressedToo() throws IOException {
        world.gateway.faults().next(Operation.CREATE, Fault.status(429).retryAfter(40));
        world.record().create(video("p"));
        assertThat(world.replay(20).create(video("p")).header("Retry-After")).isEqualTo("2");
    }

    @Test
    void aFailedPollIsReplayedOnceAtItsTime() throws IOException {
        ApiClient recording = world.record();
        String id = submit(recording, Api.LUMENFALL, video("p"));
        world.pass(1);
        recording.get(id);
        world.pass(4);
        world.gateway.faults().next(Operation.GET, Fault.status(503), Fault.dropBefore());
        assertThat(recording.get(id).status()).isEqualTo(503);
        world.pass(1);
        assertThat(world.pollOnce(id)).isEqualTo("cut");
        world.pass(6);
        world.finish(recording, Api.LUMENFALL, id);

        ApiClient replay = world.replay();
        submit(replay, Api.LUMENFALL, video("p"));
        world.pass(4);
        assertThat(replay.get(id).status()).isEqualTo(200);
        world.pass(1);
        assertThat(replay.get(id).status()).isEqualTo(503);
        assertThat(replay.get(id).json().path("status").asText()).isEqualTo("queued");
        world.pass(20);
        assertThat(world.pollOnce(id)).isEqualTo("cut");
        assertThat(status(replay, Api.LUMENFALL, id)).isEqualTo("completed");
    }

    @Test
    void aPollThatFailsForGoodStaysSo() throws IOException {
        ApiClient recording = world.record();
        String id = submit(recording, Api.LUMENFALL, video("p"));
        world.pass(1);
        world.gateway.faults().next(Operation.GET, Fault.status(404));
        recording.get(id);

        ApiClient replay = world.replay();
        submit(replay, Api.LUMENFALL, video("p"));
        world.pass(1);
        assertThat(replay.get(id).status()).isEqualTo(404);
        assertThat(replay.get(id).status()).isEqualTo(404);
    }

    @Test
    void rejectedRequestsAreReplayed() throws IOException {
        ApiClient recording = world.record();
        JsonNode rejected = recording.create(video("p").put("model", "no-such-model")).json();
        assertThat(rejected.path("error").path("code").asText()).isNotEmpty();
        JsonNode xai = recording.generate(video("p").put("duration", 99)).json();

        ApiClient replay = world.replay();
        assertThat(replay.create(video("p").put("model", "no-such-model")).json()).isEqualTo(rejected);
        assertThat(replay.generate(video("p").put("duration", 99)).json()).isEqualTo(xai);
    }

    @Test
    void otherRequestsAreReplayed() throws IOException {
        ApiClient recording = world.record();
        JsonNode models = recording.send(recording.request(world.emulator().baseUrl() + "/models")).json();
        JsonNode estimate = recording.post(world.emulator().baseUrl() + "/videos?dryRun=true", video("p")).json();

        ApiClient replay = world.replay();
        for (int i = 0; i < 2; i++) {
            assertThat(replay.send(replay.request(world.emulator().openAiBaseUrl() + "/models")).json())
                    .as("at each address").isEqualTo(models);
            assertThat(replay.post(world.emulator().baseUrl() + "/videos?dryRun=true", video("p")).json())
                    .isEqualTo(estimate);
        }
        assertThat(replay.create(video("p")).status()).as("an estimate is no submission").isEqualTo(400);
    }

    @Test
    void imagesAreComparedByTheirContent() throws IOException {
        ApiClient recording = world.record();
        byte[] red = image("png", Color.RED, 64, 64);
        String id = submit(recording, Api.LUMENFALL, withImage("data:image/png;base64,", red));

        ApiClient replay = world.replay();
        assertThat(submit(replay, Api.LUMENFALL, withImage("data:application/octet-stream;base64,", red))).isEqualTo(id);
        ApiClient.Answer other = replay.create(withImage("data:image/png;base64,", image("png", Color.BLUE, 64, 64)));
        assertThat(other.status()).isEqualTo(400);
        assertThat(other.json().path("error").path("message").asText())
                .contains("input_reference.image_url (on the tape \"sha256:").doesNotContain("prompt");
    }

    private static ObjectNode withImage(String head, byte[] image) {
        return video("p").set("input_reference",
                Json.object().put("image_url", head + java.util.Base64.getEncoder().encodeToString(image)));
    }

    @Test
    void formsAreComparedByTheirContent() throws IOException {
        byte[] red = image("png", Color.RED, 64, 64);
        String id = form(world.record(), "frontier", red).id();
        assertThat(id).isNotEmpty();
        assertThat(form(world.replay(), "anotherBoundary", red).id()).isEqualTo(id);
    }

    private ApiClient.Answer form(ApiClient client, String boundary, byte[] image) throws IOException {
        String head = "--" + boundary + "\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\ngrok-imagine-video\r\n--"
                      + boundary + "\r\nContent-Disposition: form-data; name=\"prompt\"\r\n\r\np\r\n--" + boundary
                      + "\r\nContent-Disposition: form-data; name=\"input_reference[]\"; filename=\"a.png\"\r\n"
                      + "Content-Type: image/png\r\n\r\n";
        java.io.ByteArrayOutputStream body = new java.io.ByteArrayOutputStream();
        body.write(head.getBytes(StandardCharsets.UTF_8));
        body.write(image);
        body.write(("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8));
        return client.send(client.request(world.emulator().baseUrl() + "/videos")
                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray())));
    }

    @Test
    void aVideoOfTheTapeCanBeAnInput() throws IOException {
        ApiClient recording = world.record();
        String first = world.recordJob(recording, Api.XAI, video("p"));
        String url = videoUrl(recording.poll(first).json());
        String edited = recording.submit("edits", edit(url)).requestId();
        assertThat(edited).isNotEmpty();
        assertThat(world.gateway.requests().last().text()).as("the gateway gets its own address")
                .contains(world.gateway.mediaUrl()).doesNotContain(world.emulator().mediaUrl());

        ApiClient replay = world.replay();
        submit(replay, Api.XAI, video("p"));
        world.pass(12);
        String urlNow = videoUrl(replay.poll(first).json());
        assertThat(urlNow).isNotEqualTo(url);
        assertThat(replay.submit("edits", edit(urlNow)).requestId()).isEqualTo(edited);
        assertThat(replay.submit("edits", edit(dataUri("video/mp4", replay.download(urlNow).body()))).text())
                .as("the same bytes, a second time").contains("submitted 1 time");
    }

    private static ObjectNode edit(String url) {
        ObjectNode body = video("at night");
        body.putObject("video").put("url", url);
        return body;
    }

    @Test
    void aCancellationIsReplayedWhenTheClientCancels() throws IOException {
        ApiClient recording = world.record();
        String id = submit(recording, Api.LUMENFALL, video("p"));
        world.pass(3);
        recording.get(id);
        world.pass(1);
        assertThat(recording.cancel(id).status()).isEqualTo(204);
        world.pass(1);
        String cancelled = recording.get(id).json().path("status").asText();

        ApiClient replay = world.replay();
        submit(replay, Api.LUMENFALL, video("p"));
        world.pass(60);
        assertThat(status(replay, Api.LUMENFALL, id)).as("not before").isEqualTo("in_progress");
        assertThat(replay.cancel(id).status()).isEqualTo(204);
        world.pass(1);
        assertThat(status(replay, Api.LUMENFALL, id)).isEqualTo(cancelled).isNotEqualTo("in_progress");
    }

    @Test
    void aCancellationThatWasNotRecordedFails() throws IOException {
        String id = world.recordJob(world.record(), Api.LUMENFALL, video("p"));
        ApiClient replay = world.replay();
        submit(replay, Api.LUMENFALL, video("p"));
        assertThat(replay.cancel(id).text()).contains("was not cancelled when it was recorded");
    }

    @Test
    void webhooksAreSentAtTheirTimeWithTheEmulatorsSecret() throws Exception {
        BlockingQueue<byte[]> received = new LinkedBlockingQueue<>();
        HttpServer receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", exchange -> {
            received.add(exchange.getRequestBody().readAllBytes());
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        receiver.start();
        String hook = "http://127.0.0.1:" + receiver.getAddress().getPort();
        try {
            ApiClient recording = world.record();
            JsonNode realSecret = recording.send(recording.request(world.emulator().baseUrl() + "/webhooks/secret")).json();
            String id = world.recordJob(recording, Api.LUMENFALL, video("p").put("webhook_url", hook + "/recording"));
            assertThat(received.poll(20, TimeUnit.SECONDS)).as("from the gateway itself").isNotNull();

            ApiClient replay = world.replay();
            assertThat(submit(replay, Api.LUMENFALL, video("p").put("webhook_url", hook + "/replay"))).isEqualTo(id);
            world.pass(11);
            JsonNode secret = replay.send(replay.request(world.emulator().baseUrl() + "/webhooks/secret")).json();
            assertThat(secret.path("key").asText()).isEqualTo(world.emulator().webhooks().secret())
                    .isNotEqualTo(realSecret.path("key").asText());
            assertThat(received).isEmpty();
            world.pass(1);
            byte[] sent = received.poll(20, TimeUnit.SECONDS);
            assertThat(sent).isNotNull();
            JsonNode body = Json.read(sent);
            assertThat(body.path("type").asText()).isEqualTo("video.completed");
            assertThat(body.path("data").path("id").asText()).isEqualTo(id);
            assertThat(replay.download(body.path("data").path("output").path("url").asText()).status()).isEqualTo(200);
            await().untilAsserted(() -> assertThat(world.emulator().webhooks().deliveries()).singleElement()
                    .extracting(WebhookDelivery::url).isEqualTo(hook + "/replay"));
        } finally {
            receiver.stop(0);
        }
    }

    @Test
    void downloadsHaveRangesAndAreThereWithoutADownloadInTheRecording() throws IOException {
        String id = world.recordJob(world.record(), Api.LUMENFALL, video("p"));
        ApiClient replay = world.replay();
        submit(replay, Api.LUMENFALL, video("p"));
        world.pass(12);
        String url = videoUrl(replay.get(id).json());
        byte[] film = replay.download(url).body();
        assertThat(new String(film, 4, 4, StandardCharsets.US_ASCII)).isEqualTo("ftyp");
        ApiClient.Answer part = replay.send(HttpRequest.newBuilder(java.net.URI.create(url)).header("Range", "bytes=4-7"));
        assertThat(part.status()).isEqualTo(206);
        assertThat(part.text()).isEqualTo("ftyp");
        assertThat(part.header("Content-Range")).isEqualTo("bytes 4-7/" + film.length);
        ApiClient.Answer head = replay.send(
                HttpRequest.newBuilder(java.net.URI.create(url)).method("HEAD", HttpRequest.BodyPublishers.noBody()));
        assertThat(head.header("Content-Length")).isEqualTo(Integer.toString(film.length));
        assertThat(replay.download(world.emulator().mediaUrl() + "/tape/none.mp4").status()).isEqualTo(404);
    }

    @Test
    void failedDownloadsAreReplayedInTheirOrder() throws IOException {
        ApiClient recording = world.record();
        String id = submit(recording, Api.LUMENFALL, video("p"));
        // the first is the recorder's own, which no client sees
        world.gateway.faults().next(Operation.MEDIA, Fault.status(500), Fault.status(404), Fault.truncatedBody());
        world.pass(12);
        String url = videoUrl(world.finish(recording, Api.LUMENFALL, id));
        await().until(() -> world.gateway.mediaRequests().count() == 1);
        List<String> recorded = outcomes(url);
        assertThat(recorded).endsWith("200").contains("cut");

        ApiClient replay = world.replay();
        submit(replay, Api.LUMENFALL, video("p"));
        world.pass(12);
        assertThat(outcomes(videoUrl(replay.get(id).json()))).isEqualTo(recorded);
    }

    private List<String> outcomes(String url) throws IOException {
        List<String> outcomes = new ArrayList<>();
        while (!outcomes.contains("200") && outcomes.size() < 10) {
            outcomes.add(world.once(url));
        }
        return outcomes;
    }

    @Test
    void aMissNamesTheNearestRecording() throws IOException {
        ApiClient recording = world.record();
        recording.create(video("a fox in the snow").put("duration", 6));
        recording.create(video("a ship").put("duration", 6).put("resolution", "480p"));

        ApiClient replay = world.replay();
        ApiClient.Answer miss = replay.create(video("a fox in the sand").put("duration", 6.0).put("size", "16:9"));
        assertThat(miss.status()).isEqualTo(400);
        assertThat(miss.errorCode()).isEqualTo("NOT_ON_TAPE");
        String message = miss.json().path("error").path("message").asText();
        assertThat(message).isEqualTo(
                "POST /videos is not on the tape in " + world.folder + ": the nearest of 2 recorded requests differs in "
                                      + "prompt (on the tape \"a fox in the snow\", in the request \"a fox in the sand\"), "
                                      + "size (on the tape absent, in the request \"16:9\").");
        assertThat(world.emulator().tape().misses()).hasSize(1);
        assertThat(replay.generate(video("p")).text()).contains("no request of this kind was recorded");
        assertThat(replay.get("job-9").text()).contains("GET /videos/job-9 is not on the tape", "it has the jobs ");
        assertThat(world.emulator().tape().misses()).hasSize(3);
        world.emulator().reset();
        assertThat(world.emulator().tape().misses()).isEmpty();
    }

    @Test
    void aJobFromBeforeTheRecordingIsRecordedByItsPolls() throws IOException {
        String id = new ApiClient(() -> world.gateway).create(video("p")).id();
        ApiClient recording = world.record();
        recording.get(id);
        world.pass(12);
        world.finish(recording, Api.LUMENFALL, id);

        ApiClient replay = world.replay();
        assertThat(status(replay, Api.LUMENFALL, id)).isEqualTo("queued");
        world.pass(12);
        assertThat(status(replay, Api.LUMENFALL, id)).isEqualTo("completed");
    }

    @Test
    void faultsCanBeAddedToAReplay() throws IOException {
        world.recordJob(world.record(), Api.LUMENFALL, video("p"));
        ApiClient replay = world.replay();
        world.emulator().faults().next(Operation.CREATE, Fault.status(503), Fault.dropAfter());
        assertThat(replay.create(video("p").put("idempotency_key", "k")).status()).isEqualTo(503);
        assertThatThrownBy(() -> replay.create(video("p").put("idempotency_key", "k"))).isInstanceOf(IOException.class);
        assertThat(replay.create(video("p").put("idempotency_key", "k")).id()).isNotEmpty();
    }

    /** Records the tape that TapeExtensionTest replays, with {@code -Dgrokvideo.tape.renew=true}. */
    @Test
    @EnabledIfSystemProperty(named = "grokvideo.tape.renew", matches = "true")
    void renew() throws IOException {
        ManualClock clock = new ManualClock();
        try (GatewayEmulator real = GatewayEmulator.builder().tiny(true).clock(clock).build().start();
             GatewayEmulator recorder = GatewayEmulator.builder().tape(TapeExtensionTest.TAPE).record(true).clock(clock)
                     .recordFrom(Api.LUMENFALL, real.baseUrl(), real.apiKey()).build().start()) {
            ApiClient client = new ApiClient(() -> recorder);
            String id = client.create(video("a fox in the snow").put("duration", 1)).id();
            for (int seconds = 0; seconds < 6; seconds += 2) {
                clock.advance(Duration.ofSeconds(2));
                client.get(id);
            }
            await().until(() -> client.get(id).json().path("status").asText().equals("completed"));
        }
    }
}
