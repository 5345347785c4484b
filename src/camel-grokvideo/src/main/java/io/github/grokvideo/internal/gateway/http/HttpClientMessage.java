package io.github.grokvideo.internal.gateway.http;

import java.util.Map;
import java.util.regex.Pattern;

import io.github.grokvideo.internal.text.UntrustedText;

/** The HTTP client's message of a failure, with time units abbreviated. */
public final class HttpClientMessage {

    private static final Map<String, String> UNITS = Map.of(
            "NANOSECONDS", "ns", "MICROSECONDS", "µs", "MILLISECONDS", "ms", "SECONDS", "s", "MINUTES", "min", "HOURS", "h",
            "DAYS", "d");
    private static final Pattern TIME = Pattern.compile("(?<=\\d )(" + String.join("|", UNITS.keySet()) + ")\\b");

    private HttpClientMessage() {
    }

    /**
     * @param  failure   thrown by the client
     * @param  maxLength in characters
     * @return           its message, safe to log; {@code ""} if it has none
     */
    public static String of(Throwable failure, int maxLength) {
        String text = UntrustedText.sanitize(failure.getMessage(), maxLength);
        return TIME.matcher(text).replaceAll(found -> UNITS.get(found.group()));
    }
}
