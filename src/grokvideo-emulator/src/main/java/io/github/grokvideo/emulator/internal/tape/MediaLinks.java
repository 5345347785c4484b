package io.github.grokvideo.emulator.internal.tape;

import java.util.Set;
import java.util.function.BinaryOperator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.grokvideo.emulator.internal.Json;

/** The members of an answer that are addresses of a job's media: {@code url}, and those whose names end in it. */
final class MediaLinks {

    /** What a request may contain, and an answer may repeat. */
    private static final Set<String> OF_REQUESTS = Set.of("webhook_url", "upload_url", "image_url", "video_url");

    private MediaLinks() {
    }

    /** Returns a copy of an answer, in which each address is replaced; given are its place and itself. */
    static JsonNode replace(JsonNode answer, BinaryOperator<String> replacement) {
        return replace(answer, "", replacement);
    }

    private static JsonNode replace(JsonNode node, String place, BinaryOperator<String> replacement) {
        if (node instanceof ObjectNode object) {
            ObjectNode copy = Json.object();
            object.properties().forEach(member -> {
                String name = member.getKey();
                boolean link = (name.equals("url") || name.endsWith("_url")) && !OF_REQUESTS.contains(name)
                        && member.getValue().isTextual();
                copy.set(name, link
                        ? TextNode.valueOf(replacement.apply(place + "/" + name, member.getValue().textValue()))
                        : replace(member.getValue(), place + "/" + name, replacement));
            });
            return copy;
        }
        if (node instanceof ArrayNode array) {
            ArrayNode copy = Json.array();
            for (int i = 0; i < array.size(); i++) {
                copy.add(replace(array.get(i), place + "/" + i, replacement));
            }
            return copy;
        }
        return node;
    }
}
