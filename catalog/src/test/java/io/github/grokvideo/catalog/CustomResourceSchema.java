package io.github.grokvideo.catalog;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;

/**
 * The schema of a kind of Camel K resource, made strict: where a cluster would drop a field that it does not know, this
 * reports it.
 */
final class CustomResourceSchema {

    private final JsonSchema schema;

    CustomResourceSchema(String plural) {
        String name = "/camel.apache.org_" + plural.toLowerCase(Locale.ROOT) + ".yaml";
        try (InputStream stream = CustomResourceSchema.class.getResourceAsStream(name)) {
            JsonNode definition = Kamelet.YAML.readTree(stream);
            for (JsonNode version : definition.at("/spec/versions")) {
                if (version.path("name").asText().equals("v1")) {
                    JsonNode open = version.at("/schema/openAPIV3Schema");
                    strict(open);
                    ((ObjectNode) open.at("/properties/metadata")).removeAll();
                    schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7).getSchema(open);
                    return;
                }
            }
            throw new IllegalArgumentException("no v1 in " + name);
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }

    private static void strict(JsonNode node) {
        if (node instanceof ObjectNode object) {
            if (object.path("properties").isObject() && !object.has("additionalProperties")
                    && !object.path("x-kubernetes-preserve-unknown-fields").asBoolean()) {
                object.put("additionalProperties", false);
            }
            if (object.path("format").isTextual()) {
                object.remove("format");
            }
        }
        node.forEach(CustomResourceSchema::strict);
    }

    /** What is wrong with a resource. */
    List<String> problems(JsonNode resource) {
        return schema.validate(resource).stream().map(ValidationMessage::getMessage).toList();
    }
}
