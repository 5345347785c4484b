package io.github.grokvideo.emulator.internal.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.function.Consumer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.grokvideo.emulator.Api;
import io.github.grokvideo.emulator.Fault;
import io.github.grokvideo.emulator.Operation;
import io.github.grokvideo.emulator.internal.ApiError;
import io.github.grokvideo.emulator.internal.fault.ApiFaults;
import io.github.grokvideo.emulator.internal.fault.Connections;
import io.github.grokvideo.emulator.internal.fault.FaultTiming;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A request to one of the APIs, and its answer, subject to the request's fault. */
public final class ApiCall {

    public static final String JSON = "application/json";

    private static final Logger LOG = LoggerFactory.getLogger(ApiCall.class);
    private static final String XAI_PATH = "/xai/";

    private final RoutingContext context;
    private byte[] body = new byte[0];
    private Operation operation = Operation.OTHER;
    private Fault fault = Fault.none();

    private ApiCall(RoutingContext context) {
        this.context = context;
    }

    /** Returns the call of a request; each request has one. */
    public static ApiCall of(RoutingContext context) {
        ApiCall call = context.get(ApiCall.class.getName());
        if (call == null) {
            call = new ApiCall(context);
            context.put(ApiCall.class.getName(), call);
        }
        return call;
    }

    /** Adapts an operation to the router. */
    public static Handler<RoutingContext> handler(Consumer<ApiCall> operation) {
        return context -> operation.accept(of(context));
    }

    /** Returns the API that a path belongs to. */
    public static Api apiOf(String path) {
        return path.startsWith(XAI_PATH) ? Api.XAI : Api.LUMENFALL;
    }

    public HttpServerRequest request() {
        return context.request();
    }

    public Api api() {
        return apiOf(request().path());
    }

    public String pathParam(String name) {
        return context.pathParam(name);
    }

    public byte[] body() {
        return body;
    }

    public void body(byte[] bytes) {
        body = bytes;
    }

    public Operation operation() {
        return operation;
    }

    public void operation(Operation ofRequest) {
        operation = ofRequest;
    }

    /** Returns the media type of the body, in lower case and without parameters; {@code null} if there is none. */
    public String mediaType() {
        String contentType = request().getHeader("Content-Type");
        return contentType == null ? null : contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }

    public boolean hasAuthorization(String expected) {
        String given = request().getHeader("Authorization");
        // in constant time
        return given != null && MessageDigest.isEqual(
                expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }

    public Fault fault() {
        return fault;
    }

    /** Sets the fault, and continues with the operation when it is due, unless the fault replaces the answer. */
    public void meet(Fault given) {
        fault = given;
        FaultTiming.whenDue(given, context.vertx(),
                () -> ApiFaults.beforeOperation(given, request(), api(), context::next));
    }

    /** Continues with the next handler. */
    public void next() {
        context.next();
    }

    public void putHeader(String name, String value) {
        context.response().putHeader(name, value);
    }

    /** Sends an answer without a body. */
    public void send(int status) {
        ApiFaults.send(fault, request(), status);
    }

    public void send(int status, ObjectNode json) {
        ApiFaults.send(fault, request(), status, json);
    }

    /** Sends an answer with any body; its media type is a header. */
    public void send(int status, byte[] bytes) {
        ApiFaults.send(fault, request(), status, Buffer.buffer(bytes));
    }

    /** Closes the connection instead of an answer. */
    public void drop() {
        Connections.drop(request());
    }

    /** Ends the request with an error; only for failures outside of the handlers' thread of control. */
    public void fail(Throwable cause) {
        context.fail(cause);
    }

    /** Sends the error that the request ended with. */
    public void sendFailure() {
        if (context.response().headWritten()) {
            Connections.drop(request());
            return;
        }
        ApiError error;
        if (context.failure() instanceof ApiError known) {
            error = known;
        } else if (context.failure() == null) {
            error = ApiError.forStatus(context.statusCode());
        } else {
            LOG.error("{} {} failed", request().method(), request().path(), context.failure());
            error = ApiError.forStatus(500);
        }
        send(error.status(), error.toJson(api()));
    }
}
