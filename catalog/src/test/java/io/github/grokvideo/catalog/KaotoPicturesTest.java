package io.github.grokvideo.catalog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.grokvideo.GrokVideoConstants;
import io.github.grokvideo.emulator.GrokVideoEmulatorExtension;
import org.apache.camel.Exchange;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/** The pictures of Kaoto show a route that runs, and the words that the catalog for Kaoto has now. */
class KaotoPicturesTest {

    private static final String AGAIN
            = "make them again: mvn -q -Psite,kaoto-pictures -pl src/grokvideo-site -am process-test-classes";

    @RegisterExtension
    static final GrokVideoEmulatorExtension gateway = new GrokVideoEmulatorExtension();

    private static List<String> shown(String kind) throws IOException {
        return Files.readAllLines(Path.of("../src/camel-grokvideo/src/main/docs/images/kaoto.txt")).stream()
                .filter(line -> line.startsWith(kind + ": ")).map(line -> line.substring(kind.length() + 2)).toList();
    }

    private static JsonNode catalog(String kind) throws IOException {
        return new ObjectMapper().readTree(Path.of("kaoto/" + kind + "-grokvideo.json").toFile());
    }

    @Test
    void theFormHasTheOptions() throws IOException {
        JsonNode options = catalog("components").at("/grokvideo/propertiesSchema/properties");
        List<String> titles = new ArrayList<>();
        for (JsonNode option : options) {
            if (option.path("$comment").asText().equals("group:common")) {
                titles.add(option.path("title").asText());
            }
        }

        assertThat(shown("option")).as(AGAIN).hasSizeGreaterThan(4).isEqualTo(titles.subList(0, shown("option").size()));
        assertThat(shown("description")).as(AGAIN).containsExactly(options.at("/duration/description").asText());
    }

    @Test
    void theTilesAreThoseOfTheCatalog() throws IOException {
        List<String> tiles = new ArrayList<>();
        JsonNode component = catalog("components").at("/grokvideo/component");
        tiles.add(
                tile("Component", component.path("supportLevel"), component.path("title"), component.path("name"),
                        component.path("description"), component.path("label")));
        for (JsonNode kamelet : catalog("kamelets")) {
            JsonNode metadata = kamelet.path("metadata");
            JsonNode definition = kamelet.at("/spec/definition");
            tiles.add(
                    tile("Kamelet", metadata.path("annotations").path("camel.apache.org/kamelet.support.level"),
                            definition.path("title"), metadata.path("name"), definition.path("description"),
                            metadata.path("labels").path("camel.apache.org/kamelet.type")));
        }

        // a tile also has the version, which may be that of the last release
        assertThat(shown("tile")).as(AGAIN).extracting(tile -> tile.replaceFirst("\\) \\| [\\w.-]+ \\|", ") |"))
                .containsExactlyInAnyOrderElementsOf(tiles);
    }

    private static String tile(
            String kind, JsonNode level, JsonNode title, JsonNode name, JsonNode description, JsonNode tag) {
        return String.join(" | ", kind, level.asText(), title.asText(), "(" + name.asText() + ")", description.asText(),
                tag.asText());
    }

    @Test
    void theRouteMakesAVideoAndEditsIt() throws Exception {
        Main camel = new Main();
        camel.addInitialProperty("camel.component.grokvideo.api-key", gateway.apiKey());
        camel.addInitialProperty("camel.component.grokvideo.base-url", gateway.baseUrl());
        camel.addInitialProperty("camel.component.grokvideo.allow-loopback", "true");
        camel.configure().withRoutesIncludePattern("classpath:kaoto/film.camel.yaml");
        camel.start();
        try {
            Exchange result = camel.getCamelTemplate().send("direct:film",
                    exchange -> exchange.getMessage().setBody("a fox in the forest"));

            assertThat(result.getException()).isNull();
            assertThat(result.getMessage().getBody(String.class)).startsWith("http");
            assertThat(result.getMessage().getHeaders()).containsKey(GrokVideoConstants.COST);
            assertThat(gateway.ledger().billedJobs()).isEqualTo(2);
            assertThat(gateway.requests().create()).extracting(request -> request.json().path("prompt").asText())
                    .containsExactly("a fox in the forest", "Let it snow");
        } finally {
            camel.stop();
        }
    }
}
