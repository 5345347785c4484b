package io.github.grokvideo.internal.camel.budget;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

import io.github.grokvideo.internal.request.VideoRequest;
import io.github.grokvideo.model.Cost;
import io.github.grokvideo.model.CostEstimate;
import io.github.grokvideo.store.Budget;
import io.github.grokvideo.store.Spending;
import org.apache.camel.Exchange;

/** The budgets that the submissions of an endpoint count for. */
public final class EndpointBudgets {

    private static final int SCALE = 10;

    private final List<ComponentBudget> budgets;

    EndpointBudgets(List<ComponentBudget> budgets) {
        this.budgets = List.copyOf(budgets);
    }

    public boolean isEmpty() {
        return budgets.isEmpty();
    }

    /** Whether each of them has an amount for a price that is not known, so that none is needed. */
    public boolean acceptUnknownPrices() {
        return budgets.stream().allMatch(budget -> budget.unknownPrice() != null);
    }

    /** As the job store counts them. */
    public List<Budget> all() {
        return budgets.stream().map(ComponentBudget::budget).toList();
    }

    /** Whether a budget has an amount for each of its scopes. */
    public boolean isScoped(Budget budget) {
        return budgets.stream().anyMatch(known -> known.budget() == budget && known.scope().isScoped());
    }

    /**
     * What each job of a request says of its cost, and reserves.
     *
     * @param  provider                                          whose API is used
     * @param  estimate                                          of all jobs together, or {@code null} if it is not
     *                                                           known
     * @param  jobs                                              how many jobs the request takes
     * @throws io.github.grokvideo.model.InvalidRequestException if the scope of a budget is nothing for this message
     */
    public Spending spending(
            Exchange exchange, VideoRequest request, String provider, CostEstimate estimate, int jobs) {
        Cost ofEach = estimate == null ? null : share(estimate.cost(), jobs);
        return new Spending(
                ofEach, BudgetScope.route(exchange), request.user(),
                budgets.stream()
                        .map(budget -> budget.reservation(budget.scope().of(exchange, request, provider), ofEach)).toList());
    }

    private static Cost share(Cost all, int jobs) {
        return jobs == 1
                ? all
                : new Cost(all.amount().divide(BigDecimal.valueOf(jobs), SCALE, RoundingMode.UP), all.currency(), true);
    }
}
