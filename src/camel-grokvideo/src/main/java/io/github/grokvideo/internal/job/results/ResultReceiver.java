package io.github.grokvideo.internal.job.results;

import io.github.grokvideo.internal.job.JobRoute;

/** Receives results. */
@FunctionalInterface
public interface ResultReceiver {

    /**
     * Receives a result. Called on threads of store, I/O and timer, which must not be held.
     *
     * @param acknowledgement to be called once, on any thread
     */
    void receive(JobResult result, Acknowledgement acknowledgement);

    /** Who receives them, for those who look at the jobs under way. */
    default JobRoute route() {
        return JobRoute.UNKNOWN;
    }
}
