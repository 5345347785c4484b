package io.github.grokvideo.internal.camel.producer;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.github.grokvideo.GrokVideoConstants;
import io.github.grokvideo.internal.camel.ProviderPlan;
import io.github.grokvideo.internal.camel.message.ResultHeaders;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;

/** One exchange and its job at one of several providers: whatever is told is that of the provider that has the job. */
final class FailoverExchangeJob extends ExchangeJob {

    private final List<ProviderPlan> plans;
    private final Set<String> told = new HashSet<>();
    // of the first of several jobs
    private volatile String provider;

    FailoverExchangeJob(
                        OperationContext context, Exchange exchange, AsyncCallback callback, Submission submission,
                        int maxVideos, Delivery delivery) {
        super(context, exchange, callback, submission, maxVideos, delivery);
        this.plans = submission == null ? List.of() : submission.plans();
    }

    @Override
    public void at(int part, String name) {
        remember(part, before -> before.at(name));
        if (part == 0) {
            provider = name;
        }
        boolean first;
        synchronized (told) {
            first = told.add(name);
        }
        if (first) {
            plans.stream().filter(plan -> plan.provider().equals(name)).flatMap(plan -> plan.plan().warnings().stream())
                    .forEach(this::warned);
        }
    }

    @Override
    void writeProvider() {
        String name = provider;
        if (name == null) {
            return;
        }
        message().setHeader(GrokVideoConstants.PROVIDER, name);
        if (submitsOne()) {
            // the estimate of the preferred provider says nothing of another
            ResultHeaders.removeEstimate(message());
            plans.stream().filter(plan -> plan.provider().equals(name) && plan.plan().estimate() != null).findFirst()
                    .ifPresent(plan -> ResultHeaders.writeCost(message(), plan.plan().estimate().cost()));
        }
    }
}
