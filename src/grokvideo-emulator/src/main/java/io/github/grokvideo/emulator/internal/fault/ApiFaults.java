package io.github.grokvideo.emulator.internal.fault;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.grokvideo.emulator.Api;
import io.github.grokvideo.emulator.Fault;
import io.github.grokvideo.emulator.internal.ApiError;
import io.github.grokvideo.emulator.internal.Json;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/** Applies faults to the requests and answers of the APIs. */
public final class ApiFaults {

    private static final String JSON = "application/json";

    private ApiFaults() {
    }

    /** Answers a request in place of its operation, or continues with the operation. */
    public static void beforeOperation(Fault fault, HttpServerRequest request, Api api, Runnable operation) {
        HttpServerResponse response = request.response();
        switch (fault.kind()) {
            case DROP_BEFORE -> Connections.drop(request);
            case STATUS -> {
                response.setStatusCode(fault.status()).putHeader("Content-Type", JSON);
                fault.headers().forEach(response::putHeader);
                response.end(fault.body() == null ? envelope(fault, api) : Buffer.buffer(fault.body()));
            }
            case REDIRECT -> {
                response.setStatusCode(request.method().name().equals("GET") ? 302 : 307)
                        .putHeader("Location", fault.text());
                fault.headers().forEach(response::putHeader);
                response.end();
            }
            default -> operation.run();
        }
    }

    private static Buffer envelope(Fault fault, Api api) {
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
        return Buffer.buffer(Json.write(envelope));
    }

    /** Replaces the URL of a finished video in an answer. */
    public static void replaceUrl(Fault fault, ObjectNode video) {
        if (fault.kind() == Fault.Kind.OUTPUT_URL) {
            video.put("url", fault.text());
        }
    }

    /** Sends an answer without a body, unless the fault prevents it. */
    public static void send(Fault fault, HttpServerRequest request, int status) {
        if (fault.kind() == Fault.Kind.DROP_AFTER) {
            Connections.drop(request);
            return;
        }
        HttpServerResponse response = request.response().setStatusCode(status);
        fault.headers().forEach(response::putHeader);
        response.end();
    }

    /** Sends an answer as the fault distorts it. */
    public static void send(Fault fault, HttpServerRequest request, int status, ObjectNode json) {
        if (fault.kind() == Fault.Kind.DROP_AFTER) {
            Connections.drop(request);
            return;
        }
        HttpServerResponse response = request.response().setStatusCode(status).putHeader("Content-Type", JSON);
        fault.headers().forEach(response::putHeader);
        if (fault.kind() == Fault.Kind.UNKNOWN_STATUS && json.has("status")) {
            json.put("status", fault.text());
        }
        if (fault.kind() == Fault.Kind.OVERSIZED_BODY) {
            json.put("padding", "x".repeat(Math.toIntExact(fault.bytes())));
        }
        sendBody(fault, request, Buffer.buffer(Json.write(json)));
    }

    /** Sends an answer with any body as the fault distorts it. */
    public static void send(Fault fault, HttpServerRequest request, int status, Buffer body) {
        if (fault.kind() == Fault.Kind.DROP_AFTER) {
            Connections.drop(request);
            return;
        }
        HttpServerResponse response = request.response().setStatusCode(status);
        fault.headers().forEach(response::putHeader);
        sendBody(fault, request, body);
    }

    private static void sendBody(Fault fault, HttpServerRequest request, Buffer body) {
        HttpServerResponse response = request.response();
        switch (fault.kind()) {
            case TRUNCATED_BODY -> Connections.sendAndDrop(request, body.getBuffer(0, body.length() / 2), body.length());
            case MALFORMED_JSON -> response.end(body.getBuffer(0, body.length() / 2));
            default -> response.end(body);
        }
    }
}
