package io.github.grokvideo.emulator.internal.render;

import java.awt.Color;
import java.util.Random;

/** Coloured lights that drift over a dark background; computed small and enlarged, since they have no details. */
final class Aurora {

    private static final int LONGER_SIDE = 96;
    private static final int STEPS_PER_SECOND = 12;

    private final int width;
    private final int height;
    private final int[] pixels;
    private final Resampler resampler;
    private final int[] picture;
    private long drawn = -1;
    private final float[] ground;
    private final float[][] colours;
    private final double[] phases;
    private final double[] speeds;
    private final double[] sizes;
    private final double waveAngle;

    Aurora(Style style, int outputWidth, int outputHeight) {
        int longer = Math.max(outputWidth, outputHeight);
        this.width = Math.max(4, outputWidth * LONGER_SIDE / longer);
        this.height = Math.max(4, outputHeight * LONGER_SIDE / longer);
        this.pixels = new int[width * height];
        this.resampler = new Resampler(outputWidth, outputHeight);
        this.picture = new int[outputWidth * outputHeight];
        this.ground = style.dark().getRGBColorComponents(null);
        Color[] lights = style.lights();
        this.colours = new float[lights.length][];
        this.phases = new double[lights.length * 2];
        this.speeds = new double[lights.length * 2];
        this.sizes = new double[lights.length];
        Random random = style.random();
        double reach = Math.sqrt((double) width / height);
        for (int i = 0; i < lights.length; i++) {
            colours[i] = lights[i].getRGBColorComponents(null);
            sizes[i] = (0.24 + random.nextDouble() * 0.16) * reach;
            for (int axis = 0; axis < 2; axis++) {
                phases[2 * i + axis] = random.nextDouble() * 2 * Math.PI;
                speeds[2 * i + axis] = (0.35 + random.nextDouble() * 0.5) * (random.nextBoolean() ? 1 : -1);
            }
        }
        this.waveAngle = random.nextDouble() * Math.PI;
    }

    /**
     * Returns the pixels at that second, 0xRRGGBB; valid until the next call. The lights move only 12 times per second,
     * which cannot be seen and saves encoding time.
     */
    int[] at(double time) {
        long step = (long) Math.floor(time * STEPS_PER_SECOND + 1e-6);
        if (step != drawn) {
            compute(step / (double) STEPS_PER_SECOND);
            resampler.draw(pixels, width, height, 0, 0, width, height, picture);
            drawn = step;
        }
        return picture;
    }

    private void compute(double time) {
        double aspect = (double) width / height;
        int lights = colours.length;
        double[] centreX = new double[lights];
        double[] centreY = new double[lights];
        for (int i = 0; i < lights; i++) {
            centreX[i] = aspect * (0.5 + 0.42 * Math.sin(phases[2 * i] + speeds[2 * i] * time));
            centreY[i] = 0.5 + 0.40 * Math.cos(phases[2 * i + 1] + speeds[2 * i + 1] * time);
        }
        double waveX = Math.cos(waveAngle) * 7;
        double waveY = Math.sin(waveAngle) * 7;
        for (int y = 0; y < height; y++) {
            double v = (y + 0.5) / height;
            for (int x = 0; x < width; x++) {
                double u = (x + 0.5) / width * aspect;
                // two waves distort the lights into curtains
                double bentU = u + 0.09 * Math.sin(waveY * v + time * 0.9) + 0.04 * Math.sin(9 * v - time * 0.6);
                double bentV = v + 0.09 * Math.sin(waveX * u - time * 0.7);
                double red = ground[0];
                double green = ground[1];
                double blue = ground[2];
                for (int i = 0; i < lights; i++) {
                    double dx = bentU - centreX[i];
                    double dy = bentV - centreY[i];
                    double strength = sizes[i] * sizes[i] / (sizes[i] * sizes[i] + (dx * dx + dy * dy) * 1.6);
                    strength *= strength;
                    red += colours[i][0] * strength;
                    green += colours[i][1] * strength;
                    blue += colours[i][2] * strength;
                }
                double edgeU = u / aspect - 0.5;
                double edgeV = v - 0.5;
                double vignette = 1 - 0.75 * (edgeU * edgeU + edgeV * edgeV);
                pixels[y * width + x] = soft(red * vignette) << 16 | soft(green * vignette) << 8 | soft(blue * vignette);
            }
        }
    }

    /** Compresses high values to below white. */
    private static int soft(double value) {
        return (int) (255 * (1 - Math.exp(-1.35 * value)));
    }
}
