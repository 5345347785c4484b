package io.github.grokvideo.internal.camel.trace;

import io.github.grokvideo.internal.observation.JobEnd;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;

/** A job that {@code grokvideo:results} waits for, before there is an exchange: has a span of its own. */
final class ResultTrace extends JobTrace {

    /** @param wait the span, which ends with the job */
    ResultTrace(Tracer tracer, Context wait) {
        super(tracer, wait);
    }

    @Override
    public void ended(JobEnd end) {
        super.ended(end);
        span().setAttribute(SpanAttributes.PROVIDER, SpanAttributes.provider(end.provider()));
        fail(span(), end.failure());
        span().end();
    }
}
