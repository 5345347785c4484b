package io.github.grokvideo.emulator.internal.http;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.grokvideo.emulator.internal.ApiError;
import io.github.grokvideo.emulator.internal.Json;

/** Typed access to the members of a JSON object. A member that is {@code null} counts as absent. */
public final class JsonMembers {

    /** The error of an API for a member of the wrong type. */
    public interface WrongType {

        /** @param problem what is wrong with the member, without its name and without a period */
        ApiError error(String name, String problem);
    }

    private final ObjectNode json;
    private final WrongType wrongType;

    public JsonMembers(ObjectNode json, WrongType wrongType) {
        this.json = json;
        this.wrongType = wrongType;
    }

    public boolean has(String name) {
        return json.hasNonNull(name);
    }

    /**
     * Returns which of two names of a member is used; the first if none is.
     *
     * @throws ApiError if both are
     */
    public String only(String name, String alias) {
        if (has(name) && has(alias)) {
            throw wrongType.error(name, "it is given twice, also as " + alias);
        }
        return has(alias) ? alias : name;
    }

    /** Returns a string; {@code null} if it is absent. */
    public String string(String name) {
        if (!has(name)) {
            return null;
        }
        if (!json.get(name).isTextual()) {
            throw wrongType.error(name, "expected a string");
        }
        return json.get(name).asText();
    }

    /** Returns a string, number or boolean as text; {@code null} if it is absent. */
    public String text(String name) {
        if (!has(name)) {
            return null;
        }
        JsonNode node = json.get(name);
        if (!node.isValueNode()) {
            throw wrongType.error(name, "must not be " + (node.isArray() ? "an array" : "an object"));
        }
        return node.asText();
    }

    /** Returns a whole number, which may be given as a string; {@code null} if it is absent. */
    public Integer integer(String name) {
        if (!has(name)) {
            return null;
        }
        JsonNode node = json.get(name);
        try {
            if (node.isNumber() || node.isTextual()) {
                return new BigDecimal(node.asText().strip()).intValueExact();
            }
        } catch (ArithmeticException | NumberFormatException e) {
            // refused below
        }
        throw wrongType.error(name, "expected a whole number, but is " + node);
    }

    /** Returns the members of an object; none if it is absent. */
    public JsonMembers object(String name) {
        if (!has(name)) {
            return new JsonMembers(Json.object(), wrongType);
        }
        return object(name, json.get(name), "expected an object");
    }

    /**
     * Returns the members of an object that is an element of another member.
     *
     * @param expected the problem to report if it is not an object
     */
    public JsonMembers object(String name, JsonNode element, String expected) {
        if (element instanceof ObjectNode object) {
            return new JsonMembers(object, wrongType);
        }
        throw wrongType.error(name, expected);
    }

    /** Returns the elements of an array; none if it is absent. */
    public List<JsonNode> array(String name) {
        if (!has(name)) {
            return List.of();
        }
        if (!json.get(name).isArray()) {
            throw wrongType.error(name, "expected an array");
        }
        return elements(json.get(name));
    }

    /** Returns the elements of an array, or the member itself if it is not an array; none if it is absent. */
    public List<JsonNode> oneOrMore(String name) {
        JsonNode node = json.path(name);
        return node.isArray() ? elements(node) : has(name) ? List.of(node) : List.of();
    }

    private static List<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }

    /** Returns a member of any type; a missing node if it is absent. */
    public JsonNode any(String name) {
        return has(name) ? json.get(name) : Json.object().path(name);
    }
}
