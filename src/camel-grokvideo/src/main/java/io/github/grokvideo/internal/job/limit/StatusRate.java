package io.github.grokvideo.internal.job.limit;

import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;

/**
 * Spaces status requests to a gateway, for all routes together: as many per second as are allowed, and fewer where the
 * gateway refuses them as too many, see {@link LearnedRate}. While more are due than may be sent, jobs that are most
 * likely to be done come first; one that has waited long comes before a likelier one that has just come.
 */
public final class StatusRate {

    /** What a certain end is worth, in time that another one has waited. */
    private static final Duration HEAD_START = Duration.ofSeconds(20);
    private static final Duration MAX_BURST = Duration.ofMillis(20);
    private static final double SECOND = 1e9;

    private final Map<String, Host> hosts = new ConcurrentHashMap<>();
    private final LongSupplier nanoTime;
    private final BiConsumer<Duration, Runnable> timer;
    private final double ceiling;

    /**
     * @param nanoTime the clock
     * @param timer    runs something later
     * @param ceiling  how many requests per second; {@link Double#POSITIVE_INFINITY} for any number
     */
    public StatusRate(LongSupplier nanoTime, BiConsumer<Duration, Runnable> timer, double ceiling) {
        this.nanoTime = nanoTime;
        this.timer = timer;
        this.ceiling = ceiling;
    }

    /** A request that is due. */
    public record Poll(double rank, long number, Runnable send) {
    }

    private final class Host {
        private final TreeSet<Poll> due
                = new TreeSet<>(Comparator.comparingDouble(Poll::rank).thenComparingLong(Poll::number));
        private final LearnedRate rate = new LearnedRate(ceiling, nanoTime.getAsLong());
        private double tokens = 1;
        private long refilled = nanoTime.getAsLong();
        private long count;
        private boolean sent;
        private long lastSent;
        private boolean scheduled;

        private void refill() {
            long now = nanoTime.getAsLong();
            double limit = rate.perSecond();
            double burst = Math.max(1, limit * MAX_BURST.toNanos() / SECOND);
            tokens = Double.isInfinite(limit) ? 1 : Math.min(burst, tokens + (now - refilled) / SECOND * limit);
            refilled = now;
            rate.pass(now);
        }

        Poll next() {
            refill();
            // a sum of small gaps must not miss a token by a rounding error
            if (due.isEmpty() || tokens < 1 - 1e-6) {
                return null;
            }
            if (!Double.isInfinite(rate.perSecond())) {
                tokens -= 1;
            }
            rate.sent(refilled);
            sent = true;
            lastSent = refilled;
            return due.pollFirst();
        }

        Duration untilNext() {
            return Duration.ofNanos((long) Math.ceil(Math.max(0, 1 - tokens) / rate.perSecond() * SECOND));
        }

        void refused() {
            refill();
            if (rate.refused(refilled)) {
                tokens = Math.min(tokens, 0);
            }
        }
    }

    /**
     * Sends a request now, or as soon as it is permitted.
     *
     * @param  authority  the gateway
     * @param  likelihood of finding the job final, from 0 to 1
     * @param  send       sends it; does nothing if it is not wanted any more
     * @return            what {@link #leave} removes from the queue; {@code null} if it was sent at once
     */
    public Poll acquire(String authority, double likelihood, Runnable send) {
        Host host = hosts.computeIfAbsent(authority, key -> new Host());
        Poll poll;
        synchronized (host) {
            double rank = nanoTime.getAsLong() - Math.max(0, Math.min(1, likelihood)) * HEAD_START.toNanos();
            poll = new Poll(rank, host.count++, send);
            host.due.add(poll);
        }
        serve(host);
        synchronized (host) {
            return host.due.contains(poll) ? poll : null;
        }
    }

    /** It is not to be sent any more, and is released at once without using a permit. */
    public void leave(String authority, Poll poll) {
        Host host = hosts.get(authority);
        if (host != null) {
            synchronized (host) {
                host.due.remove(poll);
            }
        }
    }

    /** How many are queued at all gateways. */
    public int waiting() {
        return hosts.keySet().stream().mapToInt(this::waiting).sum();
    }

    /** How many are queued. */
    public int waiting(String authority) {
        Host host = hosts.get(authority);
        if (host == null) {
            return 0;
        }
        synchronized (host) {
            return host.due.size();
        }
    }

    /** How many per second are sent at most now; {@link Double#POSITIVE_INFINITY} for any number. */
    public double perSecond(String authority) {
        Host host = hosts.get(authority);
        if (host == null) {
            return ceiling;
        }
        synchronized (host) {
            return host.rate.perSecond();
        }
    }

    /** The time since the last one was sent; {@code null} if none was. */
    public Duration sinceLast(String authority) {
        Host host = hosts.get(authority);
        if (host == null) {
            return null;
        }
        synchronized (host) {
            return !host.sent ? null : Duration.ofNanos(nanoTime.getAsLong() - host.lastSent);
        }
    }

    /** The gateways that have been polled. */
    public Set<String> authorities() {
        return Set.copyOf(hosts.keySet());
    }

    /** The gateway has refused a request as one too many. */
    public void tooMany(String authority) {
        Host host = hosts.computeIfAbsent(authority, key -> new Host());
        synchronized (host) {
            host.refused();
        }
    }

    private void serve(Host host) {
        while (true) {
            Poll poll;
            synchronized (host) {
                if (host.scheduled) {
                    return;
                }
                poll = host.next();
                if (poll == null) {
                    if (!host.due.isEmpty()) {
                        schedule(host);
                    }
                    return;
                }
            }
            poll.send().run();
        }
    }

    private void schedule(Host host) {
        try {
            timer.accept(host.untilNext(), () -> {
                synchronized (host) {
                    host.scheduled = false;
                }
                serve(host);
            });
            host.scheduled = true;
        } catch (RejectedExecutionException e) {
            // the component has stopped, and has ended all waits
            host.due.clear();
        }
    }
}
