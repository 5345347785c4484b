package io.github.grokvideo.emulator.internal.render;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;

import io.github.grokvideo.emulator.RenderRequest;

/** The input video in other colours, with drifting light and the prompt over it. */
final class VideoScene implements Scene {

    /** Of 256. */
    private static final int GRADE_WEIGHT = 184;
    private static final int LIGHT_WEIGHT = 102;

    private final VideoFrames input;
    private final int[] grade;
    private final Aurora aurora;
    private final Overlay overlay;

    VideoScene(RenderRequest request) throws IOException {
        Encoding encoding = Encoding.of(request);
        int width = encoding.width();
        int height = encoding.height();
        this.input = new VideoFrames(request.video(), width, height);
        Style style = new Style(request.prompt(), request.variant());
        this.grade = grade(style);
        this.aurora = new Aurora(style, width, height);
        this.overlay = new Overlay(request, style, Edge.TOP);
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
        return input.duration();
    }

    @Override
    public void draw(BufferedImage frame, double time) throws IOException {
        int[] target = Images.pixels(frame);
        input.copy(time, target);
        int[] light = aurora.at(time);
        for (int i = 0; i < target.length; i++) {
            target[i] = graded(target[i], light[i]);
        }
        Graphics2D graphics = frame.createGraphics();
        overlay.draw(graphics, time, input.duration());
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

    @Override
    public void close() throws IOException {
        input.close();
    }
}
