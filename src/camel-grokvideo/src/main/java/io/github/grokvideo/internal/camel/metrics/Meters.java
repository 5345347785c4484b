package io.github.grokvideo.internal.camel.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The meters of a registry by {@link Metric} and values of its tags, which are given in the order of its tags. A
 * registry that refuses a meter costs that meter, and nothing else.
 */
final class Meters {

    private static final Logger LOG = LoggerFactory.getLogger(Meters.class);

    private record Key(Metric metric, List<String> values) {
    }

    private final MeterRegistry registry;
    private final Tag context;
    private final Map<Key, Meter> known = new ConcurrentHashMap<>();
    private final AtomicBoolean refused = new AtomicBoolean();

    /** @param context the name of the Camel context */
    Meters(MeterRegistry registry, String context) {
        this.registry = registry;
        this.context = Tag.of(Metric.CONTEXT, context);
    }

    /** The value of a tag. */
    static String tag(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    void record(Metric metric, long nanos, String... values) {
        Timer timer = (Timer) meter(metric, values, tags -> Timer.builder(metric.id()).description(metric.description())
                .tags(tags).register(registry));
        attempt(metric, timer, () -> timer.record(Math.max(0, nanos), TimeUnit.NANOSECONDS));
    }

    void count(Metric metric, double amount, String... values) {
        Counter counter = (Counter) meter(metric, values, tags -> Counter.builder(metric.id())
                .description(metric.description()).baseUnit(metric.unit()).tags(tags).register(registry));
        attempt(metric, counter, () -> counter.increment(amount));
    }

    void summarize(Metric metric, double amount, String... values) {
        DistributionSummary summary = (DistributionSummary) meter(metric, values,
                tags -> DistributionSummary.builder(metric.id()).description(metric.description()).baseUnit(metric.unit())
                        .tags(tags).register(registry));
        attempt(metric, summary, () -> summary.record(amount));
    }

    /**
     * A value that is read when somebody asks for it.
     *
     * @return {@code null} if there is none of these tags besides one of another component
     */
    <T> Meter gauge(Metric metric, T source, ToDoubleFunction<T> value, String... values) {
        Tags tags = tags(metric, values);
        return attempt(metric, () -> registry.find(metric.id()).tags(tags).meter() != null
                ? null
                : Gauge.builder(metric.id(), source, value).description(metric.description()).baseUnit(metric.unit())
                        .tags(tags).strongReference(true).register(registry));
    }

    void remove(Meter meter) {
        registry.remove(meter);
    }

    /** Makes the meter of some tags. */
    private interface Factory {
        Meter register(Tags tags);
    }

    private Meter meter(Metric metric, String[] values, Factory factory) {
        Key key = new Key(metric, List.of(values));
        Meter meter = known.get(key);
        if (meter == null) {
            meter = attempt(metric, () -> factory.register(tags(metric, values)));
            if (meter != null) {
                known.put(key, meter);
            }
        }
        return meter;
    }

    private Tags tags(Metric metric, String[] values) {
        if (values.length != metric.tags().size()) {
            throw new IllegalArgumentException(metric + " has the tags " + metric.tags() + ", not " + values.length);
        }
        List<Tag> tags = new ArrayList<>();
        tags.add(context);
        for (int i = 0; i < values.length; i++) {
            tags.add(Tag.of(metric.tags().get(i), values[i]));
        }
        return Tags.of(tags);
    }

    private void attempt(Metric metric, Meter meter, Runnable step) {
        if (meter != null) {
            attempt(metric, () -> {
                step.run();
                return meter;
            });
        }
    }

    // a registry that refuses one, such as of a name that has other tags already, must not end a job
    private Meter attempt(Metric metric, Supplier<Meter> step) {
        try {
            return step.get();
        } catch (RuntimeException e) {
            if (refused.compareAndSet(false, true)) {
                LOG.warn("The metric {} cannot be recorded, and perhaps others; this is logged once: {}", metric.id(),
                        e.toString());
            }
            return null;
        }
    }
}
