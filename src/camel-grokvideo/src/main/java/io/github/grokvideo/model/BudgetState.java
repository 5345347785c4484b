package io.github.grokvideo.model;

import java.io.Serializable;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Objects;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;

/**
 * What is used of a budget in one window.
 *
 * @param budget   the name of the budget
 * @param scope    whom it is for, such as a tenant; empty for a budget without a scope
 * @param currency the ISO 4217 code
 * @param amount   the amount of the budget, in units of the currency
 * @param spent    what was charged. May exceed the amount, if jobs cost more than estimated; negative after a
 *                 correction that allows more
 * @param reserved the estimates of submissions whose final cost is not known yet
 * @param since    the beginning of the window; the epoch for a budget for ever
 * @param until    when the amount is available again; {@code null} for a budget for ever
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record BudgetState(
        String budget, String scope, String currency, BigDecimal amount, BigDecimal spent, BigDecimal reserved,
        @JsonSerialize(using = ToStringSerializer.class) @JsonDeserialize(using = InstantDeserializer.class) Instant since,
        @JsonSerialize(using = ToStringSerializer.class) @JsonDeserialize(using = InstantDeserializer.class) Instant until)
        implements
            Serializable {

    public BudgetState {
        Objects.requireNonNull(budget, "budget");
        Objects.requireNonNull(scope, "scope");
        Objects.requireNonNull(currency, "currency");
        Objects.requireNonNull(amount, "amount");
        Objects.requireNonNull(spent, "spent");
        Objects.requireNonNull(reserved, "reserved");
        Objects.requireNonNull(since, "since");
    }

    /** Returns what is spent or reserved. */
    public BigDecimal used() {
        return spent.add(reserved);
    }

    /** Returns what can still be reserved; never negative. */
    @JsonProperty
    public BigDecimal left() {
        return amount.subtract(used()).max(BigDecimal.ZERO);
    }
}
