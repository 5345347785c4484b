package io.github.grokvideo.internal.gateway.response;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

import io.github.grokvideo.internal.gateway.Failures;
import io.github.grokvideo.internal.gateway.GatewayErrors;
import io.github.grokvideo.model.GatewayException;
import io.github.grokvideo.model.GrokVideoException;
import io.github.grokvideo.model.InvalidRequestException;
import io.github.grokvideo.model.JobFailedException;
import io.github.grokvideo.model.ModerationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What errors mean, whoever words them, as the end of a job and as the answer to a submission. */
class ErrorClassifierTest {

    static List<String> moderated() {
        return ErrorCorpus.errors("moderated");
    }

    static List<String> permanent() {
        return ErrorCorpus.errors("permanent");
    }

    static List<String> passing() {
        return ErrorCorpus.errors("transient");
    }

    private static GrokVideoException ended(String error) throws IOException {
        return GatewayErrors.ended(JobReader.readJob(ErrorCorpus.jobEnd(error).getBytes(StandardCharsets.UTF_8), "video_1"));
    }

    private static GrokVideoException refused(int status, String error) {
        return Failures.refused(status, error).exception();
    }

    @ParameterizedTest
    @MethodSource("moderated")
    void moderationOfAJob(String error) throws IOException {
        assertThat(ended(error)).isExactlyInstanceOf(ModerationException.class);
        assertThat(ended(error).isRetryable()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("moderated")
    void moderationOfARequest(String error) {
        for (int status : new int[] { 400, 403, 422 }) {
            assertThat(refused(status, error)).isExactlyInstanceOf(ModerationException.class);
        }
    }

    @ParameterizedTest
    @MethodSource("permanent")
    void whatTryingAgainCannotMend(String error) throws IOException {
        assertThat(ended(error)).isExactlyInstanceOf(JobFailedException.class);
        assertThat(ended(error).isRetryable()).isFalse();
        assertThat(refused(400, error)).isNotInstanceOf(ModerationException.class);
    }

    @ParameterizedTest
    @MethodSource("passing")
    void troubleIsNoRefusal(String error) throws IOException {
        assertThat(ended(error)).isExactlyInstanceOf(JobFailedException.class);
        assertThat(ended(error).isRetryable()).isTrue();
        assertThat(refused(400, error)).isExactlyInstanceOf(InvalidRequestException.class);
        for (int status : new int[] { 429, 500, 503 }) {
            assertThat(refused(status, error)).isExactlyInstanceOf(GatewayException.class);
            assertThat(refused(status, error).isRetryable()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "Safety check failed", "the moderation service is unavailable, try again" })
    void troubleOfTheGatewayIsNotToldByWordsThatMeanEither(String message) {
        assertThat(refused(503, "{\"error\":{\"message\":\"" + message + "\"}}")).isExactlyInstanceOf(GatewayException.class);
    }

    @Test
    void aFirewallsPageIsNoModeration() {
        assertThat(refused(400, "<html><h1>Blocked by the content policy of your company</h1></html>"))
                .isExactlyInstanceOf(InvalidRequestException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = { "content_moderated", "Request Moderated", "content-filtered", "NSFW" })
    void aStatusMaySayIt(String word) throws IOException {
        GrokVideoException failure = GatewayErrors.ended(JobReader.readJob(
                ("{\"status\":\"" + word + "\"}").getBytes(StandardCharsets.UTF_8), "video_1"));
        assertThat(failure).isExactlyInstanceOf(ModerationException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = { "in_moderation", "moderating", "moderation_pending", "safety_check" })
    void aJobThatIsBeingCheckedIsRunning(String word) throws IOException {
        assertThat(JobReader.readJob(("{\"status\":\"" + word + "\"}").getBytes(StandardCharsets.UTF_8), "j").isFinal())
                .isFalse();
    }

    @Test
    void longMessagesAreReadInTime() {
        String message = "rejected by the our an the ".repeat(20_000);
        assertThat(ErrorClassifier.isModeration(message, true)).isFalse();
        assertThat(ErrorClassifier.isModerationCode("safety_".repeat(20_000))).isTrue();
    }
}
