package io.github.grokvideo.emulator.internal.render;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;

import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacv.FFmpegFrameGrabber;

/**
 * Opens untrusted images and videos with ffmpeg, which is given the format, reads from memory, and can open nothing
 * else: no file, no socket.
 */
public final class UntrustedMedia {

    /**
     * The limits of a video.
     *
     * @param seconds the maximum duration
     * @param frames  the maximum number of decoded frames
     * @param time    the time limit, from opening it to the last frame
     */
    public record Bounds(int seconds, int frames, Duration time) {

        /** Of an input. */
        public static final Bounds INPUT = new Bounds(120, 120 * 60, Duration.ofMinutes(10));
        /** Of a video that a test reads. */
        public static final Bounds PROBE = new Bounds(3_600, 3_600 * 60, Duration.ofMinutes(2));
    }

    /** 8K. */
    static final long MAX_VIDEO_PIXELS = 8_192L * 4_320;
    static final long MAX_IMAGE_PIXELS = 100_000_000;

    private static final int MAX_STREAMS = 16;
    private static final double MICROS = 1_000_000;

    /** Ends after the time limit or an interrupt; native code cannot be interrupted otherwise. */
    private static final class BoundedStream extends ByteArrayInputStream {

        private final long end;

        BoundedStream(byte[] file, Duration time) {
            super(file);
            this.end = System.nanoTime() + time.toNanos();
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            boolean ended = System.nanoTime() - end > 0 || Thread.currentThread().isInterrupted();
            return ended ? -1 : super.read(target, offset, length);
        }
    }

    private UntrustedMedia() {
    }

    /**
     * Opens a video; frames are grabbed in BGRA. Format, streams, size and duration are checked; the caller counts the
     * frames.
     *
     * @throws IOException if it is not a video, or too large
     */
    public static FFmpegFrameGrabber openVideo(byte[] file, Bounds bounds) throws IOException {
        InputFormat format = InputFormat.of(file).filter(InputFormat::isVideo).orElseThrow(
                () -> new IOException("not a video: expected " + InputFormat.videoNames()));
        FFmpegFrameGrabber grabber = open(file, format, MAX_VIDEO_PIXELS, bounds.time());
        try {
            long pixels = (long) grabber.getImageWidth() * grabber.getImageHeight();
            if (pixels > MAX_VIDEO_PIXELS) {
                throw new IOException(
                        "the video has " + grabber.getImageWidth() + "x" + grabber.getImageHeight()
                                      + " pixels, but may have " + MAX_VIDEO_PIXELS);
            }
            double seconds = grabber.getLengthInTime() / MICROS;
            if (seconds > bounds.seconds()) {
                throw new IOException(
                        "the video has " + Math.round(seconds) + " seconds, but may have "
                                      + bounds.seconds());
            }
            return grabber;
        } catch (IOException | RuntimeException e) {
            grabber.close();
            throw e;
        }
    }

    /** Opens an image of a format that ffmpeg reads. */
    static FFmpegFrameGrabber openImage(byte[] file, InputFormat format) throws IOException {
        return open(file, format, MAX_IMAGE_PIXELS, Bounds.INPUT.time());
    }

    private static FFmpegFrameGrabber open(byte[] file, InputFormat format, long maxPixels, Duration time)
            throws IOException {
        FFmpegLibrary.load();
        // 0 keeps the whole file seekable: a video's index can be at its end
        FFmpegFrameGrabber grabber = new FFmpegFrameGrabber(new BoundedStream(file, time), 0);
        grabber.setFormat(format.demuxer());
        grabber.setOption("format_whitelist", format.demuxer());
        // not the name of any protocol
        grabber.setOption("protocol_whitelist", "none");
        grabber.setOption("max_streams", Integer.toString(MAX_STREAMS));
        // a video can refer to data in another file
        grabber.setOption("enable_drefs", "0");
        grabber.setOption("use_absolute_path", "0");
        grabber.setVideoOption("max_pixels", Long.toString(maxPixels));
        grabber.setPixelFormat(avutil.AV_PIX_FMT_BGRA);
        try {
            grabber.start();
            return grabber;
        } catch (FFmpegFrameGrabber.Exception | RuntimeException e) {
            grabber.close();
            throw new IOException("not " + (format.isVideo() ? "a video" : "an image") + " that ffmpeg can read", e);
        }
    }
}
