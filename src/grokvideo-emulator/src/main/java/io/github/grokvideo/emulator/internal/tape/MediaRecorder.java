package io.github.grokvideo.emulator.internal.tape;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Downloads media onto the tape, each once and as a whole, whatever part a client asks for. */
final class MediaRecorder implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(MediaRecorder.class);
    private static final int THREADS = 4;
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final long CLOSE_SECONDS = 60;
    private static final int BUFFER = 64 * 1024;
    private static final Pattern EXTENSION = Pattern.compile("\\.([A-Za-z0-9]{1,8})$");

    /** What became of a download: the content, or else the failure. */
    record Outcome(TapeMedium.Content content, TapeAnswer failure) {
    }

    private final TapeFolder folder;
    private final Redaction redaction;
    private final Clock clock;
    private final long maxBytes;
    private final HttpClient client = HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT)
            .version(HttpClient.Version.HTTP_1_1).followRedirects(HttpClient.Redirect.NORMAL).build();
    private final ExecutorService downloads = Executors.newFixedThreadPool(THREADS, task -> {
        Thread thread = new Thread(task, "grokvideo-emulator-tape-media");
        thread.setDaemon(true);
        return thread;
    });

    MediaRecorder(TapeFolder folder, Redaction redaction, Clock clock, long maxBytes) {
        this.folder = folder;
        this.redaction = redaction;
        this.clock = clock;
        this.maxBytes = maxBytes;
    }

    /** Returns the extension of a URL's path, for the name of the file. */
    static String extension(String url) {
        String path = url.replaceFirst("[?#].*", "");
        Matcher matcher = EXTENSION.matcher(path.substring(path.lastIndexOf('/') + 1));
        return matcher.find() ? matcher.group(1).toLowerCase(Locale.ROOT) : "mp4";
    }

    /** @param acceptedAt the zero of the time of a failure */
    CompletableFuture<Outcome> fetch(String url, Instant acceptedAt) {
        return CompletableFuture.supplyAsync(() -> download(url, acceptedAt), downloads);
    }

    private Outcome download(String url, Instant acceptedAt) {
        Instant sentAt = clock.instant();
        Path part = null;
        try {
            HttpResponse<InputStream> response = client.send(
                    HttpRequest.newBuilder(URI.create(url)).timeout(TIMEOUT).build(),
                    HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                if (response.statusCode() != 200) {
                    return new Outcome(null, failure(response, acceptedAt, sentAt));
                }
                part = folder.newDownload();
                MessageDigest digest = Sha256.digest();
                long bytes = copy(body, part, digest);
                TapeMedium.Content content = new TapeMedium.Content(
                        HexFormat.of().formatHex(digest.digest()) + "." + extension(url),
                        redaction.text(response.headers().firstValue("content-type").orElse("application/octet-stream")),
                        bytes);
                folder.keep(part, content);
                return new Outcome(content, null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Outcome(null, TapeAnswer.cut(millis(acceptedAt, sentAt), 0));
        } catch (IOException | IllegalArgumentException e) {
            LOG.warn("A video could not be downloaded onto the tape: {}", redaction.text(e.toString()));
            return new Outcome(null, TapeAnswer.cut(millis(acceptedAt, sentAt), millis(sentAt, clock.instant())));
        } finally {
            delete(part);
        }
    }

    private long copy(InputStream body, Path file, MessageDigest digest) throws IOException {
        byte[] buffer = new byte[BUFFER];
        long bytes = 0;
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
                bytes += read;
                if (bytes > maxBytes) {
                    throw new IOException("more than maxMediaBytes, " + maxBytes + " bytes");
                }
                digest.update(buffer, 0, read);
                out.write(buffer, 0, read);
            }
        }
        return bytes;
    }

    /** Without its body, which may repeat the signature that was refused. */
    private TapeAnswer failure(HttpResponse<?> response, Instant acceptedAt, Instant sentAt) {
        return new TapeAnswer(
                millis(acceptedAt, sentAt), millis(sentAt, clock.instant()), response.statusCode(),
                TapeHeaders.keep(response.headers().map(), clock.instant(), redaction), null, null);
    }

    private static long millis(Instant from, Instant to) {
        return Math.max(0, Duration.between(from, to).toMillis());
    }

    private static void delete(Path part) {
        if (part != null) {
            try {
                Files.deleteIfExists(part);
            } catch (IOException e) {
                LOG.warn("Cannot delete {}: {}", part, e.toString());
            }
        }
    }

    /** Waits for the downloads so far. */
    @Override
    public void close() {
        downloads.shutdown();
        try {
            if (!downloads.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("The tape lacks videos: their downloads were not complete after {} s", CLOSE_SECONDS);
                downloads.shutdownNow();
            }
        } catch (InterruptedException e) {
            downloads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
