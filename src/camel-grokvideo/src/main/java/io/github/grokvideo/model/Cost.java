package io.github.grokvideo.model;

import java.io.Serializable;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * The cost of a job.
 *
 * @param amount    the amount in units of the currency (dollars, not cents); never {@code null}
 * @param currency  the ISO 4217 code in upper case, {@code USD} if the gateway does not report it; never {@code null}
 * @param estimated {@code true} until the gateway has reported the final amount
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Cost(BigDecimal amount, String currency, boolean estimated) implements Serializable {

    public Cost {
        Objects.requireNonNull(amount, "amount");
        Objects.requireNonNull(currency, "currency");
    }

    /**
     * Returns the sum of costs.
     *
     * @param  costs may contain {@code null} for an unknown cost
     * @return       {@code null} if there are no costs, if one is unknown, or if the currencies differ; estimated if
     *               one of them is
     */
    public static Cost sum(List<Cost> costs) {
        BigDecimal sum = BigDecimal.ZERO;
        boolean estimated = false;
        for (Cost cost : costs) {
            if (cost == null || !cost.currency.equals(costs.get(0).currency)) {
                return null;
            }
            sum = sum.add(cost.amount);
            estimated |= cost.estimated;
        }
        return costs.isEmpty() ? null : new Cost(sum, costs.get(0).currency, estimated);
    }
}
