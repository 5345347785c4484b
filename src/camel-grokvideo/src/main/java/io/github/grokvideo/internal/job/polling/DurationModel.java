package io.github.grokvideo.internal.job.polling;

import java.time.Duration;
import java.util.function.LongSupplier;

/** What was learned about the durations of one kind of job. */
final class DurationModel {

    private static final double WEIGHT_OF_NEW = 0.02;

    private final DurationEstimator ages;
    private final DurationEstimator rests;
    private volatile double expectedRest;

    DurationModel(Duration interval, AdaptivePolling bounds, LongSupplier nanoTime) {
        double gap = seconds(interval);
        this.ages = new DurationEstimator(
                gap, seconds(bounds.shortest()), seconds(bounds.longest()), () -> 1, nanoTime);
        this.rests = new DurationEstimator(gap, 0, Double.POSITIVE_INFINITY, this::expectedRest, nanoTime);
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    /** The time from acceptance to the end, in seconds. */
    DurationEstimator ages() {
        return ages;
    }

    /** The time from the first reading with a progress to the end, as a fraction of what that progress predicts. */
    DurationEstimator rests() {
        return rests;
    }

    /** What the first progress predicts on average until the end, in seconds. */
    double expectedRest() {
        return expectedRest;
    }

    synchronized void expectedRest(double seconds) {
        expectedRest = expectedRest == 0 ? seconds : expectedRest + WEIGHT_OF_NEW * (seconds - expectedRest);
    }
}
