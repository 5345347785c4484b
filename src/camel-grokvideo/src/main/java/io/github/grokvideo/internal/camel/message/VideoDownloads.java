package io.github.grokvideo.internal.camel.message;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

import io.github.grokvideo.GrokVideoConfiguration;
import io.github.grokvideo.GrokVideoConstants;
import io.github.grokvideo.internal.camel.EndpointJobs;
import io.github.grokvideo.internal.camel.ExchangeOrigin;
import io.github.grokvideo.internal.camel.GrokVideoRuntime;
import io.github.grokvideo.internal.job.Failures;
import io.github.grokvideo.internal.media.VideoFile;
import io.github.grokvideo.internal.media.VideoFiles;
import io.github.grokvideo.internal.media.download.Download;
import io.github.grokvideo.internal.media.download.DownloadBudget;
import io.github.grokvideo.internal.media.download.DownloadSettings;
import io.github.grokvideo.internal.media.download.VideoDownloader;
import io.github.grokvideo.internal.media.format.MediaFormat;
import io.github.grokvideo.internal.observation.JobOrigin;
import io.github.grokvideo.model.DownloadException;
import io.github.grokvideo.model.GrokVideoException;
import io.github.grokvideo.model.Video;
import io.github.grokvideo.model.VideoJob;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Downloads the videos of a job into the body of a message. */
final class VideoDownloads {

    private static final int MAX_CONCURRENT = 4;

    private final GrokVideoConfiguration configuration;
    private final GrokVideoRuntime runtime;
    private final EndpointJobs jobs;
    private final VideoStorage storage;

    VideoDownloads(
                   GrokVideoConfiguration configuration, GrokVideoRuntime runtime, EndpointJobs jobs, VideoStorage storage) {
        this.configuration = configuration;
        this.runtime = runtime;
        this.jobs = jobs;
        this.storage = storage;
    }

    /** Whether the body is a list. */
    static boolean isList(VideoJob job, int count) {
        return count > 1 || job.videos().size() > 1;
    }

    /** A video that was downloaded. */
    private record Downloaded(VideoStorage.Stored stored, Download download) {
    }

    /**
     * @param  job      has at least one video
     * @param  count    how many videos were requested
     * @param  reused   whether the job is that of an earlier request
     * @param  warnings receives what is missing
     * @return          done when the body is set; fails with a {@link DownloadException} if there is no video at all
     */
    CompletableFuture<Void> write(
            Exchange exchange, VideoJob job, int count, boolean reused, Consumer<String> warnings) {
        boolean list = isList(job, count);
        Path kept = reused && !list ? kept(exchange, job) : null;
        if (kept != null) {
            return CompletableFuture.runAsync(() -> writeKept(exchange, job, kept), runtime.files());
        }
        VideoFiles files = storage.files();
        VideoDownloader downloader = runtime.downloader();
        DownloadSettings settings = settings(files, count);
        JobOrigin origin = new ExchangeOrigin(configuration, exchange);
        List<CompletableFuture<Downloaded>> all = BoundedConcurrency.run(
                job.videos().size(), MAX_CONCURRENT,
                index -> CompletableFuture.supplyAsync(() -> unfinished(files, job), runtime.files())
                        .thenCompose(part -> downloader.fetch(
                                job.videos().get(index), part, job.id(), settings,
                                () -> videoOfNow(exchange, job, index, origin),
                                origin)
                                .thenApply(download -> store(
                                        exchange, part, download, job,
                                        name(exchange, job, list ? "-" + (index + 1) : "", download)))));
        return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
                .handle((nothing, anyFailure) -> {
                    write(exchange.getMessage(), job, count, all, warnings);
                    return null;
                });
    }

    /** The file of a job's one video, if it was stored before under the job's own name; otherwise {@code null}. */
    Path kept(Exchange exchange, VideoJob job) {
        return wish(exchange) == null && job.videos().size() == 1 ? storage.kept(job.id()) : null;
    }

    private void writeKept(Exchange exchange, VideoJob job, Path file) {
        String name = file.getFileName().toString();
        MediaFormat format = name.endsWith("." + MediaFormat.WEBM.extension()) ? MediaFormat.WEBM : MediaFormat.MP4;
        Message message = exchange.getMessage();
        try {
            message.setHeader(GrokVideoConstants.VIDEO_LENGTH, Files.size(file));
        } catch (IOException e) {
            throw cannotStore(job, e);
        }
        message.setBody(new VideoFile(file));
        message.setHeader(Exchange.CONTENT_TYPE, format.contentType());
        message.setHeader(Exchange.FILE_NAME, name);
    }

    private String wish(Exchange exchange) {
        return MessageValues.text(exchange.getIn(), GrokVideoConstants.FILE_NAME, configuration.getFileName());
    }

    private DownloadSettings settings(VideoFiles files, int count) {
        long maxSize = storage.maxSize();
        int videos = Math.max(count, configuration.getN() == null ? 1 : configuration.getN());
        long total = maxSize > Long.MAX_VALUE / videos ? Long.MAX_VALUE : maxSize * videos;
        return new DownloadSettings(
                maxSize, Duration.ofMillis(configuration.getDownloadTimeout()), configuration.getRequestRetries(),
                new DownloadBudget(total), files.isOwnerOnly());
    }

    private Path unfinished(VideoFiles files, VideoJob job) {
        try {
            return files.unfinished();
        } catch (IOException e) {
            throw cannotStore(job, e);
        }
    }

    // a URL may have expired; where several jobs stand for one request, the video's own job names the new one
    private CompletableFuture<Video> videoOfNow(
            Exchange exchange, VideoJob job, int number, JobOrigin origin) {
        int place = number;
        String id = job.id();
        for (VideoJob part : job.parts()) {
            id = part.id();
            if (place < part.videos().size()) {
                break;
            }
            place -= part.videos().size();
        }
        int index = place;
        // several jobs may be at several providers
        String provider = job.parts().size() > 1
                ? null : exchange.getMessage().getHeader(GrokVideoConstants.PROVIDER, String.class);
        return jobs.read(id, provider, origin).thenApply(read -> {
            if (index >= read.videos().size()) {
                throw new DownloadException(
                        GrokVideoException.because("The gateway no longer names the video").jobId(read.id()));
            }
            return read.videos().get(index);
        });
    }

    private String name(Exchange exchange, VideoJob job, String number, Download download) {
        String wish = wish(exchange);
        String name = wish == null ? job.id() : wish;
        String suffix = "." + download.format().extension();
        String stem = name.toLowerCase(Locale.ROOT).endsWith(suffix)
                ? name.substring(0, name.length() - suffix.length()) : name;
        return stem + number + suffix;
    }

    private Downloaded store(Exchange exchange, Path part, Download download, VideoJob job, String name) {
        try {
            return new Downloaded(storage.store(part, download, name, exchange), download);
        } catch (IOException e) {
            discard(part);
            throw cannotStore(job, e);
        } catch (RuntimeException | Error e) {
            discard(part);
            throw e;
        }
    }

    private DownloadException cannotStore(VideoJob job, IOException cause) {
        return new DownloadException(
                GrokVideoException.because("The video cannot be stored in " + storage.files().directory() + ": " + cause)
                        .jobId(job.id()).retryable(true).cause(cause));
    }

    private static void discard(Path part) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            // the failure that led here is the one to report
        }
    }

    private static void write(
            Message message, VideoJob job, int count, List<CompletableFuture<Downloaded>> all, Consumer<String> warnings) {
        boolean list = isList(job, count);
        List<Object> bodies = new ArrayList<>();
        List<String> names = new ArrayList<>();
        Downloaded first = null;
        long length = 0;
        GrokVideoException failure = null;
        for (int i = 0; i < all.size(); i++) {
            try {
                Downloaded one = all.get(i).join();
                first = first == null ? one : first;
                bodies.add(one.stored().body());
                names.add(one.stored().fileName());
                length += one.download().length();
            } catch (CompletionException e) {
                failure = failure(Failures.unwrap(e));
                warnings.accept("Video " + (i + 1) + " of " + all.size() + " is missing: " + failure.getMessage());
            }
        }
        if (first == null) {
            throw failure;
        }
        message.setBody(list ? bodies : first.stored().body());
        message.setHeader(GrokVideoConstants.VIDEO_LENGTH, length);
        message.setHeader(Exchange.CONTENT_TYPE, first.download().format().contentType());
        // also if the message came with a file: a file: endpoint that follows must not call the video photo.jpg
        message.setHeader(Exchange.FILE_NAME, list ? new PartNames(bodies, names) : first.stored().fileName());
    }

    private static GrokVideoException failure(Throwable cause) {
        return cause instanceof GrokVideoException known
                ? known
                : new DownloadException(GrokVideoException.because("The video could not be stored: " + cause).cause(cause));
    }
}
