package io.github.grokvideo.emulator;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Both APIs and {@code /admin}: what comes before and after every operation, the faults above all. */
final class ApiServer {

    private static final Logger LOG = LoggerFactory.getLogger(ApiServer.class);
    private static final String BODY = "body";
    private static final String FAULT = "fault";
    static final String JSON = "application/json";

    private final GatewayEmulator emulator;
    private final Settings settings;
    private final Router router;
    private final BrowserGuard guard;
    private final LumenfallApi lumenfall;
    private final XaiApi xai;

    ApiServer(GatewayEmulator emulator, Settings settings, Vertx vertx) {
        this.emulator = emulator;
        this.settings = settings;
        this.router = Router.router(vertx);
        this.guard = new BrowserGuard(settings.hosts);
        this.lumenfall = new LumenfallApi(emulator, settings);
        this.xai = new XaiApi(emulator, settings);
        router.route().handler(this::readBody);
        new AdminApi(emulator).mount(router);
        router.route().handler(this::meetFault);
        lumenfall.mount(router);
        xai.mount(router);
        router.route().handler(context -> {
            throw ApiError.notFound(
                    "Nothing is served at " + context.request().method() + " " + context.request().path() + ".");
        });
        router.route().failureHandler(this::fail);
    }

    void handle(HttpServerRequest request) {
        // the key is no secret, and /admin needs none: pages of others leave no trace
        guard.refusal(request).ifPresentOrElse(reason -> {
            ApiError error = new ApiError(403, "FORBIDDEN", "invalid_request_error", reason);
            request.response().setStatusCode(error.status()).putHeader("Content-Type", JSON)
                    .end(Buffer.buffer(Json.write(error.toJson(Api.ofPath(request.path())))));
        }, () -> router.handle(request));
    }

    // what comes before every operation

    private void readBody(RoutingContext context) {
        HttpServerRequest request = context.request();
        Buffer body = Buffer.buffer();
        boolean[] tooLarge = new boolean[1];
        request.handler(chunk -> {
            if (tooLarge[0]) {
                return;
            }
            if (body.length() + chunk.length() > settings.maxBodyBytes) {
                tooLarge[0] = true;
                context.fail(new ApiError(
                        413, "INVALID_REQUEST", "invalid_request_error",
                        "The body is larger than " + settings.maxBodyBytes + " bytes."));
            } else {
                body.appendBuffer(chunk);
            }
        });
        request.endHandler(end -> {
            if (!tooLarge[0]) {
                context.put(BODY, body.getBytes());
                context.next();
            }
        });
    }

    private void meetFault(RoutingContext context) {
        HttpServerRequest request = context.request();
        Api api = Api.ofPath(request.path());
        Operation operation = api == Api.XAI ? XaiApi.operationOf(request) : lumenfall.operationOf(request);
        emulator.requests().add(record(request, api, operation, body(context), settings));
        Fault fault = emulator.faults().take(operation);
        context.put(FAULT, fault);
        fault.whenDue(context.vertx(), () -> applyBefore(context, fault));
    }

    static RecordedRequest record(
            HttpServerRequest request, Api api, Operation operation, byte[] body, Settings settings) {
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        request.headers().forEach(
                header -> headers.computeIfAbsent(header.getKey(), any -> new ArrayList<>()).add(header.getValue()));
        return new RecordedRequest(
                api, operation, request.method().name(), request.path(), request.query(), headers, body,
                settings.clock.instant());
    }

    private void applyBefore(RoutingContext context, Fault fault) {
        HttpServerRequest request = context.request();
        switch (fault.kind()) {
            case DROP_BEFORE -> Connections.hangUp(request);
            case STATUS -> sendStatus(context, fault);
            case REDIRECT -> {
                request.response().setStatusCode(request.method().name().equals("GET") ? 302 : 307)
                        .putHeader("Location", fault.text());
                putHeaders(request.response(), fault);
                request.response().end();
            }
            default -> context.next();
        }
    }

    private void sendStatus(RoutingContext context, Fault fault) {
        HttpServerResponse response = context.response().setStatusCode(fault.status());
        response.putHeader("Content-Type", JSON);
        putHeaders(response, fault);
        if (fault.body() != null) {
            response.end(fault.body());
            return;
        }
        Api api = Api.ofPath(context.request().path());
        ObjectNode envelope = ApiError.forStatus(fault.status()).toJson(api);
        ObjectNode error = api == Api.XAI ? envelope : (ObjectNode) envelope.get("error");
        if (fault.code() != null) {
            error.put("code", fault.code());
        }
        if (fault.type() != null && api != Api.XAI) {
            error.put("type", fault.type());
        }
        if (fault.message() != null) {
            error.put(api == Api.XAI ? "error" : "message", fault.message());
        }
        response.end(Buffer.buffer(Json.write(envelope)));
    }

    private static void putHeaders(HttpServerResponse response, Fault fault) {
        fault.headers().forEach(response::putHeader);
    }

    // answers

    static byte[] body(RoutingContext context) {
        return context.get(BODY);
    }

    static Fault fault(RoutingContext context) {
        return context.get(FAULT);
    }

    /** In a time that does not depend on where they differ. */
    static boolean isEqual(String secret, String given) {
        return given != null && MessageDigest.isEqual(
                secret.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }

    /** Answers as the request's fault wants it; without a body if there is no JSON. */
    static void send(RoutingContext context, int status, ObjectNode json) {
        HttpServerRequest request = context.request();
        HttpServerResponse response = context.response().setStatusCode(status);
        Fault fault = Optional.<Fault> ofNullable(context.get(FAULT)).orElseGet(Fault::none);
        if (fault.is(Fault.Kind.DROP_AFTER)) {
            Connections.hangUp(request);
            return;
        }
        if (json == null) {
            putHeaders(response, fault);
            response.end();
            return;
        }
        response.putHeader("Content-Type", JSON);
        putHeaders(response, fault);
        if (fault.is(Fault.Kind.UNKNOWN_STATUS) && json.has("status")) {
            json.put("status", fault.text());
        }
        if (fault.is(Fault.Kind.OVERSIZED_BODY)) {
            json.put("padding", "x".repeat(Math.toIntExact(fault.bytes())));
        }
        Buffer body = Buffer.buffer(Json.write(json));
        if (fault.is(Fault.Kind.TRUNCATED_BODY)) {
            Connections.sendAndHangUp(request, body.getBuffer(0, body.length() / 2), body.length());
        } else if (fault.is(Fault.Kind.MALFORMED_JSON)) {
            response.end(body.getBuffer(0, body.length() / 2));
        } else {
            response.end(body);
        }
    }

    private void fail(RoutingContext context) {
        if (context.response().headWritten()) {
            Connections.hangUp(context.request());
            return;
        }
        ApiError error;
        if (context.failure() instanceof ApiError known) {
            error = known;
        } else if (context.failure() == null) {
            error = ApiError.forStatus(context.statusCode());
        } else {
            LOG.error("{} {} failed", context.request().method(), context.request().path(), context.failure());
            error = ApiError.forStatus(500);
        }
        send(context, error.status(), error.toJson(Api.ofPath(context.request().path())));
    }

    static boolean isLoopback(SocketAddress address) {
        try {
            return address.host() != null && InetAddress.getByName(address.host()).isLoopbackAddress();
        } catch (IOException e) {
            return false;
        }
    }
}
