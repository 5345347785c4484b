package io.github.grokvideo.internal.gateway.http;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/** Parses the header {@code Retry-After} (RFC 9110, 10.2.3): seconds, or a date. */
public final class RetryAfter {

    private static final Duration MAX = Duration.ofDays(1);

    private RetryAfter() {
    }

    /** The time to wait, from zero to a day; {@code null} if the header is missing or invalid. */
    public static Duration parse(String value, Clock clock) {
        String text = value == null ? "" : value.trim();
        if (text.isEmpty()) {
            return null;
        }
        if (text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return bounded(seconds(text));
        }
        try {
            Instant until = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
            return bounded(Duration.between(clock.instant(), until));
        } catch (DateTimeException | ArithmeticException e) {
            return null;
        }
    }

    private static Duration seconds(String digits) {
        String number = digits.replaceFirst("^0+(?=.)", "");
        // more digits than a day has seconds
        return number.length() > 5 ? MAX : Duration.ofSeconds(Integer.parseInt(number));
    }

    private static Duration bounded(Duration wait) {
        if (wait.isNegative()) {
            return Duration.ZERO;
        }
        return wait.compareTo(MAX) > 0 ? MAX : wait;
    }
}
