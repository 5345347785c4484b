package io.github.grokvideo.internal.camel;

import io.github.grokvideo.internal.gateway.RequestPlan;
import io.github.grokvideo.internal.job.Target;
import io.github.grokvideo.model.CostEstimate;

/**
 * How one of an endpoint's gateways would carry out a request.
 *
 * @param target the gateway
 * @param plan   what it would do
 */
public record ProviderPlan(Target target, RequestPlan plan) {

    /** The same with an estimate of the cost. */
    public ProviderPlan withEstimate(CostEstimate estimate) {
        return new ProviderPlan(target, new RequestPlan(plan.warnings(), plan.jobs(), estimate));
    }

    /** The name of the provider. */
    public String provider() {
        return target.gateway().provider();
    }
}
