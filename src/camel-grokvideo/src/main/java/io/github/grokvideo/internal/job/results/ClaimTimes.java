package io.github.grokvideo.internal.job.results;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.github.grokvideo.internal.gateway.VideoGateway;
import io.github.grokvideo.internal.job.AsyncJobStore;
import io.github.grokvideo.store.JobStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** When a consumer of results is to claim: when the store wakes it, and after an interval in any case. */
final class ClaimTimes {

    private static final Logger LOG = LoggerFactory.getLogger(ClaimTimes.class);
    /** While the store wakes the consumer; a notification may be lost with the process that was about to send it. */
    private static final Duration MAX_INTERVAL = Duration.ofSeconds(30);

    private final AsyncJobStore store;
    private final VideoGateway gateway;
    private final ResultSettings settings;
    private final Runnable wake;
    private boolean started;
    // null if the store wakes nobody
    private JobStore.DueSubscription subscription;

    /** @param wake claims at once, or when the claim under way has ended */
    ClaimTimes(ResultContext context, VideoGateway gateway, ResultSettings settings, Runnable wake) {
        this.store = context.store();
        this.gateway = gateway;
        this.settings = settings;
        this.wake = wake;
    }

    /** Has the consumer woken from now on; what was due before, it has to look for. Does nothing if that is so. */
    synchronized void start() {
        if (started) {
            return;
        }
        started = true;
        try {
            subscription = store.onDue(gateway.provider(), gateway.authority(), wake);
        } catch (RuntimeException e) {
            LOG.warn("The job store cannot wake consumers; they look for jobs every {} ms: {}",
                    settings.claimInterval().toMillis(), e.getMessage());
        }
    }

    synchronized void stop() {
        started = false;
        if (subscription != null) {
            subscription.close();
            subscription = null;
        }
    }

    /**
     * The time until the next claim. Never fails.
     *
     * @param foundNothing whether the last claim has succeeded, and found less than it could have taken
     */
    CompletableFuture<Duration> next(boolean foundNothing) {
        if (!foundNothing || !isWoken()) {
            return CompletableFuture.completedFuture(settings.claimInterval());
        }
        return store.query(known -> known.untilDue(gateway.provider(), gateway.authority()))
                .handle((until, thrown) -> thrown == null ? bounded(until) : settings.claimInterval());
    }

    private synchronized boolean isWoken() {
        return subscription != null && subscription.isWorking();
    }

    // a consumer that claims after the last look has a lease at least, and is seen by the next one before that expires
    private Duration bounded(Duration until) {
        Duration longest = min(MAX_INTERVAL, settings.lease());
        Duration wanted = min(until, longest);
        return wanted.compareTo(settings.claimInterval()) < 0 ? settings.claimInterval() : wanted;
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
