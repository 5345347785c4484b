package io.github.grokvideo.catalog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.core.util.Separators.Spacing;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What tools read, made of the component's metadata and its Kamelets. */
final class CatalogFiles {

    /** What forms offer for options that take any value. */
    static final Map<String, List<String>> SUGGESTIONS = Map.of(
            "aspectRatio", List.of("auto", "16:9", "9:16", "1:1", "4:3", "3:4", "3:2", "2:3"),
            "resolution", List.of("auto", "1K", "480p", "720p", "1080p"));

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String DRAFT = "http://json-schema.org/draft-07/schema#";
    private static final String SCHEME = "grokvideo";
    private static final String KAMELETS = "src/main/resources/kamelets";

    private final JsonNode component;
    private final List<Kamelet> kamelets;

    CatalogFiles(String componentJson, List<Kamelet> kamelets) {
        try {
            this.component = JSON.readTree(componentJson);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.kamelets = kamelets;
    }

    /** Contents by path below {@code catalog/}. */
    Map<String, String> all() {
        Map<String, String> files = new TreeMap<>();
        files.put("vscode/settings.json", print(vsCodeSettings()));
        files.put("kaoto/components-grokvideo.json", print(JSON.createObjectNode().set(SCHEME, kaotoComponent())));
        files.put("kaoto/kamelets-grokvideo.json", print(kaotoKamelets()));
        files.put("karavan/components.json", print(karavanComponents()));
        files.put("karavan/kamelets.yaml", kamelets.stream().map(Kamelet::text).collect(Collectors.joining("---\n")));
        files.put("camel-k/camelcatalog-patch.json", print(camelCatalogPatch()));
        kamelets.forEach(kamelet -> files.put("camel-k/kamelets/" + kamelet.file(), kamelet.text()));
        return files;
    }

    /** A row for each Kamelet: what it does, takes and gives. */
    String table() {
        StringBuilder rows = new StringBuilder("| Kamelet | description | input | output |\n|---|---|---|---|\n");
        for (Kamelet kamelet : kamelets) {
            rows.append("| [`%1$s`](camel-k/kamelets/%1$s.kamelet.yaml) | %2$s | %3$s | %4$s |\n".formatted(kamelet.name(),
                    kamelet.definition().path("description").asText(), bodies(kamelet, "in"), bodies(kamelet, "out")));
        }
        return rows.toString();
    }

    private static String bodies(Kamelet kamelet, String slot) {
        List<String> bodies = new ArrayList<>();
        kamelet.yaml().at("/spec/dataTypes/" + slot + "/types").forEach(type -> bodies.add(type.path("description").asText()));
        return String.join("<br>", bodies);
    }

    private static String print(JsonNode node) {
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter(
                Separators.createDefaultInstance().withObjectFieldValueSpacing(Spacing.AFTER));
        printer.indentArraysWith(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE.withLinefeed("\n"));
        printer.indentObjectsWith(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE.withLinefeed("\n"));
        try {
            return JSON.writer(printer).writeValueAsString(node) + "\n";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JsonNode vsCodeSettings() {
        ObjectNode settings = JSON.createObjectNode();
        settings.putArray("camel.extra-components").add(component);
        JsonNode about = component.path("component");
        settings.putArray("kaoto.executor.runArguments")
                .add("--dep=mvn:%s:%s:%s".formatted(about.path("groupId").asText(), about.path("artifactId").asText(),
                        about.path("version").asText()))
                .add("--dev").add("--logging-level=info");
        settings.putArray("kaoto.localKameletDirectories").add(".").add("kamelets").add(KAMELETS);
        settings.put("Karavan.kameletsPath", KAMELETS);
        return settings;
    }

    // Karavan has no use for what is set on the component, and no field for it
    private JsonNode karavanComponents() {
        ObjectNode description = component.deepCopy();
        description.remove("componentProperties");
        return JSON.createArrayNode().add(description);
    }

    // Camel K before 2.11 takes no component that is not in its CamelCatalog
    private JsonNode camelCatalogPatch() {
        JsonNode about = component.path("component");
        ObjectNode patch = JSON.createObjectNode();
        ObjectNode artifact = patch.putObject("spec").putObject("artifacts").putObject(about.path("artifactId").asText());
        artifact.put("groupId", about.path("groupId").asText()).put("artifactId", about.path("artifactId").asText())
                .put("version", about.path("version").asText());
        artifact.putArray("schemes").addObject().put("id", SCHEME).put("http", false).put("passive", false);
        artifact.putArray("javaTypes").add(about.path("javaType").asText());
        return patch;
    }

    // Kaoto's own catalogs have, beside Camel's metadata, a JSON schema for the form of each component and Kamelet

    private JsonNode kaotoComponent() {
        ObjectNode described = component.deepCopy();
        ObjectNode schema = described.putObject("propertiesSchema");
        ObjectNode properties = schema.putObject("properties");
        schema.put("$schema", DRAFT).put("type", "object");
        ArrayNode required = JSON.createArrayNode();
        component.path("properties").properties().forEach(option -> {
            properties.set(option.getKey(), withSuggestions(option.getKey(), formField(option.getValue())));
            if (option.getValue().path("required").asBoolean()) {
                required.add(option.getKey());
            }
        });
        schema.set("required", required);
        return described;
    }

    // a list of a form of Kaoto takes other values as well; Karavan's does not, and a Kamelet has no other word for them
    private static ObjectNode withSuggestions(String name, ObjectNode field) {
        List<String> values = SUGGESTIONS.get(name);
        if (values != null) {
            values.forEach(field.putArray("enum")::add);
        }
        return field;
    }

    private static ObjectNode formField(JsonNode option) {
        ObjectNode field = JSON.createObjectNode();
        field.put("title", option.path("displayName").asText()).put("description", option.path("description").asText());
        String type = option.path("type").asText();
        boolean bean = type.equals("object") && !option.path("javaType").asText().startsWith("java.util.Map");
        field.put("type", option.has("enum") || type.equals("duration") || bean ? "string" : type);
        if (option.has("enum")) {
            field.set("enum", option.path("enum"));
        }
        field.put("$comment", "group:" + option.path("group").asText());
        if (option.path("secret").asBoolean()) {
            field.put("format", "password");
        } else if (bean) {
            field.put("format", "bean:" + option.path("javaType").asText());
        } else if (type.equals("duration")) {
            field.put("format", type);
        }
        if (option.path("deprecated").asBoolean()) {
            field.put("deprecated", true);
        }
        if (option.has("defaultValue")) {
            field.set("default", option.path("defaultValue"));
        }
        return field;
    }

    private JsonNode kaotoKamelets() {
        ObjectNode all = JSON.createObjectNode();
        for (Kamelet kamelet : kamelets) {
            ObjectNode described = kamelet.yaml().deepCopy();
            ObjectNode schema = described.putObject("propertiesSchema").put("$schema", DRAFT).put("type", "object");
            for (String known : List.of("title", "description", "required")) {
                if (kamelet.definition().has(known)) {
                    schema.set(known, kamelet.definition().path(known));
                }
            }
            ObjectNode fields = schema.putObject("properties");
            kamelet.properties().properties().forEach(property -> {
                ObjectNode field = withSuggestions(property.getKey(), fields.putObject(property.getKey()));
                for (String known : List.of("type", "title", "description", "enum", "default", "format")) {
                    if (property.getValue().has(known)) {
                        field.set(known, property.getValue().path(known));
                    }
                }
            });
            all.set(kamelet.name(), described);
        }
        return all;
    }
}
