package io.github.grokvideo.emulator;

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
 * Runs tasks in their order, a few at a time. One that makes no progress gives its place to the next, and is given up
 * in the end: what runs in native code cannot be stopped. Thread-safe.
 */
final class WatchedTasks implements AutoCloseable {

    /** What is to be run. */
    interface Task {

        /**
         * Calls {@link Run#progress} from time to time; ends early when the run {@link Run#isGivenUp() is given up}.
         */
        void run(Run run);

        /** Called once, on another thread, when the task has made no progress for too long. */
        void giveUp();
    }

    private enum Place {
        TAKEN,
        LEFT,
        GIVEN_UP
    }

    /** A task on its way. */
    static final class Run {

        private final Task task;
        private Thread thread;
        private Place place = Place.TAKEN;
        private volatile boolean givenUp;
        private volatile long lastProgress;

        private Run(Task task) {
            this.task = task;
        }

        void progress() {
            lastProgress = System.nanoTime();
        }

        boolean isGivenUp() {
            return givenUp;
        }

        private boolean isWithoutProgressFor(Duration time) {
            return System.nanoTime() - lastProgress > time.toNanos();
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(WatchedTasks.class);
    private static final Duration PLACE_KEPT = Duration.ofSeconds(2);
    private static final Duration WATCH_INTERVAL = Duration.ofMillis(100);
    /** So many stalled tasks can run beside those that make progress. */
    private static final int MAX_STALLED = 8;

    private final String threadName;
    private final int places;
    private final Duration patience;
    private final Duration placeKept;
    private final ScheduledExecutorService watch;
    private final Deque<Run> waiting = new ArrayDeque<>();
    private final Set<Run> running = new LinkedHashSet<>();
    private int placesTaken;
    private int stalled;
    private int threads;
    private boolean closed;

    /** @param patience how long a task may make no progress */
    WatchedTasks(String threadName, int places, Duration patience) {
        this.threadName = threadName;
        this.places = places;
        this.patience = patience;
        this.placeKept = patience.dividedBy(2).compareTo(PLACE_KEPT) < 0 ? patience.dividedBy(2) : PLACE_KEPT;
        this.watch = Executors.newSingleThreadScheduledExecutor(task -> daemon(task, threadName + "-watch"));
        watch.scheduleWithFixedDelay(
                this::look, WATCH_INTERVAL.toMillis(), WATCH_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /** @throws RejectedExecutionException if this is closed */
    synchronized void submit(Task task) {
        if (closed) {
            throw new RejectedExecutionException("closed");
        }
        waiting.add(new Run(task));
        fillPlaces();
    }

    private synchronized void fillPlaces() {
        if (!closed && placesTaken < places && !waiting.isEmpty()) {
            placesTaken++;
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
            boolean goOn = end(run);
            if (!goOn) {
                return;
            }
        }
    }

    private synchronized Run next() {
        Run run = closed ? null : waiting.poll();
        if (run == null) {
            placesTaken--;
            return null;
        }
        run.thread = Thread.currentThread();
        run.progress();
        running.add(run);
        return run;
    }

    /** Whether its place is still its own; otherwise another thread has it. */
    private synchronized boolean end(Run run) {
        running.remove(run);
        if (run.place == Place.LEFT) {
            stalled--;
        }
        notifyAll();
        return run.place == Place.TAKEN;
    }

    private void look() {
        List<Run> givenUp = new ArrayList<>();
        synchronized (this) {
            for (Run run : List.copyOf(running)) {
                if (run.isWithoutProgressFor(patience)) {
                    leavePlace(run);
                    stalled--;
                    run.place = Place.GIVEN_UP;
                    run.givenUp = true;
                    running.remove(run);
                    givenUp.add(run);
                    run.thread.interrupt();
                } else if (run.isWithoutProgressFor(placeKept) && stalled < MAX_STALLED) {
                    leavePlace(run);
                }
            }
        }
        givenUp.forEach(run -> run.task.giveUp());
    }

    private void leavePlace(Run run) {
        if (run.place == Place.TAKEN) {
            run.place = Place.LEFT;
            stalled++;
            placesTaken--;
            fillPlaces();
        }
    }

    /** Interrupts what runs and drops what waits. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            waiting.clear();
            running.forEach(run -> run.thread.interrupt());
        }
        watch.shutdownNow();
    }

    /**
     * After {@link #close}.
     *
     * @return whether all tasks that were not given up ended in time
     */
    synchronized boolean awaitEnd(Duration time) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        for (long rest = time.toMillis(); !running.isEmpty() && rest > 0; rest = (end - System.nanoTime()) / 1_000_000) {
            wait(rest);
        }
        return running.isEmpty();
    }
}
