package io.github.grokvideo.internal.job.results;

import java.time.Duration;

import io.github.grokvideo.internal.gateway.GatewayErrors;
import io.github.grokvideo.internal.gateway.VideoGateway;
import io.github.grokvideo.internal.job.JobListener;
import io.github.grokvideo.internal.job.JobSettings;
import io.github.grokvideo.internal.job.VideoJobs;
import io.github.grokvideo.model.GrokVideoException;
import io.github.grokvideo.model.JobFailedException;
import io.github.grokvideo.model.JobTimeoutException;
import io.github.grokvideo.model.VideoJob;
import io.github.grokvideo.model.WaitStoppedException;
import io.github.grokvideo.store.StoredJob;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a result of a claimed job, by waiting for its end where it has not ended. */
final class ResultWait implements JobListener {

    private static final Logger LOG = LoggerFactory.getLogger(ResultWait.class);
    /** After trouble that is not the job's, such as a key that the gateway does not take. */
    private static final Duration AFTER_TROUBLE = Duration.ofSeconds(30);

    /** Is given results. */
    interface Owner {
        void ready(ResultFeed.Result result);
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

    /** Gives the owner a result when there is one. What cannot be handled is given back; nothing is thrown. */
    static void begin(
            Owner owner, ResultClaims claims, VideoJobs jobs, VideoGateway gateway, JobSettings patience, StoredJob stored) {
        ResultWait wait = new ResultWait(owner, claims, gateway, stored);
        wait.attempt(() -> {
            if (stored.job() == null) {
                throw new IllegalStateException(stored.note() == null ? "The store has no job for it" : stored.note());
            }
            VideoJob job = gateway.usable(stored.job());
            switch (stored.state()) {
                case COMPLETED -> owner.ready(new ResultFeed.Result(stored, job, null, 0));
                case FAILED -> owner.ready(new ResultFeed.Result(stored, job, GatewayErrors.ended(job), 0));
                default -> jobs.awaitStored(
                        gateway, job.id(), new VideoJobs.Note(stored.key().key(), stored.fingerprint(), true, null), patience,
                        wait);
            }
        });
    }

    /** Ends the waits that belong to an owner; their jobs are given back. */
    static void stopAll(VideoJobs jobs, Owner owner) {
        jobs.stop(listener -> listener instanceof ResultWait wait && wait.owner == owner, "The consumer stops");
    }

    private void attempt(Runnable step) {
        try {
            step.run();
        } catch (Throwable e) {
            // one entry costs itself only
            claims.putOff(stored, "cannot be handled", e);
        }
    }

    @Override
    public void accepted(int part, VideoJob job) {
        // it was, before
    }

    @Override
    public void changed(VideoJob job, VideoJob previous) {
        // its end is what matters
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
    public void completed(VideoJob job) {
        attempt(() -> owner.ready(new ResultFeed.Result(stored, job, null, 0)));
    }

    @Override
    public void failed(GrokVideoException failure, VideoJob last) {
        attempt(() -> notCompleted(failure, last == null ? gateway.usable(stored.job()) : last));
    }

    private void notCompleted(GrokVideoException failure, VideoJob job) {
        if (failure instanceof WaitStoppedException) {
            claims.giveBack(stored, Duration.ZERO);
        } else if (failure instanceof JobFailedException || failure instanceof JobTimeoutException || isGone(failure)) {
            owner.ready(new ResultFeed.Result(stored, job, failure, 0));
        } else {
            LOG.warn("Job {} is polled again in {} s: {}", job.id(), AFTER_TROUBLE.toSeconds(), failure.getMessage());
            claims.giveBack(stored, AFTER_TROUBLE);
        }
    }

    private static boolean isGone(GrokVideoException failure) {
        return Integer.valueOf(404).equals(failure.getHttpStatus()) || Integer.valueOf(410).equals(failure.getHttpStatus())
                || GatewayErrors.JOB_NOT_FOUND.equals(failure.getCode());
    }
}
