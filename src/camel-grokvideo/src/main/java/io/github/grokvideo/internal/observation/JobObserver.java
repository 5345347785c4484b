package io.github.grokvideo.internal.observation;

import java.time.Duration;

import io.github.grokvideo.model.GrokVideoException;

/**
 * Is told what happens, to jobs and around them. Called on I/O, timer and store threads, which must not be held;
 * nothing may be thrown. One that is not interested in something does not implement it.
 */
public interface JobObserver {

    /** Nobody watches. */
    JobObserver NONE = new JobObserver() {
    };

    /**
     * A request is about to be submitted; called by the thread that brings it.
     *
     * @param  mode  what the video is generated from, see {@code VideoRequest}
     * @param  model that is asked for, or {@code null}
     * @return       what is told of this job; shared by many where possible, since many jobs wait
     */
    default JobObservation submitting(JobOrigin origin, String mode, String model) {
        return JobObservation.NONE;
    }

    /** A job that exists is about to be waited for; as above. */
    default JobObservation awaiting(JobOrigin origin) {
        return JobObservation.NONE;
    }

    /**
     * A request that creates nothing, and is no poll, is wanted; called by the thread that wants it.
     *
     * @param  request {@code status}, {@code cancel} or {@code estimate}
     * @param  jobId   of the job that it is about, or {@code null}
     * @return         what is told of it
     */
    default RequestObservation requesting(JobOrigin origin, String request, String jobId) {
        return RequestObservation.NONE;
    }

    /**
     * A request that failed is about to be sent again.
     *
     * @param request {@code submission}, {@code status} for any request that creates nothing, or {@code download}
     */
    default void retried(String request) {
    }

    /**
     * A download has ended.
     *
     * @param origin  whom it is for
     * @param jobId   whose video it is
     * @param bytes   of the video; 0 if it failed
     * @param failure {@code null} if it succeeded
     */
    default void downloaded(JobOrigin origin, String jobId, long bytes, GrokVideoException failure, Duration time) {
    }

    /**
     * A job store in a database has answered.
     *
     * @param operation the name of the operation, of a bounded number
     * @param failed    whether it could not be done
     * @param time      from the call to the answer
     */
    default void storeAnswered(String operation, boolean failed, Duration time) {
    }

    /** A webhook has arrived, or something that claims to be one. */
    default void webhook(String provider, WebhookResult result) {
    }

    /** A duration has been added to what is known of jobs like it. */
    default void durationLearned(String provider, String model, Duration duration) {
    }
}
