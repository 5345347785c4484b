package io.github.grokvideo.emulator.render;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;

import io.github.grokvideo.normalize.Dimensions;

/**
 * A video to be rendered: from the input video if there is one, else from the images if there are any, else from the
 * prompt alone.
 *
 * @param prompt  what is drawn, and what the colours, the movement and the sound depend on
 * @param variant 0 for the first video of a job; each looks different
 * @param size    pixels; an odd side is rendered one pixel longer, since 4:2:0 chroma has half the resolution
 * @param seconds the duration; of no effect with an input video, whose duration is kept, unless it is extended
 * @param tiny    whether to render at most 64 pixels wide and high, 5 frames a second
 * @param images  the files of the input images, in any format that ImageIO or ffmpeg reads
 * @param video   the input video, or {@code null}
 * @param extend  whether the input video is played as it is and goes on until {@code seconds}, instead of being made
 *                anew
 */
public record RenderRequest(
        String prompt, int variant, Dimensions size, BigDecimal seconds, boolean tiny, List<byte[]> images, Path video,
        boolean extend) {

    private static final int TINY_SIDE = 64;

    public RenderRequest {
        images = List.copyOf(images);
    }

    int frameRate() {
        return tiny ? 5 : 24;
    }

    int sampleRate() {
        return tiny ? 16_000 : 44_100;
    }

    int channels() {
        return tiny ? 1 : 2;
    }

    /** Even, and at least 16 pixels. */
    Dimensions encodedSize() {
        int width = size.width();
        int height = size.height();
        if (tiny) {
            int longer = Math.max(width, height);
            width = Math.max(16, width * TINY_SIDE / longer);
            height = Math.max(16, height * TINY_SIDE / longer);
        }
        return new Dimensions(width + (width & 1), height + (height & 1));
    }
}
