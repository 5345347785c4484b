package io.github.grokvideo.springboot;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

import org.apache.camel.tooling.model.ComponentModel;
import org.apache.camel.tooling.model.ComponentModel.ComponentOptionModel;
import org.apache.camel.tooling.model.JsonMapper;
import org.apache.camel.util.StringHelper;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;

/**
 * Writes the class of the configuration properties, and what its annotation processor cannot know, from the component's
 * metadata.
 */
final class ComponentConfigurationSource {

    static final String CLASS = "GrokVideoComponentConfiguration";
    static final String PREFIX = "camel.component.grokvideo";

    private static final int LINE = 116;
    private static final Map<String, String> BOXED = Map.of(
            "boolean", "Boolean", "int", "Integer", "long", "Long", "double", "Double");

    private final ComponentModel component;

    ComponentConfigurationSource(ComponentModel component) {
        this.component = component;
    }

    List<ComponentOptionModel> options() {
        return component.getComponentOptions().stream().sorted(Comparator.comparing(ComponentOptionModel::getName)).toList();
    }

    static String property(ComponentOptionModel option) {
        return PREFIX + "." + StringHelper.camelCaseToDash(option.getName());
    }

    /** The class, whose fields are all unset: what is not configured must not overwrite what a bean brings. */
    String java() {
        TreeSet<String> imports = new TreeSet<>();
        StringBuilder fields = new StringBuilder();
        StringBuilder accessors = new StringBuilder();
        for (ComponentOptionModel option : options()) {
            String type = javaType(option, imports);
            String name = option.getName();
            String suffix = Character.toUpperCase(name.charAt(0)) + name.substring(1);
            fields.append("\n    /**\n").append(paragraph(option.getDescription())).append("     */\n    private ")
                    .append(type).append(' ').append(name).append(";\n");
            accessors.append("\n    public ").append(type).append(" get").append(suffix).append("() {\n        return ")
                    .append(name).append(";\n    }\n\n    public void set").append(suffix).append('(').append(type)
                    .append(' ').append(name).append(") {\n        this.").append(name).append(" = ").append(name)
                    .append(";\n    }\n");
        }
        StringBuilder source = new StringBuilder("/* Generated from the component's metadata: do not edit. */\n");
        source.append("package ").append(getClass().getPackageName()).append(";\n\n");
        imports.add("org.apache.camel.spring.boot.ComponentConfigurationPropertiesCommon");
        imports.add("org.springframework.boot.context.properties.ConfigurationProperties");
        imports.stream().filter(name -> name.startsWith("java.")).forEach(name -> source.append(line(name)));
        source.append('\n');
        imports.stream().filter(name -> !name.startsWith("java.")).forEach(name -> source.append(line(name)));
        source.append("\n/**\n * ").append(component.getDescription()).append("\n */\n")
                .append("@ConfigurationProperties(\"").append(PREFIX).append("\")\npublic class ").append(CLASS)
                .append(" extends ComponentConfigurationPropertiesCommon {\n");
        return source.append(fields).append(accessors).append("}\n").toString();
    }

    private static String line(String imported) {
        return "import " + imported + ";\n";
    }

    // an object is a reference to a bean, #bean:name, which Camel resolves
    private static String javaType(ComponentOptionModel option, TreeSet<String> imports) {
        String java = option.getJavaType();
        if (option.getType().equals("duration")) {
            imports.add("java.time.Duration");
            return "Duration";
        }
        if (java.startsWith("java.util.Map")) {
            imports.add("java.util.Map");
            return "Map<String, Object>";
        }
        if (option.getType().equals("enum") && !java.startsWith("java.")) {
            String[] parts = java.split("\\.(?=[A-Z])", 2);
            imports.add(parts[0] + "." + parts[1].split("\\.")[0]);
            return parts[1];
        }
        if (option.getType().equals("object")) {
            return "String";
        }
        return BOXED.getOrDefault(java, java.substring(java.lastIndexOf('.') + 1));
    }

    private static String paragraph(String text) {
        StringBuilder lines = new StringBuilder();
        StringBuilder line = new StringBuilder();
        for (String word : text.replace("*/", "*&#47;").split(" ")) {
            if (line.length() + word.length() > LINE - 8) {
                lines.append("     *").append(line).append('\n');
                line.setLength(0);
            }
            line.append(' ').append(word);
        }
        return lines.append("     *").append(line).append('\n').toString();
    }

    /** Defaults, which unset fields do not show, and what an IDE can propose. */
    String additionalMetadata() {
        JsonArray properties = new JsonArray();
        JsonArray hints = new JsonArray();
        for (ComponentOptionModel option : options()) {
            if (option.getDefaultValue() != null) {
                properties.add(object("name", property(option), "defaultValue", defaultValue(option)));
            }
            if (option.getType().equals("object") && !option.getJavaType().startsWith("java.util.Map")) {
                hints.add(object("name", property(option), "providers", List.of(object(
                        "name", "spring-bean-reference", "parameters", object("target", option.getJavaType())))));
            } else if (option.getType().equals("enum") && option.getJavaType().equals("java.lang.String")) {
                List<JsonObject> values = new ArrayList<>();
                option.getEnums().forEach(value -> values.add(object("value", value)));
                hints.add(object("name", property(option), "values", values));
            }
        }
        return Jsoner.prettyPrint(object("properties", properties, "hints", hints).toJson(), 2) + "\n";
    }

    /** As the annotation processor would write it. */
    static Object defaultValue(ComponentOptionModel option) {
        return option.getType().equals("duration") ? option.getDefaultValue() + "ms" : option.getDefaultValue();
    }

    private static JsonObject object(Object... namesAndValues) {
        JsonObject object = new JsonObject();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            object.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return object;
    }

    static ComponentConfigurationSource of(String json) {
        return new ComponentConfigurationSource(JsonMapper.generateComponentModel(json));
    }
}
