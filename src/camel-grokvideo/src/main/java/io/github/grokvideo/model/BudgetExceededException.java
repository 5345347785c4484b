package io.github.grokvideo.model;

/**
 * The estimated cost of the request exceeds what is left of a budget. Nothing was submitted. Retryable if the same
 * request can be submitted later: in the next window, or when reservations are given back.
 */
public class BudgetExceededException extends CostLimitException {

    private static final long serialVersionUID = 1L;

    private final BudgetState budget;

    public BudgetExceededException(Builder failure, BudgetState budget) {
        super(failure);
        this.budget = budget;
    }

    /** Returns the budget as it was when the request was refused; never {@code null}. */
    public BudgetState getBudget() {
        return budget;
    }
}
