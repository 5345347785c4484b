package io.github.grokvideo.emulator.render;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

import io.github.grokvideo.normalize.Dimensions;

/** Renders videos to files. Thread-safe. */
public final class VideoRenderer {

    static {
        // unless the application has decided: no display is needed, and on macOS none must be opened
        if (System.getProperty("java.awt.headless") == null) {
            System.setProperty("java.awt.headless", "true");
        }
    }

    private VideoRenderer() {
    }

    /**
     * Loads the native library. Without this, the first rendering does.
     *
     * @throws IllegalStateException if it is not there for this platform
     */
    public static void load() {
        FFmpegLibrary.load();
    }

    /**
     * The size of a still picture.
     *
     * @throws IOException if it cannot be read
     */
    public static Dimensions imageSize(byte[] file) throws IOException {
        return Images.size(file);
    }

    /**
     * Renders a video.
     *
     * @param  file                  where it goes; overwritten
     * @param  cancelled             asked before each frame
     * @throws IOException           if an input cannot be read, or the file not be written
     * @throws CancellationException if it was cancelled; the file is of no use then
     */
    public static void render(RenderRequest request, Path file, BooleanSupplier cancelled) throws IOException {
        int width = request.encodedSize().width();
        int height = request.encodedSize().height();
        try (Scene scene = scene(request);
             Mp4Writer writer = new Mp4Writer(file, request)) {
            double seconds = scene.duration();
            int rate = request.frameRate();
            int frames = Math.max(1, (int) Math.round(seconds * rate));
            short[] samples = Sound.samples(
                    new Style(request.prompt(), request.variant()), seconds, request.sampleRate(), request.channels());
            int length = samples.length / request.channels();
            int heard = 0;
            BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
            for (int i = 0; i < frames; i++) {
                if (cancelled.getAsBoolean()) {
                    throw new CancellationException();
                }
                scene.draw(picture, (double) i / rate);
                writer.write(picture);
                int until = i == frames - 1 ? length : (int) ((long) length * (i + 1) / frames);
                writer.write(samples, heard, until);
                heard = until;
            }
        }
    }

    private static Scene scene(RenderRequest request) throws IOException {
        if (request.video() != null) {
            return new VideoScene(request);
        }
        return request.images().isEmpty() ? new PromptScene(request) : new ImageScene(request);
    }
}
