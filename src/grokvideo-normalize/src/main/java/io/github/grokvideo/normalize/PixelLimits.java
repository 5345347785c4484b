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
        long longPart = Math.max(ratio.width(), ratio.height());
        long shortPart = Math.min(ratio.width(), ratio.height());
        long longer = Math.max(asked.width(), asked.height());
        long shorter = Math.min(asked.width(), asked.height());
        if (shorter < minSide) {
            shorter = minSide;
            longer = roundedQuotient(shorter, longPart, shortPart);
        }
        if (longer > maxSide) {
            longer = maxSide;
            shorter = roundedQuotient(longer, shortPart, longPart);
        }
        if (exceedsPixels(longer, shorter)) {
            longer = Math.min(longer, longerSideFor(longPart, shortPart));
            shorter = roundedQuotient(longer, shortPart, longPart);
        }
        shorter = Math.max(shorter, minSide);
        if (exceedsPixels(longer, shorter)) {
            // the shorter side was rounded up, which is undone, or raised to the least length, which stays
            if (shorter > minSide) {
                shorter--;
            } else {
                longer = maxPixels / shorter;
            }
        }
        boolean wide = asked.width() >= asked.height();
        return new Dimensions(Math.toIntExact(wide ? longer : shorter), Math.toIntExact(wide ? shorter : longer));
    }

    private boolean exceedsPixels(long longer, long shorter) {
        return BigInteger.valueOf(longer).multiply(BigInteger.valueOf(shorter)).compareTo(BigInteger.valueOf(maxPixels))
               > 0;
    }

    /** The greatest longer side of that shape that stays within the pixels. */
    private long longerSideFor(long longPart, long shortPart) {
        return BigInteger.valueOf(maxPixels).multiply(BigInteger.valueOf(longPart))
                .divide(BigInteger.valueOf(shortPart)).sqrt().longValueExact();
    }

    /** {@code value * numerator / denominator}, rounded half up. */
    private static long roundedQuotient(long value, long numerator, long denominator) {
        BigInteger twice = BigInteger.valueOf(denominator).shiftLeft(1);
        return BigInteger.valueOf(value).multiply(BigInteger.valueOf(numerator)).shiftLeft(1)
                .add(BigInteger.valueOf(denominator)).divide(twice).longValueExact();
    }
}
