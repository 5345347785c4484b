package io.github.grokvideo.internal.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import io.github.grokvideo.store.JobStore;

/**
 * Calls a job store on a few threads. What is due while they are busy is called together, so that a burst takes few
 * transactions, and a single call does not wait for others.
 */
final class GroupedCalls {

    private static final int MAX_GROUP = 200;
    /** More would only make the groups smaller; a second one runs while the first waits for a disk. */
    private static final int MAX_WORKERS = 2;

    private final JobStore store;
    private final Executor executor;
    private final Queue<Call<?>> pending = new ConcurrentLinkedQueue<>();
    private final AtomicInteger workers = new AtomicInteger();

    GroupedCalls(JobStore store, Executor executor) {
        this.store = store;
        this.executor = executor;
    }

    private record Call<T>(Function<JobStore, T> operation, CompletableFuture<T> result) {

        // the outcome is that of the operation
        @SuppressWarnings("unchecked")
        void end(JobStore.Outcome outcome) {
            if (outcome.failure() == null) {
                result.complete((T) outcome.value());
            } else {
                result.completeExceptionally(outcome.failure());
            }
        }
    }

    /** Fails with what the operation throws, or with a {@link RejectedExecutionException} after the executor's end. */
    <T> CompletableFuture<T> call(Function<JobStore, T> operation) {
        Call<T> call = new Call<>(operation, new CompletableFuture<>());
        pending.add(call);
        startWorker();
        return call.result();
    }

    private void startWorker() {
        if (pending.isEmpty() || workers.getAndUpdate(count -> Math.min(count + 1, MAX_WORKERS)) == MAX_WORKERS) {
            return;
        }
        try {
            executor.execute(this::work);
        } catch (RejectedExecutionException e) {
            workers.decrementAndGet();
            for (Call<?> call = pending.poll(); call != null; call = pending.poll()) {
                call.result().completeExceptionally(e);
            }
        }
    }

    private void work() {
        try {
            for (List<Call<?>> group = next(); !group.isEmpty(); group = next()) {
                run(group);
            }
        } finally {
            workers.decrementAndGet();
            // for what came after the last look
            startWorker();
        }
    }

    private List<Call<?>> next() {
        List<Call<?>> group = new ArrayList<>();
        while (group.size() < MAX_GROUP) {
            Call<?> call = pending.poll();
            if (call == null) {
                break;
            }
            group.add(call);
        }
        return group;
    }

    private void run(List<Call<?>> group) {
        List<Function<JobStore, ?>> operations = new ArrayList<>();
        group.forEach(call -> operations.add(call.operation()));
        try {
            List<JobStore.Outcome> outcomes = store.runAll(operations);
            for (int i = 0; i < group.size(); i++) {
                group.get(i).end(outcomes.get(i));
            }
        } catch (RuntimeException | Error e) {
            group.forEach(call -> call.result().completeExceptionally(e));
        }
    }
}
