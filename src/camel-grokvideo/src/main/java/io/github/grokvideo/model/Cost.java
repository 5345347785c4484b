package io.github.grokvideo.model;

import java.io.Serializable;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * What a job costs.
 *
 * @param amount    in units of the currency (dollars, not cents)
 * @param currency  ISO 4217 code in upper case, {@code USD} where the gateway does not say
 * @param estimated {@code true} as long as the gateway has not named the final figure
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Cost(BigDecimal amount, String currency, boolean estimated) implements Serializable {

    public Cost {
        Objects.requireNonNull(amount, "amount");
        Objects.requireNonNull(currency, "currency");
    }

    /**
     * The sum of costs in one currency; {@code null} if one is not known or the currencies differ.
     *
     * @param costs may hold {@code null}
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
