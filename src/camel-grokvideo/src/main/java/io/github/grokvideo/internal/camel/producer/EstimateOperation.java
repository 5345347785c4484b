package io.github.grokvideo.internal.camel.producer;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.github.grokvideo.internal.camel.ProviderPlan;
import io.github.grokvideo.internal.camel.message.ResultHeaders;
import io.github.grokvideo.internal.request.VideoRequest;
import io.github.grokvideo.model.CostEstimate;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;

/** {@code estimate}: returns the expected cost of a request, without submitting it. */
final class EstimateOperation implements Operation {

    private final OperationContext context;

    EstimateOperation(OperationContext context) {
        this.context = context;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        List<String> warnings = new ArrayList<>();
        VideoRequest request = context.requests().read(exchange, warnings);
        ProviderPlan plan = context.jobs().plan(request).get(0);
        warnings.addAll(plan.plan().warnings());
        CompletableFuture<CostEstimate> estimated = context.jobs().estimate(plan, request, context.origin(exchange));
        context.end(exchange, callback, estimated, estimate -> {
            exchange.getMessage().setBody(estimate);
            ResultHeaders.writeCost(exchange.getMessage(), estimate.cost());
            ResultHeaders.writeWarnings(exchange.getMessage(), warnings);
        });
        return false;
    }
}
