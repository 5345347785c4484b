package io.github.grokvideo.internal.camel.trace;

import io.github.grokvideo.GrokVideoComponent;
import io.github.grokvideo.GrokVideoConfiguration;
import io.github.grokvideo.GrokVideoConstants;
import io.github.grokvideo.GrokVideoEndpoint;
import io.github.grokvideo.GrokVideoOperation;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.telemetry.Span;
import org.apache.camel.telemetry.SpanContextPropagationInjector;
import org.apache.camel.telemetry.TagConstants;
import org.apache.camel.telemetry.decorators.AbstractSpanDecorator;

/**
 * Says in the spans of exchanges what is generated, where, and for what money. Found by Camel's telemetry. Of the
 * endpoint it shows the operation only: its options may contain a prompt.
 */
public final class GrokVideoSpanDecorator extends AbstractSpanDecorator {

    private static final String SCHEME = "grokvideo";
    /** The endpoint of the span that is about to become current. */
    private static final String BEGINNING = "CamelGrokVideoSpan";

    private final boolean openTelemetry = TraceLibrary.isThereOpenTelemetry();

    @Override
    public String getComponent() {
        return SCHEME;
    }

    @Override
    public String getComponentClassName() {
        return GrokVideoComponent.class.getName();
    }

    @Override
    public String getOperationName(Exchange exchange, Endpoint endpoint) {
        GrokVideoConfiguration options = options(endpoint);
        String operation = SpanAttributes.operation(options.getOperation().name());
        if (operation.equals(options.getOperation().name())) {
            return SCHEME + " " + operation;
        }
        // the conventions' name; not with the model of a message, which may be anything
        return options.getModel() == null ? operation : operation + " " + SpanAttributes.text(options.getModel());
    }

    private static GrokVideoConfiguration options(Endpoint endpoint) {
        return ((GrokVideoEndpoint) endpoint).getConfiguration();
    }

    @Override
    public void beforeTracingEvent(Span span, Exchange exchange, Endpoint endpoint) {
        GrokVideoConfiguration options = options(endpoint);
        String operation = options.getOperation().name();
        span.setComponent("camel-" + SCHEME);
        span.setTag(TagConstants.URL_SCHEME, SCHEME);
        span.setTag(TagConstants.URL_PATH, operation);
        span.setTag(TagConstants.EXCHANGE_ID, exchange.getExchangeId());
        span.setTag("camel.uri", SCHEME + ":" + operation);
        span.setTag(SpanAttributes.OPERATION, SpanAttributes.operation(operation));
        String provider = options.getProvider();
        // of several, the one that has the job is known at the end
        if (provider != null && provider.indexOf(',') < 0) {
            span.setTag(SpanAttributes.PROVIDER, SpanAttributes.provider(provider));
        }
        String model = exchange.getIn().getHeader(GrokVideoConstants.MODEL, options.getModel(), String.class);
        if (model != null) {
            span.setTag(SpanAttributes.REQUEST_MODEL, SpanAttributes.text(model));
        }
        exchange.setProperty(BEGINNING, endpoint);
    }

    // called when the span is current, and before the exchange goes on
    @Override
    public SpanContextPropagationInjector getInjector(Exchange exchange) {
        if (openTelemetry && exchange.removeProperty(BEGINNING) instanceof GrokVideoEndpoint endpoint) {
            if (endpoint.getConfiguration().getOperation() == GrokVideoOperation.results) {
                ExchangeTrace.link(exchange);
            } else {
                ExchangeTrace.begin(exchange);
            }
        }
        return super.getInjector(exchange);
    }

    @Override
    public void afterTracingEvent(Span span, Exchange exchange) {
        Message message = exchange.getMessage();
        setTag(span, SpanAttributes.RESPONSE_ID, message.getHeader(GrokVideoConstants.JOB_ID, String.class));
        setTag(span, SpanAttributes.RESPONSE_MODEL, message.getHeader(GrokVideoConstants.EXECUTED_MODEL, String.class));
        String provider = message.getHeader(GrokVideoConstants.PROVIDER, String.class);
        if (provider != null) {
            span.setTag(SpanAttributes.PROVIDER, SpanAttributes.provider(provider));
        }
        Double cost = message.getHeader(GrokVideoConstants.COST, Double.class);
        if (cost != null) {
            setTag(span, SpanAttributes.CURRENCY, message.getHeader(GrokVideoConstants.COST_CURRENCY, String.class));
        }
        if (exchange.getException() != null) {
            span.setTag(SpanAttributes.ERROR_TYPE, SpanAttributes.errorType(exchange.getException()));
        }
        if (exchange.isFailed()) {
            // without the message, in which a gateway may quote the prompt
            span.setError(true);
        }
        if (openTelemetry) {
            if (cost != null) {
                ExchangeTrace.setAttribute(exchange, SpanAttributes.COST, cost);
            }
            ExchangeTrace.end(exchange);
        }
    }

    private static void setTag(Span span, String name, String untrusted) {
        if (untrusted != null) {
            span.setTag(name, SpanAttributes.text(untrusted));
        }
    }
}
