package io.github.grokvideo.internal.camel.trace;

import io.github.grokvideo.internal.observation.JobObserver;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out whether there is OpenTelemetry, and a tracer of Camel that uses it. */
public final class TraceLibrary {

    private static final Logger LOG = LoggerFactory.getLogger(TraceLibrary.class);
    private static final String TELEMETRY = "org.apache.camel.telemetry.Tracer";
    private static final String API = "io.opentelemetry.api.trace.Span";

    private TraceLibrary() {
    }

    /** Tells the traces of a context what happens; {@link JobObserver#NONE} if it is not traced. */
    public static JobObserver observer(CamelContext context) {
        if (!isThere(TELEMETRY) || !isThere(API)) {
            LOG.debug("camel-telemetry or OpenTelemetry is not on the class path; there are no traces of jobs");
            return JobObserver.NONE;
        }
        return TraceObserver.of(context);
    }

    /** Whether there is OpenTelemetry: Camel's telemetry also works with other libraries. */
    static boolean isThereOpenTelemetry() {
        return isThere(API);
    }

    private static boolean isThere(String type) {
        try {
            Class.forName(type, false, TraceLibrary.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }
}
