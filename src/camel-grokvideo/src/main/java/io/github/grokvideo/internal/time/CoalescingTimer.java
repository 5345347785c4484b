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
 * Runs things later, and a little late, so that what is due about together shares one entry of the timer: one entry
 * each, made and removed by different threads, costs a good part of what a request costs, and requests that go out
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

    /** What is due at one time, in a list that any of it leaves in no time. */
    private static final class Batch {

        private Entry first;
        private Entry last;

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

    /** Something that is to run later. */
    public static final class Entry {

        private final Runnable action;
        private Batch batch;
        private Entry before;
        private Entry after;
        private boolean gone;

        private Entry(Runnable action) {
            this.action = action;
        }

        /** Lets it not run. Returns whether that was in time: it has neither begun nor been cancelled before. */
        public boolean cancel() {
            return batch.remove(this);
        }
    }

    /**
     * Runs something later, on the timer's thread.
     *
     * @param  delay                      at least; nothing, or less, means at once
     * @param  slack                      it is late by less than this; nothing, or less, means that it is due exactly
     * @throws RejectedExecutionException if the timer has stopped
     */
    public Entry schedule(Duration delay, Duration slack, Runnable action) {
        // powers of two, so that what has a different slack is due together too
        long grain = Long.highestOneBit(Math.max(1, slack.toNanos()));
        long due = -Math.floorDiv(-(nanoTime.getAsLong() + Math.max(0, delay.toNanos())), grain) * grain;
        Entry entry = new Entry(action);
        byDue.compute(due, (key, known) -> {
            Batch batch = known == null ? new Batch() : known;
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
                // also an Error must not keep the others from running
                LOG.error("What was due failed; the rest of it goes on", e);
            }
        }
    }
}
