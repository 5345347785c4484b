package io.github.grokvideo.internal.job.phase;

import io.github.grokvideo.model.GrokVideoException;
import io.github.grokvideo.model.WaitStoppedException;

/** Waits until {@code maxInFlight} has room. */
record Queued(Work work) implements Phase {

    @Override
    public State state() {
        return State.QUEUED;
    }

    @Override
    public String jobId() {
        return work instanceof KnownJob job ? job.id() : null;
    }

    @Override
    public String idempotencyKey() {
        return work instanceof KnownJob job ? job.key() : ((Submission) work).idempotencyKey();
    }

    @Override
    public GrokVideoException stopped(String reason) {
        return work instanceof KnownJob job
                ? JobErrors.waitStopped(reason, job.id())
                : new WaitStoppedException(
                        GrokVideoException.because(reason + "; nothing was submitted").retryable(true));
    }
}
