package io.github.grokvideo.internal.camel.trace;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;

/** A span as text, as W3C has it in the header {@code traceparent}. */
final class TraceParent {

    private static final String NAME = "traceparent";
    private static final TextMapGetter<String> ONE_HEADER = new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(String value) {
            return List.of(NAME);
        }

        @Override
        public String get(String value, String key) {
            return NAME.equals(key) ? value : null;
        }
    };

    private TraceParent() {
    }

    /** The span of a context; {@code null} if it has none. */
    static String of(Context context) {
        return headers(context).get(NAME);
    }

    /** What tells a gateway of it. No baggage: it may say what is none of the gateway's business. */
    static Map<String, String> headers(Context context) {
        Map<String, String> headers = new HashMap<>();
        W3CTraceContextPropagator.getInstance().inject(context, headers, Map::put);
        return headers;
    }

    /** The span that a text names; an invalid one, which nothing is linked to, if it is {@code null} or names none. */
    static SpanContext read(String text) {
        return Span.fromContext(W3CTraceContextPropagator.getInstance().extract(Context.root(), text, ONE_HEADER))
                .getSpanContext();
    }
}
