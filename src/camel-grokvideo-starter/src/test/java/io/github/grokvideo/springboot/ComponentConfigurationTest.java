package io.github.grokvideo.springboot;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.camel.tooling.model.ComponentModel.ComponentOptionModel;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The configuration properties, and what IDEs are told of them, are those of the component. */
class ComponentConfigurationTest {

    private final ComponentConfigurationSource source
            = ComponentConfigurationSource.of(resource("/META-INF/io/github/grokvideo/grokvideo.json"));

    @Test
    void theSourceIsGeneratedFromTheComponent() throws IOException {
        assertUpToDate("java/io/github/grokvideo/springboot/" + ComponentConfigurationSource.CLASS + ".java", source.java());
    }

    @Test
    void theAdditionalMetadataIsGeneratedFromTheComponent() throws IOException {
        assertUpToDate(
                "resources/META-INF/additional-spring-configuration-metadata.json", source.additionalMetadata());
    }

    private static void assertUpToDate(String name, String content) throws IOException {
        Path file = Path.of("src/generated", name);
        if (!Files.exists(file) || !Files.readString(file).equals(content)) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, content);
            throw new AssertionError(file + " was stale and has been written anew: build again, and commit it");
        }
    }

    @Test
    void ideMetadataTellsEveryOptionAsTheComponentDoes() throws IOException {
        JsonNode metadata = new ObjectMapper().readTree(metadataOfThisModule());
        Map<String, JsonNode> told = new HashMap<>();
        metadata.path("properties").forEach(property -> told.put(property.path("name").asText(), property));

        assertThat(source.options()).hasSizeGreaterThan(40);
        Map<String, String> expected = new LinkedHashMap<>();
        Map<String, String> actual = new LinkedHashMap<>();
        for (ComponentOptionModel option : source.options()) {
            String name = ComponentConfigurationSource.property(option);
            expected.put(name, option.getDescription() + " / " + defaultOf(option));
            JsonNode property = told.remove(name);
            actual.put(name, property == null
                    ? "missing" : property.path("description").asText() + " / " + property.path("defaultValue").asText());
        }
        assertThat(actual).isEqualTo(expected);
        assertThat(told.keySet()).containsExactlyInAnyOrder(
                ComponentConfigurationSource.PREFIX + ".enabled", ComponentConfigurationSource.PREFIX + ".customizer.enabled");
    }

    private static String defaultOf(ComponentOptionModel option) {
        return option.getDefaultValue() == null ? "" : ComponentConfigurationSource.defaultValue(option).toString();
    }

    @Test
    void ideMetadataTellsTypes() throws IOException {
        JsonNode metadata = new ObjectMapper().readTree(metadataOfThisModule());
        Map<String, String> types = new HashMap<>();
        metadata.path("properties")
                .forEach(property -> types.put(property.path("name").asText(), property.path("type").asText()));
        // a list
        assertThat(types).containsEntry("camel.component.grokvideo.provider", "java.lang.String")
                .containsEntry("camel.component.grokvideo.poll-strategy", "io.github.grokvideo.GrokVideoPollStrategy")
                .containsEntry("camel.component.grokvideo.poll-interval", "java.time.Duration")
                .containsEntry("camel.component.grokvideo.max-cost", "java.lang.Double")
                .containsEntry("camel.component.grokvideo.max-download-size", "java.lang.Long")
                .containsEntry("camel.component.grokvideo.allow-loopback", "java.lang.Boolean");
    }

    // every starter on the class path has a file of this name
    private static String metadataOfThisModule() throws IOException {
        return Files.readString(Path.of("target/classes/META-INF/spring-configuration-metadata.json"));
    }

    private static String resource(String name) {
        try (InputStream stream = ComponentConfigurationTest.class.getResourceAsStream(name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(name, e);
        }
    }
}
