package io.github.grokvideo.store;

import java.util.List;

import io.github.grokvideo.model.Cost;

/**
 * What an intent to submit says of its cost.
 *
 * @param estimate what the job is expected to cost; {@code null} if that is not known
 * @param route    the route that submits it, or {@code null}
 * @param user     the end user on whose behalf it is submitted, or {@code null}
 * @param budgets  what is to be reserved before it is submitted
 */
public record Spending(Cost estimate, String route, String user, List<BudgetReservation> budgets) {

    /** Nothing is known, and nothing reserved. */
    public static final Spending UNKNOWN = new Spending(null, null, null, List.of());

    public Spending {
        budgets = List.copyOf(budgets);
    }
}
