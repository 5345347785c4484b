package io.github.grokvideo.internal.job.limit;

import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;

/**
 * Spaces questions to a gateway, for all routes together: as many a second as are allowed, and fewer where the gateway
 * itself has said that it is too many, see {@link LearnedRate}. While more are due than may be asked, those about jobs
 * that are likeliest to be done come first; one that has waited long comes before a likelier one that has just come.
 */
public final class StatusRate {

    /** A certain end is worth this much waiting. */
    private static final Duration HEAD_START = Duration.ofSeconds(20);
    private static final Duration LONGEST_BURST = Duration.ofMillis(20);
    private static final double SECOND = 1e9;

    private final Map<String, Host> hosts = new ConcurrentHashMap<>();
    private final LongSupplier nanoTime;
    private final BiConsumer<Duration, Runnable> timer;
    private final double ceiling;

    /**
     * @param nanoTime the clock
     * @param timer    runs something later
     * @param ceiling  how many questions a second; {@link Double#POSITIVE_INFINITY} for any number
     */
    public StatusRate(LongSupplier nanoTime, BiConsumer<Duration, Runnable> timer, double ceiling) {
        this.nanoTime = nanoTime;
        this.timer = timer;
        this.ceiling = ceiling;
    }

    /** One that waits to be asked. */
    public record Question(double rank, long number, Runnable ask) {
    }

    private final class Host {
        private final TreeSet<Question> due
                = new TreeSet<>(Comparator.comparingDouble(Question::rank).thenComparingLong(Question::number));
        private final LearnedRate rate = new LearnedRate(ceiling, nanoTime.getAsLong());
        private double tokens = 1;
        private long refilled = nanoTime.getAsLong();
        private long count;
        private boolean scheduled;

        private void refill() {
            long now = nanoTime.getAsLong();
            double limit = rate.perSecond();
            double burst = Math.max(1, limit * LONGEST_BURST.toNanos() / SECOND);
            tokens = Double.isInfinite(limit) ? 1 : Math.min(burst, tokens + (now - refilled) / SECOND * limit);
            refilled = now;
            rate.pass(now);
        }

        Question next() {
            refill();
            // what is summed up of small gaps must not miss a token by a rounding error
            if (due.isEmpty() || tokens < 1 - 1e-6) {
                return null;
            }
            if (!Double.isInfinite(rate.perSecond())) {
                tokens -= 1;
            }
            rate.asked(refilled);
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
     * Asks now, or as soon as its turn comes.
     *
     * @param  authority  the gateway
     * @param  likelihood that the answer is an end, from 0 to 1
     * @param  ask        asks; does nothing if nobody wants to know any more
     * @return            what {@link #leave} takes out of the line
     */
    public Question ask(String authority, double likelihood, Runnable ask) {
        Host host = hosts.computeIfAbsent(authority, key -> new Host());
        Question question;
        synchronized (host) {
            double rank = nanoTime.getAsLong() - Math.max(0, Math.min(1, likelihood)) * HEAD_START.toNanos();
            question = new Question(rank, host.count++, ask);
            host.due.add(question);
        }
        serve(host);
        return question;
    }

    /** It is not to be asked any more, and is let go at once; whoever comes after it takes its turn. */
    public void leave(String authority, Question question) {
        Host host = hosts.get(authority);
        if (host != null) {
            synchronized (host) {
                host.due.remove(question);
            }
        }
    }

    /** How many wait to be asked. */
    public int waiting(String authority) {
        Host host = hosts.get(authority);
        if (host == null) {
            return 0;
        }
        synchronized (host) {
            return host.due.size();
        }
    }

    /** The gateway has refused a question as one too many. */
    public void tooMany(String authority) {
        Host host = hosts.computeIfAbsent(authority, key -> new Host());
        synchronized (host) {
            host.refused();
        }
    }

    private void serve(Host host) {
        while (true) {
            Question question;
            synchronized (host) {
                if (host.scheduled) {
                    return;
                }
                question = host.next();
                if (question == null) {
                    if (!host.due.isEmpty()) {
                        schedule(host);
                    }
                    return;
                }
            }
            question.ask().run();
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
            // the component has stopped, and has told everybody
            host.due.clear();
        }
    }
}
