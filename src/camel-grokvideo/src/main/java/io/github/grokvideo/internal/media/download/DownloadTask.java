package io.github.grokvideo.internal.media.download;

import java.io.IOException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import io.github.grokvideo.internal.gateway.http.HttpClientMessage;
import io.github.grokvideo.internal.media.address.AddressGuard;
import io.github.grokvideo.internal.observation.LogContext;
import io.github.grokvideo.internal.text.InvalidMediaUrlException;
import io.github.grokvideo.internal.text.MediaUrl;
import io.github.grokvideo.model.DownloadException;
import io.github.grokvideo.model.GrokVideoException;
import io.github.grokvideo.model.Video;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.message.BasicHttpRequest;
import org.apache.hc.core5.http.nio.support.BasicRequestProducer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The download of one video: follows redirects, retries, and replaces an expired URL once. */
final class DownloadTask {

    private static final Logger LOG = LoggerFactory.getLogger(DownloadTask.class);
    private static final int MAX_REDIRECTS = 5;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration MAX_PAUSE = Duration.ofSeconds(30);
    /** How long a failure waits for the deletion of the unfinished file. */
    private static final Duration DELETION_GRACE = Duration.ofSeconds(1);

    private final CompletableFuture<Download> result = new CompletableFuture<>();
    private final DownloadResources shared;
    private final Path file;
    private final String jobId;
    private final DownloadSettings settings;
    private final Supplier<CompletableFuture<Video>> refresh;
    private final SerialExecutor disk;
    private final AtomicBoolean finished = new AtomicBoolean();
    private String url;
    private int failures;
    private boolean refreshed;
    private volatile Future<?> request;

    DownloadTask(DownloadResources shared, String url, Path file, String jobId, DownloadSettings settings,
                 Supplier<CompletableFuture<Video>> refresh) {
        this.shared = shared;
        this.url = url;
        this.file = file;
        this.jobId = jobId;
        this.settings = settings;
        this.refresh = refresh;
        this.disk = new SerialExecutor(shared.blocking());
    }

    /** See {@link VideoDownloader#fetch}. */
    CompletableFuture<Download> result() {
        return result;
    }

    void start() {
        try {
            Future<?> timeout = shared.timer().schedule(
                    () -> fail(transientFailure("The video could not be downloaded within downloadTimeout="
                                                + settings.timeout().toMillis() + " ms")),
                    settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
            result.whenComplete((download, thrown) -> timeout.cancel(false));
        } catch (RejectedExecutionException e) {
            stopped(e);
            return;
        }
        get(url, 0);
    }

    /** Fails the download, since the component stopped. */
    void stopped(Throwable cause) {
        fail(transientFailure("The component stopped").cause(cause));
    }

    private void get(String address, int redirects) {
        try {
            shared.blocking().execute(() -> check(address, redirects));
        } catch (RejectedExecutionException e) {
            stopped(e);
        }
    }

    private void check(String address, int redirects) {
        URI uri;
        try {
            uri = shared.guard().check(address);
        } catch (AddressGuard.ForbiddenAddressException e) {
            fail(GrokVideoException.because("The video was not downloaded: " + e.getMessage()));
            return;
        } catch (UnknownHostException e) {
            retry("the video's host is unknown", e, null);
            return;
        } catch (RuntimeException e) {
            fail(GrokVideoException.because("The video cannot be downloaded: " + e).cause(e));
            return;
        }
        shared.gate().enter(() -> send(uri, redirects));
    }

    private void send(URI uri, int redirects) {
        AtomicBoolean admitted = new AtomicBoolean(true);
        Runnable leave = () -> {
            if (admitted.compareAndSet(true, false)) {
                shared.gate().leave();
            }
        };
        if (finished.get()) {
            leave.run();
            return;
        }
        try {
            BasicHttpRequest get = new BasicHttpRequest("GET", uri);
            get.setHeader("Accept", "video/*, application/octet-stream;q=0.9");
            request = shared.client().execute(
                    new BasicRequestProducer(get, null), new MediaResponseConsumer(file, settings, disk, shared.blocks()), null,
                    null,
                    new FutureCallback<MediaResponse>() {
                        @Override
                        public void completed(MediaResponse response) {
                            leave.run();
                            onResponse(response, uri, redirects);
                        }

                        @Override
                        public void failed(Exception e) {
                            leave.run();
                            if (e instanceof LongErrorException known) {
                                onResponse(known.response(), uri, redirects);
                            } else {
                                onFailure(e);
                            }
                        }

                        @Override
                        public void cancelled() {
                            leave.run();
                            discard();
                        }
                    });
            if (finished.get()) {
                request.cancel(true);
            }
        } catch (RuntimeException | Error e) {
            leave.run();
            fail(GrokVideoException.because("The video cannot be downloaded: " + e).cause(e));
        }
    }

    private void onResponse(MediaResponse response, URI uri, int redirects) {
        if (response.download() != null) {
            response.download().whenCompleteAsync(this::onStored, disk);
            return;
        }
        int status = response.status();
        if (REDIRECTS.contains(status) && response.location() != null) {
            redirect(response, uri, redirects);
        } else if (response.error().mayHaveExpired() && !refreshed) {
            refreshed = true;
            logged(() -> LOG.debug("Job {}: HTTP {} for the video's URL, reading the job again", jobId, status));
            refresh(response.error());
        } else if (status == 408 || status == 429 || status >= 500) {
            retry("its host returned HTTP " + status, null, status);
        } else {
            fail(GrokVideoException.because(response.error().describe(refreshed)).httpStatus(status));
        }
    }

    private void onStored(Download download, Throwable thrown) {
        if (thrown != null) {
            onFailure(thrown);
        } else if (finished.compareAndSet(false, true)) {
            result.complete(download);
        } else {
            settings.budget().release(download.length());
            discard();
        }
    }

    private void redirect(MediaResponse response, URI uri, int redirects) {
        if (redirects == MAX_REDIRECTS) {
            fail(GrokVideoException.because("The video's address redirects more than " + MAX_REDIRECTS + " times")
                    .httpStatus(response.status()));
            return;
        }
        String target;
        try {
            target = MediaUrl.parse(uri.toString()).resolve(response.location()).toString();
        } catch (InvalidMediaUrlException e) {
            fail(GrokVideoException.because(
                    "The video was not downloaded: the video's address redirects to an invalid URL: "
                                            + e.getMessage())
                    .httpStatus(response.status()));
            return;
        }
        get(target, redirects + 1);
    }

    private void refresh(MediaHostError error) {
        CompletableFuture<Video> fresh;
        try {
            fresh = refresh.get();
        } catch (RuntimeException e) {
            fresh = CompletableFuture.failedFuture(e);
        }
        fresh.whenComplete((video, thrown) -> {
            if (thrown == null) {
                url = video.url();
                get(url, 0);
            } else {
                Throwable cause
                        = thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
                fail(transientFailure(error.describe(false) + ", and the job could not be read for a new one")
                        .httpStatus(error.status()).cause(cause));
            }
        });
    }

    private void onFailure(Throwable e) {
        if (e instanceof UnacceptableVideoException) {
            fail(GrokVideoException.because("The video was rejected: " + e.getMessage()));
        } else if (e instanceof AddressGuard.ForbiddenAddressException) {
            fail(GrokVideoException.because("The video was not downloaded: " + e.getMessage()));
        } else {
            String why = HttpClientMessage.of(e, 200);
            retry(why.isBlank() ? e.getClass().getSimpleName() : why, e, null);
        }
    }

    private void retry(String why, Throwable cause, Integer status) {
        discard();
        if (failures >= settings.retries()) {
            fail(transientFailure("The video could not be downloaded: " + why).httpStatus(status).cause(cause));
            return;
        }
        failures++;
        long pause = FIRST_PAUSE.toMillis() << Math.min(failures - 1, 10);
        logged(() -> LOG.debug("Job {}: the video could not be downloaded, retrying: {}", jobId, why));
        shared.observer().retried("download");
        try {
            shared.timer().schedule(() -> get(url, 0), Math.min(pause, MAX_PAUSE.toMillis()), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            stopped(e);
        }
    }

    private static GrokVideoException.Builder transientFailure(String message) {
        return GrokVideoException.because(message).retryable(true);
    }

    private void fail(GrokVideoException.Builder why) {
        if (!finished.compareAndSet(false, true)) {
            return;
        }
        Future<?> running = request;
        if (running != null) {
            running.cancel(true);
        }
        DownloadException failure = new DownloadException(why.jobId(jobId));
        discard();
        disk.execute(() -> result.completeExceptionally(failure));
        try {
            // a hanging disk must not delay the failure for ever
            Future<?> grace = shared.timer().schedule(
                    () -> result.completeExceptionally(failure), DELETION_GRACE.toMillis(), TimeUnit.MILLISECONDS);
            result.whenComplete((download, thrown) -> grace.cancel(false));
        } catch (RejectedExecutionException e) {
            result.completeExceptionally(failure);
        }
    }

    private void logged(Runnable line) {
        try (LogContext context = LogContext.of(jobId, null)) {
            line.run();
        }
    }

    private void discard() {
        disk.execute(this::delete);
    }

    private void delete() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            logged(() -> LOG.warn("Cannot delete the unfinished file {}: {}", file, e.getMessage()));
        }
    }
}
