package io.github.grokvideo.job;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Spaces submissions to a gateway, for all routes together. Whoever comes too early is told how long to wait; nobody is
 * turned away.
 */
final class SubmissionRate {

    private final Map<String, Long> nextTurns = new ConcurrentHashMap<>();
    private final LongSupplier nanoTime;

    SubmissionRate(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /**
     * Takes the next turn.
     *
     * @param  authority the gateway
     * @param  gap       the least time between two submissions; zero if they need not be spaced
     * @return           how long to wait for the turn
     */
    Duration take(String authority, Duration gap) {
        if (gap.isZero()) {
            return Duration.ZERO;
        }
        long now = nanoTime.getAsLong();
        long[] wait = new long[1];
        nextTurns.compute(authority, (key, next) -> {
            wait[0] = next == null ? 0 : Math.max(0, next - now);
            return now + wait[0] + gap.toNanos();
        });
        return Duration.ofNanos(wait[0]);
    }
}
