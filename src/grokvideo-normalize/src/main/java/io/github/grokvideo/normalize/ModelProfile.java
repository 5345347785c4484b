package io.github.grokvideo.normalize;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A model as one provider offers it: which parameters it takes in which modes, what becomes of each, and what a video
 * costs. {@link #normalize} turns the options of a request into the provider's own fields by it.
 * <p>
 * Immutable. A profile describes what was documented when it was written; the provider decides. Values that are
 * understood are mapped to the nearest the model is known to support, values that are not pass as they are, and only
 * what can never be (nothing, less than nothing) is refused.
 */
public final class ModelProfile {

    private final String provider;
    private final String model;
    private final Set<String> aliases;
    private final boolean general;
    private final Set<Mode> modes;
    private final Map<String, ParameterRule> parameters;
    private final Map<Mode, DurationLimits> durations;
    private final Map<Mode, BigDecimal> longestInputs;
    private final List<AspectRatio> aspectRatios;
    private final Map<Mode, List<ResolutionTier>> resolutions;
    private final int mostVideos;
    private final SizeProfile sizes;
    private final PriceList prices;

    private ModelProfile(Builder builder) {
        this.provider = builder.provider;
        this.model = builder.model;
        this.aliases = builder.aliases;
        this.general = builder.general;
        this.modes = Collections.unmodifiableSet(builder.modes);
        this.parameters = Collections.unmodifiableMap(new LinkedHashMap<>(builder.parameters));
        this.durations = Collections.unmodifiableMap(builder.durations);
        this.longestInputs = Collections.unmodifiableMap(builder.longestInputs);
        this.aspectRatios = List.copyOf(builder.aspectRatios);
        this.resolutions = Collections.unmodifiableMap(builder.resolutions);
        this.mostVideos = builder.mostVideos;
        this.sizes = builder.sizes;
        this.prices = builder.prices;
    }

    private ModelProfile(ModelProfile profile, String model, PriceList prices) {
        this.provider = profile.provider;
        this.model = model;
        this.aliases = profile.aliases;
        this.general = profile.general;
        this.modes = profile.modes;
        this.parameters = profile.parameters;
        this.durations = profile.durations;
        this.longestInputs = profile.longestInputs;
        this.aspectRatios = profile.aspectRatios;
        this.resolutions = profile.resolutions;
        this.mostVideos = profile.mostVideos;
        this.sizes = profile.sizes;
        this.prices = prices;
    }

    /**
     * The profile of a model. A model that has none of its own has the provider's general one, under which everything
     * passes that the provider may accept.
     *
     * @param  provider                 {@code xai} or {@code lumenfall}
     * @param  model                    as the provider names it
     * @throws IllegalArgumentException if the provider is not known; the message names those that are
     */
    public static ModelProfile of(String provider, String model) {
        if (model == null || model.isBlank()) {
            throw new IllegalArgumentException("model is not given");
        }
        return Profiles.named()
                .filter(profile -> profile.provider.equals(provider)
                        && (profile.model.equals(model) || profile.aliases.contains(model)))
                .findFirst()
                .or(() -> Profiles.general().filter(profile -> profile.provider.equals(provider)).findFirst())
                .map(profile -> new ModelProfile(profile, model, profile.prices))
                .orElseThrow(() -> new IllegalArgumentException(
                        "provider is " + Normalization.quoted(provider) + ", but must be one of "
                                                                + String.join(", ", providers())));
    }

    private static List<String> providers() {
        return Profiles.general().map(ModelProfile::provider).toList();
    }

    /** The profiles of all models that have one of their own. */
    public static List<ModelProfile> all() {
        return Profiles.named().toList();
    }

    /** The provider's name, as {@link #of} takes it. */
    public String provider() {
        return provider;
    }

    /** The model's name, as the provider knows it. */
    public String model() {
        return model;
    }

    /** Whether this is the general profile of the provider, for a model that has none of its own. */
    public boolean isGeneral() {
        return general;
    }

    /**
     * The modes the model is known to offer. {@link #normalize} takes the others too, tells that they are not known,
     * and lets everything pass.
     */
    public Set<Mode> modes() {
        return modes;
    }

    /** What becomes of each parameter, in the order they are written. */
    public List<ParameterRule> parameters() {
        return List.copyOf(parameters.values());
    }

    /** What becomes of the parameter of that name; empty if the profile does not know it, so that it passes through. */
    public Optional<ParameterRule> parameter(String name) {
        return Optional.ofNullable(parameters.get(name));
    }

    /** The durations in that mode; empty if they are not known, or follow the input. */
    public Optional<DurationLimits> durations(Mode mode) {
        return Optional.ofNullable(durations.get(mode));
    }

    /** The aspect ratios to choose from; empty if the provider itself maps any ratio to what it supports. */
    public List<AspectRatio> aspectRatios() {
        return aspectRatios;
    }

    /** The tiers to choose from in that mode; empty if they are not known, or follow the input. */
    public List<ResolutionTier> resolutions(Mode mode) {
        return resolutions.getOrDefault(mode, List.of());
    }

    /** The pixel dimensions the model produces, where they are documented. */
    public Optional<SizeProfile> sizes() {
        return Optional.ofNullable(sizes);
    }

    /** What videos cost; {@linkplain PriceList#unknown() without prices} where the provider tells them per request. */
    public PriceList prices() {
        return prices;
    }

    /** This profile with other prices. */
    public ModelProfile withPrices(PriceList other) {
        return new ModelProfile(this, model, other);
    }

    /**
     * Puts a request in the provider's terms.
     *
     * @param  mode                     what the video is made from
     * @param  asked                    option name to value: {@code model} (by default that of this profile),
     *                                  {@code prompt}, {@code duration} (seconds, a number or its text), {@code size},
     *                                  {@code aspectRatio}, {@code resolution}, {@code n}, {@code user},
     *                                  {@code idempotencyKey}; absent, {@code null} and blank are not set. Media are
     *                                  for the caller to add: {@code inputReference} and {@code inputVideo} are not
     *                                  looked at. A parameter the profile does not know passes under its own name.
     * @throws IllegalArgumentException if a value can never be, such as a duration of zero; the message names the
     *                                  parameter, what was given and what is accepted
     */
    public NormalizedRequest normalize(Mode mode, Map<String, Object> asked) {
        return new Normalization(this, mode, asked).run();
    }

    /**
     * What a request would cost by {@link #prices()}, for all its jobs. Where the request leaves the duration open, the
     * model's default counts, and where it follows the input video, the longest input that is taken.
     *
     * @param  inputImages how many images each video is made from
     * @return             empty if the prices or the duration are not known
     */
    public Optional<BigDecimal> estimate(NormalizedRequest request, int inputImages) {
        Object seconds = request.fields().get(parameters.get("duration").wireName());
        Object resolution = request.fields().get(parameters.get("resolution").wireName());
        BigDecimal length = seconds == null
                ? durations(request.mode()).map(limits -> BigDecimal.valueOf(limits.defaultSeconds()))
                        .orElse(longestInputs.get(request.mode()))
                : Normalization.number(seconds).orElse(null);
        return prices.estimate(
                request.mode(), length, resolution == null ? null : resolution.toString(), request.jobs(), inputImages);
    }

    /** The most videos of one request, as far as documented. */
    int mostVideos() {
        return mostVideos;
    }

    /** {@code provider/model}. */
    @Override
    public String toString() {
        return provider + "/" + model;
    }

    /** Starts a profile. */
    static Builder builder(String provider, String model) {
        return new Builder(provider, model);
    }

    /** Fills a profile; parameters are written in the order they are added. */
    static final class Builder {
        private final String provider;
        private final String model;
        private final Set<String> aliases = new HashSet<>();
        private final Set<Mode> modes = EnumSet.noneOf(Mode.class);
        private final Map<String, ParameterRule> parameters = new LinkedHashMap<>();
        private final Map<Mode, DurationLimits> durations = new EnumMap<>(Mode.class);
        private final Map<Mode, BigDecimal> longestInputs = new EnumMap<>(Mode.class);
        private final List<AspectRatio> aspectRatios = new ArrayList<>();
        private final Map<Mode, List<ResolutionTier>> resolutions = new EnumMap<>(Mode.class);
        private boolean general;
        private int mostVideos = Integer.MAX_VALUE;
        private SizeProfile sizes;
        private PriceList prices = PriceList.unknown();

        private Builder(String provider, String model) {
            this.provider = provider;
            this.model = model;
        }

        Builder alias(String name) {
            aliases.add(name);
            return this;
        }

        /** For models without a profile of their own: values outside the lists pass. */
        Builder general() {
            this.general = true;
            return this;
        }

        Builder modes(Collection<Mode> offered) {
            modes.addAll(offered);
            return this;
        }

        /** A parameter of that behavior in those modes. */
        Builder parameter(String name, Behavior behavior, String wireName, Collection<Mode> takenIn, String accepted) {
            Set<Mode> taken = EnumSet.noneOf(Mode.class);
            taken.addAll(takenIn);
            taken.retainAll(modes);
            parameters.put(name, new ParameterRule(name, wireName, behavior, taken, accepted, Map.of()));
            return this;
        }

        /** The parameter of that name has another field in that mode. */
        Builder wireNameIn(Mode mode, String parameter, String wireName) {
            ParameterRule rule = parameters.get(parameter);
            parameters.put(parameter, new ParameterRule(
                    parameter, rule.wireName(), rule.behavior(), rule.modes(), rule.accepted(), Map.of(mode, wireName)));
            return this;
        }

        Builder seconds(int minimum, int maximum, int defaultSeconds, Mode... in) {
            Arrays.stream(in).forEach(mode -> durations.put(mode, new DurationLimits(minimum, maximum, defaultSeconds)));
            return this;
        }

        /** In that mode the video is as long as its input, which may have so many seconds. */
        Builder secondsFollowInput(Mode mode, String longest) {
            longestInputs.put(mode, new BigDecimal(longest));
            return this;
        }

        Builder aspectRatios(String... ratios) {
            Arrays.stream(ratios).forEach(ratio -> aspectRatios.add(AspectRatio.parse(ratio).orElseThrow()));
            return this;
        }

        Builder resolutions(String tiers, Mode... in) {
            List<ResolutionTier> list
                    = Stream.of(tiers.split(" ")).map(tier -> ResolutionTier.parse(tier).orElseThrow()).toList();
            Arrays.stream(in).forEach(mode -> resolutions.put(mode, list));
            return this;
        }

        Builder mostVideos(int most) {
            this.mostVideos = most;
            return this;
        }

        Builder sizes(SizeProfile table) {
            this.sizes = table;
            return this;
        }

        Builder prices(PriceList list) {
            this.prices = list;
            return this;
        }

        ModelProfile build() {
            durations.keySet().retainAll(modes);
            longestInputs.keySet().retainAll(modes);
            return new ModelProfile(this);
        }
    }
}
