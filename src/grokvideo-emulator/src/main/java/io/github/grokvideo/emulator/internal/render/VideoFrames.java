package io.github.grokvideo.emulator.internal.render;

import java.io.IOException;
import java.nio.IntBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

import io.github.grokvideo.emulator.internal.render.UntrustedMedia.Bounds;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.javacv.FFmpegFrameGrabber;
import org.bytedeco.javacv.Frame;

/** The frames of a video, scaled so that they fill a size, and cropped on two sides. */
final class VideoFrames implements AutoCloseable {

    private static final double MICROS = 1_000_000;

    private final int width;
    private final int height;
    private final FFmpegFrameGrabber grabber;
    private final double duration;
    private int scaledWidth;
    private int scaledHeight;
    private int[] current;
    private double nextTime = -1;
    private int[] next;
    private int[] spare;
    private boolean ended;
    private int frames;

    VideoFrames(Path video, int width, int height) throws IOException {
        this.width = width;
        this.height = height;
        this.grabber = UntrustedMedia.openVideo(Files.readAllBytes(video), Bounds.INPUT);
        try {
            if (!grabber.hasVideo() || grabber.getImageWidth() < 1) {
                throw new IOException("the input video has no pictures");
            }
            double scale = Math.max(
                    (double) width / grabber.getImageWidth(), (double) height / grabber.getImageHeight());
            scaledWidth = Math.max(width, (int) Math.ceil(grabber.getImageWidth() * scale));
            scaledHeight = Math.max(height, (int) Math.ceil(grabber.getImageHeight() * scale));
            grabber.setImageWidth(scaledWidth);
            grabber.setImageHeight(scaledHeight);
            grabber.setImageScalingFlags(swscale.SWS_BILINEAR);
            this.duration = grabber.getLengthInTime() / MICROS;
            advance();
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /** In seconds. */
    double duration() {
        return duration;
    }

    /**
     * Copies the frame at that second; after the end, the last one. Times must not decrease between calls.
     */
    void copy(double time, int[] target) throws IOException {
        while (!ended && nextTime <= time + 0.001) {
            spare = current;
            current = next;
            advance();
        }
        int[] source = current == null ? next : current;
        int left = (scaledWidth - width) / 2;
        int top = (scaledHeight - height) / 2;
        for (int y = 0; y < height; y++) {
            System.arraycopy(source, (top + y) * scaledWidth + left, target, y * width, width);
        }
    }

    private void advance() throws IOException {
        if (++frames > Bounds.INPUT.frames()) {
            throw new IOException("the input video has more than " + Bounds.INPUT.frames() + " frames");
        }
        Frame frame;
        try {
            frame = grabber.grabImage();
        } catch (FFmpegFrameGrabber.Exception e) {
            throw new IOException("the input video cannot be decoded", e);
        }
        if (frame == null) {
            if (next == null) {
                throw new IOException("the input video has no pictures");
            }
            ended = true;
            return;
        }
        nextTime = frame.timestamp / MICROS;
        int[] pixels = spare == null ? new int[scaledWidth * scaledHeight] : spare;
        spare = null;
        IntBuffer buffer = Images.pixels(frame);
        int stride = frame.imageStride / Integer.BYTES;
        for (int y = 0; y < scaledHeight; y++) {
            buffer.get(y * stride, pixels, y * scaledWidth, scaledWidth);
        }
        next = pixels;
    }

    @Override
    public void close() throws IOException {
        try {
            grabber.close();
        } catch (FFmpegFrameGrabber.Exception e) {
            throw new IOException("the input video cannot be closed", e);
        }
    }
}
