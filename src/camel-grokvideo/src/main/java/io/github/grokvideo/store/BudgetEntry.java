package io.github.grokvideo.store;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.github.grokvideo.model.Cost;
import io.github.grokvideo.model.JobStatus;
import io.github.grokvideo.model.VideoJob;

/**
 * What one submission counts for one budget, in the window in which it was recorded.
 *
 * @param budget   the name of the budget
 * @param scope    whose share of it; empty for all
 * @param window   the beginning of the window, in UTC, such as {@code 2026-01-31T00:00:00Z}
 * @param currency of the amounts
 * @param estimate what was reserved
 * @param spent    what counts in its place; {@code null} as long as the reservation holds
 */
record BudgetEntry(
        String budget, String scope, String window, String currency, BigDecimal estimate, BigDecimal spent) {

    static final int SCALE = 10;

    /** Reserves an amount that is known. */
    static BudgetEntry reserved(BudgetReservation reservation, Instant now) {
        BudgetKey key = BudgetKey.of(reservation.budget(), reservation.scope(), now);
        return new BudgetEntry(
                key.budget(), key.scope(), key.window(), key.currency(),
                reservation.amount().setScale(SCALE, RoundingMode.UP), null);
    }

    /** The counter to which it adds. */
    @JsonIgnore
    BudgetKey key() {
        return new BudgetKey(budget, scope, window, currency);
    }

    BigDecimal countedAsReserved() {
        return spent == null ? estimate : BigDecimal.ZERO;
    }

    BigDecimal countedAsSpent() {
        return spent == null ? BigDecimal.ZERO : spent;
    }

    /**
     * The same after the job's end: its final cost counts. If the gateway names none in this currency, a completed job
     * counts as estimated, and a failed one as not billed, unless a final cost was named before. A job that was
     * cancelled, or has expired, may be billed, so that its reservation holds until its cost is named.
     */
    BudgetEntry ended(VideoJob job) {
        BigDecimal actual = actual(job.cost());
        if (actual != null) {
            return withSpent(actual);
        }
        if (spent != null) {
            return this;
        }
        boolean named = job.cost() != null && !job.cost().estimated();
        if (mayBeBilled(job.status()) && !named) {
            return this;
        }
        boolean otherCurrency = named && job.cost().amount().signum() != 0;
        return withSpent(job.status() == JobStatus.COMPLETED || otherCurrency ? estimate : BigDecimal.ZERO);
    }

    /**
     * Whether a job with this end, of which no cost is named, may be billed: an expired one may have been completed.
     */
    static boolean mayBeBilled(JobStatus end) {
        return end == JobStatus.CANCELLED || end == JobStatus.EXPIRED;
    }

    /** The same when nobody will learn any more what became of the job. */
    BudgetEntry abandoned() {
        return spent == null ? withSpent(estimate) : this;
    }

    /** The same if it was never sent. */
    BudgetEntry unsent() {
        return spent == null ? withSpent(BigDecimal.ZERO) : this;
    }

    private BudgetEntry withSpent(BigDecimal amount) {
        return new BudgetEntry(budget, scope, window, currency, estimate, amount);
    }

    private BigDecimal actual(Cost cost) {
        return cost == null || !cost.currency().equals(currency) ? null : JobColumns.charged(cost);
    }
}
