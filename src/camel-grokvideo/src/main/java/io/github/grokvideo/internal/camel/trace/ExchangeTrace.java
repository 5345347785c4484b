package io.github.grokvideo.internal.camel.trace;

import io.github.grokvideo.internal.observation.JobOrigin;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import org.apache.camel.Exchange;

/**
 * Keeps the span of a producer in its exchange, since the job is continued by threads that know nothing of it.
 */
final class ExchangeTrace {

    private static final String PROPERTY = "CamelGrokVideoTrace";

    private ExchangeTrace() {
    }

    /** The current span is that of a producer of this exchange. */
    static void begin(Exchange exchange) {
        Span span = Span.current();
        if (span.getSpanContext().isValid()) {
            // without what else the thread knows: it may be of another exchange
            exchange.setProperty(PROPERTY, Context.root().with(span));
        }
    }

    /** The span has all that is to be said. */
    static void end(Exchange exchange) {
        exchange.removeProperty(PROPERTY);
    }

    /** Sets a number in the span of the producer. */
    static void setAttribute(Exchange exchange, String name, double value) {
        if (exchange.getProperty(PROPERTY) instanceof Context context) {
            Span.fromContext(context).setAttribute(name, value);
        }
    }

    /** The current span is that of the route that is given the result of a job. */
    static void link(Exchange exchange) {
        Span.current().addLink(TraceParent.read(SubmissionTrace.take(exchange)));
    }

    /** The span of the producer that waits; {@code null} if there is none. */
    static Context of(JobOrigin origin) {
        return origin.property(PROPERTY) instanceof Context context ? context : null;
    }
}
