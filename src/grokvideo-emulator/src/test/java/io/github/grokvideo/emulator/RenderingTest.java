package io.github.grokvideo.emulator;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Base64;

import javax.imageio.ImageIO;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import io.github.grokvideo.emulator.internal.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.grokvideo.emulator.ApiClient.video;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class RenderingTest {

    @RegisterExtension
    static final GrokVideoEmulatorExtension gateway = new GrokVideoEmulatorExtension();

    private static final Duration MIDDLE = Duration.ofMillis(900);

    private final ApiClient client = new ApiClient(gateway::emulator);

    @Test
    void textToVideo() throws IOException {
        VideoProbe probe = render(video("a boat").put("seconds", "3").put("size", "1024x1024"));
        assertPlayable(probe, 3_000);
        assertThat(probe.width()).isEqualTo(64);
        assertThat(probe.height()).isEqualTo(64);
        assertThat(probe.frames()).isEqualTo(15);
    }

    @ParameterizedTest
    @CsvSource({
            "1365x768, 64, 36", "768x1365, 36, 64", "1254x836, 64, 42", "836x1254, 42, 64", "887x1182, 48, 64",
            "1024x1024, 64, 64", "1183x887, 64, 48" })
    void tinyVideosHaveTheShapeThatIsAnswered(String size, int width, int height) throws IOException {
        JsonNode job = client.completed(video("p").put("seconds", 1).put("size", size));
        assertThat(job.path("size").asText()).isEqualTo(size);
        VideoProbe probe = download(job);
        assertThat(probe.width()).isEqualTo(width);
        assertThat(probe.height()).isEqualTo(height);
    }

    @Test
    void eachPromptAndEachVariantLooksAndSoundsDifferent() throws IOException {
        JsonNode two = client.completed(video("a red fox").put("seconds", 1).put("n", 2));
        VideoProbe first = probe(two.path("output").path(0));
        VideoProbe second = probe(two.path("output").path(1));
        VideoProbe other = render(video("a blue whale").put("seconds", 1));
        assertThat(distance(first.averageColor(MIDDLE), other.averageColor(MIDDLE))).isGreaterThan(20);
        assertThat(distance(first.averageColor(MIDDLE), second.averageColor(MIDDLE))).isGreaterThan(20);
        assertThat(first.loudness()).isNotCloseTo(other.loudness(), within(1e-9));
    }

    @Test
    void samePromptLooksTheSame() throws IOException {
        VideoProbe one = render(video("a red fox").put("seconds", 1));
        VideoProbe again = render(video("a red fox").put("seconds", 1));
        assertThat(again.averageColor(MIDDLE)).isEqualTo(one.averageColor(MIDDLE));
    }

    @Test
    void pictureMoves() throws IOException {
        VideoProbe probe = render(video("waves").put("seconds", 4));
        assertThat(difference(probe.frame(Duration.ofMillis(1_000)), probe.frame(Duration.ofMillis(3_800))))
                .isGreaterThan(4);
    }

    @ParameterizedTest
    @ValueSource(strings = { "png", "jpg", "gif" })
    void imageToVideo(String format) throws IOException {
        byte[] image = image(format, new Color(20, 160, 60), 90, 160);
        JsonNode job = client.completed(video("grow").put("seconds", 2).set("input_reference",
                Json.object().put("image_url", dataUri("image/" + format, image))));
        assertThat(job.path("size").asText()).as("the shape of the image").isEqualTo("768x1365");
        VideoProbe probe = download(job);
        assertPlayable(probe, 2_000);
        assertThat(new Color(probe.frame(MIDDLE).getRGB(18, 8)).getGreen()).isGreaterThan(110);
    }

    @ParameterizedTest
    @ValueSource(strings = {
            // one pixel, lossy and lossless
            "UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA",
            "UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==" })
    void webpImage(String webp) throws IOException {
        JsonNode job = client.completed(video("p").put("seconds", 1).set("input_reference",
                Json.array().add(Json.object().put("image_url", "data:image/webp;base64," + webp))));
        assertThat(job.path("size").asText()).isEqualTo("1024x1024");
        assertPlayable(download(job), 1_000);
    }

    @Test
    void severalImagesFollowEachOther() throws IOException {
        ObjectNode body = video("p").put("seconds", 4).put("size", "1:1");
        body.putArray("input_reference")
                .addObject().put("image_url", dataUri("image/png", image("png", Color.RED, 64, 64)));
        body.withArray("input_reference")
                .addObject().put("image_url", dataUri("image/png", image("png", Color.BLUE, 64, 64)));
        VideoProbe probe = render(body);
        assertThat(new Color(probe.frame(Duration.ofMillis(200)).getRGB(32, 8)).getRed()).isGreaterThan(150);
        assertThat(new Color(probe.frame(Duration.ofMillis(3_800)).getRGB(32, 8)).getBlue()).isGreaterThan(150);
    }

    @Test
    void videoToVideoKeepsTheDurationAndChangesTheColours() throws IOException {
        JsonNode source = client.completed(video("a red fox").put("seconds", 3).put("size", "2:3"));
        VideoProbe input = download(source);
        JsonNode job = client.completed(video("at night").put("input_video", source.path("output").path("url").asText()));
        assertThat(job.path("seconds").asText()).isEqualTo("3");
        assertThat(job.path("size").asText()).as("the shape of the input").isEqualTo("836x1254");
        assertThat(job.path("metadata").path("cost").decimalValue()).isEqualByComparingTo("0.15");
        assertThat(gateway.ledger().total()).as("corrected by the input's duration").isEqualByComparingTo("0.30");
        VideoProbe output = download(job);
        assertPlayable(output, 3_000);
        assertThat(output.frames()).isEqualTo(input.frames());
        assertThat(distance(input.averageColor(MIDDLE), output.averageColor(MIDDLE))).isGreaterThan(15);
        assertThat(gateway.mediaRequests().all()).as("the emulator reads its own file").hasSize(2);
    }

    @Test
    void videoFromADataUriAndFromAnAddress() throws IOException {
        byte[] input = client.download(
                client.completed(video("p").put("seconds", 1)).path("output").path("url").asText()).body();
        assertPlayable(render(video("q").put("input_video", dataUri("video/mp4", input))), 1_000);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(exchange.getRequestURI().getPath().equals("/v.mp4") ? 200 : 404, input.length);
            exchange.getResponseBody().write(input);
            exchange.close();
        });
        server.start();
        try {
            String origin = "http://127.0.0.1:" + server.getAddress().getPort();
            assertPlayable(render(video("q").put("input_video", origin + "/v.mp4")), 1_000);
            JsonNode missing = client.completed(video("q").put("input_video", origin + "/none"));
            assertThat(missing.path("status").asText()).isEqualTo("failed");
            assertThat(missing.path("error").path("message").asText()).contains("404");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void inputsThatCannotBeReadFailTheJob() throws IOException {
        JsonNode image = client.completed(video("p").set("input_reference",
                Json.object().put("image_url", dataUri("image/png", new byte[] { 1, 2, 3 }))));
        assertThat(image.path("status").asText()).isEqualTo("failed");
        assertThat(image.path("error").path("code").asText()).isEqualTo("INVALID_REQUEST");
        assertThat(image.path("error").path("message").asText()).contains("input_reference");
        JsonNode notVideo = client.completed(video("p").put("input_video", dataUri("video/mp4", new byte[100])));
        assertThat(notVideo.path("error").path("message").asText()).contains("input_video");
        String source = client.completed(video("p").put("seconds", 1)).path("id").asText();
        String url = client.get(source).json().path("output").path("url").asText();
        gateway.jobs().expireMedia(source);
        assertThat(client.completed(video("p").put("input_video", url)).path("error").path("message").asText())
                .contains("expired");
    }

    static void assertPlayable(VideoProbe probe, long millis) {
        assertThat(probe.container()).contains("mp4");
        assertThat(probe.videoCodec()).isEqualTo("h264");
        assertThat(probe.audioCodec()).isEqualTo("aac");
        assertThat(probe.hasSound()).isTrue();
        assertThat(probe.duration().toMillis()).isCloseTo(millis, within(70L));
    }

    private VideoProbe render(JsonNode body) throws IOException {
        return download(client.completed(body));
    }

    private VideoProbe download(JsonNode job) throws IOException {
        assertThat(job.path("error").path("message").asText("")).isEmpty();
        return probe(job.path("output"));
    }

    private VideoProbe probe(JsonNode output) throws IOException {
        byte[] video = client.download(output.path("url").asText()).body();
        assertThat(output.path("size_bytes").asInt()).isEqualTo(video.length);
        return VideoProbe.probe(video);
    }

    static String dataUri(String type, byte[] bytes) {
        return "data:" + type + ";base64," + Base64.getEncoder().encodeToString(bytes);
    }

    static byte[] image(String format, Color colour, int width, int height) throws IOException {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(colour);
        graphics.fillRect(0, 0, width, height);
        graphics.dispose();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        assertThat(ImageIO.write(image, format, bytes)).isTrue();
        return bytes.toByteArray();
    }

    static double distance(Color a, Color b) {
        return Math.abs(a.getRed() - b.getRed()) + Math.abs(a.getGreen() - b.getGreen())
               + Math.abs(a.getBlue() - b.getBlue());
    }

    static double difference(BufferedImage a, BufferedImage b) {
        double sum = 0;
        for (int y = 0; y < a.getHeight(); y++) {
            for (int x = 0; x < a.getWidth(); x++) {
                sum += distance(new Color(a.getRGB(x, y)), new Color(b.getRGB(x, y)));
            }
        }
        return sum / a.getWidth() / a.getHeight();
    }
}
