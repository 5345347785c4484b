package io.github.grokvideo;

import java.io.IOException;
import java.util.Set;

import io.github.grokvideo.emulator.GrokVideoEmulatorExtension;
import io.github.grokvideo.internal.camel.metrics.Metric;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/** Metrics go to the registry that the application has; without Micrometer, nothing of it is loaded. */
class MetricsLibraryTest {

    private static final String WITH = "generated with Micrometer";
    private static final String WITHOUT = "generated without it";

    @RegisterExtension
    static final GrokVideoEmulatorExtension gateway = new GrokVideoEmulatorExtension();

    /** Generates a video at a gateway, and says whether there is Micrometer. */
    static final class Application {

        private Application() {
        }

        public static void main(String[] args) throws Exception {
            try (CamelContext context = new DefaultCamelContext()) {
                generate(context, args[0], args[1]);
            }
            System.out.println(OtherJvm.isThere("io.micrometer.core.instrument.MeterRegistry") ? WITH : WITHOUT);
        }

        static void generate(CamelContext context, String baseUrl, String apiKey) throws Exception {
            GrokVideoComponent component = context.getComponent("grokvideo", GrokVideoComponent.class);
            component.setAllowLoopback(true);
            component.getConfiguration().setApiKey(apiKey);
            component.getConfiguration().setBaseUrl(baseUrl);
            component.getConfiguration().setPollInterval(20);
            context.start();
            Exchange result = context.createProducerTemplate().send(
                    "grokvideo:generate?duration=1", exchange -> exchange.getMessage().setBody("A cat"));
            if (result.getException() != null) {
                throw result.getException();
            }
        }
    }

    @Test
    void withoutMicrometerEverythingWorks() throws Exception {
        assertThat(outputOf(new OtherJvm(Application.class))).contains(WITH);
        assertThat(outputOf(new OtherJvm(Application.class).without("micrometer-"))).contains(WITHOUT);
    }

    private static String outputOf(OtherJvm jvm) throws IOException, InterruptedException {
        return jvm.run(gateway.emulator().baseUrl(), gateway.emulator().apiKey());
    }

    @Test
    void ofACompositeAndItsPartsTheCompositeIsUsed() throws Exception {
        SimpleMeterRegistry part = new SimpleMeterRegistry();
        CompositeMeterRegistry composite = new CompositeMeterRegistry();
        composite.add(part);
        assertThat(jobsCountedBy(part, composite, part)).isEqualTo(1);
    }

    @Test
    void ofSeveralEachIsUsed() throws Exception {
        SimpleMeterRegistry one = new SimpleMeterRegistry();
        SimpleMeterRegistry other = new SimpleMeterRegistry();
        assertThat(jobsCountedBy(one, one, other)).isEqualTo(1);
        assertThat(other.get(Metric.JOBS.id()).timer().count()).isEqualTo(1);
    }

    private long jobsCountedBy(MeterRegistry asked, MeterRegistry... bound) throws Exception {
        try (CamelContext context = new DefaultCamelContext()) {
            for (int i = 0; i < bound.length; i++) {
                context.getRegistry().bind("registry" + i, bound[i]);
            }
            Application.generate(context, gateway.emulator().baseUrl(), gateway.emulator().apiKey());
        }
        return asked.get(Metric.JOBS.id()).timer().count();
    }

    @Test
    void theRegistryOfCamelMainIsFound() throws Exception {
        Main main = new Main();
        main.addInitialProperty("camel.metrics.enabled", "true");
        main.addInitialProperty("camel.main.routes-include-pattern", "false");
        main.start();
        try {
            Application.generate(main.getCamelContext(), gateway.emulator().baseUrl(), gateway.emulator().apiKey());
            Set<MeterRegistry> registries = main.getCamelContext().getRegistry().findByType(MeterRegistry.class);
            assertThat(registries).isNotEmpty()
                    .allSatisfy(registry -> assertThat(registry.get(Metric.JOBS.id()).timer().count()).isEqualTo(1));
        } finally {
            main.stop();
        }
    }
}
