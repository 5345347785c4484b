package io.github.grokvideo.internal.job;

import java.time.Duration;

import io.github.grokvideo.internal.job.limit.Circuits;
import io.github.grokvideo.internal.job.limit.JobLimit;
import io.github.grokvideo.internal.job.limit.OpenSubmissions;
import io.github.grokvideo.internal.job.limit.StatusRate;
import io.github.grokvideo.internal.job.limit.SubmissionRate;

/** What all jobs of a component are waiting for at this moment, for those who look in from outside. */
public final class JobCounts {

    private final JobRegistry registry;
    private final JobLimit limit;
    private final SubmissionRate submissionRate;
    private final OpenSubmissions openSubmissions;
    private final StatusRate statusRate;
    private final Circuits circuits;
    private final AsyncJobStore store;

    JobCounts(JobRegistry registry, JobLimit limit, SubmissionRate submissionRate, OpenSubmissions openSubmissions,
              StatusRate statusRate, Circuits circuits, AsyncJobStore store) {
        this.registry = registry;
        this.limit = limit;
        this.submissionRate = submissionRate;
        this.openSubmissions = openSubmissions;
        this.statusRate = statusRate;
        this.circuits = circuits;
        this.store = store;
    }

    /** How many jobs are under way, those that wait for something too. */
    public int underWay() {
        return registry.size();
    }

    /** How long the oldest of them has been under way; zero if there is none. Looks at each. */
    public Duration oldest() {
        return registry.oldest();
    }

    /** How many wait for room under {@code maxInFlight}. */
    public int waitingForRoom() {
        return limit.waiting();
    }

    /** How many wait for a permit of {@code submissionsPerSecond}. */
    public int waitingForRate() {
        return submissionRate.waiting();
    }

    /** How many wait until fewer submissions are without a response. */
    public int waitingForResponses() {
        return openSubmissions.waiting();
    }

    /** How many wait for a permit of {@code statusRequestsPerSecond}. */
    public int waitingForStatusRate() {
        return statusRate.waiting();
    }

    /** How many entries of the job store have updates that are not written yet. */
    public int unwritten() {
        return store.unwritten();
    }

    /** How many accounts at a provider are known to be in a state other than closed. */
    public int circuits(String provider, Circuits.State state) {
        return circuits.count(provider, state);
    }
}
