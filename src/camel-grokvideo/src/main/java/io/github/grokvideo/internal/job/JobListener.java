package io.github.grokvideo.internal.job;

import io.github.grokvideo.internal.observation.JobOrigin;
import io.github.grokvideo.model.GrokVideoException;
import io.github.grokvideo.model.VideoJob;

/**
 * Is told what happens to one request: to its job, or to its jobs where it takes several. Called on I/O and timer
 * threads, which must not be held. The last call is either {@link #completed} or {@link #failed}, and comes once.
 */
public interface JobListener extends JobOrigin {

    /**
     * The gateway that the job is at, or is about to be submitted to; of several, the latest is the one that has it.
     *
     * @param part     which of several jobs, from 0
     * @param provider the name of its provider
     */
    default void at(int part, String provider) {
    }

    /**
     * The gateway has named the job; from here on it costs money. Comes before anything else is done with it.
     *
     * @param part which of several jobs, from 0
     */
    void accepted(int part, VideoJob job);

    /**
     * The job is that of an earlier request for the same; comes before {@link #accepted}, which names it.
     *
     * @param part  which of several jobs, from 0
     * @param known as it was recorded; {@code null} if it turned out that it cannot be delivered, and is forgotten
     * @param lost  to be called after {@link #completed}, at most once, if the video cannot be had any more: the job is
     *              forgotten, and a request that takes one job is submitted after all and has another end; {@code null}
     *              if this cannot be said of the job
     */
    default void reused(int part, VideoJob known, Runnable lost) {
    }

    /** Whether the videos of the finished job of an earlier request are here, so that the gateway need not be asked. */
    default boolean hasVideos(VideoJob known) {
        return false;
    }

    /**
     * The job's status or progress changed.
     *
     * @param job      as it is now
     * @param previous as it was reported before, or {@code null} the first time
     */
    void changed(VideoJob job, VideoJob previous);

    /**
     * One of several jobs failed; the others continue.
     *
     * @param part which, from 0
     */
    void partFailed(int part, GrokVideoException failure);

    /** Something that a user should know, and that does not affect the job. */
    default void warned(String warning) {
    }

    /** The request completed; of several jobs, at least one succeeded, and they are reported together. */
    void completed(VideoJob job);

    /**
     * The request failed.
     *
     * @param last the job as it was last reported to {@link #changed}, or {@code null} if it never was
     */
    void failed(GrokVideoException failure, VideoJob last);

    /** Who waits, for those who look at the jobs under way. */
    default JobRoute route() {
        return JobRoute.UNKNOWN;
    }

    /** The listener of the whole request. */
    default JobListener whole() {
        return this;
    }
}
