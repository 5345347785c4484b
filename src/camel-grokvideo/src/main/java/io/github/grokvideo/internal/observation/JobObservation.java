package io.github.grokvideo.internal.observation;

import java.util.Map;

import io.github.grokvideo.model.GrokVideoException;
import io.github.grokvideo.model.VideoJob;

/**
 * Is told what happens to one job, in the order in which it happens. Each submission and each status request is told of
 * before it is sent, on the thread that sends it, and when it is answered. Times are in nanoseconds, so that nothing is
 * allocated while nobody watches. Called as {@link JobObserver}.
 */
public interface JobObservation {

    /** Nobody watches. */
    JobObservation NONE = new JobObservation() {
    };

    /**
     * Where the job is submitted, so that what comes later can lead there, on other machines, too; it is recorded with
     * the submission.
     *
     * @return the value of W3C's header {@code traceparent}; {@code null} if there is none
     */
    default String traceParent() {
        return null;
    }

    /** There is room for the job under {@code maxInFlight}. */
    default void roomGiven(long waited) {
    }

    /** The limits permit the submission. */
    default void submissionPermitted(String provider, long waited) {
    }

    /** @return headers that the request is to carry besides its own */
    default Map<String, String> submissionSent(String provider) {
        return Map.of();
    }

    /** @param failure {@code null} if the job was accepted */
    default void submissionAnswered(String provider, SubmissionResult result, GrokVideoException failure, long time) {
    }

    /** The gateway has named the job, or the job store knows it. */
    default void accepted(String provider, VideoJob job) {
    }

    /** The job goes to another gateway, since the one that it is at has not accepted it, or is down. */
    default void movedOn(String from, String to) {
    }

    /** @return headers that the request is to carry besides its own */
    default Map<String, String> pollSent(String provider) {
        return Map.of();
    }

    /** @param failure {@code null} if the status could be read */
    default void pollAnswered(String provider, PollResult result, GrokVideoException failure, long time) {
    }

    /** The status or the progress has changed; as {@code JobListener}. */
    default void changed(VideoJob job, VideoJob previous) {
    }

    /**
     * A poll has found the job final.
     *
     * @param lag since the gateway has completed it
     */
    default void endDetected(String provider, long lag) {
    }

    /** The last call. The outcome has not been reported to the route. */
    default void ended(JobEnd end) {
    }
}
