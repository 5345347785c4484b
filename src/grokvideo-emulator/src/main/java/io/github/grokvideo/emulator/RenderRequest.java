package io.github.grokvideo.emulator;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;

import io.github.grokvideo.normalize.Dimensions;

/**
 * A video to render: from the input video if there is one, else from the images if there are any, else from the prompt
 * alone.
 *
 * @param prompt  the text that is drawn; colours, movement and sound depend on it too
 * @param variant 0 for the first video of a job; each variant looks different
 * @param size    in pixels; an odd side is rendered one pixel longer, since 4:2:0 chroma has half the resolution
 * @param seconds the duration; ignored with an input video, whose duration is kept, unless it is extended
 * @param tiny    whether the video is at most 64 pixels wide and high, with 5 frames per second
 * @param images  the files of the input images: PNG, JPEG, GIF, BMP or WebP
 * @param video   the input video, or {@code null}
 * @param extend  whether the input video is played unchanged and continued until {@code seconds}
 */
public record RenderRequest(
        String prompt, int variant, Dimensions size, BigDecimal seconds, boolean tiny, List<byte[]> images, Path video,
        boolean extend) {

    public RenderRequest {
        images = List.copyOf(images);
    }
}
