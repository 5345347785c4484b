package io.github.grokvideo.internal.camel.trace;

import java.util.Map;

import io.github.grokvideo.internal.observation.JobEnd;
import io.github.grokvideo.internal.observation.JobObservation;
import io.github.grokvideo.internal.observation.PollResult;
import io.github.grokvideo.internal.observation.SubmissionResult;
import io.github.grokvideo.model.GrokVideoException;
import io.github.grokvideo.model.JobStatus;
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
    private final WaitingSpan waiting;
    // one request follows the other
    private Span request;
    // as it may be shown
    private volatile String jobId;

    JobTrace(Tracer tracer, WaitingSpan waiting) {
        this.tracer = tracer;
        this.waiting = waiting;
    }

    @Override
    public String traceParent() {
        return TraceParent.of(waiting.context());
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
        Context parent = waiting.context();
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
        jobId = SpanAttributes.text(job.id());
        waiting.add(new Accepted(SpanAttributes.provider(provider)));
    }

    @Override
    public void movedOn(String from, String to) {
        waiting.add(new Prepared(
                "grokvideo.failover", Attributes.builder().put("grokvideo.from", SpanAttributes.provider(from))
                        .put(SpanAttributes.PROVIDER, SpanAttributes.provider(to)).build()));
    }

    @Override
    public void changed(VideoJob job, VideoJob previous) {
        if (previous == null || previous.status() != job.status()) {
            waiting.add(new Changed(job.status(), job.progress()));
        }
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
        if (end.job() != null && end.job().progress() != null) {
            attributes.put(SpanAttributes.PROGRESS, end.job().progress().doubleValue());
        }
        if (end.cost() != null) {
            attributes.put(SpanAttributes.COST, end.cost().amount().doubleValue());
            attributes.put(SpanAttributes.CURRENCY, SpanAttributes.text(end.cost().currency()));
        }
        if (end.failure() != null) {
            attributes.put(SpanAttributes.ERROR_TYPE, SpanAttributes.errorType(end.failure()));
        }
        waiting.add(new Prepared("grokvideo.ended", attributes.build()));
    }

    private final class Accepted extends WaitingSpan.Event {

        private final String provider;

        Accepted(String provider) {
            this.provider = provider;
        }

        @Override
        String name() {
            return "grokvideo.accepted";
        }

        @Override
        Attributes attributes() {
            return Attributes.builder().put(SpanAttributes.RESPONSE_ID, jobId).put(SpanAttributes.PROVIDER, provider).build();
        }
    }

    private final class Changed extends WaitingSpan.Event {

        private final JobStatus status;
        private final Number progress;

        Changed(JobStatus status, Number progress) {
            this.status = status;
            this.progress = progress;
        }

        @Override
        String name() {
            return "grokvideo.status";
        }

        @Override
        Attributes attributes() {
            AttributesBuilder attributes = Attributes.builder().put(SpanAttributes.RESPONSE_ID, jobId)
                    .put(SpanAttributes.STATUS, SpanAttributes.word(status));
            if (progress != null) {
                attributes.put(SpanAttributes.PROGRESS, progress.doubleValue());
            }
            return attributes.build();
        }
    }

    /** An event that does not have to wait long, or is rare. */
    private static final class Prepared extends WaitingSpan.Event {

        private final String name;
        private final Attributes attributes;

        Prepared(String name, Attributes attributes) {
            this.name = name;
            this.attributes = attributes;
        }

        @Override
        String name() {
            return name;
        }

        @Override
        Attributes attributes() {
            return attributes;
        }
    }
}
