package io.github.grokvideo.internal.camel.message;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/** Runs asynchronous tasks, a limited number of them at a time. */
final class BoundedConcurrency<T> {

    private final IntFunction<CompletableFuture<T>> task;
    private final List<CompletableFuture<T>> results = new ArrayList<>();
    private final AtomicInteger next = new AtomicInteger();

    private BoundedConcurrency(IntFunction<CompletableFuture<T>> task) {
        this.task = task;
    }

    /**
     * @param  count the number of tasks
     * @param  limit how many run at a time
     * @param  task  starts the task of a number from 0
     * @return       the results, in the order of the tasks
     */
    static <T> List<CompletableFuture<T>> run(int count, int limit, IntFunction<CompletableFuture<T>> task) {
        BoundedConcurrency<T> all = new BoundedConcurrency<>(task);
        for (int i = 0; i < count; i++) {
            all.results.add(new CompletableFuture<>());
        }
        for (int i = 0; i < Math.min(count, limit); i++) {
            all.runNext();
        }
        return all.results;
    }

    private void runNext() {
        int number = next.getAndIncrement();
        if (number >= results.size()) {
            return;
        }
        CompletableFuture<T> started;
        try {
            started = task.apply(number);
        } catch (RuntimeException | Error e) {
            started = CompletableFuture.failedFuture(e);
        }
        started.whenComplete((result, thrown) -> {
            runNext();
            if (thrown == null) {
                results.get(number).complete(result);
            } else {
                results.get(number).completeExceptionally(thrown);
            }
        });
    }
}
