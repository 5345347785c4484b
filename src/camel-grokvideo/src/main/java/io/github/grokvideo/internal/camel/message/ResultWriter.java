package io.github.grokvideo.internal.camel.message;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import io.github.grokvideo.GrokVideoConfiguration;
import io.github.grokvideo.GrokVideoConstants;
import io.github.grokvideo.GrokVideoOperation;
import io.github.grokvideo.GrokVideoOutput;
import io.github.grokvideo.internal.camel.EndpointJobs;
import io.github.grokvideo.internal.camel.GrokVideoRuntime;
import io.github.grokvideo.internal.gateway.GatewayErrors;
import io.github.grokvideo.model.DownloadException;
import io.github.grokvideo.model.GrokVideoException;
import io.github.grokvideo.model.JobStatus;
import io.github.grokvideo.model.Video;
import io.github.grokvideo.model.VideoJob;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Writes the videos of a finished job into the body of a message, in the form that the option {@code output} names. */
public final class ResultWriter {

    private static final int MAX_VIDEOS_BY_DEFAULT = 10;
    private static final Set<GrokVideoOperation> REUSING = Set.of(GrokVideoOperation.generate, GrokVideoOperation.extend);
    private static final int GONE = 410;
    // object stores say so each in a way of its own
    private static final List<Integer> LOST = List.of(401, 403, 404, GONE);

    private final GrokVideoConfiguration configuration;
    private final GrokVideoOutput output;
    private final VideoStorage storage;
    private final VideoDownloads downloads;
    private final Clock clock;

    public ResultWriter(GrokVideoConfiguration configuration, GrokVideoRuntime runtime, EndpointJobs jobs) {
        this.configuration = configuration;
        this.output = output(configuration);
        this.storage = VideoStorage.of(output, configuration);
        this.clock = runtime.clock();
        this.downloads = storage == null ? null : new VideoDownloads(configuration, runtime, jobs, storage);
    }

    private static GrokVideoOutput output(GrokVideoConfiguration configuration) {
        if (configuration.getOutput() != null) {
            return configuration.getOutput();
        }
        return configuration.getOperation() == GrokVideoOperation.download ? GrokVideoOutput.stream : GrokVideoOutput.url;
    }

    /** How many videos the endpoint's option requests. */
    public int count() {
        return configuration.getN() == null ? 1 : configuration.getN();
    }

    /** How many videos of a job are written at most, whatever the gateway names, if the message does not say. */
    public int maxVideos() {
        return configuration.getN() == null ? MAX_VIDEOS_BY_DEFAULT : configuration.getN();
    }

    /**
     * Finds out whether videos can be stored, before they are paid for. Creates the directory if it is missing.
     *
     * @return what is wrong, or {@code null}
     */
    public String cannotStore() {
        if (storage == null) {
            return null;
        }
        try {
            storage.files().check();
            return null;
        } catch (IOException | SecurityException e) {
            return storage.notWritable(reason(e));
        }
    }

    /** @throws IllegalArgumentException if videos cannot be stored */
    public void requireStorable() {
        String problem = cannotStore();
        if (problem != null) {
            throw new IllegalArgumentException(problem);
        }
    }

    private static String reason(Exception e) {
        if (e instanceof FileAlreadyExistsException || e instanceof NotDirectoryException) {
            return "it is a file, not a directory";
        }
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (e instanceof NoSuchFileException) {
            return "it does not exist, and cannot be created";
        }
        if (e instanceof FileSystemException failure && failure.getReason() != null) {
            return failure.getReason();
        }
        return e.toString();
    }

    /**
     * Writes the body.
     *
     * @param  job      names no more videos than are to be written
     * @param  count    how many videos were requested; with more than one the body is a list
     * @param  warnings receives what is missing
     * @return          done when the body is set; fails with a {@link DownloadException}
     */
    public CompletableFuture<Void> write(Exchange exchange, VideoJob job, int count, Consumer<String> warnings) {
        Message message = exchange.getMessage();
        boolean reused = isReused(message);
        if (reused && isGone(job)) {
            return CompletableFuture.failedFuture(new DownloadException(
                    GrokVideoException.because("The video's URL has expired, and the gateway has no new one").httpStatus(GONE)
                            .jobId(job.id())));
        }
        warnOfMissing(job, count, warnings);
        if (output == GrokVideoOutput.job) {
            message.setBody(job);
        } else if (job.videos().isEmpty()) {
            return writeNone(message, job, count);
        } else if (output == GrokVideoOutput.url) {
            List<String> urls = job.videos().stream().map(Video::url).toList();
            message.setBody(VideoDownloads.isList(job, count) ? urls : urls.get(0));
        } else {
            return downloads.write(exchange, job, count, reused, warnings);
        }
        return CompletableFuture.completedFuture(null);
    }

    // other operations find the header of an earlier step
    private boolean isReused(Message message) {
        return configuration.isReuse() && REUSING.contains(configuration.getOperation())
                && Boolean.TRUE.equals(message.getHeader(GrokVideoConstants.REUSED));
    }

    // where it is downloaded, that shows more than a date
    private boolean isGone(VideoJob job) {
        boolean expired = downloads == null && job.expiresAt() != null && !clock.instant().isBefore(job.expiresAt());
        return !job.externalOutput() && (job.videos().isEmpty() || expired);
    }

    /** Whether {@link #write} has failed since the video is not at the gateway any more, under a fresh URL either. */
    public static boolean isLost(Throwable failure) {
        return failure instanceof DownloadException known && !known.isRetryable()
                && known.getHttpStatus() != null && LOST.contains(known.getHttpStatus());
    }

    /** Whether the one video of a job that has finished before is in its file, so that it need not be downloaded. */
    public boolean isKept(Exchange exchange, VideoJob job) {
        return downloads != null && downloads.kept(exchange, job) != null;
    }

    private static void warnOfMissing(VideoJob job, int count, Consumer<String> warnings) {
        int generated = job.videos().size();
        for (VideoJob one : job.parts().isEmpty() ? List.of(job) : job.parts()) {
            if (one.status() == JobStatus.COMPLETED && one.videos().isEmpty()) {
                generated++;
                warnings.accept("Job " + one.id() + " is completed and names no "
                                + (one.warnings().isEmpty() ? "video" : "usable video")
                                + (one.externalOutput()
                                        ? ": the video went to the place that the request named"
                                        : ", nor a place where it went"));
            }
        }
        if (generated < count && (!job.parts().isEmpty() || !job.videos().isEmpty())) {
            warnings.accept(generated + " of " + count + " videos were generated");
        }
    }

    private static CompletableFuture<Void> writeNone(Message message, VideoJob job, int count) {
        if (!job.externalOutput()) {
            return CompletableFuture.failedFuture(GatewayErrors.ended(job));
        }
        message.setBody(VideoDownloads.isList(job, count) ? List.of() : null);
        return CompletableFuture.completedFuture(null);
    }
}
