package io.github.grokvideo.internal.job.results;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

import io.github.grokvideo.internal.gateway.VideoGateway;
import io.github.grokvideo.internal.job.AsyncJobStore;
import io.github.grokvideo.internal.job.Failures;
import io.github.grokvideo.internal.job.JobTimer;
import io.github.grokvideo.internal.observation.LogContext;
import io.github.grokvideo.internal.observation.RepeatedMessage;
import io.github.grokvideo.internal.text.UntrustedText;
import io.github.grokvideo.store.JobKey;
import io.github.grokvideo.store.JobOperation;
import io.github.grokvideo.store.StoredJob;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one consumer of results has claimed from the store: renewed under one holder until it is acknowledged, released
 * or dead-lettered.
 */
final class ResultClaims {

    private static final Logger LOG = LoggerFactory.getLogger(ResultClaims.class);
    private static final Duration MAX_DELAY = Duration.ofMinutes(10);
    private static final int MAX_DOUBLINGS = 10;
    private static final int MAX_FAILING = 1000;
    private static final int MAX_REASON = 500;

    private final JobTimer timer;
    private final AsyncJobStore store;
    private final VideoGateway gateway;
    private final ResultSettings settings;
    // the same across stops and starts, so that deliveries under way stay claimed
    private final String holder;
    private final Map<JobKey, StoredJob> held = new HashMap<>();
    // many jobs may have the same
    private final RepeatedMessage trouble;
    // whose outcome the store has not written yet
    private final Set<JobKey> settling = new HashSet<>();
    private final Set<JobKey> claimedWhileSettling = new HashSet<>();
    private final Map<JobKey, Integer> failures = new LinkedHashMap<>() {

        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<JobKey, Integer> eldest) {
            return size() > MAX_FAILING;
        }
    };
    private ScheduledFuture<?> nextRenewal;
    private boolean renewing;
    private boolean renewalFails;

    ResultClaims(ResultContext context, VideoGateway gateway, ResultSettings settings) {
        this.timer = context.timer();
        this.store = context.store();
        this.gateway = gateway;
        this.settings = settings;
        this.holder = store.newHolder();
        this.trouble = new RepeatedMessage(timer::after, LOG::warn);
    }

    synchronized int size() {
        return held.size();
    }

    /** Claims jobs. Without those that were claimed here before, whose lease was lost and which are still worked on. */
    CompletableFuture<List<StoredJob>> claim(int max) {
        return store
                .query("Claim", known -> known.claim(gateway.provider(), gateway.authority(), holder, settings.lease(), max))
                .thenApply(this::hold);
    }

    private List<StoredJob> hold(List<StoredJob> claimed) {
        List<StoredJob> added = new ArrayList<>();
        synchronized (this) {
            for (StoredJob job : claimed) {
                if (job == null || job.key() == null) {
                    // nothing that could be given back
                    continue;
                }
                if (settling.contains(job.key())) {
                    claimedWhileSettling.add(job.key());
                } else if (held.putIfAbsent(job.key(), job) == null) {
                    added.add(job);
                }
            }
        }
        renewAfter(renewalInterval());
        return added;
    }

    // renewal

    private Duration renewalInterval() {
        return settings.lease().dividedBy(3);
    }

    private synchronized void renewAfter(Duration delay) {
        if (renewing || isIdle()) {
            return;
        }
        try {
            nextRenewal = timer.after(delay, this::renew);
            renewing = true;
        } catch (RejectedExecutionException e) {
            LOG.debug("The component has stopped; leases are not renewed any more");
        }
    }

    private boolean isIdle() {
        return held.isEmpty() && settling.isEmpty();
    }

    private void renew() {
        synchronized (this) {
            nextRenewal = null;
            if (isIdle()) {
                renewing = false;
                return;
            }
        }
        long started = timer.now();
        store.query("Renew", known -> {
            known.renew(holder, settings.lease());
            return null;
        }).whenComplete((nothing, thrown) -> {
            renewed(thrown);
            // the next only after this one, however slow the store is
            Duration left = renewalInterval().minusNanos(timer.now() - started);
            renewAfter(left.isNegative() ? Duration.ZERO : left);
        });
    }

    private synchronized void renewed(Throwable thrown) {
        renewing = false;
        if (thrown != null && !renewalFails) {
            LOG.warn("Cannot renew the leases of {} jobs; retrying. Other consumers may claim them meanwhile: {}",
                    held.size(), thrown.getMessage());
        }
        renewalFails = thrown != null;
    }

    private synchronized void stopRenewalIfIdle() {
        if (isIdle() && nextRenewal != null) {
            nextRenewal.cancel(false);
            nextRenewal = null;
            renewing = false;
        }
    }

    // the end of a claim

    /** Releases a claim; it is open to others after the delay. Done when it is written. */
    CompletableFuture<Void> release(StoredJob job, Duration delay) {
        return settle(job, "that job " + job.key().key() + " is open again",
                new JobOperation.Release(job.key(), holder, delay));
    }

    /** Releases what cannot be handled now; the delay grows each time; the first time is logged. */
    CompletableFuture<Void> postpone(StoredJob job, String what, Throwable cause) {
        int times;
        synchronized (this) {
            times = failures.merge(job.key(), 1, Integer::sum);
        }
        Duration delay = delay(times);
        String message = "Job " + id(job) + " with the idempotency key '" + job.key().key() + "' " + what + "; retrying in "
                         + delay.toMillis() + " ms, then less often: " + text(cause);
        try (LogContext context = context(job)) {
            if (times == 1) {
                trouble.log(what, message);
            } else {
                LOG.debug(message);
            }
        }
        return release(job, delay);
    }

    /** Releases a job that cannot be waited for now, for a reason that is not its own. */
    CompletableFuture<Void> waitLater(StoredJob job, Duration delay, String why) {
        trouble.log("wait", "Job " + id(job) + " is polled again in " + delay.toSeconds() + " s: " + why);
        return release(job, delay);
    }

    /**
     * Counts a delivery that is about to start.
     *
     * @return the result with the number of its delivery; {@code null} if it is not to be delivered here now, once that
     *         is written. Never fails
     */
    CompletableFuture<JobResult> count(JobResult result) {
        StoredJob job = result.stored();
        if (isLast(job.deliveries())) {
            // the process ended before it could acknowledge the last one
            return notDelivered(deadLetter(result, job.deliveries(), "the consumer ended before the last delivery did"));
        }
        // the claim may have been lost while the result was queued
        return store.query(new JobOperation.StartDelivery(job.key(), holder, settings.lease()))
                .handle((number, thrown) -> {
                    if (thrown != null) {
                        return notDelivered(postpone(job, "cannot be delivered now", thrown));
                    }
                    if (number == 0) {
                        try (LogContext context = context(job)) {
                            LOG.info("Job {} is held by another consumer now", id(job));
                        }
                        return notDelivered(release(job, Duration.ZERO));
                    }
                    return CompletableFuture.completedFuture(result.withDelivery(number));
                }).thenCompose(Function.identity());
    }

    private static CompletableFuture<JobResult> notDelivered(CompletableFuture<Void> written) {
        return written.thenApply(nothing -> null);
    }

    /** Delivers a result whose delivery is counted. */
    void receive(JobResult result, ResultReceiver receiver, Runnable done) {
        synchronized (this) {
            failures.remove(result.stored().key());
        }
        Acknowledgement acknowledgement = new Delivery(result, done);
        try {
            receiver.receive(result, acknowledgement);
        } catch (Throwable e) {
            // an Error, too, fails this delivery and not the consumer
            try (LogContext context = context(result.stored())) {
                LOG.warn("Job {} could not be delivered: {}", result.job().id(), text(e));
            }
            acknowledgement.nack(e);
        }
    }

    /** One delivery until its end. */
    private final class Delivery implements Acknowledgement {

        private final JobResult result;
        private final Runnable done;
        private final AtomicBoolean ended = new AtomicBoolean();

        Delivery(JobResult result, Runnable done) {
            this.result = result;
            this.done = done;
        }

        @Override
        public void ack() {
            if (ended.compareAndSet(false, true)) {
                StoredJob job = result.stored();
                settle(job, "that the result of job " + id(job) + " was delivered",
                        new JobOperation.Acknowledge(job.key(), holder));
                // the next delivery is counted after this is written, in its turn: it need not wait here
                done.run();
            }
        }

        @Override
        public void nack(Throwable reason) {
            if (!ended.compareAndSet(false, true)) {
                return;
            }
            CompletableFuture<Void> settled = isLast(result.delivery())
                    ? deadLetter(result, result.delivery(), reason == null ? "the exchange was rolled back" : text(reason))
                    : release(result.stored(), delay(result.delivery()));
            settled.thenRun(done);
        }
    }

    /** Whether a result that was delivered so often is not delivered again. */
    boolean isLast(int deliveries) {
        return settings.maximumDeliveries() > 0 && deliveries >= settings.maximumDeliveries();
    }

    private CompletableFuture<Void> deadLetter(JobResult result, int deliveries, String failure) {
        StoredJob job = result.stored();
        String reason = "Delivered " + deliveries + " times without success, last failure: " + failure;
        try (LogContext context = context(job)) {
            LOG.error("The result of job {} with the idempotency key '{}' is dead-lettered. {}. It stays in the job store;"
                      + " grokvideo:settle with this key and this job id delivers it again",
                    id(job), job.key().key(), reason);
        }
        return settle(job, "that the result of job " + id(job) + " is dead-lettered",
                new JobOperation.DeadLetter(job.key(), holder, reason));
    }

    private CompletableFuture<Void> settle(StoredJob job, String what, JobOperation<Void> update) {
        JobKey key = job.key();
        synchronized (this) {
            if (held.get(key) != job) {
                return CompletableFuture.completedFuture(null);
            }
            held.remove(key);
            settling.add(key);
        }
        return store.update(update, what, store::warn, () -> settled(key));
    }

    private void settled(JobKey key) {
        boolean again;
        synchronized (this) {
            again = claimedWhileSettling.remove(key);
            if (!again) {
                settling.remove(key);
            }
        }
        if (again) {
            // claimed after it was written, and before that was known here
            store.update(new JobOperation.Release(key, holder, Duration.ZERO), "that job " + key.key() + " is open again",
                    store::warn, () -> settled(key));
        } else {
            stopRenewalIfIdle();
        }
    }

    private Duration delay(int times) {
        Duration base = settings.redeliveryDelay();
        if (base.compareTo(MAX_DELAY) >= 0) {
            return base;
        }
        Duration delay = base.multipliedBy(1L << Math.min(times - 1, MAX_DOUBLINGS));
        return delay.compareTo(MAX_DELAY) > 0 ? MAX_DELAY : delay;
    }

    private static LogContext context(StoredJob job) {
        return LogContext.of(job.job() == null ? null : job.job().id(), job.key().key());
    }

    private static String id(StoredJob job) {
        return job.job() == null ? "(unknown)" : job.job().id();
    }

    private static String text(Throwable thrown) {
        return UntrustedText.sanitize(String.valueOf(Failures.unwrap(thrown)), MAX_REASON);
    }
}
