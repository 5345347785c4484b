package io.github.grokvideo.internal.job.results;

import java.time.Duration;

import io.github.grokvideo.internal.gateway.GatewayErrors;
import io.github.grokvideo.internal.gateway.VideoGateway;
import io.github.grokvideo.internal.job.JobListener;
import io.github.grokvideo.internal.job.JobRegistry;
import io.github.grokvideo.internal.job.JobRoute;
import io.github.grokvideo.internal.job.Target;
import io.github.grokvideo.model.GrokVideoException;
import io.github.grokvideo.model.JobFailedException;
import io.github.grokvideo.model.JobTimeoutException;
import io.github.grokvideo.model.VideoJob;
import io.github.grokvideo.model.WaitStoppedException;
import io.github.grokvideo.store.StoredJob;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns a claimed job into a result, by waiting until it is final. */
final class ResultWait implements JobListener {

    private static final Logger LOG = LoggerFactory.getLogger(ResultWait.class);
    /** After a failure that is not the job's, such as an API key that the gateway does not accept. */
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(30);

    /** Is given the results. */
    interface Owner {
        void ready(JobResult result);

        default JobRoute route() {
            return JobRoute.UNKNOWN;
        }
    }

    private final Owner owner;
    private final ResultClaims claims;
    private final VideoGateway gateway;
    private final StoredJob stored;

    private ResultWait(Owner owner, ResultClaims claims, VideoGateway gateway, StoredJob stored) {
        this.owner = owner;
        this.claims = claims;
        this.gateway = gateway;
        this.stored = stored;
    }

    /** Gives the owner a result when there is one. What cannot be handled is released; nothing is thrown. */
    static void start(
            Owner owner, ResultClaims claims, JobRegistry jobs, Target target, StoredJob stored) {
        VideoGateway gateway = target.gateway();
        ResultWait wait = new ResultWait(owner, claims, gateway, stored);
        wait.attempt(() -> {
            if (stored.job() == null) {
                throw new IllegalStateException(stored.reason() == null ? "The store has no job for it" : stored.reason());
            }
            VideoJob job = gateway.usable(stored.job());
            switch (stored.state()) {
                case COMPLETED -> owner.ready(new JobResult(stored, job, null));
                case FAILED -> owner.ready(new JobResult(stored, job, GatewayErrors.ended(job)));
                default -> jobs.awaitStored(target, wait, job.id(), stored.key().key());
            }
        });
    }

    /** Ends the waits of an owner; their jobs are released. */
    static void stopAll(JobRegistry jobs, Owner owner) {
        jobs.stop(listener -> listener instanceof ResultWait wait && wait.owner == owner, "The consumer stops");
    }

    private void attempt(Runnable step) {
        try {
            step.run();
        } catch (Throwable e) {
            // one entry must not stop the others
            claims.postpone(stored, "cannot be handled", e);
        }
    }

    @Override
    public String operation() {
        return "results";
    }

    @Override
    public String jobId() {
        return stored.job() == null ? null : stored.job().id();
    }

    @Override
    public String traceParent() {
        return stored.traceParent();
    }

    @Override
    public void accepted(int part, VideoJob job) {
        // reported before it was stored
    }

    @Override
    public void changed(VideoJob job, VideoJob previous) {
        // only the end is delivered
    }

    @Override
    public void partFailed(int part, GrokVideoException failure) {
        // a stored job is one job
    }

    @Override
    public void warned(String warning) {
        LOG.warn("Job {}: {}", stored.job().id(), warning);
    }

    @Override
    public JobRoute route() {
        return owner.route();
    }

    @Override
    public void completed(VideoJob job) {
        attempt(() -> owner.ready(new JobResult(stored, job, null)));
    }

    @Override
    public void failed(GrokVideoException failure, VideoJob last) {
        attempt(() -> notCompleted(failure, last == null ? gateway.usable(stored.job()) : last));
    }

    private void notCompleted(GrokVideoException failure, VideoJob job) {
        if (failure instanceof WaitStoppedException) {
            claims.release(stored, Duration.ZERO);
        } else if (failure instanceof JobFailedException || failure instanceof JobTimeoutException || isGone(failure)) {
            owner.ready(new JobResult(stored, job, failure));
        } else {
            claims.waitLater(stored, AFTER_FAILURE, failure.getMessage());
        }
    }

    private static boolean isGone(GrokVideoException failure) {
        return Integer.valueOf(404).equals(failure.getHttpStatus()) || Integer.valueOf(410).equals(failure.getHttpStatus())
                || GatewayErrors.JOB_NOT_FOUND.equals(failure.getCode());
    }
}
