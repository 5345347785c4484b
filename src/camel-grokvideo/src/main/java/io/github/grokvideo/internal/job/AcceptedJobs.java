package io.github.grokvideo.internal.job;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

import io.github.grokvideo.internal.gateway.VideoGateway;
import io.github.grokvideo.model.VideoJob;
import io.github.grokvideo.store.StoredJob;

/**
 * What this process or the job store remembers about accepted jobs that the gateway may not say: their age, and whether
 * their videos go elsewhere. A gateway of many machines does not know a job everywhere at once.
 */
public final class AcceptedJobs {

    /** How long after its acceptance a job may be unknown to some of the gateway's machines. */
    public static final Duration GRACE = Duration.ofSeconds(60);
    private static final int MAX_RECENT = 10_000;

    private final AsyncJobStore store;
    private final LongSupplier nanoTime;
    private final Clock clock;
    private final RecentJobs recent = new RecentJobs(GRACE, MAX_RECENT);

    AcceptedJobs(AsyncJobStore store, LongSupplier nanoTime, Clock clock) {
        this.store = store;
        this.nanoTime = nanoTime;
        this.clock = clock;
    }

    /** The gateway has accepted a job just now. */
    public void accepted(VideoGateway gateway, String jobId) {
        recent.add(gateway.provider(), gateway.authority(), jobId, nanoTime.getAsLong());
    }

    /** Whether this process has seen the gateway accept the job a short time ago. */
    boolean isRecent(VideoGateway gateway, String jobId) {
        return recent.age(gateway.provider(), gateway.authority(), jobId, nanoTime.getAsLong()) != null;
    }

    /** The time since the job was accepted; {@code null} if it is not known. Never fails. */
    public CompletableFuture<Duration> age(VideoGateway gateway, String jobId) {
        Duration age = recent.age(gateway.provider(), gateway.authority(), jobId, nanoTime.getAsLong());
        if (age != null) {
            return CompletableFuture.completedFuture(age);
        }
        return find(gateway, jobId).thenApply(known -> known == null || known.acceptedAt() == null
                ? null
                : Duration.between(known.acceptedAt(), clock.instant()));
    }

    /**
     * The job, marked as sending its video elsewhere if it names none and was recorded so. Never fails.
     */
    public CompletableFuture<VideoJob> withOutput(VideoGateway gateway, VideoJob job) {
        if (!job.lacksOutput()) {
            return CompletableFuture.completedFuture(job);
        }
        return find(gateway, job.id()).thenApply(
                known -> known != null && known.job() != null && known.job().externalOutput() ? job.withExternalOutput() : job);
    }

    // null if the store does not know it or fails
    private CompletableFuture<StoredJob> find(VideoGateway gateway, String jobId) {
        return store.query(known -> known.findJob(gateway.provider(), gateway.authority(), jobId))
                .exceptionally(thrown -> null);
    }
}
