package io.github.grokvideo.example.studio;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

/**
 * The server-sent events of {@code /api/events}: first {@code studio} with all films, then {@code film} for each
 * change, and {@code removed}. An exchange of platform-http cannot keep its response open; therefore this handler runs
 * beside Camel's routes on the same server, without blocking a thread.
 */
final class EventStream implements Handler<RoutingContext> {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST = 100;
    private static final long KEEP_ALIVE_MILLIS = 15_000;

    /** A subscriber to the events. */
    private record Subscriber(HttpServerResponse response, Context context) {

        void send(String event) {
            context.runOnContext(nothing -> {
                if (response.closed()) {
                    return;
                }
                if (response.writeQueueFull()) {
                    // a browser comes again, and is told how everything stands then
                    response.reset();
                    return;
                }
                response.write(event);
            });
        }
    }

    private final Films films;
    private final boolean emulator;
    private final BigDecimal limit;
    private final Set<Subscriber> subscribers = ConcurrentHashMap.newKeySet();

    /** @param limit the maximum cost of a request */
    EventStream(Films films, boolean emulator, BigDecimal limit, Vertx vertx) {
        this.films = films;
        this.emulator = emulator;
        this.limit = limit;
        films.listener(film -> tellAll("film", film));
        films.removalListener(id -> tellAll("removed", id));
        // also finds out who has gone without a word
        vertx.setPeriodic(KEEP_ALIVE_MILLIS, timer -> subscribers.forEach(subscriber -> subscriber.send(":\n\n")));
    }

    private void tellAll(String name, Object data) {
        String event = event(name, data);
        subscribers.forEach(subscriber -> subscriber.send(event));
    }

    @Override
    public void handle(RoutingContext request) {
        HttpServerResponse response = request.response();
        if (request.request().method() == HttpMethod.HEAD) {
            response.putHeader("Content-Type", "text/event-stream").putHeader("Cache-Control", "no-store").end();
            return;
        }
        if (subscribers.size() >= MOST) {
            response.setStatusCode(503).end();
            return;
        }
        Subscriber subscriber = new Subscriber(response, request.vertx().getOrCreateContext());
        response.setChunked(true).putHeader("Content-Type", "text/event-stream").putHeader("Cache-Control", "no-store");
        response.closeHandler(closed -> subscribers.remove(subscriber));
        films.tellAll(all -> {
            subscriber.send("retry: 2000\n" + event("studio", Map.of(
                    "emulator", emulator, "limit", limit, "extends", films.canExtend(), "cancels", films.canCancel(), "films",
                    all)));
            subscribers.add(subscriber);
        });
    }

    private static String event(String name, Object data) {
        try {
            return "event: " + name + "\ndata: " + JSON.writeValueAsString(data) + "\n\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
