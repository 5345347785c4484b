package io.github.grokvideo.internal.job.results;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;

import io.github.grokvideo.internal.gateway.VideoGateway;
import io.github.grokvideo.internal.job.JobSettings;
import io.github.grokvideo.internal.job.TimeLimit;
import io.github.grokvideo.internal.job.VideoJobs;
import io.github.grokvideo.model.GrokVideoException;
import io.github.grokvideo.model.VideoJob;
import io.github.grokvideo.store.StoredJob;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes submitted jobs from the store, waits for their ends, and hands each on until it is taken. Several feeds on one
 * store share the jobs; what a dead one held is taken over when its lease is over. May be stopped and started any
 * number of times, also while results are being delivered. Holds no thread.
 */
public final class ResultFeed {

    private static final Logger LOG = LoggerFactory.getLogger(ResultFeed.class);

    /**
     * How a feed works.
     *
     * @param mostWaiting       how many jobs it holds at a time
     * @param mostDelivering    how many results it hands on at a time
     * @param claimInterval     between two looks at the store
     * @param lease             how long a job is held without renewal
     * @param redeliveryDelay   until a result that was not taken is handed on again; doubles each time
     * @param maximumDeliveries after how many deliveries a result that was not taken is dead-lettered; 0 or less for
     *                          never
     */
    public record Settings(
            int mostWaiting, int mostDelivering, Duration claimInterval, Duration lease, Duration redeliveryDelay,
            int maximumDeliveries) {

        /** By default a result is delivered ten times at most. */
        public static final int DEFAULT_MAXIMUM_DELIVERIES = 10;

        public Settings {
            TimeLimit.check("claimInterval", claimInterval, false);
            TimeLimit.check("lease", lease, false);
            TimeLimit.check("redeliveryDelay", redeliveryDelay, true);
            if (mostWaiting < 1 || mostDelivering < 1) {
                throw new IllegalArgumentException(
                        "mostWaiting and mostDelivering: " + mostWaiting + " and " + mostDelivering
                                                   + " were given, accepted are numbers from 1");
            }
        }

        /** With the default number of deliveries. */
        public Settings(
                        int mostWaiting, int mostDelivering, Duration claimInterval, Duration lease, Duration redeliveryDelay) {
            this(mostWaiting, mostDelivering, claimInterval, lease, redeliveryDelay, DEFAULT_MAXIMUM_DELIVERIES);
        }
    }

    /**
     * How a submission ended.
     *
     * @param stored   what the store knows of it
     * @param job      the job as it is now
     * @param failure  why there is no video, or {@code null} if there is one
     * @param delivery how often it is handed on with this time, from 1
     */
    public record Result(StoredJob stored, VideoJob job, GrokVideoException failure, int delivery) {
    }

    /** Is handed results. */
    public interface Receiver {

        /**
         * Takes a result; called on threads of store, I/O and timer, which must not be held.
         *
         * @param taken to be told once, on any thread, whether the result was taken; otherwise it comes again
         */
        void receive(Result result, Taken taken);
    }

    /** Whether a result was taken. The first call counts, further ones do nothing. */
    public interface Taken {

        /** Says whether it was taken; otherwise it comes again. */
        void tell(boolean taken);

        /**
         * It was not taken.
         *
         * @param reason why, or {@code null}
         */
        default void failed(Throwable reason) {
            tell(false);
        }
    }

    private final VideoJobs jobs;
    private final VideoGateway gateway;
    private final JobSettings patience;
    private final Settings settings;
    private final Receiver receiver;
    private final ResultClaims claims;
    private final ResultWait.Owner owner = this::ready;

    private final Deque<Result> ready = new ArrayDeque<>();
    private int delivering;
    private ScheduledFuture<?> nextClaim;
    private boolean claiming;
    private boolean inTrouble;
    private boolean running;

    public ResultFeed(VideoJobs jobs, VideoGateway gateway, JobSettings patience, Settings settings, Receiver receiver) {
        this.jobs = jobs;
        this.gateway = gateway;
        this.patience = patience;
        this.settings = settings;
        this.receiver = receiver;
        this.claims = new ResultClaims(jobs, gateway, settings);
    }

    /** The gateway whose jobs it takes. */
    public String authority() {
        return gateway.authority();
    }

    /** Begins to take jobs. Does nothing if it has begun. */
    public void start() {
        synchronized (this) {
            if (running) {
                return;
            }
            running = true;
        }
        jobs.started(this);
        claim();
    }

    /** Takes no more jobs and gives back those that it waits for; what is being handed on is finished. */
    public void stop() {
        List<Result> left;
        synchronized (this) {
            running = false;
            cancelClaim();
            left = List.copyOf(ready);
            ready.clear();
        }
        jobs.stopped(this);
        left.forEach(result -> claims.giveBack(result.stored(), Duration.ZERO));
        ResultWait.stopAll(jobs, owner);
    }

    /** Looks at the store at once. */
    public void wake() {
        claim();
    }

    // taking

    private void claim() {
        int room = settings.mostWaiting() - claims.size();
        synchronized (this) {
            if (!running || claiming) {
                return;
            }
            cancelClaim();
            claiming = room > 0;
        }
        if (room <= 0) {
            claimLater();
            return;
        }
        claims.claim(room).whenComplete((claimed, thrown) -> {
            try {
                report(thrown);
                if (thrown == null) {
                    claimed.forEach(this::take);
                }
            } finally {
                synchronized (this) {
                    claiming = false;
                }
                claimLater();
            }
        });
    }

    private void take(StoredJob job) {
        if (isRunning()) {
            ResultWait.begin(owner, claims, jobs, gateway, patience, job);
            if (!isRunning()) {
                // it was stopped between the two, and may not have seen this wait
                ResultWait.stopAll(jobs, owner);
            }
        } else {
            claims.giveBack(job, Duration.ZERO);
        }
    }

    private synchronized boolean isRunning() {
        return running;
    }

    // an outage is one message, however often it is met with
    private synchronized void report(Throwable trouble) {
        if (trouble != null && !inTrouble) {
            LOG.warn("Finished jobs cannot be delivered, which is tried again every {} ms: {}",
                    settings.claimInterval().toMillis(), VideoJobs.unwrapped(trouble).getMessage());
        } else if (trouble == null && inTrouble) {
            LOG.info("Finished jobs can be delivered again");
        }
        inTrouble = trouble != null;
    }

    private synchronized void claimLater() {
        cancelClaim();
        if (running && !claiming) {
            try {
                nextClaim = jobs.after(settings.claimInterval(), this::claim);
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

    // handing on

    private void ready(Result result) {
        boolean wanted;
        synchronized (this) {
            wanted = running;
            if (wanted) {
                ready.add(result);
            }
        }
        if (wanted) {
            handOn();
        } else {
            claims.giveBack(result.stored(), Duration.ZERO);
        }
    }

    private void handOn() {
        Result next;
        synchronized (this) {
            if (!running || delivering >= settings.mostDelivering() || ready.isEmpty()) {
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
        handOn();
    }
}
