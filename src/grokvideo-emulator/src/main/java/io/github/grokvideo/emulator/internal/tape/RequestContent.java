package io.github.grokvideo.emulator.internal.tape;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.grokvideo.emulator.Api;
import io.github.grokvideo.emulator.Operation;
import io.github.grokvideo.emulator.internal.Json;
import io.github.grokvideo.emulator.internal.lumenfall.Fingerprint;

/**
 * What two requests must have in common to get the same answers: neither keys, nor idempotency keys, nor addresses that
 * differ from run to run.
 *
 * @param api       the API
 * @param operation the operation
 * @param method    the HTTP method
 * @param path      the path below the API's base, with the query
 * @param body      the body, without secrets, media as hashes; {@code null} if there is none
 */
record RequestContent(Api api, Operation operation, String method, String path, JsonNode body) {

    private static final Set<String> IGNORED = Set.of("idempotency_key");
    private static final String DATA = "data:";
    private static final String BASE64 = ";base64,";
    private static final int MAX_SLUG = 40;
    private static final int HASH_DIGITS = 12;

    /** The bytes that a URL of the emulator's media host stands for. */
    interface KnownMedia {

        /** @return {@code null} if it is not one of the media host's */
        TapeMedium.Content at(String url);
    }

    /** @param body {@code null} if there is none */
    static RequestContent of(
            Api api, Operation operation, String method, String path, JsonNode body, Redaction redaction,
            KnownMedia media) {
        JsonNode content = body == null ? null : normalize(body, redaction, media);
        return new RequestContent(api, operation, method, redaction.text(path), content);
    }

    private static JsonNode normalize(JsonNode node, Redaction redaction, KnownMedia media) {
        if (node instanceof ObjectNode object) {
            Map<String, JsonNode> members = new TreeMap<>();
            object.properties().forEach(member -> {
                String name = member.getKey();
                if (IGNORED.contains(name) || member.getValue().isNull()) {
                    return;
                }
                boolean removed = Redaction.isSecretName(name);
                members.put(redaction.text(name), removed
                        ? TextNode.valueOf(Redaction.REMOVED) : normalize(member.getValue(), redaction, media));
            });
            return Json.object().setAll(members);
        }
        if (node instanceof ArrayNode array) {
            ArrayNode copy = Json.array();
            array.forEach(element -> copy.add(normalize(element, redaction, media)));
            return copy;
        }
        if (node.isNumber()) {
            // 6, 6.0 and 6e0 are the same duration
            return DecimalNode.valueOf(new BigDecimal(node.decimalValue().stripTrailingZeros().toPlainString()));
        }
        return node.isTextual() ? TextNode.valueOf(normalize(node.textValue(), redaction, media)) : node;
    }

    /** Returns the same JSON, with members by name and numbers in one form. */
    static JsonNode sorted(JsonNode node) {
        return normalize(node, new Redaction(), url -> null);
    }

    private static String normalize(String text, Redaction redaction, KnownMedia media) {
        TapeMedium.Content known = media.at(text);
        if (known != null) {
            return describe(known.sha256(), known.bytes());
        }
        if (text.regionMatches(true, 0, DATA, 0, DATA.length())) {
            int start = text.toLowerCase(Locale.ROOT).indexOf(BASE64);
            if (start > 0) {
                try {
                    byte[] bytes = Base64.getMimeDecoder().decode(text.substring(start + BASE64.length()));
                    return describe(Sha256.of(bytes), bytes.length);
                } catch (IllegalArgumentException e) {
                    // compared as it is, by its hash
                }
            }
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            return describe(Sha256.of(bytes), bytes.length);
        }
        return redaction.text(text);
    }

    private static String describe(String sha256, long bytes) {
        return "sha256:" + sha256 + ", " + bytes + " bytes";
    }

    /** Returns the body of a request as JSON; text if it is not JSON, {@code null} if it is empty. */
    static JsonNode parse(byte[] body) {
        if (body.length == 0) {
            return null;
        }
        try {
            return Json.read(body);
        } catch (IOException e) {
            return TextNode.valueOf(new String(body, StandardCharsets.UTF_8));
        }
    }

    /** Returns a digest that is the same for the same content. */
    String fingerprint() {
        ObjectNode all = Json.object().put("api", api.name()).put("operation", operation.name()).put("method", method)
                .put("path", path);
        all.set("body", body);
        return Fingerprint.of(all);
    }

    /** Returns the name of its file: readable, and always the same. */
    String fileName() {
        String subject = body != null && body.path("prompt").isTextual() ? body.path("prompt").textValue() : path;
        String words = subject.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        String slug = words.substring(0, Math.min(words.length(), MAX_SLUG)).replaceAll("-$", "");
        return word(api) + "-" + word(operation) + (slug.isEmpty() ? "" : "-" + slug) + "-"
               + fingerprint().substring(0, HASH_DIGITS) + ".json";
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** Returns each value of the body by its place, like {@code input_reference[0].image_url}. */
    Map<String, String> leaves() {
        Map<String, String> leaves = new LinkedHashMap<>();
        leaves.put("path", path);
        if (body != null) {
            addLeaves(body, "", leaves);
        }
        return leaves;
    }

    private static void addLeaves(JsonNode node, String place, Map<String, String> leaves) {
        if (node.isContainerNode() && !node.isEmpty()) {
            node.properties().forEach(member -> addLeaves(
                    member.getValue(), place.isEmpty() ? member.getKey() : place + "." + member.getKey(), leaves));
            for (int i = 0; node.isArray() && i < node.size(); i++) {
                addLeaves(node.get(i), place + "[" + i + "]", leaves);
            }
        } else {
            leaves.put(place.isEmpty() ? "body" : place, node.toString());
        }
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}
