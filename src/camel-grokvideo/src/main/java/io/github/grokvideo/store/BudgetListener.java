package io.github.grokvideo.store;

import java.math.BigDecimal;

import io.github.grokvideo.model.BudgetState;
import io.github.grokvideo.model.Cost;

/** Is told by a job store what it notices of costs, on the thread that has called the store; must not block. */
public interface BudgetListener {

    /**
     * A share of a budget is used: once for each share, scope and window, by whichever machine has reserved it.
     *
     * @param state of the budget, when the share was reached
     * @param share one of {@link Budget#shares}, the highest that was reached
     */
    void shareReached(BudgetState state, BigDecimal share);

    /**
     * The final cost of a job is known, of which there was an estimate.
     *
     * @param provider as in {@link JobKey}
     * @param model    as in {@link Intent}
     * @param estimate when it was submitted
     * @param actual   what was charged
     */
    void charged(String provider, String model, Cost estimate, Cost actual);
}
