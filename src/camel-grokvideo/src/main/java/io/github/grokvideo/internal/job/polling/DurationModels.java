package io.github.grokvideo.internal.job.polling;

import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

import io.github.grokvideo.internal.job.JobSettings;
import io.github.grokvideo.internal.observation.JobObserver;

/** The duration models of the kinds of jobs; the least recently used one is evicted first. */
final class DurationModels {

    /** Each model takes up to 25 KB. */
    static final int MAX_KINDS = 128;

    private record Key(JobKind kind, Duration interval, AdaptivePolling bounds) {
    }

    private final Map<Key, DurationModel> kinds = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, DurationModel> eldest) {
            return size() > MAX_KINDS;
        }
    };
    private final Backoff backoff;
    private final LongSupplier nanoTime;
    private final Clock clock;
    private final JobObserver observer;

    /** Without anybody who is told of what is learned. */
    DurationModels(Backoff backoff, LongSupplier nanoTime, Clock clock) {
        this(backoff, nanoTime, clock, JobObserver.NONE);
    }

    /**
     * @param backoff  for the fixed interval, while too little is known
     * @param nanoTime the clock, as {@link System#nanoTime}
     * @param clock    gives the age of a job that another process has submitted
     * @param observer is told of what is learned
     */
    DurationModels(Backoff backoff, LongSupplier nanoTime, Clock clock, JobObserver observer) {
        this.backoff = backoff;
        this.nanoTime = nanoTime;
        this.clock = clock;
        this.observer = observer;
    }

    /** The model of a kind of job, under settings that make the same plan. */
    synchronized DurationModel of(JobKind kind, JobSettings settings) {
        return kinds.computeIfAbsent(
                new Key(kind, settings.pollInterval(), settings.adaptive()),
                key -> new DurationModel(key.interval, key.bounds, nanoTime));
    }

    /** What was learned of each kind; the kinds that were used last come last. */
    List<LearnedDurations> learned() {
        Map<Key, DurationModel> all;
        synchronized (this) {
            all = new LinkedHashMap<>(kinds);
        }
        return all.entrySet().stream()
                .map(entry -> LearnedDurations.of(entry.getKey().kind(), entry.getValue().ages())).toList();
    }

    synchronized int size() {
        return kinds.size();
    }

    Backoff backoff() {
        return backoff;
    }

    long now() {
        return nanoTime.getAsLong();
    }

    JobObserver observer() {
        return observer;
    }

    Clock clock() {
        return clock;
    }
}
