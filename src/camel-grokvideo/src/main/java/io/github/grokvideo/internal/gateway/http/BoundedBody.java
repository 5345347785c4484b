package io.github.grokvideo.internal.gateway.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.nio.AsyncEntityConsumer;
import org.apache.hc.core5.http.nio.CapacityChannel;
import org.apache.hc.core5.util.ByteArrayBuffer;

/** Reads a response body whole, up to {@value #MAX_LENGTH} bytes; a longer one fails the request. */
final class BoundedBody implements AsyncEntityConsumer<byte[]> {

    /** In bytes; a job or an error is much shorter. */
    static final int MAX_LENGTH = 1 << 20;

    private final ByteArrayBuffer buffer = new ByteArrayBuffer(512);
    private FutureCallback<byte[]> callback;

    @Override
    public void streamStart(EntityDetails entityDetails, FutureCallback<byte[]> resultCallback) {
        callback = resultCallback;
    }

    @Override
    public void updateCapacity(CapacityChannel channel) throws IOException {
        channel.update(Integer.MAX_VALUE);
    }

    @Override
    public void consume(ByteBuffer source) throws IOException {
        int length = source.remaining();
        if (buffer.length() + length > MAX_LENGTH) {
            throw new IOException("the gateway's response is longer than " + MAX_LENGTH + " bytes");
        }
        try {
            byte[] part = new byte[length];
            source.get(part);
            buffer.append(part, 0, length);
        } catch (OutOfMemoryError e) {
            // an OutOfMemoryError would end the I/O thread that all requests share
            throw new IOException("there is no memory for the gateway's response", e);
        }
    }

    @Override
    public void streamEnd(List<? extends Header> trailers) {
        byte[] content;
        try {
            content = getContent();
        } catch (OutOfMemoryError e) {
            callback.failed(new IOException("there is no memory for the gateway's response", e));
            return;
        }
        callback.completed(content);
    }

    @Override
    public void failed(Exception cause) {
        // there is no callback yet if the connection failed before the response started
        if (callback != null) {
            callback.failed(cause);
        }
    }

    @Override
    public byte[] getContent() {
        return buffer.toByteArray();
    }

    @Override
    public void releaseResources() {
    }
}
