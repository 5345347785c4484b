package io.github.grokvideo.emulator.internal.server;

import java.util.function.Consumer;

import io.github.grokvideo.emulator.Api;
import io.github.grokvideo.emulator.BrowserGuard;
import io.github.grokvideo.emulator.Operation;
import io.github.grokvideo.emulator.internal.ApiError;
import io.github.grokvideo.emulator.internal.Json;
import io.github.grokvideo.emulator.internal.Settings;
import io.github.grokvideo.emulator.internal.fault.FaultQueue;
import io.github.grokvideo.emulator.internal.http.ApiCall;
import io.github.grokvideo.emulator.internal.http.RequestHistory;
import io.github.grokvideo.emulator.internal.lumenfall.LumenfallApi;
import io.github.grokvideo.emulator.internal.xai.XaiApi;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** Serves both APIs and {@code /admin}: what happens before and after every operation. */
final class ApiServer {

    private final Settings settings;
    private final FaultQueue faults;
    private final RequestHistory requests;
    private final LumenfallApi lumenfall;
    private final XaiApi xai;
    private final BrowserGuard guard;
    private final Router router;

    /** @param answers mounts what answers the APIs */
    ApiServer(
              Settings settings, FaultQueue faults, RequestHistory requests, AdminApi admin, LumenfallApi lumenfall,
              XaiApi xai, Consumer<Router> answers, Vertx vertx) {
        this.settings = settings;
        this.faults = faults;
        this.requests = requests;
        this.lumenfall = lumenfall;
        this.xai = xai;
        this.guard = new BrowserGuard(settings.hosts);
        this.router = Router.router(vertx);
        router.route().handler(this::readBody);
        admin.mount(router);
        router.route().handler(ApiCall.handler(this::meetFault));
        answers.accept(router);
        router.route().handler(context -> {
            throw ApiError.notFound(
                    "Nothing is served at " + context.request().method() + " " + context.request().path() + ".");
        });
        router.route().failureHandler(ApiCall.handler(ApiCall::sendFailure));
    }

    void handle(HttpServerRequest request) {
        // before the request is recorded or uses up a fault: the key is public, and /admin needs none
        guard.refusal(request).ifPresentOrElse(reason -> {
            ApiError error = new ApiError(403, "FORBIDDEN", "invalid_request_error", reason);
            request.response().setStatusCode(error.status()).putHeader("Content-Type", ApiCall.JSON)
                    .end(Buffer.buffer(Json.write(error.toJson(ApiCall.apiOf(request.path())))));
        }, () -> router.handle(request));
    }

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
                ApiCall.of(context).body(body.getBytes());
                context.next();
            }
        });
    }

    private void meetFault(ApiCall call) {
        HttpServerRequest request = call.request();
        Operation operation = call.api() == Api.XAI ? xai.operationOf(request) : lumenfall.operationOf(request);
        call.operation(operation);
        requests.record(request, call.api(), operation, call.body());
        call.meet(faults.take(operation));
    }
}
