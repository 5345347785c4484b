package io.github.grokvideo.internal.gateway;

import java.util.List;

import io.github.grokvideo.model.CostEstimate;

/**
 * How a provider will carry out a request, known before anything is sent.
 *
 * @param warnings which parameters will be converted, and why
 * @param jobs     the number of jobs: more than one where a provider generates one video per job
 * @param estimate the cost of all jobs by a price list, or {@code null} if only the gateway knows
 */
public record RequestPlan(List<String> warnings, int jobs, CostEstimate estimate) {

    /** One job, no conversion. */
    public static final RequestPlan UNCHANGED = new RequestPlan(List.of(), 1, null);

    public RequestPlan {
        warnings = List.copyOf(warnings);
    }
}
