package io.github.grokvideo.internal.job;

import java.time.Duration;

/** The longest time that settings may name: ten years, with which nothing that is reckoned in nanoseconds overflows. */
public final class TimeLimit {

    /** Ten years. */
    public static final Duration MAX = Duration.ofDays(3650);
    /** As it is written in messages. */
    public static final String MAX_TEXT = MAX.toDays() + "d";

    private TimeLimit() {
    }

    /**
     * Judges a time.
     *
     * @param  name                     for messages
     * @param  zero                     whether it may be zero
     * @throws IllegalArgumentException if it is {@code null}, negative, too long, or zero where it must not be
     */
    public static void check(String name, Duration time, boolean zero) {
        if (time == null || time.isNegative() || time.isZero() && !zero || time.compareTo(MAX) > 0) {
            throw new IllegalArgumentException(
                    name + ": " + time + " was given, accepted is a time " + (zero ? "from 0" : "greater than 0") + " to "
                                               + MAX_TEXT);
        }
    }
}
