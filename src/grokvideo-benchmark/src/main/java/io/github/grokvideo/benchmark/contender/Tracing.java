package io.github.grokvideo.benchmark.contender;

import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.apache.camel.CamelContext;
import org.apache.camel.opentelemetry2.OpenTelemetryTracer;

/** Camel's telemetry, by OpenTelemetry: every span is recorded, and none sent. */
final class Tracing {

    private Tracing() {
    }

    static void begin(CamelContext context) {
        SpanProcessor nowhere = new SpanProcessor() {
            @Override
            public void onStart(Context parent, ReadWriteSpan span) {
                // as it is
            }

            @Override
            public boolean isStartRequired() {
                return true;
            }

            @Override
            public void onEnd(ReadableSpan span) {
                // thrown away
            }

            @Override
            public boolean isEndRequired() {
                return true;
            }
        };
        context.getRegistry().bind("tracer", SdkTracerProvider.builder().setSampler(Sampler.alwaysOn())
                .addSpanProcessor(nowhere).build().get("benchmark"));
        context.getRegistry().bind("propagators", ContextPropagators.create(W3CTraceContextPropagator.getInstance()));
        new OpenTelemetryTracer().init(context);
    }
}
