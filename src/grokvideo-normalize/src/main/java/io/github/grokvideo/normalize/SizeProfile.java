package io.github.grokvideo.normalize;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The sizes a model can produce: for each resolution tier, the pixel dimensions of each aspect ratio. From these and
 * the request's {@code size}, {@code aspect_ratio} and {@code resolution}, {@link #resolve} finds the size that
 * applies.
 * <p>
 * Immutable. The table need not be complete: a ratio may be missing at some tier.
 */
public final class SizeProfile {

    /** The table of {@code grok-imagine-video}: seven sizes at {@code 1K}; {@code auto} is 16:9. */
    public static final SizeProfile GROK_IMAGINE_VIDEO = builder("grok-imagine-video")
            .size("1K", "16:9", "1365x768")
            .size("1K", "9:16", "768x1365")
            .size("1K", "3:2", "1254x836")
            .size("1K", "2:3", "836x1254")
            .size("1K", "3:4", "887x1182")
            .size("1K", "1:1", "1024x1024")
            .size("1K", "4:3", "1183x887")
            .defaults("1K", "16:9")
            .build();

    private static final String AUTO = "auto";

    private final String model;
    private final Map<ResolutionTier, Map<AspectRatio, Dimensions>> table;
    private final ResolutionTier defaultTier;
    private final AspectRatio defaultRatio;
    private final PixelLimits limits;

    private SizeProfile(Builder builder) {
        this.model = builder.model;
        this.table = new LinkedHashMap<>();
        builder.table.forEach((tier, sizes) -> table.put(tier, new LinkedHashMap<>(sizes)));
        this.defaultTier = builder.defaultTier;
        this.defaultRatio = builder.defaultRatio;
        this.limits = builder.limits;
        if (table.get(defaultTier) == null || table.get(defaultTier).get(defaultRatio) == null) {
            throw new IllegalArgumentException(
                    "the default " + defaultTier + " " + defaultRatio + " is not in the table of " + model);
        }
    }

    /** A profile to be filled, for the model of that name. */
    public static Builder builder(String model) {
        return new Builder(model);
    }

    /** The model's name. */
    public String model() {
        return model;
    }

    /** Every size in the table, in its order. */
    public List<Dimensions> sizes() {
        return table.values().stream().flatMap(sizes -> sizes.values().stream()).toList();
    }

    /** {@link #resolve(String, String, String, AspectRatio)} for a request without an input image or video. */
    public OutputSize resolve(String size, String aspectRatio, String resolution) {
        return resolve(size, aspectRatio, resolution, null);
    }

    /**
     * Finds the size that applies. {@code size} comes before {@code aspect_ratio} with {@code resolution}, these before
     * {@code aspect_ratio} alone, that before {@code resolution} alone. The nearest supported ratio and tier are taken,
     * both on a logarithmic scale.
     *
     * @param  size                     {@code WxH}, which decides shape and scale; {@code W:H}, which is the same as
     *                                  {@code aspectRatio}; {@code auto}, blank or {@code null} to leave it open
     * @param  aspectRatio              {@code W:H}, or {@code auto}, blank or {@code null} to leave it open
     * @param  resolution               a tier, or {@code auto}, blank or {@code null} to leave it open
     * @param  inputShape               the shape of the input image or video, followed where the shape is left open;
     *                                  may be {@code null}
     * @throws IllegalArgumentException if a value that applies cannot be read; the message says which, what was given
     *                                  and what is accepted
     */
    public OutputSize resolve(String size, String aspectRatio, String resolution, AspectRatio inputShape) {
        List<Conversion> conversions = new ArrayList<>();
        if (isOpen(size)) {
            noteAuto(conversions, "size", size);
            return resolveShapeAndScale("aspect_ratio", aspectRatio, resolution, inputShape, conversions);
        }
        Optional<Dimensions> pixels = Dimensions.parse(size);
        if (pixels.isPresent()) {
            OutputSize result = nearestTo(pixels.get(), size, conversions);
            noteIgnored(conversions, "aspect_ratio", aspectRatio, "size is given in pixels");
            noteIgnored(conversions, "resolution", resolution, "size is given in pixels");
            return new OutputSize(result.dimensions(), result.aspectRatio(), result.tier(), conversions);
        }
        if (AspectRatio.parse(size).isEmpty()) {
            throw new IllegalArgumentException(
                    "size is '" + size + "', but must be WIDTHxHEIGHT (1365x768), W:H (16:9) or auto");
        }
        OutputSize result = resolveShapeAndScale("size", size, resolution, inputShape, conversions);
        List<Conversion> all = new ArrayList<>(result.conversions());
        noteIgnored(all, "aspect_ratio", aspectRatio, "size takes precedence");
        return new OutputSize(result.dimensions(), result.aspectRatio(), result.tier(), all);
    }

    private OutputSize nearestTo(Dimensions asked, String size, List<Conversion> conversions) {
        for (Map.Entry<ResolutionTier, Map<AspectRatio, Dimensions>> tier : table.entrySet()) {
            for (Map.Entry<AspectRatio, Dimensions> entry : tier.getValue().entrySet()) {
                if (entry.getValue().equals(asked)) {
                    conversions.add(new Conversion("size", size, size, "supported as it is"));
                    return new OutputSize(asked, entry.getKey(), tier.getKey(), conversions);
                }
            }
        }
        if (limits != null) {
            return within(asked, size, conversions);
        }
        ResolutionTier tier = new ResolutionTier(size, asked.pixels()).nearest(table.keySet());
        AspectRatio ratio = asked.aspectRatio().nearest(table.get(tier).keySet());
        Dimensions dimensions = table.get(tier).get(ratio);
        conversions.add(new Conversion(
                "size", size, dimensions.toString(),
                "nearest supported shape is " + ratio + ", nearest tier is " + tier));
        return new OutputSize(dimensions, ratio, tier, conversions);
    }

    private OutputSize within(Dimensions asked, String size, List<Conversion> conversions) {
        Dimensions dimensions = limits.clamp(asked);
        ResolutionTier tier = new ResolutionTier(size, dimensions.pixels()).nearest(table.keySet());
        conversions.add(new Conversion(
                "size", size, dimensions.toString(),
                dimensions.equals(asked) ? "supported as it is" : "nearest of that shape within the model's limits"));
        return new OutputSize(dimensions, dimensions.aspectRatio(), tier, conversions);
    }

    private OutputSize resolveShapeAndScale(
            String shapeParameter, String shape, String resolution, AspectRatio inputShape, List<Conversion> conversions) {
        ResolutionTier tier = defaultTier;
        Conversion tierConversion = null;
        if (!isOpen(resolution)) {
            ResolutionTier asked = ResolutionTier.parse(resolution).orElseThrow(() -> new IllegalArgumentException(
                    "resolution is '" + resolution + "', but must be a tier like 1K, 0.25MP or 720p, or auto"));
            tier = asked.nearest(table.keySet());
            boolean same = tier.name().equals(resolution);
            tierConversion = new Conversion(
                    "resolution", resolution, tier.name(),
                    same ? "supported as it is" : "nearest supported tier is " + tier);
        }
        Map<AspectRatio, Dimensions> sizes = table.get(tier);
        AspectRatio ratio;
        if (!isOpen(shape)) {
            AspectRatio asked = AspectRatio.parse(shape).orElseThrow(() -> new IllegalArgumentException(
                    shapeParameter + " is '" + shape + "', but must be W:H like 16:9, or auto"));
            ratio = asked.nearest(sizes.keySet());
            boolean same = ratio.toString().equals(shape);
            String reason = same ? "supported as it is"
                    : ratio.equals(asked) ? "the same shape, in lowest terms" : "nearest supported shape is " + ratio;
            conversions.add(new Conversion(shapeParameter, shape, ratio.toString(), reason));
        } else {
            noteAuto(conversions, shapeParameter, shape);
            AspectRatio open = inputShape == null ? defaultRatio : inputShape;
            ratio = open.nearest(sizes.keySet());
        }
        if (tierConversion != null) {
            conversions.add(tierConversion);
        } else {
            noteAuto(conversions, "resolution", resolution);
        }
        return new OutputSize(sizes.get(ratio), ratio, tier, conversions);
    }

    private static void noteAuto(List<Conversion> conversions, String parameter, String value) {
        if (value != null && !value.isBlank()) {
            conversions.add(new Conversion(parameter, value, value, "left to the model"));
        }
    }

    private static void noteIgnored(List<Conversion> conversions, String parameter, String value, String reason) {
        if (!isOpen(value)) {
            conversions.add(new Conversion(parameter, value, null, "ignored: " + reason));
        }
    }

    private static boolean isOpen(String value) {
        return value == null || value.isBlank() || AUTO.equalsIgnoreCase(value.strip());
    }

    @Override
    public String toString() {
        return model + " " + table;
    }

    /** Fills a {@link SizeProfile}. */
    public static final class Builder {
        private final String model;
        private final Map<ResolutionTier, Map<AspectRatio, Dimensions>> table = new LinkedHashMap<>();
        private ResolutionTier defaultTier;
        private AspectRatio defaultRatio;
        private PixelLimits limits;

        private Builder(String model) {
            this.model = model;
        }

        /**
         * Adds a row.
         *
         * @param tier        for example {@code 1K}
         * @param aspectRatio for example {@code 16:9}
         * @param dimensions  for example {@code 1365x768}
         */
        public Builder size(String tier, String aspectRatio, String dimensions) {
            table.computeIfAbsent(tier(tier), any -> new LinkedHashMap<>()).put(ratio(aspectRatio),
                    Dimensions.parse(dimensions)
                            .orElseThrow(() -> new IllegalArgumentException("not a size: " + dimensions)));
            return this;
        }

        /** The tier and ratio that apply where the request leaves them open. */
        public Builder defaults(String tier, String aspectRatio) {
            this.defaultTier = tier(tier);
            this.defaultRatio = ratio(aspectRatio);
            return this;
        }

        /**
         * The model takes any size in pixels within these limits, not only those of the table; one that is outside is
         * brought inside, in its own shape. Ratios and tiers still come from the table.
         */
        public Builder limits(PixelLimits pixelLimits) {
            this.limits = pixelLimits;
            return this;
        }

        public SizeProfile build() {
            return new SizeProfile(this);
        }

        private static ResolutionTier tier(String text) {
            return ResolutionTier.parse(text).orElseThrow(() -> new IllegalArgumentException("not a tier: " + text));
        }

        private static AspectRatio ratio(String text) {
            return AspectRatio.parse(text).orElseThrow(() -> new IllegalArgumentException("not a ratio: " + text));
        }
    }
}
