package io.github.grokvideo.normalize;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The width and height of a picture, in pixels.
 *
 * @param width  pixels, at least 1
 * @param height pixels, at least 1
 */
public record Dimensions(int width, int height) {

    private static final Pattern FORMAT = Pattern.compile("(\\d{1,6})\\s*[xX\u00d7]\\s*(\\d{1,6})");

    public Dimensions {
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException(
                    "width and height must be at least 1 pixel, but were " + width + "x" + height);
        }
    }

    /**
     * Reads {@code WIDTHxHEIGHT}, for example {@code 1365x768}.
     *
     * @return empty if the text has another form, or a side of zero
     */
    public static Optional<Dimensions> parse(String text) {
        Matcher matcher = FORMAT.matcher(text.strip());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int width = Integer.parseInt(matcher.group(1));
        int height = Integer.parseInt(matcher.group(2));
        return width == 0 || height == 0 ? Optional.empty() : Optional.of(new Dimensions(width, height));
    }

    /** The shape alone, in lowest terms: {@code 1920x1080} gives {@code 16:9}. */
    public AspectRatio aspectRatio() {
        return new AspectRatio(width, height);
    }

    /** Width times height. */
    public long pixels() {
        return (long) width * height;
    }

    /** {@code WIDTHxHEIGHT}, as the gateway writes it. */
    @Override
    public String toString() {
        return width + "x" + height;
    }
}
