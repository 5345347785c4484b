package io.github.grokvideo.internal.job.limit;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Spaces submissions to a gateway, for all routes together. Excess submissions are queued; none is refused, and one
 * that leaves the queue uses no permit.
 */
public final class SubmissionRate {

    private static final class Host {
        // those that had a permit before come first
        private final Set<Waiter> again = new LinkedHashSet<>();
        private final Set<Waiter> waiting = new LinkedHashSet<>();
        private Long next;
        // as it was last asked for
        private Duration gap = Duration.ZERO;
        private boolean scheduled;

        private boolean isEmpty() {
            return again.isEmpty() && waiting.isEmpty();
        }

        private Waiter poll() {
            Iterator<Waiter> first = (again.isEmpty() ? waiting : again).iterator();
            Waiter waiter = first.next();
            first.remove();
            return waiter;
        }

        private void clear() {
            again.clear();
            waiting.clear();
        }
    }

    private final Map<String, Host> hosts = new ConcurrentHashMap<>();
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
     * Requests a permit; it comes at once if none is owed to others.
     *
     * @param authority the gateway
     * @param gap       the minimum time between two submissions; zero if they need not be spaced
     */
    public void acquire(String authority, Duration gap, Waiter waiter) {
        enqueue(authority, gap, waiter, host -> host.waiting);
    }

    /** The same for one that had a permit before, and goes to the front. */
    public void acquireAgain(String authority, Duration gap, Waiter waiter) {
        enqueue(authority, gap, waiter, host -> host.again);
    }

    private void enqueue(String authority, Duration gap, Waiter waiter, Function<Host, Set<Waiter>> queue) {
        if (gap.isZero()) {
            waiter.proceed();
            return;
        }
        Host host = hosts.computeIfAbsent(authority, key -> new Host());
        synchronized (host) {
            queue.apply(host).add(waiter);
        }
        serve(host, gap);
    }

    /** It does not wait any more, and is released at once. */
    public void leave(String authority, Waiter waiter) {
        Host host = hosts.get(authority);
        if (host == null) {
            return;
        }
        synchronized (host) {
            host.again.remove(waiter);
            host.waiting.remove(waiter);
        }
    }

    /** How many wait at all gateways. */
    public int waiting() {
        return hosts.keySet().stream().mapToInt(this::waiting).sum();
    }

    /** How many wait. */
    public int waiting(String authority) {
        Host host = hosts.get(authority);
        if (host == null) {
            return 0;
        }
        synchronized (host) {
            return host.again.size() + host.waiting.size();
        }
    }

    /** The gateways that have had spaced submissions. */
    public Set<String> authorities() {
        return Set.copyOf(hosts.keySet());
    }

    /** The minimum time between two submissions, as it was last asked for; zero if they are not spaced. */
    public Duration gap(String authority) {
        Host host = hosts.get(authority);
        if (host == null) {
            return Duration.ZERO;
        }
        synchronized (host) {
            return host.gap;
        }
    }

    private void serve(Host host, Duration gap) {
        Waiter waiter;
        synchronized (host) {
            host.gap = gap;
            if (host.isEmpty() || host.scheduled) {
                return;
            }
            long now = nanoTime.getAsLong();
            if (host.next != null && host.next - now > 0) {
                schedule(host, gap, host.next - now);
                return;
            }
            do {
                waiter = host.poll();
            } while (!waiter.isActive() && !host.isEmpty());
            if (!waiter.isActive()) {
                return;
            }
            host.next = now + gap.toNanos();
            if (!host.isEmpty()) {
                schedule(host, gap, gap.toNanos());
            }
        }
        waiter.proceed();
    }

    private void schedule(Host host, Duration gap, long nanos) {
        try {
            timer.accept(Duration.ofNanos(nanos), () -> {
                synchronized (host) {
                    host.scheduled = false;
                }
                serve(host, gap);
            });
            host.scheduled = true;
        } catch (RejectedExecutionException e) {
            // the component has stopped, and has ended all that are queued
            host.clear();
        }
    }
}
