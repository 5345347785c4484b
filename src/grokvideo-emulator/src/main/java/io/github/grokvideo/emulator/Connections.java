package io.github.grokvideo.emulator;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;

/** What a well-behaved server does not do to its connections. */
final class Connections {

    private static final long INTERNAL_ERROR = 2;

    private Connections() {
    }

    /** Closes the connection at once; in HTTP/2, the stream. */
    static void hangUp(HttpServerRequest request) {
        if (request.version() == HttpVersion.HTTP_2) {
            request.response().reset(INTERNAL_ERROR);
        } else {
            request.connection().close();
        }
    }

    /** Sends a body under that {@code Content-Length}, whatever its own length is, and closes the connection. */
    static void sendAndHangUp(HttpServerRequest request, Buffer body, long contentLength) {
        HttpServerResponse response = request.response();
        response.putHeader("Content-Length", Long.toString(contentLength));
        response.write(body).onComplete(written -> hangUp(request));
    }
}
