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
 * @param name     identifies the budget; all machines that share a store mean the same budget by the same name; 1 to
 *                 100 characters
 * @param amount   what may be spent in a window, in units of the currency; from 0 to 999,999,999
 * @param currency the ISO 4217 code
 * @param window   the period for which the amount is meant
 * @param zone     in which a window begins
 * @param shares   of the amount, such as 0.8, of which a {@link BudgetListener} is told when they are used, once in a
 *                 window; ascending
 */
public record Budget(
        String name, BigDecimal amount, String currency, BudgetWindow window, ZoneId zone, List<BigDecimal> shares) {

    /** The largest amount of a budget, and of what is counted as one. */
    static final BigDecimal MOST = BigDecimal.valueOf(999_999_999);

    private static final int SCALE = 10;
    private static final int MAX_NAME = 100;

    /** @throws IllegalArgumentException if name or amount are not as described */
    public Budget {
        if (name.isBlank() || name.length() > MAX_NAME || !name.equals(JobColumns.text(name))) {
            throw new IllegalArgumentException("Invalid name '" + name + "', expected 1 to " + MAX_NAME + " characters");
        }
        if (amount.signum() < 0 || amount.compareTo(MOST) > 0) {
            throw new IllegalArgumentException("Invalid amount '" + amount + "', expected a number from 0 to " + MOST);
        }
        amount = amount.setScale(SCALE, RoundingMode.DOWN);
        Objects.requireNonNull(currency, "currency");
        Objects.requireNonNull(window, "window");
        Objects.requireNonNull(zone, "zone");
        shares = shares == null ? List.of() : shares.stream().sorted().toList();
    }

    /** The state of this budget in the window that contains a time, as long as nothing is used of it. */
    public BudgetState unused(String scope, Instant time) {
        return state(scope, time, BigDecimal.ZERO, BigDecimal.ZERO);
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
