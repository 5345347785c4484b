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
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.Stream;

import io.github.grokvideo.internal.media.OwnerOnly;
import io.github.grokvideo.internal.media.format.MediaFormat;
import io.github.grokvideo.internal.text.UntrustedText;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.nio.AsyncResponseConsumer;
import org.apache.hc.core5.http.nio.CapacityChannel;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the body of a successful response to a file, part by part and off the I/O thread, at the speed of the disk;
 * keeps the beginning of any other body.
 */
final class FileBody implements AsyncResponseConsumer<MediaResponse> {

    private static final Logger LOG = LoggerFactory.getLogger(FileBody.class);
    private static final FileAttribute<?>[] NO_ATTRIBUTES = {};
    /** How many bytes may wait for the disk before the host is slowed down. */
    private static final int WRITE_WINDOW = 128 * 1024;

    private static final Set<String> CONTENT_TYPES
            = Set.of("application/octet-stream", "binary/octet-stream", "application/mp4", "application/x-download",
                    "application/force-download", "text/plain");

    private static final int MAX_ERROR = 64 * 1024;

    // decompressed, a video could be of any size; other encodings are ignored, the bytes decide
    private static final Set<String> COMPRESSED
            = Set.of("gzip", "x-gzip", "deflate", "compress", "x-compress", "br", "zstd", "dcb", "dcz");

    private final Path file;
    private final DownloadSettings settings;
    private final Executor disk;
    private volatile IOException failure;

    // used by the I/O thread
    private final byte[] head = new byte[MediaFormat.HEAD];
    private final byte[] errorBody = new byte[MediaHostError.MAX_BODY];
    private FutureCallback<MediaResponse> callback;
    private boolean isVideo;
    private int status;
    private String location;
    private long expected = -1;
    private long length;

    // used by the tasks of the disk
    private FileChannel channel;
    private boolean closed;

    // guarded by this
    private final Deque<ByteBuffer> free = new ArrayDeque<>();
    private CapacityChannel capacity;
    private boolean paused;
    private int unwritten;
    private long reserved;
    private boolean received;
    private boolean released;

    FileBody(Path file, DownloadSettings settings, Executor disk) {
        this.file = file;
        this.settings = settings;
        this.disk = disk;
    }

    private MediaResponse withoutVideo() {
        return new MediaResponse(
                MediaHostError.of(status, errorBody, (int) Math.min(length, errorBody.length)), location, null);
    }

    @Override
    public void consumeResponse(
            HttpResponse response, EntityDetails entity, HttpContext context, FutureCallback<MediaResponse> resultCallback)
            throws HttpException, IOException {
        callback = resultCallback;
        status = response.getCode();
        Header header = response.getFirstHeader("Location");
        location = header == null ? null : header.getValue();
        if (status != 200) {
            if (entity == null) {
                callback.completed(withoutVideo());
            }
            return;
        }
        if (entity == null) {
            throw new UnacceptableVideoException("it is empty");
        }
        String type = entity.getContentType();
        if (type != null && !type.isBlank() && !isVideo(type)) {
            throw new UnacceptableVideoException("its content type is " + UntrustedText.sanitize(type, 100));
        }
        String encoding = entity.getContentEncoding();
        if (encoding != null && isCompressed(encoding)) {
            throw new UnacceptableVideoException("its content is encoded as " + UntrustedText.sanitize(encoding, 100));
        }
        expected = entity.getContentLength();
        if (expected > settings.maxSize()) {
            throw new UnacceptableVideoException(
                    "it has " + expected + " bytes, more than maxDownloadSize=" + settings.maxSize());
        }
        reserve(expected);
        isVideo = true;
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

    private static boolean isCompressed(String encodings) {
        return Stream.of(encodings.toLowerCase(Locale.ROOT).split(",")).map(String::strip).anyMatch(COMPRESSED::contains);
    }

    private static boolean isVideo(String type) {
        int end = type.indexOf(';');
        String plain = (end < 0 ? type : type.substring(0, end)).trim().toLowerCase(Locale.ROOT);
        return plain.startsWith("video/") || CONTENT_TYPES.contains(plain);
    }

    @Override
    public void informationResponse(HttpResponse response, HttpContext context) {
    }

    @Override
    public void updateCapacity(CapacityChannel channel) throws IOException {
        if (!isVideo) {
            channel.update(Integer.MAX_VALUE);
            return;
        }
        synchronized (this) {
            capacity = channel;
            paused = unwritten >= WRITE_WINDOW;
            if (paused) {
                return;
            }
        }
        channel.update(WRITE_WINDOW);
    }

    @Override
    public void consume(ByteBuffer source) throws IOException {
        if (!isVideo) {
            int kept = (int) Math.max(0, Math.min(source.remaining(), errorBody.length - length));
            source.get(errorBody, (int) Math.min(length, errorBody.length), kept);
            length += kept + source.remaining();
            source.position(source.limit());
            if (length > MAX_ERROR) {
                throw new LongErrorException(withoutVideo());
            }
            return;
        }
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
        ByteBuffer part = buffer(source.remaining()).put(source).flip();
        disk.execute(() -> write(part));
    }

    private synchronized ByteBuffer buffer(int size) {
        unwritten += size;
        ByteBuffer known = free.poll();
        return known != null && known.capacity() >= size ? known.clear() : ByteBuffer.allocate(size);
    }

    @Override
    public void streamEnd(List<? extends Header> trailers) throws HttpException, IOException {
        if (!isVideo) {
            callback.completed(withoutVideo());
            return;
        }
        synchronized (this) {
            received = true;
        }
        CompletableFuture<Download> download = new CompletableFuture<>();
        disk.execute(() -> finish(download));
        callback.completed(new MediaResponse(new MediaHostError(status, ""), null, download));
    }

    @Override
    public void failed(Exception cause) {
        releaseResources();
    }

    @Override
    public void releaseResources() {
        if (isVideo) {
            synchronized (this) {
                if (!received) {
                    // at once, since the next attempt must not wait for the disk
                    release();
                }
            }
            disk.execute(this::abandon);
        }
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

    private void write(ByteBuffer part) {
        int size = part.remaining();
        try {
            while (failure == null && part.hasRemaining()) {
                channel.write(part);
            }
        } catch (IOException e) {
            failure = e;
        }
        CapacityChannel more;
        synchronized (this) {
            unwritten -= size;
            free.add(part);
            more = paused && unwritten < WRITE_WINDOW ? capacity : null;
            paused &= more == null;
        }
        if (more != null) {
            try {
                // also after a failure, so that the next part fails the request
                more.update(WRITE_WINDOW);
            } catch (IOException e) {
                LOG.debug("A download ended before its last part was written: {}", e.getMessage());
            }
        }
    }

    private void finish(CompletableFuture<Download> download) {
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
