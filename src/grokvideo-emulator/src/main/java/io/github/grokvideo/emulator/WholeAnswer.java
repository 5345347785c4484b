package io.github.grokvideo.emulator;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.RequestOptions;

/** What an HTTP server answered, with all of the body. */
record WholeAnswer(int status, Buffer body) {

    /**
     * Sends a request, from any thread. The body is asked for before the request goes out: in Vert.x 4.5, one that is
     * asked for after the answer has ended neither comes nor fails.
     *
     * @param body {@code null} for none
     */
    static Future<WholeAnswer> to(HttpClient client, RequestOptions options, Buffer body) {
        return client.request(options).compose(request -> {
            Future<WholeAnswer> answer = request.response()
                    .compose(response -> response.body().map(all -> new WholeAnswer(response.statusCode(), all)));
            if (body == null) {
                request.end();
            } else {
                request.end(body);
            }
            return answer;
        });
    }
}
