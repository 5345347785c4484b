package io.github.grokvideo.emulator.internal.server;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;

import io.github.grokvideo.emulator.BrowserGuard;
import io.github.grokvideo.emulator.Fault;
import io.github.grokvideo.emulator.Operation;
import io.github.grokvideo.emulator.internal.Settings;
import io.github.grokvideo.emulator.internal.fault.DownloadFaults;
import io.github.grokvideo.emulator.internal.fault.FaultQueue;
import io.github.grokvideo.emulator.internal.fault.FaultTiming;
import io.github.grokvideo.emulator.internal.http.RequestHistory;
import io.github.grokvideo.emulator.internal.media.MediaAddress;
import io.github.grokvideo.emulator.internal.media.MediaStore;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/** Serves the videos, without a key and at another origin than the APIs. */
final class MediaServer {

    private final Settings settings;
    private final FaultQueue faults;
    private final RequestHistory requests;
    private final MediaStore media;
    private final Vertx vertx;
    private final DownloadFaults downloadFaults;
    private final BrowserGuard guard;

    MediaServer(Settings settings, FaultQueue faults, RequestHistory requests, MediaStore media, Vertx vertx) {
        this.settings = settings;
        this.faults = faults;
        this.requests = requests;
        this.media = media;
        this.vertx = vertx;
        this.downloadFaults = new DownloadFaults(vertx);
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
                fault, request, () -> sendExpired(request.response()), () -> serve(request, fault)));
    }

    private static void sendText(HttpServerResponse response, int status, String text) {
        response.setStatusCode(status).putHeader("Content-Type", "text/plain").end(text);
    }

    private void sendExpired(HttpServerResponse response) {
        sendText(response, settings.expiredMediaStatus, "This address has expired.");
    }

    private void serve(HttpServerRequest request, Fault fault) {
        HttpServerResponse response = request.response();
        boolean head = request.method().name().equals("HEAD");
        if (!head && !request.method().name().equals("GET")) {
            response.setStatusCode(405).putHeader("Allow", "GET, HEAD").end();
            return;
        }
        MediaAddress address = media.findByPath(request.path()).orElse(null);
        if (address == null) {
            sendText(response, 404, "No such video.");
            return;
        }
        if (!settings.clock.instant().isBefore(address.expiresAt())) {
            sendExpired(response);
            return;
        }
        long size;
        try {
            size = Files.size(address.file());
        } catch (IOException e) {
            response.setStatusCode(410).end("This video has been deleted.");
            return;
        }
        if (!response.headers().contains("Content-Type")) {
            response.putHeader("Content-Type", "video/mp4");
        }
        response.putHeader("Accept-Ranges", "bytes");
        Optional<ByteRange> range = ByteRange.parse(request.getHeader("Range"), size);
        ByteRange part = range.orElseGet(() -> new ByteRange(0, size - 1));
        if (range.isPresent() && !part.isSatisfiable()) {
            response.setStatusCode(416).putHeader("Content-Range", "bytes */" + size).end();
            return;
        }
        if (range.isPresent()) {
            response.setStatusCode(206)
                    .putHeader("Content-Range", "bytes " + part.first() + "-" + part.last() + "/" + size);
        }
        if (head) {
            response.putHeader("Content-Length", Long.toString(part.length())).end();
        } else {
            downloadFaults.send(fault, request, address.file(), part.first(), part.length());
        }
    }
}
