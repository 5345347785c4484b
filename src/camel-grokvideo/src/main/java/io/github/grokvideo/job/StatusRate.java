package io.github.grokvideo.job;

import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;

/**
 * Spaces questions to a gateway, for all routes together: as many a second as are allowed, and fewer where the gateway
 * itself has said that it is too many. Not every refusal says so: whether asking more slowly helps is tried, and if it
 * does not, it is undone. While more are due than may be asked, those about jobs that are likeliest to be done come
 * first; one that has waited long comes before a likelier one that has just come.
 */
final class StatusRate {

    /** A certain end is worth this much waiting. */
    private static final Duration HEAD_START = Duration.ofSeconds(20);
    private static final Duration LONGEST_BURST = Duration.ofMillis(20);
    /** How much slower than what the gateway takes, after it has said that it is too much. */
    private static final double BACK = 0.8;
    private static final double MOST_BACK = 0.5;
    /** How much faster with each second in which it has not; the longer ago it is, the more. */
    private static final double FORTH = 1.01;
    private static final double SECONDS_UNTIL_TWICE_AS_FAST = 10;
    /** Refusals of so many, and of so great a part, of what is asked have no other reason than too many questions. */
    private static final int MANY = 10;
    private static final double GREAT_PART = 0.2;
    /** Whether fewer have another reason is tried: by asking more slowly, and counting how many are refused then. */
    private static final int FEW = 3;
    /** A trial goes on until so many would have been refused if it had changed nothing. */
    private static final int EXPECTED = 10;
    private static final double LONGEST_TRIAL_SECONDS = 10;
    /** So much less is no chance; and so many standard deviations more. */
    private static final double FAR_LESS = 0.25;
    private static final double FAR_MORE = 4;
    /** Of how many questions a part is taken: at least, and at most. */
    private static final int ENOUGH = 100;
    private static final int RECENT = 1000;
    private static final double SLOWEST = 0.2;
    private static final double FADING = 0.95;
    private static final double SECOND = 1e9;
    /** Of a second; what was asked in less tells little of a whole one. */
    private static final double SHORTEST_PART = 0.1;

    private final Map<String, Host> hosts = new ConcurrentHashMap<>();
    private final LongSupplier nanoTime;
    private final BiConsumer<Duration, Runnable> timer;
    private final double ceiling;

    /**
     * @param nanoTime the clock
     * @param timer    runs something later
     * @param ceiling  how many questions a second; {@link Double#POSITIVE_INFINITY} for any number
     */
    StatusRate(LongSupplier nanoTime, BiConsumer<Duration, Runnable> timer, double ceiling) {
        this.nanoTime = nanoTime;
        this.timer = timer;
        this.ceiling = ceiling;
    }

    private record Question(double rank, long number, Runnable ask) {
    }

    private final class Host {
        private final PriorityQueue<Question> due
                = new PriorityQueue<>(Comparator.comparingDouble(Question::rank).thenComparingLong(Question::number));
        private double limit = ceiling;
        private double tokens = 1;
        private long refilled = nanoTime.getAsLong();
        private long count;
        private boolean scheduled;
        // what was really asked, second by second
        private long second = refilled;
        private int thisSecond;
        private int lastSecond;
        private int refusedThisSecond;
        private int refusedLastSecond;
        // that were not refused, in the best of the last seconds
        private double most;
        private long slowedAt = Long.MIN_VALUE;
        private double recent;
        private double recentlyRefused;
        // the part that is refused however slowly is asked
        private double usual;
        private boolean trying;
        private int tried;
        private int triedInVain;
        private double limitBefore;
        private double shareBefore;

        void refill() {
            long now = nanoTime.getAsLong();
            double burst = Math.max(1, limit * LONGEST_BURST.toNanos() / SECOND);
            tokens = Double.isInfinite(limit) ? 1 : Math.min(burst, tokens + (now - refilled) / SECOND * limit);
            refilled = now;
            long seconds = (long) ((now - second) / SECOND);
            if (seconds > 0) {
                lastSecond = seconds == 1 ? thisSecond : 0;
                refusedLastSecond = seconds == 1 ? refusedThisSecond : 0;
                most = Math.max(most * Math.pow(FADING, Math.min(seconds, 1000)), thisSecond - refusedThisSecond);
                thisSecond = 0;
                refusedThisSecond = 0;
                second += (long) (seconds * SECOND);
                if (limit < ceiling && !trying) {
                    double calm = Math.max(0, (now - slowedAt) / SECOND) / SECONDS_UNTIL_TWICE_AS_FAST;
                    limit = Math.min(ceiling, limit * Math.pow(FORTH, Math.min(seconds * (1 + calm), 10_000)));
                }
            }
        }

        Question next() {
            refill();
            // what is summed up of small gaps must not miss a token by a rounding error
            if (due.isEmpty() || tokens < 1 - 1e-6) {
                return null;
            }
            if (!Double.isInfinite(limit)) {
                tokens -= 1;
            }
            thisSecond++;
            count(refilled);
            return due.poll();
        }

        private void count(long now) {
            recent++;
            if (recent >= RECENT) {
                usual = Math.min(usual, (usual + recentlyRefused / recent) / 2);
                recent /= 2;
                recentlyRefused /= 2;
            }
            // what was asked before it was slower is answered by then
            if (trying && now - slowedAt > SECOND) {
                tried++;
                if (tried * shareBefore >= EXPECTED || now - slowedAt > LONGEST_TRIAL_SECONDS * SECOND) {
                    conclude();
                }
            }
        }

        private void conclude() {
            trying = false;
            double share = triedInVain / (double) tried;
            usual = share;
            if (share > FAR_LESS * shareBefore) {
                usual = Math.max(share, shareBefore);
                limit = share < GREAT_PART ? Math.max(limit, limitBefore) : limit;
            }
            recent = tried;
            recentlyRefused = triedInVain;
        }

        Duration untilNext() {
            return Duration.ofNanos((long) Math.ceil(Math.max(0, 1 - tokens) / limit * SECOND));
        }

        void refused() {
            refill();
            long now = refilled;
            refusedThisSecond++;
            recentlyRefused++;
            // one burst of refusals is one message
            if (slowedAt != Long.MIN_VALUE && now - slowedAt < SECOND) {
                return;
            }
            if (trying) {
                triedInVain++;
            }
            int refused = refusedThisSecond + refusedLastSecond;
            double share = recentlyRefused / Math.max(ENOUGH, recent);
            double expected = usual * recent;
            if (refused >= MANY && refused >= GREAT_PART * (thisSecond + lastSecond)) {
                double asked = Math.min(limit, Math.max(1, Math.max(thisSecond, lastSecond)));
                double taken = Math.max(thisSecond - refusedThisSecond, lastSecond - refusedLastSecond);
                slowDown(now, share, Math.max(asked * MOST_BACK, Math.min(asked, taken) * BACK));
            } else if (!trying && recentlyRefused >= FEW + expected + FAR_MORE * Math.sqrt(expected)) {
                double pace = thisSecond / Math.max(SHORTEST_PART, (now - second) / SECOND);
                slowDown(now, share, Math.min(limit, Math.max(most, pace)) * BACK);
            }
        }

        private void slowDown(long now, double share, double slower) {
            if (!trying) {
                trying = true;
                limitBefore = limit;
                shareBefore = share;
            }
            tried = 0;
            triedInVain = 0;
            slowedAt = now;
            limit = Math.max(SLOWEST, slower);
            tokens = Math.min(tokens, 0);
        }
    }

    /**
     * Asks now, or as soon as its turn comes.
     *
     * @param authority  the gateway
     * @param likelihood that the answer is an end, from 0 to 1
     * @param ask        asks; does nothing if nobody wants to know any more
     */
    void ask(String authority, double likelihood, Runnable ask) {
        Host host = hosts.computeIfAbsent(authority, key -> new Host());
        synchronized (host) {
            double rank = nanoTime.getAsLong() - Math.max(0, Math.min(1, likelihood)) * HEAD_START.toNanos();
            host.due.add(new Question(rank, host.count++, ask));
        }
        serve(host);
    }

    /** The gateway has refused a question as one too many. */
    void tooMany(String authority) {
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
