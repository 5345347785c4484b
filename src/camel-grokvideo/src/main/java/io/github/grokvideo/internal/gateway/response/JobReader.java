package io.github.grokvideo.internal.gateway.response;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.grokvideo.internal.text.UntrustedText;
import io.github.grokvideo.model.JobError;
import io.github.grokvideo.model.JobStatus;
import io.github.grokvideo.model.VideoJob;

import static io.github.grokvideo.internal.gateway.response.GatewayJson.first;
import static io.github.grokvideo.internal.gateway.response.GatewayJson.instant;
import static io.github.grokvideo.internal.gateway.response.GatewayJson.number;
import static io.github.grokvideo.internal.gateway.response.GatewayJson.object;
import static io.github.grokvideo.internal.gateway.response.GatewayJson.text;

/**
 * Reads a job from a gateway's response. Tolerant by design: every field but the id may be missing or of another type,
 * unknown fields are ignored, and a field that has several names is looked up under all of them.
 */
public final class JobReader {

    private static final int MAX_ID = 256;

    private JobReader() {
    }

    /** Reads a job from a response, which must have its id. */
    public static VideoJob read(byte[] body) throws IOException {
        return readJob(body, null);
    }

    /**
     * Reads a job.
     *
     * @param  body        the response's body
     * @param  requestedId the id of the requested job, or {@code null} if the response must have one
     * @throws IOException if the body is not a JSON object, or no id is known
     */
    public static VideoJob readJob(byte[] body, String requestedId) throws IOException {
        return readJob(body, requestedId, MediaUrlPolicy.ANY);
    }

    /** @param policy which of the URLs that the response names may be delivered */
    public static VideoJob readJob(byte[] body, String requestedId, MediaUrlPolicy policy) throws IOException {
        if (body.length == 0 && requestedId != null) {
            return bare(requestedId);
        }
        JsonNode root = object(body);
        String id = requestedId != null ? requestedId : text(first(root, "id", "request_id"));
        if (requestedId == null && !isUsable(id)) {
            throw new IOException("the gateway's response has no job id");
        }
        String word = text(root.get("status"));
        OutputVideos named = OutputVideos.of(root, policy);
        JobError error = ErrorReader.read(root);
        if (requestedId != null && isNoJob(root, word, named, error)) {
            throw new JobLookupError.UnknownJobException(error.message() == null ? error.code() : error.message());
        }
        if (requestedId != null && isOfTheRequest(root, word, named, error)) {
            throw new RejectedStatusRequestException();
        }
        Outcome outcome = outcome(root, id, word, named, error);
        JsonNode metadata = root.path("metadata");
        BigDecimal seconds = number(first(root, "seconds", "duration"));
        if (seconds == null) {
            seconds = number(root.path("video").get("duration"));
        }
        BigDecimal progress = number(root.get("progress"));
        return new VideoJob(
                id, outcome.status(), word, text(root.get("model")), text(metadata.get("executed_model")),
                text(metadata.get("provider")),
                progress == null ? null : progress.max(BigDecimal.ZERO).min(BigDecimal.valueOf(100)).intValue(),
                seconds == null ? null : seconds.doubleValue(), text(root.get("size")),
                outcome.status() == JobStatus.COMPLETED ? named.videos() : List.of(), outcome.error(),
                CostReader.cost(root), instant(root.get("created_at")), instant(root.get("completed_at")),
                instant(root.get("expires_at")), new String(body, StandardCharsets.UTF_8), List.of(),
                outcome.external(), outcome.status().isFinal() ? named.warnings() : List.of());
    }

    /**
     * The outcome of a job.
     *
     * @param external whether its video is in storage of the caller's own
     */
    private record Outcome(JobStatus status, JobError error, boolean external) {
    }

    private static Outcome outcome(JsonNode root, String id, String word, OutputVideos named, JobError error) {
        JobStatus status = status(root, id, word, named, error);
        if (status == JobStatus.UNKNOWN && ErrorClassifier.isModeratedStatus(word)) {
            return failed(root, new JobError(
                    error == null || error.code() == null ? ErrorCodes.MODERATED : error.code(),
                    error == null ? null : error.message(), JobError.Kind.MODERATION));
        }
        if (status != JobStatus.COMPLETED) {
            return new Outcome(status, status.isFinal() ? ErrorDetails.withKind(root, error, true) : error, false);
        }
        if (ErrorDetails.isWithheld(root)) {
            return failed(root, new JobError(ErrorCodes.MODERATED, "the video was withheld by moderation"));
        }
        if (!named.videos().isEmpty()) {
            return new Outcome(status, null, false);
        }
        if (!named.isAny() && error != null && (error.code() != null || ErrorReader.namesError(root))) {
            return failed(root, error);
        }
        boolean external = ExternalOutput.isNamed(root);
        return new Outcome(status, external ? null : named.noOutput(), external);
    }

    private static Outcome failed(JsonNode root, JobError error) {
        return new Outcome(JobStatus.FAILED, ErrorDetails.withKind(root, error, true), false);
    }

    private static JobStatus status(JsonNode root, String id, String word, OutputVideos named, JobError error) {
        JobStatus status = JobStatus.of(word);
        if (word == null && named.isAny()) {
            return JobStatus.COMPLETED;
        }
        if (word == null && error != null) {
            return JobStatus.FAILED;
        }
        return status == JobStatus.UNKNOWN && !ErrorClassifier.isModeratedStatus(word)
                ? StatusInference.of(root, id, word, named.videos(), error) : status;
    }

    /** A status request was rejected, for its key or its rate, in a response with a status of success. */
    public static final class RejectedStatusRequestException extends IOException {

        private static final long serialVersionUID = 1L;

        RejectedStatusRequestException() {
            super("the gateway's response is an error of the request");
        }
    }

    private static boolean isOfTheRequest(JsonNode root, String word, OutputVideos named, JobError error) {
        if (word != null || named.isAny() || error == null || root.has("id") || root.has("progress")) {
            return false;
        }
        Integer meant = ImpliedStatus.of(root, error);
        return meant != null && (meant == 401 || meant == 429);
    }

    // an error instead of a job in a response with a status of success
    private static boolean isNoJob(JsonNode root, String word, OutputVideos named, JobError error) {
        boolean aboutTheRequest = word == null || JobStatus.of(word) == JobStatus.UNKNOWN || word.equalsIgnoreCase("error");
        return aboutTheRequest && !named.isAny() && error != null && root.path("progress").isMissingNode()
                && JobLookupError.isUnknown(error);
    }

    // control characters could forge lines of a log
    private static boolean isUsable(String id) {
        return id != null && id.length() <= MAX_ID && UntrustedText.sanitize(id, MAX_ID).equals(id);
    }

    private static VideoJob bare(String id) {
        return new VideoJob(
                id, JobStatus.QUEUED, null, null, null, null, null, null, null, List.of(), null, null, null, null,
                null, "", List.of());
    }
}
