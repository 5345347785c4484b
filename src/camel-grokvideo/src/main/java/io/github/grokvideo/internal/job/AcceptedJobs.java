package io.github.grokvideo.internal.job;

import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

import io.github.grokvideo.internal.gateway.VideoGateway;
import io.github.grokvideo.store.JobKey;
import io.github.grokvideo.store.StoredJob;

/**
 * Tells how long ago a gateway accepted a job, as this process or the job store remembers it. A gateway of many
 * machines does not know everywhere at once of a job that one of them has accepted.
 */
final class AcceptedJobs {

    /** How long a gateway is given to know everywhere of a job. */
    static final Duration GRACE = Duration.ofSeconds(60);
    private static final int MOST = 10_000;

    private final StoreCalls store;
    private final LongSupplier nanoTime;
    private final Clock clock;
    // the latest last; those whose grace is over are of no use
    private final Map<JobKey, Long> recent = new LinkedHashMap<>();

    AcceptedJobs(StoreCalls store, LongSupplier nanoTime, Clock clock) {
        this.store = store;
        this.nanoTime = nanoTime;
        this.clock = clock;
    }

    void accepted(VideoGateway gateway, String jobId) {
        long now = nanoTime.getAsLong();
        synchronized (recent) {
            recent.remove(name(gateway, jobId));
            recent.put(name(gateway, jobId), now);
            var oldest = recent.entrySet().iterator();
            while (oldest.hasNext() && (now - oldest.next().getValue() > GRACE.toNanos() || recent.size() > MOST)) {
                oldest.remove();
            }
        }
    }

    private static JobKey name(VideoGateway gateway, String jobId) {
        return new JobKey(gateway.provider(), gateway.authority(), jobId);
    }

    /** How old a job is; {@code null} if nobody here knows. Never fails. */
    CompletableFuture<Duration> age(VideoGateway gateway, String jobId) {
        Long at;
        synchronized (recent) {
            at = recent.get(name(gateway, jobId));
        }
        if (at != null) {
            return CompletableFuture.completedFuture(Duration.ofNanos(nanoTime.getAsLong() - at));
        }
        return find(gateway, jobId).thenApply(known -> known == null || known.acceptedAt() == null
                ? null
                : Duration.between(known.acceptedAt(), clock.instant()));
    }

    /** What the store knows of a job; {@code null} if it knows nothing or cannot be reached. Never fails. */
    CompletableFuture<StoredJob> find(VideoGateway gateway, String jobId) {
        return store.ask(known -> known.findJob(gateway.provider(), gateway.authority(), jobId))
                .exceptionally(thrown -> null);
    }
}
