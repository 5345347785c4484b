package io.github.grokvideo.internal.camel.trace;

import java.util.LinkedHashMap;
import java.util.Map;

import io.opentelemetry.api.trace.SpanContext;
import org.apache.camel.CamelContext;

/**
 * Which spans the latest jobs of a Camel context were submitted and waited for in, so that what comes later, in another
 * trace, leads there. Bounded.
 */
final class RecentSpans {

    private static final int MAX = 10_000;

    private final Map<String, SpanContext> submissions = new Bounded();
    private final Map<String, SpanContext> waits = new Bounded();

    private static final class Bounded extends LinkedHashMap<String, SpanContext> {

        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, SpanContext> eldest) {
            return size() > MAX;
        }
    }

    /** Those of a context, whose components share them; {@code null} if none of its components has any. */
    static RecentSpans of(CamelContext context) {
        return context.getCamelContextExtension().getContextPlugin(RecentSpans.class);
    }

    synchronized void submitted(String jobId, SpanContext span) {
        submissions.put(jobId, span);
    }

    synchronized void waitedFor(String jobId, SpanContext span) {
        waits.put(jobId, span);
    }

    /** The span in which a job was submitted; {@code null} if it is not known. */
    synchronized SpanContext submission(String jobId) {
        return submissions.get(jobId);
    }

    /** The span in which a job was waited for; {@code null} if it is not known. */
    synchronized SpanContext wait(String jobId) {
        return waits.get(jobId);
    }
}
