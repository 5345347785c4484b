package io.github.grokvideo.internal.camel.trace;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import io.github.grokvideo.GrokVideoOperation;
import io.github.grokvideo.internal.observation.JobObservation;
import io.github.grokvideo.internal.observation.JobObserver;
import io.github.grokvideo.internal.observation.JobOrigin;
import io.github.grokvideo.internal.observation.RequestObservation;
import io.github.grokvideo.model.GrokVideoException;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import org.apache.camel.CamelContext;
import org.apache.camel.support.CamelContextHelper;

/** Makes the spans of requests below those of the exchanges that wait. */
final class TraceObserver implements JobObserver {

    private static final String SCOPE = "io.github.grokvideo";

    private final Tracer tracer;
    private final RecentWaits waits = new RecentWaits();

    private TraceObserver(Tracer tracer) {
        this.tracer = tracer;
    }

    /** The one of a context; {@link JobObserver#NONE} unless Camel's telemetry traces it. */
    static JobObserver of(CamelContext context) {
        if (context.hasService(org.apache.camel.telemetry.Tracer.class) == null) {
            return NONE;
        }
        return new TraceObserver(tracer(context));
    }

    // the one that camel-opentelemetry2 uses, as far as that can be said
    private static Tracer tracer(CamelContext context) {
        Tracer tracer = CamelContextHelper.findSingleByType(context, Tracer.class);
        if (tracer != null) {
            return tracer;
        }
        OpenTelemetry openTelemetry = CamelContextHelper.findSingleByType(context, OpenTelemetry.class);
        return (openTelemetry == null ? GlobalOpenTelemetry.get() : openTelemetry).getTracer(SCOPE);
    }

    @Override
    public JobObservation submitting(JobOrigin origin, String mode, String model) {
        return job(origin);
    }

    private JobObservation job(JobOrigin origin) {
        WaitingSpan producer = ExchangeTrace.of(origin);
        return producer == null ? JobObservation.NONE : new JobTrace(tracer, producer);
    }

    @Override
    public JobObservation awaiting(JobOrigin origin) {
        return isForResults(origin) ? waiting(origin) : job(origin);
    }

    private JobObservation waiting(JobOrigin origin) {
        SpanBuilder wait = tracer.spanBuilder("grokvideo wait").setNoParent()
                .setAttribute(SpanAttributes.OPERATION, origin.operation());
        wait.addLink(TraceParent.read(origin.traceParent()));
        String jobId = origin.jobId();
        if (jobId != null) {
            wait.setAttribute(SpanAttributes.RESPONSE_ID, SpanAttributes.text(jobId));
        }
        Span span = wait.startSpan();
        if (jobId != null) {
            waits.add(jobId, span.getSpanContext());
        }
        return new ResultTrace(tracer, new WaitingSpan(span));
    }

    // null if there is none
    private Context parent(JobOrigin origin, String jobId) {
        if (!isForResults(origin)) {
            WaitingSpan producer = ExchangeTrace.of(origin);
            return producer == null ? null : producer.context();
        }
        // before the exchange is handed to its route
        SpanContext wait = waits.of(jobId);
        return wait == null ? null : Context.root().with(Span.wrap(wait));
    }

    private static boolean isForResults(JobOrigin origin) {
        return GrokVideoOperation.results.name().equals(origin.operation());
    }

    @Override
    public RequestObservation requesting(JobOrigin origin, String request, String jobId) {
        Context parent = parent(origin, jobId);
        return parent == null ? RequestObservation.NONE : new RequestTrace(tracer, parent, request, jobId);
    }

    @Override
    public void downloaded(JobOrigin origin, String jobId, long bytes, GrokVideoException failure, Duration time) {
        Context parent = parent(origin, jobId);
        if (parent == null) {
            return;
        }
        Instant end = Clock.systemUTC().instant();
        Span span = tracer.spanBuilder("grokvideo download").setParent(parent).setSpanKind(SpanKind.CLIENT)
                .setStartTimestamp(end.minus(time)).setAttribute(SpanAttributes.RESPONSE_ID, SpanAttributes.text(jobId))
                .startSpan();
        if (failure == null) {
            span.setAttribute(SpanAttributes.BODY_SIZE, bytes);
        } else {
            JobTrace.fail(span, failure);
        }
        span.end(end);
    }
}
