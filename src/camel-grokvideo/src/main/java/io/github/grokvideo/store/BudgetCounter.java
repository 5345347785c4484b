package io.github.grokvideo.store;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.function.BiConsumer;

import io.github.grokvideo.model.BudgetExceededException;
import io.github.grokvideo.model.BudgetState;
import io.github.grokvideo.model.CostLimitException;
import io.github.grokvideo.model.GrokVideoException;

/** What all submissions count for a budget in one window. Whoever changes it has it alone. */
final class BudgetCounter {

    static final String PRICE_UNKNOWN = "PRICE_UNKNOWN";

    BigDecimal spent;
    BigDecimal reserved;
    /** The most that was used when a listener was told of a share. */
    BigDecimal told;

    BudgetCounter(BigDecimal spent, BigDecimal reserved, BigDecimal told) {
        this.spent = spent;
        this.reserved = reserved;
        this.told = told;
    }

    static BudgetCounter unused() {
        return new BudgetCounter(BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO);
    }

    boolean hasValuesOf(BudgetCounter other) {
        return spent.compareTo(other.spent) == 0 && reserved.compareTo(other.reserved) == 0
                && told.compareTo(other.told) == 0;
    }

    void add(BudgetEntry entry) {
        spent = spent.add(entry.countedAsSpent());
        reserved = reserved.add(entry.countedAsReserved());
    }

    void subtract(BudgetEntry entry) {
        spent = spent.subtract(entry.countedAsSpent());
        reserved = reserved.subtract(entry.countedAsReserved());
    }

    BudgetState state(BudgetReservation reservation, Instant now) {
        return reservation.budget().state(reservation.scope(), now, spent, reserved);
    }

    /** Why a submission must not reserve this, or {@code null} if it may. */
    GrokVideoException refusal(BudgetReservation reservation, Instant now) {
        BigDecimal limit = reservation.budget().amount();
        if (spent.add(reserved).add(reservation.amount()).compareTo(limit) <= 0) {
            return null;
        }
        BudgetState state = state(reservation, now);
        String currency = " " + state.currency();
        if (reservation.amount().compareTo(limit) > 0) {
            return new BudgetExceededException(
                    GrokVideoException.because(
                            "The budget " + named(reservation) + " is too small: the request is estimated at "
                                               + reservation.amount().stripTrailingZeros().toPlainString() + currency
                                               + ", and the whole budget is " + state.amount().toPlainString() + currency
                                               + "; nothing was submitted")
                            .code("BUDGET_EXCEEDED"),
                    state);
        }
        boolean later = state.until() != null || reserved.signum() > 0;
        return new BudgetExceededException(
                GrokVideoException.because(
                        "The budget " + named(reservation) + " is used up: of " + state.amount().toPlainString() + currency
                                           + ", "
                                           + state.spent().toPlainString() + " are spent, " + state.reserved().toPlainString()
                                           + " reserved and " + state.left().toPlainString()
                                           + " left, and the request is estimated at "
                                           + reservation.amount().stripTrailingZeros().toPlainString() + currency
                                           + "; nothing was submitted. "
                                           + (state.until() == null
                                                   ? "The budget has no window, so it is not renewed"
                                                   : "It is free again on " + state.until()))
                        .code("BUDGET_EXCEEDED").retryable(later),
                state);
    }

    /** Why a submission without a known price is refused. */
    static GrokVideoException priceUnknown(BudgetReservation reservation) {
        return new CostLimitException(
                GrokVideoException.because(
                        "The budget " + named(reservation) + " applies to the request, but its cost in "
                                           + reservation.budget().currency()
                                           + " is not known; nothing was submitted. Set pricePerSecond, or the amount that the budget"
                                           + " reserves for an unknown price")
                        .code(PRICE_UNKNOWN));
    }

    private static String named(BudgetReservation reservation) {
        return "'" + reservation.budget().name() + "'"
               + (reservation.scope().isEmpty() ? "" : " of '" + reservation.scope() + "'");
    }

    /** Tells of the highest share that is used by now, and was not when it was told last. */
    void tell(BudgetReservation reservation, Instant now, BiConsumer<BudgetState, BigDecimal> shareReached) {
        BigDecimal used = spent.add(reserved);
        BigDecimal limit = reservation.budget().amount();
        BigDecimal reached = null;
        for (BigDecimal share : reservation.budget().shares()) {
            BigDecimal threshold = limit.multiply(share);
            if (threshold.compareTo(used) <= 0 && threshold.compareTo(told) > 0) {
                reached = share;
            }
        }
        if (reached != null) {
            told = used;
            shareReached.accept(state(reservation, now), reached);
        }
    }
}
