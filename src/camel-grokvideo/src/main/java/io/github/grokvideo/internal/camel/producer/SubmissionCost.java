package io.github.grokvideo.internal.camel.producer;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;

import io.github.grokvideo.internal.camel.ProviderPlan;
import io.github.grokvideo.internal.camel.budget.EndpointBudgets;
import io.github.grokvideo.internal.job.Failures;
import io.github.grokvideo.internal.observation.JobOrigin;
import io.github.grokvideo.internal.request.VideoRequest;
import io.github.grokvideo.model.CostEstimate;
import io.github.grokvideo.model.CostLimitException;
import io.github.grokvideo.model.GrokVideoException;
import io.github.grokvideo.store.Spending;
import org.apache.camel.Exchange;

/** Finds out what a submission is expected to cost: it is kept below the cost limit, and reserved of budgets. */
final class SubmissionCost {

    /** The code of a failure to estimate since nobody knows a price. */
    private static final String PRICE_UNKNOWN = "PRICE_UNKNOWN";

    private final OperationContext context;
    private final EndpointBudgets budgets;

    SubmissionCost(OperationContext context) {
        this.context = context;
        this.budgets = context.runtime().budgets().named(context.configuration().getBudget());
    }

    /** Whether submissions count for a budget. */
    boolean isBudgeted() {
        return !budgets.isEmpty();
    }

    /**
     * The submission with its estimates, as far as these are needed, and with what it reserves at each provider;
     * without those providers that would be too dear, or do not say what it costs. Fails with a
     * {@link GrokVideoException} if none is left; whether the budgets permit it, the job store says.
     *
     * @param resumed whether the limit was checked before
     */
    CompletableFuture<Submission> of(Exchange exchange, Submission submission, boolean resumed) {
        List<ProviderPlan> plans = submission.plans();
        // a redelivery may go to another provider, which may be dearer
        boolean limited = context.configuration().getMaxCost() != null && !(resumed && plans.size() == 1);
        if (!limited && !isBudgeted()) {
            Map<String, Spending> spending = new HashMap<>();
            plans.forEach(plan -> spending.put(plan.provider(), spending(exchange, submission, plan)));
            return CompletableFuture.completedFuture(submission.with(plans, spending, submission.warnings()));
        }
        List<CompletableFuture<CostEstimate>> estimates
                = plans.stream().map(plan -> estimate(exchange, plan, submission.request())).toList();
        CompletableFuture<Void> all = CompletableFuture.allOf(estimates.toArray(CompletableFuture[]::new));
        BiFunction<Void, Throwable, Submission> check
                = (nothing, anyFailure) -> checked(exchange, submission, estimates, limited);
        return all.isDone() ? all.handle(check) : all.handleAsync(check, context.runtime().routes());
    }

    private CompletableFuture<CostEstimate> estimate(Exchange exchange, ProviderPlan plan, VideoRequest request) {
        JobOrigin origin = context.origin(exchange);
        if (!isBudgeted() || plan.plan().estimate() != null) {
            return context.jobs().estimate(plan, request, origin);
        }
        String gateway = plan.provider() + " " + plan.target().gateway().authority();
        return context.runtime().estimates().get(gateway, request, () -> context.jobs().estimate(plan, request, origin));
    }

    // if no provider is left, it fails with the reason of the first
    private Submission checked(
            Exchange exchange, Submission submission, List<CompletableFuture<CostEstimate>> estimates, boolean limited) {
        List<ProviderPlan> within = new ArrayList<>();
        Map<String, Spending> spending = new HashMap<>();
        List<String> warnings = new ArrayList<>(submission.warnings());
        GrokVideoException first = null;
        for (int i = 0; i < estimates.size(); i++) {
            ProviderPlan plan = submission.plans().get(i);
            ProviderPlan known;
            try {
                known = withinLimit(plan, estimates.get(i), limited, estimates.size() == 1);
            } catch (RuntimeException e) {
                GrokVideoException failure = Failures.asException(Failures.unwrap(e), null);
                first = first == null ? failure : first;
                warnings.add(plan.provider() + " is not tried: " + failure.getMessage());
                continue;
            }
            within.add(known);
            spending.put(known.provider(), spending(exchange, submission, known));
        }
        if (within.isEmpty()) {
            throw first;
        }
        return submission.with(within, spending, warnings);
    }

    private ProviderPlan withinLimit(
            ProviderPlan plan, CompletableFuture<CostEstimate> estimated, boolean limited, boolean only) {
        CostEstimate estimate;
        try {
            estimate = estimated.join();
        } catch (RuntimeException e) {
            GrokVideoException failure = Failures.asException(Failures.unwrap(e), null);
            if (limited || !isOptional(failure, only)) {
                throw failure;
            }
            return plan;
        }
        if (limited) {
            requireBelowLimit(estimate);
        }
        return plan.withEstimate(estimate);
    }

    // without a price, the job store asks each budget whether it needs one; another provider may have one
    private boolean isOptional(GrokVideoException failure, boolean only) {
        return budgets.acceptUnknownPrices() || only && PRICE_UNKNOWN.equals(failure.getCode());
    }

    private Spending spending(Exchange exchange, Submission submission, ProviderPlan plan) {
        return budgets.spending(exchange, submission.request(), plan.provider(), plan.plan().estimate(),
                submission.pending().parts().size());
    }

    private void requireBelowLimit(CostEstimate estimate) {
        BigDecimal limit = BigDecimal.valueOf(context.configuration().getMaxCost());
        if (estimate.cost().amount().compareTo(limit) > 0) {
            throw new CostLimitException(
                    GrokVideoException.because(
                            "The request would cost " + estimate.cost().amount().toPlainString() + " "
                                               + estimate.cost().currency() + ", more than maxCost=" + limit.toPlainString()
                                               + "; nothing was submitted"));
        }
    }
}
