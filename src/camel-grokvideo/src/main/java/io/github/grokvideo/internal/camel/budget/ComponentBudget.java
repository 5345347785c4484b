package io.github.grokvideo.internal.camel.budget;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

import io.github.grokvideo.GrokVideoBudget;
import io.github.grokvideo.model.Cost;
import io.github.grokvideo.store.Budget;
import io.github.grokvideo.store.BudgetReservation;
import org.apache.camel.CamelContext;

/**
 * A budget of the component, which has been validated.
 *
 * @param budget       as the job store counts it
 * @param scope        for whom
 * @param unknownPrice what is reserved for a job whose price is not known, or {@code null} if it is refused
 */
record ComponentBudget(Budget budget, BudgetScope scope, BigDecimal unknownPrice) {

    private static final BigDecimal MOST = BigDecimal.valueOf(999_999_999);
    private static final int MOST_SHARES = 20;

    /**
     * @param  name                     of the budget
     * @throws IllegalArgumentException if something in it is invalid
     */
    static ComponentBudget of(String name, GrokVideoBudget given, CamelContext context) {
        require(name.matches("[A-Za-z0-9._-]{1,100}"), name, "name", name,
                "1 to 100 letters, digits, dots, dashes and underscores");
        require(given.getAmount() != null && isAmount(given.getAmount()) && given.getAmount() > 0, name, "amount",
                given.getAmount(), "a number greater than 0, such as 50");
        require(given.getUnknownPrice() == null || isAmount(given.getUnknownPrice()) && given.getUnknownPrice() >= 0, name,
                "unknownPrice", given.getUnknownPrice(), "a number from 0, such as 0.50");
        require(given.getWindow() != null, name, "window", null, "hour, day, week, month or ever");
        return new ComponentBudget(
                new Budget(
                        name, BigDecimal.valueOf(given.getAmount()), currency(name, given.getCurrency()), given.getWindow(),
                        zone(name, given.getTimeZone()), shares(name, given.getNotifyAt())),
                BudgetScope.of(name, given, context),
                given.getUnknownPrice() == null ? null : BigDecimal.valueOf(given.getUnknownPrice()));
    }

    private static boolean isAmount(Double amount) {
        return Double.isFinite(amount) && Math.abs(amount) <= MOST.doubleValue();
    }

    private static String currency(String name, String code) {
        try {
            return Currency.getInstance(String.valueOf(code).strip().toUpperCase(Locale.ROOT)).getCurrencyCode();
        } catch (IllegalArgumentException e) {
            throw invalid(name, "currency", code, "an ISO 4217 code such as USD");
        }
    }

    private static ZoneId zone(String name, String zone) {
        try {
            return ZoneId.of(String.valueOf(zone).strip());
        } catch (DateTimeException e) {
            throw invalid(name, "time zone", zone, "a time zone such as Europe/Berlin or UTC");
        }
    }

    private static List<BigDecimal> shares(String name, String notifyAt) {
        List<BigDecimal> shares = new ArrayList<>();
        if (notifyAt == null || notifyAt.isBlank()) {
            return shares;
        }
        for (String share : notifyAt.split(",")) {
            String number = share.strip().replaceFirst("\\s*%$", "");
            boolean valid = number.matches("[0-9]{1,3}(\\.[0-9]{1,4})?") && shares.size() < MOST_SHARES;
            BigDecimal percent = valid ? new BigDecimal(number) : BigDecimal.ZERO;
            require(percent.signum() > 0 && percent.compareTo(BigDecimal.valueOf(100)) <= 0, name, "notifyAt", notifyAt,
                    "percentages from 0 to 100, such as 50%,80%");
            shares.add(percent.movePointLeft(2).stripTrailingZeros());
        }
        return shares;
    }

    private static void require(boolean valid, String name, String property, Object value, String expected) {
        if (!valid) {
            throw invalid(name, property, value, expected);
        }
    }

    private static IllegalArgumentException invalid(String name, String property, Object value, String expected) {
        return new IllegalArgumentException(
                "Budget '" + name + "': invalid " + property + " '" + value + "', expected " + expected);
    }

    String name() {
        return budget.name();
    }

    /**
     * What a job reserves.
     *
     * @param of       whose share of the budget
     * @param estimate of the job's cost, or {@code null} if it is not known
     */
    BudgetReservation reservation(String of, Cost estimate) {
        boolean known = estimate != null && Objects.equals(estimate.currency(), budget.currency())
                && estimate.amount().signum() >= 0 && estimate.amount().compareTo(MOST) <= 0;
        return new BudgetReservation(budget, of, known ? estimate.amount() : unknownPrice);
    }
}
