package io.github.grokvideo.internal.gateway.http;

import java.nio.ByteBuffer;

import org.apache.hc.core5.http2.frame.FrameType;

/**
 * Hides HTTP/2 frames of unknown types from the client, which must ignore them by RFC 9113, section 4.1. HttpCore 5.4
 * fails on them, and closes the connection with all its requests.
 */
final class UnknownFrames {

    // of a frame's head: three bytes of length, type, flags, four bytes of stream
    private static final int LENGTH_BYTES = 3;
    private static final int TYPE = 3;
    private static final int FLAGS = 4;
    private static final int HEAD_BYTES = 9;

    private int headBytes;
    private int payload;
    private boolean unknown;

    /**
     * Changes the type of each unknown frame to PRIORITY, which the client ignores. No byte is moved, so a frame may
     * arrive in any number of parts.
     *
     * @param received the next bytes of the connection, from position to limit, which are not changed
     */
    void disguise(ByteBuffer received) {
        int i = received.position();
        while (i < received.limit()) {
            if (headBytes == HEAD_BYTES) {
                int skipped = Math.min(payload, received.limit() - i);
                payload -= skipped;
                i += skipped;
                headBytes = payload == 0 ? 0 : HEAD_BYTES;
            } else {
                received.put(i, head(received.get(i)));
                i++;
            }
        }
    }

    private byte head(byte next) {
        int at = headBytes++;
        if (at < LENGTH_BYTES) {
            payload = (at == 0 ? 0 : payload << Byte.SIZE) | next & 0xff;
        } else if (at == TYPE) {
            unknown = FrameType.valueOf(next & 0xff) == null;
            return unknown ? (byte) FrameType.PRIORITY.getValue() : next;
        } else if (at == FLAGS && unknown) {
            return 0;
        } else if (headBytes == HEAD_BYTES && payload == 0) {
            headBytes = 0;
        }
        return next;
    }
}
