package io.github.grokvideo.internal.job;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;

import io.github.grokvideo.internal.observation.JobObserver;
import io.github.grokvideo.internal.observation.LogContext;
import io.github.grokvideo.internal.observation.RepeatedMessage;
import io.github.grokvideo.internal.time.CoalescingTimer;
import io.github.grokvideo.model.CostLimitException;
import io.github.grokvideo.model.GrokVideoException;
import io.github.grokvideo.model.JobStoreException;
import io.github.grokvideo.store.JobKey;
import io.github.grokvideo.store.JobOperation;
import io.github.grokvideo.store.JobStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The job store as jobs under way use it: off the I/O and timer threads, with updates that are retried until they are
 * written.
 */
public final class AsyncJobStore {

    private static final Logger LOG = LoggerFactory.getLogger(AsyncJobStore.class);
    /** How long a job waits for an update; then it goes on, and the update is retried. */
    private static final Duration MAX_WAIT = Duration.ofSeconds(10);
    private static final Duration SLACK = Duration.ofSeconds(1);
    private static final Duration MAX_PAUSE = Duration.ofMinutes(1);
    private static final int MAX_RETRIES = 120;

    private final JobStore store;
    // null for a store that does not block
    private final GroupedCalls calls;
    private final JobTimer timer;
    private final JobObserver observer;
    private final String instance = UUID.randomUUID().toString();
    private final AtomicLong holders = new AtomicLong();
    // how many updates of each entry are not written yet
    private final Map<JobKey, Integer> unwritten = new ConcurrentHashMap<>();
    private final RepeatedMessage warnings;
    private final RepeatedMessage recoveries;

    /**
     * @param executor runs what may block
     * @param timer    runs what is due
     * @param observer is told of the answers of a persistent store
     */
    AsyncJobStore(JobStore store, Executor executor, JobTimer timer, JobObserver observer) {
        this.store = store;
        this.calls = store.isPersistent() ? new GroupedCalls(store, executor) : null;
        this.timer = timer;
        this.observer = observer;
        this.warnings = new RepeatedMessage(timer::after, LOG::warn);
        this.recoveries = new RepeatedMessage(timer::after, LOG::info);
    }

    /** Whether the store outlives the process. */
    public boolean isPersistent() {
        return store.isPersistent();
    }

    /** What kind of store it is: the name of its class. */
    String kind() {
        return store.getClass().getSimpleName();
    }

    /** A unique name for a holder. */
    public String newHolder() {
        return instance + "-" + holders.incrementAndGet();
    }

    /** As {@link JobStore#onDue}. */
    public JobStore.DueSubscription onDue(String provider, String gateway, Runnable wake) {
        return store.onDue(provider, gateway, wake);
    }

    /**
     * Calls the store for something that a job cannot go on without. Fails with a {@link JobStoreException}, or with
     * the {@link CostLimitException} of a budget.
     */
    public <T> CompletableFuture<T> query(Function<JobStore, T> query) {
        return query(query instanceof JobOperation<?> operation ? operation.getClass().getSimpleName() : "Other", query);
    }

    /**
     * The same.
     *
     * @param operation the name of the operation, for those who watch
     */
    public <T> CompletableFuture<T> query(String operation, Function<JobStore, T> query) {
        CompletableFuture<T> answered = calls == null
                ? CompletableFuture.completedFuture(store).thenApply(query) : called(operation, query);
        return answered.exceptionallyCompose(thrown -> CompletableFuture.failedFuture(asException(thrown)));
    }

    private <T> CompletableFuture<T> called(String operation, Function<JobStore, T> query) {
        if (observer == JobObserver.NONE) {
            return calls.call(query);
        }
        long calledAt = timer.now();
        return calls.call(query).whenComplete((answer, thrown) -> observer.storeAnswered(
                operation, thrown != null && !(Failures.unwrap(thrown) instanceof CostLimitException),
                Duration.ofNanos(timer.now() - calledAt)));
    }

    private static GrokVideoException asException(Throwable thrown) {
        Throwable cause = Failures.unwrap(thrown);
        return cause instanceof JobStoreException || cause instanceof CostLimitException
                ? (GrokVideoException) cause
                : new JobStoreException(
                        GrokVideoException.because("The job store failed: " + cause).retryable(true).cause(cause));
    }

    /** Logs what {@link #update} reports, for an update that no exchange waits for; summed up, since many may fail. */
    public void warn(String warning) {
        warnings.log("unwritten", warning);
    }

    /**
     * Writes something about a job that goes on even if the update fails. A failure is reported, and the update
     * retried.
     *
     * @param  key      the entry
     * @param  what     is written, for messages
     * @param  warnings is called with a message if it cannot be written now
     * @return          done when it is written, or when it cannot be written now; never fails
     */
    public CompletableFuture<Void> update(JobKey key, String what, Consumer<JobStore> update, Consumer<String> warnings) {
        return update(key, what, update, warnings, () -> {
        });
    }

    /** The same. */
    public CompletableFuture<Void> update(JobOperation<Void> update, String what, Consumer<String> warnings) {
        return update(update, what, warnings, () -> {
        });
    }

    /**
     * The same.
     *
     * @param settled runs when it is written, or is not retried any more; that may be long after the future is done
     */
    public CompletableFuture<Void> update(
            JobKey key, String what, Consumer<JobStore> update, Consumer<String> warnings, Runnable settled) {
        return update(key, what, store -> {
            update.accept(store);
            return null;
        }, warnings, settled);
    }

    /** The same. */
    public CompletableFuture<Void> update(
            JobOperation<Void> update, String what, Consumer<String> warnings, Runnable settled) {
        return update(update.key(), what, update, warnings, settled);
    }

    private CompletableFuture<Void> update(
            JobKey key, String what, Function<JobStore, Void> change, Consumer<String> warnings, Runnable settled) {
        Update update = new Update(key, what, change, warnings, settled);
        update.start();
        return update.goOn;
    }

    /** Whether an update of the entry is not written yet, so that the store's answer about it is out of date. */
    public boolean isUnwritten(JobKey key) {
        return unwritten.containsKey(key);
    }

    /** How many entries have updates that are not written yet. */
    int unwritten() {
        return unwritten.size();
    }

    private void written(JobKey key) {
        unwritten.computeIfPresent(key, (same, count) -> count == 1 ? null : count - 1);
    }

    /** A change that is repeated until it is written. */
    private final class Update {

        private final JobKey key;
        private final String what;
        private final Function<JobStore, Void> change;
        private final Consumer<String> warnings;
        private final Runnable settled;
        private final CompletableFuture<Void> goOn = new CompletableFuture<>();
        private final LogContext.Names job = LogContext.Names.current();
        private CoalescingTimer.Entry limit;
        private int failures;

        Update(JobKey key, String what, Function<JobStore, Void> change, Consumer<String> warnings, Runnable settled) {
            this.key = key;
            this.what = what;
            this.change = change;
            this.warnings = warnings;
            this.settled = settled;
        }

        void start() {
            if (store.isPersistent()) {
                unwritten.merge(key, 1, Integer::sum);
                try {
                    limit = timer.after(MAX_WAIT, SLACK, this::overdue);
                } catch (RejectedExecutionException e) {
                    LOG.debug("The component has stopped; nobody waits for updates of the job store for long");
                }
            }
            attempt();
        }

        private void overdue() {
            goOn("The job store has not written " + what + " within " + MAX_WAIT.toSeconds()
                 + " s; the job goes on without it");
        }

        // at most once
        private void goOn(String warning) {
            if (!goOn.isDone()) {
                try (LogContext context = LogContext.of(job)) {
                    warnings.accept(warning);
                }
                goOn.complete(null);
            }
        }

        private void attempt() {
            query(change).whenComplete((nothing, thrown) -> {
                try (LogContext context = LogContext.of(job)) {
                    if (thrown == null) {
                        succeeded();
                    } else {
                        failed(thrown);
                    }
                }
            });
        }

        private void succeeded() {
            if (limit != null) {
                limit.cancel();
            }
            written(key);
            if (failures > 0) {
                recoveries.log("written", "The job store has written " + what + " after " + failures + " failures");
            }
            settled.run();
            goOn.complete(null);
        }

        private void failed(Throwable thrown) {
            goOn(thrown.getMessage() + "; writing " + what + " is retried");
            if (failures == MAX_RETRIES) {
                written(key);
                LOG.error("The job store could not write {} in {} attempts, and it is not retried: {}", what, failures + 1,
                        thrown.getMessage());
                settled.run();
                return;
            }
            long pause = Math.min(MAX_PAUSE.toMillis(), 1000L << Math.min(failures, 10));
            failures++;
            try {
                timer.after(Duration.ofMillis(pause), this::attempt);
            } catch (RejectedExecutionException e) {
                LOG.debug("The component has stopped; updates of the job store are not retried any more");
            }
        }
    }
}
