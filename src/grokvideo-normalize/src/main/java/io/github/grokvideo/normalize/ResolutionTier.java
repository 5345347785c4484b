package io.github.grokvideo.normalize;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collection;
import java.util.Iterator;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The scale of a picture, independent of its shape. Providers write it in three ways, which are made comparable by the
 * number of pixels they stand for:
 * <ul>
 * <li>K tiers, {@code 0.5K}, {@code 1K}, {@code 2K}, {@code 4K}: a square whose side is that many times 1024;</li>
 * <li>megapixel tiers, {@code 0.25}, {@code 1}, {@code 4MP}: that many times 1024 &#215; 1024 pixels;</li>
 * <li>line tiers, {@code 480p}, {@code 720p}, {@code 1080p}: a 16:9 picture of that height. A bare number from 100 is
 * read as one: {@code 720} is {@code 720p}, there are no tiers of hundreds of megapixels.</li>
 * </ul>
 *
 * @param name   as it was written, without blanks around it
 * @param pixels the number of pixels, at least 1
 */
public record ResolutionTier(String name, long pixels) {

    private static final long MEGAPIXEL = 1024L * 1024L;
    private static final BigDecimal FEWEST_BARE_LINES = BigDecimal.valueOf(100);
    private static final Pattern FORMAT = Pattern.compile("(\\d{1,5}(?:\\.\\d{1,9})?)\\s*(k|mp|p)?");

    public ResolutionTier {
        if (pixels < 1) {
            throw new IllegalArgumentException("a tier must have at least 1 pixel, but " + name + " has " + pixels);
        }
    }

    /**
     * Reads a tier in any of the three ways, upper or lower case.
     *
     * @return empty if the text has another form, or stands for less than one pixel
     */
    public static Optional<ResolutionTier> parse(String text) {
        String name = text.strip();
        Matcher matcher = FORMAT.matcher(name.toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            return Optional.empty();
        }
        BigDecimal number = new BigDecimal(matcher.group(1));
        String unit = matcher.group(2);
        if (unit == null) {
            unit = number.compareTo(FEWEST_BARE_LINES) < 0 ? "mp" : "p";
        }
        BigDecimal pixels;
        if ("k".equals(unit)) {
            pixels = number.multiply(number).multiply(BigDecimal.valueOf(MEGAPIXEL));
        } else if ("p".equals(unit)) {
            pixels = new BigDecimal(
                    number.multiply(number).multiply(BigDecimal.valueOf(16)).toBigInteger()
                            .divide(BigInteger.valueOf(9)));
        } else {
            pixels = number.multiply(BigDecimal.valueOf(MEGAPIXEL));
        }
        long whole = pixels.longValue();
        return whole < 1 ? Optional.empty() : Optional.of(new ResolutionTier(name, whole));
    }

    /**
     * The one of the candidates whose number of pixels is nearest on a logarithmic scale; of two that are equally near,
     * the smaller. The order of the candidates never matters.
     *
     * @throws IllegalArgumentException if there are no candidates
     */
    public ResolutionTier nearest(Collection<ResolutionTier> candidates) {
        Iterator<ResolutionTier> iterator = candidates.iterator();
        if (!iterator.hasNext()) {
            throw new IllegalArgumentException("no tier to choose from");
        }
        ResolutionTier best = iterator.next();
        while (iterator.hasNext()) {
            ResolutionTier candidate = iterator.next();
            int nearer = compareDistance(candidate, best);
            if (nearer < 0 || nearer == 0 && candidate.pixels < best.pixels) {
                best = candidate;
            }
        }
        return best;
    }

    private int compareDistance(ResolutionTier one, ResolutionTier other) {
        // max/min of the pixel counts is the distance without its logarithm; cross products compare two of them
        BigInteger left = BigInteger.valueOf(Math.max(pixels, one.pixels))
                .multiply(BigInteger.valueOf(Math.min(pixels, other.pixels)));
        BigInteger right = BigInteger.valueOf(Math.max(pixels, other.pixels))
                .multiply(BigInteger.valueOf(Math.min(pixels, one.pixels)));
        return left.compareTo(right);
    }

    @Override
    public String toString() {
        return name;
    }
}
