package io.github.grokvideo.internal.camel.metrics;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.grokvideo.internal.observation.JobObservation;
import io.github.grokvideo.internal.observation.JobObserver;
import io.github.grokvideo.internal.observation.JobOrigin;
import io.github.grokvideo.internal.observation.JobOutcome;
import io.github.grokvideo.internal.observation.WebhookResult;
import io.github.grokvideo.model.GrokVideoException;

/** Counts and times what happens. Jobs that have all tags in common share what counts for them. */
final class MicrometerObserver implements JobObserver {

    private record Kind(String operation, String mode, String model) {
    }

    private final Meters meters;
    private final ModelNames models;
    private final Map<Kind, JobMeters> kinds = new ConcurrentHashMap<>();
    private final Map<String, String> words = new ConcurrentHashMap<>();

    MicrometerObserver(Meters meters, ModelNames models) {
        this.meters = meters;
        this.models = models;
    }

    // of StartDelivery, start_delivery
    private static String words(String name) {
        return name.replaceAll("(?<=[a-z])([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }

    @Override
    public JobObservation submitting(JobOrigin origin, String mode, String model) {
        return of(new Kind(origin.operation(), mode, models.tag(model)));
    }

    @Override
    public JobObservation awaiting(JobOrigin origin) {
        return of(new Kind(origin.operation(), ModelNames.UNKNOWN, ModelNames.UNKNOWN));
    }

    private JobMeters of(Kind kind) {
        JobMeters known = kinds.get(kind);
        return known != null
                ? known
                : kinds.computeIfAbsent(kind, key -> new JobMeters(meters, models, key.operation(), key.mode(), key.model()));
    }

    @Override
    public void retried(String request) {
        meters.count(Metric.RETRIES, 1, request);
    }

    @Override
    public void downloaded(JobOrigin origin, String jobId, long bytes, GrokVideoException failure, Duration time) {
        meters.record(Metric.DOWNLOADS, time.toNanos(), Meters.tag(failure == null ? JobOutcome.COMPLETED : JobOutcome.FAILED));
        if (failure == null) {
            meters.summarize(Metric.DOWNLOADED, bytes);
        }
    }

    @Override
    public void storeAnswered(String operation, boolean failed, Duration time) {
        meters.record(Metric.STORE, time.toNanos(), words.computeIfAbsent(operation, MicrometerObserver::words),
                Meters.tag(failed ? JobOutcome.FAILED : JobOutcome.COMPLETED));
    }

    @Override
    public void webhook(String provider, WebhookResult result) {
        meters.count(Metric.WEBHOOKS, 1, provider, Meters.tag(result));
    }

    @Override
    public void durationLearned(String provider, String model, Duration duration) {
        meters.record(Metric.LEARNED, duration.toNanos(), provider, models.tag(model));
    }
}
