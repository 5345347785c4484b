package io.github.grokvideo.internal.media.download;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import io.github.grokvideo.internal.gateway.http.AsyncClients;
import io.github.grokvideo.internal.gateway.http.RequestGate;
import io.github.grokvideo.internal.gateway.http.TransportSettings;
import io.github.grokvideo.internal.media.address.AddressGuard;
import io.github.grokvideo.internal.observation.JobObserver;
import io.github.grokvideo.internal.observation.JobOrigin;
import io.github.grokvideo.model.DownloadException;
import io.github.grokvideo.model.GrokVideoException;
import io.github.grokvideo.model.Video;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.reactor.ConnectionInitiator;

/**
 * Downloads videos to disk in constant memory. Sends no credentials, connects only where its {@link AddressGuard} lets
 * it, and trusts neither the length nor the content type of a response.
 */
public final class VideoDownloader implements AutoCloseable {

    private final DownloadResources shared;
    private final Set<DownloadTask> running = ConcurrentHashMap.newKeySet();

    /**
     * @param settings  connection settings
     * @param guard     decides where a download may go
     * @param connector wraps the initiator of every connection
     * @param timer     ends downloads that take too long; not closed here
     * @param blocking  looks up host names and writes files, both of which may block; a download uses at most one of
     *                  its threads; not closed here
     */
    public VideoDownloader(
                           TransportSettings settings, AddressGuard guard, UnaryOperator<ConnectionInitiator> connector,
                           ScheduledExecutorService timer, Executor blocking) {
        this(settings, guard, connector, timer, blocking, JobObserver.NONE);
    }

    /**
     * The same.
     *
     * @param observer is told of downloads
     */
    public VideoDownloader(
                           TransportSettings settings, AddressGuard guard, UnaryOperator<ConnectionInitiator> connector,
                           ScheduledExecutorService timer, Executor blocking, JobObserver observer) {
        this.shared = new DownloadResources(
                AsyncClients.startForVideos(settings, "GrokVideoDownload", guard, connector), guard,
                new RequestGate(settings.connectionsPerRoute()), timer, blocking, new BlockPool(), observer);
    }

    /**
     * Downloads one video into a new file. On failure no file is left.
     *
     * @param  video    what to download
     * @param  file     must not exist
     * @param  jobId    for messages
     * @param  settings the limits
     * @param  refresh  reads the job again when the URL has expired, and returns the same video with a new URL
     * @param  origin   whom it is for
     * @return          the download; fails with a {@link DownloadException}. Completed on a thread that may block.
     */
    public CompletableFuture<Download> fetch(
            Video video, Path file, String jobId, DownloadSettings settings, Supplier<CompletableFuture<Video>> refresh,
            JobOrigin origin) {
        DownloadTask task = new DownloadTask(shared, video.url(), file, jobId, settings, refresh);
        running.add(task);
        long begin = System.nanoTime();
        // whoever downloads goes on after it has been told
        CompletableFuture<Download> told = task.result().whenComplete((download, thrown) -> {
            running.remove(task);
            Duration time = Duration.ofNanos(System.nanoTime() - begin);
            shared.observer().downloaded(
                    origin, jobId, download == null ? 0 : download.length(),
                    thrown instanceof GrokVideoException failure ? failure : null,
                    time);
        });
        task.start();
        return told;
    }

    /** Closes all connections; running downloads fail. */
    @Override
    public void close() {
        shared.client().close(CloseMode.IMMEDIATE);
        // a download between two attempts has no connection that could fail
        running.forEach(task -> task.stopped(null));
    }
}
