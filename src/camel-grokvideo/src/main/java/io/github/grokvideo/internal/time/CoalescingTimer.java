package io.github.grokvideo.internal.time;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tasks later, with some slack, so that tasks due at about the same time share one entry of the timer: one entry
 * each, added and removed by different threads, costs a good part of what a request costs, and requests that are sent
 * together cost less than one by one.
 */
public final class CoalescingTimer {

    private static final Logger LOG = LoggerFactory.getLogger(CoalescingTimer.class);

    private final ScheduledExecutorService timer;
    private final LongSupplier nanoTime;
    private final Map<Long, Batch> byDue = new ConcurrentHashMap<>();

    /**
     * @param timer    wakes up; not stopped here
     * @param nanoTime its clock, as {@link System#nanoTime}
     */
    public CoalescingTimer(ScheduledExecutorService timer, LongSupplier nanoTime) {
        this.timer = timer;
        this.nanoTime = nanoTime;
    }

    /** The tasks of one due time, in a linked list, from which any is removed in constant time. */
    private static final class Batch {

        private final long due;
        private Entry first;
        private Entry last;

        Batch(long due) {
            this.due = due;
        }

        synchronized void add(Entry entry) {
            entry.batch = this;
            entry.before = last;
            if (last == null) {
                first = entry;
            } else {
                last.after = entry;
            }
            last = entry;
        }

        synchronized boolean remove(Entry entry) {
            if (entry.gone) {
                return false;
            }
            entry.gone = true;
            if (entry.before == null) {
                first = entry.after;
            } else {
                entry.before.after = entry.after;
            }
            if (entry.after == null) {
                last = entry.before;
            } else {
                entry.after.before = entry.before;
            }
            entry.before = null;
            entry.after = null;
            return true;
        }

        synchronized Entry next() {
            Entry next = first;
            if (next != null) {
                remove(next);
            }
            return next;
        }
    }

    /** A task that is to run later. */
    public static final class Entry {

        private final Runnable action;
        private Batch batch;
        private Entry before;
        private Entry after;
        private boolean gone;

        private Entry(Runnable action) {
            this.action = action;
        }

        /** When it is due, by the clock of the timer. */
        public long due() {
            return batch.due;
        }

        /** Cancels it. Returns whether that was in time: it had neither started nor been cancelled before. */
        public boolean cancel() {
            return batch.remove(this);
        }
    }

    /**
     * Runs a task later, on the timer's thread.
     *
     * @param  delay                      the minimum; zero or less means at once
     * @param  slack                      it is late by less than this; zero or less means not at all
     * @throws RejectedExecutionException if the timer has stopped
     */
    public Entry schedule(Duration delay, Duration slack, Runnable action) {
        // powers of two, so that tasks with different slack share entries too
        long grain = Long.highestOneBit(Math.max(1, slack.toNanos()));
        long due = -Math.floorDiv(-(nanoTime.getAsLong() + Math.max(0, delay.toNanos())), grain) * grain;
        Entry entry = new Entry(action);
        byDue.compute(due, (key, known) -> {
            Batch batch = known == null ? new Batch(key) : known;
            if (known == null) {
                timer.schedule(() -> run(key), key - nanoTime.getAsLong(), TimeUnit.NANOSECONDS);
            }
            batch.add(entry);
            return batch;
        });
        return entry;
    }

    private void run(Long due) {
        Batch batch = byDue.remove(due);
        for (Entry entry = batch.next(); entry != null; entry = batch.next()) {
            try {
                entry.action.run();
            } catch (Throwable e) {
                // an Error, too, must not keep the others from running
                LOG.error("A timer task failed; the others go on", e);
            }
        }
    }
}
