package io.github.grokvideo.emulator.internal.tape;

import io.github.grokvideo.emulator.Tape;
import io.github.grokvideo.emulator.internal.http.ApiCall;
import io.vertx.core.Future;

/** A tape in use: answers the requests to the APIs, and to the media host. Thread-safe. */
public interface TapeSession extends Tape, AutoCloseable {

    /** Sets the origin of the media host, which is known once it listens. */
    void mediaOrigin(String origin);

    /** Answers a request, whose fault has been applied. */
    void answer(ApiCall call);

    /**
     * Returns the answer to a download.
     *
     * @param  path the path at the media host
     * @return      {@code null} in the future if there is nothing
     */
    Future<TapeDownload> download(String path);

    /** Begins again, where that is possible. */
    void reset();

    @Override
    void close();
}
