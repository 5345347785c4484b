package io.github.grokvideo.emulator;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.grokvideo.normalize.AspectRatio;
import io.github.grokvideo.normalize.Dimensions;
import io.github.grokvideo.normalize.OutputSize;
import io.github.grokvideo.normalize.SizeProfile;

/** The parameters of a create at the gateway, checked. */
final class LumenfallParameters implements VideoParameters {

    static final String MODEL = "grok-imagine-video";
    private static final Set<String> PROVIDERS = Set.of("xai", "fal");
    private static final BigDecimal PRICE_PER_SECOND = new BigDecimal("0.05");
    private static final BigDecimal DEFAULT_SECONDS = new BigDecimal(6);
    private static final BigDecimal MIN_SECONDS = BigDecimal.ONE;
    private static final BigDecimal MAX_SECONDS = new BigDecimal(15);
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

    /** @throws ApiError naming the parameter, what was given and what is accepted */
    LumenfallParameters(ObjectNode json) {
        this.json = json;
        this.provider = checkModel(text(json, "model"));
        this.prompt = text(json, "prompt");
        if (prompt == null || prompt.isBlank()) {
            throw ApiError.invalidRequest("prompt is required.");
        }
        this.seconds = readSeconds(json);
        this.count = readCount(json.path("n"));
        this.size = text(json, "size");
        this.aspectRatio = text(json, "aspect_ratio");
        this.resolution = text(json, "resolution");
        this.images = readImages(json.path("input_reference"));
        this.video = text(json, "input_video");
        if (video != null) {
            checkMedia("input_video", video, "video");
        }
        this.idempotencyKey = text(json, "idempotency_key");
        if (idempotencyKey != null && idempotencyKey.length() > MAX_KEY_LENGTH) {
            throw ApiError.invalidRequest("idempotency_key has " + idempotencyKey.length() + " characters, but may have "
                                          + MAX_KEY_LENGTH + ".");
        }
        this.webhookUrl = text(json, "webhook_url");
        resolveSize(null);
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

    private static BigDecimal readSeconds(ObjectNode json) {
        String name = json.hasNonNull("seconds") ? "seconds" : "duration";
        String given = text(json, name);
        if (given == null || given.isBlank()) {
            return DEFAULT_SECONDS;
        }
        BigDecimal value;
        try {
            value = new BigDecimal(given.strip());
        } catch (NumberFormatException e) {
            throw ApiError.invalidRequest(name + " is '" + given + "', but must be a number of seconds, 1 to 15.");
        }
        if (value.compareTo(MIN_SECONDS) < 0 || value.compareTo(MAX_SECONDS) > 0 || value.scale() > 6) {
            throw ApiError.invalidRequest(name + " is " + given + ", but must be 1 to 15.");
        }
        return value.stripTrailingZeros();
    }

    private static int readCount(JsonNode node) {
        if (node.isMissingNode() || node.isNull() || node.isTextual() && node.asText().isBlank()) {
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

    private static List<String> readImages(JsonNode node) {
        List<String> images = new ArrayList<>();
        if (node.isArray()) {
            node.forEach(element -> images.add(imageUrl(element)));
        } else if (!node.isMissingNode() && !node.isNull()) {
            images.add(imageUrl(node));
        }
        return List.copyOf(images);
    }

    private static String imageUrl(JsonNode node) {
        String url = node.isTextual() ? node.asText() : text(node, "image_url");
        if (url == null || url.isBlank()) {
            throw ApiError.invalidRequest(
                    "input_reference must be {\"image_url\": URL or data URI}, or an array of these.");
        }
        checkMedia("input_reference", url, "image");
        return url;
    }

    static void checkMedia(String name, String value, String family) {
        if (value.regionMatches(true, 0, "data:", 0, 5)) {
            String head = value.substring(5, Math.min(value.length(), 133)).toLowerCase(Locale.ROOT);
            boolean typed = head.startsWith(family + "/") || head.startsWith("application/octet-stream");
            if (!typed || !head.contains(";base64,")) {
                throw ApiError.invalidRequest(
                        name + " is a data URI, but must start with data:" + family + "/...;base64,");
            }
            return;
        }
        try {
            URI uri = new URI(value);
            boolean http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            if (http && uri.getHost() != null) {
                return;
            }
        } catch (URISyntaxException e) {
            // answered below
        }
        throw ApiError.invalidRequest(name + " must be an HTTP(S) URL or a data URI of an " + family + ".");
    }

    /** The text or number of a member; {@code null} if there is none. */
    static String text(JsonNode json, String name) {
        JsonNode node = json.path(name);
        if (node.isMissingNode() || node.isNull()) {
            return null;
        }
        if (!node.isValueNode()) {
            throw ApiError.invalidRequest(name + " must not be " + (node.isArray() ? "an array" : "an object") + ".");
        }
        return node.asText();
    }

    private OutputSize resolveSize(AspectRatio inputShape) {
        try {
            return SizeProfile.GROK_IMAGINE_VIDEO.resolve(size, aspectRatio, resolution, inputShape);
        } catch (IllegalArgumentException e) {
            throw ApiError.invalidRequest(e.getMessage() + ".");
        }
    }

    private BigDecimal cost(BigDecimal secondsEach) {
        return PRICE_PER_SECOND.multiply(secondsEach).multiply(BigDecimal.valueOf(count)).stripTrailingZeros();
    }

    /** The answer to a dry run. */
    ObjectNode estimate() {
        BigDecimal quantity = seconds.multiply(BigDecimal.valueOf(count)).stripTrailingZeros();
        long micros = cost(seconds).movePointRight(6).longValue();
        ObjectNode answer = Json.object().put("estimated", true).put("model", MODEL).put("provider", provider)
                .put("total_cost_micros", micros).put("currency", "USD");
        answer.putArray("components").addObject().put("type", "output").put("metric", "second")
                .put("quantity", quantity).put("billable_quantity", quantity).put("unit_price", PRICE_PER_SECOND)
                .put("total_cost", micros);
        return answer;
    }

    @Override
    public String fingerprint() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            addTo(digest, json);
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void addTo(MessageDigest digest, JsonNode node) {
        if (node.isContainerNode()) {
            digest.update((node.isObject() ? "{" : "[").getBytes(StandardCharsets.UTF_8));
            new TreeMap<>(members(node)).forEach((name, member) -> {
                digest.update(Json.write(TextNode.valueOf(name)));
                addTo(digest, member);
            });
            digest.update("}".getBytes(StandardCharsets.UTF_8));
        } else {
            digest.update(Json.write(node));
        }
    }

    private static Map<String, JsonNode> members(JsonNode node) {
        Map<String, JsonNode> members = new HashMap<>();
        node.properties().forEach(member -> members.put(member.getKey(), member.getValue()));
        for (int i = 0; i < (node.isArray() ? node.size() : 0); i++) {
            members.put(String.format("%09d", i), node.get(i));
        }
        return members;
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

    /** All addresses of inputs. */
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
