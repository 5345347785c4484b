package io.github.grokvideo.emulator.internal.job;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.github.grokvideo.emulator.RenderRequest;
import io.github.grokvideo.emulator.internal.Settings;
import io.github.grokvideo.emulator.internal.media.InputVideo;
import io.github.grokvideo.emulator.internal.media.Inputs;
import io.github.grokvideo.emulator.internal.media.MediaStore;
import io.github.grokvideo.emulator.internal.media.Uploads;
import io.github.grokvideo.emulator.internal.render.FilmRenderer;
import io.github.grokvideo.normalize.Dimensions;

/** Reads the inputs of a job and renders its videos. Thread-safe. */
final class JobRenderer {

    private final Settings settings;
    private final MediaStore media;
    private final Inputs inputs;
    private final LedgerBook ledger;
    private volatile boolean closed;
    private Path sharedClip;

    JobRenderer(Settings settings, MediaStore media, Inputs inputs, LedgerBook ledger) {
        this.settings = settings;
        this.media = media;
        this.inputs = inputs;
        this.ledger = ledger;
    }

    /** Does the work that the first job would wait for. */
    void warmUp() throws IOException {
        if (settings.rendering) {
            FilmRenderer.load();
        } else {
            sharedClip();
        }
    }

    /** Adds the videos to the job, unless it is cancelled or abandoned meanwhile. */
    void render(Job job, WatchedTasks.Run run) throws IOException {
        JobParameters parameters = job.parameters();
        if (parameters == null) {
            return;
        }
        if (settings.rendering) {
            renderVideos(job, parameters, run);
            return;
        }
        Path clip = sharedClip();
        job.inputsRead(parameters.format(null, null));
        for (int variant = 0; variant < parameters.count(); variant++) {
            deliver(job, parameters, clip, Files.size(clip));
        }
    }

    private void renderVideos(Job job, JobParameters parameters, WatchedTasks.Run run) throws IOException {
        InputVideo video = parameters.readVideo(inputs);
        List<byte[]> images = parameters.readImages(inputs);
        Dimensions inputSize = video != null ? video.size()
                : images.isEmpty() ? null : FilmRenderer.imageSize(images.get(0));
        run.progress();
        VideoFormat format = parameters.format(inputSize, video == null ? null : video.seconds());
        job.inputsRead(format);
        ledger.correct(job.id(), format.cost());
        Path inputFile = null;
        try {
            if (video != null) {
                inputFile = Files.createTempFile(media.directory(), "input-", ".bin");
                Files.write(inputFile, video.file());
            }
            for (int variant = 0; variant < parameters.count(); variant++) {
                Path file = Files.createTempFile(media.directory(), "video-", ".mp4");
                FilmRenderer.render(
                        new RenderRequest(
                                parameters.prompt(), variant, format.size(), format.seconds(), settings.tiny, images,
                                inputFile, parameters.isExtension()),
                        file, () -> {
                            run.progress();
                            return closed || job.isCancelled() || run.isAbandoned();
                        });
                run.progress();
                if (job.isCancelled() || run.isAbandoned()) {
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

    private static void deliver(Job job, JobParameters parameters, Path file, long size) throws IOException {
        if (parameters.uploadUrl() != null) {
            Uploads.put(file, parameters.uploadUrl());
        }
        job.addOutput(file, size);
    }

    /** The same short video for all jobs, for load tests. */
    private synchronized Path sharedClip() throws IOException {
        if (sharedClip == null) {
            Path clip = media.directory().resolve("shared.mp4");
            FilmRenderer.render(
                    new RenderRequest(
                            "grokvideo", 0, new Dimensions(1365, 768), BigDecimal.ONE, true, List.of(), null,
                            false),
                    clip, () -> closed);
            sharedClip = clip;
        }
        return sharedClip;
    }

    /** Stops the rendering at the next frame. */
    void close() {
        closed = true;
    }
}
