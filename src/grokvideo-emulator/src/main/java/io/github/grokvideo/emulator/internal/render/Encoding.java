package io.github.grokvideo.emulator.internal.render;

import io.github.grokvideo.emulator.RenderRequest;
import io.github.grokvideo.normalize.Dimensions;

/**
 * The technical format of a video.
 *
 * @param width        in pixels, even
 * @param height       in pixels, even
 * @param frameRate    frames per second
 * @param sampleRate   samples per second
 * @param channels     of the sound
 * @param audioBitrate bits per second
 * @param threads      of the encoder
 */
record Encoding(int width, int height, int frameRate, int sampleRate, int channels, int audioBitrate, int threads) {

    private static final int TINY_SIDE = 64;
    private static final int MIN_SIDE = 16;
    private static final int MAX_THREADS = 4;

    static Encoding of(RenderRequest request) {
        return request.tiny() ? tiny(request.size()) : full(request.size());
    }

    private static Encoding full(Dimensions size) {
        int threads = Math.max(1, Math.min(MAX_THREADS, Runtime.getRuntime().availableProcessors()));
        return new Encoding(even(size.width()), even(size.height()), 24, 44_100, 2, 128_000, threads);
    }

    private static Encoding tiny(Dimensions size) {
        int longer = Math.max(size.width(), size.height());
        int width = Math.max(MIN_SIDE, size.width() * TINY_SIDE / longer);
        int height = Math.max(MIN_SIDE, size.height() * TINY_SIDE / longer);
        return new Encoding(even(width), even(height), 5, 16_000, 1, 24_000, 1);
    }

    private static int even(int side) {
        return side + (side & 1);
    }
}
