package io.github.grokvideo.emulator.internal.xai;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.grokvideo.normalize.AspectRatio;
import io.github.grokvideo.normalize.Dimensions;

/** Computes the sizes of xAI's videos. */
final class XaiSizes {

    static final Map<String, AspectRatio> ASPECT_RATIOS = aspectRatios();
    /** The shorter side of each resolution. */
    static final Map<String, Integer> RESOLUTIONS = Map.of("480p", 480, "720p", 720, "1080p", 1080);

    private static final AspectRatio DEFAULT_ASPECT_RATIO = new AspectRatio(16, 9);
    private static final int MAX_SIDE_FROM_VIDEO = 720;
    private static final int BLOCK = 16;

    private XaiSizes() {
    }

    private static Map<String, AspectRatio> aspectRatios() {
        Map<String, AspectRatio> ratios = new LinkedHashMap<>();
        for (String ratio : List.of("1:1", "16:9", "9:16", "4:3", "3:4", "3:2", "2:3")) {
            ratios.put(ratio, AspectRatio.parse(ratio).orElseThrow());
        }
        return ratios;
    }

    /** @param input the size of the input image; {@code null} without one */
    static AspectRatio defaultAspectRatio(Dimensions input) {
        return input == null ? DEFAULT_ASPECT_RATIO : input.aspectRatio().nearest(ASPECT_RATIOS.values());
    }

    static Dimensions size(int shorter, AspectRatio ratio) {
        long narrow = Math.min(ratio.width(), ratio.height());
        long wide = Math.max(ratio.width(), ratio.height());
        boolean even = shorter * wide % (2 * narrow) == 0;
        // 16:9 of 480 is not a whole number; the documented size then consists of whole blocks, 848
        int longer = (int) (even ? shorter * wide / narrow : shorter * wide / narrow / BLOCK * BLOCK);
        return ratio.width() >= ratio.height() ? new Dimensions(longer, shorter) : new Dimensions(shorter, longer);
    }

    /** The size of a video that is created from another. */
    static Dimensions fromVideo(Dimensions input) {
        int shorter = Math.min(input.width(), input.height());
        if (shorter <= MAX_SIDE_FROM_VIDEO) {
            return input;
        }
        return new Dimensions(scaled(input.width(), shorter), scaled(input.height(), shorter));
    }

    private static int scaled(int side, int shorter) {
        return (int) Math.round(side * (double) MAX_SIDE_FROM_VIDEO / shorter / 2) * 2;
    }
}
