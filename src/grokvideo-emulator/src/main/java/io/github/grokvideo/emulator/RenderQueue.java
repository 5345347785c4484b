package io.github.grokvideo.emulator;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import io.github.grokvideo.emulator.render.RenderRequest;
import io.github.grokvideo.emulator.render.VideoRenderer;
import io.github.grokvideo.normalize.AspectRatio;
import io.github.grokvideo.normalize.Dimensions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Renders the videos of jobs, a few at a time, in the order of the jobs. */
final class RenderQueue implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RenderQueue.class);
    private static final Duration FETCH_TIMEOUT = Duration.ofSeconds(20);

    private final Settings settings;
    private final MediaStore media;
    private final Ledger ledger;
    private final Consumer<Job> ended;
    private final ExecutorService workers;
    private volatile boolean closed;
    private Path sharedClip;

    RenderQueue(Settings settings, MediaStore media, Ledger ledger, Consumer<Job> ended) {
        this.settings = settings;
        this.media = media;
        this.ledger = ledger;
        this.ended = ended;
        AtomicInteger number = new AtomicInteger();
        this.workers = Executors.newFixedThreadPool(settings.renderThreads, task -> {
            Thread thread = new Thread(task, "grokvideo-emulator-render-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Loads the native libraries in the background, so that the first job need not wait for that. */
    void warmUp() {
        workers.execute(() -> {
            try {
                if (settings.rendering) {
                    VideoRenderer.load();
                } else {
                    sharedClip();
                }
            } catch (CancellationException e) {
                LOG.debug("Closed before the video library was loaded");
            } catch (IOException | RuntimeException | LinkageError e) {
                LOG.warn("The video library cannot be used on this machine, jobs will fail: {}", e.toString());
            }
        });
    }

    void submit(Job job) {
        try {
            workers.execute(() -> run(job));
        } catch (RejectedExecutionException e) {
            job.planFailure("INTERNAL_ERROR", "The emulator is being closed.");
            job.renderingEnded();
        }
    }

    private void run(Job job) {
        try {
            if (!job.isCancelled() && !job.isFailurePlanned()) {
                render(job);
            }
        } catch (CancellationException e) {
            // of no effect on a cancelled job; one that is interrupted by the end of the emulator must not seem complete
            job.planFailure("INTERNAL_ERROR", "The emulator is being closed.");
        } catch (ApiError e) {
            job.planFailure(e.status() == 400 ? "INVALID_REQUEST" : "UPSTREAM_ERROR", e.getMessage());
        } catch (IOException | RuntimeException | LinkageError e) {
            LOG.warn("Rendering of {} failed", job.id(), e);
            job.planFailure("UPSTREAM_ERROR", "The video could not be rendered: " + e.getMessage());
        } finally {
            job.renderingEnded();
            ended.accept(job);
        }
    }

    private void render(Job job) throws IOException {
        VideoParameters parameters = job.parameters();
        if (parameters == null) {
            return;
        }
        if (!settings.rendering) {
            Path clip = sharedClip();
            for (int variant = 0; variant < parameters.count(); variant++) {
                job.addOutput(clip, Files.size(clip));
            }
            job.inputsRead(parameters.seconds(), parameters.resolveSize(null).dimensions().toString(),
                    parameters.cost(parameters.seconds()));
            return;
        }
        List<byte[]> images = new ArrayList<>();
        Path inputVideo = null;
        AspectRatio inputShape = null;
        BigDecimal seconds = parameters.seconds();
        try {
            if (parameters.video() != null) {
                inputVideo = Files.createTempFile(media.directory(), "input-", ".bin");
                Files.write(inputVideo, fetch("input_video", parameters.video()));
                VideoProbe probe = probe(inputVideo);
                inputShape = new Dimensions(probe.width(), probe.height()).aspectRatio();
                seconds = BigDecimal.valueOf(probe.duration().toMillis()).movePointLeft(3)
                        .setScale(2, RoundingMode.HALF_UP).stripTrailingZeros();
            } else {
                for (String url : parameters.images()) {
                    images.add(fetch("input_reference", url));
                }
                if (!images.isEmpty()) {
                    inputShape = shapeOf(images.get(0));
                }
            }
            Dimensions size = parameters.resolveSize(inputShape).dimensions();
            BigDecimal cost = parameters.cost(seconds);
            job.inputsRead(seconds, size.toString(), cost);
            ledger.correct(job.id(), cost);
            for (int variant = 0; variant < parameters.count(); variant++) {
                Path file = Files.createTempFile(media.directory(), "video-", ".mp4");
                VideoRenderer.render(
                        new RenderRequest(
                                parameters.prompt(), variant, size, seconds, settings.tiny, images, inputVideo),
                        file, () -> closed || job.isCancelled());
                if (job.isCancelled()) {
                    Files.deleteIfExists(file);
                    return;
                }
                job.addOutput(file, media.add(file));
            }
        } finally {
            if (inputVideo != null) {
                Files.deleteIfExists(inputVideo);
            }
        }
    }

    private synchronized Path sharedClip() throws IOException {
        if (sharedClip == null) {
            Path clip = media.directory().resolve("shared.mp4");
            VideoRenderer.render(
                    new RenderRequest(
                            "grokvideo", 0, new Dimensions(1365, 768), BigDecimal.ONE, true, List.of(), null),
                    clip, () -> closed);
            sharedClip = clip;
        }
        return sharedClip;
    }

    private static AspectRatio shapeOf(byte[] image) {
        try {
            return VideoRenderer.imageSize(image).aspectRatio();
        } catch (IOException e) {
            throw ApiError.invalidRequest("input_reference is not an image that can be read: " + e.getMessage());
        }
    }

    private static VideoProbe probe(Path video) {
        VideoProbe probe;
        try {
            probe = VideoProbe.probe(video);
        } catch (IOException e) {
            throw ApiError.invalidRequest("input_video is not a video that can be read: " + e.getMessage());
        }
        if (probe.width() == 0 || probe.duration().isZero()) {
            throw ApiError.invalidRequest("input_video has no pictures.");
        }
        return probe;
    }

    private byte[] fetch(String parameter, String url) throws IOException {
        if (url.regionMatches(true, 0, "data:", 0, 5)) {
            try {
                return Base64.getMimeDecoder().decode(url.substring(url.indexOf(',') + 1));
            } catch (IllegalArgumentException e) {
                throw ApiError.invalidRequest(parameter + " is a data URI whose base64 cannot be decoded.");
            }
        }
        var own = media.findByUrl(url);
        if (own.isPresent()) {
            if (!settings.clock.instant().isBefore(own.get().expiresAt())) {
                throw ApiError.invalidRequest(parameter + " has expired.");
            }
            return Files.readAllBytes(own.get().file());
        }
        HttpClient client = HttpClient.newBuilder().connectTimeout(FETCH_TIMEOUT).build();
        try {
            HttpResponse<byte[]> response = client.send(
                    HttpRequest.newBuilder(URI.create(url)).timeout(FETCH_TIMEOUT).build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            if (response.statusCode() != 200) {
                throw ApiError.invalidRequest(parameter + " answered with status " + response.statusCode() + ".");
            }
            return response.body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException();
        } catch (IOException e) {
            throw ApiError.invalidRequest(parameter + " cannot be fetched: " + e.getMessage());
        }
    }

    @Override
    public void close() {
        closed = true;
        workers.shutdownNow();
        try {
            // whoever is still encoding notices within a frame; the directory must not be deleted before that
            if (!workers.awaitTermination(30, TimeUnit.SECONDS)) {
                LOG.warn("Rendering did not end in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
