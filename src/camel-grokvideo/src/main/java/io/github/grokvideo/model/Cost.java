package io.github.grokvideo.model;

import java.math.BigDecimal;
import java.util.Objects;

/**
 * What a job costs.
 *
 * @param amount    in units of the currency (dollars, not cents)
 * @param currency  ISO 4217 code in upper case, {@code USD} where the gateway does not say
 * @param estimated {@code true} as long as the gateway has not named the final figure
 */
public record Cost(BigDecimal amount, String currency, boolean estimated) {

    public Cost {
        Objects.requireNonNull(amount, "amount");
        Objects.requireNonNull(currency, "currency");
    }
}
