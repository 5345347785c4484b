package io.github.grokvideo.store;

import java.time.Instant;
import java.util.Comparator;

/**
 * Names a counter of a budget.
 *
 * @param budget   the name of the budget
 * @param scope    whose share of it; empty for all
 * @param window   the beginning of the window, in UTC, such as {@code 2026-01-31T00:00:00Z}
 * @param currency of the amounts
 */
record BudgetKey(String budget, String scope, String window, String currency) {

    /** In which counters are locked, so that two transactions do not wait for each other. */
    static final Comparator<BudgetKey> ORDER = Comparator.comparing(BudgetKey::budget).thenComparing(BudgetKey::scope)
            .thenComparing(BudgetKey::window).thenComparing(BudgetKey::currency);

    static BudgetKey of(Budget budget, String scope, Instant now) {
        return new BudgetKey(
                budget.name(), JobColumns.scope(scope), budget.window().start(now, budget.zone()).toString(),
                budget.currency());
    }
}
