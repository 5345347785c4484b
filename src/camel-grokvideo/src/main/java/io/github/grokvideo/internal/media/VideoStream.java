package io.github.grokvideo.internal.media;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.ref.Cleaner;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.StreamCache;
import org.apache.camel.spi.UnitOfWork;
import org.apache.camel.support.SynchronizationAdapter;

/**
 * A video as a message body that can be read repeatedly and takes no memory: a temporary file that is deleted when the
 * last exchange with it is done, or, if it comes from a Kamelet, when it is no longer referenced. A context that stops
 * deletes what is left.
 */
public final class VideoStream extends InputStream implements StreamCache {

    private final TemporaryFile file;
    private InputStream in;
    private long position;

    private VideoStream(TemporaryFile file) {
        this.file = file;
    }

    /**
     * @param path     the file, which is deleted with the exchange from now on
     * @param length   its length in bytes
     * @param exchange the exchange that it belongs to
     */
    public static VideoStream of(Path path, long length, Exchange exchange) {
        TemporaryFile file = new TemporaryFile(path, length, exchange.getContext());
        file.keepFor(exchange);
        return new VideoStream(file);
    }

    /** The temporary file, which is deleted with the exchange. */
    public Path path() {
        return file.path;
    }

    @Override
    public StreamCache copy(Exchange exchange) {
        file.keepFor(exchange);
        return new VideoStream(file);
    }

    @Override
    public void reset() {
        close();
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        if (in == null) {
            try (InputStream whole = file.open()) {
                whole.transferTo(out);
            }
        } else {
            transferTo(out);
        }
    }

    @Override
    public boolean inMemory() {
        return false;
    }

    @Override
    public long length() {
        return file.length;
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public int read() throws IOException {
        int value = open().read();
        if (value >= 0) {
            position++;
        }
        return value;
    }

    @Override
    public int read(byte[] buffer, int offset, int count) throws IOException {
        int read = open().read(buffer, offset, count);
        if (read > 0) {
            position += read;
        }
        return read;
    }

    @Override
    public int available() throws IOException {
        return open().available();
    }

    @Override
    public void close() {
        if (in != null) {
            try {
                file.close(in);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } finally {
                in = null;
                position = 0;
            }
        }
    }

    private InputStream open() throws IOException {
        if (in == null) {
            in = file.open();
        }
        return in;
    }

    @Override
    public String toString() {
        return "VideoStream[" + file.length + " bytes]";
    }

    /** A file that is deleted when no exchange needs it any more. */
    private static final class TemporaryFile {

        private final Path path;
        private final long length;
        private final AtomicInteger exchanges = new AtomicInteger();
        private final Set<InputStream> streams = ConcurrentHashMap.newKeySet();
        private final Cleaner.Cleanable deletion;

        TemporaryFile(Path path, long length, CamelContext context) {
            this.path = path;
            this.length = length;
            this.deletion = TemporaryFiles.of(context).add(this, path, streams);
        }

        InputStream open() throws IOException {
            try {
                InputStream stream = new BufferedInputStream(Files.newInputStream(path));
                streams.add(stream);
                return stream;
            } catch (NoSuchFileException e) {
                throw new IOException(
                        "The video is gone: with output=stream it lies in a temporary file that is deleted when its exchange is done."
                                      + " Where the video is to outlive the exchange, as after aggregate, enrich or requestBody, use"
                                      + " output=file or output=bytes",
                        e);
            }
        }

        void close(InputStream stream) throws IOException {
            streams.remove(stream);
            stream.close();
        }

        void keepFor(Exchange exchange) {
            exchanges.incrementAndGet();
            SynchronizationAdapter done = new SynchronizationAdapter() {
                @Override
                public void onDone(Exchange done) {
                    if (exchanges.decrementAndGet() == 0 && !isOfKamelet(done)) {
                        deletion.clean();
                    }
                }
            };
            // in a split or multicast the result outlives the branch: Camel provides the enclosing unit of work
            UnitOfWork whole = exchange.getProperty(ExchangePropertyKey.STREAM_CACHE_UNIT_OF_WORK, UnitOfWork.class);
            if (whole != null && whole.getRoute() != null) {
                whole.addSynchronization(done);
            } else {
                exchange.getExchangeExtension().addOnCompletion(done);
            }
        }

        // a Kamelet runs in a copy of the exchange, which is done before its caller uses the result
        private static boolean isOfKamelet(Exchange exchange) {
            return exchange.getFromEndpoint() != null && exchange.getFromEndpoint().getEndpointUri().startsWith("kamelet:");
        }
    }
}
