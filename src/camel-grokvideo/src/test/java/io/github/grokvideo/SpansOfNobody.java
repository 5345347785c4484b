package io.github.grokvideo;

import java.util.Map;

import org.apache.camel.telemetry.Span;
import org.apache.camel.telemetry.SpanContextPropagationExtractor;
import org.apache.camel.telemetry.SpanContextPropagationInjector;
import org.apache.camel.telemetry.SpanLifecycleManager;

/** Spans that nobody looks at. */
final class SpansOfNobody implements SpanLifecycleManager {

    @Override
    public Span create(String spanName, Span parent, SpanContextPropagationExtractor extractor) {
        return new Span() {
            @Override
            public void log(Map<String, String> fields) {
                // nobody looks
            }

            @Override
            public void setTag(String key, String value) {
                // nobody looks
            }

            @Override
            public void setComponent(String component) {
                // nobody looks
            }

            @Override
            public void setError(boolean isError) {
                // nobody looks
            }
        };
    }

    @Override
    public void activate(Span span) {
        // nobody looks
    }

    @Override
    public void deactivate(Span span) {
        // nobody looks
    }

    @Override
    public void close(Span span) {
        // nobody looks
    }

    @Override
    public void inject(Span span, SpanContextPropagationInjector injector, boolean includeTracing) {
        // nobody looks
    }
}
