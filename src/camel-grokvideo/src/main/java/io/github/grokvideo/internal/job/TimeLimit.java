package io.github.grokvideo.internal.job;

import java.time.Duration;

/** The maximum of time settings: ten years, with which no sum of nanoseconds overflows. */
public final class TimeLimit {

    /** Ten years. */
    public static final Duration MAX = Duration.ofDays(3650);
    /** For messages. */
    public static final String MAX_TEXT = MAX.toDays() + "d";

    private TimeLimit() {
    }

    /**
     * Checks a time that must be greater than 0.
     *
     * @param  name                     for messages
     * @throws IllegalArgumentException if it is {@code null}, zero, negative or too long
     */
    public static void checkPositive(String name, Duration time) {
        if (time != null && time.isZero()) {
            throw invalid(name, time, "greater than 0");
        }
        check(name, time, "greater than 0");
    }

    /**
     * Checks a time that may be 0.
     *
     * @param  name                     for messages
     * @throws IllegalArgumentException if it is {@code null}, negative or too long
     */
    public static void checkNotNegative(String name, Duration time) {
        check(name, time, "from 0");
    }

    private static void check(String name, Duration time, String min) {
        if (time == null || time.isNegative() || time.compareTo(MAX) > 0) {
            throw invalid(name, time, min);
        }
    }

    private static IllegalArgumentException invalid(String name, Duration time, String min) {
        return new IllegalArgumentException(
                name + ": invalid value " + time + ", expected a time " + min + " to " + MAX_TEXT);
    }
}
