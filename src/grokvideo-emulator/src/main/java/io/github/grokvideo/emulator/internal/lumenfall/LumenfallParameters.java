package io.github.grokvideo.emulator.internal.lumenfall;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.grokvideo.emulator.Api;
import io.github.grokvideo.emulator.internal.ApiError;
import io.github.grokvideo.emulator.internal.http.JsonMembers;
import io.github.grokvideo.emulator.internal.job.JobParameters;
import io.github.grokvideo.emulator.internal.job.VideoFormat;
import io.github.grokvideo.emulator.internal.media.InputUrls;
import io.github.grokvideo.emulator.internal.media.InputVideo;
import io.github.grokvideo.emulator.internal.media.Inputs;
import io.github.grokvideo.normalize.AspectRatio;
import io.github.grokvideo.normalize.Dimensions;
import io.github.grokvideo.normalize.OutputSize;
import io.github.grokvideo.normalize.SizeProfile;

/** The parameters of a create at the gateway, and the gateway's rules for them. */
final class LumenfallParameters implements JobParameters {

    static final String MODEL = "grok-imagine-video";
    static final BigDecimal PRICE_PER_SECOND = new BigDecimal("0.05");
    private static final Set<String> PROVIDERS = Set.of("xai", "fal");
    private static final BigDecimal DEFAULT_SECONDS = new BigDecimal(6);
    private static final BigDecimal MIN_SECONDS = BigDecimal.ONE;
    private static final BigDecimal MAX_SECONDS = new BigDecimal(15);
    private static final int MAX_SECONDS_SCALE = 6;
    private static final int MAX_VIDEOS = 4;
    private static final int MAX_KEY_LENGTH = 256;

    private final ObjectNode json;
    private final String provider;
    private final String prompt;
    private final BigDecimal seconds;
    private final int count;
    private final String size;
    private final String aspectRatio;
    private final String resolution;
    private final List<String> images;
    private final String video;
    private final String idempotencyKey;
    private final String webhookUrl;

    /** @throws ApiError naming the parameter, the given value and what is accepted */
    LumenfallParameters(ObjectNode json) {
        this.json = json;
        JsonMembers members = new JsonMembers(json, LumenfallParameters::wrongType);
        this.provider = checkModel(members.text("model"));
        this.prompt = members.text("prompt");
        if (prompt == null || prompt.isBlank()) {
            throw ApiError.invalidRequest("prompt is required.");
        }
        this.seconds = checkSeconds(members);
        this.count = checkCount(members.any("n"));
        this.size = members.text("size");
        this.aspectRatio = members.text("aspect_ratio");
        this.resolution = members.text("resolution");
        this.images = members.oneOrMore("input_reference").stream().map(LumenfallParameters::checkImage).toList();
        this.video = members.text("input_video");
        if (video != null) {
            InputUrls.check("input_video", video, "video");
        }
        this.idempotencyKey = members.text("idempotency_key");
        if (idempotencyKey != null && idempotencyKey.length() > MAX_KEY_LENGTH) {
            throw ApiError.invalidRequest("idempotency_key has " + idempotencyKey.length() + " characters, but may have "
                                          + MAX_KEY_LENGTH + ".");
        }
        this.webhookUrl = members.text("webhook_url");
        resolveSize(null);
    }

    private static ApiError wrongType(String name, String problem) {
        return ApiError.invalidRequest(name + " " + problem + ".");
    }

    private static String checkModel(String model) {
        if (model == null || model.isBlank()) {
            throw ApiError.invalidRequest("model is required.");
        }
        String provider = "xai";
        String slug = model;
        int slash = model.indexOf('/');
        if (slash > 0 && PROVIDERS.contains(model.substring(0, slash))) {
            provider = model.substring(0, slash);
            slug = model.substring(slash + 1);
        }
        if (!MODEL.equals(slug)) {
            throw modelNotFound(model);
        }
        return provider;
    }

    static ApiError modelNotFound(String model) {
        return new ApiError(
                404, "MODEL_NOT_FOUND", "invalid_request_error",
                "Model '" + model + "' not found. Did you mean '" + MODEL + "'?");
    }

    private static BigDecimal checkSeconds(JsonMembers members) {
        String name = members.has("seconds") ? "seconds" : "duration";
        String given = members.text(name);
        if (given == null || given.isBlank()) {
            return DEFAULT_SECONDS;
        }
        BigDecimal value;
        try {
            value = new BigDecimal(given.strip());
        } catch (NumberFormatException e) {
            throw ApiError.invalidRequest(name + " is '" + given + "', but must be a number of seconds, 1 to 15.");
        }
        if (value.compareTo(MIN_SECONDS) < 0 || value.compareTo(MAX_SECONDS) > 0 || value.scale() > MAX_SECONDS_SCALE) {
            throw ApiError.invalidRequest(name + " is " + given + ", but must be 1 to 15.");
        }
        return value.stripTrailingZeros();
    }

    private static int checkCount(JsonNode node) {
        if (node.isMissingNode() || node.isTextual() && node.asText().isBlank()) {
            return 1;
        }
        String given = node.asText();
        for (int count = 1; count <= MAX_VIDEOS; count++) {
            if (given.strip().equals(Integer.toString(count))) {
                return count;
            }
        }
        throw ApiError.invalidRequest("n is " + (given.isEmpty() ? node.toString() : given) + ", but must be 1 to 4.");
    }

    private static String checkImage(JsonNode element) {
        String url = element.asText();
        if (!element.isTextual()) {
            url = element instanceof ObjectNode object
                    ? new JsonMembers(object, LumenfallParameters::wrongType).text("image_url") : null;
        }
        if (url == null || url.isBlank()) {
            throw ApiError.invalidRequest(
                    "input_reference must be {\"image_url\": URL or data URI}, or an array of these.");
        }
        InputUrls.check("input_reference", url, "image");
        return url;
    }

    private OutputSize resolveSize(AspectRatio inputShape) {
        try {
            return SizeProfile.GROK_IMAGINE_VIDEO.resolve(size, aspectRatio, resolution, inputShape);
        } catch (IllegalArgumentException e) {
            throw ApiError.invalidRequest(e.getMessage() + ".");
        }
    }

    /** The duration of all videos together, before inputs are read. */
    BigDecimal totalSeconds() {
        return seconds.multiply(BigDecimal.valueOf(count)).stripTrailingZeros();
    }

    /** The cost, before inputs are read. */
    BigDecimal estimatedCost() {
        return cost(seconds);
    }

    private BigDecimal cost(BigDecimal secondsEach) {
        return PRICE_PER_SECOND.multiply(secondsEach).multiply(BigDecimal.valueOf(count)).stripTrailingZeros();
    }

    @Override
    public String fingerprint() {
        return Fingerprint.of(json);
    }

    @Override
    public VideoFormat format(Dimensions input, BigDecimal inputSeconds) {
        BigDecimal actual = inputSeconds == null ? seconds : inputSeconds;
        return new VideoFormat(
                resolveSize(input == null ? null : input.aspectRatio()).dimensions(), actual, cost(actual));
    }

    @Override
    public boolean sizeDependsOnInput() {
        return (!images.isEmpty() || video != null)
                && !resolveSize(new AspectRatio(100, 1)).equals(resolveSize(new AspectRatio(1, 100)));
    }

    @Override
    public Api api() {
        return Api.LUMENFALL;
    }

    @Override
    public String model() {
        return MODEL;
    }

    @Override
    public String provider() {
        return provider;
    }

    @Override
    public String prompt() {
        return prompt;
    }

    @Override
    public int count() {
        return count;
    }

    /** The URLs of all inputs. */
    List<String> inputs() {
        List<String> all = new ArrayList<>(images);
        if (video != null) {
            all.add(video);
        }
        return all;
    }

    @Override
    public List<byte[]> readImages(Inputs inputs) throws IOException {
        List<byte[]> files = new ArrayList<>();
        for (String url : video == null ? images : List.<String> of()) {
            files.add(inputs.readImage("input_reference", url));
        }
        return files;
    }

    @Override
    public InputVideo readVideo(Inputs inputs) throws IOException {
        return video == null ? null : InputVideo.of("input_video", inputs.read("input_video", video));
    }

    @Override
    public String idempotencyKey() {
        return idempotencyKey;
    }

    @Override
    public String webhookUrl() {
        return webhookUrl;
    }
}
