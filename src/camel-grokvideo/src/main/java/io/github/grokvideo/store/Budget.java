package io.github.grokvideo.store;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;

import io.github.grokvideo.model.BudgetState;
import io.github.grokvideo.model.BudgetWindow;

/**
 * A limit of what submissions may cost together, as a job store counts it.
 *
 * @param name     identifies the budget; all machines that share a store mean the same budget by the same name
 * @param amount   what may be spent in a window, in units of the currency
 * @param currency the ISO 4217 code
 * @param window   the period for which the amount is meant
 * @param zone     in which a window begins
 * @param shares   of the amount, such as 0.8, of which a {@link BudgetListener} is told when they are used, once in a
 *                 window; ascending
 */
public record Budget(
        String name, BigDecimal amount, String currency, BudgetWindow window, ZoneId zone, List<BigDecimal> shares) {

    private static final int SCALE = 10;

    public Budget {
        Objects.requireNonNull(name, "name");
        amount = amount.setScale(SCALE, RoundingMode.DOWN);
        Objects.requireNonNull(currency, "currency");
        Objects.requireNonNull(window, "window");
        Objects.requireNonNull(zone, "zone");
        shares = shares == null ? List.of() : shares.stream().sorted().toList();
    }

    /** What is used of this budget, in the window that contains a time. */
    BudgetState state(String scope, Instant time, BigDecimal spent, BigDecimal reserved) {
        return new BudgetState(
                name, scope, currency, plain(amount), plain(spent), plain(reserved), window.start(time, zone),
                window.end(time, zone));
    }

    private static BigDecimal plain(BigDecimal number) {
        BigDecimal stripped = number.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }
}
