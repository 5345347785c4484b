package io.github.grokvideo.internal.job.polling;

import java.time.Duration;
import java.time.Instant;

import io.github.grokvideo.internal.gateway.JobReading;
import io.github.grokvideo.internal.gateway.VideoGateway;
import io.github.grokvideo.internal.job.JobSettings;
import io.github.grokvideo.model.VideoJob;

/**
 * Asks when the job is likely to be done, by what jobs of its kind have taught, and teaches what becomes of it. Asks at
 * the fixed interval while too little is known, when the age of the job is not known, and when the job takes longer
 * than any before. What the server asks for is the least gap.
 */
final class AdaptiveTimes implements PollTimes {

    /** In percent; what lies outside is too coarse. */
    private static final int LEAST_PROGRESS = 20;
    private static final int MOST_PROGRESS = 80;
    /** What progress saves must be worth the change. */
    private static final double CLEARLY = 0.8;
    /** In seconds; gateways tell whole ones, and webhooks take some time. */
    private static final double TOLD_ERROR = 1;
    private static final Duration OLDEST = Duration.ofDays(1);

    private final LearnedDurations memory;
    private final VideoGateway gateway;
    private final JobSettings settings;
    private LearnedDurations.OfKind learned;
    private long begin;
    private long asked;
    private Long told;
    private final boolean own;
    // in seconds from here on; age means since acceptance
    private float latency;
    private float pendingAge;
    private float firstReadingAge;
    private float firstRest;
    private float readingAge;
    private float rest;
    private long number = DurationSamples.NONE;
    private long restNumber = DurationSamples.NONE;

    /**
     * @param learned what jobs of its kind have taught; {@code null} for a job that exists, until the gateway describes
     *                it
     */
    AdaptiveTimes(LearnedDurations memory, VideoGateway gateway, JobSettings settings, LearnedDurations.OfKind learned) {
        this.memory = memory;
        this.gateway = gateway;
        this.settings = settings;
        this.learned = learned;
        this.own = learned != null;
        this.begin = memory.now();
        this.asked = begin;
    }

    @Override
    public synchronized Duration accepted(Duration left) {
        long now = memory.now();
        latency = (float) seconds(now - begin);
        begin = now;
        asked = now;
        number = learned.ages().begin();
        PollPlan plan = learned.ages().plan();
        return plan == null ? memory.schedule().first(settings.pollInterval()) : bounded(plan.gap(0), left);
    }

    @Override
    public synchronized void asking() {
        asked = memory.now();
    }

    @Override
    public synchronized double likelihood() {
        return learned == null
                ? PollTimes.super.likelihood() : learned.ages().likelihood(pendingAge, seconds(memory.now() - begin));
    }

    @Override
    public synchronized void told() {
        told = memory.now();
    }

    @Override
    public synchronized Duration next(JobReading reading, Duration left) {
        if (learned == null) {
            recognize(reading.job());
        }
        Duration gap = learned == null ? memory.schedule().next(settings.pollInterval()) : gap(reading.job(), left);
        Duration hint = reading.retryAfter();
        if (hint == null || hint.compareTo(gap) <= 0) {
            return gap;
        }
        return hint.compareTo(PollSchedule.LONGEST_PAUSE) < 0 ? hint : PollSchedule.LONGEST_PAUSE;
    }

    // a job of somebody else's is as old as the gateway says
    private void recognize(VideoJob job) {
        if (job.createdAt() == null) {
            return;
        }
        Instant now = memory.clock().instant();
        if (job.createdAt().isAfter(now) || job.createdAt().isBefore(now.minus(OLDEST))) {
            return;
        }
        begin = memory.now() - Duration.between(job.createdAt(), now).toNanos();
        learned = memory.of(JobKind.of(gateway, job), settings);
        number = learned.ages().begin();
    }

    private Duration gap(VideoJob job, Duration left) {
        double age = seconds(memory.now() - begin);
        pendingAge = (float) seconds(asked - begin);
        learned.ages().pending(number, pendingAge);
        if (firstRest > 0) {
            learned.rests().pending(restNumber, parts(pendingAge));
        }
        read(job.progress());
        PollPlan byAge = learned.ages().plan();
        PollPlan byProgress = rest == 0 ? null : learned.rests().plan();
        if (byProgress != null && (byAge == null || isBetter(byProgress, byAge))) {
            return bounded(byProgress.gap(Math.max(0, age - readingAge) / rest) * rest, left);
        }
        return byAge == null ? memory.schedule().next(settings.pollInterval()) : bounded(byAge.gap(age), left);
    }

    // as if progress were even; whether it is, the estimator learns
    private void read(Integer progress) {
        if (progress == null || progress < LEAST_PROGRESS || progress > MOST_PROGRESS || pendingAge <= 0) {
            return;
        }
        readingAge = pendingAge;
        rest = pendingAge * (100 - progress) / progress;
        if (firstRest == 0) {
            firstReadingAge = readingAge;
            firstRest = rest;
            learned.expectedRest(rest);
            restNumber = learned.rests().begin();
        }
    }

    // with one request more, for the reading
    private boolean isBetter(PollPlan byProgress, PollPlan byAge) {
        double requests = 1 + byProgress.requests();
        double without = byAge.price() * byAge.requests() + byAge.lag();
        double with = byAge.price() * requests + byProgress.lag() * learned.expectedRest();
        // where lag is dear, as many requests as it takes would seem worth it
        return requests <= byAge.requests() && with < CLEARLY * without;
    }

    @Override
    public synchronized void ended(VideoJob job) {
        if (learned == null) {
            return;
        }
        // a question that was prompted by the end says nothing of the time before
        double least = told == null ? pendingAge : Math.max(pendingAge, seconds(told - begin) - TOLD_ERROR);
        double most = seconds(memory.now() - begin);
        if (own && job.createdAt() != null && job.completedAt() != null) {
            // the dates are the gateway's, and may be any
            Duration between = Duration.between(job.createdAt(), job.completedAt());
            double stamped = between.getSeconds() + between.getNano() / 1e9;
            double from = Math.max(pendingAge, stamped - TOLD_ERROR - latency);
            double to = Math.min(most, stamped + TOLD_ERROR);
            // what contradicts what was seen is not believed
            if (from < to) {
                least = from;
                most = to;
            }
        }
        learn(least, most);
    }

    @Override
    public synchronized void givenUp() {
        if (learned != null && pendingAge > 0) {
            learn(pendingAge, Double.POSITIVE_INFINITY);
        }
    }

    private void learn(double least, double most) {
        learned.ages().end(number, least, most);
        if (firstRest > 0) {
            learned.rests().end(restNumber, parts(least), parts(most));
        }
    }

    // of what the first progress let expect
    private double parts(double age) {
        return (age - firstReadingAge) / firstRest;
    }

    // never so long that nobody would ask before the wait is given up
    private Duration bounded(double seconds, Duration left) {
        Duration gap = memory.schedule().next(
                Duration.ofNanos((long) (seconds * 1e9)), settings.adaptive().shortest(), settings.adaptive().longest());
        Duration last = left.minus(settings.pollInterval());
        return gap.compareTo(last) > 0 && last.compareTo(settings.pollInterval()) > 0 ? last : gap;
    }

    private static double seconds(long nanos) {
        return nanos / 1e9;
    }
}
