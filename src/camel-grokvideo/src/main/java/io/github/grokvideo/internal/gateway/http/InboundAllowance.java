package io.github.grokvideo.internal.gateway.http;

import java.util.concurrent.TimeUnit;

/**
 * How much the other side of an HTTP/2 connection may send that answers nothing. Bytes are counted, not frames, so that
 * it does not matter of which kind they are, nor whether they are frames at all.
 */
final class InboundAllowance {

    /** More than any server has to say between two answers; some thousand of the smallest frames. */
    static final int LIMIT = 256 * 1024;
    /** A hundred pings a second are no flood. */
    static final int PER_SECOND = 8 * 1024;
    // a server that takes a large request says so again and again
    private static final int SENT_PARTS = 16;
    private static final int HEAD = 4 * 1024;

    private long unanswered;
    private long unread;
    private long asOf;

    InboundAllowance(long now) {
        this.asOf = now;
    }

    /**
     * Counts what came in.
     *
     * @param  bytes   how many
     * @param  pending whether something of ours waits to be sent: a reply to each frame may be among it
     * @param  now     nanoseconds
     * @return         whether it is still within bounds
     */
    synchronized boolean received(int bytes, boolean pending, long now) {
        long forgiven = TimeUnit.NANOSECONDS.toMillis(now - asOf) * PER_SECOND / 1000;
        if (forgiven > 0) {
            unanswered = Math.max(0, unanswered - forgiven);
            asOf = now;
        }
        unanswered += bytes;
        unread = pending ? unread + bytes : 0;
        return unanswered <= LIMIT && unread <= LIMIT;
    }

    /** The other side took so many bytes. */
    synchronized void sent(int bytes) {
        unanswered = Math.max(0, unanswered - bytes / SENT_PARTS);
        unread = Math.max(0, unread - bytes);
    }

    /** The head of a final answer came, or so many bytes of its body. */
    synchronized void answered(int bytes) {
        unanswered = 0;
        // replies that are not read would pile up between answers too
        unread = Math.max(0, unread - Math.max(bytes, HEAD));
    }
}
