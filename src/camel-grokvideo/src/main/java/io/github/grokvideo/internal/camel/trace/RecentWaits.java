package io.github.grokvideo.internal.camel.trace;

import java.util.LinkedHashMap;
import java.util.Map;

import io.opentelemetry.api.trace.SpanContext;

/**
 * Which spans the latest jobs were waited for in, so that what is done with them before they are delivered leads there.
 */
final class RecentWaits {

    private static final int MAX = 10_000;

    private final Map<String, SpanContext> waits = new LinkedHashMap<>() {

        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, SpanContext> eldest) {
            return size() > MAX;
        }
    };

    synchronized void add(String jobId, SpanContext span) {
        waits.put(jobId, span);
    }

    /** The span in which a job was waited for; {@code null} if it is not known. */
    synchronized SpanContext of(String jobId) {
        return waits.get(jobId);
    }
}
