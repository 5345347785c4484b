package io.github.grokvideo.internal.camel;

import io.github.grokvideo.internal.job.TimeLimit;

/**
 * Judges the times, counts and rates that options name, when they are read: what cannot be used is refused, with the
 * option, what was given and what is accepted.
 */
public final class OptionRules {

    private static final int MAX_PORT = 65_535;

    private OptionRules() {
    }

    public static void positive(String option, long value) {
        accept(value > 0, option, value, "a number greater than 0");
    }

    public static void notNegative(String option, long value) {
        accept(value >= 0, option, value, "a number from 0");
    }

    /** A time in milliseconds, greater than 0. */
    public static void time(String option, long millis) {
        positive(option, millis);
        notTooLong(option, millis);
    }

    /** A time in milliseconds; 0 has a meaning of its own. */
    public static void timeOrZero(String option, long millis) {
        accept(millis >= 0, option, millis, "a time from 0");
        notTooLong(option, millis);
    }

    public static void notTooLong(String option, long millis) {
        accept(millis <= TimeLimit.MAX.toMillis(), option, millis, "a time of at most " + TimeLimit.MAX_TEXT);
    }

    /** An amount of money, or {@code null}. */
    public static void amount(String option, Double amount) {
        accept(amount == null || Double.isFinite(amount) && amount >= 0, option, amount, "a number from 0");
    }

    /** How often a second, or {@code null}; 0 has a meaning of its own. */
    public static void rate(String option, Double perSecond) {
        double least = 1.0 / TimeLimit.MAX.toSeconds();
        accept(perSecond == null || perSecond == 0 || Double.isFinite(perSecond) && perSecond >= least, option, perSecond,
                "0, or a number from once in " + TimeLimit.MAX_TEXT);
    }

    public static void port(String option, Integer port) {
        accept(port == null || port > 0 && port <= MAX_PORT, option, port, "a number from 1 to " + MAX_PORT);
    }

    public static void accept(boolean acceptable, String option, Object given, String accepted) {
        if (!acceptable) {
            throw new IllegalArgumentException("Option " + option + ": " + given + " was given, accepted is " + accepted);
        }
    }
}
