package io.github.grokvideo.internal.job;

import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.github.grokvideo.internal.job.phase.KnownJob;
import io.github.grokvideo.model.Cost;
import io.github.grokvideo.model.GrokVideoException;
import io.github.grokvideo.model.JobStatus;
import io.github.grokvideo.model.VideoJob;
import io.github.grokvideo.model.WaitStoppedException;
import io.github.grokvideo.store.JobOperation;
import io.github.grokvideo.store.StoredJob;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A job that an exchange has given up: it is cancelled, unless somebody else wants it, and then waited for until its
 * end is recorded. What becomes of it is logged, since there is no exchange to tell.
 */
final class AbandonedJob implements JobListener {

    private static final Logger LOG = LoggerFactory.getLogger(AbandonedJob.class);
    private static final int SERVER_ERROR = 500;

    private final Target target;
    private final String id;
    private final String why;
    private final AsyncJobStore store;
    private final JobRegistry registry;
    private volatile boolean accepted;

    /** @param why it was given up: what follows "since" */
    AbandonedJob(Target target, String id, String why, AsyncJobStore store, JobRegistry registry) {
        this.target = target;
        this.id = id;
        this.why = why;
        this.store = store;
        this.registry = registry;
    }

    /** Sends the request that cancels a job. */
    @FunctionalInterface
    interface Cancellation {
        CompletableFuture<Void> send();
    }

    void cancel(Cancellation cancellation) {
        if (!target.gateway().canCancel()) {
            LOG.info("Job {} goes on and may be billed, since provider {} cannot cancel jobs. It was given up since {}", id,
                    target.gateway().provider(), why);
            return;
        }
        store.query(known -> known.findJob(target.gateway().provider(), target.gateway().authority(), id))
                .whenComplete((known, thrown) -> {
                    if (thrown != null) {
                        LOG.warn("Job {} was given up since {}, and is not cancelled, as somebody else may want it: {}", id,
                                why,
                                thrown.getMessage());
                        return;
                    }
                    String wanted = wanted(known);
                    if (wanted == null) {
                        cancellation.send().whenComplete((nothing, failure) -> answered(Failures.unwrap(failure)));
                    } else {
                        LOG.info("Job {} was given up since {}, and is not cancelled: {}", id, why, wanted);
                    }
                });
    }

    // null if nobody wants it
    private String wanted(StoredJob known) {
        if (registry.isAwaited(target, id)) {
            return "another exchange waits for it";
        }
        if (known == null) {
            return null;
        }
        if (known.isFinal()) {
            return "it has ended";
        }
        return known.deliverResult() || known.held() ? "grokvideo:results delivers it" : null;
    }

    private void answered(Throwable failure) {
        accepted = failure == null;
        if (!accepted) {
            LOG.warn("Job {} was given up since {}, and could not be cancelled; it may be billed: {}", id, why,
                    failure.getMessage());
        }
        if (accepted || isAnswer(failure)) {
            registry.await(target, this, new KnownJob(id, null, false));
        }
    }

    // the gateway may refuse since the job has ended
    private static boolean isAnswer(Throwable failure) {
        return failure instanceof GrokVideoException known && known.getHttpStatus() != null
                && known.getHttpStatus() < SERVER_ERROR;
    }

    // the end

    @Override
    public void accepted(int part, VideoJob job) {
        // it was accepted before it was given up
    }

    @Override
    public void changed(VideoJob job, VideoJob previous) {
        LOG.debug("Job {} is {}", id, job.status());
    }

    @Override
    public void partFailed(int part, GrokVideoException failure) {
        throw new IllegalStateException("one job has no parts");
    }

    @Override
    public void completed(VideoJob job) {
        LOG.warn("Job {} was given up since {}, too late to be cancelled: it is COMPLETED. {}. grokvideo:download with its ID"
                 + " delivers the video",
                id, why, bill(job.cost()));
    }

    @Override
    public void failed(GrokVideoException failure, VideoJob last) {
        if (last != null && last.isFinal()) {
            ended(last);
        } else if (accepted && isUnknown(failure)) {
            VideoJob cancelled = cancelled(last);
            store.update(new JobOperation.Finished(target.key(null), cancelled), "the end of job " + id, store::warn)
                    .thenRun(() -> ended(cancelled));
        } else if (failure instanceof WaitStoppedException) {
            LOG.info("Job {}: its cancellation was {}, and its end is not known yet, since the component stops", id,
                    accepted ? "accepted" : "refused");
        } else {
            LOG.warn("Job {}: its cancellation was {}, and its end is not known: {}", id, accepted ? "accepted" : "refused",
                    failure.getMessage());
        }
    }

    private void ended(VideoJob job) {
        if (job.status() == JobStatus.CANCELLED) {
            LOG.info("Job {} was cancelled, since {}. {}", id, why, bill(job.cost()));
        } else {
            LOG.info("Job {} was given up since {}, and is {}. {}", id, why, job.status(), bill(job.cost()));
        }
    }

    private static String bill(Cost cost) {
        return cost == null || cost.estimated()
                ? "The gateway does not say what it costs, and may bill it"
                : "The gateway bills " + cost.amount().toPlainString() + " " + cost.currency();
    }

    // a gateway may forget what it has cancelled
    private static boolean isUnknown(GrokVideoException failure) {
        return Integer.valueOf(404).equals(failure.getHttpStatus()) || Integer.valueOf(410).equals(failure.getHttpStatus());
    }

    private VideoJob cancelled(VideoJob last) {
        VideoJob job = last == null ? VideoJob.ofId(id) : last;
        return new VideoJob(
                id, JobStatus.CANCELLED, null, job.model(), job.executedModel(), job.provider(), job.progress(), job.seconds(),
                job.size(), List.of(), null, job.cost(), job.createdAt(), null, null, "", List.of());
    }
}
