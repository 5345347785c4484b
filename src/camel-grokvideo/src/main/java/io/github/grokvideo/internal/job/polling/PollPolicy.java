package io.github.grokvideo.internal.job.polling;

import java.time.Duration;

import io.github.grokvideo.internal.gateway.JobReading;
import io.github.grokvideo.model.VideoJob;

/** When to poll one job. Is told what happens to the job, in the order in which it happens. */
public interface PollPolicy {

    /**
     * The job was accepted just now.
     *
     * @param  left until jobTimeout
     * @return      the time until the first poll
     */
    Duration firstGap(Duration left);

    /** A status request is about to be sent. */
    default void pollSent() {
    }

    /** The probability, from 0 to 1, that a poll sent now finds the job final. */
    default double likelihood() {
        return 0.5;
    }

    /** A webhook reports that the job is final. */
    default void endReported() {
    }

    /**
     * The last poll found that the job is not final.
     *
     * @param  left until jobTimeout
     * @return      the time until the next poll
     */
    Duration nextGap(JobReading reading, Duration left);

    /** The last poll, or the submission, found that the job is final. */
    default void finished(VideoJob job) {
    }

    /** The wait timed out; the job is not final. */
    default void timedOut() {
    }
}
