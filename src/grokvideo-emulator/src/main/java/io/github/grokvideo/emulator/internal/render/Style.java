package io.github.grokvideo.emulator.internal.render;

import java.awt.Color;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Random;

/** The colours and random numbers of a video: the same for the same prompt and variant. */
final class Style {

    private final long seed;
    private final float hue;
    private final Color[] lights;

    Style(String prompt, int variant) {
        byte[] hash;
        try {
            hash = MessageDigest.getInstance("SHA-256").digest((variant + ":" + prompt).getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
        long value = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            value = value << 8 | hash[i] & 0xff;
        }
        this.seed = value;
        Random random = random();
        this.hue = random.nextFloat();
        float spread = 0.08f + random.nextFloat() * 0.10f;
        this.lights = new Color[] {
                light(hue, 0.78f, 0.95f), light(hue + spread, 0.72f, 0.90f), light(hue - spread, 0.80f, 0.85f),
                light(hue + 2 * spread, 0.60f, 1f), light(hue + 0.5f, 0.55f, 0.75f) };
    }

    private static Color light(float hue, float saturation, float brightness) {
        return Color.getHSBColor(hue, saturation, brightness);
    }

    /** Returns a generator that always starts with the same seed. */
    Random random() {
        return new Random(seed);
    }

    Color dark() {
        return Color.getHSBColor(hue + 0.03f, 0.75f, 0.13f);
    }

    Color[] lights() {
        return lights.clone();
    }

    Color accent() {
        return Color.getHSBColor(lightHue(), 0.35f, 1f);
    }

    private float lightHue() {
        return hue + 0.12f;
    }
}
