package io.github.grokvideo;

import java.io.IOException;
import java.util.List;

import io.github.grokvideo.emulator.GrokVideoEmulatorExtension;
import io.github.grokvideo.internal.camel.trace.TraceLibrary;
import io.github.grokvideo.internal.observation.JobObserver;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.telemetry.Tracer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/** Without OpenTelemetry, or without Camel's telemetry, nothing of it is loaded; with both, only if they are used. */
@Tag("slow")
class TraceLibraryTest {

    private static final String TELEMETRY = "org.apache.camel.telemetry.Tracer";
    private static final String API = "io.opentelemetry.api.trace.Span";

    @RegisterExtension
    static final GrokVideoEmulatorExtension gateway = new GrokVideoEmulatorExtension();

    /** Generates a video at a gateway, and names the libraries that there are. */
    static final class Application {

        private Application() {
        }

        public static void main(String[] args) throws Exception {
            try (CamelContext context = new DefaultCamelContext()) {
                if (OtherJvm.isThere(TELEMETRY)) {
                    Tracing.start(context);
                }
                MetricsLibraryTest.Application.generate(context, args[0], args[1]);
            }
            System.out.println("generated with " + List.of(TELEMETRY, API).stream().filter(OtherJvm::isThere).toList());
        }
    }

    /** Traces with another library than OpenTelemetry. */
    static final class Tracing extends Tracer {

        static void start(CamelContext context) {
            new Tracing().init(context);
        }

        @Override
        protected void initTracer() {
            setSpanLifecycleManager(new SpansOfNobody());
        }
    }

    @Test
    void withoutTheLibrariesEverythingWorks() throws Exception {
        assertThat(outputWithout()).contains("generated with [" + TELEMETRY + ", " + API + "]");
        assertThat(outputWithout("opentelemetry-")).contains("generated with [" + TELEMETRY + "]");
        assertThat(outputWithout("camel-telemetry-", "camel-opentelemetry2-")).contains("generated with [" + API + "]");
        assertThat(outputWithout("opentelemetry-", "camel-telemetry-", "camel-opentelemetry2-")).contains("generated with []");
    }

    private static String outputWithout(String... jars) throws IOException, InterruptedException {
        return new OtherJvm(Application.class).without(jars).run(gateway.emulator().baseUrl(), gateway.emulator().apiKey());
    }

    @Test
    void whereNothingIsTracedNothingIsKept() throws Exception {
        try (CamelContext context = new DefaultCamelContext()) {
            assertThat(TraceLibrary.observer(context)).isSameAs(JobObserver.NONE);
            Tracing.start(context);
            assertThat(TraceLibrary.observer(context)).isNotSameAs(JobObserver.NONE);
        }
    }
}
