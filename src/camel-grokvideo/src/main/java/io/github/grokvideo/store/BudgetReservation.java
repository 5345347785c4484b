package io.github.grokvideo.store;

import java.math.BigDecimal;
import java.util.Objects;

/**
 * What a submission is to reserve of a budget.
 *
 * @param budget the budget
 * @param scope  whose share of it, such as a tenant's; empty for a budget without a scope
 * @param amount in units of the budget's currency, from 0; {@code null} if it is not known, and then the submission is
 *               refused
 */
public record BudgetReservation(Budget budget, String scope, BigDecimal amount) {

    public BudgetReservation {
        Objects.requireNonNull(budget, "budget");
        Objects.requireNonNull(scope, "scope");
    }
}
