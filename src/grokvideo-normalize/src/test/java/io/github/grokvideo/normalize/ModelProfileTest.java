package io.github.grokvideo.normalize;

import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static io.github.grokvideo.normalize.Mode.EXTEND;
import static io.github.grokvideo.normalize.Mode.IMAGE_TO_VIDEO;
import static io.github.grokvideo.normalize.Mode.REFERENCE_TO_VIDEO;
import static io.github.grokvideo.normalize.Mode.TEXT_TO_VIDEO;
import static io.github.grokvideo.normalize.Mode.VIDEO_TO_VIDEO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ModelProfileTest {

    private final ModelProfile xai = ModelProfile.of("xai", "grok-imagine-video");
    private final ModelProfile xai15 = ModelProfile.of("xai", "grok-imagine-video-1.5");
    private final ModelProfile lumenfall = ModelProfile.of("lumenfall", "grok-imagine-video");

    // which profile

    @Test
    void everyNamedModelHasItsProfile() {
        assertThat(ModelProfile.all()).extracting(ModelProfile::toString).containsExactly(
                "lumenfall/grok-imagine-video", "xai/grok-imagine-video", "xai/grok-imagine-video-1.5");
        assertThat(ModelProfile.all()).allSatisfy(profile -> {
            assertThat(ModelProfile.of(profile.provider(), profile.model())).hasToString(profile.toString());
            assertThat(profile.isGeneral()).isFalse();
            assertThat(profile.parameters()).extracting(ParameterRule::parameter).containsExactly(
                    "model", "prompt", "duration", "size", "aspectRatio", "resolution", "n", "inputReference",
                    "inputVideo", "user", "idempotencyKey");
        });
    }

    @Test
    void aliasKeepsItsName() {
        ModelProfile preview = ModelProfile.of("xai", "grok-imagine-video-1.5-preview");
        assertThat(preview.isGeneral()).isFalse();
        assertThat(preview.resolutions(TEXT_TO_VIDEO)).hasToString("[480p, 720p, 1080p]");
        assertThat(preview.normalize(TEXT_TO_VIDEO, Map.of()).fields())
                .containsExactly(Map.entry("model", "grok-imagine-video-1.5-preview"));
    }

    @Test
    void unknownModelHasTheGeneralProfileUnknownProviderHasNone() {
        assertThat(ModelProfile.of("xai", "grok-imagine-video-9").isGeneral()).isTrue();
        assertThat(ModelProfile.of("lumenfall", "grok-imagine-video-9").model()).isEqualTo("grok-imagine-video-9");
        assertThatThrownBy(() -> ModelProfile.of("fal", "grok-imagine-video"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("provider is 'fal', but must be one of lumenfall, xai");
        assertThatThrownBy(() -> ModelProfile.of(null, "m")).hasMessageContaining("lumenfall, xai");
        assertThatThrownBy(() -> ModelProfile.of("xai", " ")).hasMessage("model is not given");
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {
            "lumenfall, prompt, PASSTHROUGH, prompt", "lumenfall, duration, PASSTHROUGH, duration",
            "lumenfall, aspectRatio, RENAMED, aspect_ratio", "lumenfall, n, PASSTHROUGH, n",
            "lumenfall, inputReference, RENAMED, input_reference", "lumenfall, inputVideo, RENAMED, input_video",
            "lumenfall, idempotencyKey, RENAMED, idempotency_key",
            "xai, prompt, PASSTHROUGH, prompt", "xai, duration, CONVERTED, duration",
            "xai, size, CONVERTED, aspect_ratio + resolution", "xai, aspectRatio, CONVERTED, aspect_ratio",
            "xai, resolution, CONVERTED, resolution", "xai, n, EMULATED, -", "xai, inputReference, RENAMED, image",
            "xai, inputVideo, RENAMED, video", "xai, user, PASSTHROUGH, user", "xai, idempotencyKey, UNSUPPORTED, -" })
    void behaviorsAreData(String provider, String parameter, Behavior behavior, String wireName) {
        ParameterRule rule = ModelProfile.of(provider, "grok-imagine-video").parameter(parameter).orElseThrow();
        assertThat(rule.behavior()).isEqualTo(behavior);
        assertThat(rule.wireName()).isEqualTo(wireName);
        assertThat(rule.accepted()).isNotBlank();
    }

    @Test
    void modesOfParameters() {
        assertThat(xai.modes()).isEqualTo(EnumSet.allOf(Mode.class));
        assertThat(xai15.modes()).containsExactlyInAnyOrder(TEXT_TO_VIDEO, IMAGE_TO_VIDEO, REFERENCE_TO_VIDEO);
        assertThat(lumenfall.modes()).doesNotContain(EXTEND).hasSize(4);
        assertThat(rule("duration").modes()).isEqualTo(EnumSet.complementOf(EnumSet.of(VIDEO_TO_VIDEO)));
        assertThat(rule("user").modes()).isEqualTo(EnumSet.complementOf(EnumSet.of(EXTEND)));
        assertThat(rule("size").modes()).containsExactlyInAnyOrder(TEXT_TO_VIDEO, IMAGE_TO_VIDEO, REFERENCE_TO_VIDEO);
        assertThat(rule("inputVideo").modes()).containsExactlyInAnyOrder(VIDEO_TO_VIDEO, EXTEND);
        assertThat(rule("idempotencyKey").modes()).isEmpty();
        assertThat(rule("inputReference").wireName(IMAGE_TO_VIDEO)).isEqualTo("image");
        assertThat(rule("inputReference").wireName(REFERENCE_TO_VIDEO)).isEqualTo("reference_images");
        assertThat(xai15.parameter("inputVideo").orElseThrow().modes()).isEmpty();
        assertThat(xai15.durations(EXTEND)).isEmpty();
    }

    // Lumenfall

    @Test
    void gatewayGetsEverythingAsItIsGiven() {
        Map<String, Object> asked = new LinkedHashMap<>();
        asked.put("n", 4);
        asked.put("aspectRatio", "7:1");
        asked.put("resolution", "8K");
        asked.put("size", "1920x1080");
        asked.put("duration", 7.5);
        asked.put("prompt", " a cat ");
        asked.put("user", "u");
        asked.put("idempotencyKey", "k");
        asked.put("seed", List.of(1));
        NormalizedRequest request = lumenfall.normalize(TEXT_TO_VIDEO, asked);
        assertThat(request.fields()).containsExactly(
                Map.entry("model", "grok-imagine-video"), Map.entry("prompt", " a cat "),
                Map.entry("duration", new BigDecimal("7.5")), Map.entry("size", "1920x1080"),
                Map.entry("aspect_ratio", "7:1"), Map.entry("resolution", "8K"), Map.entry("n", 4), Map.entry("user", "u"),
                Map.entry("idempotency_key", "k"), Map.entry("seed", List.of(1)));
        assertThat(request.conversions()).isEmpty();
        assertThat(request.jobs()).isOne();
        assertThat(lumenfall.estimate(request, 0)).isEmpty();
        assertThat(lumenfall.sizes()).contains(SizeProfile.GROK_IMAGINE_VIDEO);
    }

    @Test
    void gatewayGetsWhatIsNotUnderstoodWithAWarning() {
        NormalizedRequest request = lumenfall.normalize(TEXT_TO_VIDEO, Map.of(
                "size", "big", "aspectRatio", "wide", "resolution", "ultra", "duration", "long", "n", 5));
        assertThat(request.fields()).containsEntry("size", "big").containsEntry("aspect_ratio", "wide")
                .containsEntry("resolution", "ultra").containsEntry("duration", "long").containsEntry("n", 5);
        assertThat(request.conversions()).containsExactly(
                new Conversion("duration", "long", "long", "not recognized, expected a number of seconds"),
                new Conversion("size", "big", "big", "not recognized, expected WIDTHxHEIGHT (1365x768), W:H (16:9) or auto"),
                new Conversion("aspectRatio", "wide", "wide", "not recognized, expected W:H (16:9) or auto"),
                new Conversion("resolution", "ultra", "ultra", "not recognized, expected a tier (1K, 0.25MP, 720p) or auto"),
                new Conversion("n", "5", "5", "expected 1 to 4"));
        assertThat(lumenfall.normalize(TEXT_TO_VIDEO, Map.of("size", "auto", "aspectRatio", "auto", "resolution", "auto"))
                .conversions()).isEmpty();
    }

    // xAI

    @Test
    void whatIsSupportedIsSentWithoutAWord() {
        for (String ratio : List.of("1:1", "16:9", "9:16", "4:3", "3:4", "3:2", "2:3")) {
            for (String tier : List.of("480p", "720p")) {
                NormalizedRequest request = xai.normalize(TEXT_TO_VIDEO, Map.of(
                        "prompt", "p", "aspectRatio", ratio, "resolution", tier, "duration", 8.0, "user", "u", "n", 1));
                assertThat(request.fields()).containsExactly(
                        Map.entry("model", "grok-imagine-video"), Map.entry("prompt", "p"), Map.entry("duration", 8),
                        Map.entry("aspect_ratio", ratio), Map.entry("resolution", tier), Map.entry("user", "u"));
                assertThat(request.conversions()).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {
            // size | aspectRatio | resolution | sent ratio | sent tier
            "1280x720, -, -, 16:9, 720p", "848x480, -, -, 16:9, 480p", "1365x768, -, -, 16:9, 720p",
            "1024x1024, -, -, 1:1, 720p", "836x1254, -, -, 2:3, 720p", "500x500, -, -, 1:1, 480p",
            "1920x1080, 1:1, 480p, 16:9, 720p", "21:9, 1:1, 480p, 16:9, 480p", "2.35:1, -, -, 16:9, -",
            "auto, 1:7, 1K, 9:16, 720p", "720p, 5:4, 480p, 4:3, 720p", "0.25MP, -, -, -, 480p", "4K, 3:2, -, 3:2, 720p",
            "-, 32:18, 0.5K, 16:9, 480p", "-, 1.7777778:1, 720, 16:9, 720p", "-, auto, AUTO, -, -", "'', ' ', '', -, -",
            "-, cinema, ultra, cinema, ultra", "big, 1:1, 480p, -, -", "-, 1:1, 1080p, 1:1, 720p" })
    void sizesAreConverted(String size, String aspectRatio, String resolution, String ratio, String tier) {
        Map<String, Object> asked = new LinkedHashMap<>();
        asked.put("size", size);
        asked.put("aspectRatio", aspectRatio);
        asked.put("resolution", resolution);
        Map<String, Object> fields = xai.normalize(TEXT_TO_VIDEO, asked).fields();
        assertThat(fields.get("aspect_ratio")).isEqualTo(ratio);
        assertThat(fields.get("resolution")).isEqualTo(tier);
    }

    @ParameterizedTest
    @CsvSource({
            "grok-imagine-video, TEXT_TO_VIDEO, 720p", "grok-imagine-video-1.5, TEXT_TO_VIDEO, 1080p",
            "grok-imagine-video-1.5, IMAGE_TO_VIDEO, 1080p", "grok-imagine-video-1.5, REFERENCE_TO_VIDEO, 720p" })
    void fullHdWhereTheModelHasIt(String model, Mode mode, String tier) {
        assertThat(ModelProfile.of("xai", model).normalize(mode, Map.of("size", "1920x1080")).fields())
                .containsEntry("resolution", tier);
    }

    @Test
    void everyConversionIsTold() {
        assertThat(told(TEXT_TO_VIDEO, Map.of("size", "1920x1080", "aspectRatio", "1:1", "resolution", "auto")))
                .containsExactly(
                        new Conversion(
                                "size", "1920x1080", "16:9 720p",
                                "sent as aspect_ratio and resolution, the nearest supported values"),
                        new Conversion("aspectRatio", "1:1", null, "not sent: size takes precedence"),
                        new Conversion("resolution", "auto", null, "not sent: size takes precedence"));
        assertThat(told(TEXT_TO_VIDEO, Map.of("size", "16:9", "resolution", "720P"))).containsExactly(
                new Conversion("size", "16:9", "16:9", "the same shape, sent as aspect_ratio"),
                new Conversion("resolution", "720P", "720p", "the same tier"));
        assertThat(told(TEXT_TO_VIDEO, Map.of("size", "auto", "aspectRatio", "auto"))).containsExactly(
                new Conversion("size", "auto", null, "not sent, the model decides"),
                new Conversion("aspectRatio", "auto", null, "not sent, the model decides"));
        assertThat(told(TEXT_TO_VIDEO, Map.of("aspectRatio", "7:1", "resolution", "ultra", "idempotencyKey", "k")))
                .containsExactly(
                        new Conversion("aspectRatio", "7:1", "16:9", "the nearest supported shape"),
                        new Conversion(
                                "resolution", "ultra", "ultra",
                                "not recognized, expected a tier (1K, 0.25MP, 720p) or auto"),
                        new Conversion("idempotencyKey", "k", null, "not sent: xai does not support it"));
        assertThat(told(VIDEO_TO_VIDEO, Map.of("duration", 5, "resolution", "480p"))).containsExactly(
                new Conversion("duration", "5", null, "not sent: xai/grok-imagine-video does not support it in VIDEO_TO_VIDEO"),
                new Conversion(
                        "resolution", "480p", null, "not sent: xai/grok-imagine-video does not support it in VIDEO_TO_VIDEO"));
    }

    @Test
    void editTakesPromptAndUserOnly() {
        Map<String, Object> asked = Map.of("prompt", "p", "duration", 5, "size", "1:1", "aspectRatio", "1:1",
                "resolution", "720p", "user", "u");
        assertThat(xai.normalize(VIDEO_TO_VIDEO, asked).fields()).containsOnlyKeys("model", "prompt", "user");
        assertThat(xai.normalize(EXTEND, asked).fields()).containsOnlyKeys("model", "prompt", "duration");
    }

    @ParameterizedTest
    @CsvSource({
            "TEXT_TO_VIDEO, 0.01, 1", "TEXT_TO_VIDEO, 1.49, 1", "TEXT_TO_VIDEO, 6.5, 7", "TEXT_TO_VIDEO, 7.4999, 7",
            "TEXT_TO_VIDEO, 15.5, 15", "IMAGE_TO_VIDEO, 60, 15", "REFERENCE_TO_VIDEO, 12, 10", "EXTEND, 1, 2",
            "EXTEND, 15, 10" })
    void durationIsTheNearestThatIsSupported(Mode mode, double asked, int sent) {
        NormalizedRequest request = xai.normalize(mode, Map.of("duration", asked));
        assertThat(request.fields()).containsEntry("duration", sent);
        assertThat(request.conversions()).singleElement().satisfies(told -> {
            assertThat(told.asked()).isEqualTo(String.valueOf(asked));
            assertThat(told.result()).isEqualTo(String.valueOf(sent));
            assertThat(told.reason()).startsWith("the nearest supported: whole seconds, ");
        });
        assertThat(xai.normalize(mode, Map.of("duration", " " + asked + " ")).fields()).containsEntry("duration", sent);
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void severalVideosAreSeveralJobs(Mode mode) {
        NormalizedRequest request = xai.normalize(mode, Map.of("n", "3"));
        assertThat(request.jobs()).isEqualTo(3);
        assertThat(request.fields()).doesNotContainKey("n");
        assertThat(request.conversions())
                .containsExactly(new Conversion("n", "3", "3", "generated by 3 jobs with one video each"));
    }

    @Test
    void modeTheModelIsNotKnownToHaveIsTriedAndTold() {
        NormalizedRequest request = xai15.normalize(EXTEND, Map.of("duration", 20));
        assertThat(request.fields()).containsEntry("duration", 20);
        assertThat(request.conversions()).containsExactly(new Conversion(
                "model", "grok-imagine-video-1.5", "grok-imagine-video-1.5", "not known to offer EXTEND; sent anyway"));
    }

    @Test
    void modelWithoutProfileGetsWhatItMayAccept() {
        ModelProfile general = ModelProfile.of("xai", "grok-imagine-video-9");
        NormalizedRequest request = general.normalize(
                VIDEO_TO_VIDEO, Map.of("duration", 30.5, "aspectRatio", "21:9", "resolution", "4K", "n", 2));
        assertThat(request.fields()).containsExactly(
                Map.entry("model", "grok-imagine-video-9"), Map.entry("duration", new BigDecimal("30.5")),
                Map.entry("aspect_ratio", "21:9"), Map.entry("resolution", "4K"));
        assertThat(request.jobs()).isEqualTo(2);
        assertThat(request.conversions()).filteredOn(Conversion::changed).isEmpty();
        assertThat(request.conversions()).extracting(Conversion::parameter)
                .containsExactly("aspectRatio", "resolution", "n");
        assertThat(general.estimate(request, 0)).isEmpty();
    }

    @Test
    void modelOfTheRequestIsSentMediaAreNot() {
        assertThat(xai.normalize(IMAGE_TO_VIDEO, Map.of(
                "model", "other", "inputReference", "https://host.example/a.png", "inputVideo", "v")).fields())
                .containsExactly(Map.entry("model", "other"));
    }

    @Test
    void refusalQuotesLittleAndOnOneLine() {
        assertThatThrownBy(() -> xai.normalize(TEXT_TO_VIDEO, Map.of("size", "0x10")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("size is '0x10', but must be WIDTHxHEIGHT (1365x768), W:H (16:9) or auto, greater than 0");
        assertThatThrownBy(() -> xai.normalize(TEXT_TO_VIDEO, Map.of("n", "a\r\nb" + "c".repeat(1000))))
                .hasMessage("n is 'a??b" + "c".repeat(76) + "...', but must be a whole number from 1");
    }

    // money

    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {
            // model | mode | duration | resolution | n | images | dollars
            "grok-imagine-video, TEXT_TO_VIDEO, 6, 480p, 1, 0, 0.3", "grok-imagine-video, TEXT_TO_VIDEO, 6, 720p, 2, 0, 0.84",
            "grok-imagine-video, TEXT_TO_VIDEO, -, -, -, 0, 0.4", "grok-imagine-video, IMAGE_TO_VIDEO, 10, 1K, 1, 1, 0.7",
            // the edit is as long as its input, at most 8.7 s, and at most 720p
            "grok-imagine-video, VIDEO_TO_VIDEO, 3, 480p, 1, 0, 0.609", "grok-imagine-video, EXTEND, -, -, 1, 0, 0.42",
            "grok-imagine-video-1.5, IMAGE_TO_VIDEO, 6, 480p, 3, 1, 1.47",
            "grok-imagine-video-1.5, REFERENCE_TO_VIDEO, 10, 1080p, 1, 7, 1.47",
            // no price is known for these
            "grok-imagine-video-1.5, TEXT_TO_VIDEO, 6, 1080p, 1, 0, -", "grok-imagine-video, TEXT_TO_VIDEO, 6, ultra, 1, 0, -",
            "grok-imagine-video, TEXT_TO_VIDEO, long, 480p, 1, 0, -", "grok-imagine-video-1.5, EXTEND, -, -, 1, 0, -",
            "grok-imagine-video-1.5, VIDEO_TO_VIDEO, -, -, 1, 0, -" })
    void estimate(String model, Mode mode, String duration, String resolution, String n, int images, BigDecimal dollars) {
        Map<String, Object> asked = new LinkedHashMap<>();
        asked.put("duration", duration);
        asked.put("resolution", resolution);
        asked.put("n", n);
        ModelProfile profile = ModelProfile.of("xai", model);
        assertThat(profile.estimate(profile.normalize(mode, asked), images)).isEqualTo(Optional.ofNullable(dollars));
    }

    @Test
    void otherPricesGiveOtherEstimates() {
        ModelProfile dear = xai.withPrices(xai.prices().withPerSecond("480p", new BigDecimal("1")));
        assertThat(dear.estimate(dear.normalize(TEXT_TO_VIDEO, Map.of("duration", 10)), 0)).contains(new BigDecimal("10"));
        assertThat(dear).hasToString("xai/grok-imagine-video");
    }

    private ParameterRule rule(String parameter) {
        return xai.parameter(parameter).orElseThrow();
    }

    private List<Conversion> told(Mode mode, Map<String, Object> asked) {
        return xai.normalize(mode, asked).conversions();
    }
}
