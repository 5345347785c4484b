package io.github.grokvideo.emulator.internal.tape;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.grokvideo.emulator.internal.Json;

/**
 * Moves the times in a recorded answer to the replay, so that what was new or expired then is so now: members whose
 * names end in {@code _at}, as seconds since 1970 or in ISO form.
 *
 * @param recorded when the job was accepted
 * @param replayed when it is accepted in the replay
 * @param speed    how many times as fast it is replayed; a time of expiry keeps its distance
 */
record Dates(Instant recorded, Instant replayed, double speed) {

    private static final long MIN_EPOCH_SECONDS = 1_000_000_000L;
    private static final long MAX_EPOCH_SECONDS = 100_000_000_000L;

    JsonNode move(JsonNode node) {
        if (node instanceof ObjectNode object) {
            ObjectNode copy = Json.object();
            for (Map.Entry<String, JsonNode> member : object.properties()) {
                copy.set(member.getKey(), member.getKey().endsWith("_at")
                        ? moveTime(member.getKey(), member.getValue()) : move(member.getValue()));
            }
            return copy;
        }
        if (node instanceof ArrayNode array) {
            ArrayNode copy = Json.array();
            array.forEach(element -> copy.add(move(element)));
            return copy;
        }
        return node;
    }

    private JsonNode moveTime(String name, JsonNode value) {
        if (value.isIntegralNumber() && value.canConvertToLong() && value.longValue() > MIN_EPOCH_SECONDS
                && value.longValue() < MAX_EPOCH_SECONDS) {
            return LongNode.valueOf(moved(name, Instant.ofEpochSecond(value.longValue())).getEpochSecond());
        }
        if (value.isTextual()) {
            try {
                return TextNode.valueOf(moved(name, Instant.parse(value.textValue())).toString());
            } catch (DateTimeException e) {
                return value;
            }
        }
        return value;
    }

    private Instant moved(String name, Instant time) {
        long millis = Duration.between(recorded, time).toMillis();
        boolean expiry = name.startsWith("expire") || name.contains("_expire");
        return replayed.plusMillis(expiry ? millis : Math.round(millis / speed));
    }
}
