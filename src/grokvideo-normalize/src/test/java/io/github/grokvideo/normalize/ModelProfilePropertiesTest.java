package io.github.grokvideo.normalize;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;

import static org.assertj.core.api.Assertions.assertThat;

/** What holds for every request under every profile. */
class ModelProfilePropertiesTest {

    private static final Map<String, String> OPTION_OF_FIELD = Map.of(
            "aspect_ratio", "aspectRatio", "idempotency_key", "idempotencyKey");

    @Property
    void nothingIsThrownButIllegalArgument(
            @ForAll("profiles") ModelProfile profile, @ForAll Mode mode, @ForAll("anything") Map<String, Object> asked) {
        Optional<NormalizedRequest> request = normalize(profile, mode, asked);
        request.ifPresent(result -> {
            assertThat(result.jobs()).isPositive();
            assertThat(result.fields()).doesNotContainValue(null).doesNotContainKey(null);
        });
    }

    @Property
    void refusalNamesParameterAndValue(
            @ForAll("profiles") ModelProfile profile, @ForAll Mode mode, @ForAll("readable") Map<String, Object> asked,
            @ForAll("impossible") Map.Entry<String, Object> impossible) {
        Map<String, Object> spoiled = new HashMap<>(asked);
        spoiled.remove("size");
        spoiled.put(impossible.getKey(), impossible.getValue());
        boolean read = profile.parameter(impossible.getKey()).orElseThrow().takenIn(mode) || profile.isGeneral()
                || !profile.modes().contains(mode);
        try {
            profile.normalize(mode, spoiled);
            assertThat(read).isFalse();
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageStartingWith(impossible.getKey() + " is '" + impossible.getValue() + "', but must be ");
        }
    }

    @Property
    void nothingChangesSilently(
            @ForAll("profiles") ModelProfile profile, @ForAll Mode mode, @ForAll("anything") Map<String, Object> asked) {
        normalize(profile, mode, asked).ifPresent(request -> {
            Set<String> told = request.conversions().stream().map(Conversion::parameter).collect(Collectors.toSet());
            asked.forEach((option, value) -> {
                boolean set = value != null && !value.toString().isBlank();
                String field = profile.parameter(option).map(rule -> rule.wireName(mode)).orElse(null);
                boolean same = isSame(request.fields().get(field), value)
                        || option.equals("n") && isSame(request.jobs(), value);
                assertThat(!set || same || told.contains(option)).as("%s: %s %s", option, value, request).isTrue();
            });
        });
    }

    @Property
    void toldIsWhatHappened(
            @ForAll("profiles") ModelProfile profile, @ForAll Mode mode, @ForAll("anything") Map<String, Object> asked) {
        normalize(profile, mode, asked).ifPresent(request -> assertThat(request.conversions()).allSatisfy(told -> {
            assertThat(told.asked()).isEqualTo(told.parameter().equals("model") && isUnset(asked.get("model"))
                    ? profile.model() : asked.get(told.parameter()).toString());
            if (told.result() != null && !told.parameter().equals("n")) {
                String sent = request.fields().values().stream().map(Object::toString).collect(Collectors.joining("\n"));
                assertThat(Stream.of(told.result().split(" (?=\\d+p$)")))
                        .allSatisfy(part -> assertThat(sent).contains(part));
            }
        }));
    }

    @Property
    void normalizingTheNormalizedChangesNothing(
            @ForAll("profiles") ModelProfile profile, @ForAll Mode mode, @ForAll("anything") Map<String, Object> asked) {
        normalize(profile, mode, asked).ifPresent(once -> {
            Map<String, Object> options = new LinkedHashMap<>();
            once.fields().forEach((field, value) -> options.put(OPTION_OF_FIELD.getOrDefault(field, field), value));
            NormalizedRequest again = profile.normalize(mode, options);
            assertThat(again.fields()).isEqualTo(once.fields());
            assertThat(again.jobs()).isOne();
            assertThat(again.conversions()).noneMatch(Conversion::changed);
        });
    }

    @Property
    void sizeBeatsTheOthersWhateverTheyAre(
            @ForAll("xai") ModelProfile profile, @ForAll("generation") Mode mode, @ForAll("pixels") String pixels,
            @ForAll("ratios") String ratio, @ForAll @StringLength(max = 20) String otherRatio,
            @ForAll @StringLength(max = 20) String otherTier) {
        Map<String, Object> alone = profile.normalize(mode, Map.of("size", pixels)).fields();
        assertThat(profile.normalize(mode, Map.of("size", pixels, "aspectRatio", otherRatio, "resolution", otherTier)).fields())
                .isEqualTo(alone);
        Map<String, Object> shape = profile.normalize(mode, Map.of("size", ratio, "resolution", "480p")).fields();
        assertThat(profile.normalize(mode, Map.of("size", ratio, "aspectRatio", otherRatio, "resolution", "480p")).fields())
                .isEqualTo(shape)
                .isEqualTo(profile.normalize(mode, Map.of("aspectRatio", ratio, "resolution", "480p")).fields());
    }

    @Property
    void pixelsGiveTheOraclesRatioAndTier(
            @ForAll("xai") ModelProfile profile, @ForAll("generation") Mode mode,
            @ForAll @IntRange(min = 1, max = 10_000) int width, @ForAll @IntRange(min = 1, max = 10_000) int height) {
        Map<String, Object> fields = profile.normalize(mode, Map.of("size", width + "x" + height)).fields();
        assertThat(fields)
                .containsEntry("aspect_ratio", LogarithmicOracle.nearestRatio(
                        new AspectRatio(width, height), profile.aspectRatios()).toString())
                .containsEntry("resolution", LogarithmicOracle.nearestTier(
                        (long) width * height, profile.resolutions(mode)).name());
    }

    @Property
    void shapeDoesNotDependOnScaleAndMirrorsWithIt(
            @ForAll("xai") ModelProfile profile, @ForAll("generation") Mode mode,
            @ForAll @IntRange(min = 1, max = 1000) int width, @ForAll @IntRange(min = 1, max = 1000) int height,
            @ForAll @IntRange(min = 1, max = 10) int factor) {
        String ratio = shape(profile, mode, width + "x" + height);
        assertThat(shape(profile, mode, factor * width + "x" + factor * height)).isEqualTo(ratio);
        String[] mirrored = shape(profile, mode, height + "x" + width).split(":");
        assertThat(mirrored[1] + ":" + mirrored[0]).isEqualTo(ratio);
    }

    @Property
    void widerIsNeverNarrowerAndMoreIsNeverLess(
            @ForAll("xai") ModelProfile profile, @ForAll("generation") Mode mode,
            @ForAll @IntRange(min = 1, max = 10_000) int width, @ForAll @IntRange(min = 1, max = 10_000) int height,
            @ForAll @IntRange(max = 10_000) int more) {
        Map<String, Object> fields = profile.normalize(mode, Map.of("size", width + "x" + height)).fields();
        Map<String, Object> wider = profile.normalize(mode, Map.of("size", width + more + "x" + height)).fields();
        AspectRatio ratio = AspectRatio.parse(fields.get("aspect_ratio").toString()).orElseThrow();
        AspectRatio widerRatio = AspectRatio.parse(wider.get("aspect_ratio").toString()).orElseThrow();
        assertThat(widerRatio.width() * ratio.height()).isGreaterThanOrEqualTo(ratio.width() * widerRatio.height());
        assertThat(pixels(wider)).isGreaterThanOrEqualTo(pixels(fields));
    }

    @Property
    void estimateIsThePriceOfWhatIsSent(
            @ForAll("xai") ModelProfile profile, @ForAll("generation") Mode mode,
            @ForAll @IntRange(min = 1, max = 10) int seconds, @ForAll @IntRange(min = 1, max = 50) int n,
            @ForAll @IntRange(max = 7) int images) {
        NormalizedRequest request
                = profile.normalize(mode, Map.of("duration", seconds, "n", n, "resolution", "720p"));
        Optional<BigDecimal> expected = Optional.ofNullable(profile.prices().perSecond().get("720p"))
                .map(price -> price.multiply(BigDecimal.valueOf(seconds))
                        .add(profile.prices().perInputImage().multiply(BigDecimal.valueOf(images)))
                        .multiply(BigDecimal.valueOf(n)));
        assertThat(expected.isPresent()).isEqualTo(!profile.isGeneral());
        assertThat(profile.estimate(request, images).map(BigDecimal::doubleValue))
                .isEqualTo(expected.map(BigDecimal::doubleValue));
    }

    // what is tried

    @Provide
    Arbitrary<ModelProfile> profiles() {
        return Arbitraries.oneOf(xai(), Arbitraries.of(
                ModelProfile.of("lumenfall", "grok-imagine-video"), ModelProfile.of("lumenfall", "new")));
    }

    @Provide
    Arbitrary<ModelProfile> xai() {
        return Arbitraries.of(
                ModelProfile.of("xai", "grok-imagine-video"), ModelProfile.of("xai", "grok-imagine-video-1.5"),
                ModelProfile.of("xai", "new"));
    }

    @Provide
    Arbitrary<Mode> generation() {
        return Arbitraries.of(Mode.TEXT_TO_VIDEO, Mode.IMAGE_TO_VIDEO, Mode.REFERENCE_TO_VIDEO);
    }

    @Provide
    Arbitrary<String> pixels() {
        Arbitrary<Integer> sides = Arbitraries.integers().between(1, 10_000);
        return Combinators.combine(sides, sides, Arbitraries.of("x", " x ", "X", "\u00d7"))
                .as((width, height, by) -> width + by + height);
    }

    @Provide
    Arbitrary<String> ratios() {
        Arbitrary<BigDecimal> sides
                = Arbitraries.bigDecimals().between(new BigDecimal("0.01"), new BigDecimal("100")).ofScale(2);
        return Combinators.combine(sides, sides).as((width, height) -> width + ":" + height);
    }

    private Arbitrary<String> tiers() {
        return Arbitraries.oneOf(
                Arbitraries.of("480p", "720p", "1080p", "0.5K", "1K", "2k", "4K", "0.25", "1", "4MP", "720P", "720"),
                Arbitraries.integers().between(1, 9999).map(lines -> lines + "p"));
    }

    private Arbitrary<String> words() {
        return Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(30),
                Arbitraries.strings().withChars("0123456789.:xXkKmMpP -+e").ofMaxLength(12),
                Arbitraries.of("auto", " AUTO ", "", " ", "ultra", "HD", "wide", "0x10", "16:0", "0K", "-1x5", "1e999999999"));
    }

    @Provide
    Arbitrary<Map<String, Object>> readable() {
        Arbitrary<Object> seconds
                = Arbitraries.bigDecimals().between(new BigDecimal("0.01"), new BigDecimal("100")).ofScale(2).map(x -> x);
        return options(
                seconds, Arbitraries.oneOf(pixels(), ratios(), tiers()).map(x -> x), ratios().map(x -> x),
                tiers().map(x -> x), Arbitraries.integers().between(1, 9).map(x -> x));
    }

    @Provide
    Arbitrary<Map<String, Object>> anything() {
        Arbitrary<Object> numbers = Arbitraries.oneOf(
                Arbitraries.doubles().map(x -> x), Arbitraries.integers().map(x -> x), Arbitraries.longs().map(x -> x),
                Arbitraries.bigDecimals().map(x -> x),
                Arbitraries.of(Double.NaN, Double.POSITIVE_INFINITY, Double.MAX_VALUE, new BigDecimal("1E+99999999"),
                        new BigDecimal("1E-99999999")));
        Arbitrary<Object> words = words().map(x -> x);
        Arbitrary<Object> small = Arbitraries.integers().between(1, 9).map(x -> x);
        Arbitrary<Map<String, Object>> wild = options(
                Arbitraries.oneOf(numbers, words, small), Arbitraries.oneOf(words, pixels().map(x -> x)), words, words,
                Arbitraries.oneOf(numbers, words, small));
        // mostly what is read, with one wild option in it: two of them are refused most of the time
        Arbitrary<Map<String, Object>> mixed = Combinators
                .combine(readable(), wild, Arbitraries.of("duration", "size", "aspectRatio", "resolution", "n", "user"))
                .as((read, any, name) -> {
                    Map<String, Object> mix = new LinkedHashMap<>(read);
                    mix.put(name, any.get(name));
                    return mix;
                });
        return Arbitraries.frequencyOf(
                Tuple.of(3, mixed), Tuple.of(1, wild), Tuple.of(1, readable()));
    }

    private Arbitrary<Map<String, Object>> options(
            Arbitrary<Object> duration, Arbitrary<Object> size, Arbitrary<Object> ratio, Arbitrary<Object> tier,
            Arbitrary<Object> n) {
        Arbitrary<String> text = Arbitraries.strings().ofMaxLength(20).injectNull(0.3);
        return Combinators.combine(
                duration.injectNull(0.3), size.injectNull(0.3), ratio.injectNull(0.3), tier.injectNull(0.3),
                n.injectNull(0.3), text, text, text)
                .as((d, s, a, r, count, prompt, user, key) -> {
                    Map<String, Object> asked = new LinkedHashMap<>();
                    asked.put("prompt", prompt);
                    asked.put("duration", d);
                    asked.put("size", s);
                    asked.put("aspectRatio", a);
                    asked.put("resolution", r);
                    asked.put("n", count);
                    asked.put("user", user);
                    asked.put("idempotencyKey", key);
                    return asked;
                });
    }

    @Provide
    Arbitrary<Map.Entry<String, Object>> impossible() {
        return Arbitraries.of(List.<Map.Entry<String, Object>> of(
                Map.entry("duration", 0), Map.entry("duration", -0.5), Map.entry("duration", "0.00"),
                Map.entry("duration", Double.NaN), Map.entry("n", 0), Map.entry("n", -1), Map.entry("n", "1.5"),
                Map.entry("n", "two"), Map.entry("size", "0x10"), Map.entry("size", "10x0"), Map.entry("size", "-1x5"),
                Map.entry("size", "5 x -1"), Map.entry("size", "16:0"), Map.entry("size", "0"), Map.entry("size", "-1K"),
                Map.entry("aspectRatio", "0:9"), Map.entry("aspectRatio", "16:-9"), Map.entry("aspectRatio", "0.0:1"),
                Map.entry("resolution", "0p"), Map.entry("resolution", "0.0K"), Map.entry("resolution", "-720p")));
    }

    private static Optional<NormalizedRequest> normalize(ModelProfile profile, Mode mode, Map<String, Object> asked) {
        try {
            return Optional.of(profile.normalize(mode, asked));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static boolean isUnset(Object value) {
        return value == null || value.toString().isBlank();
    }

    private static boolean isSame(Object sent, Object asked) {
        if (sent == null || asked == null) {
            return false;
        }
        if (sent.toString().equals(asked.toString())) {
            return true;
        }
        try {
            return new BigDecimal(sent.toString()).compareTo(new BigDecimal(asked.toString().strip())) == 0;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static String shape(ModelProfile profile, Mode mode, String size) {
        return profile.normalize(mode, Map.of("size", size)).fields().get("aspect_ratio").toString();
    }

    private static long pixels(Map<String, Object> fields) {
        return ResolutionTier.parse(fields.get("resolution").toString()).orElseThrow().pixels();
    }
}
