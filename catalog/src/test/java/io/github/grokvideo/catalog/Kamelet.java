package io.github.grokvideo.catalog;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;

/**
 * A Kamelet as the component's jar has it.
 *
 * @param file its file name
 * @param text the file
 * @param yaml what the file says
 */
record Kamelet(String file, String text, JsonNode yaml) {

    static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    private static final String SUFFIX = ".kamelet.yaml";
    private static final Path SOURCES = Path.of("../src/camel-grokvideo/src/main/resources/kamelets");

    /** All of the component's, by name. */
    static List<Kamelet> all() {
        try (var files = Files.list(SOURCES)) {
            return files.map(file -> read(file.getFileName().toString())).sorted((a, b) -> a.file.compareTo(b.file)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The component's, those of Camel, and those of a project that users are shown. */
    static Kamelet named(String name) {
        for (Repository.Text text : Repository.shown()) {
            if (text.name().contains("/src/main/resources/kamelets/" + name + SUFFIX)
                    && !text.name().contains("camel-grokvideo/")) {
                try {
                    return new Kamelet(name + SUFFIX, text.content(), YAML.readTree(text.content()));
                } catch (IOException e) {
                    throw new UncheckedIOException(text.name(), e);
                }
            }
        }
        return read(name + SUFFIX);
    }

    private static Kamelet read(String file) {
        try (InputStream stream = Kamelet.class.getResourceAsStream("/kamelets/" + file)) {
            if (stream == null) {
                throw new IllegalArgumentException("There is no Kamelet " + file + " on the class path");
            }
            String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            return new Kamelet(file, text, YAML.readTree(text));
        } catch (IOException e) {
            throw new UncheckedIOException(file, e);
        }
    }

    String name() {
        return file.substring(0, file.length() - SUFFIX.length());
    }

    JsonNode definition() {
        return yaml.at("/spec/definition");
    }

    JsonNode properties() {
        return definition().path("properties");
    }

    JsonNode annotation(String name) {
        return yaml.path("metadata").path("annotations").path("camel.apache.org/" + name);
    }

    String type() {
        return yaml.path("metadata").path("labels").path("camel.apache.org/kamelet.type").asText();
    }

    JsonNode template() {
        return yaml.at("/spec/template");
    }

    @Override
    public String toString() {
        return name();
    }
}
