package io.github.grokvideo.emulator;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

import io.github.grokvideo.emulator.internal.render.FilmRenderer;

/** Renders the emulator's videos without an emulator, for tests that need a file. Thread-safe. */
public final class VideoRenderer {

    private VideoRenderer() {
    }

    /**
     * Renders a video: H.264 and AAC in MP4.
     *
     * @param  file                  the target; overwritten
     * @param  cancelled             called before each frame; true ends the rendering
     * @throws IOException           if an input cannot be read, or the file cannot be written
     * @throws CancellationException if it was cancelled; the file is incomplete then
     * @throws IllegalStateException if ffmpeg's native libraries are missing; the message names the dependency to add
     */
    public static void render(RenderRequest request, Path file, BooleanSupplier cancelled) throws IOException {
        FilmRenderer.render(request, file, cancelled);
    }
}
