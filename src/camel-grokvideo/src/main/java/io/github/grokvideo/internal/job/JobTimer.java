package io.github.grokvideo.internal.job;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import io.github.grokvideo.internal.time.CoalescingTimer;

/** The time of jobs: a clock and a timer. Scheduling fails once the component has stopped. */
public final class JobTimer {

    private final ScheduledExecutorService timer;
    private final LongSupplier nanoTime;
    private final CoalescingTimer coalescing;

    JobTimer(ScheduledExecutorService timer, LongSupplier nanoTime) {
        this.timer = timer;
        this.nanoTime = nanoTime;
        this.coalescing = new CoalescingTimer(timer, nanoTime);
    }

    /** As {@link System#nanoTime}. */
    public long now() {
        return nanoTime.getAsLong();
    }

    /**
     * Runs something later.
     *
     * @throws java.util.concurrent.RejectedExecutionException if the component has stopped
     */
    public ScheduledFuture<?> after(Duration delay, Runnable action) {
        return timer.schedule(action, Math.max(0, delay.toNanos()), TimeUnit.NANOSECONDS);
    }

    /** Runs something later, together with other tasks that are due within the slack. Fails as the method above. */
    public CoalescingTimer.Entry after(Duration delay, Duration slack, Runnable action) {
        return coalescing.schedule(delay, slack, action);
    }
}
