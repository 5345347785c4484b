package io.github.grokvideo;

import java.io.ByteArrayInputStream;
import java.io.CharArrayReader;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.grokvideo.model.InvalidRequestException;
import io.vertx.core.buffer.Buffer;
import org.apache.camel.Exchange;
import org.apache.camel.component.file.GenericFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

/** What the body is, is told by its bytes, or by the option bodyAs; what is nothing that is known is never paid for. */
class BodyTest extends WireMockTestSupport {

    private static final byte[] PNG = latin1("\u0089PNG\r\n\u001a\n\0\0\0\rIHDR a picture");
    private static final byte[] MP4 = latin1("\0\0\0\u0018ftypisom\0\0\2\0isommp41\0\0\0\u0008moov");

    @TempDir
    Path folder;

    private static byte[] latin1(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    static Stream<Arguments> whatModelsDoNotTake() {
        return Stream.of(
                Arguments.of("photo.heic", "\0\0\0\u0018ftypheic\0\0\0\0mif1heic", "a HEIC image"),
                Arguments.of("photo.HEIC", "\0\0\0\u0018ftypmif1\0\0\0\0mif1heic", "a HEIF image"),
                Arguments.of("burst.heif", "\0\0\0\u0018ftypmsf1\0\0\0\0hevcmsf1", "a HEIF image"),
                Arguments.of("photo.avif", "\0\0\0\u001cftypavif\0\0\0\0avifmif1miaf", "an AVIF image"),
                Arguments.of("photo.cr3", "\0\0\0\u0018ftypcrx \0\0\0\1crx isom", "a raw photo (CR3)"),
                Arguments.of("still.mp4", "\0\0\0\u0018ftypisom\0\0\2\0isommp41\0\0\0\u0010meta\0\0\0\0pict",
                        "without a video"),
                Arguments.of("song.m4a", "\0\0\0\u0018ftypM4A \0\0\2\0isommp42\0\0\0\u0008moov", "an M4A sound"),
                Arguments.of("song.mp4",
                        "\0\0\0\u0018ftypisom\0\0\2\0isommp42\0\0\0\u0020moov\0\0\0\u0018hdlr\0\0\0\0\0\0\0\0soun\0\0\0\0",
                        "without a video"),
                Arguments.of("clip.mkv", "\u001aE\u00df\u00a3\u0001\0\0\0\0\0\0\u0023B\u0086\u0081\1B\u0082\u0088matroska",
                        "MKV"),
                Arguments.of("clip.avi", "RIFF\u0024\0\0\0AVI LIST", "an AVI video"),
                Arguments.of("clip.wmv", "0&\u00b2u\u008ef\u00cf\u0011\u00a6\u00d9\0\u00aa", "a Windows Media file"),
                Arguments.of("clip.mov", "\0\0\0\u0008wide\0\0\0\u0010mdat\0\0\0\0", "a QuickTime video"),
                Arguments.of("photo.bmp", "BM\u0036\0\0\0\0\0\0\0\u0036\0", "a BMP image"),
                Arguments.of("photo.tiff", "II*\0\u0008\0\0\0", "a TIFF image or a raw photo"),
                Arguments.of("photo.nef", "MM\0*\0\0\0\u0008", "a TIFF image or a raw photo"),
                Arguments.of("photo.jxl", "\u00ff\n\u00fa\u007f\1", "a JPEG XL image"),
                Arguments.of("photo.jp2", "\0\0\0\u000cjP  \r\n\u0087\n", "a JPEG 2000 image"),
                Arguments.of("logo.svg", "<?xml version=\"1.0\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\"/>",
                        "an SVG image"),
                Arguments.of("favicon.ico", "\0\0\1\0\1\0\u0010\u0010", "an icon"),
                Arguments.of("layers.psd", "8BPS\0\1\0\0\0\0\0\0", "a Photoshop image"),
                Arguments.of("Thumbs.db", "\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1\0\0\0\0", "Thumbs.db"),
                Arguments.of(".DS_Store", "\0\0\0\1Bud1\0\0\u0010\0", "a .DS_Store file"),
                Arguments.of("script.pdf", "%PDF-1.7\n%\u00e2\u00e3\u00cf\u00d3\n", "a PDF document"),
                Arguments.of("ascii.pdf", "%PDF-1.4\n1 0 obj\n", "a PDF document"),
                Arguments.of("script.docx", "PK\3\4\u0014\0\6\0", "a ZIP archive or an Office document"),
                Arguments.of("data.bin", "\1\2\3\4\0\0\u00fe\u00ff\5", "neither an image"),
                Arguments.of("empty.jpg", "", "is empty"),
                Arguments.of("cut.png", "\u0089PN", "neither an image"),
                Arguments.of("page.jpg", "<html>404 not found</html>", "holds text, not an image"));
    }

    @BeforeEach
    void accept() {
        job("video_1", json(200, completed("video_1")));
    }

    private Exchange exchange(String uri, Object body, Map<String, Object> headers) {
        api.resetRequests();
        return template.send(uri, exchange -> {
            exchange.getMessage().setBody(body);
            headers.forEach(exchange.getMessage()::setHeader);
        });
    }

    private JsonNode sent(String uri, Object body, Map<String, Object> headers) throws Exception {
        Exchange result = exchange(uri, body, headers);
        assertThat(result.getException()).as("%s", body).isNull();
        return new ObjectMapper().readTree(api.findAll(postRequestedFor(urlPathEqualTo("/v1/videos"))).get(0).getBody());
    }

    private String refused(String uri, Object body, Map<String, Object> headers) {
        Exchange result = exchange(uri, body, headers);
        InvalidRequestException failure = failure(result, InvalidRequestException.class);
        assertThat(api.findAll(anyRequestedFor(anyUrl()))).as("%s", failure.getMessage()).isEmpty();
        return failure.getMessage();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("whatModelsDoNotTake")
    void isNamedAndNotPaidFor(String name, String content, String named) throws Exception {
        Path file = Files.write(folder.resolve(name), latin1(content));
        GenericFile<java.io.File> consumed = new GenericFile<>();
        consumed.setFile(file.toFile());
        for (String uri : List.of("grokvideo:generate?prompt=animate it", "grokvideo:generate")) {
            for (Object body : List.of(file, file.toFile(), consumed)) {
                assertThat(refused(uri, body, Map.of())).contains(named).contains(name);
            }
        }
        for (String as : List.of("image", "video")) {
            refused("grokvideo:generate?prompt=p&bodyAs=" + as, file, Map.of());
        }
        refused("grokvideo:generate", "a prompt", Map.of(GrokVideoConstants.INPUT_REFERENCE, file));
        refused("grokvideo:generate?inputReference=RAW(" + file + ")", "a prompt", Map.of());
        boolean isText = content.startsWith("<html>");
        if (!content.isEmpty() && !isText) {
            assertThat(refused("grokvideo:generate?prompt=p", latin1(content), Map.of())).contains(named);
            assertThat(refused("grokvideo:generate", new ByteArrayInputStream(latin1(content)),
                    Map.of(Exchange.CONTENT_TYPE, "image/jpeg"))).contains(named);
        }
    }

    @Test
    void aContentTypeOfTheStepBeforeMakesNoVideoOfJson() throws Exception {
        byte[] json = "{\"title\":\"a cat\"}".getBytes(StandardCharsets.UTF_8);
        Map<String, Object> stale = Map.of(Exchange.CONTENT_TYPE, "video/mp4");
        JsonNode request = sent("grokvideo:generate?prompt=p", json, stale);
        assertThat(request.has("input_video")).isFalse();
        assertThat(request.path("prompt").asText()).isEqualTo("p");
        assertThat(refused("grokvideo:generate?prompt=p&bodyAs=video", json, stale)).contains("not an image or video");
    }

    /** As of jakarta.activation's DataHandler, a servlet's Part, or Spring's Resource. */
    public static final class Handler {
        public InputStream getInputStream() {
            return new ByteArrayInputStream(PNG);
        }
    }

    @Test
    void whatHoldsBytesIsReadAndWhatDoesNotIsNoPrompt() throws Exception {
        for (Object body : List.of(new Handler(), Buffer.buffer(PNG))) {
            assertThat(sent("grokvideo:generate?prompt=p", body, Map.of()).path("input_reference").path("image_url").asText())
                    .startsWith("data:image/png;base64,");
        }
        assertThat(sent("grokvideo:generate", Buffer.buffer("a cat"), Map.of()).path("prompt").asText()).isEqualTo("a cat");
        for (Object body : List.of(Map.of("title", "a cat"), new java.awt.Point(1, 2), new Object())) {
            assertThat(refused("grokvideo:generate", body, Map.of()))
                    .contains(body.getClass().getName()).contains("neither text nor an image or a video");
            assertThat(sent("grokvideo:generate?prompt=p", body, Map.of()).path("prompt").asText()).isEqualTo("p");
        }
        for (Object body : List.of(new StringBuilder("a cat"), "a cat".toCharArray(),
                new CharArrayReader("a cat".toCharArray()))) {
            assertThat(sent("grokvideo:generate", body, Map.of()).path("prompt").asText()).isEqualTo("a cat");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "UTF-8", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE" })
    void aMarkedFileIsTheTextThatItHolds(String charset) throws Exception {
        for (String prompt : List.of("ein Bär\nim Schnee", "猫が歩く", "🦊 in the snow")) {
            Path file = Files.write(folder.resolve("p.txt"), ("\uFEFF" + prompt).getBytes(Charset.forName(charset)));
            assertThat(sent("grokvideo:generate", file.toFile(), Map.of()).path("prompt").asText()).isEqualTo(prompt);
        }
    }

    @Test
    void textWithoutAMarkIsReadAsItWasWritten() throws Exception {
        for (Charset charset : List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE, StandardCharsets.UTF_8)) {
            assertThat(sent("grokvideo:generate", "a fox: “late”".getBytes(charset), Map.of()).path("prompt").asText())
                    .as(charset.name()).isEqualTo("a fox: “late”");
        }
        byte[] latin = "ein Bär".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(refused("grokvideo:generate", latin, Map.of())).contains("text in UTF-8").contains("CamelCharsetName");
        assertThat(sent("grokvideo:generate", latin, Map.of(Exchange.CONTENT_TYPE, "text/plain; charset=iso-8859-1"))
                .path("prompt").asText()).isEqualTo("ein Bär");
        assertThat(sent("grokvideo:generate", "\uFEFFa cat", Map.of()).path("prompt").asText()).isEqualTo("a cat");
        assertThat(
                sent("grokvideo:generate", "BMW drives by, II* and GIF8 in the sky".getBytes(StandardCharsets.UTF_8), Map.of())
                        .path("prompt").asText())
                .startsWith("BMW");
    }

    @Test
    void aTextFileBesideThePromptIsTold() throws Exception {
        Path file = Files.writeString(folder.resolve("notes.txt"), "not for you");
        Exchange result = exchange("grokvideo:generate?prompt=p", file, Map.of());
        assertThat(result.getMessage().getHeader(GrokVideoConstants.WARNINGS, List.class)).singleElement().asString()
                .isEqualTo("the file notes.txt is text, which is not used, since the prompt comes from elsewhere");
    }

    @Test
    void anImageWrittenAsTextIsNotAPrompt() throws Exception {
        byte[] picture = Arrays.copyOf(PNG, 300);
        String base64 = Base64.getEncoder().encodeToString(picture);
        for (String uri : List.of("grokvideo:generate", "grokvideo:generate?prompt=p")) {
            for (String body : List.of(base64, base64 + "\n", Base64.getMimeEncoder().encodeToString(picture))) {
                assertThat(refused(uri, body, Map.of())).contains("base64").contains("data:image/png;base64,");
            }
            refused(uri, Base64.getEncoder().encodeToString(Arrays.copyOf(latin1("II*\0\u0008\0\0\0"), 99)), Map.of());
            refused(uri, "data:application/octet-stream;base64," + base64, Map.of());
        }
        JsonNode marked = sent("grokvideo:generate?prompt=p", "\uFEFFdata:image/png;base64," + base64, Map.of());
        assertThat(marked.path("input_reference").path("image_url").asText()).isEqualTo("data:image/png;base64," + base64);
        JsonNode meant = sent("grokvideo:generate?prompt=p&bodyAs=image", base64, Map.of());
        assertThat(meant.path("input_reference").path("image_url").asText()).isEqualTo("data:image/png;base64," + base64);
        for (String prompt : List.of("data: a film about figures", "data:figures, many of them", "A".repeat(80),
                "iVBOR is a town",
                "aGVsbG8gd29ybGQgaGVsbG8gd29ybGQgaGVsbG8gd29ybGQgaGVsbG8gd29ybGQgaGVsbG8gd29ybGQ")) {
            assertThat(sent("grokvideo:generate", prompt, Map.of()).path("prompt").asText()).isEqualTo(prompt);
        }
    }

    @Test
    void meansAnImageAndNothingElse() throws Exception {
        String uri = "grokvideo:generate?prompt=p&bodyAs=image";
        for (Object body : List.of(PNG, new ByteArrayInputStream(PNG), List.of(PNG), "https://a.example/77",
                java.net.URI.create("https://a.example/77"))) {
            assertThat(sent(uri, body, Map.of()).has("input_reference")).isTrue();
        }
        for (Object body : new Object[] { null, "", " \n", new byte[0], List.of() }) {
            assertThat(refused(uri, body, Map.of())).startsWith(
                    "No image: set the body, the header CamelGrokVideoInputReference or the option inputReference, since bodyAs=image");
        }
        for (Object body : List.of("a prompt", MP4, "data:video/mp4;base64,AAAA", Map.of("a", 1), 42)) {
            assertThat(refused(uri, body, Map.of())).contains("with bodyAs=image, expected an image");
        }
        JsonNode named = sent("grokvideo:generate?bodyAs=image", "a prompt", Map.of(GrokVideoConstants.INPUT_REFERENCE, PNG));
        assertThat(named.path("prompt").asText()).as("the body may then be the prompt").isEqualTo("a prompt");
    }

    @Test
    void meansAVideoAndNothingElse() throws Exception {
        String uri = "grokvideo:generate?prompt=p&bodyAs=video";
        for (Object body : List.of(MP4, "https://a.example/77", List.of("https://a.example/77"))) {
            assertThat(sent(uri, body, Map.of()).has("input_video")).isTrue();
        }
        for (Object body : new Object[] { null, "", new byte[0] }) {
            assertThat(refused(uri, body, Map.of())).startsWith(
                    "No video: set the body, the header CamelGrokVideoInputVideo or the option inputVideo, since bodyAs=video");
        }
        for (Object body : List.of("a prompt", PNG, "data:image/png;base64,AAAA")) {
            assertThat(refused(uri, body, Map.of())).contains("with bodyAs=video, expected a video");
        }
        assertThat(refused(uri, List.of(MP4, MP4), Map.of())).contains("2 videos, expected one");
    }

    @Test
    void meansAPromptToTheLetter() throws Exception {
        String uri = "grokvideo:generate?bodyAs=prompt";
        for (String body : List.of("data:image/png;base64,AAAA", "https://a.example/cat.jpg", "<svg></svg>", " spaced ")) {
            JsonNode request = sent(uri, body, Map.of());
            assertThat(request.path("prompt").asText()).isEqualTo(body);
            assertThat(request.has("input_reference")).isFalse();
        }
        assertThat(refused(uri, PNG, Map.of())).contains("the body is an image; with bodyAs=prompt, expected text");
        assertThat(sent(uri + "&prompt=p", PNG, Map.of()).has("input_reference")).isFalse();
    }

    @Test
    void aWrongWordIsTold() {
        assertThat(exchangeFailure("grokvideo:generate?bodyAs=picture")).hasStackTraceContaining(
                "Option bodyAs: invalid value 'picture', expected one of [auto, prompt, image, video]");
    }

    private Throwable exchangeFailure(String uri) {
        try {
            context.getEndpoint(uri);
            return null;
        } catch (RuntimeException e) {
            return e;
        }
    }
}
