package io.github.grokvideo.internal.gateway;

import java.util.List;

import io.github.grokvideo.model.CostEstimate;

/**
 * What a gateway class will make of a request, known before anything is sent.
 *
 * @param warnings what will be sent otherwise than it was asked for, and why
 * @param jobs     how many jobs it takes: more than one where a provider makes one video at a time
 * @param estimate what all jobs together will cost by a price list, or {@code null} if only the gateway knows
 */
public record RequestPlan(List<String> warnings, int jobs, CostEstimate estimate) {

    /** One job, and the gateway sees to the rest. */
    public static final RequestPlan AS_IT_IS = new RequestPlan(List.of(), 1, null);

    public RequestPlan {
        warnings = List.copyOf(warnings);
    }
}
