package io.github.grokvideo.internal.camel;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/** Runs asynchronous tasks a few at a time. */
public final class InTurn<T> {

    private final IntFunction<CompletableFuture<T>> task;
    private final List<CompletableFuture<T>> results = new ArrayList<>();
    private final AtomicInteger next = new AtomicInteger();

    private InTurn(IntFunction<CompletableFuture<T>> task) {
        this.task = task;
    }

    /**
     * @param  count how many tasks there are
     * @param  most  how many run at a time
     * @param  task  begins the task of a number from 0
     * @return       the results in order; those of tasks that wait for their turn come later
     */
    public static <T> List<CompletableFuture<T>> run(int count, int most, IntFunction<CompletableFuture<T>> task) {
        InTurn<T> all = new InTurn<>(task);
        for (int i = 0; i < count; i++) {
            all.results.add(new CompletableFuture<>());
        }
        for (int i = 0; i < Math.min(count, most); i++) {
            all.runNext();
        }
        return all.results;
    }

    private void runNext() {
        int number = next.getAndIncrement();
        if (number >= results.size()) {
            return;
        }
        CompletableFuture<T> begun;
        try {
            begun = task.apply(number);
        } catch (RuntimeException | Error e) {
            begun = CompletableFuture.failedFuture(e);
        }
        begun.whenComplete((result, thrown) -> {
            runNext();
            if (thrown == null) {
                results.get(number).complete(result);
            } else {
                results.get(number).completeExceptionally(thrown);
            }
        });
    }
}
