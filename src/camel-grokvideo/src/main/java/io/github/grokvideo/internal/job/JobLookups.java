package io.github.grokvideo.internal.job;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.github.grokvideo.internal.gateway.CallFailure;
import io.github.grokvideo.internal.gateway.JobReading;

/** Finds out which of several gateways has a job of which only the id is known. */
final class JobLookups {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final AsyncJobStore store;
    private final AcceptedJobs acceptedJobs;

    JobLookups(AsyncJobStore store, AcceptedJobs acceptedJobs) {
        this.store = store;
        this.acceptedJobs = acceptedJobs;
    }

    /**
     * The gateway that accepted the job here, or as the store says; otherwise each is asked once. If none knows it, one
     * that does not deny it, or the first. Never fails.
     */
    CompletableFuture<Target> locate(List<Target> targets, String jobId) {
        return targets.stream().filter(target -> acceptedJobs.isRecent(target.gateway(), jobId)).findFirst()
                .map(CompletableFuture::completedFuture)
                .orElseGet(() -> stored(targets, jobId)
                        .thenCompose(found -> found != null
                                ? CompletableFuture.completedFuture(found) : asked(targets, 0, jobId, null)));
    }

    // null if the store does not know it, or fails
    private CompletableFuture<Target> stored(List<Target> targets, String jobId) {
        return store.query(known -> targets.stream().filter(target -> known.findJob(
                target.gateway().provider(), target.gateway().authority(), jobId) != null).findFirst().orElse(null))
                .exceptionally(thrown -> null);
    }

    /** @param maybe one that did not say that it does not know the job, or {@code null} */
    private CompletableFuture<Target> asked(List<Target> targets, int number, String jobId, Target maybe) {
        if (number == targets.size()) {
            return CompletableFuture.completedFuture(maybe == null ? targets.get(0) : maybe);
        }
        Target target = targets.get(number);
        return read(target, jobId).handle((read, thrown) -> {
            boolean unknown = Failures.unwrap(thrown) instanceof CallFailure failure && failure.isUnknownJob();
            return thrown == null
                    ? CompletableFuture.completedFuture(target)
                    : asked(targets, number + 1, jobId, maybe != null || unknown ? maybe : target);
        }).thenCompose(next -> next);
    }

    private static CompletableFuture<JobReading> read(Target target, String jobId) {
        try {
            return target.gateway().read(jobId, null, TIMEOUT);
        } catch (RuntimeException | Error e) {
            return CompletableFuture.failedFuture(e);
        }
    }
}
