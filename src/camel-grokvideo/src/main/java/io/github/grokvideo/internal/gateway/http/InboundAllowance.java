package io.github.grokvideo.internal.gateway.http;

import java.util.concurrent.TimeUnit;

/**
 * Limits what a server may send over an HTTP/2 connection besides responses. Bytes are counted, not frames, so that
 * neither the kind of frame matters nor whether they are frames at all.
 */
final class InboundAllowance {

    /** More than any server needs between two responses; some thousand of the smallest frames. */
    static final int LIMIT = 256 * 1024;
    /** Allows a hundred pings a second. */
    static final int PER_SECOND = 8 * 1024;
    // a server acknowledges a large request with many small frames
    private static final int SENT_DIVISOR = 16;
    private static final int HEAD = 4 * 1024;

    private long unsolicited;
    private long unread;
    private long asOf;

    InboundAllowance(long now) {
        this.asOf = now;
    }

    /**
     * Counts received bytes.
     *
     * @param  bytes   how many
     * @param  pending whether anything waits to be sent, possibly a reply to each frame
     * @param  now     nanoseconds
     * @return         whether the limit is kept
     */
    synchronized boolean received(int bytes, boolean pending, long now) {
        long forgiven = TimeUnit.NANOSECONDS.toMillis(now - asOf) * PER_SECOND / 1000;
        if (forgiven > 0) {
            unsolicited = Math.max(0, unsolicited - forgiven);
            asOf = now;
        }
        unsolicited += bytes;
        unread = pending ? unread + bytes : 0;
        return unsolicited <= LIMIT && unread <= LIMIT;
    }

    /** So many bytes were sent. */
    synchronized void sent(int bytes) {
        unsolicited = Math.max(0, unsolicited - bytes / SENT_DIVISOR);
        unread = Math.max(0, unread - bytes);
    }

    /** The head of a final response arrived, or so many bytes of its body. */
    synchronized void responded(int bytes) {
        unsolicited = 0;
        // replies that the server does not read pile up between responses too
        unread = Math.max(0, unread - Math.max(bytes, HEAD));
    }
}
