package io.github.grokvideo.internal.camel.trace;

import io.github.grokvideo.internal.observation.JobOrigin;
import io.opentelemetry.api.trace.Span;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;

/**
 * Keeps the span of a producer in its exchange, since the job is continued by threads that know nothing of it.
 */
final class ExchangeTrace {

    /** The endpoint of a producer whose span has begun, or that span with its endpoint. */
    static final String PROPERTY = "CamelGrokVideoTrace";

    private ExchangeTrace() {
    }

    private static final class ProducerSpan extends WaitingSpan {

        private final Endpoint endpoint;

        ProducerSpan(Span span, Endpoint endpoint) {
            super(span);
            this.endpoint = endpoint;
        }
    }

    /** The current span is that of a producer of this exchange. */
    static void begin(Exchange exchange, Endpoint endpoint) {
        Span span = Span.current();
        if (span.getSpanContext().isValid()) {
            exchange.setProperty(PROPERTY, new ProducerSpan(span, endpoint));
        }
    }

    /**
     * The span of the producer is about to end.
     *
     * @param  cost {@code null} if it is not known
     * @return      the producer's endpoint
     */
    static Endpoint end(Exchange exchange, Double cost) {
        Object value = exchange.removeProperty(PROPERTY);
        if (value instanceof ProducerSpan producer) {
            producer.writeEvents();
            if (cost != null) {
                producer.span().setAttribute(SpanAttributes.COST, cost);
            }
            return producer.endpoint;
        }
        return (Endpoint) value;
    }

    /** The current span is that of the route that is given the result of a job. */
    static void link(Exchange exchange) {
        Span.current().addLink(TraceParent.read(SubmissionTrace.take(exchange)));
    }

    /** The span of the producer that waits; {@code null} if there is none. */
    static WaitingSpan of(JobOrigin origin) {
        return origin.property(PROPERTY) instanceof WaitingSpan producer ? producer : null;
    }
}
