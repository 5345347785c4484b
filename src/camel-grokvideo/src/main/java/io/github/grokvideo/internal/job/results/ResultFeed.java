package io.github.grokvideo.internal.job.results;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;

import io.github.grokvideo.internal.gateway.VideoGateway;
import io.github.grokvideo.internal.job.Failures;
import io.github.grokvideo.internal.job.JobSettings;
import io.github.grokvideo.store.StoredJob;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Claims submitted jobs from the store, waits until they are final, and delivers each result until it is acknowledged.
 * Several feeds on one store share the jobs; those of a dead process are claimed when its lease has expired. May be
 * stopped and started any number of times, also while results are being delivered. Holds no thread.
 */
public final class ResultFeed {

    private static final Logger LOG = LoggerFactory.getLogger(ResultFeed.class);
    /** At a time: more take the store, and others that claim, too long. */
    private static final int MAX_CLAIMED = 500;

    private final ResultContext context;
    private final Set<ResultFeed> active;
    private final VideoGateway gateway;
    private final JobSettings waits;
    private final ResultSettings settings;
    private final ResultReceiver receiver;
    private final ResultClaims claims;
    private final ClaimTimes times;
    private final ResultWait.Owner owner = this::ready;

    private final Deque<JobResult> ready = new ArrayDeque<>();
    private int delivering;
    private ScheduledFuture<?> nextClaim;
    private boolean claiming;
    private boolean again;
    private boolean failing;
    private boolean running;

    /** @param active where it is registered while it is started */
    public ResultFeed(ResultContext context, Set<ResultFeed> active, VideoGateway gateway, JobSettings waits,
                      ResultSettings settings, ResultReceiver receiver) {
        this.context = context;
        this.active = active;
        this.gateway = gateway;
        this.waits = waits;
        this.settings = settings;
        this.receiver = receiver;
        this.claims = new ResultClaims(context, gateway, settings);
        this.times = new ClaimTimes(context, gateway, settings, this::wake);
    }

    /** The gateway whose jobs it claims. */
    public String authority() {
        return gateway.authority();
    }

    /** Starts to claim jobs. Does nothing if it is started. */
    public void start() {
        synchronized (this) {
            if (running) {
                return;
            }
            running = true;
        }
        active.add(this);
        times.start();
        wake();
    }

    /** Claims no more jobs and releases those that it waits for; deliveries under way are completed. */
    public void stop() {
        List<JobResult> left;
        synchronized (this) {
            running = false;
            cancelClaim();
            left = List.copyOf(ready);
            ready.clear();
        }
        active.remove(this);
        times.stop();
        left.forEach(result -> claims.release(result.stored(), Duration.ZERO));
        ResultWait.stopAll(context.jobs(), owner);
    }

    /** Claims from the store at once, or again if a claim is under way, which may have come too early. */
    public void wake() {
        claimAgain();
        claim();
    }

    // as soon as a claim that is under way has ended
    private synchronized void claimAgain() {
        again = claiming;
    }

    // claiming

    private void claim() {
        int room = settings.maxWaiting() - claims.size();
        synchronized (this) {
            if (!running || claiming) {
                return;
            }
            cancelClaim();
            claiming = room > 0;
        }
        if (room <= 0) {
            claimAfter(settings.claimInterval());
            return;
        }
        int most = Math.min(room, MAX_CLAIMED);
        claims.claim(most).whenComplete((claimed, thrown) -> {
            boolean more = false;
            try {
                report(thrown);
                if (thrown == null) {
                    claimed.forEach(this::take);
                    more = claimed.size() == most;
                }
            } finally {
                if (more) {
                    claimAgain();
                }
                times.next(thrown == null && claimed.isEmpty()).thenAccept(this::claimed);
            }
        });
    }

    private void claimed(Duration next) {
        boolean atOnce;
        synchronized (this) {
            claiming = false;
            atOnce = again;
            again = false;
        }
        if (atOnce) {
            claim();
        } else {
            claimAfter(next);
        }
    }

    private void take(StoredJob job) {
        if (isRunning()) {
            ResultWait.start(owner, claims, context.jobs(), gateway, waits, job);
            if (!isRunning()) {
                // it was stopped meanwhile, and may not have seen this wait
                ResultWait.stopAll(context.jobs(), owner);
            }
        } else {
            claims.release(job, Duration.ZERO);
        }
    }

    private synchronized boolean isRunning() {
        return running;
    }

    // an outage is logged once
    private synchronized void report(Throwable failure) {
        if (failure != null && !failing) {
            LOG.warn("Cannot deliver finished jobs; retrying every {} ms: {}",
                    settings.claimInterval().toMillis(), Failures.unwrap(failure).getMessage());
        } else if (failure == null && failing) {
            LOG.info("Finished jobs are delivered again");
        }
        failing = failure != null;
    }

    private synchronized void claimAfter(Duration interval) {
        cancelClaim();
        if (running && !claiming) {
            try {
                nextClaim = context.timer().after(interval, this::claim);
            } catch (RejectedExecutionException e) {
                LOG.debug("The component has stopped; no more jobs are claimed");
            }
        }
    }

    private void cancelClaim() {
        if (nextClaim != null) {
            nextClaim.cancel(false);
            nextClaim = null;
        }
    }

    // delivering

    private void ready(JobResult result) {
        boolean wanted;
        synchronized (this) {
            wanted = running;
            if (wanted) {
                ready.add(result);
            }
        }
        if (wanted) {
            deliver();
        } else {
            claims.release(result.stored(), Duration.ZERO);
        }
    }

    private void deliver() {
        JobResult next;
        synchronized (this) {
            if (!running || delivering >= settings.maxDelivering() || ready.isEmpty()) {
                return;
            }
            next = ready.poll();
            delivering++;
        }
        claims.deliver(next, receiver, this::done);
    }

    private void done() {
        synchronized (this) {
            delivering--;
        }
        deliver();
    }
}
