package io.github.grokvideo.emulator.internal.xai;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Stream;

import io.github.grokvideo.emulator.internal.ApiError;

/** The models and their prices, in US dollars. */
enum XaiModel {
    GROK_IMAGINE_VIDEO("grok-imagine-video", List.of(), "0.05", "0.07", "0", true),
    GROK_IMAGINE_VIDEO_1_5(
                           "grok-imagine-video-1.5", List.of("grok-imagine-video-1.5-preview"), "0.08", "0.14", "0.01",
                           false);

    private static final int LOWER_PRICE_SIDE = 480;

    private final String id;
    private final List<String> aliases;
    private final BigDecimal pricePerSecond480p;
    private final BigDecimal pricePerSecondAbove;
    private final BigDecimal pricePerImage;
    private final boolean acceptsVideo;

    XaiModel(
             String id, List<String> aliases, String pricePerSecond480p, String pricePerSecondAbove, String pricePerImage,
             boolean acceptsVideo) {
        this.id = id;
        this.aliases = aliases;
        this.pricePerSecond480p = new BigDecimal(pricePerSecond480p);
        this.pricePerSecondAbove = new BigDecimal(pricePerSecondAbove);
        this.pricePerImage = new BigDecimal(pricePerImage);
        this.acceptsVideo = acceptsVideo;
    }

    /** @throws ApiError if there is none with that id or alias */
    static XaiModel of(String name) {
        return Stream.of(values()).filter(model -> model.id.equals(name) || model.aliases.contains(name)).findFirst()
                .orElseThrow(() -> ApiError.xai(
                        404, "The model " + name + " does not exist or your team does not have access to it."));
    }

    String id() {
        return id;
    }

    List<String> aliases() {
        return aliases;
    }

    boolean acceptsVideo() {
        return acceptsVideo;
    }

    BigDecimal cost(BigDecimal seconds, int shorterSide, int images) {
        BigDecimal perSecond = shorterSide > LOWER_PRICE_SIDE ? pricePerSecondAbove : pricePerSecond480p;
        return perSecond.multiply(seconds).add(pricePerImage.multiply(BigDecimal.valueOf(images)))
                .stripTrailingZeros();
    }
}
