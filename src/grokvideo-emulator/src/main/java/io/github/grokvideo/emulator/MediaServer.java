package io.github.grokvideo.emulator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The host the videos are downloaded from: another origin than the API's, without a key. */
final class MediaServer {

    private static final Logger LOG = LoggerFactory.getLogger(MediaServer.class);
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");
    private static final int CHUNKS_PER_SECOND = 20;
    private static final int ZEROS = 64 * 1024;

    private final GatewayEmulator emulator;
    private final Settings settings;
    private final MediaStore media;
    private final Vertx vertx;
    private final BrowserGuard guard;

    MediaServer(GatewayEmulator emulator, Settings settings, MediaStore media, Vertx vertx) {
        this.emulator = emulator;
        this.settings = settings;
        this.media = media;
        this.vertx = vertx;
        this.guard = new BrowserGuard(settings.hosts);
    }

    void handle(HttpServerRequest request) {
        // pages of others may show a video whose address they know, as everywhere
        Optional<String> refusal = guard.wrongHost(request);
        if (refusal.isPresent()) {
            request.response().setStatusCode(403).putHeader("Content-Type", "text/plain").end(refusal.get());
            return;
        }
        emulator.mediaRequests().add(ApiServer.record(request, null, Operation.MEDIA, new byte[0], settings));
        Fault fault = emulator.faults().take(Operation.MEDIA);
        fault.whenDue(vertx, () -> answer(request, fault));
    }

    private void answer(HttpServerRequest request, Fault fault) {
        HttpServerResponse response = request.response();
        fault.headers().forEach(response::putHeader);
        switch (fault.kind()) {
            case DROP_BEFORE -> Connections.hangUp(request);
            case STATUS -> {
                if (!response.headers().contains("Content-Type")) {
                    response.putHeader("Content-Type", "text/plain");
                }
                response.setStatusCode(fault.status())
                        .end(fault.body() == null ? "Status " + fault.status() : fault.body());
            }
            case REDIRECT -> response.setStatusCode(302).putHeader("Location", fault.text()).end();
            case EXPIRED_MEDIA -> sendExpired(response);
            default -> serve(request, fault);
        }
    }

    private void sendExpired(HttpServerResponse response) {
        response.setStatusCode(settings.expiredMediaStatus).putHeader("Content-Type", "text/plain")
                .end("This address has expired.");
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
            response.setStatusCode(404).putHeader("Content-Type", "text/plain").end("No such video.");
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
        long first = 0;
        long length = size;
        Matcher range = RANGE.matcher(request.getHeader("Range") == null ? "" : request.getHeader("Range").strip());
        if (range.matches() && !(range.group(1).isEmpty() && range.group(2).isEmpty())) {
            long last = size - 1;
            if (range.group(1).isEmpty()) {
                first = Math.max(0, size - Long.parseLong(range.group(2)));
            } else {
                first = Long.parseLong(range.group(1));
                if (!range.group(2).isEmpty()) {
                    last = Math.min(last, Long.parseLong(range.group(2)));
                }
            }
            if (first > last) {
                response.setStatusCode(416).putHeader("Content-Range", "bytes */" + size).end();
                return;
            }
            length = last - first + 1;
            response.setStatusCode(206).putHeader("Content-Range", "bytes " + first + "-" + last + "/" + size);
        }
        if (head) {
            response.putHeader("Content-Length", Long.toString(length)).end();
            return;
        }
        send(request, fault, address.file(), first, length);
    }

    private void send(HttpServerRequest request, Fault fault, Path file, long first, long length) {
        HttpServerResponse response = request.response();
        switch (fault.kind()) {
            case DROP_AFTER -> Connections.sendAndHangUp(request, Buffer.buffer(), length);
            case TRUNCATED_BODY -> vertx.fileSystem().readFile(file.toString()).onSuccess(
                    body -> Connections.sendAndHangUp(
                            request, body.getBuffer((int) first, (int) (first + length / 2)), length))
                    .onFailure(cause -> gone(request, cause));
            case WRONG_LENGTH -> vertx.fileSystem().readFile(file.toString()).onSuccess(
                    body -> Connections.sendAndHangUp(
                            request, body.getBuffer((int) first, (int) (first + length)),
                            Math.max(0, length + fault.bytes())))
                    .onFailure(cause -> gone(request, cause));
            case SLOW -> vertx.fileSystem().readFile(file.toString()).onSuccess(body -> {
                response.putHeader("Content-Length", Long.toString(length));
                trickle(response, body.getBuffer((int) first, (int) (first + length)), fault.bytes());
            }).onFailure(cause -> gone(request, cause));
            case OVERSIZED_BODY -> vertx.fileSystem().readFile(file.toString()).onSuccess(body -> {
                response.setChunked(true).write(body);
                sendZeros(response, fault.bytes() - body.length());
            }).onFailure(cause -> gone(request, cause));
            default -> response.sendFile(file.toString(), first, length)
                    .onFailure(cause -> LOG.debug("Download of {} ended early: {}", file, cause.toString()));
        }
    }

    private static void gone(HttpServerRequest request, Throwable cause) {
        LOG.debug("A video went away while it was served: {}", cause.toString());
        Connections.hangUp(request);
    }

    private void trickle(HttpServerResponse response, Buffer rest, long bytesPerSecond) {
        if (response.closed()) {
            return;
        }
        int chunk = (int) Math.min(rest.length(), Math.max(1, bytesPerSecond / CHUNKS_PER_SECOND));
        if (chunk == rest.length()) {
            response.end(rest);
            return;
        }
        response.write(rest.getBuffer(0, chunk));
        long pause = Math.max(1, chunk * 1000L / bytesPerSecond);
        vertx.setTimer(pause, timer -> trickle(response, rest.getBuffer(chunk, rest.length()), bytesPerSecond));
    }

    private void sendZeros(HttpServerResponse response, long rest) {
        if (response.closed()) {
            return;
        }
        if (rest <= 0) {
            response.end();
            return;
        }
        int chunk = (int) Math.min(ZEROS, rest);
        // one at a time, so that a slow reader does not fill the memory
        response.write(Buffer.buffer(new byte[chunk])).onComplete(written -> {
            if (written.succeeded()) {
                sendZeros(response, rest - chunk);
            }
        });
    }
}
