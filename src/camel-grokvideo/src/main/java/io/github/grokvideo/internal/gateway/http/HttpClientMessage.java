package io.github.grokvideo.internal.gateway.http;

import java.util.Map;
import java.util.regex.Pattern;

import io.github.grokvideo.internal.text.UntrustedText;

/** What the HTTP client says of a failure, with units as people write them. */
public final class HttpClientMessage {

    private static final Map<String, String> UNITS = Map.of(
            "NANOSECONDS", "ns", "MICROSECONDS", "µs", "MILLISECONDS", "ms", "SECONDS", "s", "MINUTES", "min", "HOURS", "h",
            "DAYS", "d");
    private static final Pattern TIME = Pattern.compile("(?<=\\d )(" + String.join("|", UNITS.keySet()) + ")\\b");

    private HttpClientMessage() {
    }

    /**
     * @param  failure what the client threw
     * @param  most    how many characters to keep
     * @return         its message, fit for a line; {@code ""} if it has none
     */
    public static String of(Throwable failure, int most) {
        String text = UntrustedText.sanitize(failure.getMessage(), most);
        return TIME.matcher(text).replaceAll(found -> UNITS.get(found.group()));
    }
}
