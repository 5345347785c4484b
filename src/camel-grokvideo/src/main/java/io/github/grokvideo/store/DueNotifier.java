package io.github.grokvideo.store;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what has become due soon after it was committed: the first at once, and what follows within a short time
 * together. PostgreSQL commits transactions that notify one after the other, so a burst must not be one of those.
 */
final class DueNotifier {

    /** The minimum time between two notifications. */
    static final Duration GAP = Duration.ofMillis(100);

    private static final Logger LOG = LoggerFactory.getLogger(DueNotifier.class);
    private static final Duration IDLE_THREAD = Duration.ofSeconds(10);

    private final ScheduledExecutorService timer;
    private final LongSupplier nanoTime;
    private final Consumer<DueEntries> sending;

    private DueEntries pending = new DueEntries();
    private boolean scheduled;
    private long earliest;
    private boolean failing;

    /** @param sending may block and fail */
    DueNotifier(Consumer<DueEntries> sending) {
        this(thread(), System::nanoTime, sending);
    }

    DueNotifier(ScheduledExecutorService timer, LongSupplier nanoTime, Consumer<DueEntries> sending) {
        this.timer = timer;
        this.nanoTime = nanoTime;
        this.sending = sending;
        this.earliest = nanoTime.getAsLong();
    }

    // a store is not closed, so its thread ends by itself
    private static ScheduledExecutorService thread() {
        ScheduledThreadPoolExecutor one = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "GrokVideoJobStoreNotifier");
            thread.setDaemon(true);
            return thread;
        });
        one.setKeepAliveTime(IDLE_THREAD.toMillis(), TimeUnit.MILLISECONDS);
        one.allowCoreThreadTimeOut(true);
        return one;
    }

    /** These have been committed. Does not block. */
    synchronized void committed(DueEntries entries) {
        if (entries.isEmpty()) {
            return;
        }
        pending.addAll(entries);
        if (!scheduled) {
            scheduled = true;
            timer.schedule(this::send, Math.max(0, earliest - nanoTime.getAsLong()), TimeUnit.NANOSECONDS);
        }
    }

    private void send() {
        DueEntries taken;
        synchronized (this) {
            taken = pending;
            pending = new DueEntries();
            scheduled = false;
            earliest = nanoTime.getAsLong() + GAP.toNanos();
        }
        try {
            sending.accept(taken);
            failing = false;
        } catch (RuntimeException e) {
            if (!failing) {
                LOG.warn("Consumers of results were not woken, and notice later what is due: {}", e.getMessage());
            }
            failing = true;
        }
    }
}
