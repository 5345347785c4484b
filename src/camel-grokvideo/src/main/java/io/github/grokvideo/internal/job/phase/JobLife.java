package io.github.grokvideo.internal.job.phase;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

import io.github.grokvideo.internal.gateway.VideoGateway;
import io.github.grokvideo.internal.job.JobListener;
import io.github.grokvideo.internal.job.JobSettings;
import io.github.grokvideo.internal.job.Target;
import io.github.grokvideo.internal.job.limit.Waiter;
import io.github.grokvideo.internal.observation.JobObservation;
import io.github.grokvideo.model.GrokVideoException;
import io.github.grokvideo.model.VideoJob;
import io.github.grokvideo.store.JobKey;

/**
 * What a phase knows of its job, and the ways on from it. A transition does nothing if the job has left the phase
 * meanwhile, and returns whether it was made.
 */
interface JobLife {

    JobContext context();

    /** The gateway that the job is at, or is to be submitted to, with the settings of its requests. */
    Target target();

    default VideoGateway gateway() {
        return target().gateway();
    }

    default JobSettings settings() {
        return target().settings();
    }

    JobListener listener();

    /** Is told what happens to the job. */
    JobObservation observation();

    /** The store's key of a submission; {@code null} for a job that is known by its id only. */
    JobKey key(String idempotencyKey);

    /** The time until jobTimeout; zero if it is over. */
    Duration left();

    /** The time since the job started to count towards jobTimeout. */
    Duration elapsed();

    /** The time in nanoseconds if somebody watches the job; otherwise it is not needed. */
    default long observedNow() {
        return observation() == JobObservation.NONE ? 0 : context().timer().now();
    }

    /** Has jobTimeout count from now: time in a queue does not count. */
    void restartClock();

    boolean isIn(Phase phase);

    /** Runs a step of a phase. Whatever it throws, a listener's too, ends the job: no caller waits forever. */
    void attempt(Runnable step);

    /** Starts a call and runs a step with its outcome, as {@link #attempt}; a call that throws has failed. */
    <T> void call(Supplier<? extends CompletionStage<T>> call, BiConsumer<T, Throwable> step);

    /**
     * Has {@link Phase#due} called, at jobTimeout at the latest. Ends the job if the component has stopped.
     *
     * @param slack how much later it may be, to share a timer entry with other jobs
     */
    void wakeAfter(Phase phase, Duration delay, Duration slack);

    /** Has {@link Phase#due} called now, if it is still to be called. */
    void wakeNow(Phase phase);

    /** Ends the job as {@link Phase#unexpected}. */
    void unexpected(Throwable cause);

    /** Ends the job as {@link Phase#stopped}, or soon if its phase defers that. */
    void stop(String reason);

    // transitions

    boolean reserved(Phase from, Submission submission);

    boolean resumed(Phase from, KnownJob job);

    boolean reservationLost(Phase from, Submission submission);

    /** @param slot that the submission has among those without a response */
    boolean permitted(Phase from, Submission submission, Duration timeout, Waiter slot);

    boolean retry(Phase from, Submission submission, Duration pause);

    /** The job goes to another gateway, since the one that it is at has certainly not accepted it. */
    boolean goesOn(Phase from, Submission submission, Target next);

    /** The job goes to another gateway, since a budget does not permit what the one that it is at would charge. */
    boolean tooDear(Phase from, Submission submission, Target next);

    /** The job goes to another gateway, since its key is known there. */
    boolean follows(Phase from, Submission submission, Target other);

    boolean named(Phase from, Acceptance acceptance);

    boolean waits(Phase from, Acceptance acceptance);

    boolean finishedAtOnce(Phase from, Acceptance acceptance);

    boolean finished(Phase from, KnownJob known, VideoJob job);

    /** Ends the job with a video. */
    boolean completed(Phase from, Transition why, VideoJob job);

    /** Ends the job without a video. */
    boolean failed(Phase from, Transition why, GrokVideoException failure);
}
