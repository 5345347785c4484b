package io.github.grokvideo;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.grokvideo.model.InvalidRequestException;
import org.apache.camel.Exchange;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

/** What a body, a header and an option may be: text, images, videos, in all the shapes that Camel users have them. */
class InputTest extends WireMockTestSupport {

    private static final byte[] PNG = concat(new byte[] { (byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n' }, "a picture");
    private static final byte[] JPEG = concat(new byte[] { (byte) 0xFF, (byte) 0xD8, (byte) 0xFF, (byte) 0xE0 }, "a photo");
    private static final byte[] MP4 = concat(new byte[] { 0, 0, 0, 24 }, "ftypisom a clip");

    @TempDir
    static Path folder;

    private static byte[] concat(byte[] head, String rest) {
        byte[] tail = rest.getBytes(StandardCharsets.US_ASCII);
        byte[] all = Arrays.copyOf(head, head.length + tail.length);
        System.arraycopy(tail, 0, all, head.length, tail.length);
        return all;
    }

    private static String dataUri(String type, byte[] bytes) {
        return "data:" + type + ";base64," + Base64.getEncoder().encodeToString(bytes);
    }

    @Override
    protected RoutesBuilder createRouteBuilder() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("file:" + folder.resolve("inbox") + "?initialDelay=0&delay=50&noop=true").autoStartup(false)
                        .routeId("inbox")
                        .to("grokvideo:generate?prompt=animate it").to("mock:made");
            }
        };
    }

    @BeforeEach
    void accept() {
        job("video_1", json(200, completed("video_1")));
    }

    private JsonNode sent(Object body, Map<String, Object> headers, String options) throws Exception {
        api.resetRequests();
        Exchange result = template.send("grokvideo:generate?" + options, exchange -> {
            exchange.getMessage().setBody(body);
            headers.forEach(exchange.getMessage()::setHeader);
        });
        if (result.getException() != null) {
            throw result.getException();
        }
        return new ObjectMapper().readTree(api.findAll(postRequestedFor(urlPathEqualTo("/v1/videos"))).get(0).getBody());
    }

    @Test
    void anImageInTheBodyIsAnimatedInWhateverShapeItComes() throws Exception {
        Path file = Files.write(folder.resolve("cat.png"), PNG);
        for (Object body : new Object[] {
                PNG, ByteBuffer.wrap(PNG), new ByteArrayInputStream(PNG), file, file.toFile(), dataUri("image/png", PNG),
                List.of(PNG) }) {
            JsonNode request = sent(body, Map.of(), "prompt=p");
            assertThat(request.path("input_reference").path("image_url").asText()).as(body.getClass().getName())
                    .isEqualTo(dataUri("image/png", PNG));
            assertThat(request.path("prompt").asText()).isEqualTo("p");
            assertThat(request.has("input_video")).isFalse();
        }
    }

    @Test
    void aVideoInTheBodyIsEdited() throws Exception {
        Path file = Files.write(folder.resolve("clip.mp4"), MP4);
        for (Object body : new Object[] {
                MP4, new ByteArrayInputStream(MP4), file, file.toFile(), dataUri("video/mp4", MP4) }) {
            JsonNode request = sent(body, Map.of(GrokVideoConstants.PROMPT, "make it snow"), "");
            assertThat(request.path("input_video").asText()).as(body.getClass().getName()).isEqualTo(dataUri("video/mp4", MP4));
            assertThat(request.path("prompt").asText()).isEqualTo("make it snow");
            assertThat(request.has("input_reference")).isFalse();
        }
    }

    @Test
    void aDataUriOfAFormatOfTomorrowPasses() throws Exception {
        String avif = dataUri("image/avif", "some format of tomorrow".getBytes(StandardCharsets.US_ASCII));
        JsonNode request = sent(avif, Map.of(), "prompt=p");
        assertThat(request.path("input_reference").path("image_url").asText()).as("the gateway decides").isEqualTo(avif);
    }

    @Test
    void textIsAPromptInWhateverShapeItComes() throws Exception {
        Path file = Files.writeString(folder.resolve("prompt.txt"), "ein Bär");
        for (Object body : new Object[] {
                "ein Bär", "ein Bär".getBytes(StandardCharsets.UTF_8),
                new ByteArrayInputStream("ein Bär".getBytes(StandardCharsets.UTF_8)), file, file.toFile(),
                new StringBuilder("ein Bär") }) {
            JsonNode request = sent(body, Map.of(), "");
            assertThat(request.path("prompt").asText()).as(body.getClass().getName()).isEqualTo("ein Bär");
            assertThat(request.has("input_reference")).isFalse();
        }
        byte[] latin = "ein Bär".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(sent(latin, Map.of(Exchange.CONTENT_TYPE, "text/plain; charset=iso-8859-1"), "").path("prompt").asText())
                .isEqualTo("ein Bär");
        assertThat(sent("https://example.com is a nice place", Map.of(), "").path("prompt").asText())
                .isEqualTo("https://example.com is a nice place");
    }

    @Test
    void anAddressInTheBodyIsUsedWhereThePromptComesFromElsewhere() throws Exception {
        assertThat(
                sent("https://a.example/cat.JPG?x=1", Map.of(), "prompt=p").path("input_reference").path("image_url").asText())
                .isEqualTo("https://a.example/cat.JPG?x=1");
        assertThat(sent(URI.create("https://a.example/clip.mp4"), Map.of(), "prompt=p").path("input_video").asText())
                .isEqualTo("https://a.example/clip.mp4");
        assertThat(sent("https://a.example/v/77", Map.of(GrokVideoConstants.VIDEO_URL, "https://a.example/v/77"), "prompt=p")
                .path("input_video").asText()).as("the video of the step before").isEqualTo("https://a.example/v/77");
        Exchange unclear = send("grokvideo:generate?prompt=p", "https://a.example/77");
        assertThat(unclear.getMessage().getHeader(GrokVideoConstants.WARNINGS, List.class)).singleElement().asString()
                .contains("does not say whether it is an image or a video");
    }

    @Test
    void aBodyLeftFromTheStepBeforeIsNotTakenWhereTheInputIsNamed() throws Exception {
        JsonNode request = sent(MP4, Map.of(), "prompt=p&inputReference=https://a.example/1.png&maxInputSize=5");
        assertThat(request.path("input_reference").path("image_url").asText()).isEqualTo("https://a.example/1.png");
        assertThat(request.has("input_video")).isFalse();
        Exchange chained = template.send("grokvideo:generate?prompt=p", exchange -> {
            exchange.getMessage().setBody("https://a.example/77");
            exchange.getMessage().setHeader(GrokVideoConstants.INPUT_VIDEO, "https://a.example/77");
        });
        assertThat(chained.getMessage().getHeader(GrokVideoConstants.WARNINGS)).isNull();
    }

    @Test
    void severalImagesGoAsAList() throws Exception {
        JsonNode request
                = sent("p", Map.of(GrokVideoConstants.INPUT_REFERENCE, List.of(PNG, "https://a.example/2.jpg", JPEG)), "");
        assertThat(request.path("input_reference")).hasSize(3);
        assertThat(request.path("input_reference").get(1).path("image_url").asText()).isEqualTo("https://a.example/2.jpg");
        assertThat(request.path("input_reference").get(2).path("image_url").asText()).isEqualTo(dataUri("image/jpeg", JPEG));
    }

    @Test
    void anOptionMayNameALocalFile() throws Exception {
        Path file = Files.write(folder.resolve("two words.jpg"), JPEG);
        for (String option : new String[] { file.toString(), "file:" + file }) {
            JsonNode request = sent("p", Map.of(), "inputReference=RAW(" + option + ")");
            assertThat(request.path("input_reference").path("image_url").asText()).isEqualTo(dataUri("image/jpeg", JPEG));
        }
        assertThat(sent("p", Map.of(), "inputReference=classpath:dot.png").path("input_reference").path("image_url").asText())
                .startsWith("data:image/png;base64,");
        assertThat(
                sent("p", Map.of(), "inputReference=classpath:dot.png,https://a.example/x,y.png").path("input_reference").get(1)
                        .path("image_url").asText())
                .isEqualTo("https://a.example/x,y.png");
    }

    @Test
    void aMessageNeverNamesALocalFile() throws Exception {
        Path secret = Files.write(folder.resolve("secret.png"), PNG);
        for (String name : new String[] {
                secret.toString(), "file:" + secret, "file://" + secret, "classpath:dot.png", "~/x.png" }) {
            api.resetRequests();
            for (String header : new String[] { GrokVideoConstants.INPUT_REFERENCE, GrokVideoConstants.INPUT_VIDEO }) {
                Exchange result = template.send("grokvideo:generate", exchange -> {
                    exchange.getMessage().setBody("p");
                    exchange.getMessage().setHeader(header, name);
                });
                failure(result, InvalidRequestException.class);
            }
            assertThat(api.findAll(anyRequestedFor(anyUrl()))).isEmpty();
            assertThat(sent(name, Map.of(), "").path("prompt").asText()).as("in the body it is just text").isEqualTo(name);
        }
    }

    @Test
    void aFileConsumersFileIsTaken() throws Exception {
        Path inbox = Files.createDirectories(folder.resolve("inbox"));
        Files.write(inbox.resolve("photo.png"), PNG);
        MockEndpoint made = getMockEndpoint("mock:made");
        made.expectedMessageCount(1);
        made.expectedBodiesReceived("https://media.example/video_1.mp4");
        context.getRouteController().startRoute("inbox");
        made.assertIsSatisfied();
        JsonNode request
                = new ObjectMapper().readTree(api.findAll(postRequestedFor(urlPathEqualTo("/v1/videos"))).get(0).getBody());
        assertThat(request.path("input_reference").path("image_url").asText()).isEqualTo(dataUri("image/png", PNG));
    }

    @Test
    void limitsNameThemselves() throws Exception {
        File big = Files.write(folder.resolve("big.png"), Arrays.copyOf(PNG, 2000)).toFile();
        tooLarge(big, "The input file big.png has 2000 bytes, more than maxInputSize=1000 bytes");
        tooLarge(Arrays.copyOf(PNG, 1001), "the body has 1001 bytes, more than maxInputSize=1000 bytes");
        tooLarge(new ByteArrayInputStream(Arrays.copyOf(PNG, 5000)),
                "The input stream is longer, more than maxInputSize=1000 bytes");
        tooLarge(dataUri("image/png", Arrays.copyOf(PNG, 5000)),
                "the body is a data URI of about 5017 bytes, more than maxInputSize=1000 bytes");
        assertThat(api.findAll(anyRequestedFor(anyUrl()))).isEmpty();
        assertThat(sent(Arrays.copyOf(PNG, 1000), Map.of(), "prompt=p&maxInputSize=1000").has("input_reference")).isTrue();
    }

    private void tooLarge(Object body, String message) {
        Exchange result = send("grokvideo:generate?prompt=p&maxInputSize=1000", body);
        assertThat(failure(result, InvalidRequestException.class)).hasMessage(message);
    }

    @Test
    void anImageWithoutAPromptIsExplained() {
        assertThat(failure(send("grokvideo:generate", PNG), InvalidRequestException.class)).hasMessage(
                "No prompt: the body is an image or a video, so the prompt must come from the header CamelGrokVideoPrompt or the option prompt");
    }

    @Test
    void strangeInputIsExplained() throws Exception {
        AtomicReference<Object> value = new AtomicReference<>(42);
        Exchange result = template.send("grokvideo:generate", exchange -> {
            exchange.getMessage().setBody("p");
            exchange.getMessage().setHeader(GrokVideoConstants.INPUT_REFERENCE, value.get());
        });
        assertThat(failure(result, InvalidRequestException.class)).hasMessage(
                "header CamelGrokVideoInputReference: invalid value of type java.lang.Integer, expected a URL, data URI, File, Path, InputStream, byte[] "
                                                                              + "or a collection of these");
        value.set(List.of(MP4, MP4));
        Exchange two = template.send("grokvideo:generate?prompt=p", exchange -> exchange.getMessage().setHeader(
                GrokVideoConstants.INPUT_VIDEO, value.get()));
        assertThat(failure(two, InvalidRequestException.class)).hasMessage(
                "header CamelGrokVideoInputVideo: 2 videos, expected one");
        assertThat(failure(send("grokvideo:generate?prompt=p&inputReference=no-such.png", null), InvalidRequestException.class))
                .hasMessage("The input file no-such.png does not exist or is not a file");
        assertThat(failure(send("grokvideo:generate?prompt=p&inputReference=classpath:no-such.png", null),
                InvalidRequestException.class))
                .hasMessageContaining("option inputReference: 'classpath:no-such.png' cannot be read");
    }
}
