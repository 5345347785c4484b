package io.github.grokvideo.internal.job.polling;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** Remembers which gateway asked to be left alone until when; all jobs of a gateway heed what one of them was told. */
public final class HostPauses {

    private final Map<String, Long> until = new ConcurrentHashMap<>();
    private final LongSupplier nanoTime;

    public HostPauses(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    public void pause(String authority, Duration length) {
        long end = nanoTime.getAsLong() + length.toNanos();
        until.merge(authority, end, (known, asked) -> asked - known > 0 ? asked : known);
    }

    /** How much longer to leave it alone; zero if it may be asked. */
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
