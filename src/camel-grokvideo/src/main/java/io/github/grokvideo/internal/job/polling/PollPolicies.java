package io.github.grokvideo.internal.job.polling;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

import io.github.grokvideo.internal.gateway.VideoGateway;
import io.github.grokvideo.internal.job.JobSettings;
import io.github.grokvideo.internal.observation.JobObserver;
import io.github.grokvideo.internal.request.VideoRequest;

/** Chooses the poll policy of a job: fixed or adaptive, as its settings say. The door of this package. */
public final class PollPolicies {

    private final Backoff backoff;
    private final DurationModels models;
    private volatile FixedPollPolicy latest;

    /**
     * @param nanoTime the clock, as {@link System#nanoTime}
     * @param clock    gives the age of a job that another process has submitted
     * @param observer is told of what is learned
     */
    public PollPolicies(Backoff backoff, LongSupplier nanoTime, Clock clock, JobObserver observer) {
        this(backoff, new DurationModels(backoff, nanoTime, clock, observer));
    }

    PollPolicies(Backoff backoff, DurationModels models) {
        this.backoff = backoff;
        this.models = models;
    }

    /**
     * The policy for a job that is about to be submitted, or that exists.
     *
     * @param request what is about to be submitted; {@code null} for a job that exists
     */
    public PollPolicy policy(VideoGateway gateway, JobSettings settings, VideoRequest request) {
        if (settings.adaptive() == null) {
            return fixed(settings.pollInterval());
        }
        DurationModel model = request == null ? null : models.of(JobKind.of(gateway, request), settings);
        return new AdaptivePollPolicy(models, gateway, settings, model);
    }

    /** What was learned of the durations of jobs; nothing where the interval is fixed. */
    public List<LearnedDurations> learned() {
        return models.learned();
    }

    /** A fixed interval. */
    public PollPolicy fixed(Duration interval) {
        FixedPollPolicy known = latest;
        if (known == null || !known.interval().equals(interval)) {
            // shared by the hundred thousand jobs that have the same
            known = new FixedPollPolicy(backoff, interval);
            latest = known;
        }
        return known;
    }
}
