package io.github.grokvideo.emulator;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

import io.github.grokvideo.emulator.render.RenderRequest;
import io.github.grokvideo.emulator.render.UnreadableInputException;
import io.github.grokvideo.emulator.render.VideoRenderer;
import io.github.grokvideo.normalize.Dimensions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Renders the videos of jobs, a few at a time, in the order of the jobs. One that stalls does not hold up the others.
 */
final class RenderQueue implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RenderQueue.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(30);

    private final Settings settings;
    private final MediaStore media;
    private final Inputs inputs;
    private final Ledger ledger;
    private final Consumer<Job> ended;
    private final WatchedTasks tasks;
    private volatile boolean closed;
    private Path sharedClip;

    RenderQueue(Settings settings, MediaStore media, Inputs inputs, Ledger ledger, Consumer<Job> ended) {
        this.settings = settings;
        this.media = media;
        this.inputs = inputs;
        this.ledger = ledger;
        this.ended = ended;
        this.tasks = new WatchedTasks("grokvideo-emulator-render", settings.renderThreads, settings.stallTimeout);
    }

    /** Loads the native libraries in the background, so that the first job need not wait for that. */
    void warmUp() {
        tasks.submit(new WatchedTasks.Task() {
            @Override
            public void run(WatchedTasks.Run run) {
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
            }

            @Override
            public void giveUp() {
                LOG.warn("The video library could not be loaded within {}", settings.stallTimeout);
            }
        });
    }

    void submit(Job job) {
        try {
            tasks.submit(new WatchedTasks.Task() {
                @Override
                public void run(WatchedTasks.Run run) {
                    RenderQueue.this.run(job, run);
                }

                @Override
                public void giveUp() {
                    LOG.warn("Rendering of {} stalled and was given up", job.id());
                    fail(job, "The video could not be rendered: no progress for " + settings.stallTimeout.toMillis() + " ms.");
                    end(job);
                }
            });
        } catch (RejectedExecutionException e) {
            job.planFailure("INTERNAL_ERROR", "The emulator is being closed.");
            job.renderingEnded();
        }
    }

    private static void fail(Job job, String message) {
        job.planFailure("UPSTREAM_ERROR", message);
    }

    private void end(Job job) {
        job.renderingEnded();
        ended.accept(job);
    }

    private void run(Job job, WatchedTasks.Run run) {
        Runnable failure = () -> {
        };
        try {
            if (!job.isCancelled() && !job.isFailurePlanned()) {
                render(job, run);
            }
        } catch (CancellationException e) {
            // of no effect on a cancelled job; one that is interrupted by the end of the emulator must not seem complete
            failure = () -> job.planFailure("INTERNAL_ERROR", "The emulator is being closed.");
        } catch (ApiError e) {
            failure = () -> job.planFailure(e.status() == 400 ? "INVALID_REQUEST" : "UPSTREAM_ERROR", e.getMessage());
        } catch (UnreadableInputException e) {
            failure = () -> job.planFailure("INVALID_REQUEST", "The input is nothing that can be read: " + e.getMessage());
        } catch (Exception | Error e) {
            LOG.warn("Rendering of {} failed", job.id(), e);
            failure = () -> fail(job, "The video could not be rendered: " + e.getMessage());
        }
        if (!run.isGivenUp()) {
            failure.run();
            end(job);
        }
    }

    private void render(Job job, WatchedTasks.Run run) throws IOException {
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
            run.progress();
            VideoFormat format = parameters.format(inputSize, video == null ? null : video.seconds());
            job.inputsRead(format);
            ledger.correct(job.id(), format.cost());
            for (int variant = 0; variant < parameters.count(); variant++) {
                Path file = Files.createTempFile(media.directory(), "video-", ".mp4");
                VideoRenderer.render(
                        new RenderRequest(
                                parameters.prompt(), variant, format.size(), format.seconds(), settings.tiny, images,
                                inputFile, parameters.isExtension()),
                        file, () -> {
                            run.progress();
                            return closed || job.isCancelled() || run.isGivenUp();
                        });
                run.progress();
                if (job.isCancelled() || run.isGivenUp()) {
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
        tasks.close();
        try {
            // whoever is still encoding notices within a frame; the directory must not be deleted before that
            if (!tasks.awaitEnd(CLOSE_TIMEOUT)) {
                LOG.warn("Rendering did not end in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
