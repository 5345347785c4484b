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
import java.util.function.Consumer;

import io.github.grokvideo.internal.gateway.VideoGateway;
import io.github.grokvideo.internal.job.StoreCalls;
import io.github.grokvideo.internal.job.VideoJobs;
import io.github.grokvideo.internal.text.UntrustedText;
import io.github.grokvideo.store.JobKey;
import io.github.grokvideo.store.JobStore;
import io.github.grokvideo.store.StoredJob;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one consumer of results has claimed from the store: renewed under one holder until it is acknowledged, given
 * back or dead-lettered.
 */
final class ResultClaims {

    private static final Logger LOG = LoggerFactory.getLogger(ResultClaims.class);
    private static final Duration MAX_DELAY = Duration.ofMinutes(10);
    private static final int MAX_DOUBLINGS = 10;
    private static final int MAX_TROUBLES = 1000;
    private static final int MAX_REASON = 500;

    private final VideoJobs jobs;
    private final StoreCalls store;
    private final VideoGateway gateway;
    private final ResultFeed.Settings settings;
    // the same over every stop and start: what is delivered meanwhile stays claimed
    private final String holder;
    private final Map<JobKey, StoredJob> held = new HashMap<>();
    // whose last word the store has not written yet
    private final Set<JobKey> settling = new HashSet<>();
    private final Set<JobKey> claimedWhileSettling = new HashSet<>();
    private final Map<JobKey, Integer> troubles = new LinkedHashMap<>() {

        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<JobKey, Integer> eldest) {
            return size() > MAX_TROUBLES;
        }
    };
    private ScheduledFuture<?> nextRenewal;
    private boolean renewing;
    private boolean renewalFails;

    ResultClaims(VideoJobs jobs, VideoGateway gateway, ResultFeed.Settings settings) {
        this.jobs = jobs;
        this.store = jobs.store();
        this.gateway = gateway;
        this.settings = settings;
        this.holder = store.newHolder();
    }

    synchronized int size() {
        return held.size();
    }

    /** Claims jobs. Those that were lost, and are worked on here still, stay where they are and are not among them. */
    CompletableFuture<List<StoredJob>> claim(int most) {
        return store.ask(known -> known.claim(gateway.provider(), gateway.authority(), holder, settings.lease(), most))
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
            nextRenewal = jobs.after(delay, this::renew);
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
        long started = jobs.now();
        store.ask(known -> {
            known.renew(holder, settings.lease());
            return null;
        }).whenComplete((nothing, thrown) -> {
            renewed(thrown);
            // the next only after this one, however slow the store is
            Duration left = renewalInterval().minusNanos(jobs.now() - started);
            renewAfter(left.isNegative() ? Duration.ZERO : left);
        });
    }

    private synchronized void renewed(Throwable thrown) {
        renewing = false;
        if (thrown != null && !renewalFails) {
            LOG.warn("The leases of {} jobs could not be renewed, which is tried again; other consumers may take them: {}",
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

    // what becomes of a claim

    /** Gives a claim back; nobody is given it before the delay is over. Done when it is written. */
    CompletableFuture<Void> giveBack(StoredJob job, Duration delay) {
        return settle(job, "that job " + job.key().key() + " is open again",
                known -> known.release(job.key(), holder, delay));
    }

    /** Gives back what cannot be handled now; the delay grows each time, and the first time is reported. */
    CompletableFuture<Void> putOff(StoredJob job, String what, Throwable trouble) {
        int times;
        synchronized (this) {
            times = troubles.merge(job.key(), 1, Integer::sum);
        }
        Duration delay = delay(times);
        String message = "Job {} with the idempotency key '{}' {}, which is tried again in {} ms, then less often: {}";
        Object[] values = { id(job), job.key().key(), what, delay.toMillis(), text(trouble) };
        if (times == 1) {
            LOG.warn(message, values);
        } else {
            LOG.debug(message, values);
        }
        return giveBack(job, delay);
    }

    /** Counts a delivery and makes it. */
    void deliver(ResultFeed.Result result, ResultFeed.Receiver receiver, Runnable done) {
        StoredJob job = result.stored();
        if (isLast(job.deliveries())) {
            // nobody lived to say what became of the last one
            deadLetter(result, job.deliveries(), "the consumer ended before the last delivery did").thenRun(done);
            return;
        }
        // it may have been lost while its turn was far
        store.ask(known -> known.delivering(job.key(), holder, settings.lease())).whenComplete((number, thrown) -> {
            if (thrown != null) {
                putOff(job, "cannot be delivered now", thrown).thenRun(done);
            } else if (number == 0) {
                LOG.info("Job {} is held by another consumer now", id(job));
                giveBack(job, Duration.ZERO).thenRun(done);
            } else {
                receive(new ResultFeed.Result(job, result.job(), result.failure(), number), receiver, done);
            }
        });
    }

    private void receive(ResultFeed.Result result, ResultFeed.Receiver receiver, Runnable done) {
        synchronized (this) {
            troubles.remove(result.stored().key());
        }
        Acknowledgement acknowledgement = new Acknowledgement(result, done);
        try {
            receiver.receive(result, acknowledgement);
        } catch (Throwable e) {
            // an Error, too, costs this delivery and not the consumer
            LOG.warn("Job {} could not be delivered: {}", result.job().id(), text(e));
            acknowledgement.failed(e);
        }
    }

    /** The end of one delivery; only the first counts. */
    private final class Acknowledgement implements ResultFeed.Taken {

        private final ResultFeed.Result result;
        private final Runnable done;
        private final AtomicBoolean told = new AtomicBoolean();

        Acknowledgement(ResultFeed.Result result, Runnable done) {
            this.result = result;
            this.done = done;
        }

        @Override
        public void tell(boolean taken) {
            if (!taken) {
                failed(null);
            } else if (told.compareAndSet(false, true)) {
                StoredJob job = result.stored();
                settle(job, "that the result of job " + id(job) + " was taken",
                        known -> known.delivered(job.key(), holder)).thenRun(done);
            }
        }

        @Override
        public void failed(Throwable reason) {
            if (!told.compareAndSet(false, true)) {
                return;
            }
            CompletableFuture<Void> settled = isLast(result.delivery())
                    ? deadLetter(result, result.delivery(), reason == null ? "the exchange was rolled back" : text(reason))
                    : giveBack(result.stored(), delay(result.delivery()));
            settled.thenRun(done);
        }
    }

    private boolean isLast(int deliveries) {
        return settings.maximumDeliveries() > 0 && deliveries >= settings.maximumDeliveries();
    }

    private CompletableFuture<Void> deadLetter(ResultFeed.Result result, int deliveries, String failure) {
        StoredJob job = result.stored();
        String reason = "Delivered " + deliveries + " times without success, last failure: " + failure;
        LOG.error("The result of job {} with the idempotency key '{}' is dead-lettered. {}. It stays in the job store;"
                  + " grokvideo:settle with this key and this job id delivers it again",
                id(job), job.key().key(), reason);
        return settle(job, "that the result of job " + id(job) + " is dead-lettered",
                known -> known.deadLetter(job.key(), holder, reason));
    }

    private CompletableFuture<Void> settle(StoredJob job, String what, Consumer<JobStore> writing) {
        JobKey key = job.key();
        synchronized (this) {
            if (held.get(key) != job) {
                return CompletableFuture.completedFuture(null);
            }
            held.remove(key);
            settling.add(key);
        }
        return store.write(key, what, writing, LOG::warn, () -> settled(key));
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
            // claimed after it was written and before that was known here
            store.write(key, "that job " + key.key() + " is open again",
                    known -> known.release(key, holder, Duration.ZERO), LOG::warn, () -> settled(key));
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

    private static String id(StoredJob job) {
        return job.job() == null ? "(unknown)" : job.job().id();
    }

    private static String text(Throwable thrown) {
        return UntrustedText.sanitize(String.valueOf(VideoJobs.unwrapped(thrown)), MAX_REASON);
    }
}
