package io.github.grokvideo.internal.media.download;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.nio.AsyncDataConsumer;
import org.apache.hc.core5.http.nio.CapacityChannel;

/** Reads the body of a redirect or an error: keeps the beginning, and gives up when it is too long. */
final class ErrorBody implements AsyncDataConsumer {

    private static final int MAX_LENGTH = 64 * 1024;

    private final int status;
    private final String location;
    private final FutureCallback<MediaResponse> callback;
    private final byte[] beginning = new byte[MediaHostError.MAX_BODY];
    private int kept;
    private int length;

    ErrorBody(int status, String location, FutureCallback<MediaResponse> callback) {
        this.status = status;
        this.location = location;
        this.callback = callback;
    }

    @Override
    public void updateCapacity(CapacityChannel channel) throws IOException {
        channel.update(Integer.MAX_VALUE);
    }

    @Override
    public void consume(ByteBuffer source) throws IOException {
        int part = Math.min(source.remaining(), beginning.length - kept);
        length += source.remaining();
        source.get(beginning, kept, part);
        kept += part;
        source.position(source.limit());
        if (length > MAX_LENGTH) {
            throw new LongErrorException(response());
        }
    }

    @Override
    public void streamEnd(List<? extends Header> trailers) {
        complete();
    }

    /** Completes the response, also one without a body. */
    void complete() {
        callback.completed(response());
    }

    private MediaResponse response() {
        return new MediaResponse(MediaHostError.of(status, beginning, kept), location, null);
    }

    @Override
    public void releaseResources() {
    }
}
