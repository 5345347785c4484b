package io.github.grokvideo.internal.camel.metrics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

import io.github.grokvideo.GrokVideoProvider;
import io.github.grokvideo.internal.job.JobMonitor;
import io.github.grokvideo.internal.job.limit.Circuits;
import io.micrometer.core.instrument.Meter;

/** What can be read of a component at any moment, from its start to its stop. */
final class JobGauges implements AutoCloseable {

    private static final double MILLIS = 1000;

    private final Meters meters;
    private final List<Meter> registered = new ArrayList<>();

    JobGauges(Meters meters, JobMonitor jobs) {
        this.meters = meters;
        add(Metric.ACTIVE, jobs, JobMonitor::underWay);
        add(Metric.OLDEST, jobs, monitor -> monitor.oldestAge().toMillis() / MILLIS);
        add(Metric.QUEUED, jobs, JobMonitor::waitingForRoom, "room");
        add(Metric.QUEUED, jobs, JobMonitor::waitingForRate, "submission_rate");
        add(Metric.QUEUED, jobs, JobMonitor::waitingForResponses, "responses");
        add(Metric.QUEUED, jobs, JobMonitor::waitingForStatusRate, "status_rate");
        add(Metric.UNWRITTEN, jobs, JobMonitor::unwritten);
        for (String provider : Arrays.stream(GrokVideoProvider.values()).map(Enum::name).toList()) {
            for (Circuits.State state : List.of(Circuits.State.OPEN, Circuits.State.HALF_OPEN)) {
                add(Metric.CIRCUITS, jobs, monitor -> monitor.circuits(provider, state), provider,
                        Meters.tag(state));
            }
        }
    }

    void add(BudgetReading budget) {
        String[] tags = { budget.name(), budget.currency() };
        add(Metric.BUDGET_AMOUNT, budget, BudgetReading::amount, tags);
        add(Metric.BUDGET_SPENT, budget, BudgetReading::spent, tags);
        add(Metric.BUDGET_RESERVED, budget, BudgetReading::reserved, tags);
        add(Metric.BUDGET_LEFT, budget, BudgetReading::left, tags);
    }

    private <T> void add(Metric metric, T source, ToDoubleFunction<T> value, String... tags) {
        Meter meter = meters.gauge(metric, source, value, tags);
        if (meter != null) {
            registered.add(meter);
        }
    }

    @Override
    public void close() {
        registered.forEach(meters::remove);
        registered.clear();
    }
}
