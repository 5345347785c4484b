package io.github.grokvideo.emulator.internal.server;

import io.github.grokvideo.emulator.Fault;
import io.vertx.core.http.HttpServerRequest;

/** What the media host serves. */
interface MediaSource {

    /** Answers a {@code GET} or {@code HEAD}, whose fault did not replace the answer. */
    void serve(HttpServerRequest request, Fault fault);
}
