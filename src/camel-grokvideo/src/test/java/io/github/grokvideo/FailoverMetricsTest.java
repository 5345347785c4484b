package io.github.grokvideo;

import java.time.Duration;

import io.github.grokvideo.emulator.Fault;
import io.github.grokvideo.emulator.Operation;
import io.github.grokvideo.internal.camel.metrics.Metric;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What Micrometer is told where an endpoint has two providers. */
class FailoverMetricsTest extends TwoProvidersTestSupport {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @Override
    void configure(CamelContext context, GrokVideoComponent component) {
        context.getRegistry().bind("meters", registry);
    }

    private void generate() {
        assertThat(template.send("grokvideo:generate", exchange -> exchange.getMessage().setBody("A cat")).getException())
                .isNull();
    }

    private double failovers(String from, String to) {
        return registry.get(Metric.FAILOVERS.id()).tags("from", from, "to", to).counter().count();
    }

    private double circuits(String provider, String state) {
        return registry.get(Metric.CIRCUITS.id()).tags("provider", provider, "state", state).gauge().value();
    }

    @Test
    void aJobThatGoesOnIsCountedAndTheAccountThatIsDownIsShown() {
        generate();
        assertThat(registry.find(Metric.FAILOVERS.id()).counters()).isEmpty();
        assertThat(circuits("lumenfall", "open")).isZero();

        lumenfall.faults().next(Operation.CREATE, Fault.status(402).code("INSUFFICIENT_BALANCE"));
        generate();
        assertThat(failovers("lumenfall", "xai")).isEqualTo(1);
        assertThat(circuits("lumenfall", "open")).isEqualTo(1);
        assertThat(circuits("lumenfall", "half_open")).isZero();
        assertThat(circuits("xai", "open")).isZero();
        assertThat(registry.get(Metric.SUBMISSIONS.id()).tags("provider", "lumenfall", "outcome", "refused").timer().count())
                .isEqualTo(1);
        assertThat(registry.get(Metric.JOBS.id()).tags("provider", "xai", "outcome", "completed").timer().count())
                .isEqualTo(1);

        // not asked first
        generate();
        assertThat(failovers("lumenfall", "xai")).isEqualTo(2);
    }

    @Test
    void anAccountThatIsTriedAgainIsShownUntilItHasAnswered() {
        lumenfall.faults().next(Operation.CREATE, Fault.status(402).code("INSUFFICIENT_BALANCE"));
        generate();
        later.addAndGet(Duration.ofMinutes(10).toNanos());
        assertThat(circuits("lumenfall", "half_open")).isEqualTo(1);
        assertThat(circuits("lumenfall", "open")).isZero();
        generate();
        assertThat(circuits("lumenfall", "half_open")).isZero();
        assertThat(failovers("lumenfall", "xai")).isEqualTo(1);
    }
}
