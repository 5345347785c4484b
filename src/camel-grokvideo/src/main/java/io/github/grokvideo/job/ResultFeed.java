package io.github.grokvideo.job;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;

import io.github.grokvideo.gateway.GatewayErrors;
import io.github.grokvideo.gateway.VideoGateway;
import io.github.grokvideo.model.GrokVideoException;
import io.github.grokvideo.model.JobFailedException;
import io.github.grokvideo.model.JobTimeoutException;
import io.github.grokvideo.model.TimeLimit;
import io.github.grokvideo.model.VideoJob;
import io.github.grokvideo.model.WaitStoppedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes submitted jobs from the store, waits for their ends, and hands each on until it is taken. Several feeds on one
 * store share the jobs; what a dead one held is taken over when its lease is over. Holds no thread.
 */
public final class ResultFeed {

    private static final Logger LOG = LoggerFactory.getLogger(ResultFeed.class);
    private static final Duration LONGEST_DELAY = Duration.ofMinutes(10);
    /** After trouble that is not the job's, such as a key that the gateway does not take. */
    private static final Duration AFTER_TROUBLE = Duration.ofSeconds(30);
    private static final int MOST_DOUBLINGS = 10;

    /**
     * How a feed works.
     *
     * @param mostWaiting     how many jobs it holds at a time
     * @param mostDelivering  how many results it hands on at a time
     * @param claimInterval   between two looks at the store
     * @param lease           how long a job is held without renewal
     * @param redeliveryDelay until a result that was not taken is handed on again; doubles each time
     */
    public record Settings(
            int mostWaiting, int mostDelivering, Duration claimInterval, Duration lease, Duration redeliveryDelay) {

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

    /** Whether a result was taken. */
    public interface Taken {
        void tell(boolean taken);
    }

    private final VideoJobs jobs;
    private final StoreCalls store;
    private final VideoGateway gateway;
    private final JobSettings waiting;
    private final Settings settings;
    private final Receiver receiver;

    private final Set<JobKey> held = new HashSet<>();
    private final Deque<Result> ready = new ArrayDeque<>();
    private int delivering;
    private volatile String holder;
    private ScheduledFuture<?> nextClaim;
    private ScheduledFuture<?> nextRenewal;
    private boolean claiming;
    private boolean inTrouble;
    private boolean running;

    ResultFeed(VideoJobs jobs, VideoGateway gateway, JobSettings waiting, Settings settings, Receiver receiver) {
        this.jobs = jobs;
        this.store = jobs.store();
        this.gateway = gateway;
        this.waiting = waiting;
        this.settings = settings;
        this.receiver = receiver;
    }

    /** Begins to take jobs. */
    public void start() {
        synchronized (this) {
            running = true;
            holder = store.newHolder();
        }
        jobs.started(this);
        claim();
        renewLater();
    }

    /** Takes no more jobs and gives back those that it waits for; what is being handed on is finished. */
    public void stop() {
        List<Result> left;
        synchronized (this) {
            running = false;
            cancel(nextClaim);
            jobs.stopped(this);
            left = List.copyOf(ready);
            ready.clear();
            if (delivering == 0) {
                cancel(nextRenewal);
            }
        }
        left.forEach(result -> giveBack(result.stored().key(), Duration.ZERO));
        jobs.stop(listener -> listener instanceof Wait wait && wait.feed == this, "The consumer stops");
    }

    private static void cancel(ScheduledFuture<?> task) {
        if (task != null) {
            task.cancel(false);
        }
    }

    /** Looks at the store at once. */
    void wake() {
        synchronized (this) {
            cancel(nextClaim);
        }
        claim();
    }

    // taking

    private void claim() {
        int room;
        synchronized (this) {
            room = settings.mostWaiting() - held.size();
            if (!running || claiming) {
                return;
            }
            cancel(nextClaim);
            claiming = room > 0;
        }
        if (room <= 0) {
            claimLater();
            return;
        }
        String me = holder;
        store.ask(known -> known.claim(gateway.provider(), gateway.authority(), me, settings.lease(), room))
                .whenComplete((claimed, thrown) -> {
                    boolean stopped;
                    List<StoredJob> mine = List.of();
                    synchronized (this) {
                        claiming = false;
                        stopped = !running;
                        if (claimed != null && !stopped) {
                            // what was lost and is claimed again is being worked on still
                            mine = claimed.stream().filter(job -> held.add(job.key())).toList();
                        }
                    }
                    tell(thrown);
                    if (claimed != null && stopped) {
                        claimed.forEach(job -> giveBack(job.key(), Duration.ZERO));
                    } else {
                        mine.forEach(this::take);
                    }
                    claimLater();
                });
    }

    // an outage is one message, however often it is met with
    private synchronized void tell(Throwable trouble) {
        if (trouble != null && !inTrouble) {
            LOG.warn("Finished jobs cannot be handed on, which is tried again every {} ms: {}",
                    settings.claimInterval().toMillis(), trouble.getMessage());
        } else if (trouble == null && inTrouble) {
            LOG.info("Finished jobs can be handed on again");
        }
        inTrouble = trouble != null;
    }

    private synchronized void claimLater() {
        if (running) {
            nextClaim = later(settings.claimInterval(), this::claim);
        }
    }

    private synchronized void renewLater() {
        if (running || delivering > 0) {
            nextRenewal = later(settings.lease().dividedBy(3), this::renew);
        }
    }

    private void renew() {
        String me;
        boolean any;
        synchronized (this) {
            me = holder;
            any = !held.isEmpty();
        }
        if (any) {
            store.ask(known -> {
                known.renew(me, settings.lease());
                return null;
            }).whenComplete((nothing, thrown) -> {
                if (thrown != null) {
                    LOG.warn("The hold on {} jobs could not be renewed; others may take them: {}", held(), thrown.getMessage());
                }
            });
        }
        renewLater();
    }

    private synchronized int held() {
        return held.size();
    }

    private ScheduledFuture<?> later(Duration delay, Runnable action) {
        try {
            return jobs.after(delay, action);
        } catch (RejectedExecutionException e) {
            return null;
        }
    }

    // waiting

    private void take(StoredJob job) {
        switch (job.state()) {
            case COMPLETED -> ready(new Result(job, job.job(), null, 0));
            case FAILED -> ready(new Result(job, job.job(), GatewayErrors.ended(job.job()), 0));
            default -> jobs.awaitStored(
                    gateway, job.job().id(),
                    new VideoJobs.Note(job.key().key(), job.fingerprint(), true, null), waiting, new Wait(this, job));
        }
    }

    /** Waits for the end of one job. */
    private static final class Wait implements JobListener {

        private final ResultFeed feed;
        private final StoredJob stored;

        Wait(ResultFeed feed, StoredJob stored) {
            this.feed = feed;
            this.stored = stored;
        }

        @Override
        public void accepted(int part, VideoJob job) {
            // it was, before
        }

        @Override
        public void changed(VideoJob job, VideoJob previous) {
            // its end is what matters
        }

        @Override
        public void partFailed(int part, GrokVideoException failure) {
            // a stored job is one job
        }

        @Override
        public void warned(String warning) {
            LOG.warn("Job {}: {}", stored.job().id(), warning);
        }

        @Override
        public void completed(VideoJob job) {
            feed.ready(new Result(stored, job, null, 0));
        }

        @Override
        public void failed(GrokVideoException failure, VideoJob last) {
            feed.notCompleted(stored, last == null ? stored.job() : last, failure);
        }
    }

    private void notCompleted(StoredJob stored, VideoJob job, GrokVideoException failure) {
        if (failure instanceof WaitStoppedException) {
            giveBack(stored.key(), Duration.ZERO);
        } else if (failure instanceof JobFailedException || failure instanceof JobTimeoutException || isGone(failure)) {
            ready(new Result(stored, job, failure, 0));
        } else {
            LOG.warn("Job {} is asked about again in {} s: {}", job.id(), AFTER_TROUBLE.toSeconds(), failure.getMessage());
            giveBack(stored.key(), AFTER_TROUBLE);
        }
    }

    private static boolean isGone(GrokVideoException failure) {
        return Integer.valueOf(404).equals(failure.getHttpStatus()) || Integer.valueOf(410).equals(failure.getHttpStatus());
    }

    // handing on

    private void ready(Result result) {
        boolean running;
        synchronized (this) {
            running = this.running;
            if (running) {
                ready.add(result);
            }
        }
        if (running) {
            handOn();
        } else {
            giveBack(result.stored().key(), Duration.ZERO);
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
        JobKey key = next.stored().key();
        String me = holder;
        // it may have been lost while its turn was far
        store.ask(known -> known.delivering(key, me, settings.lease())).whenComplete((number, thrown) -> {
            if (thrown != null) {
                LOG.warn("Job {} cannot be handed on now: {}", next.job().id(), thrown.getMessage());
                giveBack(key, me, settings.redeliveryDelay()).thenRun(this::done);
            } else if (number == 0) {
                LOG.info("Job {} is held by somebody else now", next.job().id());
                // or by this feed again, which took it for one that it had
                giveBack(key, me, Duration.ZERO).thenRun(this::done);
            } else {
                receive(new Result(next.stored(), next.job(), next.failure(), number), me);
            }
        });
    }

    private void receive(Result result, String me) {
        JobKey key = result.stored().key();
        try {
            receiver.receive(result, taken -> {
                if (taken) {
                    store.write(key, "that the result of job " + result.job().id() + " was taken",
                            known -> known.delivered(key, me),
                            LOG::warn).thenRun(() -> {
                                forget(key);
                                done();
                            });
                } else {
                    giveBack(key, me, delay(result.delivery())).thenRun(this::done);
                }
            });
        } catch (RuntimeException e) {
            LOG.warn("Job {} could not be handed on: {}", result.job().id(), e.toString());
            giveBack(key, me, delay(result.delivery())).thenRun(this::done);
        }
    }

    private Duration delay(int delivery) {
        Duration delay = settings.redeliveryDelay().multipliedBy(1L << Math.min(delivery - 1, MOST_DOUBLINGS));
        return delay.compareTo(LONGEST_DELAY) > 0 && settings.redeliveryDelay().compareTo(LONGEST_DELAY) < 0
                ? LONGEST_DELAY
                : delay;
    }

    private void done() {
        synchronized (this) {
            delivering--;
            if (!running && delivering == 0) {
                cancel(nextRenewal);
            }
        }
        handOn();
    }

    private void giveBack(JobKey key, Duration delay) {
        giveBack(key, holder, delay);
    }

    private CompletableFuture<Void> giveBack(JobKey key, String me, Duration delay) {
        // before it is open: a claim of what this feed seems to have is not taken up, and would be renewed all the same
        forget(key);
        return store.write(key, "that job " + key.key() + " is open again", known -> known.release(key, me, delay), LOG::warn);
    }

    private synchronized void forget(JobKey key) {
        held.remove(key);
    }
}
