package io.github.grokvideo.model;

import java.util.Objects;

/**
 * The answer to a dry run: what a request would cost. No job exists.
 *
 * @param cost     always {@link Cost#estimated() estimated}
 * @param model    the model that would be used, or {@code null} if the gateway does not say
 * @param provider the provider behind the gateway that would be used, or {@code null} if the gateway does not say
 */
public record CostEstimate(Cost cost, String model, String provider) {

    public CostEstimate {
        Objects.requireNonNull(cost, "cost");
    }
}
