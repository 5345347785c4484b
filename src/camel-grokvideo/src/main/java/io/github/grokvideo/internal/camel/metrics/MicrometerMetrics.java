package io.github.grokvideo.internal.camel.metrics;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;

import io.github.grokvideo.GrokVideoProvider;
import io.github.grokvideo.internal.job.VideoJobs;
import io.github.grokvideo.internal.observation.JobObserver;
import io.github.grokvideo.store.Budget;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import org.apache.camel.CamelContext;

/** The metrics of a component in a registry of Micrometer. */
final class MicrometerMetrics implements ComponentMetrics {

    /** Under which name camel-micrometer has its registry. */
    private static final String NAME = "metricsRegistry";

    private final Meters meters;
    private final ModelNames models = new ModelNames();
    private final MicrometerObserver observer;
    private final LongSupplier nanoTime;
    private JobGauges gauges;

    private MicrometerMetrics(Meters meters, LongSupplier nanoTime) {
        this.meters = meters;
        this.nanoTime = nanoTime;
        this.observer = new MicrometerObserver(meters, models);
    }

    static ComponentMetrics of(CamelContext context, LongSupplier nanoTime) {
        MeterRegistry registry = registry(context.getRegistry().findByTypeWithName(MeterRegistry.class));
        return registry == null ? NONE : new MicrometerMetrics(new Meters(registry, context.getName()), nanoTime);
    }

    // a composite has the others as its parts: each of them would count twice
    private static MeterRegistry registry(Map<String, MeterRegistry> found) {
        MeterRegistry named = found.get(NAME);
        if (named != null || found.isEmpty()) {
            return named;
        }
        Map<String, MeterRegistry> sorted = new TreeMap<>(found);
        return sorted.values().stream().filter(CompositeMeterRegistry.class::isInstance).findFirst()
                .orElseGet(() -> sorted.size() == 1
                        ? sorted.values().iterator().next() : new CompositeMeterRegistry(Clock.SYSTEM, sorted.values()));
    }

    @Override
    public JobObserver observer() {
        return observer;
    }

    @Override
    public void started(VideoJobs jobs, Iterable<Budget> budgets) {
        gauges = new JobGauges(meters, jobs.monitor());
        for (GrokVideoProvider provider : GrokVideoProvider.values()) {
            // an alert on an increase does not see the first one of a counter that was not there
            meters.count(Metric.UNKNOWN, 0, provider.name(), "true");
            meters.count(Metric.UNKNOWN, 0, provider.name(), "false");
        }
        for (Budget budget : budgets) {
            gauges.add(new BudgetReading(budget, jobs::budgetStates, nanoTime));
        }
    }

    @Override
    public void configured(String model) {
        models.configured(model);
    }

    @Override
    public void stopped() {
        if (gauges != null) {
            gauges.close();
            gauges = null;
        }
    }
}
