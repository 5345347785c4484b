package io.github.grokvideo.model;

import java.util.Locale;
import java.util.Map;

/**
 * Where a job stands, in one vocabulary for all providers. Gateways use many words for the same thing; {@link #of}
 * knows those seen in the wild, and takes a word nobody has heard of for a job that is still running.
 */
public enum JobStatus {

    /** Accepted, not started. */
    QUEUED,
    /** Being made. */
    RUNNING,
    /** Done; the video can be fetched. */
    COMPLETED,
    /** Ended without a video. */
    FAILED,
    /** Ended because somebody cancelled it. */
    CANCELLED,
    /** Ended because it, or its result, was kept too long. */
    EXPIRED,
    /** A word that is none of the known ones: still running as far as we can tell. */
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
     * The status a gateway's word stands for.
     *
     * @param word as the gateway wrote it, in any case, with {@code -} or {@code _}; {@code null} or blank means that
     *             an accepted job said nothing, which is {@link #QUEUED}
     */
    public static JobStatus of(String word) {
        if (word == null || word.isBlank()) {
            return QUEUED;
        }
        return WORDS.getOrDefault(word.trim().toLowerCase(Locale.ROOT).replace('-', '_'), UNKNOWN);
    }

    /** Whether nothing more will happen to the job. */
    public boolean isFinal() {
        return this == COMPLETED || this == FAILED || this == CANCELLED || this == EXPIRED;
    }
}
