package io.github.grokvideo.internal.job.phase;

import java.util.concurrent.CompletableFuture;

import io.github.grokvideo.model.GrokVideoException;
import io.github.grokvideo.model.VideoJob;

/**
 * One phase of a job's life, with the data of that phase alone. Its methods are called by the {@link Job} that is in
 * it, never while its lock is held.
 */
sealed interface Phase permits Queued, SubmissionPhase, Accepted, Waiting, Recording, Ended {

    State state();

    /** The job has entered this phase. */
    default void entered() {
    }

    /** The job has left this phase, which releases whatever it is queued or registered for. */
    default void left() {
    }

    /** The timer that this phase has set is due. */
    default void due() {
    }

    /** A stop is requested. Returns whether the phase must not be interrupted, and will end the job by itself soon. */
    default boolean defersStop(String reason) {
        return false;
    }

    /** How the job ends if it is stopped in this phase. */
    GrokVideoException stopped(String reason);

    /** How the job ends if something unexpected happens in this phase. */
    default GrokVideoException unexpected(GrokVideoException failure) {
        return failure;
    }

    /** The id of the job; {@code null} until there is one. */
    default String jobId() {
        return null;
    }

    /** The idempotency key of the job, as far as it is known. */
    default String idempotencyKey() {
        return null;
    }

    /** How often the job was polled. */
    default int polls() {
        return 0;
    }

    /** The job as it was last reported to the listener; {@code null} if it never was. */
    default VideoJob lastReported() {
        return null;
    }

    /** The job ends in this phase without a video. Records what is known of its submission, before that is reported. */
    default CompletableFuture<Void> recordFailure(GrokVideoException failure) {
        return CompletableFuture.completedFuture(null);
    }
}
