package io.github.grokvideo.normalize;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import static io.github.grokvideo.normalize.Behavior.CONVERTED;
import static io.github.grokvideo.normalize.Behavior.EMULATED;
import static io.github.grokvideo.normalize.Behavior.PASSTHROUGH;
import static io.github.grokvideo.normalize.Behavior.RENAMED;
import static io.github.grokvideo.normalize.Behavior.UNSUPPORTED;
import static io.github.grokvideo.normalize.Mode.EXTEND;
import static io.github.grokvideo.normalize.Mode.IMAGE_TO_VIDEO;
import static io.github.grokvideo.normalize.Mode.REFERENCE_TO_VIDEO;
import static io.github.grokvideo.normalize.Mode.TEXT_TO_VIDEO;
import static io.github.grokvideo.normalize.Mode.VIDEO_TO_VIDEO;

/**
 * The profiles, as data. A model is added by adding it to {@link #NAMED}.
 *
 * @see <a href="https://docs.lumenfall.ai/api-reference/videos/generate">Lumenfall: generate a video</a>
 * @see <a href="https://lumenfall.ai/models/xai/grok-imagine-video/api">Lumenfall: grok-imagine-video</a>
 * @see <a href="https://docs.x.ai/developers/model-capabilities/video">xAI: video</a>
 */
final class Profiles {

    private static final Set<Mode> ALL_MODES = EnumSet.allOf(Mode.class);
    /** The modes in which nothing but the request says what the video looks like. */
    private static final Set<Mode> GENERATION = EnumSet.of(TEXT_TO_VIDEO, IMAGE_TO_VIDEO, REFERENCE_TO_VIDEO);
    private static final Set<Mode> FROM_IMAGES = EnumSet.of(IMAGE_TO_VIDEO, REFERENCE_TO_VIDEO);
    private static final Set<Mode> FROM_VIDEO = EnumSet.of(VIDEO_TO_VIDEO, EXTEND);

    private static final String SIZE = "WxH in pixels (1365x768), W:H (16:9) or auto";
    private static final LocalDate PRICES_READ = LocalDate.of(2026, 11, 22);

    private static final List<ModelProfile> NAMED = List.of(
            lumenfall("grok-imagine-video").sizes(SizeProfile.GROK_IMAGINE_VIDEO).build(),
            xai("grok-imagine-video", ALL_MODES, "480p, 720p, or any tier, mapped to the nearest")
                    .resolutions("480p 720p", TEXT_TO_VIDEO, IMAGE_TO_VIDEO, REFERENCE_TO_VIDEO)
                    .prices(prices(
                            "480p: https://docs.x.ai/docs/key-information/consumption-and-rate-limits; 720p as quoted by a reseller,"
                                   + " https://docs.krea.ai/api-reference/video/grok-imagine",
                            "0.05", "0.07", "0"))
                    .build(),
            xai("grok-imagine-video-1.5", GENERATION,
                    "480p, 720p, 1080p (not from reference images), or any tier, mapped to the nearest")
                    .alias("grok-imagine-video-1.5-preview")
                    .resolutions("480p 720p 1080p", TEXT_TO_VIDEO, IMAGE_TO_VIDEO)
                    .resolutions("480p 720p", REFERENCE_TO_VIDEO)
                    .prices(prices("as quoted from xAI's model page by"
                                   + " https://www.thecontext.dev/en/news/2026-06-10-grok-imagine-pricing-api-economics/",
                            "0.08", "0.14", "0.01"))
                    .build());

    private static final List<ModelProfile> GENERAL = List.of(
            lumenfall("*").general().build(),
            xai("*", ALL_MODES, "480p, 720p, 1080p; others pass")
                    .general()
                    .resolutions("480p 720p 1080p", Mode.values())
                    .build());

    private Profiles() {
    }

    /** Those of one model each. */
    static Stream<ModelProfile> named() {
        return NAMED.stream();
    }

    /** One for each provider, for every model that has none of its own. */
    static Stream<ModelProfile> general() {
        return GENERAL.stream();
    }

    /** The gateway maps parameters itself: everything is sent as it is given. */
    private static ModelProfile.Builder lumenfall(String model) {
        Set<Mode> modes = EnumSet.complementOf(EnumSet.of(EXTEND));
        return ModelProfile.builder("lumenfall", model)
                .modes(modes)
                .parameter("model", PASSTHROUGH, "model", modes, "a model's name")
                .parameter("prompt", PASSTHROUGH, "prompt", modes, "a text")
                .parameter("duration", PASSTHROUGH, "duration", modes, "a number of seconds")
                .parameter("size", PASSTHROUGH, "size", modes, SIZE)
                .parameter("aspectRatio", RENAMED, "aspect_ratio", modes, "any W:H (16:9), or auto")
                .parameter("resolution", PASSTHROUGH, "resolution", modes, "any tier (1K), or auto")
                .parameter("n", PASSTHROUGH, "n", modes, "1 to 4")
                .mostVideos(4)
                .parameter("inputReference", RENAMED, "input_reference", FROM_IMAGES, "URLs or data URIs of images")
                .parameter("inputVideo", RENAMED, "input_video", FROM_VIDEO, "URL of a video")
                .parameter("user", PASSTHROUGH, "user", modes, "a text")
                .parameter("idempotencyKey", RENAMED, "idempotency_key", modes, "1 to 256 characters");
    }

    private static ModelProfile.Builder xai(String model, Set<Mode> modes, String resolutions) {
        return ModelProfile.builder("xai", model)
                .modes(modes)
                .parameter("model", PASSTHROUGH, "model", modes, "a model's name")
                .parameter("prompt", PASSTHROUGH, "prompt", modes, "a text")
                .parameter("duration", CONVERTED, "duration", without(modes, VIDEO_TO_VIDEO), modes.contains(EXTEND)
                        ? "whole seconds, 1 to 15; from reference images 1 to 10; of an extension 2 to 10"
                        : "whole seconds, 1 to 15; from reference images 1 to 10")
                .seconds(1, 15, 8, TEXT_TO_VIDEO, IMAGE_TO_VIDEO)
                .seconds(1, 10, 8, REFERENCE_TO_VIDEO)
                .seconds(2, 10, 6, EXTEND)
                .secondsFollowInput(VIDEO_TO_VIDEO, "8.7")
                .parameter("size", CONVERTED, "aspect_ratio + resolution", GENERATION, SIZE + ", or a tier (720p)")
                .parameter("aspectRatio", CONVERTED, "aspect_ratio", GENERATION,
                        "1:1, 16:9, 9:16, 4:3, 3:4, 3:2, 2:3, or any W:H, mapped to the nearest; auto is not sent")
                .aspectRatios("1:1", "16:9", "9:16", "4:3", "3:4", "3:2", "2:3")
                .parameter("resolution", CONVERTED, "resolution", GENERATION, resolutions + "; auto is not sent")
                .parameter("n", EMULATED, null, modes, "a whole number from 1: one job per video")
                .parameter("inputReference", RENAMED, "image", FROM_IMAGES,
                        "URL or data URI of the first frame, or of up to 7 reference images")
                .wireNameIn(REFERENCE_TO_VIDEO, "inputReference", "reference_images")
                .parameter("inputVideo", RENAMED, "video", FROM_VIDEO, "URL or data URI of an MP4")
                .parameter("user", PASSTHROUGH, "user", without(modes, EXTEND), "a text")
                .parameter("idempotencyKey", UNSUPPORTED, null, Set.of(), "none: the provider has no idempotency keys");
    }

    private static PriceList prices(String source, String second480p, String second720p, String inputImage) {
        return PriceList.unknown()
                .withSource(source, PRICES_READ)
                .withPerSecond("480p", new BigDecimal(second480p))
                .withPerSecond("720p", new BigDecimal(second720p))
                .withPerInputImage(new BigDecimal(inputImage));
    }

    private static Set<Mode> without(Set<Mode> modes, Mode mode) {
        Set<Mode> rest = EnumSet.copyOf(modes);
        rest.remove(mode);
        return rest;
    }
}
