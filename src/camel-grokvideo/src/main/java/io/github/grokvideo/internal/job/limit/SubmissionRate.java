package io.github.grokvideo.internal.job.limit;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;

/**
 * Spaces submissions to a gateway, for all routes together. Whoever comes too early stands in line; nobody is turned
 * away, and who leaves the line takes up no turn.
 */
public final class SubmissionRate {

    /** One submission that waits for its turn. */
    public interface Turn {

        /** Whether it still wants to be made. */
        boolean isWanted();

        /** It is its turn. */
        void come();
    }

    private static final class Line {
        // those that had a turn before come first
        private final Set<Turn> again = new LinkedHashSet<>();
        private final Set<Turn> waiting = new LinkedHashSet<>();
        private Long next;
        private boolean scheduled;

        private boolean isEmpty() {
            return again.isEmpty() && waiting.isEmpty();
        }

        private Turn poll() {
            Iterator<Turn> first = (again.isEmpty() ? waiting : again).iterator();
            Turn turn = first.next();
            first.remove();
            return turn;
        }

        private void clear() {
            again.clear();
            waiting.clear();
        }
    }

    private final Map<String, Line> lines = new ConcurrentHashMap<>();
    private final LongSupplier nanoTime;
    private final BiConsumer<Duration, Runnable> timer;

    /**
     * @param nanoTime the clock
     * @param timer    runs something later
     */
    public SubmissionRate(LongSupplier nanoTime, BiConsumer<Duration, Runnable> timer) {
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
    public void take(String authority, Duration gap, boolean again, Turn turn) {
        if (gap.isZero()) {
            turn.come();
            return;
        }
        Line line = lines.computeIfAbsent(authority, key -> new Line());
        synchronized (line) {
            (again ? line.again : line.waiting).add(turn);
        }
        serve(line, gap);
    }

    /** It does not wait any more, and is let go at once. */
    public void leave(String authority, Turn turn) {
        Line line = lines.get(authority);
        if (line == null) {
            return;
        }
        synchronized (line) {
            line.again.remove(turn);
            line.waiting.remove(turn);
        }
    }

    /** How many wait. */
    public int waiting(String authority) {
        Line line = lines.get(authority);
        if (line == null) {
            return 0;
        }
        synchronized (line) {
            return line.again.size() + line.waiting.size();
        }
    }

    private void serve(Line line, Duration gap) {
        Turn turn;
        synchronized (line) {
            if (line.isEmpty() || line.scheduled) {
                return;
            }
            long now = nanoTime.getAsLong();
            if (line.next != null && line.next - now > 0) {
                schedule(line, gap, line.next - now);
                return;
            }
            do {
                turn = line.poll();
            } while (!turn.isWanted() && !line.isEmpty());
            if (!turn.isWanted()) {
                return;
            }
            line.next = now + gap.toNanos();
            if (!line.isEmpty()) {
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
            line.clear();
        }
    }
}
