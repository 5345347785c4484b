package io.github.grokvideo.emulator.internal.job;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tasks in order, a few at a time. A task without progress loses its slot to the next one, and is abandoned after
 * a timeout, since native code cannot be stopped. Thread-safe.
 */
final class WatchedTasks implements AutoCloseable {

    /** A task. */
    interface Task {

        /** Calls {@link Run#progress} from time to time; returns early when {@link Run#isAbandoned()}. */
        void run(Run run);

        /** Called once, on another thread, when the task has made no progress until the timeout. */
        void abandon();
    }

    private enum Slot {
        HELD,
        RELEASED,
        ABANDONED
    }

    /** One execution of a task. */
    static final class Run {

        private final Task task;
        private Thread thread;
        private Slot slot = Slot.HELD;
        private volatile boolean abandoned;
        private volatile long lastProgress;

        private Run(Task task) {
            this.task = task;
        }

        void progress() {
            lastProgress = System.nanoTime();
        }

        boolean isAbandoned() {
            return abandoned;
        }

        private boolean isWithoutProgressFor(Duration time) {
            return System.nanoTime() - lastProgress > time.toNanos();
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(WatchedTasks.class);
    private static final Duration MAX_SLOT_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration CHECK_INTERVAL = Duration.ofMillis(100);
    /** The number of stalled tasks that can run beside those that make progress. */
    private static final int MAX_STALLED = 8;

    private final String threadName;
    private final int slots;
    private final Duration timeout;
    private final Duration slotTimeout;
    private final ScheduledExecutorService watch;
    private final Deque<Run> queued = new ArrayDeque<>();
    private final Set<Run> running = new LinkedHashSet<>();
    private int slotsInUse;
    private int stalled;
    private int threads;
    private boolean closed;

    /** @param timeout the time without progress after which a task is abandoned */
    WatchedTasks(String threadName, int slots, Duration timeout) {
        this.threadName = threadName;
        this.slots = slots;
        this.timeout = timeout;
        Duration half = timeout.dividedBy(2);
        this.slotTimeout = half.compareTo(MAX_SLOT_TIMEOUT) < 0 ? half : MAX_SLOT_TIMEOUT;
        this.watch = Executors.newSingleThreadScheduledExecutor(task -> daemon(task, threadName + "-watch"));
        watch.scheduleWithFixedDelay(
                this::checkProgress, CHECK_INTERVAL.toMillis(), CHECK_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /** @throws RejectedExecutionException after {@link #close} */
    synchronized void submit(Task task) {
        if (closed) {
            throw new RejectedExecutionException("closed");
        }
        queued.add(new Run(task));
        startThread();
    }

    private synchronized void startThread() {
        if (!closed && slotsInUse < slots && !queued.isEmpty()) {
            slotsInUse++;
            daemon(this::work, threadName + "-" + ++threads).start();
        }
    }

    private void work() {
        for (Run run = next(); run != null; run = next()) {
            try {
                run.task.run(run);
            } catch (RuntimeException | Error e) {
                LOG.error("A task failed unexpectedly", e);
            }
            boolean holdsSlot = end(run);
            if (!holdsSlot) {
                return;
            }
        }
    }

    private synchronized Run next() {
        Run run = closed ? null : queued.poll();
        if (run == null) {
            slotsInUse--;
            return null;
        }
        run.thread = Thread.currentThread();
        run.progress();
        running.add(run);
        return run;
    }

    /** Returns whether the thread still holds its slot; otherwise another thread does. */
    private synchronized boolean end(Run run) {
        running.remove(run);
        if (run.slot == Slot.RELEASED) {
            stalled--;
        }
        notifyAll();
        return run.slot == Slot.HELD;
    }

    private void checkProgress() {
        List<Run> abandoned = new ArrayList<>();
        synchronized (this) {
            for (Run run : List.copyOf(running)) {
                if (run.isWithoutProgressFor(timeout)) {
                    releaseSlot(run);
                    stalled--;
                    run.slot = Slot.ABANDONED;
                    run.abandoned = true;
                    running.remove(run);
                    abandoned.add(run);
                    run.thread.interrupt();
                } else if (run.isWithoutProgressFor(slotTimeout) && stalled < MAX_STALLED) {
                    releaseSlot(run);
                }
            }
        }
        abandoned.forEach(run -> run.task.abandon());
    }

    private void releaseSlot(Run run) {
        if (run.slot == Slot.HELD) {
            run.slot = Slot.RELEASED;
            stalled++;
            slotsInUse--;
            startThread();
        }
    }

    /** Interrupts the running tasks and drops the queued ones. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            queued.clear();
            running.forEach(run -> run.thread.interrupt());
        }
        watch.shutdownNow();
    }

    /**
     * Waits for the running tasks, after {@link #close}.
     *
     * @return whether all tasks that were not abandoned ended in time
     */
    synchronized boolean awaitEnd(Duration time) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        for (long rest = time.toMillis(); !running.isEmpty() && rest > 0; rest = (end - System.nanoTime()) / 1_000_000) {
            wait(rest);
        }
        return running.isEmpty();
    }
}
