package io.github.grokvideo.internal.camel.message;

import java.io.File;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

import io.github.grokvideo.GrokVideoComponent;
import io.github.grokvideo.GrokVideoConfiguration;
import io.github.grokvideo.GrokVideoConstants;
import io.github.grokvideo.GrokVideoOperation;
import io.github.grokvideo.GrokVideoOutput;
import io.github.grokvideo.internal.camel.InTurn;
import io.github.grokvideo.internal.gateway.GatewayErrors;
import io.github.grokvideo.internal.gateway.VideoGateway;
import io.github.grokvideo.internal.job.JobSettings;
import io.github.grokvideo.internal.job.VideoJobs;
import io.github.grokvideo.internal.media.VideoFile;
import io.github.grokvideo.internal.media.VideoFiles;
import io.github.grokvideo.internal.media.VideoStream;
import io.github.grokvideo.internal.media.download.Download;
import io.github.grokvideo.internal.media.download.DownloadBudget;
import io.github.grokvideo.internal.media.download.DownloadSettings;
import io.github.grokvideo.internal.media.download.VideoDownloader;
import io.github.grokvideo.internal.text.UntrustedText;
import io.github.grokvideo.model.Cost;
import io.github.grokvideo.model.DownloadException;
import io.github.grokvideo.model.GrokVideoException;
import io.github.grokvideo.model.JobStatus;
import io.github.grokvideo.model.Video;
import io.github.grokvideo.model.VideoJob;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Writes a job and its videos into a message: headers, and the body in the form that was asked for. */
public final class ResultWriter {

    /** How many videos of a job are handed on where nothing says how many were asked for. */
    private static final int MAX_UNASKED = 10;

    private static final int LONGEST_TEXT = 200;
    private static final int DOWNLOADS_AT_A_TIME = 4;
    // in an array, on the heap
    private static final long MAX_BYTES = 256L << 20;
    private static final long MAX_FILE = 1L << 31;
    private static final int LONGEST_ARRAY = Integer.MAX_VALUE - 8;

    private final GrokVideoComponent component;
    private final GrokVideoConfiguration configuration;

    public ResultWriter(GrokVideoComponent component, GrokVideoConfiguration configuration) {
        this.component = component;
        this.configuration = configuration;
    }

    private static final List<String> OUTPUT_HEADERS = List.of(
            GrokVideoConstants.JOB_ID, GrokVideoConstants.JOB_IDS, GrokVideoConstants.STATUS, GrokVideoConstants.PROGRESS,
            GrokVideoConstants.ELAPSED, GrokVideoConstants.VIDEO_URL, GrokVideoConstants.VIDEO_URLS,
            GrokVideoConstants.EXPIRES_AT,
            GrokVideoConstants.VIDEO_DURATION, GrokVideoConstants.VIDEO_SIZE, GrokVideoConstants.VIDEO_LENGTH,
            GrokVideoConstants.COST, GrokVideoConstants.COST_CURRENCY, GrokVideoConstants.COST_ESTIMATED,
            GrokVideoConstants.EXECUTED_MODEL, GrokVideoConstants.EXECUTED_PROVIDER, GrokVideoConstants.WARNINGS);

    /** Takes away what an earlier step has told of its job. */
    public static void clear(Message message) {
        OUTPUT_HEADERS.forEach(message::removeHeader);
    }

    /** The headers that tell of a job. */
    public static void headers(Message message, VideoJob job) {
        message.setHeader(GrokVideoConstants.JOB_ID, job.id());
        message.setHeader(GrokVideoConstants.STATUS, job.status().name());
        if (!job.parts().isEmpty()) {
            message.setHeader(GrokVideoConstants.JOB_IDS, job.parts().stream().map(VideoJob::id).toList());
        }
        set(message, GrokVideoConstants.PROGRESS, job.progress());
        set(message, GrokVideoConstants.EXPIRES_AT, job.expiresAt());
        set(message, GrokVideoConstants.VIDEO_DURATION, job.seconds());
        set(message, GrokVideoConstants.VIDEO_SIZE, printable(job.size()));
        set(message, GrokVideoConstants.EXECUTED_MODEL, printable(job.executedModel()));
        set(message, GrokVideoConstants.EXECUTED_PROVIDER, printable(job.provider()));
        boolean failed = job.isFinal() && job.status() != JobStatus.COMPLETED;
        if (failed && (job.cost() == null || job.cost().estimated())) {
            forgetEstimate(message);
        } else if (job.cost() != null) {
            cost(message, job.cost());
        }
        if (!job.videos().isEmpty()) {
            message.setHeader(GrokVideoConstants.VIDEO_URL, job.videos().get(0).url());
            message.setHeader(GrokVideoConstants.VIDEO_URLS, job.videos().stream().map(Video::url).toList());
        }
    }

    public static void cost(Message message, Cost cost) {
        message.setHeader(GrokVideoConstants.COST, cost.amount());
        message.setHeader(GrokVideoConstants.COST_CURRENCY, cost.currency());
        message.setHeader(GrokVideoConstants.COST_ESTIMATED, cost.estimated());
    }

    /** Takes away a cost that was only estimated: what has failed is charged as the gateway says, or not at all. */
    public static void forgetEstimate(Message message) {
        if (Boolean.TRUE.equals(message.getHeader(GrokVideoConstants.COST_ESTIMATED))) {
            message.removeHeader(GrokVideoConstants.COST);
            message.removeHeader(GrokVideoConstants.COST_CURRENCY);
            message.removeHeader(GrokVideoConstants.COST_ESTIMATED);
        }
    }

    private static void set(Message message, String header, Object value) {
        if (value != null) {
            message.setHeader(header, value);
        }
    }

    private static String printable(String text) {
        return text == null ? null : UntrustedText.sanitize(text, LONGEST_TEXT);
    }

    /** The form that the body gets. */
    public GrokVideoOutput form() {
        if (configuration.getOutput() != null) {
            return configuration.getOutput();
        }
        return configuration.getOperation() == GrokVideoOperation.download ? GrokVideoOutput.stream : GrokVideoOutput.url;
    }

    /** How many videos of a job are handed on, whatever the gateway names, where the message does not say. */
    public int mostVideos() {
        return configuration.getN() == null ? MAX_UNASKED : configuration.getN();
    }

    /** Whether videos are fetched, so that there must be a place to store them. */
    boolean isFetching() {
        return form() != GrokVideoOutput.url && form() != GrokVideoOutput.job;
    }

    /**
     * Finds out whether videos can be stored, before they are paid for. Makes the folder if it is missing.
     *
     * @return what is wrong, or {@code null}
     */
    public String cannotStore() {
        if (!isFetching()) {
            return null;
        }
        VideoFiles files = files(form());
        try {
            files.check();
            return null;
        } catch (IOException | SecurityException e) {
            String why = files.directory() + ", which cannot be written to: " + reason(e);
            if (form() != GrokVideoOutput.file) {
                return "output=" + form() + " stores videos in the directory for temporary files, " + why
                       + ". The system property java.io.tmpdir names another";
            }
            return isDirectoryGiven()
                    ? "Option directory: '" + configuration.getDirectory() + "' was given, this is " + why
                      + ". Accepted is a folder that exists or can be made, and in which files can be made"
                    : "Option directory: nothing was given, so this is " + why + ". Name a folder, or remove that one";
        }
    }

    private static String reason(Exception e) {
        if (e instanceof FileAlreadyExistsException || e instanceof NotDirectoryException) {
            return "it is a file and no folder";
        }
        if (e instanceof AccessDeniedException) {
            return "the permission is missing";
        }
        if (e instanceof FileSystemException failure && failure.getReason() != null) {
            return failure.getReason();
        }
        return e.toString();
    }

    /**
     * Puts the videos of a completed job into the body.
     *
     * @param  job      names no more videos than are to be handed on
     * @param  output   the form
     * @param  asked    how many videos were asked for; with more than one the body is a list
     * @param  warnings gets what is missing
     * @return          done when the body is set; fails with a {@link DownloadException}
     */
    public CompletableFuture<Void> body(
            Exchange exchange, VideoJob job, GrokVideoOutput output, int asked, VideoGateway gateway, JobSettings settings,
            Consumer<String> warnings) {
        boolean list = asked > 1 || job.videos().size() > 1;
        Message message = exchange.getMessage();
        int made = job.videos().size() + tellMissing(job, warnings);
        if (made < asked && (!job.parts().isEmpty() || !job.videos().isEmpty())) {
            warnings.accept(made + " of " + asked + " videos were made");
        }
        if (output == GrokVideoOutput.job) {
            message.setBody(job);
        } else if (job.videos().isEmpty()) {
            return withoutVideo(message, job, list);
        } else if (output == GrokVideoOutput.url) {
            message.setBody(list ? job.videos().stream().map(Video::url).toList() : job.videos().get(0).url());
        } else {
            return fetched(exchange, job, output, asked, gateway, settings, warnings, list);
        }
        return CompletableFuture.completedFuture(null);
    }

    // how many videos were made that the gateway does not hand out
    private static int tellMissing(VideoJob job, Consumer<String> warnings) {
        int missing = 0;
        for (VideoJob one : job.parts().isEmpty() ? List.of(job) : job.parts()) {
            if (one.status() == JobStatus.COMPLETED && one.videos().isEmpty()) {
                missing++;
                warnings.accept("Job " + one.id() + " is completed and names no "
                                + (one.warnings().isEmpty() ? "video" : "usable video")
                                + (one.externalOutput()
                                        ? ": the video went to the place that the request named"
                                        : ", nor a place where it went"));
            }
        }
        return missing;
    }

    private static CompletableFuture<Void> withoutVideo(Message message, VideoJob job, boolean list) {
        if (!job.externalOutput()) {
            return CompletableFuture.failedFuture(GatewayErrors.ended(job));
        }
        message.setBody(list ? List.of() : null);
        return CompletableFuture.completedFuture(null);
    }

    private CompletableFuture<Void> fetched(
            Exchange exchange, VideoJob job, GrokVideoOutput output, int asked, VideoGateway gateway, JobSettings settings,
            Consumer<String> warnings, boolean list) {
        VideoFiles files = files(output);
        VideoDownloader downloader = component.downloader();
        long maxSize = maxSize(output);
        DownloadSettings bounds = new DownloadSettings(
                maxSize, Duration.ofMillis(configuration.getDownloadTimeout()), configuration.getRequestRetries(),
                new DownloadBudget(saturated(maxSize, Math.max(asked, configuredCount()))), files.isOwnerOnly());
        VideoJobs jobs = component.jobs();

        List<CompletableFuture<Fetched>> all = InTurn.run(
                job.videos().size(), DOWNLOADS_AT_A_TIME,
                number -> CompletableFuture.supplyAsync(() -> unfinished(files, job), component.fileWorker())
                        .thenCompose(part -> downloader.fetch(
                                job.videos().get(number), part, job.id(), bounds,
                                () -> again(jobs, gateway, job, number, settings))
                                .thenApply(download -> finished(
                                        exchange, files, part, download, job, output, list ? number + 1 : 0))));
        return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
                .handle((nothing, anyFailure) -> {
                    write(exchange.getMessage(), all, list, warnings);
                    return null;
                });
    }

    private static Path unfinished(VideoFiles files, VideoJob job) {
        try {
            return files.unfinished();
        } catch (IOException e) {
            throw cannotStore(job, files.directory(), e);
        }
    }

    // the same video's URL of now; where several jobs stand for one request, the video's own job names it
    private static CompletableFuture<Video> again(
            VideoJobs jobs, VideoGateway gateway, VideoJob job, int number, JobSettings settings) {
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
        return jobs.read(gateway, id, settings).thenApply(fresh -> {
            if (index >= fresh.videos().size()) {
                throw new DownloadException(
                        GrokVideoException.because("The gateway names the video no more").jobId(fresh.id()));
            }
            return fresh.videos().get(index);
        });
    }

    /** One video in its final form. */
    private record Fetched(Object body, long length, String contentType, String fileName) {
    }

    private Fetched finished(
            Exchange exchange, VideoFiles files, Path part, Download download, VideoJob job, GrokVideoOutput output,
            int number) {
        String extension = download.format().extension();
        String name = name(exchange, job, number, extension);
        try {
            Object body = switch (output) {
                case file -> {
                    Path file = files.finish(part, name, extension, configuration.isOverwrite());
                    name = file.getFileName().toString();
                    yield new VideoFile(file);
                }
                case bytes -> {
                    byte[] bytes = Files.readAllBytes(part);
                    Files.delete(part);
                    yield bytes;
                }
                default -> VideoStream.of(part, download.length(), exchange);
            };
            return new Fetched(body, download.length(), download.format().contentType(), name);
        } catch (IOException e) {
            discard(part);
            throw cannotStore(job, files.directory(), e);
        } catch (RuntimeException | Error e) {
            discard(part);
            throw e;
        }
    }

    private String name(Exchange exchange, VideoJob job, int number, String extension) {
        String wish = RequestReader.text(exchange.getIn(), GrokVideoConstants.FILE_NAME, configuration.getFileName());
        String name = wish == null ? job.id() : wish;
        String suffix = "." + extension;
        String stem = name.toLowerCase(Locale.ROOT).endsWith(suffix)
                ? name.substring(0, name.length() - suffix.length()) : name;
        return stem + (number == 0 ? "" : "-" + number) + suffix;
    }

    private void write(
            Message message, List<CompletableFuture<Fetched>> all, boolean list, Consumer<String> warnings) {
        List<Object> bodies = new ArrayList<>();
        List<String> names = new ArrayList<>();
        Fetched first = null;
        long length = 0;
        GrokVideoException failure = null;
        for (int i = 0; i < all.size(); i++) {
            try {
                Fetched one = all.get(i).join();
                first = first == null ? one : first;
                bodies.add(one.body());
                names.add(one.fileName());
                length += one.length();
            } catch (CompletionException e) {
                failure = e.getCause() instanceof GrokVideoException known
                        ? known
                        : new DownloadException(
                                GrokVideoException.because("The video could not be stored: " + e.getCause())
                                        .cause(e.getCause()));
                warnings.accept("Video " + (i + 1) + " of " + all.size() + " is missing: " + failure.getMessage());
            }
        }
        if (first == null) {
            throw failure;
        }
        message.setBody(list ? bodies : first.body());
        message.setHeader(GrokVideoConstants.VIDEO_LENGTH, length);
        message.setHeader(Exchange.CONTENT_TYPE, first.contentType());
        // whatever file came in, what goes on is the video: a next file: endpoint must not call it photo.jpg
        message.setHeader(Exchange.FILE_NAME, list ? new PartNames(bodies, names) : first.fileName());
    }

    private VideoFiles files(GrokVideoOutput output) {
        if (output != GrokVideoOutput.file) {
            return VideoFiles.temporary();
        }
        return isDirectoryGiven() ? new VideoFiles(new File(configuration.getDirectory()).toPath()) : VideoFiles.ofUser();
    }

    private boolean isDirectoryGiven() {
        return configuration.getDirectory() != null && !configuration.getDirectory().isBlank();
    }

    private long maxSize(GrokVideoOutput output) {
        boolean bytes = output == GrokVideoOutput.bytes;
        Long given = configuration.getMaxDownloadSize();
        if (given == null) {
            return bytes ? MAX_BYTES : MAX_FILE;
        }
        return bytes ? Math.min(given, LONGEST_ARRAY) : given;
    }

    private int configuredCount() {
        return configuration.getN() == null ? 1 : configuration.getN();
    }

    private static long saturated(long size, int times) {
        return size > Long.MAX_VALUE / times ? Long.MAX_VALUE : size * times;
    }

    private static DownloadException cannotStore(VideoJob job, Path directory, IOException cause) {
        return new DownloadException(
                GrokVideoException.because("The video cannot be stored in " + directory + ": " + cause)
                        .jobId(job.id()).retryable(true).cause(cause));
    }

    private static void discard(Path part) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            // the failure that led here is the one to be told
        }
    }
}
