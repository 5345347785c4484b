package io.github.grokvideo.emulator;

import java.awt.Color;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import io.github.grokvideo.emulator.internal.Json;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.javacv.FFmpegFrameRecorder;
import org.bytedeco.javacv.Frame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static io.github.grokvideo.emulator.ApiClient.video;
import static io.github.grokvideo.emulator.RenderingTest.assertPlayable;
import static io.github.grokvideo.emulator.RenderingTest.dataUri;
import static io.github.grokvideo.emulator.RenderingTest.distance;
import static io.github.grokvideo.emulator.RenderingTest.image;
import static org.assertj.core.api.Assertions.assertThat;

class XaiRenderingTest {

    @RegisterExtension
    static final GrokVideoEmulatorExtension xai = new GrokVideoEmulatorExtension();

    private static final Duration MIDDLE = Duration.ofMillis(900);

    @TempDir
    Path directory;

    private final ApiClient client = new ApiClient(xai::emulator);

    // generations

    @ParameterizedTest
    @CsvSource({
            "480p, 16:9, 848x480", "480p, 9:16, 480x848", "480p, 1:1, 480x480", "480p, 4:3, 640x480", "480p, 2:3, 480x720",
            "720p, 16:9, 1280x720", "720p, 3:4, 720x960", "720p, 3:2, 1080x720", "1080p, 16:9, 1920x1080",
            "1080p, 9:16, 1080x1920", "1080p, 3:2, 1620x1080", ", , 848x480" })
    void textToVideo(String resolution, String aspectRatio, String size) throws IOException {
        JsonNode done = client.done("generations", video("a boat").put("model", "grok-imagine-video-1.5").put("duration", 1)
                .put("resolution", resolution).put("aspect_ratio", aspectRatio));
        assertThat(only().size()).isEqualTo(size);
        VideoProbe probe = download(done);
        assertPlayable(probe, 1_000);
        String[] sides = size.split("x");
        assertThat((double) probe.width() / probe.height())
                .isCloseTo(Double.parseDouble(sides[0]) / Double.parseDouble(sides[1]),
                        org.assertj.core.api.Assertions.within(0.08));
    }

    @ParameterizedTest
    @CsvSource({ "480p, 16:9, 848, 480", "720p, 2:3, 720, 1080" })
    void toThePixel(String resolution, String aspectRatio, int width, int height) throws IOException {
        try (GatewayEmulator full = GatewayEmulator.builder().build().start()) {
            ApiClient other = new ApiClient(() -> full);
            JsonNode done = other.done("generations",
                    video("p").put("duration", 1).put("resolution", resolution).put("aspect_ratio", aspectRatio));
            VideoProbe probe = VideoProbe.probe(other.download(done.path("video").path("url").asText()).body());
            assertThat(probe.width()).isEqualTo(width);
            assertThat(probe.height()).isEqualTo(height);
        }
    }

    @ParameterizedTest
    @CsvSource({ "image, url, 480x848", "input_reference, image_url, 480x848" })
    void imageIsTheFirstFrame(String field, String key, String size) throws IOException {
        String url = dataUri("image/png", image("png", new Color(20, 160, 60), 100, 170));
        ObjectNode body = Json.object().put("duration", 2);
        body.putObject(field).put(key, url);
        VideoProbe probe = download(client.done("generations", body));
        assertThat(only().size()).as("the nearest shape to the image's").isEqualTo(size);
        assertPlayable(probe, 2_000);
        assertThat(new Color(probe.frame(MIDDLE).getRGB(18, 8)).getGreen()).isGreaterThan(110);
    }

    @Test
    void imageInAnotherShape() throws IOException {
        ObjectNode body = video("p").put("duration", 1).put("aspect_ratio", "1:1");
        body.putObject("image").put("url", dataUri("image/png", image("png", Color.RED, 90, 160)));
        VideoProbe probe = download(client.done("generations", body));
        assertThat(only().size()).isEqualTo("480x480");
        assertThat(probe.width()).isEqualTo(probe.height());
    }

    @Test
    void referenceImagesFollowEachOther() throws IOException {
        ObjectNode body = video("<IMAGE_1> turns into <IMAGE_2>").put("duration", 4);
        for (Color colour : List.of(Color.RED, Color.BLUE)) {
            body.withArray("reference_images").addObject()
                    .put("url", dataUri("image/png", image("png", colour, 64, 64)));
        }
        VideoProbe probe = download(client.done("generations", body));
        assertThat(only().size()).as("references do not give the shape").isEqualTo("848x480");
        assertPlayable(probe, 4_000);
        assertThat(new Color(probe.frame(Duration.ofMillis(200)).getRGB(32, 8)).getRed()).isGreaterThan(150);
        assertThat(new Color(probe.frame(Duration.ofMillis(3_800)).getRGB(32, 8)).getBlue()).isGreaterThan(150);
    }

    @Test
    void imageThatCannotBeReadFailsTheJob() throws IOException {
        ObjectNode body = video("p");
        body.putObject("image").put("url", dataUri("image/png", new byte[] { 1, 2, 3 }));
        JsonNode failed = client.done("generations", body);
        assertThat(failed.path("status").asText()).isEqualTo("failed");
        assertThat(failed.path("error").path("code").asText()).isEqualTo("invalid_argument");
        assertThat(failed.path("error").path("message").asText()).contains("image is not an image that can be read");
    }

    // edits

    @Test
    void editKeepsTheDurationAndChangesTheColours() throws IOException {
        JsonNode source = client.done("generations", video("a red fox").put("duration", 3).put("aspect_ratio", "3:4"));
        VideoProbe input = download(source);
        xai.ledger().clear();
        JsonNode done = client.done("edits", withVideo(video("at night"), source));
        assertThat(done.path("video").path("duration").asInt()).isEqualTo(3);
        VideoProbe output = download(done);
        assertPlayable(output, 3_000);
        assertThat(output.width()).isEqualTo(input.width());
        assertThat(output.height()).isEqualTo(input.height());
        assertThat(output.frames()).isEqualTo(input.frames());
        assertThat(distance(input.averageColor(MIDDLE), output.averageColor(MIDDLE))).isGreaterThan(15);
        assertThat(xai.ledger().total()).isEqualByComparingTo("0.15");
        assertThat(xai.mediaRequests().all()).as("the emulator reads its own file").hasSize(2);
    }

    @Test
    void editOfAModeratedPromptIsChargedByItsInput() throws IOException {
        JsonNode source = client.done("generations", video("p").put("duration", 3));
        xai.faults().next(Operation.CREATE, Fault.moderation());
        JsonNode moderated = client.done("edits", withVideo(video("q"), source));
        assertThat(moderated.path("video").path("duration").asInt()).isEqualTo(3);
        assertThat(moderated.path("usage").path("cost_in_usd_ticks").asLong()).isEqualTo(1_500_000_000L);
    }

    @Test
    void tooLargeInputIsReduced() throws IOException {
        try (GatewayEmulator full = GatewayEmulator.builder().build().start()) {
            ApiClient other = new ApiClient(() -> full);
            JsonNode source = other.done("generations", video("p").put("duration", 1).put("resolution", "1080p")
                    .put("model", "grok-imagine-video-1.5"));
            full.ledger().clear();
            String id = other.submit("edits", withVideo(video("q"), source)).requestId();
            assertThat(full.jobs().find(id).orElseThrow().size()).isEqualTo("1280x720");
            assertThat(full.ledger().total()).isEqualByComparingTo("0.07");
            full.jobs().fail(id, "internal_error", "not needed any more");
        }
    }

    @ParameterizedTest
    @CsvSource({
            "edits, 9, video has 9.0 seconds, but may have 8.7",
            "extensions, 1, 'video has 1.0 seconds, but must have 2 to 30'" })
    void inputMustHaveARightLength(String path, int seconds, String message) throws IOException {
        JsonNode source = client.done("generations", video("p").put("duration", seconds));
        ApiClient.Answer refused = client.submit(path, withVideo(video("q"), source));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().path("error").asText()).contains(message);
        assertThat(xai.ledger().billedJobs()).isEqualTo(1);
    }

    @Test
    void inputMustBeAVideo() throws IOException {
        ApiClient.Answer broken = edit(dataUri("video/mp4", new byte[100]));
        assertThat(broken.status()).isEqualTo(400);
        assertThat(broken.json().path("error").asText()).contains("video is not a video that can be read");
        ApiClient.Answer avi = edit(dataUri("video/avi", avi()));
        assertThat(avi.status()).isEqualTo(400);
        assertThat(avi.json().path("error").asText()).contains("must be an MP4", "avi", "mpeg4");
        String id = client.generate(video("p").put("duration", 1)).requestId();
        xai.jobs().finish(id);
        String url = client.poll(id).json().path("video").path("url").asText();
        xai.jobs().expireMedia(id);
        assertThat(edit(url).json().path("error").asText()).contains("expired");
        assertThat(xai.ledger().billedJobs()).isEqualTo(1);
    }

    private byte[] avi() throws IOException {
        Path file = directory.resolve("input.avi");
        try (FFmpegFrameRecorder recorder = new FFmpegFrameRecorder(file.toFile(), 64, 64);
             Frame frame = new Frame(64, 64, Frame.DEPTH_UBYTE, 3)) {
            recorder.setFormat("avi");
            recorder.setVideoCodec(avcodec.AV_CODEC_ID_MPEG4);
            recorder.setFrameRate(5);
            recorder.start();
            for (int i = 0; i < 10; i++) {
                recorder.record(frame);
            }
        }
        return Files.readAllBytes(file);
    }

    private ApiClient.Answer edit(String url) throws IOException {
        ObjectNode body = video("q");
        body.putObject("video").put("url", url);
        return client.submit("edits", body);
    }

    // extensions

    @Test
    void extensionIsTheInputFollowedByNewSeconds() throws IOException {
        JsonNode source = client.done("generations", video("a red fox").put("duration", 2).put("aspect_ratio", "1:1"));
        VideoProbe input = download(source);
        xai.ledger().clear();
        JsonNode done = client.done("extensions", withVideo(video("it runs away").put("duration", "3"), source));
        assertThat(done.path("video").path("duration").asInt()).isEqualTo(5);
        VideoProbe output = download(done);
        assertPlayable(output, 5_000);
        assertThat(output.width()).isEqualTo(64);
        assertThat(output.height()).isEqualTo(64);
        assertThat(distance(input.averageColor(MIDDLE), output.averageColor(MIDDLE)))
                .as("the beginning is the input's").isLessThan(12);
        assertThat(RenderingTest.difference(input.frame(MIDDLE), output.frame(MIDDLE))).isLessThan(15);
        assertThat(RenderingTest.difference(input.frame(Duration.ofSeconds(2)), output.frame(Duration.ofMillis(4_900))))
                .as("the end is new").isGreaterThan(15);
        assertThat(xai.ledger().total()).as("for the new seconds").isEqualByComparingTo("0.15");
    }

    @Test
    void extensionHasSixSecondsByDefault() throws IOException {
        JsonNode source = client.done("generations", video("p").put("duration", 2));
        assertThat(client.done("extensions", withVideo(video("q"), source)).path("video").path("duration").asInt())
                .isEqualTo(8);
    }

    // files

    @Test
    void storedFileCanBeAnInput() throws IOException {
        ObjectNode body = video("p").put("duration", 2);
        body.putObject("storage_options").put("filename", "boat.mp4").put("expires_after", 3600);
        JsonNode output = client.done("generations", body).path("video").path("file_output");
        assertThat(output.path("filename").asText()).isEqualTo("boat.mp4");
        assertThat(output.path("file_id").asText()).startsWith("file_");
        ObjectNode edit = video("q");
        edit.putObject("video").put("file_id", output.path("file_id").asText());
        assertPlayable(download(client.done("edits", edit)), 2_000);
        assertThat(client.done("generations", video("p").put("duration", 1)).path("video").has("file_output")).isFalse();
    }

    @Test
    void videoIsUploadedWhereItIsWanted() throws IOException {
        List<byte[]> bodies = new CopyOnWriteArrayList<>();
        List<String> heads = new CopyOnWriteArrayList<>();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            heads.add(exchange.getRequestMethod() + " " + exchange.getRequestHeaders().getFirst("Content-Type") + " "
                      + exchange.getRequestHeaders().getFirst("Authorization"));
            bodies.add(exchange.getRequestBody().readAllBytes());
            exchange.sendResponseHeaders(exchange.getRequestURI().getPath().equals("/take") ? 200 : 403, -1);
            exchange.close();
        });
        server.start();
        try {
            String origin = "http://127.0.0.1:" + server.getAddress().getPort();
            ObjectNode body = video("p").put("duration", 1);
            body.putObject("output").put("upload_url", origin + "/take?signature=s");
            JsonNode done = client.done("generations", body);
            assertThat(heads).containsExactly("PUT video/mp4 null");
            assertThat(bodies.get(0)).isEqualTo(client.download(done.path("video").path("url").asText()).body());

            body.putObject("output").put("upload_url", origin + "/refuse");
            JsonNode failed = client.done("generations", body);
            assertThat(failed.path("status").asText()).isEqualTo("failed");
            assertThat(failed.path("error").path("code").asText()).isEqualTo("invalid_argument");
            assertThat(failed.path("error").path("message").asText()).contains("403");
        } finally {
            server.stop(0);
        }
    }

    private static ObjectNode withVideo(ObjectNode body, JsonNode source) {
        body.putObject("video").put("url", source.path("video").path("url").asText());
        return body;
    }

    private VideoJob only() {
        assertThat(xai.jobs().count()).isEqualTo(1);
        return xai.jobs().all().get(0);
    }

    private VideoProbe download(JsonNode done) throws IOException {
        assertThat(done.path("status").asText()).as(done.toString()).isEqualTo("done");
        return VideoProbe.probe(client.download(done.path("video").path("url").asText()).body());
    }
}
