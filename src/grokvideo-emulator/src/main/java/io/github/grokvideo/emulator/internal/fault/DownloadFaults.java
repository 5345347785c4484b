package io.github.grokvideo.emulator.internal.fault;

import java.nio.file.Path;
import java.util.function.Consumer;

import io.github.grokvideo.emulator.Fault;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Applies faults to the answers of the media host. */
public final class DownloadFaults {

    private static final Logger LOG = LoggerFactory.getLogger(DownloadFaults.class);
    private static final int CHUNKS_PER_SECOND = 20;
    private static final int ZEROS = 64 * 1024;

    private final Vertx vertx;

    public DownloadFaults(Vertx vertx) {
        this.vertx = vertx;
    }

    /** Answers a request in place of the download, or continues with {@code expired} or {@code download}. */
    public static void beforeDownload(Fault fault, HttpServerRequest request, Runnable expired, Runnable download) {
        HttpServerResponse response = request.response();
        fault.headers().forEach(response::putHeader);
        switch (fault.kind()) {
            case DROP_BEFORE -> Connections.drop(request);
            case STATUS -> {
                if (!response.headers().contains("Content-Type")) {
                    response.putHeader("Content-Type", "text/plain");
                }
                response.setStatusCode(fault.status())
                        .end(fault.body() == null ? "Status " + fault.status() : fault.body());
            }
            case REDIRECT -> response.setStatusCode(302).putHeader("Location", fault.text()).end();
            case EXPIRED_MEDIA -> expired.run();
            default -> download.run();
        }
    }

    /** Sends a part of a file as the fault distorts it. */
    public void send(Fault fault, HttpServerRequest request, Path file, long first, long length) {
        HttpServerResponse response = request.response();
        int start = (int) first;
        int end = (int) (first + length);
        switch (fault.kind()) {
            case DROP_AFTER -> Connections.sendAndDrop(request, Buffer.buffer(), length);
            case TRUNCATED_BODY -> read(request, file, body -> Connections.sendAndDrop(
                    request, body.getBuffer(start, (int) (first + length / 2)), length));
            case WRONG_LENGTH -> read(request, file, body -> Connections.sendAndDrop(
                    request, body.getBuffer(start, end), Math.max(0, length + fault.bytes())));
            case SLOW -> read(request, file, body -> {
                response.putHeader("Content-Length", Long.toString(length));
                sendSlowly(response, body.getBuffer(start, end), fault.bytes());
            });
            case OVERSIZED_BODY -> read(request, file, body -> {
                response.setChunked(true).write(body);
                sendZeros(response, fault.bytes() - body.length());
            });
            default -> response.sendFile(file.toString(), first, length)
                    .onFailure(cause -> LOG.debug("Download of {} ended early: {}", file, cause.toString()));
        }
    }

    private void read(HttpServerRequest request, Path file, Consumer<Buffer> action) {
        vertx.fileSystem().readFile(file.toString()).onSuccess(action::accept).onFailure(cause -> {
            LOG.debug("A video was deleted during its download: {}", cause.toString());
            Connections.drop(request);
        });
    }

    private void sendSlowly(HttpServerResponse response, Buffer rest, long bytesPerSecond) {
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
        vertx.setTimer(pause, timer -> sendSlowly(response, rest.getBuffer(chunk, rest.length()), bytesPerSecond));
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
