package io.github.grokvideo.internal.media.download;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

import org.apache.hc.core5.http.nio.CapacityChannel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The bytes of a response on their way to the disk, in blocks; it lets the host send no more than it has room for. */
final class WriteBuffer {

    private static final Logger LOG = LoggerFactory.getLogger(WriteBuffer.class);
    private static final int BLOCK = BlockPool.BLOCK;
    /** How many bytes may wait for the disk or be on their way from the host. */
    static final int WINDOW = 2 * 1024 * 1024;
    // to wake the thread of the disk, or that of the connection, costs as much as a block
    private static final int MANY = 512 * 1024;

    private final BlockPool pool;

    // guarded by this
    private final Deque<ByteBuffer> full = new ArrayDeque<>();
    private final Deque<ByteBuffer> free = new ArrayDeque<>();
    private CapacityChannel host;
    private ByteBuffer partial;
    private boolean quiet;
    private int unwritten;
    private int allowed;
    private boolean draining;
    private boolean over;

    /** @param pool to take blocks from, and to give them back to */
    WriteBuffer(BlockPool pool) {
        this.pool = pool;
    }

    /** The host has sent what it was allowed to. It may send more, at once or when there is room. */
    void updateCapacity(CapacityChannel channel) throws IOException {
        int room;
        synchronized (this) {
            host = channel;
            // it may have sent more than it was allowed to, which the client counts too
            allowed = 0;
            room = room();
        }
        if (room > 0) {
            channel.update(room);
        }
    }

    private int room() {
        int room = WINDOW - unwritten - allowed;
        if (host == null || room < MANY) {
            return 0;
        }
        allowed += room;
        return room;
    }

    /**
     * Copies bytes.
     *
     * @return whether blocks are to be written now, until {@link #next} has no more
     */
    boolean add(ByteBuffer source) {
        // a short read: there was no more, and it may be long until there is
        boolean pause = source.remaining() < BLOCK;
        ByteBuffer block = received(source.remaining());
        while (source.hasRemaining()) {
            if (block == null) {
                block = block();
            }
            int length = Math.min(source.remaining(), block.remaining());
            block.put(source.slice(source.position(), length));
            source.position(source.position() + length);
            if (!block.hasRemaining()) {
                filled(block.flip());
                block = null;
            }
        }
        return isDue(block, pause);
    }

    // copies are made while the disk can take other blocks
    private synchronized ByteBuffer received(int bytes) {
        unwritten += bytes;
        allowed = Math.max(0, allowed - bytes);
        ByteBuffer block = partial;
        partial = null;
        return block;
    }

    private synchronized ByteBuffer block() {
        return free.isEmpty() ? pool.take() : free.poll().clear();
    }

    private synchronized void filled(ByteBuffer block) {
        keep(full, block);
    }

    private void keep(Deque<ByteBuffer> blocks, ByteBuffer block) {
        if (over) {
            pool.put(block);
        } else {
            blocks.add(block);
        }
    }

    private synchronized boolean isDue(ByteBuffer block, boolean pause) {
        if (over) {
            if (block != null) {
                pool.put(block);
            }
            return false;
        }
        partial = block;
        quiet = pause;
        boolean due = !draining && (quiet || full.size() >= MANY / BLOCK);
        draining |= due;
        return due;
    }

    /** The next block to write, or {@code null} until {@link #add} says that there are more. */
    synchronized ByteBuffer next() {
        ByteBuffer block = full.poll();
        if (block == null && quiet && partial != null) {
            block = partial.flip();
            partial = null;
        }
        draining = block != null;
        return block;
    }

    /** The same when no more is received: the last block need not be full. */
    synchronized ByteBuffer last() {
        quiet = true;
        return next();
    }

    /** A block was written, or never will be. It is used again, and the host may send more. */
    void done(ByteBuffer block) {
        CapacityChannel channel;
        int room;
        synchronized (this) {
            unwritten -= block.limit();
            keep(free, block);
            channel = host;
            room = room();
        }
        if (room > 0) {
            try {
                channel.update(room);
            } catch (IOException e) {
                LOG.debug("A download ended before its last part was written: {}", e.getMessage());
            }
        }
    }

    /** Nothing more is written: forgets what waits, and gives back all blocks; one that is in use, when it is done. */
    synchronized void clear() {
        over = true;
        full.forEach(pool::put);
        full.clear();
        free.forEach(pool::put);
        free.clear();
        if (partial != null) {
            pool.put(partial);
            partial = null;
        }
    }
}
