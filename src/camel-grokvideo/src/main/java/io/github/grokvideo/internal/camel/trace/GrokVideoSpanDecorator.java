package io.github.grokvideo.internal.camel.trace;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
    private static final String COMPONENT = "camel-" + SCHEME;
    private static final Map<GrokVideoOperation, String> URIS = Stream.of(GrokVideoOperation.values())
            .collect(Collectors.toUnmodifiableMap(Function.identity(), operation -> SCHEME + ":" + operation));

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
        GrokVideoOperation operation = options(endpoint).getOperation();
        span.setComponent(COMPONENT);
        span.setTag(TagConstants.URL_SCHEME, SCHEME);
        span.setTag(TagConstants.URL_PATH, operation.name());
        span.setTag(TagConstants.EXCHANGE_ID, exchange.getExchangeId());
        span.setTag("camel.uri", URIS.get(operation));
        exchange.setProperty(ExchangeTrace.PROPERTY, endpoint);
        if (!isProducer(endpoint)) {
            setRequest(span, exchange, options(endpoint));
        }
    }

    private static boolean isProducer(Endpoint endpoint) {
        return options(endpoint).getOperation() != GrokVideoOperation.results;
    }

    // of a producer at the end, since until then it may be one of many that wait
    private static void setRequest(Span span, Exchange exchange, GrokVideoConfiguration options) {
        span.setTag(SpanAttributes.OPERATION, SpanAttributes.operation(options.getOperation().name()));
        String provider = options.getProvider();
        // of several, the one that has the job is known at the end
        if (provider != null && provider.indexOf(',') < 0) {
            span.setTag(SpanAttributes.PROVIDER, SpanAttributes.provider(provider));
        }
        setTag(span, SpanAttributes.REQUEST_MODEL,
                exchange.getMessage().getHeader(GrokVideoConstants.MODEL, options.getModel(), String.class));
    }

    // called when the span is current, and before the exchange goes on
    @Override
    public SpanContextPropagationInjector getInjector(Exchange exchange) {
        if (openTelemetry && exchange.getProperty(ExchangeTrace.PROPERTY) instanceof GrokVideoEndpoint endpoint) {
            if (isProducer(endpoint)) {
                ExchangeTrace.begin(exchange, endpoint);
            } else {
                exchange.removeProperty(ExchangeTrace.PROPERTY);
                ExchangeTrace.link(exchange);
            }
        }
        return super.getInjector(exchange);
    }

    @Override
    public void afterTracingEvent(Span span, Exchange exchange) {
        Message message = exchange.getMessage();
        Double cost = message.getHeader(GrokVideoConstants.COST, Double.class);
        Endpoint producer = openTelemetry
                ? ExchangeTrace.end(exchange, cost) : (Endpoint) exchange.removeProperty(ExchangeTrace.PROPERTY);
        if (producer != null) {
            setRequest(span, exchange, options(producer));
        }
        setTag(span, SpanAttributes.RESPONSE_ID, message.getHeader(GrokVideoConstants.JOB_ID, String.class));
        setTag(span, SpanAttributes.RESPONSE_MODEL, message.getHeader(GrokVideoConstants.EXECUTED_MODEL, String.class));
        String provider = message.getHeader(GrokVideoConstants.PROVIDER, String.class);
        if (provider != null) {
            span.setTag(SpanAttributes.PROVIDER, SpanAttributes.provider(provider));
        }
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
    }

    private static void setTag(Span span, String name, String untrusted) {
        if (untrusted != null) {
            span.setTag(name, SpanAttributes.text(untrusted));
        }
    }
}
