package io.github.grokvideo.emulator;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.ShortBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import io.github.grokvideo.emulator.internal.render.UntrustedMedia;
import io.github.grokvideo.emulator.internal.render.UntrustedMedia.Bounds;
import org.bytedeco.javacv.FFmpegFrameGrabber;
import org.bytedeco.javacv.Frame;

/**
 * The properties of a video, decoded by ffmpeg: MP4, QuickTime, WebM, Matroska and AVI, up to 8K and one hour.
 */
public final class VideoProbe {

    private static final int CHANNEL_MAX = 255;

    private final byte[] video;
    private final String container;
    private final String videoCodec;
    private final String audioCodec;
    private final int width;
    private final int height;
    private final Duration duration;
    private final double frameRate;
    private final int frames;
    private final int audioChannels;
    private final int sampleRate;
    private final double loudness;

    private VideoProbe(byte[] video) throws IOException {
        this.video = video;
        long end = System.nanoTime() + Bounds.PROBE.time().toNanos();
        try (FFmpegFrameGrabber grabber = UntrustedMedia.openVideo(video, Bounds.PROBE)) {
            this.container = grabber.getFormat();
            this.videoCodec = grabber.hasVideo() ? grabber.getVideoCodecName() : null;
            this.audioCodec = grabber.hasAudio() ? grabber.getAudioCodecName() : null;
            this.width = grabber.getImageWidth();
            this.height = grabber.getImageHeight();
            this.duration = Duration.ofNanos(Math.max(0, grabber.getLengthInTime()) * 1_000);
            this.frameRate = grabber.getVideoFrameRate();
            this.audioChannels = grabber.hasAudio() ? grabber.getAudioChannels() : 0;
            this.sampleRate = grabber.hasAudio() ? grabber.getSampleRate() : 0;
            int pictures = 0;
            double squares = 0;
            long samples = 0;
            for (Frame frame = grabber.grab(); frame != null; frame = grabber.grab()) {
                if (System.nanoTime() - end > 0) {
                    throw new IOException(
                            "the video could not be read within " + Bounds.PROBE.time().toSeconds()
                                          + " seconds");
                }
                if (frame.image != null && ++pictures > Bounds.PROBE.frames()) {
                    throw new IOException("the video has more than " + Bounds.PROBE.frames() + " frames");
                }
                if (frame.samples != null && frame.samples[0] instanceof ShortBuffer buffer) {
                    for (int i = 0; i < buffer.limit(); i++) {
                        double value = buffer.get(i) / 32_768.0;
                        squares += value * value;
                    }
                    samples += buffer.limit();
                }
            }
            this.frames = pictures;
            this.loudness = samples == 0 ? 0 : Math.sqrt(squares / samples);
        } catch (FFmpegFrameGrabber.Exception e) {
            throw new IOException("the video cannot be decoded", e);
        }
    }

    /**
     * Reads and decodes the whole video.
     *
     * @throws IOException if it cannot be read or decoded
     */
    public static VideoProbe probe(Path file) throws IOException {
        return new VideoProbe(Files.readAllBytes(file));
    }

    /**
     * Decodes the whole video.
     *
     * @throws IOException if it cannot be decoded
     */
    public static VideoProbe probe(byte[] video) throws IOException {
        return new VideoProbe(video.clone());
    }

    /** Returns ffmpeg's name of the container format, for example {@code mov,mp4,m4a,3gp,3g2,mj2}. */
    public String container() {
        return container;
    }

    /** Returns ffmpeg's name of the codec, for example {@code h264}; {@code null} without pictures. */
    public String videoCodec() {
        return videoCodec;
    }

    /** Returns ffmpeg's name of the codec, for example {@code aac}; {@code null} without sound. */
    public String audioCodec() {
        return audioCodec;
    }

    /** Returns the width in pixels; 0 without pictures. */
    public int width() {
        return width;
    }

    /** Returns the height in pixels; 0 without pictures. */
    public int height() {
        return height;
    }

    /** Returns the duration of pictures or sound, whichever is longer. */
    public Duration duration() {
        return duration;
    }

    /** Returns the frames per second. */
    public double frameRate() {
        return frameRate;
    }

    /** Returns the number of decoded frames. */
    public int frames() {
        return frames;
    }

    /** Whether there is a sound track that is not silent. */
    public boolean hasSound() {
        return audioCodec != null && loudness > 0.001;
    }

    /** Returns the root mean square of all samples: 0 for silence, 1 for the maximum. */
    public double loudness() {
        return loudness;
    }

    /** Returns the number of audio channels; 0 without sound. */
    public int audioChannels() {
        return audioChannels;
    }

    /** Returns the sample rate in Hz; 0 without sound. */
    public int sampleRate() {
        return sampleRate;
    }

    /**
     * Returns the frame at that time, or the last one if the video is shorter.
     *
     * @throws IOException if it cannot be decoded
     */
    public BufferedImage frame(Duration time) throws IOException {
        BufferedImage last = null;
        long micros = time.toNanos() / 1_000;
        try (FFmpegFrameGrabber grabber = UntrustedMedia.openVideo(video, Bounds.PROBE)) {
            for (Frame frame = grabber.grabImage(); frame != null; frame = grabber.grabImage()) {
                if (last != null && frame.timestamp > micros) {
                    break;
                }
                last = toImage(frame);
            }
        } catch (FFmpegFrameGrabber.Exception e) {
            throw new IOException("the video cannot be decoded", e);
        }
        if (last == null) {
            throw new IOException("the video has no pictures");
        }
        return last;
    }

    private static BufferedImage toImage(Frame frame) {
        BufferedImage image = new BufferedImage(frame.imageWidth, frame.imageHeight, BufferedImage.TYPE_INT_RGB);
        IntBuffer pixels = ((ByteBuffer) frame.image[0]).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer();
        int[] row = new int[frame.imageWidth];
        for (int y = 0; y < frame.imageHeight; y++) {
            pixels.get(y * frame.imageStride / Integer.BYTES, row);
            image.setRGB(0, y, row.length, 1, row, 0, row.length);
        }
        return image;
    }

    /**
     * Returns the mean of all pixels of {@link #frame}.
     *
     * @throws IOException if it cannot be decoded
     */
    public Color averageColor(Duration time) throws IOException {
        BufferedImage image = frame(time);
        long red = 0;
        long green = 0;
        long blue = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                int pixel = image.getRGB(x, y);
                red += pixel >> 16 & CHANNEL_MAX;
                green += pixel >> 8 & CHANNEL_MAX;
                blue += pixel & CHANNEL_MAX;
            }
        }
        long pixels = (long) image.getWidth() * image.getHeight();
        return new Color((int) (red / pixels), (int) (green / pixels), (int) (blue / pixels));
    }

    @Override
    public String toString() {
        return width + "x" + height + " " + videoCodec + ", " + frames + " frames, " + audioCodec + ", "
               + duration.toMillis() + " ms";
    }
}
