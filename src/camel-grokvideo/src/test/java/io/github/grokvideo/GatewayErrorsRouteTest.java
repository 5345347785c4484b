package io.github.grokvideo;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.stream.Stream;

import io.github.grokvideo.model.AuthenticationException;
import io.github.grokvideo.model.DownloadException;
import io.github.grokvideo.model.GatewayException;
import io.github.grokvideo.model.GrokVideoException;
import io.github.grokvideo.model.InvalidRequestException;
import io.github.grokvideo.model.JobFailedException;
import io.github.grokvideo.model.ModerationException;
import io.github.grokvideo.model.QuotaException;
import io.github.grokvideo.model.SubmissionUnknownException;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * What a gateway answers, and what a route's onException sees. {@link XaiGatewayErrorsRouteTest} runs it with the other
 * provider.
 */
class GatewayErrorsRouteTest extends WireMockTestSupport {

    static Stream<Arguments> refusals() {
        return Stream.of(
                arguments(401, error("AUTHENTICATION_FAILED", "bad key"), AuthenticationException.class,
                        "The gateway rejected the API key; check the option apiKey or the environment variable: bad key (HTTP 401, code AUTHENTICATION_FAILED)",
                        false),
                arguments(402, error("INSUFFICIENT_BALANCE", "empty"), QuotaException.class,
                        "Insufficient balance: empty (HTTP 402, code INSUFFICIENT_BALANCE)", false),
                arguments(400, error("INVALID_REQUEST", "size?"), InvalidRequestException.class,
                        "The gateway rejected the request: size? (HTTP 400, code INVALID_REQUEST)", false),
                arguments(400, error("CONTENT_POLICY_VIOLATION", "no"), ModerationException.class,
                        "The content policy blocked the request: no (HTTP 400, code CONTENT_POLICY_VIOLATION)", false),
                arguments(404, error("MODEL_NOT_FOUND", "did you mean"), InvalidRequestException.class,
                        "The gateway rejected the request: did you mean (HTTP 404, code MODEL_NOT_FOUND)", false),
                arguments(429, error("RATE_LIMITED", "slow down"), GatewayException.class,
                        "The gateway failed temporarily: slow down (HTTP 429, code RATE_LIMITED)", true),
                arguments(502, error("ALL_PROVIDERS_EXHAUSTED", "none left"), GatewayException.class,
                        "The gateway failed temporarily: none left (HTTP 502, code ALL_PROVIDERS_EXHAUSTED)", true),
                arguments(403, "{\"code\":\"permission-denied\",\"error\":\"flat\"}", AuthenticationException.class,
                        "The gateway rejected the API key; check the option apiKey or the environment variable: flat (HTTP 403, code permission-denied)",
                        false),
                arguments(422, "{\"error_code\":\"X\",\"message\":\"flat too\"}", InvalidRequestException.class,
                        "The gateway rejected the request: flat too (HTTP 422, code X)", false),
                arguments(405, "<html>\nnope</html>", InvalidRequestException.class,
                        "A proxy or firewall responded instead of the gateway: nope (HTTP 405)", false),
                arguments(301, "", GatewayException.class,
                        "The gateway returned a redirect or another unexpected status; check the option baseUrl (HTTP 301)",
                        false));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void refusalsAreToldApart(
            int status, String body, Class<? extends GrokVideoException> type, String message, boolean retryable) {
        api.stubFor(create().willReturn(json(status, body)));
        GrokVideoException failure = failure(send("grokvideo:generate?requestRetries=0", "p"), type);
        assertThat(failure).isExactlyInstanceOf(type).hasMessage(message);
        assertThat(failure.getHttpStatus()).isEqualTo(status);
        assertThat(failure.isRetryable()).isEqualTo(retryable);
        assertThat(failure.getJobId()).isNull();
        api.verify(1, postRequestedFor(SUBMISSION));
    }

    @Test
    void anErrorTextCannotForgeALogLineNorGrowWithoutEnd() {
        api.stubFor(create()
                .willReturn(json(400, "{\"error\":{\"code\":\"A\\nB\",\"message\":\"x\\r\\n2026 INFO all is well\\u001b[2J"
                                      + "y".repeat(5000) + "\"}}")));
        String message = failure(send("grokvideo:generate", "p"), InvalidRequestException.class).getMessage();
        assertThat(message).doesNotContain("\n", "\r", "\u001b").hasSizeLessThan(700);
    }

    @Test
    void aGatewayThatQuotesTheKeyDoesNotMakeUsQuoteIt() {
        api.stubFor(create().willReturn(json(401, error("AUTHENTICATION_FAILED", "Incorrect API key provided: " + KEY))));
        assertThat(failure(send("grokvideo:generate", "p"), AuthenticationException.class))
                .hasMessageContaining("Incorrect API key provided: ***").hasMessageNotContaining("DO-NOT-PRINT-ME");
    }

    @Test
    void anAcceptedJobWhoseAnswerCannotBeReadIsAskedForAgainUnderItsKey() {
        for (String answer : new String[] { "", "{\"id\":\"vid", "[]", "{\"status\":\"queued\"}", "<html>", "null" }) {
            api.resetAll();
            api.stubFor(create().inScenario("s").whenScenarioStateIs("Started").willSetStateTo("then")
                    .willReturn(json(202, answer)));
            api.stubFor(create().inScenario("s").whenScenarioStateIs("then").willReturn(json(200, queued("video_1"))));
            inTurn("video_1", json(200, completed("video_1")));
            Exchange result = send("grokvideo:generate", "p");
            assertThat(result.getException()).as(answer).isNull();
            api.verify(2, postRequestedFor(SUBMISSION));
        }
    }

    @Test
    void anAnswerThatNeverMakesSenseIsTold() {
        api.stubFor(create().willReturn(json(200, "<html>hello</html>")));
        assertThat(failure(send("grokvideo:generate?requestRetries=1", "p"), SubmissionUnknownException.class))
                .hasMessageContaining("A proxy or firewall responded instead of the gateway: hello (HTTP 200)");
    }

    static Stream<Arguments> statuses() {
        return Stream.of(
                arguments("done", "{\"video\":{\"url\":\"https://m.example/1.mp4\"}}"),
                arguments("SUCCEEDED", "{\"data\":[{\"url\":\"https://m.example/1.mp4\"}]}"),
                arguments("Success", "{\"outputs\":[{\"url\":\"https://m.example/1.mp4\"}]}"),
                arguments("completed", "{\"output\":[{\"url\":\"https://m.example/1.mp4\"}]}"),
                arguments("completed", "{\"url\":\"https://m.example/1.mp4\"}"),
                arguments("completed", "{\"output\":\"https://m.example/1.mp4\"}"));
    }

    @ParameterizedTest
    @MethodSource("statuses")
    void theVideoIsFoundWhereverItIs(String word, String rest) {
        job("video_1", aResponse().withStatus(202), json(200, "{\"request_id\":\"video_1\"}"),
                json(200, "{\"status\":\"in-progress\",\"progress\":\"40\"}"), json(200, "{\"status\":\"polishing\"}"),
                json(200, "{\"status\":\"" + word + "\"," + rest.substring(1)));
        Exchange result = send("grokvideo:generate", "p");
        assertThat(result.getException()).isNull();
        assertThat(result.getMessage().getBody()).isEqualTo("https://m.example/1.mp4");
    }

    @Test
    void completedWithoutAVideoIsAFailure() {
        job("video_1", json(200, "{\"id\":\"video_1\",\"status\":\"completed\",\"output\":null}"));
        assertThat(failure(send("grokvideo:generate", "p"), JobFailedException.class))
                .hasMessage(
                        "The job failed: the job is completed, but has no video (code NO_OUTPUT) [job video_1]");
    }

    @Test
    void aVideoThatWasHeldBackIsModeration() {
        job("video_1", json(200, "{\"status\":\"done\",\"video\":{\"url\":\"https://m/1.mp4\",\"respect_moderation\":false},"
                                 + "\"usage\":{\"cost_in_usd_ticks\":2500000000}}"));
        Exchange result = send("grokvideo:generate", "p");
        assertThat(failure(result, ModerationException.class).getJobId()).isEqualTo("video_1");
        assertThat(result.getMessage().getHeader(GrokVideoConstants.COST)).as("it may have been charged").hasToString("0.25");
    }

    @Test
    void aModerationRefusalWhileWaitingEndsTheWait() {
        job("video_1", json(400, error("imagine:content-moderated", "blocked")));
        assertThat(failure(send("grokvideo:generate", "p"), ModerationException.class).getJobId()).isEqualTo("video_1");
    }

    @Test
    void aGatewayThatIsNotThereIsTold() throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        Exchange result = send("grokvideo:generate?requestRetries=1&baseUrl=http://127.0.0.1:" + free + "/v1", "p");
        assertThat(failure(result, GatewayException.class))
                .hasMessage("Cannot connect to the gateway at http://127.0.0.1:" + free + "/v1: the connection was refused");
    }

    /** As the component's page says. */
    @Test
    void camelLooksForAHandlerOfTheInnermostCauseFirst() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:both").onException(Exception.class).handled(true).setBody(constant("any")).end()
                        .onException(GrokVideoException.class).handled(true).setBody(constant("own")).end()
                        .process(exchange -> fail());
                from("direct:own").onException(GrokVideoException.class).handled(true).setBody(constant("own")).end()
                        .process(exchange -> fail());
            }

            private void fail() {
                throw new DownloadException(
                        GrokVideoException.because("The video cannot be stored").cause(new IOException("the disk is full")));
            }
        });
        assertThat(send("direct:both", "p").getMessage().getBody()).isEqualTo("any");
        assertThat(send("direct:own", "p").getMessage().getBody()).isEqualTo("own");
    }
}
