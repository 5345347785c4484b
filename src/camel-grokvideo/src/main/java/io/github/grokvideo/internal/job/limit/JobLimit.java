package io.github.grokvideo.internal.job.limit;

import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/**
 * Bounds how many jobs are under way, for all routes together. When the limit is reached, further jobs are queued until
 * another one leaves; none is refused.
 */
public final class JobLimit {

    private final int max;
    private final Consumer<Runnable> later;
    private final Set<Waiter> queue = new LinkedHashSet<>();
    private final Set<Waiter> underWay = new HashSet<>();

    /**
     * @param max   how many; 0 for any number
     * @param later runs what was queued, not on the stack of the one that has left
     */
    public JobLimit(int max, Consumer<Runnable> later) {
        this.max = max;
        this.later = later;
    }

    /** Lets it proceed, now or when there is room. */
    public void enter(Waiter waiter) {
        if (max > 0) {
            synchronized (this) {
                if (underWay.size() >= max) {
                    queue.add(waiter);
                    return;
                }
                underWay.add(waiter);
            }
        }
        waiter.proceed();
    }

    /** It has ended, in the queue or later; does nothing for one that is in neither. */
    public void leave(Waiter waiter) {
        Waiter next;
        synchronized (this) {
            queue.remove(waiter);
            if (!underWay.remove(waiter)) {
                return;
            }
            next = poll();
        }
        if (next == null) {
            return;
        }
        try {
            later.accept(next::proceed);
        } catch (RejectedExecutionException e) {
            // the component has stopped, and has ended all that are queued
            leave(next);
        }
    }

    private Waiter poll() {
        for (Iterator<Waiter> first = queue.iterator(); first.hasNext();) {
            Waiter next = first.next();
            first.remove();
            if (next.isActive()) {
                underWay.add(next);
                return next;
            }
        }
        return null;
    }

    /** How many are queued. */
    public synchronized int waiting() {
        return queue.size();
    }

    /** How many are under way; 0 if their number is not limited, and they are not counted. */
    public synchronized int underWay() {
        return underWay.size();
    }

    /** How many may be under way; 0 for any number. */
    public int max() {
        return max;
    }
}
