package io.github.grokvideo.internal.job.polling;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** Until when each gateway wants no requests: a {@code Retry-After} that one job receives holds for all jobs of it. */
public final class RetryAfterRegistry {

    private final Map<String, Long> until = new ConcurrentHashMap<>();
    private final LongSupplier nanoTime;

    public RetryAfterRegistry(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    public void pause(String authority, Duration length) {
        long end = nanoTime.getAsLong() + length.toNanos();
        until.merge(authority, end, (known, later) -> later - known > 0 ? later : known);
    }

    /** The time left until requests are welcome; zero if they are. */
    public Duration left(String authority) {
        Long end = until.get(authority);
        if (end == null) {
            return Duration.ZERO;
        }
        long left = end - nanoTime.getAsLong();
        if (left <= 0) {
            until.remove(authority, end);
            return Duration.ZERO;
        }
        return Duration.ofNanos(left);
    }
}
