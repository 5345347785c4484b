package io.github.grokvideo.normalize;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a model's videos cost, as published on a day. Good for an estimate before anything is billed; what was billed is
 * for the provider to say.
 *
 * @param currency          ISO 4217, {@code USD}
 * @param date              when the prices were read; {@code null} if there are none
 * @param source            where the prices were read, for people; {@code null} if there are none
 * @param perSecond         resolution tier to the price of one second of one video; empty if no price is known
 * @param perInputImage     the price of one input image of one video, zero if they are free
 * @param defaultResolution the tier that is billed where none is given; {@code null} if there are no prices
 */
public record PriceList(
        String currency, LocalDate date, String source, Map<String, BigDecimal> perSecond, BigDecimal perInputImage,
        String defaultResolution) {

    public PriceList {
        perSecond = Collections.unmodifiableMap(new LinkedHashMap<>(perSecond));
        perSecond.forEach((tier, price) -> {
            if (ResolutionTier.parse(tier).isEmpty()) {
                throw new IllegalArgumentException(
                        "the tier of a price is '" + tier + "', but must be a tier like 1K, 0.25MP or 720p");
            }
            check(tier, price);
        });
        check("an input image", perInputImage);
    }

    private static void check(String what, BigDecimal price) {
        if (price == null || price.signum() < 0) {
            throw new IllegalArgumentException("the price of " + what + " is " + price + ", but must be at least 0");
        }
    }

    /** No prices: every estimate is empty. */
    public static PriceList unknown() {
        return new PriceList("USD", null, null, Map.of(), BigDecimal.ZERO, null);
    }

    /**
     * What a request would cost, in {@link #currency()}: the input images and the seconds of every video.
     *
     * @param  mode                     in {@link Mode#VIDEO_TO_VIDEO} and {@link Mode#EXTEND} the tier follows the
     *                                  input: without a tier, the dearest is taken
     * @param  seconds                  the length of one video
     * @param  resolutionTier           {@code null} for the default
     * @param  videos                   how many, at least 1
     * @param  inputImages              how many each video is made from, at least 0
     * @return                          empty if the list has no price for the tier, or {@code seconds} is {@code null}
     * @throws IllegalArgumentException if a number is less than said above
     */
    public Optional<BigDecimal> estimate(
            Mode mode, BigDecimal seconds, String resolutionTier, int videos, int inputImages) {
        if (videos < 1 || inputImages < 0 || seconds != null && seconds.signum() < 0) {
            throw new IllegalArgumentException(
                    "cannot estimate " + videos + " videos of " + seconds + " seconds from " + inputImages + " images");
        }
        if (seconds == null) {
            return Optional.empty();
        }
        return price(mode, resolutionTier).map(price -> plain(price.multiply(seconds)
                .add(perInputImage.multiply(BigDecimal.valueOf(inputImages)))
                .multiply(BigDecimal.valueOf(videos))));
    }

    private Optional<BigDecimal> price(Mode mode, String resolution) {
        boolean open = resolution == null || resolution.isBlank();
        if (open && (mode == Mode.VIDEO_TO_VIDEO || mode == Mode.EXTEND)) {
            return perSecond.values().stream().max(BigDecimal::compareTo);
        }
        String wanted = open ? defaultResolution : resolution;
        if (wanted == null) {
            return Optional.empty();
        }
        Optional<Long> pixels = ResolutionTier.parse(wanted).map(ResolutionTier::pixels);
        return perSecond.entrySet().stream()
                .filter(entry -> pixels.equals(ResolutionTier.parse(entry.getKey()).map(ResolutionTier::pixels)))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /** This list with another price, or one more, for a second at that tier. */
    public PriceList withPerSecond(String resolutionTier, BigDecimal price) {
        Map<String, BigDecimal> prices = new LinkedHashMap<>(perSecond);
        prices.put(resolutionTier, price);
        return new PriceList(
                currency, date, source, prices, perInputImage,
                defaultResolution == null ? resolutionTier : defaultResolution);
    }

    /** This list with another price for an input image. */
    public PriceList withPerInputImage(BigDecimal price) {
        return new PriceList(currency, date, source, perSecond, price, defaultResolution);
    }

    /** This list, said to be read there and then. */
    public PriceList withSource(String newSource, LocalDate newDate) {
        return new PriceList(currency, newDate, newSource, perSecond, perInputImage, defaultResolution);
    }

    private static BigDecimal plain(BigDecimal amount) {
        BigDecimal stripped = amount.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }
}
