package io.github.grokvideo.internal.request;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.github.grokvideo.model.ImageRole;
import io.github.grokvideo.model.InvalidRequestException;

/**
 * A request for a video. Every field but the prompt may be {@code null}: it is not sent, and the gateway decides.
 *
 * @param model           the model's name
 * @param prompt          the prompt
 * @param duration        in seconds
 * @param size            {@code WxH}, {@code W:H} or {@code auto}; takes precedence over the two below
 * @param aspectRatio     {@code W:H} or {@code auto}
 * @param resolution      a tier such as {@code 1K}, {@code 720p} or {@code auto}
 * @param n               the number of videos
 * @param inputReferences images to animate; never {@code null}
 * @param imageRole       how the images are used; never {@code null}
 * @param inputVideo      the video to edit or to extend
 * @param extend          whether the input video is extended instead of edited
 * @param user            the end user on whose behalf the video is generated
 * @param webhookUrl      where the gateway reports that the job is finished
 * @param idempotencyKey  a repeated key returns the same job
 * @param parameters      passed to the gateway unchanged, and overriding fields of the same name; never {@code null}
 * @param headers         extra HTTP request headers; never {@code null}
 */
public record VideoRequest(
        String model, String prompt, Double duration, String size, String aspectRatio, String resolution, Integer n,
        List<Media> inputReferences, ImageRole imageRole, Media inputVideo, boolean extend, String user, String webhookUrl,
        String idempotencyKey, Map<String, Object> parameters, Map<String, String> headers) {

    public VideoRequest {
        imageRole = imageRole == null ? ImageRole.auto : imageRole;
        inputReferences = inputReferences == null ? List.of() : List.copyOf(inputReferences);
        // a value may be null, the JSON null, which Map.copyOf rejects
        parameters = parameters == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
        headers = headers == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }

    /** The same request with an idempotency key. */
    public VideoRequest withIdempotencyKey(String key) {
        return new VideoRequest(
                model, prompt, duration, size, aspectRatio, resolution, n, inputReferences, imageRole, inputVideo, extend,
                user, webhookUrl, key, parameters, headers);
    }

    /** The same request for a single video. */
    public VideoRequest ofOneVideo() {
        return new VideoRequest(
                model, prompt, duration, size, aspectRatio, resolution, n == null ? null : Integer.valueOf(1),
                inputReferences, imageRole, inputVideo, extend, user, webhookUrl, idempotencyKey, parameters, headers);
    }

    /**
     * What the video is generated from: {@code text}, {@code image}, {@code references}, {@code video} or
     * {@code extend}.
     */
    public String mode() {
        if (inputVideo != null) {
            return extend ? "extend" : "video";
        }
        return switch (inputReferences.size()) {
            case 0 -> "text";
            case 1 -> imageRole == ImageRole.reference ? "references" : "image";
            default -> "references";
        };
    }

    /** The number of videos that are requested. */
    public int count() {
        return n == null ? 1 : n;
    }

    /**
     * Identifies what is requested: equal for two requests that differ only in idempotency key, webhook URL and extra
     * headers, in every JVM. Parameters count by the JSON value that is sent: neither the order of keys nor the type of
     * a number matters. 64 hexadecimal digits, from which the request cannot be recovered.
     *
     * @throws InvalidRequestException if a parameter is nested more than 100 levels deep, or is an object without a
     *                                 JSON value and without a {@code toString} of its own
     */
    public String fingerprint() {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
        for (Object field : Arrays.asList(model, prompt, duration, size, aspectRatio, resolution, n, imageRole, inputVideo,
                extend, user)) {
            update(digest, field);
        }
        inputReferences.forEach(image -> update(digest, image));
        new TreeMap<>(parameters).forEach((name, value) -> {
            update(digest, name);
            update(digest, CanonicalJson.of("parameters." + name, value));
        });
        return HexFormat.of().formatHex(digest.digest());
    }

    // length first, so that no two sequences of fields have the same bytes
    private static void update(MessageDigest digest, Object field) {
        String text = field == null ? null : field instanceof Media media ? media.url() : field.toString();
        byte[] bytes = text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
        digest.update((text == null ? "-" : bytes.length + ":").getBytes(StandardCharsets.UTF_8));
        digest.update(bytes);
    }

    /** Only names: a prompt is private, media are large, headers may contain credentials. */
    @Override
    public String toString() {
        List<String> set = new ArrayList<>();
        set.add("model=" + model);
        if (prompt != null) {
            set.add("prompt (" + prompt.length() + " characters)");
        }
        if (!inputReferences.isEmpty()) {
            set.add(inputReferences.size() + " images");
        }
        if (inputVideo != null) {
            set.add(extend ? "video to extend" : "video to edit");
        }
        set.addAll(parameters.keySet());
        return "VideoRequest" + set;
    }
}
