package io.github.grokvideo;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.github.grokvideo.model.InvalidRequestException;
import io.github.grokvideo.model.VideoJob;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;

import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

class GenerateTest extends WireMockTestSupport {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static LoggedRequest submission() {
        List<LoggedRequest> all = api.findAll(postRequestedFor(urlPathEqualTo("/v1/videos")));
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    private static JsonNode submitted() throws Exception {
        return JSON.readTree(submission().getBody());
    }

    @Test
    void turnsAPromptIntoAUrl() throws Exception {
        job("video_1", json(200, running("video_1")), json(200, completed("video_1")));

        Exchange result = send("grokvideo:generate", "a cat on a skateboard");

        assertThat(result.getException()).isNull();
        assertThat(result.getMessage().getBody()).isEqualTo("https://media.example/video_1.mp4");
        assertThat(result.getMessage().getHeaders())
                .containsEntry(GrokVideoConstants.JOB_ID, "video_1")
                .containsEntry(GrokVideoConstants.STATUS, "COMPLETED")
                .containsEntry(GrokVideoConstants.VIDEO_URL, "https://media.example/video_1.mp4")
                .containsEntry(GrokVideoConstants.VIDEO_URLS, List.of("https://media.example/video_1.mp4"))
                .containsEntry(GrokVideoConstants.COST, new BigDecimal("0.30"))
                .containsEntry(GrokVideoConstants.COST_CURRENCY, "USD")
                .containsEntry(GrokVideoConstants.COST_ESTIMATED, false)
                .containsEntry(GrokVideoConstants.VIDEO_DURATION, 6.0)
                .containsEntry(GrokVideoConstants.VIDEO_SIZE, "1365x768")
                .containsEntry(GrokVideoConstants.EXECUTED_MODEL, "xai/grok-imagine-video")
                .containsEntry(GrokVideoConstants.EXECUTED_PROVIDER, "xai")
                .containsEntry(GrokVideoConstants.EXPIRES_AT, Instant.ofEpochSecond(1760003690))
                .doesNotContainKey(GrokVideoConstants.WARNINGS);
        JsonNode sent = submitted();
        assertThat(sent.path("model").asText()).isEqualTo("grok-imagine-video");
        assertThat(sent.path("prompt").asText()).isEqualTo("a cat on a skateboard");
        assertThat(sent.path("idempotency_key").asText()).hasSize(36);
        assertThat(sent.fieldNames()).toIterable().containsExactlyInAnyOrder("model", "prompt", "idempotency_key");
        assertThat(submission().getHeader("Authorization")).isEqualTo("Bearer " + KEY);
        api.verify(2, getRequestedFor(urlPathEqualTo("/v1/videos/video_1")));
    }

    @Test
    void sendsEveryOption() throws Exception {
        job("video_1", json(200, completed("video_1")));

        Exchange result = send(
                "grokvideo:generate?prompt=from the option&duration=8.5&size=1365x768&aspectRatio=16:9&resolution=1K&n=2&model=xai/grok-imagine-video"
                               + "&user=u-7&inputReference=https://a.example/1.png,https://a.example/2.png&inputVideo=https://a.example/v.mp4"
                               + "&idempotencyKey=order-17&parameters.seed=42&parameters.style=film noir&requestHeaders.X-Lumenfall-Replay=mock",
                null);

        assertThat(result.getException()).isNull();
        assertThat(submitted()).isEqualTo(JSON.readTree(
                """
                        {"model":"xai/grok-imagine-video","prompt":"from the option","duration":8.5,"size":"1365x768","aspect_ratio":"16:9",
                         "resolution":"1K","n":2,"user":"u-7","idempotency_key":"order-17","input_video":"https://a.example/v.mp4",
                         "input_reference":[{"image_url":"https://a.example/1.png"},{"image_url":"https://a.example/2.png"}],
                         "seed":42,"style":"film noir"}"""));
        assertThat(submission().getHeader("X-Lumenfall-Replay")).isEqualTo("mock");
    }

    @Test
    void aHeaderBeatsAnOptionAndABlankOneDoesNot() throws Exception {
        job("video_1", json(200, completed("video_1")));

        Exchange result = template.send(
                "grokvideo:generate?prompt=p&duration=6&size=16:9&aspectRatio=1:1&resolution=1K&n=1&model=m&user=u",
                exchange -> {
                    exchange.getMessage().setBody("not used");
                    exchange.getMessage().setHeaders(new HashMap<>(
                            Map.of(
                                    GrokVideoConstants.PROMPT, "from the header", GrokVideoConstants.DURATION, "10",
                                    GrokVideoConstants.SIZE, "9:16", GrokVideoConstants.ASPECT_RATIO, " ",
                                    GrokVideoConstants.RESOLUTION, "2K", GrokVideoConstants.N, 1L,
                                    GrokVideoConstants.MODEL, "", GrokVideoConstants.USER, "u2",
                                    GrokVideoConstants.IDEMPOTENCY_KEY, "k1",
                                    GrokVideoConstants.PARAMETERS, Map.of("seed", 7, "text", "42"))));
                });

        assertThat(result.getException()).isNull();
        assertThat(submitted()).isEqualTo(JSON.readTree(
                """
                        {"model":"m","prompt":"from the header","duration":10,"size":"9:16","aspect_ratio":"1:1","resolution":"2K","n":1,
                         "user":"u2","idempotency_key":"k1","seed":7,"text":"42"}"""));
        assertThat(result.getMessage().getHeader(GrokVideoConstants.IDEMPOTENCY_KEY))
                .as("a key is for one submission; a second step must not get the first video again").isNull();
    }

    @Test
    void unknownParametersPassToTheLetter() throws Exception {
        job("video_1", json(200, completed("video_1")));

        Exchange result
                = send("grokvideo:generate?parameters.a=1.50&parameters.b=RAW({\"x\": [1E+2, \"\\u00e4\"]})&parameters.c=00042"
                       + "&parameters.d=RAW(\"42\")&parameters.e=123456789012345678901234567890&parameters.f=null&parameters.seconds=\"7\"&duration=6",
                        "p");

        assertThat(result.getException()).isNull();
        String body = submission().getBodyAsString();
        assertThat(body)
                .contains("\"a\":1.50").contains("\"b\":{\"x\": [1E+2, \"\\u00e4\"]}").contains("\"c\":\"00042\"")
                .contains("\"d\":\"42\"").contains("\"e\":123456789012345678901234567890").contains("\"f\":null")
                .contains("\"seconds\":\"7\"").doesNotContain("duration");
    }

    @Test
    void aWholeNumberOfSecondsIsSentAsOne() throws Exception {
        job("video_1", json(200, completed("video_1")));
        assertThat(send("grokvideo:generate?duration=10", "p").getException()).isNull();
        assertThat(submission().getBodyAsString()).contains("\"duration\":10,");
    }

    @Test
    void handsOnTheJob() {
        job("video_1", json(200, completed("video_1")));

        Exchange result = send("grokvideo:generate?output=job", "p");

        VideoJob job = result.getMessage().getBody(VideoJob.class);
        assertThat(job.id()).isEqualTo("video_1");
        assertThat(job.createdAt()).isEqualTo(Instant.ofEpochSecond(1760000000));
        assertThat(job.completedAt()).isEqualTo(Instant.ofEpochSecond(1760000090));
        assertThat(result.getMessage().getBody(URI.class)).hasToString("https://media.example/video_1.mp4");
        assertThat(result.getMessage().getBody(String.class)).isEqualTo(completed("video_1"));
        assertThat(result.getMessage().getBody(Map.class)).containsEntry("status", "completed");
    }

    @Test
    void severalVideosAreAListAndMissingOnesAreTold() {
        String two = completed("video_1").replaceFirst("\"output\":\\{[^}]*}",
                "\"output\":[{\"url\":\"https://media.example/a.mp4\"},{\"url\":\"https://media.example/b.mp4\"}]");
        job("video_1", json(200, two));

        Exchange result = send("grokvideo:generate?n=3", "p");

        assertThat(result.getMessage().getBody())
                .isEqualTo(List.of("https://media.example/a.mp4", "https://media.example/b.mp4"));
        assertThat(result.getMessage().getHeader(GrokVideoConstants.WARNINGS))
                .isEqualTo(List.of("2 of 3 videos were generated"));
    }

    @Test
    void aPromptIsAskedForBeforeAnythingIsSent() {
        for (Object nothing : new Object[] { null, "", "  ", new byte[0] }) {
            Exchange result = send("grokvideo:generate", nothing);
            assertThat(failure(result, InvalidRequestException.class))
                    .hasMessage("No prompt: set the body, the header CamelGrokVideoPrompt or the option prompt");
        }
        api.verify(0, postRequestedFor(urlPathEqualTo("/v1/videos")));
    }

    @Test
    void wrongMessagesAreToldBeforeAnythingIsSent() {
        wrong(GrokVideoConstants.DURATION, "soon",
                "header CamelGrokVideoDuration: invalid value 'soon', expected a number of seconds");
        wrong(GrokVideoConstants.DURATION, -1,
                "header CamelGrokVideoDuration: invalid value '-1.0', expected a number of seconds greater than 0, such as 6");
        wrong(GrokVideoConstants.N, "1.5", "header CamelGrokVideoN: invalid value '1.5', expected a whole number");
        wrong(GrokVideoConstants.N, 1.5, "header CamelGrokVideoN: invalid value '1.5', expected a whole number");
        wrong(GrokVideoConstants.N, 0, "header CamelGrokVideoN: invalid value '0', expected a whole number from 1");
        wrong(GrokVideoConstants.SIZE, "0x768",
                "header CamelGrokVideoSize: invalid value '0x768', expected WxH in pixels (1365x768), W:H (16:9) or auto, without zeros");
        wrong(GrokVideoConstants.PARAMETERS, "seed=1",
                "header CamelGrokVideoParameters: invalid value of type java.lang.String, expected a java.util.Map");
        for (String name : List.of("idempotency_key", "Idempotency-Key", "idempotencyKey", "IDEMPOTENCY_KEY",
                " idempotency_key ")) {
            wrong(GrokVideoConstants.PARAMETERS, Map.of(name, "mine"),
                    "header CamelGrokVideoParameters: invalid value '" + name
                                                                       + "', expected any parameter that has no option of its"
                                                                       + " own; use the option idempotencyKey or the header"
                                                                       + " CamelGrokVideoIdempotencyKey instead");
        }
        wrong(GrokVideoConstants.PARAMETERS, Map.of("webhook_url", "https://a.example"),
                "header CamelGrokVideoParameters: invalid value 'webhook_url', expected any parameter that has no option of its own;"
                                                                                         + " use the option webhookUrl instead");
        wrong(GrokVideoConstants.PARAMETERS, Collections.singletonMap("model", null),
                "header CamelGrokVideoParameters: invalid value 'model', expected any parameter that has no option of its own;"
                                                                                      + " use the option model or the"
                                                                                      + " header CamelGrokVideoModel"
                                                                                      + " instead");
        wrong(GrokVideoConstants.IDEMPOTENCY_KEY, "k".repeat(257),
                "header CamelGrokVideoIdempotencyKey: invalid value '257 characters', expected a text of at most 256 characters");
        wrong(GrokVideoConstants.INPUT_VIDEO, "/etc/passwd",
                "header CamelGrokVideoInputVideo is '/etc/passwd', which is neither an http(s) URL nor a data URI. A local file is taken as an "
                                                             + "endpoint option (file:...) or as java.io.File or java.nio.file.Path, never by name from a message");
        api.verify(0, postRequestedFor(urlPathEqualTo("/v1/videos")));
    }

    private void wrong(String header, Object value, String message) {
        Exchange result = template.send("grokvideo:generate", exchange -> {
            exchange.getMessage().setBody("p");
            exchange.getMessage().setHeader(header, value);
        });
        assertThat(failure(result, InvalidRequestException.class)).hasMessage(message);
        assertThat(failure(result, InvalidRequestException.class).isRetryable()).isFalse();
    }

    @Test
    void whatTheGatewayMayAcceptPassesWithAWarning() throws Exception {
        job("video_1", json(200, completed("video_1")));

        Exchange result = template.send("grokvideo:generate", exchange -> {
            exchange.getMessage().setBody("p");
            exchange.getMessage().setHeader(GrokVideoConstants.SIZE, "widescreen");
            exchange.getMessage().setHeader(GrokVideoConstants.N, 9);
            exchange.getMessage().setHeader(GrokVideoConstants.RESOLUTION, "720p");
        });

        assertThat(result.getException()).isNull();
        assertThat(submitted().path("size").asText()).isEqualTo("widescreen");
        assertThat(submitted().path("n").asInt()).isEqualTo(9);
        assertThat(result.getMessage().getHeader(GrokVideoConstants.WARNINGS, List.class)).hasSize(3)
                .anySatisfy(warning -> assertThat(warning.toString()).contains("widescreen"))
                .anySatisfy(
                        warning -> assertThat(warning.toString()).contains("9 is outside of the documented range of 1 to 4"))
                .anySatisfy(warning -> assertThat(warning.toString()).contains("1 of 9 videos"));
    }
}
