package io.github.grokvideo.job;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;

/**
 * Spaces submissions to a gateway, for all routes together. Whoever comes too early stands in line; nobody is turned
 * away, and who leaves the line takes up no turn.
 */
final class SubmissionRate {

    /** One submission that waits for its turn. */
    interface Turn {

        /** Whether it still wants to be made. */
        boolean isWanted();

        /** It is its turn. */
        void come();
    }

    private static final class Line {
        private final Deque<Turn> waiting = new ArrayDeque<>();
        private Long next;
        private boolean scheduled;
    }

    private final Map<String, Line> lines = new ConcurrentHashMap<>();
    private final LongSupplier nanoTime;
    private final BiConsumer<Duration, Runnable> timer;

    /**
     * @param nanoTime the clock
     * @param timer    runs something later
     */
    SubmissionRate(LongSupplier nanoTime, BiConsumer<Duration, Runnable> timer) {
        this.nanoTime = nanoTime;
        this.timer = timer;
    }

    /**
     * Stands in line, or is served at once if there is none.
     *
     * @param authority the gateway
     * @param gap       the least time between two submissions; zero if they need not be spaced
     * @param again     whether it had a turn before, and so goes to the front
     */
    void take(String authority, Duration gap, boolean again, Turn turn) {
        if (gap.isZero()) {
            turn.come();
            return;
        }
        Line line = lines.computeIfAbsent(authority, key -> new Line());
        synchronized (line) {
            if (again) {
                line.waiting.addFirst(turn);
            } else {
                line.waiting.addLast(turn);
            }
        }
        serve(line, gap);
    }

    private void serve(Line line, Duration gap) {
        Turn turn;
        synchronized (line) {
            while (!line.waiting.isEmpty() && !line.waiting.peek().isWanted()) {
                line.waiting.poll();
            }
            if (line.waiting.isEmpty() || line.scheduled) {
                return;
            }
            long now = nanoTime.getAsLong();
            if (line.next != null && line.next - now > 0) {
                schedule(line, gap, line.next - now);
                return;
            }
            turn = line.waiting.poll();
            line.next = now + gap.toNanos();
            if (!line.waiting.isEmpty()) {
                schedule(line, gap, gap.toNanos());
            }
        }
        turn.come();
    }

    private void schedule(Line line, Duration gap, long nanos) {
        try {
            timer.accept(Duration.ofNanos(nanos), () -> {
                synchronized (line) {
                    line.scheduled = false;
                }
                serve(line, gap);
            });
            line.scheduled = true;
        } catch (RejectedExecutionException e) {
            // the component has stopped, and has told everybody in the line
            line.waiting.clear();
        }
    }
}
