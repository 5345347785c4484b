package io.github.grokvideo.internal.job.polling;

import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

import io.github.grokvideo.internal.gateway.VideoGateway;
import io.github.grokvideo.internal.job.JobSettings;
import io.github.grokvideo.internal.request.VideoRequest;

/**
 * What was learned of the durations of jobs, by their kind; the kind that was not used for longest is forgotten first.
 */
public final class LearnedDurations {

    /** So many kinds are remembered; each takes up to 25 KB. */
    static final int MOST_KINDS = 128;

    private record Key(JobKind kind, Duration interval, AdaptivePolling bounds) {
    }

    private final Map<Key, OfKind> kinds = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, OfKind> eldest) {
            return size() > MOST_KINDS;
        }
    };
    private final PollSchedule schedule;
    private volatile FixedTimes fixed;
    private final LongSupplier nanoTime;
    private final Clock clock;

    /**
     * @param schedule for what is not learned
     * @param nanoTime the clock, as {@link System#nanoTime}
     * @param clock    tells the age of a job that somebody else has submitted
     */
    public LearnedDurations(PollSchedule schedule, LongSupplier nanoTime, Clock clock) {
        this.schedule = schedule;
        this.nanoTime = nanoTime;
        this.clock = clock;
    }

    /**
     * When to ask about a job.
     *
     * @param request what is submitted now; {@code null} for a job that exists
     */
    public PollTimes times(VideoGateway gateway, JobSettings settings, VideoRequest request) {
        return settings.adaptive() == null
                ? fixed(settings.pollInterval())
                : new AdaptiveTimes(
                        this, gateway, settings, request == null ? null : of(JobKind.of(gateway, request), settings));
    }

    // a hundred thousand jobs share what does not change
    private FixedTimes fixed(Duration interval) {
        FixedTimes known = fixed;
        if (known == null || !known.interval().equals(interval)) {
            known = new FixedTimes(schedule, interval);
            fixed = known;
        }
        return known;
    }

    /** What is known of a kind of job, for whoever waits in this way. */
    synchronized OfKind of(JobKind kind, JobSettings settings) {
        return kinds.computeIfAbsent(
                new Key(kind, settings.pollInterval(), settings.adaptive()), key -> new OfKind(key, nanoTime));
    }

    synchronized int size() {
        return kinds.size();
    }

    PollSchedule schedule() {
        return schedule;
    }

    long now() {
        return nanoTime.getAsLong();
    }

    Clock clock() {
        return clock;
    }

    /** What was learned of one kind of job. */
    static final class OfKind {

        private static final double WEIGHT_OF_NEW = 0.02;

        private final DurationEstimator ages;
        private final DurationEstimator rests;
        private volatile double expectedRest;

        private OfKind(Key key, LongSupplier nanoTime) {
            double interval = seconds(key.interval);
            double shortest = seconds(key.bounds.shortest());
            double longest = seconds(key.bounds.longest());
            this.ages = new DurationEstimator(interval, shortest, longest, () -> 1, nanoTime);
            this.rests = new DurationEstimator(interval, 0, Double.POSITIVE_INFINITY, this::expectedRest, nanoTime);
        }

        private static double seconds(Duration duration) {
            return duration.toNanos() / 1e9;
        }

        /** The time from acceptance to the end, in seconds. */
        DurationEstimator ages() {
            return ages;
        }

        /** The time from the first answer with a progress to the end, in parts of what that progress lets expect. */
        DurationEstimator rests() {
            return rests;
        }

        /** What the first progress lets expect on average until the end, in seconds. */
        double expectedRest() {
            return expectedRest;
        }

        synchronized void expectedRest(double seconds) {
            expectedRest = expectedRest == 0 ? seconds : expectedRest + WEIGHT_OF_NEW * (seconds - expectedRest);
        }
    }
}
