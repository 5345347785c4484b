package io.github.grokvideo.catalog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every Pipe and Integration that users are shown keeps its schema, and gives each Kamelet the properties that it
 * requires and no others: Camel ignores those that it does not know.
 */
class PipesTest {

    private static List<JsonNode> resources(String kind) {
        List<JsonNode> found = new ArrayList<>();
        for (Repository.Text text : Repository.shown()) {
            if (text.extension().equals("yaml") && text.content().contains("kind: " + kind)) {
                try {
                    Kamelet.YAML.readerFor(JsonNode.class).<JsonNode> readValues(text.content()).readAll().stream()
                            .filter(resource -> resource.path("kind").asText().equals(kind)).forEach(found::add);
                } catch (IOException e) {
                    throw new UncheckedIOException(text.name(), e);
                }
            }
        }
        return found;
    }

    private static String name(JsonNode resource) {
        return resource.at("/metadata/name").asText();
    }

    @Test
    void pipesKeepTheirSchema() {
        CustomResourceSchema schema = new CustomResourceSchema("pipes");
        assertThat(resources("Pipe")).hasSizeGreaterThan(6)
                .allSatisfy(pipe -> assertThat(schema.problems(pipe)).as(name(pipe)).isEmpty());
    }

    @Test
    void integrationsKeepTheirSchema() {
        CustomResourceSchema schema = new CustomResourceSchema("integrations");
        assertThat(resources("Integration")).isNotEmpty()
                .allSatisfy(integration -> assertThat(schema.problems(integration)).as(name(integration)).isEmpty());
    }

    @Test
    void kameletsGetWhatTheyRequireAndNothingElse() {
        assertThat(resources("Pipe")).allSatisfy(pipe -> assertThat(mistakes(pipe)).isEmpty());
    }

    @Test
    void mistakesAreFound() throws IOException {
        assertThat(mistakes(Kamelet.YAML.readTree("""
                metadata: {name: wrong}
                spec:
                  source: {ref: {kind: Kamelet, name: timer-source}, properties: {period: 1000}}
                  steps:
                    - {ref: {kind: Kamelet, name: grokvideo-text-to-video-action}, properties: {durration: 6}}
                  sink: {ref: {kind: Kamelet, name: grokvideo-archive-sink}}
                """))).containsExactly("timer-source requires message",
                "grokvideo-text-to-video-action does not know durration",
                "There is no Kamelet grokvideo-archive-sink.kamelet.yaml on the class path");
    }

    private static List<String> mistakes(JsonNode pipe) {
        List<JsonNode> ends = new ArrayList<>();
        ends.add(pipe.at("/spec/source"));
        pipe.at("/spec/steps").forEach(ends::add);
        ends.add(pipe.at("/spec/sink"));
        List<String> mistakes = new ArrayList<>();
        for (JsonNode end : ends) {
            if (end.path("ref").path("kind").asText().equals("Kamelet")) {
                try {
                    check(Kamelet.named(end.at("/ref/name").asText()), end.path("properties"), mistakes);
                } catch (IllegalArgumentException e) {
                    mistakes.add(e.getMessage());
                }
            }
        }
        return mistakes;
    }

    private static void check(Kamelet kamelet, JsonNode given, List<String> mistakes) {
        kamelet.definition().path("required").forEach(required -> {
            if (!given.has(required.asText()) && !kamelet.properties().path(required.asText()).has("default")) {
                mistakes.add(kamelet.name() + " requires " + required.asText());
            }
        });
        given.fieldNames().forEachRemaining(name -> {
            if (!kamelet.properties().has(name)) {
                mistakes.add(kamelet.name() + " does not know " + name);
            }
        });
    }
}
