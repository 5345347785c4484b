package io.github.grokvideo.emulator.internal.render;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import io.github.grokvideo.emulator.RenderRequest;
import io.github.grokvideo.normalize.Dimensions;

/** Renders videos into files. Thread-safe. */
public final class FilmRenderer {

    static {
        // no display is needed, and on macOS none must be opened; the application may decide otherwise
        if (System.getProperty("java.awt.headless") == null) {
            System.setProperty("java.awt.headless", "true");
        }
    }

    private FilmRenderer() {
    }

    /**
     * Checks that the native library for this platform is present, without loading it.
     *
     * @throws IllegalStateException if it is missing; the message names the dependency to add
     */
    public static void checkLibrary() {
        FFmpegLibrary.check();
    }

    /**
     * Loads the native library; otherwise the first rendering does.
     *
     * @throws IllegalStateException if it is missing for this platform; the message names the dependency to add
     */
    public static void load() {
        FFmpegLibrary.load();
    }

    /**
     * Returns the size of an image.
     *
     * @throws IOException if it cannot be read
     */
    public static Dimensions imageSize(byte[] file) throws IOException {
        return Images.size(file);
    }

    /**
     * Renders a video.
     *
     * @param  file                     the target; overwritten
     * @param  cancelled                called before each frame; true ends the rendering
     * @throws UnreadableInputException if an input cannot be read
     * @throws IOException              if the file cannot be written
     * @throws CancellationException    if it was cancelled; the file is incomplete then
     */
    public static void render(RenderRequest request, Path file, BooleanSupplier cancelled) throws IOException {
        Encoding format = Encoding.of(request);
        int width = format.width();
        int height = format.height();
        try (Scene scene = scene(request);
             Mp4Writer writer = new Mp4Writer(file, format)) {
            double seconds = scene.duration();
            int rate = format.frameRate();
            int frames = Math.max(1, (int) Math.round(seconds * rate));
            short[] samples = Sound.samples(
                    new Style(request.prompt(), request.variant()), seconds, format.sampleRate(), format.channels());
            int length = samples.length / format.channels();
            // one frame is encoded while the next is drawn
            BufferedImage[] pictures = { picture(width, height), picture(width, height) };
            Future<?> encoding = CompletableFuture.completedFuture(null);
            ExecutorService encoder = Executors.newSingleThreadExecutor(FilmRenderer::encoderThread);
            try {
                for (int i = 0; i < frames; i++) {
                    if (cancelled.getAsBoolean()) {
                        throw new CancellationException();
                    }
                    BufferedImage picture = pictures[i % pictures.length];
                    draw(scene, picture, (double) i / rate);
                    await(encoding);
                    int from = (int) ((long) length * i / frames);
                    int until = (int) ((long) length * (i + 1) / frames);
                    encoding = encoder.submit(() -> {
                        writer.write(picture);
                        writer.write(samples, from, until);
                        return null;
                    });
                }
                await(encoding);
            } finally {
                encoder.shutdown();
                awaitEnd(encoder);
            }
        }
    }

    private static BufferedImage picture(int width, int height) {
        return new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    }

    private static Thread encoderThread(Runnable task) {
        Thread thread = new Thread(task, "grokvideo-emulator-encode");
        thread.setDaemon(true);
        return thread;
    }

    private static void await(Future<?> encoding) throws IOException {
        try {
            encoding.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException cause) {
                throw cause;
            }
            throw new IllegalStateException("the encoder failed", e.getCause());
        }
    }

    /** Waits even if interrupted: the writer must not be closed while a frame is being written. */
    private static void awaitEnd(ExecutorService encoder) {
        boolean interrupted = false;
        boolean ended = false;
        while (!ended) {
            try {
                ended = encoder.awaitTermination(1, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static Scene scene(RenderRequest request) throws UnreadableInputException {
        try {
            if (request.video() != null) {
                return request.extend() ? new ExtendedScene(request) : new VideoScene(request);
            }
            return request.images().isEmpty() ? new PromptScene(request) : new ImageScene(request);
        } catch (IOException e) {
            throw new UnreadableInputException(e);
        }
    }

    private static void draw(Scene scene, BufferedImage picture, double time) throws UnreadableInputException {
        try {
            scene.draw(picture, time);
        } catch (IOException e) {
            throw new UnreadableInputException(e);
        }
    }
}
