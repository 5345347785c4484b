package io.github.grokvideo.internal.gateway.response;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Equal values of different jobs as one object: of a hundred thousand jobs that wait, most have the same model, size
 * and cost.
 */
final class SharedValues {

    private static final int MAX_VALUES = 1000;
    private static final int MAX_LENGTH = 100;
    private static final Map<Object, Object> VALUES = new ConcurrentHashMap<>();

    private SharedValues() {
    }

    /** The value itself or an equal one; {@code null} for {@code null}. */
    @SuppressWarnings("unchecked")
    static <T> T of(T value) {
        if (value == null || value instanceof String text && text.length() > MAX_LENGTH) {
            return value;
        }
        if (VALUES.size() >= MAX_VALUES) {
            VALUES.clear();
        }
        Object known = VALUES.putIfAbsent(value, value);
        return known == null ? value : (T) known;
    }
}
