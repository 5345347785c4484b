package io.github.grokvideo.emulator.internal.http;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.RequestOptions;

/**
 * An answer of an HTTP server, with the whole body.
 *
 * @param status  the HTTP status
 * @param headers the headers
 * @param body    the body
 */
public record WholeAnswer(int status, MultiMap headers, Buffer body) {

    /**
     * Sends a request, from any thread. In Vert.x 4.5, reading the body of an answer that has already ended neither
     * completes nor fails; here, the reader is installed before the request is sent.
     *
     * @param body {@code null} for none
     */
    public static Future<WholeAnswer> to(HttpClient client, RequestOptions options, Buffer body) {
        return client.request(options).compose(request -> {
            Future<WholeAnswer> answer = request.response()
                    .compose(response -> response.body()
                            .map(all -> new WholeAnswer(response.statusCode(), response.headers(), all)));
            if (body == null) {
                request.end();
            } else {
                request.end(body);
            }
            return answer;
        });
    }
}
