package io.github.grokvideo.internal.gateway;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;

import javax.net.ssl.SSLHandshakeException;

import io.github.grokvideo.internal.gateway.CallFailure.Effect;
import io.github.grokvideo.internal.gateway.http.HttpReply;
import io.github.grokvideo.internal.gateway.http.NotSentException;
import io.github.grokvideo.internal.gateway.response.JobReader;
import io.github.grokvideo.internal.gateway.response.MediaUrlPolicy;
import io.github.grokvideo.model.AuthenticationException;
import io.github.grokvideo.model.GatewayException;
import io.github.grokvideo.model.GrokVideoException;
import io.github.grokvideo.model.InvalidRequestException;
import io.github.grokvideo.model.JobFailedException;
import io.github.grokvideo.model.ModerationException;
import io.github.grokvideo.model.QuotaException;
import io.github.grokvideo.model.VideoJob;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class GatewayErrorsTest {

    private static final String ADDRESS = "https://gateway.example/v1";

    private static CallFailure refused(int status, String body) {
        return refused(status, body, "job-1");
    }

    private static CallFailure refused(int status, String body, String jobId) {
        return new ErrorResponse(
                new HttpReply(status, "3", body.getBytes(StandardCharsets.UTF_8)), jobId, "the-secret-key",
                Clock.systemUTC()).refused();
    }

    private static String envelope(String code) {
        return "{\"error\":{\"message\":\"what it says\",\"type\":\"of_any_type\",\"code\":\"" + code + "\"}}";
    }

    @Test
    void aQuestionThatFailsIsNotAJobThatFailedWhateverTheCodeSays() {
        for (String code : new String[] { "AUTHENTICATION_FAILED", "INSUFFICIENT_BALANCE", "CONTENT_POLICY_VIOLATION" }) {
            for (int status : new int[] { 408, 425, 429, 500, 503 }) {
                CallFailure failure = refused(status, envelope(code), "job-1");
                assertThat(failure.isTransient()).as(code + " " + status).isTrue();
                assertThat(failure.exception()).isExactlyInstanceOf(GatewayException.class);
            }
        }
        assertThat(refused(400, envelope("CONTENT_POLICY_VIOLATION"), "job-1").exception())
                .isInstanceOf(ModerationException.class);
    }

    @ParameterizedTest
    @CsvSource({
            // code, status, exception, retryable, effect, may be submitted again with a key, without
            "AUTHENTICATION_FAILED, 401, AuthenticationException, false, REFUSED, false, false",
            "INSUFFICIENT_BALANCE, 402, QuotaException, false, REFUSED, false, false",
            "INVALID_REQUEST, 400, InvalidRequestException, false, REFUSED, false, false",
            "CONTENT_POLICY_VIOLATION, 400, ModerationException, false, REFUSED, false, false",
            "MODEL_NOT_FOUND, 404, InvalidRequestException, false, REFUSED, false, false",
            "MODEL_DISABLED, 404, InvalidRequestException, false, REFUSED, false, false",
            "RECORDING_NOT_FOUND, 404, InvalidRequestException, false, REFUSED, false, false",
            "RATE_LIMITED, 429, GatewayException, true, REFUSED, true, true",
            "ALL_PROVIDERS_EXHAUSTED, 502, GatewayException, true, REFUSED, true, false",
            "UPSTREAM_ERROR, 400, InvalidRequestException, false, REFUSED, false, false",
            "UPSTREAM_ERROR, 500, GatewayException, true, UNKNOWN, true, false",
            "UPSTREAM_ERROR, 503, GatewayException, true, UNKNOWN, true, false",
            "INTERNAL_ERROR, 500, GatewayException, true, UNKNOWN, true, false",
            // by status alone
            "NEVER_HEARD_OF, 400, InvalidRequestException, false, REFUSED, false, false",
            "NEVER_HEARD_OF, 401, AuthenticationException, false, REFUSED, false, false",
            "NEVER_HEARD_OF, 402, QuotaException, false, REFUSED, false, false",
            "NEVER_HEARD_OF, 403, AuthenticationException, false, REFUSED, false, false",
            "NEVER_HEARD_OF, 404, InvalidRequestException, false, REFUSED, false, false",
            "NEVER_HEARD_OF, 405, InvalidRequestException, false, REFUSED, false, false",
            "NEVER_HEARD_OF, 408, GatewayException, true, UNKNOWN, true, false",
            "NEVER_HEARD_OF, 409, InvalidRequestException, false, REFUSED, false, false",
            "NEVER_HEARD_OF, 413, InvalidRequestException, false, REFUSED, false, false",
            "NEVER_HEARD_OF, 422, InvalidRequestException, false, REFUSED, false, false",
            "NEVER_HEARD_OF, 425, GatewayException, true, REFUSED, true, true",
            "NEVER_HEARD_OF, 429, GatewayException, true, REFUSED, true, true",
            "NEVER_HEARD_OF, 500, GatewayException, true, UNKNOWN, true, false",
            "NEVER_HEARD_OF, 502, GatewayException, true, UNKNOWN, true, false",
            "NEVER_HEARD_OF, 503, GatewayException, true, UNKNOWN, true, false",
            "NEVER_HEARD_OF, 504, GatewayException, true, UNKNOWN, true, false",
            "NEVER_HEARD_OF, 599, GatewayException, true, UNKNOWN, true, false",
            "NEVER_HEARD_OF, 302, GatewayException, false, REFUSED, false, false",
            // the code counts more than the status
            "AUTHENTICATION_FAILED, 500, AuthenticationException, false, REFUSED, false, false",
            "INSUFFICIENT_BALANCE, 429, QuotaException, false, REFUSED, false, false",
            "CONTENT_POLICY_VIOLATION, 403, ModerationException, false, REFUSED, false, false",
            "content-policy-violation, 500, ModerationException, false, REFUSED, false, false",
            "moderation_blocked, 400, ModerationException, false, REFUSED, false, false" })
    void everyCodeHasItsException(
            String code, int status, String exception, boolean retryable, Effect effect, boolean keyed, boolean unkeyed) {
        CallFailure failure = refused(status, envelope(code), null);

        GrokVideoException told = failure.exception();
        assertThat(told.getClass().getSimpleName()).isEqualTo(exception);
        assertThat(told.isRetryable()).isEqualTo(retryable);
        assertThat(told.getCode()).isEqualTo(code);
        assertThat(told.getHttpStatus()).isEqualTo(status);
        assertThat(told.getJobId()).isNull();
        assertThat(told).hasMessageEndingWith(": what it says (HTTP " + status + ", code " + code + ")");
        assertThat(failure.isTransient()).isEqualTo(retryable);
        assertThat(failure.effect()).isEqualTo(effect);
        assertThat(failure.maySubmitAgain(true)).isEqualTo(keyed);
        assertThat(failure.maySubmitAgain(false)).isEqualTo(unkeyed);
        assertThat(failure.retryAfter()).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void otherEnvelopesAreUnderstood() {
        for (String body : List.of(
                "{\"error_code\":\"INSUFFICIENT_BALANCE\",\"message\":\"what it says\"}",
                "{\"error\":{\"error_code\":\"INSUFFICIENT_BALANCE\",\"message\":\"what it says\"}}",
                "{\"code\":\"insufficient-balance\",\"error\":\"what it says\"}",
                "{\"code\":\"INSUFFICIENT_BALANCE\",\"error_message\":\"what it says\"}")) {
            GrokVideoException told = refused(400, body).exception();
            assertThat(told).as(body).isInstanceOf(QuotaException.class)
                    .hasMessageContaining(": what it says (HTTP 400, code ");
        }
        assertThat(refused(400, "{\"code\":\"invalid-argument\",\"error\":\"n is unknown\"}").exception())
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("The gateway rejected the request: n is unknown (HTTP 400, code invalid-argument) [job job-1]");
        assertThat(refused(400, "{\"code\":\"x\",\"error\":\"Incorrect API key provided\"}").exception())
                .isInstanceOf(AuthenticationException.class);
    }

    @Test
    void pagesOfProxiesAreCutToALine() {
        GrokVideoException told = refused(502, "<html>\r\n<h1>502 Bad Gateway</h1>\u001b[31m\u202e\u0000" + "x".repeat(100_000))
                .exception();
        assertThat(told).isInstanceOf(GatewayException.class)
                .hasMessage(
                        "A proxy or firewall responded instead of the gateway: 502 Bad Gateway (HTTP 502) [job job-1]");
        assertThat(refused(502, "<p>502\u001b[31m\u202e\u0000" + "x".repeat(100_000)).exception())
                .hasMessageStartingWith("A proxy or firewall responded instead of the gateway: 502 [31m  xxx")
                .message().hasSizeLessThan(700).matches("[\\P{Cntrl}&&[^\\u202e]]*");
        assertThat(refused(503, "").exception()).hasMessage("The gateway failed temporarily (HTTP 503) [job job-1]");
        assertThat(refused(503, "{}").exception()).isInstanceOf(GatewayException.class);
    }

    @Test
    void hostileCodesAreHarmless() {
        String body = "{\"error\":{\"message\":\"m\\r\\nforged\",\"code\":\"A\\r\\nB\\u001b[31m" + "x".repeat(10_000) + "\"}}";
        assertThat(refused(400, body).exception()).message().hasSizeLessThan(800).matches("\\P{Cntrl}*");
    }

    @Test
    void theKeyIsNotQuoted() {
        GrokVideoException told = refused(401,
                "{\"error\":{\"message\":\"'the-secret-key' is wrong, the-secret-key!\",\"code\":\"BAD_the-secret-key\"}}")
                .exception();
        assertThat(told.toString()).doesNotContain("the-secret-key").contains("'***' is wrong, ***!");
        assertThat(told.getCode()).isEqualTo("BAD_***");
        assertThat(refused(401, "<p>the-secret-key</p>").exception().toString()).doesNotContain("the-secret-key");
    }

    @Test
    void requestsWithoutAnAnswer() {
        unanswered(new NotSentException(new ConnectException("x")), Effect.NOT_SENT,
                "Cannot connect to the gateway at " + ADDRESS + ": the connection was refused [job job-1]");
        unanswered(new NotSentException(new UnknownHostException("x")), Effect.NOT_SENT,
                "Cannot connect to the gateway at " + ADDRESS + ": its host name is unknown [job job-1]");
        unanswered(new NotSentException(new SSLHandshakeException("bad certificate")), Effect.NOT_SENT,
                "Cannot connect to the gateway at " + ADDRESS + ": TLS: bad certificate [job job-1]");
        unanswered(new NotSentException(new TimeoutException("x")), Effect.NOT_SENT,
                "No response from the gateway at " + ADDRESS + " in time [job job-1]");
        unanswered(new ConnectException("x"), Effect.UNKNOWN,
                "Cannot connect to the gateway at " + ADDRESS + ": the connection was refused [job job-1]");
        unanswered(new TimeoutException("x"), Effect.UNKNOWN,
                "No response from the gateway at " + ADDRESS + " in time [job job-1]");
        unanswered(new CancellationException("x"), Effect.UNKNOWN,
                "No response from the gateway at " + ADDRESS + " in time [job job-1]");
        unanswered(new IOException("Connection reset\r\nforged"), Effect.UNKNOWN,
                "The connection to the gateway at " + ADDRESS + " failed: Connection reset  forged [job job-1]");
        unanswered(new IOException(), Effect.UNKNOWN,
                "The connection to the gateway at " + ADDRESS + " failed: IOException [job job-1]");
        unanswered(new CompletionException(new SocketTimeoutException("60 s")), Effect.UNKNOWN,
                "The connection to the gateway at " + ADDRESS + " failed: 60 s [job job-1]");
    }

    private static void unanswered(Throwable thrown, Effect effect, String message) {
        CallFailure failure = ConnectionFailures.of(thrown, ADDRESS, "job-1");
        assertThat(failure.effect()).as(message).isEqualTo(effect);
        assertThat(failure.isTransient()).isTrue();
        assertThat(failure.status()).isNull();
        assertThat(failure.exception()).isInstanceOf(GatewayException.class).hasMessage(message);
        assertThat(failure.exception().isRetryable()).isTrue();
        assertThat(failure.maySubmitAgain(true)).isTrue();
        assertThat(failure.maySubmitAgain(false)).isEqualTo(effect == Effect.NOT_SENT);
    }

    @Test
    void aFailureStaysTheSame() {
        CallFailure failure = refused(503, "");
        assertThat(ConnectionFailures.of(new CompletionException(failure), ADDRESS, null)).isSameAs(failure);
    }

    @Test
    void endedJobs() throws IOException {
        ended("{\"status\":\"failed\",\"error\":{\"code\":\"UPSTREAM\",\"message\":\"no\\nluck\"}}", JobFailedException.class,
                "The job failed: no luck (code UPSTREAM) [job j]", true);
        ended("{\"status\":\"failed\"}", JobFailedException.class, "The job failed [job j]", true);
        ended("{\"status\":\"cancelled\"}", JobFailedException.class, "The job was cancelled [job j]", false);
        ended("{\"status\":\"expired\"}", JobFailedException.class, "The job expired [job j]", false);
        ended("{\"status\":\"failed\",\"error\":{\"code\":\"CONTENT_POLICY_VIOLATION\",\"message\":\"blocked\"}}",
                ModerationException.class,
                "The content policy blocked the video: blocked (code CONTENT_POLICY_VIOLATION) [job j]", false);
        ended("{\"status\":\"done\",\"video\":{\"respect_moderation\":false}}", ModerationException.class,
                "The content policy blocked the video: the video was withheld by moderation (code "
                                                                                                           + "CONTENT_POLICY_VIOLATION) [job j]",
                false);
    }

    @Test
    void aJobThatNamesNoUsableVideoIsNotTriedAgain() throws IOException {
        for (String status : List.of("completed", "done", "succeeded")) {
            ended("{\"status\":\"" + status + "\"}", JobFailedException.class,
                    "The job failed: the job is completed, but has no video (code NO_OUTPUT) [job j]", false);
            ended("{\"status\":\"" + status + "\",\"output\":{\"url\":\"https://127.1/\"}}", JobFailedException.class,
                    "The job failed: the job is completed, but has no usable video: the video's host is a number "
                                                                                                                       + "that is not an IPv4 address of four decimal parts (code NO_OUTPUT) [job j]",
                    false);
        }
    }

    @Test
    void whatAnEarlierVersionStoredAsAFailureForWantOfAVideoIsNotTriedAgain() throws IOException {
        ended("{\"status\":\"failed\",\"error\":{\"code\":\"NO_OUTPUT\"}}", JobFailedException.class,
                "The job failed (code NO_OUTPUT) [job j]", false);
    }

    @Test
    void wordsAboutAnAddressAreNoRefusalOfThePrompt() throws IOException {
        MediaUrlPolicy rule = url -> "the video's host violates our content policy";
        VideoJob job = JobReader.readJob(
                "{\"status\":\"completed\",\"output\":{\"url\":\"https://a/v.mp4\"}}".getBytes(StandardCharsets.UTF_8), "j",
                rule);
        assertThat(GatewayErrors.ended(job)).isExactlyInstanceOf(JobFailedException.class)
                .extracting(GrokVideoException::isRetryable).isEqualTo(false);
    }

    private static void ended(String json, Class<?> type, String message, boolean retryable) throws IOException {
        VideoJob job = JobReader.readJob(json.getBytes(StandardCharsets.UTF_8), "j");
        GrokVideoException told = GatewayErrors.ended(job);
        assertThat(told).isExactlyInstanceOf(type).hasMessage(message);
        assertThat(told.isRetryable()).isEqualTo(retryable);
        assertThat(told.getJobId()).isEqualTo("j");
    }

    @Test
    void modelErrorsAreTold() {
        for (String code : List.of("MODEL_NOT_FOUND", "model-disabled", " RECORDING_NOT_FOUND ")) {
            assertThat(ErrorResponse.isModelError(new HttpReply(404, null, envelope(code).getBytes()))).as(code).isTrue();
        }
        for (String body : List.of("", "{}", "<html>", envelope("NOT_FOUND"))) {
            assertThat(ErrorResponse.isModelError(new HttpReply(404, null, body.getBytes()))).as(body).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "2000 MILLISECONDS | 2000 ms", "Connect to https://a.example failed: timeout 30 SECONDS | timeout 30 s",
            "3 MINUTES | 3 min", "MILLISECONDS | MILLISECONDS" })
    void timesAreToldInUnitsThatPeopleWrite(String text, String told) {
        assertThat(ConnectionFailures.of(new SocketTimeoutException(text), ADDRESS, null).exception())
                .hasMessageEndingWith(told);
    }
}
