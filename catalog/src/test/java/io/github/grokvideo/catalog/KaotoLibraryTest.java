package io.github.grokvideo.catalog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A library like those of Kaoto, with a current and an old catalog, gets ours. */
class KaotoLibraryTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;
    private Path source;
    private Path target;

    @BeforeEach
    void library() throws IOException {
        source = folder.resolve("library");
        target = folder.resolve("new/library");
        write("index.json", """
                {"version": 3, "name": "Default", "starterTemplates": "starter-templates/index-1.json", "definitions": [
                  {"name": "Camel Main 4.18.4", "version": "4.18.4", "runtime": "Main", "camelCatalogVersion": "4.18.4",
                   "fileName": "camel-main/4.18.4/index-12ab.json", "frameworkVersion": null},
                  {"name": "Camel Main 4.14.9", "version": "4.14.9", "runtime": "Main", "camelCatalogVersion": "4.14.9",
                   "fileName": "camel-main/4.14.9/index-34cd.json", "frameworkVersion": null},
                  {"name": "Citrus 5.0.0", "version": "5.0.0", "runtime": "Citrus", "camelCatalogVersion": "5.0.0",
                   "fileName": "citrus/5.0.0/index.json"},
                  {"name": "XSLT 3.0", "version": "3.0", "runtime": "XSLT", "camelCatalogVersion": "3.0",
                   "fileName": "xslt/3.0/index.json"}]}
                """);
        write("camel-main/4.18.4/index-12ab.json", """
                {"name": "Camel Main 4.18.4", "catalogs": {
                  "components": {"name": "components", "version": "4.18.4", "file": "components-56ef.json"},
                  "kamelets": {"name": "kamelets", "version": "4.18.4", "file": "kamelets-aggregate-78ab.json"},
                  "languages": {"name": "languages", "version": "4.18.4", "file": "languages-90cd.json"}},
                 "schemas": {"Pipe": {"name": "Pipe", "version": "2.3.1", "file": "crd-schema-pipe-ab12.json"}}}
                """);
        write("camel-main/4.18.4/components-56ef.json", "{\"http\": {\"component\": {\"scheme\": \"http\"}}}");
        write("camel-main/4.18.4/kamelets-aggregate-78ab.json", "{\"log-sink\": {\"kind\": \"Kamelet\"}}");
        write("camel-main/4.18.4/languages-90cd.json", "{\"simple\": {\"note\": \"ü\"}}");
        write("camel-main/4.18.4/crd-schema-pipe-ab12.json", "{}");
        write("camel-main/4.14.9/index-34cd.json", "{\"catalogs\": {}}");
        write("camel-main/4.14.9/components.json", "{}");
        write("citrus/5.0.0/index.json", "{\"catalogs\": {}}");
        write("xslt/3.0/index.json", "{\"catalogs\": {}}");
        write("starter-templates/index-1.json", "[]");
        write("starter-templates/a/template.yaml", "- route: {}");
    }

    private void write(String name, String content) throws IOException {
        Path file = source.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private JsonNode read(String name) throws IOException {
        return JSON.readTree(target.resolve(name).toFile());
    }

    @Test
    void getsTheComponentAndTheKamelets() throws IOException {
        assertThat(KaotoLibrary.merge(source, target, List.of())).containsExactly("Camel Main 4.18.4");

        JsonNode library = read("index.json");
        assertThat(library.path("name").asText()).isEqualTo("Default, with Grok Video");
        assertThat(library.path("definitions")).hasSize(4);
        JsonNode definition = library.at("/definitions/0");
        assertThat(definition.path("frameworkVersion").isNull()).isTrue();
        JsonNode catalog = read(definition.path("fileName").asText());
        JsonNode components = read("camel-main/4.18.4/" + catalog.at("/catalogs/components/file").asText());
        assertThat(components.at("/http/component/scheme").asText()).isEqualTo("http");
        assertThat(components.at("/grokvideo/propertiesSchema/properties/operation/enum")).isNotEmpty();
        JsonNode kamelets = read("camel-main/4.18.4/" + catalog.at("/catalogs/kamelets/file").asText());
        assertThat(kamelets.has("log-sink")).isTrue();
        assertThat(Kamelet.all()).allSatisfy(kamelet -> assertThat(kamelets.has(kamelet.name())).isTrue());
    }

    @Test
    void keepsTheRest() throws IOException {
        KaotoLibrary.merge(source, target, List.of());

        for (String name : List.of("camel-main/4.18.4/languages-90cd.json", "camel-main/4.18.4/crd-schema-pipe-ab12.json",
                "camel-main/4.14.9/index-34cd.json", "camel-main/4.14.9/components.json", "citrus/5.0.0/index.json",
                "starter-templates/index-1.json", "starter-templates/a/template.yaml")) {
            assertThat(target.resolve(name)).hasSameBinaryContentAs(source.resolve(name));
        }
    }

    @Test
    void canBeMadeOfSomeCatalogsOnly() throws IOException {
        assertThat(KaotoLibrary.merge(source, target, List.of("Camel Main 4.18.4"))).containsExactly("Camel Main 4.18.4");

        // those that are not of Camel stay
        assertThat(read("index.json").path("definitions")).extracting(catalog -> catalog.path("name").asText())
                .containsExactly("Camel Main 4.18.4", "Citrus 5.0.0", "XSLT 3.0");
        assertThat(target.resolve("camel-main/4.14.9")).doesNotExist();
        for (String name : List.of("citrus/5.0.0/index.json", "xslt/3.0/index.json")) {
            assertThat(target.resolve(name)).hasSameBinaryContentAs(source.resolve(name));
        }
    }

    @Test
    void theBeginningOfANameOutlivesTheNextVersion() throws IOException {
        assertThat(KaotoLibrary.merge(source, target, List.of("Camel Main"))).containsExactly("Camel Main 4.18.4");
    }

    @Test
    void changedFilesGetOtherNames() throws IOException {
        KaotoLibrary.merge(source, target, List.of());

        List<String> names = new ArrayList<>();
        try (var files = Files.list(target.resolve("camel-main/4.18.4"))) {
            files.forEach(file -> names.add(file.getFileName().toString()));
        }
        assertThat(names).hasSize(5).doesNotContain(
                "index-12ab.json", "components-56ef.json", "kamelets-aggregate-78ab.json");
    }

    @Test
    void canBeMadeAgain() throws IOException {
        KaotoLibrary.merge(source, target, List.of());
        String before = Files.readString(target.resolve("index.json"));

        KaotoLibrary.merge(source, target, List.of());

        assertThat(target.resolve("index.json")).hasContent(before);
    }

    @Test
    void tellsWhyItCannotBeMade() throws IOException {
        write("index.json", "{\"version\": 4, \"definitions\": []}");
        assertThatThrownBy(() -> KaotoLibrary.merge(source, target, List.of())).isInstanceOf(IOException.class)
                .hasMessageContaining("format 4");

        library();
        assertThatThrownBy(() -> KaotoLibrary.merge(source, target, List.of("Camel Main 4.14.9")))
                .isInstanceOf(IOException.class).hasMessageContaining("Camel 4.18 or later");
        for (String wrong : List.of("Camel Main 4.18.5", "camel main", "Camel Mai", "Citrus 5.0.0")) {
            assertThatThrownBy(() -> KaotoLibrary.merge(source, target, List.of("Camel Main 4.18.4", wrong)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("'" + wrong + "'").hasMessageEndingWith("There are: Camel Main 4.18.4");
        }
    }
}
