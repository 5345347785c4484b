package io.github.grokvideo.emulator.internal.tape;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The headers of an answer that a tape keeps: a list of allowed ones, so that no cookie or token gets onto it. */
final class TapeHeaders {

    static final String RETRY_AFTER = "retry-after";

    private static final Set<String> KEPT = Set.of("content-type", RETRY_AFTER, "x-should-retry");
    private static final Set<String> KEPT_PREFIXES = Set.of("x-lumenfall-", "x-ratelimit-");

    private TapeHeaders() {
    }

    /** @param now for a {@code Retry-After} that is a date: it is kept as seconds, since dates pass */
    static Map<String, String> keep(Map<String, List<String>> headers, Instant now, Redaction redaction) {
        Map<String, String> kept = new TreeMap<>();
        headers.forEach((name, values) -> {
            String word = name.toLowerCase(Locale.ROOT);
            if (KEPT.contains(word) || KEPT_PREFIXES.stream().anyMatch(word::startsWith)) {
                String value = redaction.text(String.join(", ", values));
                kept.put(word, word.equals(RETRY_AFTER) ? seconds(value, now) : value);
            }
        });
        return kept;
    }

    private static String seconds(String value, Instant now) {
        try {
            Instant then = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
            return Long.toString(Math.max(0, Duration.between(now, then).toSeconds()));
        } catch (DateTimeException e) {
            return value;
        }
    }
}
