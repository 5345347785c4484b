package io.github.grokvideo.internal.job.limit;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/**
 * Bounds how many jobs are under way, for all routes together. Whoever comes when it is full stands in line until
 * another is over; nobody is turned away.
 */
public final class JobLimit {

    /** One that waits to begin. */
    public interface Begin {

        /** Whether it still wants to. */
        boolean isWanted();

        /** It may. */
        void begin();
    }

    private final int most;
    private final Consumer<Runnable> later;
    private final Set<Begin> waiting = new LinkedHashSet<>();
    private int underWay;

    /**
     * @param most  how many; 0 for any number
     * @param later begins what has stood in line, not on the stack of the one that has made room
     */
    public JobLimit(int most, Consumer<Runnable> later) {
        this.most = most;
        this.later = later;
    }

    /** Begins, now or when there is room. Each begin is followed by one {@link #over}. */
    public void enter(Begin begin) {
        synchronized (this) {
            if (most > 0 && underWay >= most) {
                waiting.add(begin);
                return;
            }
            underWay++;
        }
        begin.begin();
    }

    /** One that has not begun does not wait any more, and is let go at once. */
    public synchronized void leave(Begin begin) {
        waiting.remove(begin);
    }

    /** How many wait. */
    public synchronized int waiting() {
        return waiting.size();
    }

    /** One that has begun is over. */
    public void over() {
        Begin next;
        synchronized (this) {
            do {
                next = poll();
            } while (next != null && !next.isWanted());
            if (next == null) {
                underWay--;
                return;
            }
        }
        try {
            later.accept(next::begin);
        } catch (RejectedExecutionException e) {
            // the component has stopped, and has told everybody in the line
            synchronized (this) {
                underWay--;
            }
        }
    }

    private Begin poll() {
        Iterator<Begin> first = waiting.iterator();
        if (!first.hasNext()) {
            return null;
        }
        Begin next = first.next();
        first.remove();
        return next;
    }
}
