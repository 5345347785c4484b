package io.github.grokvideo.emulator.internal.render;

import java.util.Random;

/**
 * Generates a quiet chord with plucked notes over it, from a pentatonic scale, so that any prompt is in tune.
 */
final class Sound {

    private static final int[] SCALE = { 0, 2, 4, 7, 9, 12, 14, 16 };
    private static final double PLUCK_SECONDS = 0.5;
    private static final double FADE_SECONDS = 0.35;

    private Sound() {
    }

    /** Returns 16-bit samples, channels interleaved. */
    static short[] samples(Style style, double seconds, int sampleRate, int channels) {
        Random random = style.random();
        double root = 110 * Math.pow(2, random.nextInt(12) / 12.0);
        int total = (int) Math.round(seconds * sampleRate);
        double[][] mix = new double[channels][total];
        int[] chord = { 0, 7, 12, random.nextBoolean() ? 16 : 14 };
        for (int note = 0; note < chord.length; note++) {
            double frequency = root * Math.pow(2, chord[note] / 12.0);
            double tremolo = 0.15 + random.nextDouble() * 0.25;
            double pan = chord.length == 1 ? 0.5 : note / (chord.length - 1.0);
            for (int i = 0; i < total; i++) {
                double t = (double) i / sampleRate;
                double value = 0.055 * (Math.sin(2 * Math.PI * frequency * t) + 0.3 * Math.sin(4 * Math.PI * frequency * t))
                               * (0.7 + 0.3 * Math.sin(2 * Math.PI * tremolo * t + note));
                add(mix, i, value, pan);
            }
        }
        for (double start = 0; start < seconds; start += PLUCK_SECONDS) {
            double frequency = 2 * root * Math.pow(2, SCALE[random.nextInt(SCALE.length)] / 12.0);
            double pan = 0.25 + random.nextDouble() * 0.5;
            double loudness = 0.10 + random.nextDouble() * 0.08;
            int first = (int) (start * sampleRate);
            int last = Math.min(total, first + (int) (1.6 * sampleRate));
            for (int i = first; i < last; i++) {
                double t = (double) (i - first) / sampleRate;
                double attack = Math.min(1, t / 0.008);
                double value = loudness * attack * Math.exp(-3.5 * t)
                               * (Math.sin(2 * Math.PI * frequency * t)
                                  + 0.35 * Math.exp(-4 * t) * Math.sin(4 * Math.PI * frequency * t));
                add(mix, i, value, pan);
            }
        }
        short[] samples = new short[total * channels];
        double fade = Math.min(FADE_SECONDS, seconds / 4);
        for (int i = 0; i < total; i++) {
            double t = (double) i / sampleRate;
            double envelope = Math.min(1, Math.min(t, seconds - t) / fade);
            for (int channel = 0; channel < channels; channel++) {
                samples[i * channels + channel] = (short) (32_000 * Math.tanh(mix[channel][i]) * envelope);
            }
        }
        return samples;
    }

    private static void add(double[][] mix, int index, double value, double pan) {
        if (mix.length == 1) {
            mix[0][index] += value;
        } else {
            mix[0][index] += value * (1.2 - pan);
            mix[1][index] += value * (0.2 + pan);
        }
    }
}
