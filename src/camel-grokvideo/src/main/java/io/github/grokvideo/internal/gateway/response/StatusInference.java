package io.github.grokvideo.internal.gateway.response;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.grokvideo.model.JobError;
import io.github.grokvideo.model.JobStatus;
import io.github.grokvideo.model.Video;

/** Infers the state of a job with an unknown status from the rest of the response. */
final class StatusInference {

    /** Statuses of a running job, whatever the other fields are. */
    private static final Pattern RUNNING = Pattern.compile(
            "(.*_)?(NOT|ALMOST|NEARLY|PREVIEW|PREVIEWED|PARTIAL|PARTIALLY|DRAFT|DRAFTED|INTERMEDIATE|STAGE|STEP|PHASE|RETRY|RETRYING|REQUEUED|RESTARTED)(_.*)?");
    /** The same, unless the last word means that it finished: {@code rendering}, but not {@code rendering_complete}. */
    private static final Pattern LIKELY_RUNNING = Pattern.compile(
            "(.*_)?([A-Z]+ING|WAIT|QUEUE|ENQUEUED|STARTED|ACTIVE|SCHEDULED|CREATED|ACCEPTED|RECEIVED|PAUSED|DELAYED|THROTTLED|LIMITED)(_.*)?|IN_.*");
    private static final Pattern FINISHED = Pattern.compile(
            "(.*_)?(COMPLETED?|FINISHED|DONE|READY|SUCCEEDED|SUCCESS|SUCCESSFUL|ENDED|OVER|FINALI[SZ]ED|FAILED|FAILURE|ERROR|ERRORED|ABORTED|REJECTED|CANCELLED|CANCELED|TIMEOUT|CRASHED)");
    private static final Pattern ENDED_BADLY
            = Pattern.compile(
                    ".*(FAIL|ERROR|ABORT|REJECT|DENIED|REFUSED|CANCEL|TIMED_OUT|TIMEOUT|CRASH|KILLED|BLOCKED|EXPIRED).*");
    private static final Set<String> NO_ERROR = Set.of(
            "", "0", "200", "NONE", "NULL", "NIL", "OK", "SUCCESS", "NO_ERROR", "FALSE", "N_A", "UNDEFINED", "NO_ERRORS",
            "UNSET");
    private static final List<String> ERRORS
            = List.of("error", "errors", "failure", "error_message", "failure_reason", "failure_message");
    private static final List<String> ENDS = List.of(
            "done", "is_done", "finished", "is_finished", "complete", "is_complete", "completed", "final", "is_final", "ready");
    private static final Pattern NO_VIDEO
            = Pattern.compile("(?i).*\\.(jpe?g|png|webp|gif|avif|bmp|svg|json|txt|vtt|srt)([?#].*)?");

    private StatusInference() {
    }

    /**
     * @param  id the job's id
     * @return    {@link JobStatus#COMPLETED}, {@link JobStatus#FAILED}, or {@link JobStatus#UNKNOWN} if it may be
     *            running
     */
    static JobStatus of(JsonNode root, String id, String word, List<Video> videos, JobError error) {
        String name = ErrorClassifier.normal(word);
        boolean running = RUNNING.matcher(name).matches()
                || LIKELY_RUNNING.matcher(name).matches() && !FINISHED.matcher(name).matches();
        if (running || isMarkedUnfinished(root)) {
            return JobStatus.UNKNOWN;
        }
        boolean failed = error != null && namesError(root);
        if (failed && (videos.isEmpty() || ENDED_BADLY.matcher(name).matches())) {
            return JobStatus.FAILED;
        }
        boolean finished = !isUnderHundred(root) && !ENDED_BADLY.matcher(name).matches()
                && videos.stream().anyMatch(video -> isVideo(video, id));
        return finished ? JobStatus.COMPLETED : failed ? JobStatus.FAILED : JobStatus.UNKNOWN;
    }

    private static boolean isMarkedUnfinished(JsonNode root) {
        for (String field : ENDS) {
            if (root.path(field).isBoolean() && !root.path(field).booleanValue()) {
                return true;
            }
        }
        return isPositive(root.path("eta")) || isPositive(root.path("eta_seconds")) || isPositive(root.path("queue_position"));
    }

    private static boolean isPositive(JsonNode node) {
        return node.isNumber() && node.doubleValue() > 0;
    }

    private static boolean isUnderHundred(JsonNode root) {
        JsonNode progress = root.path("progress");
        if (progress.isNumber()) {
            return progress.doubleValue() < 100;
        }
        String digits = progress.asText().replaceAll("[%\\s]", "");
        return digits.matches("[0-9]{1,3}(\\.[0-9]{1,9})?") && Double.parseDouble(digits) < 100;
    }

    private static boolean namesError(JsonNode root) {
        return ERRORS.stream().anyMatch(field -> saysSomething(root.path(field)));
    }

    // many gateways send the field with every response
    private static boolean saysSomething(JsonNode node) {
        if (node.isTextual() || node.isNumber()) {
            return !NO_ERROR.contains(ErrorClassifier.normal(node.asText()));
        }
        if (node.isArray()) {
            return saysSomething(node.path(0));
        }
        return node.isObject() && Stream.of("message", "code", "error_code", "msg", "detail", "error", "reason", "description")
                .anyMatch(field -> saysSomething(node.path(field)));
    }

    private static boolean isVideo(Video video, String id) {
        String url = video.url().toLowerCase(Locale.ROOT);
        boolean picture = video.contentType() != null && video.contentType().toLowerCase(Locale.ROOT).startsWith("image/");
        boolean ofTheJob = url.replaceFirst("[?#].*", "").endsWith("/videos/" + id.toLowerCase(Locale.ROOT));
        return url.matches("https?://.+") && !picture && !ofTheJob && !NO_VIDEO.matcher(url).matches();
    }
}
