package io.github.grokvideo.normalize;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collection;
import java.util.Iterator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The shape of a picture: width to height, kept in lowest terms.
 *
 * @param width  at least 1
 * @param height at least 1
 */
public record AspectRatio(long width, long height) {

    private static final Pattern FORMAT
            = Pattern.compile("(\\d{1,6}(?:\\.\\d{1,9})?)\\s*:\\s*(\\d{1,6}(?:\\.\\d{1,9})?)");
    private static final int DECIMALS = 9;

    public AspectRatio {
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException(
                    "both sides of a ratio must be at least 1, but were " + width + ":" + height);
        }
        long divisor = BigInteger.valueOf(width).gcd(BigInteger.valueOf(height)).longValueExact();
        width /= divisor;
        height /= divisor;
    }

    /**
     * Reads {@code W:H}, for example {@code 16:9} or {@code 2.35:1}, with at most 9 decimals.
     *
     * @return empty if the text has another form, or a side of zero
     */
    public static Optional<AspectRatio> parse(String text) {
        Matcher matcher = FORMAT.matcher(text.strip());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long width = new BigDecimal(matcher.group(1)).movePointRight(DECIMALS).longValueExact();
        long height = new BigDecimal(matcher.group(2)).movePointRight(DECIMALS).longValueExact();
        return width == 0 || height == 0 ? Optional.empty() : Optional.of(new AspectRatio(width, height));
    }

    /**
     * The one of the candidates that is nearest to this ratio on a logarithmic scale, so that 7:1 among 4:1 and 8:1
     * gives 8:1, and 1:7 among 1:4 and 1:8 gives 1:8.
     * <p>
     * Of two that are equally near, the one nearer to a square is taken; if these are mirror images of each other (2:1
     * and 1:2, asked for a square), the wide one. The order of the candidates never matters.
     *
     * @throws IllegalArgumentException if there are no candidates
     */
    public AspectRatio nearest(Collection<AspectRatio> candidates) {
        Iterator<AspectRatio> iterator = candidates.iterator();
        if (!iterator.hasNext()) {
            throw new IllegalArgumentException("no ratio to choose from");
        }
        AspectRatio best = iterator.next();
        while (iterator.hasNext()) {
            AspectRatio candidate = iterator.next();
            if (isBetter(candidate, best)) {
                best = candidate;
            }
        }
        return best;
    }

    private boolean isBetter(AspectRatio candidate, AspectRatio best) {
        int nearer = Quotient.between(this, candidate).compareTo(Quotient.between(this, best));
        if (nearer == 0) {
            AspectRatio square = new AspectRatio(1, 1);
            nearer = Quotient.between(square, candidate).compareTo(Quotient.between(square, best));
        }
        return nearer < 0 || nearer == 0 && candidate.width > candidate.height && best.width < best.height;
    }

    /** {@code W:H} in lowest terms. */
    @Override
    public String toString() {
        return width + ":" + height;
    }

    /**
     * How many times wider one ratio is than another, at least 1. The distance of two ratios on a logarithmic scale is
     * the logarithm of this, and since that grows with its argument, comparing the quotients compares the distances,
     * without rounding.
     */
    private record Quotient(BigInteger numerator, BigInteger denominator) implements Comparable<Quotient> {

        static Quotient between(AspectRatio a, AspectRatio b) {
            BigInteger one = BigInteger.valueOf(a.width).multiply(BigInteger.valueOf(b.height));
            BigInteger other = BigInteger.valueOf(b.width).multiply(BigInteger.valueOf(a.height));
            return new Quotient(one.max(other), one.min(other));
        }

        @Override
        public int compareTo(Quotient other) {
            return numerator.multiply(other.denominator).compareTo(other.numerator.multiply(denominator));
        }
    }
}
