package io.github.grokvideo.internal.camel.trace;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;

/**
 * A span that lasts as long as its jobs. A hundred thousand of them may wait: events are kept in a small form, and
 * become events of OpenTelemetry when the span is about to end, since nobody sees it before.
 */
class WaitingSpan {

    /** What has happened to a job. */
    abstract static class Event {

        private final long time;
        private Event previous;

        Event() {
            Instant now = Instant.now();
            time = TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
        }

        abstract String name();

        abstract Attributes attributes();
    }

    private final Span span;
    private Event last;

    WaitingSpan(Span span) {
        this.span = span;
    }

    final Span span() {
        return span;
    }

    /** Without what else the thread knows: it may be of another exchange. */
    final Context context() {
        return Context.root().with(span);
    }

    final synchronized void add(Event event) {
        event.previous = last;
        last = event;
    }

    /** Gives the span its events; it is about to end. */
    final synchronized void writeEvents() {
        Deque<Event> events = new ArrayDeque<>();
        for (Event event = last; event != null; event = event.previous) {
            events.push(event);
        }
        events.forEach(event -> span.addEvent(event.name(), event.attributes(), event.time, TimeUnit.NANOSECONDS));
        last = null;
    }
}
