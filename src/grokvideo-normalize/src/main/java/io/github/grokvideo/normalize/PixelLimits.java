package io.github.grokvideo.normalize;

import java.math.BigInteger;

/**
 * How small and how large a picture may be.
 *
 * @param minSide   the least length of the shorter side, in pixels, at least 1
 * @param maxSide   the greatest length of the longer side, in pixels
 * @param maxPixels the greatest width times height
 */
public record PixelLimits(int minSide, int maxSide, long maxPixels) {

    public PixelLimits {
        if (minSide < 1 || maxSide < minSide || maxPixels < (long) minSide * minSide) {
            throw new IllegalArgumentException(
                    "no picture fits a side of " + minSide + " to " + maxSide + " and at most " + maxPixels + " pixels");
        }
    }

    /**
     * The size nearest to the given one that keeps its aspect ratio, to the pixel, and lies within the limits. A
     * picture too long and narrow for both limits keeps the upper ones, and its shorter side is raised to the least
     * length: only then does the ratio change.
     */
    public Dimensions clamp(Dimensions asked) {
        AspectRatio ratio = asked.aspectRatio();
        long width = asked.width();
        long height = asked.height();
        if (Math.min(width, height) < minSide) {
            if (width <= height) {
                width = minSide;
                height = roundedQuotient(width, ratio.height(), ratio.width());
            } else {
                height = minSide;
                width = roundedQuotient(height, ratio.width(), ratio.height());
            }
        }
        if (Math.max(width, height) > maxSide) {
            if (width >= height) {
                width = maxSide;
                height = roundedQuotient(width, ratio.height(), ratio.width());
            } else {
                height = maxSide;
                width = roundedQuotient(height, ratio.width(), ratio.height());
            }
        }
        if (exceedsPixels(width, height)) {
            if (width >= height) {
                width = widthFor(ratio.width(), ratio.height());
                height = roundedQuotient(width, ratio.height(), ratio.width());
            } else {
                height = widthFor(ratio.height(), ratio.width());
                width = roundedQuotient(height, ratio.width(), ratio.height());
            }
        }
        width = Math.max(width, minSide);
        height = Math.max(height, minSide);
        while (exceedsPixels(width, height)) {
            // rounding the shorter side up, or raising it to the least length, may have gone over
            if (width >= height) {
                width--;
            } else {
                height--;
            }
        }
        return new Dimensions(Math.toIntExact(width), Math.toIntExact(height));
    }

    private boolean exceedsPixels(long width, long height) {
        return BigInteger.valueOf(width).multiply(BigInteger.valueOf(height)).compareTo(BigInteger.valueOf(maxPixels))
               > 0;
    }

    private long widthFor(long ratioWidth, long ratioHeight) {
        return BigInteger.valueOf(maxPixels).multiply(BigInteger.valueOf(ratioWidth))
                .divide(BigInteger.valueOf(ratioHeight)).sqrt().longValueExact();
    }

    /** {@code value * numerator / denominator}, rounded half up. */
    private static long roundedQuotient(long value, long numerator, long denominator) {
        BigInteger twice = BigInteger.valueOf(denominator).shiftLeft(1);
        return BigInteger.valueOf(value).multiply(BigInteger.valueOf(numerator)).shiftLeft(1)
                .add(BigInteger.valueOf(denominator)).divide(twice).longValueExact();
    }
}
