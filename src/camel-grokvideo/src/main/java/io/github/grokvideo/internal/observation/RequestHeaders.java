package io.github.grokvideo.internal.observation;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Headers that the requests of a thread to gateways carry besides their own, such as those of a trace. */
public final class RequestHeaders {

    private static final ThreadLocal<Map<String, String>> CURRENT = new ThreadLocal<>();

    private RequestHeaders() {
    }

    /** Makes a call whose requests carry these headers. Only what this thread sends before the return is meant. */
    public static <T> T with(Map<String, String> headers, Supplier<T> call) {
        if (headers.isEmpty()) {
            return call.get();
        }
        Map<String, String> before = CURRENT.get();
        CURRENT.set(headers);
        try {
            return call.get();
        } finally {
            if (before == null) {
                CURRENT.remove();
            } else {
                CURRENT.set(before);
            }
        }
    }

    /** These headers, and those of this thread, which replace none of these. */
    public static Map<String, String> added(Map<String, String> headers) {
        Map<String, String> current = CURRENT.get();
        if (current == null) {
            return headers;
        }
        Map<String, String> all = new HashMap<>(current);
        all.putAll(headers);
        return all;
    }
}
