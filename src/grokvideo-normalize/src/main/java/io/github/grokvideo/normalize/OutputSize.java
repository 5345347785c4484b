package io.github.grokvideo.normalize;

import java.util.List;

/**
 * The size a video will have, and how it was arrived at.
 *
 * @param dimensions  in pixels
 * @param aspectRatio the supported ratio that was chosen; the dimensions have it to the nearest pixel
 * @param tier        the supported tier that was chosen
 * @param conversions one for each parameter that was given, in the order of their precedence
 */
public record OutputSize(Dimensions dimensions, AspectRatio aspectRatio, ResolutionTier tier, List<Conversion> conversions) {

    public OutputSize {
        conversions = List.copyOf(conversions);
    }
}
