package io.github.grokvideo.internal.camel.producer;

import java.math.BigDecimal;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import io.github.grokvideo.GrokVideoConfiguration;
import io.github.grokvideo.GrokVideoConstants;
import io.github.grokvideo.internal.camel.GrokVideoRuntime;
import io.github.grokvideo.internal.camel.budget.EndpointBudgets;
import io.github.grokvideo.internal.camel.message.MessageValues;
import io.github.grokvideo.internal.job.VideoJobs;
import io.github.grokvideo.model.BudgetState;
import io.github.grokvideo.model.GrokVideoException;
import io.github.grokvideo.model.InvalidRequestException;
import io.github.grokvideo.store.Budget;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** {@code budget}: reads what is spent, reserved and left of budgets, or corrects what counts as spent. */
final class BudgetOperation implements Operation {

    private static final BigDecimal MOST = BigDecimal.valueOf(999_999_999);

    private final EndpointBudgets budgets;
    private final VideoJobs jobs;
    private final Executor routes;
    private final Clock clock;

    BudgetOperation(GrokVideoConfiguration configuration, GrokVideoRuntime runtime) {
        this.budgets = runtime.budgets().named(configuration.getBudget());
        this.jobs = runtime.jobs();
        this.routes = runtime.routes();
        this.clock = runtime.clock();
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        Message in = exchange.getIn();
        String name = MessageValues.text(in, GrokVideoConstants.BUDGET, null);
        String scope = MessageValues.text(in, GrokVideoConstants.BUDGET_SCOPE, null);
        BigDecimal correction = MessageValues.amount(in, GrokVideoConstants.BUDGET_CORRECTION);
        CompletableFuture<?> answer = correction == null
                ? read(name, scope)
                : correct(correction, name, scope, MessageValues.text(in, GrokVideoConstants.BUDGET_REASON, null));
        OperationContext.end(exchange, callback, answer, routes, body -> {
            Message message = exchange.getMessage();
            message.setBody(body);
            // a later step must not correct once more
            message.removeHeader(GrokVideoConstants.BUDGET_CORRECTION);
            message.removeHeader(GrokVideoConstants.BUDGET_REASON);
        });
        return false;
    }

    private CompletableFuture<List<BudgetState>> read(String name, String scope) {
        CompletableFuture<List<BudgetState>> all = CompletableFuture.completedFuture(List.of());
        for (Budget budget : name == null ? budgets.all() : List.of(named(name))) {
            all = all.thenCombine(jobs.budgetStates(budget), (before, states) -> {
                List<BudgetState> more = new ArrayList<>(before);
                more.addAll(states(budget, scope, states));
                return more;
            });
        }
        return all;
    }

    // what has not been used yet has no state
    private List<BudgetState> states(Budget budget, String scope, List<BudgetState> used) {
        List<BudgetState> wanted
                = used.stream().filter(state -> scope == null || state.scope().equals(scope)).toList();
        boolean isAny = scope == null && budgets.isScoped(budget);
        return wanted.isEmpty() && !isAny ? List.of(budget.unused(scope == null ? "" : scope, clock.instant())) : wanted;
    }

    private CompletableFuture<BudgetState> correct(BigDecimal amount, String name, String scope, String reason) {
        if (name == null) {
            throw invalid("No budget to correct: set its name in the header " + GrokVideoConstants.BUDGET);
        }
        Budget budget = named(name);
        if (reason == null) {
            throw invalid("No reason for the correction of the budget '" + name + "': set the header "
                          + GrokVideoConstants.BUDGET_REASON);
        }
        if (budgets.isScoped(budget) == (scope == null)) {
            throw invalid(scope == null
                    ? "The budget '" + name + "' has scopes: set the one to correct in the header "
                      + GrokVideoConstants.BUDGET_SCOPE
                    : "The budget '" + name + "' has no scopes, expected no header " + GrokVideoConstants.BUDGET_SCOPE);
        }
        if (amount.abs().compareTo(MOST) > 0) {
            throw invalid("header " + GrokVideoConstants.BUDGET_CORRECTION + ": invalid value '" + amount
                          + "', expected an amount of at most " + MOST);
        }
        return jobs.correctBudget(budget, scope == null ? "" : scope, amount, reason);
    }

    private Budget named(String name) {
        return budgets.all().stream().filter(budget -> budget.name().equals(name)).findFirst()
                .orElseThrow(() -> invalid("header " + GrokVideoConstants.BUDGET + ": unknown budget '" + name
                                           + "', expected one of " + budgets.all().stream().map(Budget::name).toList()));
    }

    private static InvalidRequestException invalid(String why) {
        return new InvalidRequestException(GrokVideoException.because(why));
    }
}
