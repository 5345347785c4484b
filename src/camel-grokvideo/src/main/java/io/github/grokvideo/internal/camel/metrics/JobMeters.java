package io.github.grokvideo.internal.camel.metrics;

import java.math.BigDecimal;
import java.util.Currency;
import java.util.Set;
import java.util.stream.Collectors;

import io.github.grokvideo.internal.observation.JobEnd;
import io.github.grokvideo.internal.observation.JobObservation;
import io.github.grokvideo.internal.observation.JobOutcome;
import io.github.grokvideo.internal.observation.PollResult;
import io.github.grokvideo.internal.observation.SubmissionResult;
import io.github.grokvideo.model.Cost;
import io.github.grokvideo.model.GrokVideoException;

/** The meters of jobs of one operation, mode and model. Shared by all of these, so that a job costs no memory. */
final class JobMeters implements JobObservation {

    private static final Set<String> CURRENCIES = Currency.getAvailableCurrencies().stream().map(Currency::getCurrencyCode)
            .collect(Collectors.toUnmodifiableSet());
    /** A gateway may say anything. */
    private static final BigDecimal HIGHEST_COST = BigDecimal.valueOf(1_000_000);

    private final Meters meters;
    private final ModelNames models;
    private final String operation;
    private final String mode;
    private final String model;

    JobMeters(Meters meters, ModelNames models, String operation, String mode, String model) {
        this.meters = meters;
        this.models = models;
        this.operation = operation;
        this.mode = mode;
        this.model = model;
    }

    @Override
    public void roomGiven(long waited) {
        meters.record(Metric.ROOM, waited);
    }

    @Override
    public void submissionPermitted(String provider, long waited) {
        meters.record(Metric.RATE, waited, provider);
    }

    @Override
    public void submissionAnswered(String provider, SubmissionResult result, GrokVideoException failure, long time) {
        meters.record(Metric.SUBMISSIONS, time, provider, Meters.tag(result));
    }

    @Override
    public void movedOn(String from, String to) {
        meters.count(Metric.FAILOVERS, 1, from, to);
    }

    @Override
    public void pollAnswered(String provider, PollResult result, GrokVideoException failure, long time) {
        meters.record(Metric.POLLS, time, provider, Meters.tag(result));
    }

    @Override
    public void endDetected(String provider, long lag) {
        meters.record(Metric.LAG, lag, provider);
    }

    @Override
    public void ended(JobEnd end) {
        // what is only waited for, the gateway describes
        String named = model.equals(ModelNames.UNKNOWN) && end.job() != null ? models.tag(end.job().model()) : model;
        meters.record(Metric.JOBS, end.time().toNanos(), end.provider(), named, operation, mode,
                Meters.tag(end.outcome()));
        if (end.outcome() == JobOutcome.UNKNOWN) {
            meters.count(Metric.UNKNOWN, 1, end.provider(), String.valueOf(end.failure().isRetryable()));
        }
        if (isCountable(end.cost())) {
            meters.count(Metric.COST, end.cost().amount().doubleValue(), end.provider(), named,
                    CURRENCIES.contains(end.cost().currency()) ? end.cost().currency() : ModelNames.OTHER);
        }
    }

    private static boolean isCountable(Cost cost) {
        return cost != null && cost.amount().signum() >= 0 && cost.amount().compareTo(HIGHEST_COST) <= 0;
    }
}
