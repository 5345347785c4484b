package io.github.grokvideo.internal.job.polling;

import java.time.Duration;
import java.time.Instant;

import io.github.grokvideo.internal.gateway.JobReading;
import io.github.grokvideo.internal.gateway.VideoGateway;
import io.github.grokvideo.internal.job.JobSettings;
import io.github.grokvideo.internal.observation.JobObserver;
import io.github.grokvideo.model.VideoJob;

/**
 * Polls when the job is likely to be done, by the durations of earlier jobs of its kind, and adds its own duration to
 * the model. Polls at the fixed interval while too little is known, when the age of the job is not known, and when the
 * job takes longer than any before. {@code Retry-After} is the minimum gap.
 */
final class AdaptivePollPolicy implements PollPolicy {

    /** In percent; a progress outside is too coarse. */
    private static final int MIN_PROGRESS = 20;
    private static final int MAX_PROGRESS = 80;
    /** Planning by progress must cost less than this part of planning by age. */
    private static final double WORTHWHILE = 0.8;
    /** In seconds: gateways report whole ones, and webhooks take some time. */
    private static final double REPORT_ERROR = 1;
    private static final Duration MAX_AGE = Duration.ofDays(1);

    private final DurationModels models;
    private final VideoGateway gateway;
    private final JobSettings settings;
    private DurationModel model;
    private long startedAt;
    private long polledAt;
    private Long reportedAt;
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
     * @param model what was learned from jobs of its kind; {@code null} for a job that exists, until the gateway
     *              describes it
     */
    AdaptivePollPolicy(DurationModels models, VideoGateway gateway, JobSettings settings, DurationModel model) {
        this.models = models;
        this.gateway = gateway;
        this.settings = settings;
        this.model = model;
        this.own = model != null;
        this.startedAt = models.now();
        this.polledAt = startedAt;
    }

    @Override
    public synchronized Duration firstGap(Duration left) {
        long now = models.now();
        latency = (float) seconds(now - startedAt);
        startedAt = now;
        polledAt = now;
        number = model.ages().start();
        PollPlan plan = model.ages().plan();
        return plan == null ? models.backoff().first(settings.pollInterval()) : bounded(plan.gap(0), left);
    }

    @Override
    public synchronized void pollSent() {
        polledAt = models.now();
    }

    @Override
    public synchronized double likelihood() {
        return model == null
                ? PollPolicy.super.likelihood() : model.ages().likelihood(pendingAge, seconds(models.now() - startedAt));
    }

    @Override
    public synchronized void endReported() {
        reportedAt = models.now();
    }

    @Override
    public synchronized Duration nextGap(JobReading reading, Duration left) {
        if (model == null) {
            recognize(reading.job());
        }
        Duration gap = model == null ? models.backoff().next(settings.pollInterval()) : gap(reading.job(), left);
        Duration hint = reading.retryAfter();
        if (hint == null || hint.compareTo(gap) <= 0) {
            return gap;
        }
        return hint.compareTo(Backoff.MAX_PAUSE) < 0 ? hint : Backoff.MAX_PAUSE;
    }

    // a job that another process submitted is as old as the gateway says
    private void recognize(VideoJob job) {
        if (job.createdAt() == null) {
            return;
        }
        Instant now = models.clock().instant();
        if (job.createdAt().isAfter(now) || job.createdAt().isBefore(now.minus(MAX_AGE))) {
            return;
        }
        startedAt = models.now() - Duration.between(job.createdAt(), now).toNanos();
        model = models.of(JobKind.of(gateway, job), settings);
        number = model.ages().start();
    }

    private Duration gap(VideoJob job, Duration left) {
        double age = seconds(models.now() - startedAt);
        pendingAge = (float) seconds(polledAt - startedAt);
        model.ages().pending(number, pendingAge);
        if (firstRest > 0) {
            model.rests().pending(restNumber, parts(pendingAge));
        }
        read(job.progress());
        PollPlan byAge = model.ages().plan();
        PollPlan byProgress = rest == 0 ? null : model.rests().plan();
        if (byProgress != null && (byAge == null || isBetter(byProgress, byAge))) {
            return bounded(byProgress.gap(Math.max(0, age - readingAge) / rest) * rest, left);
        }
        return byAge == null ? models.backoff().next(settings.pollInterval()) : bounded(byAge.gap(age), left);
    }

    // as if progress were linear; how far it is, the estimator learns
    private void read(Integer progress) {
        if (progress == null || progress < MIN_PROGRESS || progress > MAX_PROGRESS || pendingAge <= 0) {
            return;
        }
        readingAge = pendingAge;
        rest = pendingAge * (100 - progress) / progress;
        if (firstRest == 0) {
            firstReadingAge = readingAge;
            firstRest = rest;
            model.expectedRest(rest);
            restNumber = model.rests().start();
        }
    }

    // with one request more, for the reading
    private boolean isBetter(PollPlan byProgress, PollPlan byAge) {
        double requests = 1 + byProgress.requests();
        double without = byAge.price() * byAge.requests() + byAge.lag();
        double with = byAge.price() * requests + byProgress.lag() * model.expectedRest();
        // where lag is expensive, any number of requests would seem worthwhile
        return requests <= byAge.requests() && with < WORTHWHILE * without;
    }

    @Override
    public synchronized void finished(VideoJob job) {
        if (model == null) {
            return;
        }
        // a poll that the end itself prompted says nothing about the time before
        double min = reportedAt == null ? pendingAge : Math.max(pendingAge, seconds(reportedAt - startedAt) - REPORT_ERROR);
        double max = seconds(models.now() - startedAt);
        if (own && job.createdAt() != null && job.completedAt() != null) {
            // the dates are the gateway's, and may be any
            Duration between = Duration.between(job.createdAt(), job.completedAt());
            double stamped = between.getSeconds() + between.getNano() / 1e9;
            double from = Math.max(pendingAge, stamped - REPORT_ERROR - latency);
            double to = Math.min(max, stamped + REPORT_ERROR);
            // dates that contradict the polls are ignored
            if (from < to) {
                min = from;
                max = to;
            }
        }
        learn(min, max);
        if (models.observer() != JobObserver.NONE) {
            models.observer().durationLearned(gateway.provider(), job.model(),
                    Duration.ofNanos((long) ((min + max) / 2 * 1e9)));
        }
    }

    @Override
    public synchronized void timedOut() {
        if (model != null && pendingAge > 0) {
            learn(pendingAge, Double.POSITIVE_INFINITY);
        }
    }

    private void learn(double min, double max) {
        model.ages().finish(number, min, max);
        if (firstRest > 0) {
            model.rests().finish(restNumber, parts(min), parts(max));
        }
    }

    // as a fraction of what the first progress predicted
    private double parts(double age) {
        return (age - firstReadingAge) / firstRest;
    }

    // never so long that no poll would be left before jobTimeout
    private Duration bounded(double seconds, Duration left) {
        Duration gap = models.backoff().next(
                Duration.ofNanos((long) (seconds * 1e9)), settings.adaptive().shortest(), settings.adaptive().longest());
        Duration last = left.minus(settings.pollInterval());
        return gap.compareTo(last) > 0 && last.compareTo(settings.pollInterval()) > 0 ? last : gap;
    }

    private static double seconds(long nanos) {
        return nanos / 1e9;
    }
}
