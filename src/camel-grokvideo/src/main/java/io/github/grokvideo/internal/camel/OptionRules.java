package io.github.grokvideo.internal.camel;

import io.github.grokvideo.internal.job.TimeLimit;

/**
 * The rules for times, counts and rates: a value that cannot be used is rejected by an
 * {@link IllegalArgumentException}.
 */
final class OptionRules {

    private static final int MAX_PORT = 65_535;

    private OptionRules() {
    }

    static void positive(String option, long value) {
        require(value > 0, option, value, "a number greater than 0");
    }

    static void notNegative(String option, long value) {
        require(value >= 0, option, value, "a number from 0");
    }

    /** A time in milliseconds, greater than 0. */
    static void time(String option, long millis) {
        positive(option, millis);
        notTooLong(option, millis);
    }

    /** A time in milliseconds; 0 has a meaning of its own. */
    static void timeOrZero(String option, long millis) {
        require(millis >= 0, option, millis, "a time from 0");
        notTooLong(option, millis);
    }

    static void notTooLong(String option, long millis) {
        require(millis <= TimeLimit.MAX.toMillis(), option, millis, "a time of at most " + TimeLimit.MAX_TEXT);
    }

    /** An amount of money, or {@code null}. */
    static void amount(String option, Double amount) {
        require(amount == null || Double.isFinite(amount) && amount >= 0, option, amount, "a number from 0");
    }

    /** A number per second, or {@code null}; 0 has a meaning of its own. */
    static void rate(String option, Double perSecond) {
        double min = 1.0 / TimeLimit.MAX.toSeconds();
        require(perSecond == null || perSecond == 0 || Double.isFinite(perSecond) && perSecond >= min, option, perSecond,
                "0, or a number from once in " + TimeLimit.MAX_TEXT);
    }

    static void port(String option, Integer port) {
        require(port == null || port > 0 && port <= MAX_PORT, option, port, "a number from 1 to " + MAX_PORT);
    }

    static void require(boolean valid, String option, Object value, String expected) {
        if (!valid) {
            throw invalid("Option " + option, value, expected);
        }
    }

    static IllegalArgumentException invalid(String what, Object value, String expected) {
        return new IllegalArgumentException(what + ": invalid value '" + value + "', expected " + expected);
    }
}
