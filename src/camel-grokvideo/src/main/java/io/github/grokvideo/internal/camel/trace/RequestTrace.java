package io.github.grokvideo.internal.camel.trace;

import java.util.Map;

import io.github.grokvideo.internal.observation.RequestObservation;
import io.github.grokvideo.model.GrokVideoException;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;

/** A request that creates nothing: each time that it is sent is a span below the one that wants its answer. */
final class RequestTrace implements RequestObservation {

    private final Tracer tracer;
    private final Context parent;
    private final String request;
    private final String jobId;
    // one follows the other
    private Span underWay;

    /** @param jobId the job that it is about, or {@code null} */
    RequestTrace(Tracer tracer, Context parent, String request, String jobId) {
        this.tracer = tracer;
        this.parent = parent;
        this.request = request;
        this.jobId = jobId;
    }

    @Override
    public Map<String, String> sent(String provider) {
        SpanBuilder builder = tracer.spanBuilder("grokvideo request").setParent(parent).setSpanKind(SpanKind.CLIENT)
                .setAttribute(SpanAttributes.REQUEST, request)
                .setAttribute(SpanAttributes.PROVIDER, SpanAttributes.provider(provider));
        if (jobId != null) {
            builder.setAttribute(SpanAttributes.RESPONSE_ID, SpanAttributes.text(jobId));
        }
        Span span = builder.startSpan();
        synchronized (this) {
            underWay = span;
        }
        return TraceParent.headers(parent.with(span));
    }

    @Override
    public void answered(GrokVideoException failure) {
        Span span = take();
        if (span != null) {
            JobTrace.fail(span, failure);
            span.end();
        }
    }

    private synchronized Span take() {
        Span span = underWay;
        underWay = null;
        return span;
    }
}
