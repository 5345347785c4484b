package io.github.grokvideo.emulator.internal;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads and checks durations. */
public final class Durations {

    private static final Pattern FORMAT = Pattern.compile("(\\d{1,9})\\s*(ms|s|m|h)?");

    private static final Duration MAX = Duration.ofDays(3650);

    private Durations() {
    }

    /**
     * Returns the duration.
     *
     * @throws IllegalArgumentException if it is negative, or so long that adding it to a time could overflow
     */
    public static Duration check(String name, Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException(name + " must not be negative, but is " + duration);
        }
        if (duration.compareTo(MAX) > 0) {
            throw new IllegalArgumentException(name + " must be at most 3650 days, but is " + duration);
        }
        return duration;
    }

    /**
     * Reads {@code 250} or {@code 250ms}, {@code 5s}, {@code 2m}, {@code 1h}, or the ISO form {@code PT2.5S}.
     *
     * @throws IllegalArgumentException if it is none of these; the message names the accepted forms, but not the option
     */
    public static Duration parse(String text) {
        Matcher matcher = FORMAT.matcher(text.strip());
        if (matcher.matches()) {
            long number = Long.parseLong(matcher.group(1));
            String unit = matcher.group(2) == null ? "ms" : matcher.group(2);
            return switch (unit) {
                case "s" -> Duration.ofSeconds(number);
                case "m" -> Duration.ofMinutes(number);
                case "h" -> Duration.ofHours(number);
                default -> Duration.ofMillis(number);
            };
        }
        try {
            Duration duration = Duration.parse(text.strip());
            if (!duration.isNegative()) {
                return duration;
            }
        } catch (DateTimeParseException e) {
            // refused below
        }
        throw new IllegalArgumentException("must be a duration like 250ms, 5s, 2m or PT2.5S");
    }
}
