package io.github.grokvideo.internal.job.results;

import java.time.Duration;
import java.util.function.LongSupplier;

/** How many deliveries a route is likely to end soon, from how many it has ended lately. Not thread-safe. */
final class DeliveryRate {

    /** What "soon" is: many commits, and little beside a route that takes its time. */
    static final Duration SOON = Duration.ofMillis(100);
    /** More than a transaction takes at a time would only wait longer. */
    static final int MOST = 200;

    private final LongSupplier nanoTime;
    private long begin;
    private int ended;
    private int soon;

    DeliveryRate(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.begin = nanoTime.getAsLong();
    }

    void ended() {
        ended++;
    }

    /** From 0 to {@link #MOST}; 0 if the route has hardly ended any. */
    int soon() {
        long now = nanoTime.getAsLong();
        long elapsed = now - begin;
        if (elapsed >= SOON.toNanos()) {
            soon = (int) Math.min(MOST, ended * SOON.toNanos() / elapsed);
            ended = 0;
            begin = now;
        }
        return soon;
    }
}
