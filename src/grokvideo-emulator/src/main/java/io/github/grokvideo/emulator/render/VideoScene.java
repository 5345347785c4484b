package io.github.grokvideo.emulator.render;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.IntBuffer;

import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.javacv.FFmpegFrameGrabber;
import org.bytedeco.javacv.Frame;

/** The input video in other colours, with drifting light and the prompt over it. */
final class VideoScene implements Scene {

    private static final double MICROS = 1_000_000;
    /** Of 256. */
    private static final int GRADE_WEIGHT = 184;
    private static final int LIGHT_WEIGHT = 102;

    private final int width;
    private final int height;
    private final FFmpegFrameGrabber grabber;
    private final double duration;
    private final int[] grade;
    private final Aurora aurora;
    private final Overlay overlay;
    private int scaledWidth;
    private int scaledHeight;
    private int[] current;
    private double nextTime = -1;
    private int[] next;
    private int[] spare;
    private boolean ended;

    VideoScene(RenderRequest request) throws IOException {
        FFmpegLibrary.load();
        this.width = request.encodedSize().width();
        this.height = request.encodedSize().height();
        this.grabber = new FFmpegFrameGrabber(request.video().toFile());
        try {
            grabber.setPixelFormat(avutil.AV_PIX_FMT_BGRA);
            grabber.start();
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
        } catch (FFmpegFrameGrabber.Exception e) {
            close();
            throw new IOException("the input video cannot be read", e);
        }
        this.duration = grabber.getLengthInTime() / MICROS;
        Style style = new Style(request.prompt(), request.variant());
        this.grade = grade(style);
        this.aurora = new Aurora(style, width, height);
        this.overlay = new Overlay(request, style, true);
        advance();
    }

    /** For each brightness the colour it becomes: dark to the middle light to near white. */
    private static int[] grade(Style style) {
        Color[] lights = style.lights();
        Color[] stops = { style.dark(), lights[2].darker(), lights[0], lights[3], Color.WHITE };
        int[] result = new int[256];
        for (int i = 0; i < result.length; i++) {
            double position = i / 255.0 * (stops.length - 1);
            int stop = Math.min(stops.length - 2, (int) position);
            double part = position - stop;
            result[i] = mix(stops[stop].getRed(), stops[stop + 1].getRed(), part) << 16
                        | mix(stops[stop].getGreen(), stops[stop + 1].getGreen(), part) << 8
                        | mix(stops[stop].getBlue(), stops[stop + 1].getBlue(), part);
        }
        return result;
    }

    private static int mix(int from, int to, double part) {
        return (int) Math.round(from + (to - from) * part);
    }

    @Override
    public double duration() {
        return duration;
    }

    @Override
    public void draw(BufferedImage frame, double time) throws IOException {
        while (!ended && nextTime <= time + 0.001) {
            spare = current;
            current = next;
            advance();
        }
        int[] source = current == null ? next : current;
        int[] target = Images.pixels(frame);
        int[] light = aurora.at(time);
        int left = (scaledWidth - width) / 2;
        int top = (scaledHeight - height) / 2;
        for (int y = 0; y < height; y++) {
            int from = (top + y) * scaledWidth + left;
            int to = y * width;
            for (int x = 0; x < width; x++) {
                target[to + x] = graded(source[from + x], light[to + x]);
            }
        }
        Graphics2D graphics = frame.createGraphics();
        overlay.draw(graphics, time, duration);
        graphics.dispose();
    }

    /** Most of the grade's colour and some of the pixel's own; then the light as a second slide on the same screen. */
    private int graded(int pixel, int light) {
        int luma = (pixel >> 16 & 0xff) * 77 + (pixel >> 8 & 0xff) * 150 + (pixel & 0xff) * 29 >> 8;
        int colour = Resampler.mix(pixel, grade[luma], GRADE_WEIGHT);
        int red = colour >> 16 & 0xff;
        int green = colour >> 8 & 0xff;
        int blue = colour & 0xff;
        red += (255 - red) * (light >> 16 & 0xff) * LIGHT_WEIGHT >> 16;
        green += (255 - green) * (light >> 8 & 0xff) * LIGHT_WEIGHT >> 16;
        blue += (255 - blue) * (light & 0xff) * LIGHT_WEIGHT >> 16;
        return red << 16 | green << 8 | blue;
    }

    private void advance() throws IOException {
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
