package io.github.grokvideo.emulator.internal.server;

import io.github.grokvideo.emulator.Fault;
import io.github.grokvideo.emulator.internal.fault.Connections;
import io.github.grokvideo.emulator.internal.http.FileAnswer;
import io.github.grokvideo.emulator.internal.tape.TapeDownload;
import io.github.grokvideo.emulator.internal.tape.TapeSession;
import io.vertx.core.http.HttpServerRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves the media of a tape. */
final class TapeMedia implements MediaSource {

    private static final Logger LOG = LoggerFactory.getLogger(TapeMedia.class);

    private final TapeSession tape;
    private final FileAnswer files;

    TapeMedia(TapeSession tape, FileAnswer files) {
        this.tape = tape;
        this.files = files;
    }

    @Override
    public void serve(HttpServerRequest request, Fault fault) {
        tape.download(request.path()).onSuccess(download -> send(request, fault, download)).onFailure(cause -> {
            LOG.error("{} {} failed", request.method(), request.path(), cause);
            Connections.drop(request);
        });
    }

    private void send(HttpServerRequest request, Fault fault, TapeDownload download) {
        if (download == null) {
            MediaServer.sendText(request.response(), 404, "No such video on the tape.");
        } else if (download.file() != null) {
            files.send(fault, request, download.file(), download.contentType());
        } else if (download.failure().isCut()) {
            Connections.drop(request);
        } else {
            download.failure().headers().forEach(request.response()::putHeader);
            request.response().setStatusCode(download.failure().status()).end();
        }
    }
}
