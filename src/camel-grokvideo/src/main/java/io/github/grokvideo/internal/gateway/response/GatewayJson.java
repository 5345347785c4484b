package io.github.grokvideo.internal.gateway.response;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.regex.Pattern;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;

/**
 * Tolerant access to the JSON of a gateway: bounded in depth and in the size of numbers; a field of another type than
 * expected counts as missing.
 */
public final class GatewayJson {

    static final JsonMapper MAPPER = JsonMapper.builder(
            JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(100).build())
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    // these bound the work that a number like 1e999999999 would cause
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,15}(\\.[0-9]{1,15})?([eE][-+]?[0-9]{1,2})?");
    // beyond this, the low bits of a number would be taken for the number
    private static final BigDecimal MAX_EPOCH_SECOND = BigDecimal.valueOf(Instant.MAX.getEpochSecond());
    private static final BigDecimal MAX_LONG = BigDecimal.valueOf(Long.MAX_VALUE);

    private GatewayJson() {
    }

    /** Reads one text field of a response, which must be there. */
    public static String readText(byte[] body, String field) throws IOException {
        String text = text(object(body).get(field));
        if (text == null || text.isBlank()) {
            throw new IOException("the gateway's response has no " + field);
        }
        return text;
    }

    /** The body as a JSON object. */
    static JsonNode object(byte[] body) throws IOException {
        JsonNode root;
        try {
            root = MAPPER.readTree(body);
        } catch (IOException | NumberFormatException e) {
            // the parser's own message quotes the body; a number's exponent may overflow in it
            throw new IOException("the gateway's response is not JSON");
        }
        if (root == null || !root.isObject()) {
            throw new IOException("the gateway's response is not a JSON object");
        }
        return root;
    }

    /** The first of several fields that is there and not {@code null}; {@code null} if none is. */
    static JsonNode first(JsonNode node, String... names) {
        for (String name : names) {
            JsonNode found = node.get(name);
            if (found != null && !found.isNull()) {
                return found;
            }
        }
        return null;
    }

    /** As {@link #first}, with a missing node if none is there. */
    static JsonNode firstOf(JsonNode node, String... names) {
        JsonNode found = first(node, names);
        return found == null ? MissingNode.getInstance() : found;
    }

    /** A value as text; {@code null} if it is missing, blank or no single value. */
    static String text(JsonNode node) {
        if (node == null || !node.isValueNode() || node.isNull()) {
            return null;
        }
        String text = node.asText();
        return text.isBlank() ? null : text;
    }

    /** A number, also one written as text; {@code null} if it is none, or too long to be one. */
    static BigDecimal number(JsonNode node) {
        if (node == null || !node.isValueNode()) {
            return null;
        }
        if (node.isInt()) {
            return BigDecimal.valueOf(node.intValue());
        }
        String text = node.asText().trim();
        return NUMBER.matcher(text).matches() ? new BigDecimal(text) : null;
    }

    /** A number from 0 as a long; {@code null} if it is none. */
    static Long size(JsonNode node) {
        BigDecimal size = number(node);
        return size == null || size.signum() < 0 || size.compareTo(MAX_LONG) > 0 ? null : size.longValue();
    }

    /** A time, in seconds since 1970 or as ISO 8601; {@code null} if it is none. */
    static Instant instant(JsonNode node) {
        BigDecimal seconds = number(node);
        try {
            if (seconds != null) {
                return seconds.abs().compareTo(MAX_EPOCH_SECOND) > 0 ? null : Instant.ofEpochSecond(seconds.longValue());
            }
            String text = text(node);
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeException e) {
            return null;
        }
    }
}
