package io.github.grokvideo.emulator;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
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
import io.github.grokvideo.normalize.Dimensions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Renders the videos of jobs, a few at a time, in the order of the jobs. */
final class RenderQueue implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RenderQueue.class);

    private final Settings settings;
    private final MediaStore media;
    private final Inputs inputs;
    private final Ledger ledger;
    private final Consumer<Job> ended;
    private final ExecutorService workers;
    private volatile boolean closed;
    private Path sharedClip;

    RenderQueue(Settings settings, MediaStore media, Inputs inputs, Ledger ledger, Consumer<Job> ended) {
        this.settings = settings;
        this.media = media;
        this.inputs = inputs;
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
            job.inputsRead(parameters.format(null, null));
            for (int variant = 0; variant < parameters.count(); variant++) {
                deliver(job, parameters, clip, Files.size(clip));
            }
            return;
        }
        Path inputFile = null;
        try {
            InputVideo video = parameters.readVideo(inputs);
            List<byte[]> images = parameters.readImages(inputs);
            Dimensions inputSize = null;
            if (video != null) {
                inputFile = Files.createTempFile(media.directory(), "input-", ".bin");
                Files.write(inputFile, video.file());
                inputSize = video.size();
            } else if (!images.isEmpty()) {
                inputSize = VideoRenderer.imageSize(images.get(0));
            }
            VideoFormat format = parameters.format(inputSize, video == null ? null : video.seconds());
            job.inputsRead(format);
            ledger.correct(job.id(), format.cost());
            for (int variant = 0; variant < parameters.count(); variant++) {
                Path file = Files.createTempFile(media.directory(), "video-", ".mp4");
                VideoRenderer.render(
                        new RenderRequest(
                                parameters.prompt(), variant, format.size(), format.seconds(), settings.tiny, images,
                                inputFile, parameters.isExtension()),
                        file, () -> closed || job.isCancelled());
                if (job.isCancelled()) {
                    Files.deleteIfExists(file);
                    return;
                }
                deliver(job, parameters, file, media.add(file));
            }
        } finally {
            if (inputFile != null) {
                Files.deleteIfExists(inputFile);
            }
        }
    }

    private static void deliver(Job job, VideoParameters parameters, Path file, long size) throws IOException {
        if (parameters.uploadUrl() != null) {
            Uploads.put(file, parameters.uploadUrl());
        }
        job.addOutput(file, size);
    }

    private synchronized Path sharedClip() throws IOException {
        if (sharedClip == null) {
            Path clip = media.directory().resolve("shared.mp4");
            VideoRenderer.render(
                    new RenderRequest(
                            "grokvideo", 0, new Dimensions(1365, 768), BigDecimal.ONE, true, List.of(), null,
                            false),
                    clip, () -> closed);
            sharedClip = clip;
        }
        return sharedClip;
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
