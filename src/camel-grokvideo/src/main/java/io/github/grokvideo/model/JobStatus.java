package io.github.grokvideo.model;

import java.util.Locale;
import java.util.Map;

/**
 * The status of a job, in common terms for all providers. Gateways use different terms for the same status; {@link #of}
 * maps the known ones, and maps all others to {@link #UNKNOWN}.
 */
public enum JobStatus {

    /** Accepted, not yet started. */
    QUEUED,
    /** Being generated. */
    RUNNING,
    /** Finished; the video can be downloaded. */
    COMPLETED,
    /** Finished without a video. */
    FAILED,
    /** Cancelled. */
    CANCELLED,
    /** Removed by the gateway because the job or its result became too old. */
    EXPIRED,
    /** None of the known terms; the job is considered to be running. */
    UNKNOWN;

    private static final Map<String, JobStatus> WORDS = Map.ofEntries(
            Map.entry("queued", QUEUED), Map.entry("pending", QUEUED), Map.entry("submitted", QUEUED),
            Map.entry("in_progress", RUNNING), Map.entry("processing", RUNNING), Map.entry("running", RUNNING),
            Map.entry("completed", COMPLETED), Map.entry("done", COMPLETED), Map.entry("succeeded", COMPLETED),
            Map.entry("success", COMPLETED),
            Map.entry("failed", FAILED), Map.entry("error", FAILED), Map.entry("upstream_failure", FAILED),
            Map.entry("rejected", FAILED),
            Map.entry("cancelled", CANCELLED), Map.entry("canceled", CANCELLED),
            Map.entry("expired", EXPIRED));

    /**
     * Returns the status for a gateway's term.
     *
     * @param word the term, case-insensitive, with {@code -} or {@code _}; {@code null} or blank, which means that the
     *             gateway reported no status of an accepted job, yields {@link #QUEUED}
     */
    public static JobStatus of(String word) {
        if (word == null || word.isBlank()) {
            return QUEUED;
        }
        return WORDS.getOrDefault(word.trim().toLowerCase(Locale.ROOT).replace('-', '_'), UNKNOWN);
    }

    /** Returns whether the job is finished, so that its status no longer changes. */
    public boolean isFinal() {
        return this == COMPLETED || this == FAILED || this == CANCELLED || this == EXPIRED;
    }
}
