package io.github.grokvideo.gateway;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Ends what takes too long, a little late at most. Nearly every limit is lifted before it is reached, so those that end
 * about together share one entry of the timer: one entry each, made and removed by different threads, costs a good part
 * of what a request costs.
 */
final class TimeLimits {

    /** A limit is exceeded by less than this part of it. */
    private static final int PARTS = 32;

    private final ScheduledExecutorService timer;
    private final LongSupplier nanoTime;
    private final Map<Long, Set<Runnable>> byEnd = new ConcurrentHashMap<>();

    /**
     * @param timer    runs what was not over in time
     * @param nanoTime its clock, as {@link System#nanoTime}
     */
    TimeLimits(ScheduledExecutorService timer, LongSupplier nanoTime) {
        this.timer = timer;
        this.nanoTime = nanoTime;
    }

    /**
     * Sets a limit.
     *
     * @param  length  more than nothing
     * @param  tooLate run once, unless the limit is lifted before
     * @return         lifts it
     */
    Runnable set(Duration length, Runnable tooLate) {
        // powers of two, so that limits of different lengths end together too
        long grain = Math.max(1, Long.highestOneBit(length.toNanos()) / PARTS);
        long end = -Math.floorDiv(-(nanoTime.getAsLong() + length.toNanos()), grain) * grain;
        Set<Runnable> limits = byEnd.compute(end, (key, known) -> {
            Set<Runnable> together = known == null ? ConcurrentHashMap.newKeySet() : known;
            together.add(tooLate);
            if (known == null) {
                timer.schedule(() -> end(key), key - nanoTime.getAsLong(), TimeUnit.NANOSECONDS);
            }
            return together;
        });
        return () -> limits.remove(tooLate);
    }

    private void end(Long end) {
        Set<Runnable> limits = byEnd.remove(end);
        limits.forEach(Runnable::run);
    }
}
