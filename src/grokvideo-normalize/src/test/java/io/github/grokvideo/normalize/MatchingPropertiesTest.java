package io.github.grokvideo.normalize;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Scale;
import net.jqwik.api.constraints.StringLength;

import static org.assertj.core.api.Assertions.assertThat;

/** What holds for every size, ratio, tier and duration. */
class MatchingPropertiesTest {

    private static final int SIDE = 10_000;
    private final SizeProfile table = SizeProfile.GROK_IMAGINE_VIDEO;
    private final List<AspectRatio> tableRatios = Stream.of("16:9", "9:16", "3:2", "2:3", "3:4", "1:1", "4:3")
            .map(ratio -> AspectRatio.parse(ratio).orElseThrow()).toList();

    // ratios

    @Property
    void nearestRatioIsTheOraclesWhateverTheOrder(
            @ForAll("ratios") AspectRatio asked, @ForAll("ratioLists") List<AspectRatio> candidates) {
        AspectRatio nearest = asked.nearest(candidates);
        assertThat(nearest).isEqualTo(LogarithmicOracle.nearestRatio(asked, candidates));
        List<AspectRatio> reversed = new ArrayList<>(candidates);
        Collections.reverse(reversed);
        assertThat(asked.nearest(reversed)).isEqualTo(nearest);
    }

    @Property
    void exactMiddleIsTheOracles(
            @ForAll @IntRange(min = 1, max = SIDE) int width, @ForAll @IntRange(min = 1, max = SIDE) int height,
            @ForAll @IntRange(min = 1, max = 1000) int p, @ForAll @IntRange(min = 1, max = 1000) int q) {
        AspectRatio asked = new AspectRatio(width, height);
        List<AspectRatio> candidates
                = List.of(new AspectRatio((long) width * p, (long) height * q),
                        new AspectRatio((long) width * q, (long) height * p));
        assertThat(asked.nearest(candidates)).isEqualTo(LogarithmicOracle.nearestRatio(asked, candidates));
    }

    @Property
    void widerAskNeverGivesANarrowerRatio(
            @ForAll("ratios") AspectRatio one, @ForAll("ratios") AspectRatio other,
            @ForAll("ratioLists") List<AspectRatio> candidates) {
        boolean ordered = compare(one, other) <= 0;
        AspectRatio narrow = (ordered ? one : other).nearest(candidates);
        AspectRatio wide = (ordered ? other : one).nearest(candidates);
        assertThat(compare(narrow, wide)).isLessThanOrEqualTo(0);
    }

    @Property
    void mirroredAskGivesTheMirroredRatio(
            @ForAll("ratios") AspectRatio asked, @ForAll("ratioLists") List<AspectRatio> candidates) {
        // a square between mirror images is the one tie that is not mirrored: the wide one is taken
        if (asked.width() != asked.height()) {
            List<AspectRatio> mirrored = candidates.stream().map(MatchingPropertiesTest::mirror).toList();
            assertThat(mirror(asked).nearest(mirrored)).isEqualTo(mirror(asked.nearest(candidates)));
        }
    }

    @Property
    void supportedRatioIsItsOwnNearest(@ForAll("ratioLists") List<AspectRatio> candidates) {
        assertThat(candidates).allSatisfy(ratio -> assertThat(ratio.nearest(candidates)).isEqualTo(ratio));
    }

    @Property
    void ratioReadsBackWhatItWrites(
            @ForAll @IntRange(min = 1, max = 999_999) int width, @ForAll @IntRange(min = 1, max = 999_999) int height) {
        AspectRatio ratio = new AspectRatio(width, height);
        assertThat(AspectRatio.parse(ratio.toString())).contains(ratio);
        assertThat(AspectRatio.parse(width + ":" + height)).contains(ratio);
        assertThat(AspectRatio.parse(width + ".5 : " + height + ".250"))
                .contains(new AspectRatio(4L * width + 2, 4L * height + 1));
    }

    // tiers

    @Property
    void nearestTierIsTheOraclesWhateverTheOrder(
            @ForAll @LongRange(min = 1, max = 100_000_000) long pixels,
            @ForAll("tierLists") List<ResolutionTier> candidates) {
        ResolutionTier asked = new ResolutionTier("asked", pixels);
        assertThat(asked.nearest(candidates).pixels())
                .isEqualTo(LogarithmicOracle.nearestTier(pixels, candidates).pixels());
        List<ResolutionTier> reversed = new ArrayList<>(candidates);
        Collections.reverse(reversed);
        assertThat(asked.nearest(reversed).pixels()).isEqualTo(asked.nearest(candidates).pixels());
    }

    @Property
    void exactMiddleGivesTheSmallerTier(
            @ForAll @IntRange(min = 1, max = 1_000_000) int pixels, @ForAll @IntRange(min = 2, max = 1000) int factor) {
        ResolutionTier small = new ResolutionTier("small", pixels);
        ResolutionTier large = new ResolutionTier("large", (long) pixels * factor * factor);
        ResolutionTier middle = new ResolutionTier("middle", (long) pixels * factor);
        assertThat(middle.nearest(List.of(large, small))).isEqualTo(small);
        assertThat(new ResolutionTier("more", middle.pixels() + 1).nearest(List.of(large, small))).isEqualTo(large);
    }

    @Property
    void morePixelsNeverGiveASmallerTier(
            @ForAll @LongRange(min = 1, max = 100_000_000) long one,
            @ForAll @LongRange(min = 1, max = 100_000_000) long other,
            @ForAll("tierLists") List<ResolutionTier> candidates) {
        ResolutionTier few = new ResolutionTier("few", Math.min(one, other)).nearest(candidates);
        ResolutionTier many = new ResolutionTier("many", Math.max(one, other)).nearest(candidates);
        assertThat(few.pixels()).isLessThanOrEqualTo(many.pixels());
    }

    @Property
    void tierOfAnyUnitHasThePixelsOfItsDefinition(@ForAll @BigRange(min = "0.01", max = "99") @Scale(2) BigDecimal number) {
        BigDecimal mega = BigDecimal.valueOf(1 << 20);
        assertThat(pixels(number + "K")).isEqualTo(number.pow(2).multiply(mega).longValue());
        assertThat(pixels(number + "mp")).isEqualTo(number.multiply(mega).longValue());
        assertThat(pixels(number.toString())).isEqualTo(pixels(number + "MP"));
        int lines = number.movePointRight(2).intValueExact() + 99;
        assertThat(pixels(lines + "p")).isEqualTo(lines * (long) lines * 16 / 9);
        assertThat(pixels(String.valueOf(lines))).isEqualTo(pixels(lines + "P"));
    }

    // the table

    @Property
    void anyPixelsGiveTheRowOfTheNearestShape(
            @ForAll @IntRange(min = 1, max = SIDE) int width, @ForAll @IntRange(min = 1, max = SIDE) int height) {
        OutputSize size = table.resolve(width + "x" + height, null, null);
        assertThat(table.sizes()).contains(size.dimensions());
        boolean isRow = table.sizes().contains(new Dimensions(width, height));
        if (!isRow) {
            assertThat(size.aspectRatio())
                    .isEqualTo(LogarithmicOracle.nearestRatio(new AspectRatio(width, height), tableRatios));
        }
        assertThat(size.dimensions()).isEqualTo(table.resolve(null, size.aspectRatio().toString(), "1K").dimensions());
        assertThat(size.conversions()).singleElement().returns(!isRow, Conversion::changed);
    }

    @Property
    void resolvingTheResolvedChangesNothing(
            @ForAll @IntRange(min = 1, max = SIDE) int width, @ForAll @IntRange(min = 1, max = SIDE) int height) {
        OutputSize once = table.resolve(width + "x" + height, null, null);
        OutputSize again = table.resolve(once.dimensions().toString(), null, null);
        assertThat(again.dimensions()).isEqualTo(once.dimensions());
        assertThat(again.conversions()).noneMatch(Conversion::changed);
        OutputSize apart = table.resolve(null, once.aspectRatio().toString(), once.tier().toString());
        assertThat(apart.dimensions()).isEqualTo(once.dimensions());
        assertThat(apart.conversions()).noneMatch(Conversion::changed);
    }

    @Property
    void pixelsBeatTheOthersWhateverTheyAre(
            @ForAll @IntRange(min = 1, max = SIDE) int width, @ForAll @IntRange(min = 1, max = SIDE) int height,
            @ForAll @StringLength(max = 20) String ratio, @ForAll @StringLength(max = 20) String tier) {
        String size = width + "x" + height;
        assertThat(table.resolve(size, ratio, tier).dimensions()).isEqualTo(table.resolve(size, null, null).dimensions());
    }

    @Property
    void ratioAsSizeIsTheRatio(@ForAll("ratios") AspectRatio ratio, @ForAll @StringLength(max = 20) String other) {
        assertThat(table.resolve(ratio.toString(), other, null).dimensions())
                .isEqualTo(table.resolve(null, ratio.toString(), null).dimensions());
    }

    // limits

    @Property
    void clampedIsWithinLimitsInItsShapeAndStaysThere(
            @ForAll @IntRange(min = 1, max = SIDE) int width, @ForAll @IntRange(min = 1, max = SIDE) int height,
            @ForAll("limits") PixelLimits limits) {
        Dimensions asked = new Dimensions(width, height);
        Dimensions clamped = limits.clamp(asked);
        int shorter = Math.min(clamped.width(), clamped.height());
        int longer = Math.max(clamped.width(), clamped.height());
        assertThat(shorter).isGreaterThanOrEqualTo(limits.minSide());
        assertThat(longer).isLessThanOrEqualTo(limits.maxSide());
        assertThat(clamped.pixels()).isLessThanOrEqualTo(limits.maxPixels());
        assertThat(limits.clamp(clamped)).isEqualTo(clamped);
        boolean fits = Math.min(width, height) >= limits.minSide() && Math.max(width, height) <= limits.maxSide()
                && asked.pixels() <= limits.maxPixels();
        if (fits) {
            assertThat(clamped).isEqualTo(asked);
        }
        if (shorter > limits.minSide()) {
            // the shorter side is less than a pixel off
            long exact = Math.min(width, height) * (long) longer;
            assertThat(Math.abs(exact - shorter * (long) Math.max(width, height))).isLessThan(Math.max(width, height));
        }
        assertThat(mirror(limits.clamp(mirror(asked)))).isEqualTo(clamped);
    }

    @Property
    void flexibleModelTakesAnySizeWithinItsLimits(
            @ForAll @IntRange(min = 1, max = SIDE) int width, @ForAll @IntRange(min = 1, max = SIDE) int height,
            @ForAll("limits") PixelLimits limits) {
        SizeProfile flexible = SizeProfile.builder("flexible").size("1K", "1:1", "1024x1024").defaults("1K", "1:1")
                .limits(limits).build();
        Dimensions asked = new Dimensions(width, height);
        OutputSize size = flexible.resolve(asked.toString(), "9:16", null);
        if (!asked.equals(new Dimensions(1024, 1024))) {
            assertThat(size.dimensions()).isEqualTo(limits.clamp(asked));
        }
        assertThat(size.conversions().get(0).changed()).isEqualTo(!size.dimensions().equals(asked));
    }

    // durations

    @Property
    void nearestDurationIsTheOneWithTheLeastDistance(
            @ForAll @BigRange(min = "0", max = "40") @Scale(3) BigDecimal seconds,
            @ForAll @IntRange(min = 1, max = 20) int minimum, @ForAll @IntRange(max = 20) int length) {
        DurationLimits limits = new DurationLimits(minimum, minimum + length, minimum);
        int best = minimum;
        for (int candidate = minimum; candidate <= minimum + length; candidate++) {
            BigDecimal gain = seconds.subtract(BigDecimal.valueOf(best)).abs()
                    .subtract(seconds.subtract(BigDecimal.valueOf(candidate)).abs());
            best = gain.signum() >= 0 ? candidate : best;
        }
        assertThat(limits.nearest(seconds)).isEqualTo(best);
    }

    // what is tried

    @Provide
    Arbitrary<AspectRatio> ratios() {
        Arbitrary<Integer> sides = Arbitraries.integers().between(1, SIDE);
        return Combinators.combine(sides, sides).as(AspectRatio::new);
    }

    @Provide
    Arbitrary<List<AspectRatio>> ratioLists() {
        // small sides, too, so that lists have mirror images, neighbours and ties
        Arbitrary<Integer> small = Arbitraries.integers().between(1, 20);
        Arbitrary<AspectRatio> ratio
                = Arbitraries.oneOf(ratios(), Combinators.combine(small, small).as(AspectRatio::new));
        return ratio.list().ofMinSize(1).ofMaxSize(8);
    }

    @Provide
    Arbitrary<List<ResolutionTier>> tierLists() {
        return Arbitraries.of("480p", "720p", "1080p", "0.5K", "1K", "2K", "4K", "0.25", "1", "4MP", "8k", "360p", "2")
                .map(text -> ResolutionTier.parse(text).orElseThrow()).list().ofMinSize(1).ofMaxSize(6);
    }

    @Provide
    Arbitrary<PixelLimits> limits() {
        Arbitrary<Integer> least = Arbitraries.integers().between(1, 2000);
        Arbitrary<Integer> more = Arbitraries.integers().between(0, 8000);
        Arbitrary<Long> pixels = Arbitraries.longs().between(0, 100_000_000);
        return Combinators.combine(least, more, pixels)
                .as((min, extra, area) -> new PixelLimits(min, min + extra, (long) min * min + area));
    }

    private static long pixels(String tier) {
        return ResolutionTier.parse(tier).orElseThrow().pixels();
    }

    private static AspectRatio mirror(AspectRatio ratio) {
        return new AspectRatio(ratio.height(), ratio.width());
    }

    private static Dimensions mirror(Dimensions size) {
        return new Dimensions(size.height(), size.width());
    }

    private static int compare(AspectRatio one, AspectRatio other) {
        return BigInteger.valueOf(one.width()).multiply(BigInteger.valueOf(other.height()))
                .compareTo(BigInteger.valueOf(other.width()).multiply(BigInteger.valueOf(one.height())));
    }
}
