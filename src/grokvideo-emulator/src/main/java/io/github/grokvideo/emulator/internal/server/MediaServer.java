package io.github.grokvideo.emulator.internal.server;

import java.util.Optional;

import io.github.grokvideo.emulator.BrowserGuard;
import io.github.grokvideo.emulator.Fault;
import io.github.grokvideo.emulator.Operation;
import io.github.grokvideo.emulator.internal.Settings;
import io.github.grokvideo.emulator.internal.fault.DownloadFaults;
import io.github.grokvideo.emulator.internal.fault.FaultQueue;
import io.github.grokvideo.emulator.internal.fault.FaultTiming;
import io.github.grokvideo.emulator.internal.http.RequestHistory;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/** Serves the videos, without a key and at another origin than the APIs. */
final class MediaServer {

    private final Settings settings;
    private final FaultQueue faults;
    private final RequestHistory requests;
    private final MediaSource source;
    private final Vertx vertx;
    private final BrowserGuard guard;

    MediaServer(Settings settings, FaultQueue faults, RequestHistory requests, MediaSource source, Vertx vertx) {
        this.settings = settings;
        this.faults = faults;
        this.requests = requests;
        this.source = source;
        this.vertx = vertx;
        this.guard = new BrowserGuard(settings.hosts);
    }

    void handle(HttpServerRequest request) {
        // only the host is checked: any page may show a video whose address it knows
        Optional<String> refusal = guard.wrongHost(request);
        if (refusal.isPresent()) {
            sendText(request.response(), 403, refusal.get());
            return;
        }
        requests.record(request, null, Operation.MEDIA, new byte[0]);
        Fault fault = faults.take(Operation.MEDIA);
        FaultTiming.whenDue(fault, vertx, () -> DownloadFaults.beforeDownload(
                fault, request, () -> sendExpired(settings, request.response()), () -> serve(request, fault)));
    }

    static void sendText(HttpServerResponse response, int status, String text) {
        response.setStatusCode(status).putHeader("Content-Type", "text/plain").end(text);
    }

    static void sendExpired(Settings settings, HttpServerResponse response) {
        sendText(response, settings.expiredMediaStatus, "This address has expired.");
    }

    private void serve(HttpServerRequest request, Fault fault) {
        String method = request.method().name();
        if (method.equals("GET") || method.equals("HEAD")) {
            source.serve(request, fault);
        } else {
            request.response().setStatusCode(405).putHeader("Allow", "GET, HEAD").end();
        }
    }
}
