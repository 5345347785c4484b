package io.github.grokvideo.internal.job.polling;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** When to ask about a job: at a fixed interval while all is well, further and further apart only while errors last. */
public final class PollSchedule {

    /** No answer makes anybody wait longer than this. */
    public static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);

    private static final double JITTER = 0.02;
    private static final int MOST_DOUBLINGS = 10;

    private final RandomGenerator random;

    public PollSchedule(RandomGenerator random) {
        this.random = random;
    }

    /** The first question comes anywhere within one interval, so that jobs submitted together do not ask together. */
    public Duration first(Duration interval) {
        return scaled(interval, random.nextDouble());
    }

    /** The interval, give or take a fiftieth. */
    public Duration next(Duration interval) {
        return scaled(interval, 1 - JITTER + 2 * JITTER * random.nextDouble());
    }

    /** A gap, give or take a fiftieth, and within bounds. */
    public Duration next(Duration gap, Duration shortest, Duration longest) {
        double nanos = Math.max(gap.toNanos(), shortest.toNanos() / (1 - JITTER));
        return next(Duration.ofNanos((long) Math.min(nanos, longest.toNanos() / (1 + JITTER))));
    }

    /**
     * What a server asked for, within bounds: nothing means the interval, and nobody waits longer than a minute.
     */
    public Duration hinted(Duration retryAfter, Duration interval) {
        if (retryAfter.isZero() || retryAfter.isNegative()) {
            return next(interval);
        }
        return retryAfter.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : retryAfter;
    }

    /**
     * After an error: the base after the first, twice that after the second, and so on up to a minute (or the base, if
     * that is longer), less up to a half at random.
     *
     * @param streak how many errors in a row, from 1
     */
    public Duration afterError(Duration base, int streak) {
        long longest = Math.max(LONGEST_PAUSE.toNanos(), base.toNanos());
        double pause = base.toNanos() * Math.pow(2, Math.min(streak - 1, MOST_DOUBLINGS));
        return scaled(Duration.ofNanos((long) Math.min(pause, longest)), 0.5 + 0.5 * random.nextDouble());
    }

    /** Some time within the interval. */
    public Duration spread(Duration interval) {
        return scaled(interval, random.nextDouble());
    }

    private static Duration scaled(Duration duration, double factor) {
        return Duration.ofNanos((long) (duration.toNanos() * factor));
    }
}
