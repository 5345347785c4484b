package io.github.grokvideo.internal.camel.trace;

import io.github.grokvideo.internal.observation.JobEnd;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;

/** A job that {@code grokvideo:results} waits for, before there is an exchange: has a span of its own. */
final class ResultTrace extends JobTrace {

    private final WaitingSpan wait;

    /** @param wait the span, which ends with the job */
    ResultTrace(Tracer tracer, WaitingSpan wait) {
        super(tracer, wait);
        this.wait = wait;
    }

    @Override
    public void ended(JobEnd end) {
        super.ended(end);
        wait.writeEvents();
        Span span = wait.span();
        span.setAttribute(SpanAttributes.PROVIDER, SpanAttributes.provider(end.provider()));
        fail(span, end.failure());
        span.end();
    }
}
