package io.github.grokvideo.model;

import java.io.Serializable;
import java.util.Objects;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * The answer to a dry run: what a request would cost. No job exists.
 *
 * @param cost     always {@link Cost#estimated() estimated}
 * @param model    the model that would be used, or {@code null} if the gateway does not say
 * @param provider the provider behind the gateway that would be used, or {@code null} if the gateway does not say
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record CostEstimate(Cost cost, String model, String provider) implements Serializable {

    public CostEstimate {
        Objects.requireNonNull(cost, "cost");
    }
}
