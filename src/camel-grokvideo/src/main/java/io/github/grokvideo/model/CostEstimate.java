package io.github.grokvideo.model;

import java.io.Serializable;
import java.util.Objects;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * The estimated cost of a request, for which no job was created.
 *
 * @param cost     the estimate, always {@link Cost#estimated() estimated}; never {@code null}
 * @param model    the model that would be used; {@code null} if the gateway does not report it
 * @param provider the provider behind the gateway that would be used; {@code null} if the gateway does not report it
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record CostEstimate(Cost cost, String model, String provider) implements Serializable {

    public CostEstimate {
        Objects.requireNonNull(cost, "cost");
    }
}
