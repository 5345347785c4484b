package io.github.grokvideo.internal.media.download;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import io.github.grokvideo.internal.media.OwnerOnly;
import io.github.grokvideo.internal.media.format.MediaFormat;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.nio.AsyncDataConsumer;
import org.apache.hc.core5.http.nio.CapacityChannel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the body of a response to a file, part by part and off the I/O thread, at the speed of the disk. */
final class FileBody implements AsyncDataConsumer {

    private static final Logger LOG = LoggerFactory.getLogger(FileBody.class);
    private static final FileAttribute<?>[] NO_ATTRIBUTES = {};

    private final Path file;
    private final DownloadSettings settings;
    private final Executor disk;
    private final long expected;
    private final FutureCallback<MediaResponse> callback;
    private final WriteBuffer buffer;
    private volatile IOException failure;

    // used by the I/O thread
    private final byte[] head = new byte[MediaFormat.HEAD];
    private long length;

    // used by the tasks of the disk
    private FileChannel channel;
    private boolean closed;

    // guarded by this
    private long reserved;
    private boolean received;
    private boolean released;

    /** @param expected the declared length in bytes; negative if there is none */
    FileBody(Path file, DownloadSettings settings, Executor disk, BlockPool blocks, long expected,
             FutureCallback<MediaResponse> callback) {
        this.buffer = new WriteBuffer(blocks);
        this.file = file;
        this.settings = settings;
        this.disk = disk;
        this.expected = expected;
        this.callback = callback;
    }

    /** Reserves the declared length, and creates the file. */
    void start() throws UnacceptableVideoException {
        reserve(expected);
        disk.execute(this::open);
    }

    private synchronized void reserve(long bytes) throws UnacceptableVideoException {
        if (bytes <= reserved || released) {
            return;
        }
        if (!settings.budget().reserve(bytes - reserved)) {
            throw new UnacceptableVideoException(
                    "the videos of the job have more than " + settings.budget().total()
                                                 + " bytes together, with maxDownloadSize=" + settings.maxSize());
        }
        reserved = bytes;
    }

    private synchronized void release() {
        released = true;
        settings.budget().release(reserved);
        reserved = 0;
    }

    @Override
    public void updateCapacity(CapacityChannel channel) throws IOException {
        buffer.updateCapacity(channel);
    }

    @Override
    public void consume(ByteBuffer source) throws IOException {
        if (failure != null) {
            throw failure;
        }
        if (length + source.remaining() > settings.maxSize()) {
            throw new UnacceptableVideoException("it is longer than maxDownloadSize=" + settings.maxSize() + " bytes");
        }
        reserve(length + source.remaining());
        for (int i = (int) Math.min(length, head.length), p = source.position(); i < head.length && p < source.limit();) {
            head[i++] = source.get(p++);
        }
        length += source.remaining();
        if (buffer.add(source)) {
            disk.execute(this::write);
        }
    }

    @Override
    public void streamEnd(List<? extends Header> trailers) throws HttpException, IOException {
        synchronized (this) {
            received = true;
        }
        CompletableFuture<Download> download = new CompletableFuture<>();
        disk.execute(() -> finish(download));
        callback.completed(new MediaResponse(new MediaHostError(200, ""), null, download));
    }

    @Override
    public void releaseResources() {
        synchronized (this) {
            if (!received) {
                // at once, since the next attempt must not wait for the disk
                release();
                buffer.clear();
            }
        }
        disk.execute(this::abandon);
    }

    // on the threads of the disk, one task after the other

    private void open() {
        Set<OpenOption> options = Set.of(
                StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE,
                LinkOption.NOFOLLOW_LINKS);
        try {
            channel = FileChannel.open(file, options, settings.ownerOnly() ? OwnerOnly.file(file) : NO_ATTRIBUTES);
        } catch (IOException e) {
            failure = e;
        }
    }

    private void write() {
        for (ByteBuffer block = buffer.next(); block != null; block = buffer.next()) {
            write(block);
        }
    }

    private void write(ByteBuffer block) {
        try {
            while (failure == null && block.hasRemaining()) {
                channel.write(block);
            }
        } catch (IOException e) {
            failure = e;
        }
        // also after a failure, so that the next part fails the request
        buffer.done(block);
    }

    private void finish(CompletableFuture<Download> download) {
        for (ByteBuffer block = buffer.last(); block != null; block = buffer.last()) {
            write(block);
        }
        buffer.clear();
        closed = true;
        try {
            if (channel != null) {
                channel.close();
            }
            if (failure != null) {
                throw failure;
            }
            if (expected >= 0 && length != expected) {
                throw new IOException("it ended after " + length + " of " + expected + " bytes");
            }
            MediaFormat format = MediaFormat.of(head);
            if (format == null || !format.isVideo()) {
                throw new UnacceptableVideoException(
                        length == 0 ? "it is empty" : "its content is neither MP4 nor WebM (" + length + " bytes)");
            }
            download.complete(new Download(length, format));
        } catch (IOException | RuntimeException e) {
            release();
            download.completeExceptionally(e);
        }
    }

    private void abandon() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            if (channel != null) {
                channel.close();
            }
            // an abandoned download may have created the file after it was deleted
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("Cannot delete the unfinished file {}: {}", file, e.getMessage());
        }
    }
}
