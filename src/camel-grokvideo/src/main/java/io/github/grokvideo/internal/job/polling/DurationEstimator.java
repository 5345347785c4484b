package io.github.grokvideo.internal.job.polling;

import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * Estimates how long jobs of one kind take, and plans when to poll them. Makes a new plan each time a sixteenth of the
 * samples is new. Drops all samples when durations become all but impossible under the estimate, as after a change at
 * the provider; small changes are followed since newer samples weigh more.
 */
final class DurationEstimator {

    /** Fewer samples make no plan. */
    static final int ENOUGH = 20;

    private static final int SLICES = 16;
    /** Before that, new samples carry so much weight that a change needs no care. */
    private static final int WATCHED_FROM = 128;
    /** With the natural logarithm of the odds: about one false alarm in 8000 jobs at max. */
    private static final double ALARM = 9;
    private static final double MAX_EVIDENCE = 3;
    private static final double UNKNOWN = 0.5;
    private static final double MIN_SHARE = 1e-6;
    private static final double REST_SHARE = 0.05;

    private final DurationSamples samples = new DurationSamples();
    private final DoubleSupplier unit;
    private final double interval;
    private final double shortest;
    private final double longest;
    private final LongSupplier nanoTime;

    private volatile PollPlan plan;
    private volatile DurationDistribution durations;
    private double evidence;
    private int fresh;
    private long planned;

    /**
     * @param interval in seconds, as {@code shortest} and {@code longest}
     * @param unit     how many seconds one unit of the samples is
     * @param nanoTime the clock
     */
    DurationEstimator(double interval, double shortest, double longest, DoubleSupplier unit, LongSupplier nanoTime) {
        this.interval = interval;
        this.shortest = shortest;
        this.longest = longest;
        this.unit = unit;
        this.nanoTime = nanoTime;
    }

    /** What is known of the durations, or {@code null} if that is too little. */
    DurationDistribution durations() {
        return durations;
    }

    /** Of how many of the latest jobs the end is known. */
    synchronized int known() {
        return samples.known();
    }

    /** The plan, or {@code null} if too little is known. */
    PollPlan plan() {
        return plan;
    }

    /**
     * The probability that a job is done.
     *
     * @param longer it took longer than this
     * @param age    how old it is
     */
    double likelihood(double longer, double age) {
        DurationDistribution known = durations;
        if (known == null) {
            return UNKNOWN;
        }
        if (longer >= known.end()) {
            // beyond the longest duration seen: a job that has run for so long is expected to run for as long again
            return (age - longer) / age;
        }
        return (known.shareUntil(age) - known.shareUntil(longer)) / (1 - known.shareUntil(longer));
    }

    /** A job starts. Returns its number. */
    synchronized long start() {
        return samples.start();
    }

    /** The job has taken longer than this, and continues. */
    synchronized void pending(long number, double time) {
        samples.pending(number, time);
    }

    /**
     * The job finished, or is not polled any more.
     *
     * @param number from {@link #start}
     * @param min    it took longer than this
     * @param max    and not longer than this; infinite if that is not known
     */
    synchronized void finish(long number, double min, double max) {
        if (durations != null && hasChanged(min, max)) {
            samples.clear();
            durations = null;
            plan = null;
            evidence = 0;
            fresh = 0;
        }
        fresh += samples.finish(number, min, max) ? 1 : 0;
        long now = nanoTime.getAsLong();
        if (samples.known() >= ENOUGH && fresh * SLICES >= samples.known()
                && (durations == null || now - planned >= interval * 1e9 / SLICES)) {
            durations = samples.estimate();
            double seconds = unit.getAsDouble();
            plan = new PollPlan(durations, interval / seconds, shortest / seconds, longest / seconds);
            fresh = 0;
            planned = now;
        }
    }

    // a cumulative sum test against jobs that may take any time up to the longest seen
    private boolean hasChanged(double longer, double notLonger) {
        if (Double.isInfinite(notLonger) || samples.known() < WATCHED_FROM) {
            return false;
        }
        double end = durations.end();
        double any = notLonger > end ? Math.max(1 - longer / end, REST_SHARE) : (notLonger - longer) / end;
        double expected = Math.max(MIN_SHARE, durations.shareBetween(longer, notLonger));
        evidence = Math.max(0, evidence + Math.min(MAX_EVIDENCE, Math.log(any / expected)));
        return evidence > ALARM;
    }
}
