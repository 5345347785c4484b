package io.github.grokvideo.internal.media;

import java.io.IOException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import io.github.grokvideo.internal.gateway.ClientWords;
import io.github.grokvideo.internal.gateway.http.AsyncClients;
import io.github.grokvideo.internal.gateway.http.RequestGate;
import io.github.grokvideo.internal.gateway.http.TransportSettings;
import io.github.grokvideo.internal.text.MediaUrl;
import io.github.grokvideo.internal.text.UntrustedText;
import io.github.grokvideo.model.DownloadException;
import io.github.grokvideo.model.GrokVideoException;
import io.github.grokvideo.model.Video;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.message.BasicHttpRequest;
import org.apache.hc.core5.http.nio.AsyncResponseConsumer;
import org.apache.hc.core5.http.nio.CapacityChannel;
import org.apache.hc.core5.http.nio.support.BasicRequestProducer;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.reactor.ConnectionInitiator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches videos to disk in constant memory. Sends no credentials, goes only where its {@link AddressGuard} lets it,
 * follows redirects itself so that each is checked, and believes neither length nor type.
 */
public final class VideoDownloader implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(VideoDownloader.class);
    private static final int MOST_REDIRECTS = 5;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final FileAttribute<?>[] NO_ATTRIBUTES = {};
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    /** How long a failure waits until the unfinished file is deleted. */
    private static final Duration DELETION_GRACE = Duration.ofSeconds(1);
    /** How much of a video may wait for the disk, besides what is on its way when it gets too much. */
    private static final int WRITE_WINDOW = 128 * 1024;

    private final CloseableHttpAsyncClient client;
    private final AddressGuard guard;
    private final RequestGate gate;
    private final ScheduledExecutorService timer;
    private final Executor blocking;
    private final Set<Fetching> underWay = ConcurrentHashMap.newKeySet();

    /**
     * @param settings  how HTTP is spoken
     * @param guard     decides where a download may go
     * @param connector sees every connection right before it is opened
     * @param timer     ends downloads that take too long; not closed here
     * @param blocking  looks up host names and writes files, both of which may block; a download uses one of its
     *                  threads at most; not closed here
     */
    public VideoDownloader(
                           TransportSettings settings, AddressGuard guard, UnaryOperator<ConnectionInitiator> connector,
                           ScheduledExecutorService timer, Executor blocking) {
        this.client = AsyncClients.start(settings, "GrokVideoDownload", guard, connector);
        this.guard = guard;
        this.gate = new RequestGate(settings.connectionsPerRoute());
        this.timer = timer;
        this.blocking = blocking;
    }

    /**
     * Fetches one video into a new file. On failure no file is left.
     *
     * @param  video    what to fetch
     * @param  file     where to; must not exist
     * @param  jobId    for messages
     * @param  settings its bounds
     * @param  refresh  reads the job again when the URL has expired, and gives the same video's new URL
     * @return          what was fetched; fails with a {@link DownloadException}. Completed on a thread that may block.
     */
    public CompletableFuture<Download> fetch(
            Video video, Path file, String jobId, DownloadSettings settings, Supplier<CompletableFuture<Video>> refresh) {
        Fetching fetching = new Fetching(video.url(), file, jobId, settings, refresh);
        fetching.start();
        return fetching.result;
    }

    /** Closes all connections; downloads under way fail. */
    @Override
    public void close() {
        client.close(CloseMode.IMMEDIATE);
        // one that pauses has no connection to fail with
        underWay.forEach(fetching -> fetching.fail("The component stopped", null, null, true));
    }

    /** How a single GET ended. */
    private record Answer(HostRefusal refusal, String location, CompletableFuture<Download> download) {

        int status() {
            return refusal.status();
        }
    }

    /** The answer is of a kind that will not get better. */
    private static final class RefusedAnswerException extends IOException {

        private static final long serialVersionUID = 1L;

        RefusedAnswerException(String message) {
            super(message);
        }
    }

    /** The body of a redirect or an error goes on and on; what matters of the answer is known. */
    private static final class LongAnswerException extends IOException {

        private static final long serialVersionUID = 1L;
        private final transient Answer answer;

        LongAnswerException(Answer answer) {
            super("the answer is longer than is worth reading");
            this.answer = answer;
        }
    }

    /** One video being fetched, over redirects, repetitions and one refreshed URL. */
    private final class Fetching {

        private final CompletableFuture<Download> result = new CompletableFuture<>();
        private final Path file;
        private final String jobId;
        private final DownloadSettings settings;
        private final Supplier<CompletableFuture<Video>> refresh;
        private final SerialExecutor disk = new SerialExecutor(blocking);
        private String url;
        private int failures;
        private boolean refreshed;
        private final AtomicBoolean over = new AtomicBoolean();
        private volatile Future<?> exchange;

        Fetching(String url, Path file, String jobId, DownloadSettings settings,
                 Supplier<CompletableFuture<Video>> refresh) {
            this.url = url;
            this.file = file;
            this.jobId = jobId;
            this.settings = settings;
            this.refresh = refresh;
        }

        void start() {
            underWay.add(this);
            result.whenComplete((download, thrown) -> underWay.remove(this));
            try {
                Future<?> limit = timer.schedule(
                        () -> fail("The video could not be fetched within downloadTimeout=" + settings.timeout().toMillis()
                                   + " ms",
                                null, null, true),
                        settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
                result.whenComplete((download, thrown) -> limit.cancel(false));
            } catch (RejectedExecutionException e) {
                fail("The component stopped", e, null, true);
                return;
            }
            get(url, 0);
        }

        private void get(String address, int redirects) {
            try {
                blocking.execute(() -> checked(address, redirects));
            } catch (RejectedExecutionException e) {
                fail("The component stopped", e, null, true);
            }
        }

        private void checked(String address, int redirects) {
            URI uri;
            try {
                uri = guard.check(address);
            } catch (AddressGuard.ForbiddenAddressException e) {
                fail("The video is not fetched: " + e.getMessage(), null, null, false);
                return;
            } catch (UnknownHostException e) {
                again("the video's host is unknown", e, null);
                return;
            } catch (RuntimeException e) {
                fail("The video cannot be fetched: " + e, e, null, false);
                return;
            }
            gate.enter(() -> execute(uri, redirects));
        }

        private void execute(URI uri, int redirects) {
            AtomicBoolean inside = new AtomicBoolean(true);
            Runnable leave = () -> {
                if (inside.compareAndSet(true, false)) {
                    gate.leave();
                }
            };
            if (over.get()) {
                leave.run();
                return;
            }
            try {
                BasicHttpRequest request = new BasicHttpRequest("GET", uri);
                request.setHeader("Accept", "video/*, application/octet-stream;q=0.9");
                exchange = client.execute(
                        new BasicRequestProducer(request, null), new ToFile(file, settings, disk), null, null,
                        new FutureCallback<Answer>() {
                            @Override
                            public void completed(Answer answer) {
                                leave.run();
                                answered(answer, uri, redirects);
                            }

                            @Override
                            public void failed(Exception e) {
                                leave.run();
                                if (e instanceof LongAnswerException known) {
                                    answered(known.answer, uri, redirects);
                                } else {
                                    broken(e);
                                }
                            }

                            @Override
                            public void cancelled() {
                                leave.run();
                                discard();
                            }
                        });
                if (over.get()) {
                    exchange.cancel(true);
                }
            } catch (RuntimeException | Error e) {
                leave.run();
                fail("The video cannot be fetched: " + e, e, null, false);
            }
        }

        private void answered(Answer answer, URI uri, int redirects) {
            if (answer.download() != null) {
                answer.download().whenCompleteAsync(this::stored, disk);
                return;
            }
            int status = answer.status();
            if (REDIRECTS.contains(status) && answer.location() != null) {
                if (redirects == MOST_REDIRECTS) {
                    fail("The video's address redirects more than " + MOST_REDIRECTS + " times", null, status, false);
                    return;
                }
                redirected(answer, uri, redirects);
            } else if (answer.refusal().mayHaveExpired() && !refreshed) {
                refreshed = true;
                LOG.debug("Job {}: the video's URL answers {}, reading the job again", jobId, status);
                freshVideo().whenComplete((video, thrown) -> {
                    if (thrown != null) {
                        fail(answer.refusal().describe(false) + ", and the job could not be read for a new one", thrown, status,
                                true);
                    } else {
                        url = video.url();
                        get(url, 0);
                    }
                });
            } else if (status == 408 || status == 429 || status >= 500) {
                again("its host answered " + status, null, status);
            } else {
                fail(answer.refusal().describe(refreshed), null, status, false);
            }
        }

        private void stored(Download download, Throwable thrown) {
            if (thrown != null) {
                broken(thrown);
            } else if (over.compareAndSet(false, true)) {
                result.complete(download);
            } else {
                settings.budget().giveBack(download.length());
                discard();
            }
        }

        private void redirected(Answer answer, URI uri, int redirects) {
            String target;
            try {
                target = MediaUrl.parse(uri.toString()).resolve(answer.location()).toString();
            } catch (MediaUrl.RefusedException e) {
                fail("The video is not fetched: the video's address redirects to something that is not a URL to fetch: "
                     + e.getMessage(), null, answer.status(), false);
                return;
            }
            get(target, redirects + 1);
        }

        private CompletableFuture<Video> freshVideo() {
            try {
                return refresh.get();
            } catch (RuntimeException e) {
                return CompletableFuture.failedFuture(e);
            }
        }

        private void broken(Throwable e) {
            if (e instanceof RefusedAnswerException) {
                fail("The video is not taken: " + e.getMessage(), null, null, false);
            } else if (e instanceof AddressGuard.ForbiddenAddressException) {
                fail("The video is not fetched: " + e.getMessage(), null, null, false);
            } else {
                String why = ClientWords.of(e, 200);
                again(why.isBlank() ? e.getClass().getSimpleName() : why, e, null);
            }
        }

        private void again(String why, Throwable cause, Integer status) {
            discard();
            if (failures >= settings.retries()) {
                fail("The video could not be fetched: " + why, cause, status, true);
                return;
            }
            failures++;
            Duration pause = Duration.ofMillis(500L << Math.min(failures - 1, 10));
            LOG.debug("Job {}: the video could not be fetched, trying again: {}", jobId, why);
            try {
                timer.schedule(() -> get(url, 0),
                        Math.min(pause.toMillis(), LONGEST_PAUSE.toMillis()), TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException e) {
                fail("The component stopped", e, null, true);
            }
        }

        private void fail(String message, Throwable cause, Integer status, boolean retryable) {
            Throwable reason = cause instanceof CompletionException && cause.getCause() != null ? cause.getCause() : cause;
            if (!over.compareAndSet(false, true)) {
                return;
            }
            Future<?> running = exchange;
            if (running != null) {
                running.cancel(true);
            }
            DownloadException failure = new DownloadException(
                    GrokVideoException.because(message).jobId(jobId).httpStatus(status).retryable(retryable).cause(reason));
            discard();
            disk.execute(() -> result.completeExceptionally(failure));
            try {
                // a disk that hangs must not keep it from being reported
                Future<?> grace = timer.schedule(
                        () -> result.completeExceptionally(failure), DELETION_GRACE.toMillis(), TimeUnit.MILLISECONDS);
                result.whenComplete((download, thrown) -> grace.cancel(false));
            } catch (RejectedExecutionException e) {
                result.completeExceptionally(failure);
            }
        }

        private void discard() {
            disk.execute(this::delete);
        }

        private void delete() {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                LOG.warn("Cannot delete the unfinished file {}: {}", file, e.getMessage());
            }
        }
    }

    /**
     * Writes the body of a successful answer to a file, part by part and off the I/O thread, and takes no more than the
     * disk does; lets any other body pass.
     */
    private static final class ToFile implements AsyncResponseConsumer<Answer> {

        private static final Set<String> TYPES
                = Set.of("application/octet-stream", "binary/octet-stream", "application/mp4", "application/x-download",
                        "application/force-download", "text/plain");

        private static final int WORTH_READING = 64 * 1024;

        // compressed, a video could be of any size when it is unpacked; whatever else a host says, the bytes decide
        private static final Set<String> COMPRESSED
                = Set.of("gzip", "x-gzip", "deflate", "compress", "x-compress", "br", "zstd", "dcb", "dcz");

        private final Path file;
        private final DownloadSettings settings;
        private final Executor disk;
        private volatile IOException failure;

        // of the I/O thread
        private final byte[] head = new byte[MediaFormat.HEAD];
        private final byte[] said = new byte[HostRefusal.WORTH_READING];
        private FutureCallback<Answer> callback;
        private boolean isVideo;
        private int status;
        private String location;
        private long expected = -1;
        private long length;

        // of the disk's tasks
        private FileChannel channel;
        private boolean closed;

        // guarded by this
        private final Deque<ByteBuffer> free = new ArrayDeque<>();
        private CapacityChannel capacity;
        private boolean paused;
        private int unwritten;
        private long taken;
        private boolean received;
        private boolean givenUp;

        ToFile(Path file, DownloadSettings settings, Executor disk) {
            this.file = file;
            this.settings = settings;
            this.disk = disk;
        }

        private Answer withoutVideo() {
            return new Answer(HostRefusal.of(status, said, (int) Math.min(length, said.length)), location, null);
        }

        @Override
        public void consumeResponse(
                HttpResponse response, EntityDetails entity, HttpContext context, FutureCallback<Answer> resultCallback)
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
                throw new RefusedAnswerException("it is empty");
            }
            String type = entity.getContentType();
            if (type != null && !type.isBlank() && !isVideo(type)) {
                throw new RefusedAnswerException("its content type is " + UntrustedText.printable(type, 100));
            }
            String encoding = entity.getContentEncoding();
            if (encoding != null && isCompressed(encoding)) {
                throw new RefusedAnswerException("its content is encoded as " + UntrustedText.printable(encoding, 100));
            }
            expected = entity.getContentLength();
            if (expected > settings.maxSize()) {
                throw new RefusedAnswerException(
                        "it has " + expected + " bytes, more than maxDownloadSize=" + settings.maxSize());
            }
            take(expected);
            isVideo = true;
            disk.execute(this::open);
        }

        private synchronized void take(long bytes) throws RefusedAnswerException {
            if (bytes <= taken || givenUp) {
                return;
            }
            if (!settings.budget().take(bytes - taken)) {
                throw new RefusedAnswerException(
                        "the videos of the job have more than " + settings.budget().total()
                                                 + " bytes together, with maxDownloadSize=" + settings.maxSize());
            }
            taken = bytes;
        }

        private synchronized void giveBack() {
            givenUp = true;
            settings.budget().giveBack(taken);
            taken = 0;
        }

        private static boolean isCompressed(String encodings) {
            return Stream.of(encodings.toLowerCase(Locale.ROOT).split(",")).map(String::strip).anyMatch(COMPRESSED::contains);
        }

        private static boolean isVideo(String type) {
            int end = type.indexOf(';');
            String plain = (end < 0 ? type : type.substring(0, end)).trim().toLowerCase(Locale.ROOT);
            return plain.startsWith("video/") || TYPES.contains(plain);
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
                int kept = (int) Math.max(0, Math.min(source.remaining(), said.length - length));
                source.get(said, (int) Math.min(length, said.length), kept);
                length += kept + source.remaining();
                source.position(source.limit());
                if (length > WORTH_READING) {
                    throw new LongAnswerException(withoutVideo());
                }
                return;
            }
            if (failure != null) {
                throw failure;
            }
            if (length + source.remaining() > settings.maxSize()) {
                throw new RefusedAnswerException("it is longer than maxDownloadSize=" + settings.maxSize() + " bytes");
            }
            take(length + source.remaining());
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
            callback.completed(new Answer(new HostRefusal(status, ""), null, download));
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
                        // at once: the next attempt must not wait for the disk
                        giveBack();
                    }
                }
                disk.execute(this::abandon);
            }
        }

        // on the disk's threads, one after the other

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
                    // also after a failure, so that the next part ends the request
                    more.update(WRITE_WINDOW);
                } catch (IOException e) {
                    LOG.debug("A download has ended before its last part was written: {}", e.getMessage());
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
                    throw new RefusedAnswerException(
                            length == 0 ? "it is empty" : "its content is neither MP4 nor WebM (" + length + " bytes)");
                }
                download.complete(new Download(length, format));
            } catch (IOException | RuntimeException e) {
                giveBack();
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
                // a download that was given up may have begun this file only after it was deleted
                Files.deleteIfExists(file);
            } catch (IOException e) {
                LOG.warn("Cannot delete the unfinished file {}: {}", file, e.getMessage());
            }
        }
    }
}
