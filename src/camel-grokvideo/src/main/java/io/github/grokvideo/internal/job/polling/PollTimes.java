package io.github.grokvideo.internal.job.polling;

import java.time.Duration;

import io.github.grokvideo.internal.gateway.JobReading;
import io.github.grokvideo.model.VideoJob;

/** When to ask about one job. Hears what becomes of the job, in the order in which it happens. */
public interface PollTimes {

    /**
     * The job was accepted just now.
     *
     * @param  left until the wait is given up
     * @return      the time until the first question
     */
    Duration accepted(Duration left);

    /** A question is about to be sent. */
    default void asking() {
    }

    /** How likely it is, from 0 to 1, that a question asked now finds the job final. */
    default double likelihood() {
        return 0.5;
    }

    /** Somebody says that the job is final. */
    default void told() {
    }

    /**
     * The last question was answered: the job is not final.
     *
     * @param  left until the wait is given up
     * @return      the time until the next question
     */
    Duration next(JobReading reading, Duration left);

    /** The last question, or the submission, was answered: the job is final. */
    default void ended(VideoJob job) {
    }

    /** The wait is over, and the job is not. */
    default void givenUp() {
    }
}
