package io.github.grokvideo.internal.job.polling;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Computes delays: an interval with jitter, {@code Retry-After} within bounds, exponential back-off after errors. */
public final class Backoff {

    /** The longest delay that a {@code Retry-After} or a back-off causes. */
    public static final Duration MAX_PAUSE = Duration.ofSeconds(60);

    private static final double JITTER = 0.02;
    private static final int MAX_DOUBLINGS = 10;

    private final RandomGenerator random;

    public Backoff(RandomGenerator random) {
        this.random = random;
    }

    /** The first poll comes anywhere within one interval, so that jobs submitted together are not polled together. */
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
     * A {@code Retry-After} within bounds: 0 means the interval, and a minute is the maximum.
     */
    public Duration hinted(Duration retryAfter, Duration interval) {
        if (retryAfter.isZero() || retryAfter.isNegative()) {
            return next(interval);
        }
        return retryAfter.compareTo(MAX_PAUSE) > 0 ? MAX_PAUSE : retryAfter;
    }

    /**
     * After an error: the base after the first, twice that after the second, and so on up to a minute (or the base, if
     * that is longer), less up to a half at random.
     *
     * @param failures how many in a row, from 1
     */
    public Duration afterError(Duration base, int failures) {
        long longest = Math.max(MAX_PAUSE.toNanos(), base.toNanos());
        double pause = base.toNanos() * Math.pow(2, Math.min(failures - 1, MAX_DOUBLINGS));
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
