package io.github.grokvideo.internal.camel.metrics;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.LongSupplier;

import io.github.grokvideo.model.BudgetState;
import io.github.grokvideo.store.Budget;

/**
 * What is used of one budget, as the job store last said. Whoever reads it has it read again, at most every ten
 * seconds, and is not kept waiting: with a store in a database, a value is that of the reading before.
 */
final class BudgetReading {

    private static final long FRESH = Duration.ofSeconds(10).toNanos();

    private final Budget budget;
    private final Function<Budget, CompletableFuture<List<BudgetState>>> store;
    private final LongSupplier nanoTime;
    // null until the store has answered
    private List<BudgetState> states;
    private boolean asking;
    private Long askedAt;

    /** @param store tells what is used, by scope */
    BudgetReading(Budget budget, Function<Budget, CompletableFuture<List<BudgetState>>> store, LongSupplier nanoTime) {
        this.budget = budget;
        this.store = store;
        this.nanoTime = nanoTime;
        states();
    }

    String name() {
        return budget.name();
    }

    String currency() {
        return budget.currency();
    }

    double amount() {
        return budget.amount().doubleValue();
    }

    double spent() {
        return sum(BudgetState::spent);
    }

    double reserved() {
        return sum(BudgetState::reserved);
    }

    /** Of the scope that has the least left. */
    double left() {
        List<BudgetState> known = states();
        return known == null
                ? Double.NaN
                : known.stream().map(BudgetState::left).min(BigDecimal::compareTo).orElse(budget.amount()).doubleValue();
    }

    private double sum(Function<BudgetState, BigDecimal> part) {
        List<BudgetState> known = states();
        return known == null ? Double.NaN : known.stream().map(part).reduce(BigDecimal.ZERO, BigDecimal::add).doubleValue();
    }

    private List<BudgetState> states() {
        if (isDue()) {
            store.apply(budget).whenComplete(this::read);
        }
        synchronized (this) {
            return states;
        }
    }

    private synchronized boolean isDue() {
        long now = nanoTime.getAsLong();
        if (asking || askedAt != null && now - askedAt < FRESH) {
            return false;
        }
        asking = true;
        askedAt = now;
        return true;
    }

    private synchronized void read(List<BudgetState> answer, Throwable failure) {
        asking = false;
        // of a store that fails, the last answer may be long ago
        states = failure == null ? answer : null;
    }
}
