package io.github.grokvideo.internal.camel.trace;

import java.util.Map;

import io.github.grokvideo.internal.observation.JobEnd;
import io.github.grokvideo.internal.observation.JobObservation;
import io.github.grokvideo.internal.observation.PollResult;
import io.github.grokvideo.internal.observation.SubmissionResult;
import io.github.grokvideo.model.GrokVideoException;
import io.github.grokvideo.model.VideoJob;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;

/** One job: its changes are events of the span that waits for it, its requests are spans below that one. */
class JobTrace implements JobObservation {

    private final Tracer tracer;
    private final Context parent;
    // one request follows the other
    private Span request;

    JobTrace(Tracer tracer, Context parent) {
        this.tracer = tracer;
        this.parent = parent;
    }

    final Span span() {
        return Span.fromContext(parent);
    }

    @Override
    public String traceParent() {
        return TraceParent.of(parent);
    }

    @Override
    public Map<String, String> submissionSent(String provider) {
        return sent("grokvideo submission", provider);
    }

    @Override
    public Map<String, String> pollSent(String provider) {
        return sent("grokvideo poll", provider);
    }

    private Map<String, String> sent(String name, String provider) {
        Span span = tracer.spanBuilder(name).setParent(parent).setSpanKind(SpanKind.CLIENT)
                .setAttribute(SpanAttributes.PROVIDER, SpanAttributes.provider(provider)).startSpan();
        synchronized (this) {
            request = span;
        }
        return TraceParent.headers(parent.with(span));
    }

    @Override
    public void submissionAnswered(String provider, SubmissionResult result, GrokVideoException failure, long time) {
        answered(result, failure);
    }

    @Override
    public void pollAnswered(String provider, PollResult result, GrokVideoException failure, long time) {
        answered(result, failure);
    }

    private void answered(Enum<?> result, GrokVideoException failure) {
        Span span = take();
        if (span != null) {
            span.setAttribute(SpanAttributes.RESULT, SpanAttributes.word(result));
            fail(span, failure);
            span.end();
        }
    }

    private synchronized Span take() {
        Span span = request;
        request = null;
        return span;
    }

    /** Says that something failed; without the message, in which a gateway may quote the prompt. */
    static void fail(Span span, GrokVideoException failure) {
        if (failure != null) {
            span.setStatus(StatusCode.ERROR);
            span.setAttribute(SpanAttributes.ERROR_TYPE, SpanAttributes.errorType(failure));
            if (failure.getHttpStatus() != null) {
                span.setAttribute(SpanAttributes.HTTP_STATUS, failure.getHttpStatus());
            }
        }
    }

    @Override
    public void accepted(String provider, VideoJob job) {
        span().addEvent("grokvideo.accepted", Attributes.builder()
                .put(SpanAttributes.RESPONSE_ID, SpanAttributes.text(job.id()))
                .put(SpanAttributes.PROVIDER, SpanAttributes.provider(provider)).build());
    }

    @Override
    public void movedOn(String from, String to) {
        span().addEvent("grokvideo.failover", Attributes.builder().put("grokvideo.from", SpanAttributes.provider(from))
                .put(SpanAttributes.PROVIDER, SpanAttributes.provider(to)).build());
    }

    @Override
    public void changed(VideoJob job, VideoJob previous) {
        AttributesBuilder attributes = Attributes.builder().put(SpanAttributes.RESPONSE_ID, SpanAttributes.text(job.id()))
                .put(SpanAttributes.STATUS, SpanAttributes.word(job.status()));
        if (job.progress() != null) {
            attributes.put(SpanAttributes.PROGRESS, job.progress().doubleValue());
        }
        span().addEvent("grokvideo.status", attributes.build());
    }

    @Override
    public void ended(JobEnd end) {
        Span unanswered = take();
        if (unanswered != null) {
            unanswered.end();
        }
        AttributesBuilder attributes = Attributes.builder().put(SpanAttributes.OUTCOME, SpanAttributes.word(end.outcome()))
                .put(SpanAttributes.POLLS, end.polls());
        if (end.jobId() != null) {
            attributes.put(SpanAttributes.RESPONSE_ID, SpanAttributes.text(end.jobId()));
        }
        if (end.cost() != null) {
            attributes.put(SpanAttributes.COST, end.cost().amount().doubleValue());
            attributes.put(SpanAttributes.CURRENCY, SpanAttributes.text(end.cost().currency()));
        }
        if (end.failure() != null) {
            attributes.put(SpanAttributes.ERROR_TYPE, SpanAttributes.errorType(end.failure()));
        }
        span().addEvent("grokvideo.ended", attributes.build());
    }
}
