package io.github.grokvideo.store;

import java.math.BigDecimal;
import java.util.Objects;

/**
 * What a submission is to reserve of a budget.
 *
 * @param budget the budget
 * @param scope  whose share of it, such as a tenant's; empty for a budget without a scope. One that not every database
 *               could hold (longer than 200 characters, or with control characters) is shortened to what identifies it
 *               all the same
 * @param amount in units of the budget's currency, from 0 to 999,999,999; {@code null} if it is not known, and then the
 *               submission is refused
 */
public record BudgetReservation(Budget budget, String scope, BigDecimal amount) {

    /** @throws IllegalArgumentException if the amount is not as described */
    public BudgetReservation {
        Objects.requireNonNull(budget, "budget");
        scope = JobColumns.scope(scope);
        if (amount != null && (amount.signum() < 0 || amount.compareTo(Budget.MOST) > 0)) {
            throw new IllegalArgumentException("Invalid amount '" + amount + "', expected a number from 0 to " + Budget.MOST);
        }
    }
}
