package io.github.grokvideo.emulator.internal.fault;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;

/** Closes connections where a well-behaved server would not. */
public final class Connections {

    private static final long INTERNAL_ERROR = 2;

    private Connections() {
    }

    /** Closes the connection at once; in HTTP/2, the stream. */
    public static void drop(HttpServerRequest request) {
        if (request.version() == HttpVersion.HTTP_2) {
            request.response().reset(INTERNAL_ERROR);
        } else {
            request.connection().close();
        }
    }

    /** Sends a body with that {@code Content-Length}, whatever its own length is, and closes the connection. */
    static void sendAndDrop(HttpServerRequest request, Buffer body, long contentLength) {
        HttpServerResponse response = request.response();
        response.putHeader("Content-Length", Long.toString(contentLength));
        response.write(body).onComplete(written -> drop(request));
    }
}
