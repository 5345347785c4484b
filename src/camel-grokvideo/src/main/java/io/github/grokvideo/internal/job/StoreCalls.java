package io.github.grokvideo.internal.job;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;

import io.github.grokvideo.model.GrokVideoException;
import io.github.grokvideo.model.JobStoreException;
import io.github.grokvideo.store.JobKey;
import io.github.grokvideo.store.JobStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The job store as jobs under way use it: off the threads of I/O and timer, and never in the way of a job that is paid
 * for.
 */
public final class StoreCalls {

    private static final Logger LOG = LoggerFactory.getLogger(StoreCalls.class);
    /** How long a job waits for the store to write. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    private static final int MOST_REPEATS = 120;

    private final JobStore store;
    private final Executor executor;
    private final ScheduledExecutorService timer;
    private final String instance = UUID.randomUUID().toString();
    private final AtomicLong holders = new AtomicLong();
    // how many writings of each entry are not done yet
    private final Map<JobKey, Integer> unwritten = new ConcurrentHashMap<>();

    /**
     * @param executor runs what may block
     * @param timer    runs what is due
     */
    StoreCalls(JobStore store, Executor executor, ScheduledExecutorService timer) {
        this.store = store;
        this.executor = store.isPersistent() ? executor : Runnable::run;
        this.timer = timer;
    }

    boolean isPersistent() {
        return store.isPersistent();
    }

    /** A name for a holder that nobody else has. */
    public String newHolder() {
        return instance + "-" + holders.incrementAndGet();
    }

    /** Asks the store something that must be known before a job goes on. Fails with a {@link JobStoreException}. */
    public <T> CompletableFuture<T> ask(Function<JobStore, T> question) {
        try {
            return CompletableFuture.supplyAsync(() -> question.apply(store), executor)
                    .handle((answer, thrown) -> thrown == null
                            ? CompletableFuture.completedFuture(answer)
                            : CompletableFuture.<T> failedFuture(asException(thrown)))
                    .thenCompose(answer -> answer);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(asException(e));
        }
    }

    private static JobStoreException asException(Throwable thrown) {
        Throwable cause = thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        return cause instanceof JobStoreException known
                ? known
                : new JobStoreException(
                        GrokVideoException.because("The job store failed: " + cause).retryable(true).cause(cause));
    }

    /**
     * Writes something about a job that goes on whatever becomes of the writing. Trouble is told, and the writing is
     * repeated.
     *
     * @param  key     the entry
     * @param  what    is written, for people
     * @param  trouble hears of it if it cannot be written now
     * @return         done when it is written, or when it has turned out that it cannot be now; never fails
     */
    public CompletableFuture<Void> write(JobKey key, String what, Consumer<JobStore> writing, Consumer<String> trouble) {
        return write(key, what, writing, trouble, () -> {
        });
    }

    /**
     * The same.
     *
     * @param over runs when it is written, or is not tried again; that may be long after what is returned is done
     */
    public CompletableFuture<Void> write(
            JobKey key, String what, Consumer<JobStore> writing, Consumer<String> trouble, Runnable over) {
        CompletableFuture<Void> goOn = new CompletableFuture<>();
        if (store.isPersistent()) {
            unwritten.merge(key, 1, Integer::sum);
            after(PATIENCE, () -> {
                if (!goOn.isDone()) {
                    trouble.accept("The job store has not answered for " + PATIENCE.toSeconds() + " s to write " + what
                                   + ", and is not waited for");
                    goOn.complete(null);
                }
            });
        }
        attempt(key, what, writing, trouble, 0, goOn, over);
        return goOn;
    }

    /** Whether the store does not say yet of an entry what is known of it here. */
    boolean isUnwritten(JobKey key) {
        return unwritten.containsKey(key);
    }

    private void written(JobKey key) {
        unwritten.computeIfPresent(key, (same, count) -> count == 1 ? null : count - 1);
    }

    private void attempt(
            JobKey key, String what, Consumer<JobStore> writing, Consumer<String> trouble, int failures,
            CompletableFuture<Void> goOn, Runnable over) {
        ask(to -> {
            writing.accept(to);
            return null;
        }).whenComplete((nothing, thrown) -> {
            if (thrown == null) {
                written(key);
                if (failures > 0) {
                    LOG.info("The job store has written {} at last", what);
                }
                over.run();
                goOn.complete(null);
                return;
            }
            if (!goOn.isDone()) {
                trouble.accept(thrown.getMessage() + "; it is tried again to write " + what);
                goOn.complete(null);
            }
            if (failures == MOST_REPEATS) {
                written(key);
                LOG.error("The job store could not write {}, and it is not tried again: {}", what, thrown.getMessage());
                over.run();
                return;
            }
            long pause = Math.min(LONGEST_PAUSE.toMillis(), 1000L << Math.min(failures, 10));
            after(Duration.ofMillis(pause), () -> attempt(key, what, writing, trouble, failures + 1, goOn, over));
        });
    }

    private void after(Duration delay, Runnable action) {
        try {
            timer.schedule(action, delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("The component has stopped; the job store is not written any more");
        }
    }
}
