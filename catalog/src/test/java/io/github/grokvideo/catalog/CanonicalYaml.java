package io.github.grokvideo.catalog;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;

/**
 * The canonical notation of Camel's YAML, as the newest Camel describes it. Camel warns of YAML in the compact notation
 * from 4.22 on.
 */
final class CanonicalYaml {

    private static final Set<String> SCALARS = Set.of("string", "number", "integer", "boolean");
    private static final JsonSchema SCHEMA = schema();

    private CanonicalYaml() {
    }

    private static JsonSchema schema() {
        try (InputStream in = CanonicalYaml.class.getResourceAsStream("/schema/camelYamlDsl-canonical.json")) {
            JsonNode schema = new ObjectMapper().readTree(in);
            relax(schema);
            // Camel warns of it, although its schema has it
            ((ObjectNode) schema.at("/items/properties")).remove("from");
            return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V4).getSchema(schema);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // what is no matter of notation: values may be placeholders, and "unmarshal" does not need every data format at once
    private static void relax(JsonNode schema) {
        if (schema instanceof ObjectNode object) {
            if (SCALARS.contains(object.path("type").asText())) {
                ArrayNode types = object.putArray("type");
                SCALARS.forEach(types::add);
            }
            if (object.path("required").isArray()) {
                object.remove("required");
            }
        }
        schema.forEach(CanonicalYaml::relax);
    }

    /** What is not canonical in the routes of YAML documents; documents without routes have no problem. */
    static List<String> problems(String yaml) throws IOException {
        List<String> problems = new ArrayList<>();
        for (JsonNode routes : routes(yaml)) {
            SCHEMA.validate(routes).stream().map(ValidationMessage::getMessage).forEach(problems::add);
        }
        return problems;
    }

    /** The routes that YAML documents have. */
    static List<JsonNode> routes(String yaml) throws IOException {
        List<JsonNode> routes = new ArrayList<>();
        try (JsonParser documents = Kamelet.YAML.getFactory().createParser(yaml)) {
            while (documents.nextToken() != null) {
                JsonNode found = routes(Kamelet.YAML.<JsonNode> readTree(documents));
                if (!found.isEmpty()) {
                    routes.add(found);
                }
            }
        }
        return routes;
    }

    private static JsonNode routes(JsonNode document) {
        return switch (document.path("kind").asText()) {
            case "Kamelet" -> routesOfTemplate(document.at("/spec/template"));
            case "Integration" -> document.at("/spec/flows");
            default -> document.isArray() ? document : JsonNodeFactory.instance.arrayNode();
        };
    }

    private static JsonNode routesOfTemplate(JsonNode template) {
        ArrayNode routes = JsonNodeFactory.instance.arrayNode();
        if (template.has("beans")) {
            routes.addObject().set("beans", template.path("beans"));
        }
        JsonNode route = template.path("route");
        if (template.has("from")) {
            route = JsonNodeFactory.instance.objectNode().set("from", template.path("from"));
        }
        routes.addObject().set("route", route);
        return routes;
    }
}
