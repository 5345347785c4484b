package io.github.grokvideo.internal.media.download;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.stream.Stream;

import io.github.grokvideo.internal.text.UntrustedText;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.nio.AsyncDataConsumer;
import org.apache.hc.core5.http.nio.AsyncResponseConsumer;
import org.apache.hc.core5.http.nio.CapacityChannel;
import org.apache.hc.core5.http.protocol.HttpContext;

/** Receives the response to one GET of a video: checks its head, and writes a video to a file. */
final class MediaResponseConsumer implements AsyncResponseConsumer<MediaResponse> {

    private static final Set<String> CONTENT_TYPES
            = Set.of("application/octet-stream", "binary/octet-stream", "application/mp4", "application/x-download",
                    "application/force-download", "text/plain");

    // decompressed, a video could be of any size; other encodings are ignored, the bytes decide
    private static final Set<String> COMPRESSED
            = Set.of("gzip", "x-gzip", "deflate", "compress", "x-compress", "br", "zstd", "dcb", "dcz");

    private final Path file;
    private final DownloadSettings settings;
    private final Executor disk;
    private final BlockPool blocks;
    // null until the head is accepted
    private volatile AsyncDataConsumer body;

    MediaResponseConsumer(Path file, DownloadSettings settings, Executor disk, BlockPool blocks) {
        this.file = file;
        this.settings = settings;
        this.disk = disk;
        this.blocks = blocks;
    }

    @Override
    public void consumeResponse(
            HttpResponse response, EntityDetails entity, HttpContext context, FutureCallback<MediaResponse> callback)
            throws HttpException, IOException {
        int status = response.getCode();
        if (status != 200) {
            Header location = response.getFirstHeader("Location");
            ErrorBody error = new ErrorBody(status, location == null ? null : location.getValue(), callback);
            body = error;
            if (entity == null) {
                error.complete();
            }
            return;
        }
        check(entity);
        FileBody video = new FileBody(file, settings, disk, blocks, entity.getContentLength(), callback);
        video.start();
        body = video;
    }

    private void check(EntityDetails entity) throws UnacceptableVideoException {
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
        if (entity.getContentLength() > settings.maxSize()) {
            throw new UnacceptableVideoException(
                    "it has " + entity.getContentLength() + " bytes, more than maxDownloadSize=" + settings.maxSize());
        }
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
        if (body == null) {
            channel.update(Integer.MAX_VALUE);
        } else {
            body.updateCapacity(channel);
        }
    }

    @Override
    public void consume(ByteBuffer source) throws IOException {
        body.consume(source);
    }

    @Override
    public void streamEnd(List<? extends Header> trailers) throws HttpException, IOException {
        body.streamEnd(trailers);
    }

    @Override
    public void failed(Exception cause) {
        releaseResources();
    }

    @Override
    public void releaseResources() {
        if (body != null) {
            body.releaseResources();
        }
    }
}
