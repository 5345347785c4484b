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
import io.github.grokvideo.internal.job.JobRoute;
import io.github.grokvideo.internal.job.JobSettings;
import io.github.grokvideo.internal.job.Target;
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
    private final Target target;
    private final ResultSettings settings;
    private final ResultReceiver receiver;
    private final ResultClaims claims;
    private final ClaimTimes times;
    private final ResultWait.Owner owner = new Waits();

    private final Deque<JobResult> ready = new ArrayDeque<>();
    // deliveries that the store has counted, until there is room in the route
    private final Deque<JobResult> counted = new ArrayDeque<>();
    private final DeliveryRate rate;
    private int counting;
    private int delivering;
    private ScheduledFuture<?> nextClaim;
    private boolean claiming;
    private boolean again;
    private boolean failing;
    private boolean running;

    /** Owns the waits for claimed jobs. */
    private final class Waits implements ResultWait.Owner {

        @Override
        public void ready(JobResult result) {
            ResultFeed.this.ready(result);
        }

        @Override
        public JobRoute route() {
            return receiver.route();
        }
    }

    /** @param active where it is registered while it is started */
    public ResultFeed(ResultContext context, Set<ResultFeed> active, VideoGateway gateway, JobSettings waits,
                      ResultSettings settings, ResultReceiver receiver) {
        this.context = context;
        this.active = active;
        this.gateway = gateway;
        this.target = new Target(gateway, waits);
        this.settings = settings;
        this.receiver = receiver;
        this.claims = new ResultClaims(context, gateway, settings);
        this.times = new ClaimTimes(context, gateway, settings, this::wake);
        this.rate = new DeliveryRate(context.timer()::now);
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
            ready.addAll(counted);
            counted.clear();
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
            ResultWait.start(owner, claims, context.jobs(), target, job);
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
        for (Runnable step = nextStep(); step != null; step = nextStep()) {
            step.run();
        }
    }

    // a route that is faster than a commit does not wait for one: the store counts ahead what is delivered soon
    private synchronized Runnable nextStep() {
        if (!running) {
            return null;
        }
        if (delivering < settings.maxDelivering() && !counted.isEmpty()) {
            JobResult result = counted.poll();
            delivering++;
            return () -> claims.receive(result, receiver, this::done);
        }
        if (!ready.isEmpty() && counting + counted.size() + delivering < settings.maxDelivering() + ahead(ready.peek())) {
            JobResult result = ready.poll();
            counting++;
            return () -> claims.count(result).thenAccept(this::counted);
        }
        return null;
    }

    // a process that ends now must not take the last delivery from a result that the route has not seen
    private int ahead(JobResult result) {
        return claims.isLast(result.stored().deliveries() + 1) ? 0 : rate.soon();
    }

    /** @param result {@code null} if it is not to be delivered */
    private void counted(JobResult result) {
        boolean stopped;
        synchronized (this) {
            counting--;
            stopped = !running;
            if (result != null && !stopped) {
                counted.add(result);
            }
        }
        if (result != null && stopped) {
            claims.release(result.stored(), Duration.ZERO);
        }
        deliver();
    }

    private void done() {
        synchronized (this) {
            delivering--;
            rate.ended();
        }
        deliver();
    }
}
