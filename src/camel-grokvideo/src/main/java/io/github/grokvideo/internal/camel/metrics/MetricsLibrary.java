package io.github.grokvideo.internal.camel.metrics;

import java.util.function.LongSupplier;

import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out whether there is Micrometer, and a registry of it. */
public final class MetricsLibrary {

    private static final Logger LOG = LoggerFactory.getLogger(MetricsLibrary.class);
    private static final String REGISTRY = "io.micrometer.core.instrument.MeterRegistry";

    private MetricsLibrary() {
    }

    /**
     * The metrics that go to the {@code MeterRegistry} in the registry of the context; {@link ComponentMetrics#NONE} if
     * there is none, or if Micrometer is not on the class path.
     *
     * @param nanoTime the clock, as {@link System#nanoTime}
     */
    public static ComponentMetrics metrics(CamelContext context, LongSupplier nanoTime) {
        try {
            Class.forName(REGISTRY, false, MetricsLibrary.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError e) {
            LOG.debug("Micrometer is not on the class path; there are no metrics");
            return ComponentMetrics.NONE;
        }
        return MicrometerMetrics.of(context, nanoTime);
    }
}
