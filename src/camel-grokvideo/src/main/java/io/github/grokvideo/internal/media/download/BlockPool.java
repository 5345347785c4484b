package io.github.grokvideo.internal.media.download;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

/** The blocks outside the heap that all downloads share. A file takes their bytes without another copy. Thread-safe. */
final class BlockPool {

    /** In bytes. */
    static final int BLOCK = 128 * 1024;
    /** How many there are at most: for a few downloads at a time, in little of the JVM's direct memory. */
    static final int MOST = 64;

    private final Deque<ByteBuffer> free = new ArrayDeque<>();
    private int made;

    /** An empty block; one on the heap when all others are in use. */
    ByteBuffer take() {
        synchronized (this) {
            if (!free.isEmpty()) {
                return free.pop().clear();
            }
            if (made < MOST) {
                made++;
                try {
                    return ByteBuffer.allocateDirect(BLOCK);
                } catch (OutOfMemoryError e) {
                    // the application allows little direct memory, or uses it itself
                    made = MOST;
                }
            }
        }
        return ByteBuffer.allocate(BLOCK);
    }

    /** Gives back a block that nobody uses any more. */
    synchronized void put(ByteBuffer block) {
        if (block.isDirect()) {
            free.push(block);
        }
    }
}
