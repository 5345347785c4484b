package io.github.grokvideo.internal.camel.producer;

import java.math.BigDecimal;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;

import io.github.grokvideo.internal.camel.budget.EndpointBudgets;
import io.github.grokvideo.internal.job.Failures;
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
    private final String provider;

    SubmissionCost(OperationContext context) {
        this.context = context;
        this.budgets = context.runtime().budgets().named(context.configuration().getBudget());
        this.provider = context.configuration().getProvider().name();
    }

    /** Whether submissions count for a budget. */
    boolean isBudgeted() {
        return !budgets.isEmpty();
    }

    /**
     * The submission with its estimate, as far as that is needed, and with what it reserves. Fails with a
     * {@link GrokVideoException} if it must not be submitted; whether the budgets permit it, the job store says.
     *
     * @param resumed whether the limit was checked before
     */
    CompletableFuture<Submission> of(Exchange exchange, Submission submission, boolean resumed) {
        boolean limited = context.configuration().getMaxCost() != null && !resumed;
        if (submission.estimate() != null || !limited && !isBudgeted()) {
            return CompletableFuture.completedFuture(submission)
                    .thenApply(known -> checked(exchange, known, known.estimate(), limited));
        }
        CompletableFuture<CostEstimate> estimated = isBudgeted()
                ? budgeted(submission.request()) : context.jobs().estimate(submission.request());
        BiFunction<CostEstimate, Throwable, Submission> check = (estimate, thrown) -> {
            GrokVideoException failure = thrown == null ? null : Failures.asException(thrown, null);
            if (failure != null && (limited || !isOptional(failure))) {
                throw failure;
            }
            return checked(exchange, submission, estimate, limited);
        };
        return estimated.isDone() ? estimated.handle(check) : estimated.handleAsync(check, context.runtime().routes());
    }

    private CompletableFuture<CostEstimate> budgeted(VideoRequest request) {
        String gateway = provider + " " + context.runtime().baseUrl(context.configuration());
        return context.runtime().estimates().get(gateway, request, () -> context.jobs().estimate(request));
    }

    // without a price, the job store asks each budget whether it needs one
    private boolean isOptional(GrokVideoException failure) {
        return budgets.acceptUnknownPrices() || PRICE_UNKNOWN.equals(failure.getCode());
    }

    private Submission checked(Exchange exchange, Submission submission, CostEstimate estimate, boolean limited) {
        if (limited) {
            requireBelowLimit(estimate);
        }
        Spending spending = budgets.spending(
                exchange, submission.request(), provider, estimate, submission.pending().parts().size());
        return submission.with(estimate, Map.of(provider, spending));
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
