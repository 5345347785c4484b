package io.github.grokvideo.catalog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The files that tools read are up to date, and of the form that each tool expects. */
class CatalogFilesTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final CatalogFiles CATALOG = new CatalogFiles(GrokVideoCatalog.componentJson(), Kamelet.all());
    private static final Map<String, String> FILES = CATALOG.all();

    @Test
    void areGeneratedFromTheComponentAndItsKamelets() throws IOException {
        List<String> stale = new ArrayList<>();
        for (Map.Entry<String, String> fresh : FILES.entrySet()) {
            Path file = Path.of(fresh.getKey());
            if (!Files.exists(file) || !Files.readString(file).equals(fresh.getValue())) {
                Files.createDirectories(file.getParent());
                Files.writeString(file, fresh.getValue());
                stale.add(fresh.getKey());
            }
        }
        assertThat(stale).as("stale files, written anew: build again, look at them and commit them").isEmpty();
    }

    @Test
    void theReadmeTellsOfAllKamelets() throws IOException {
        Path readme = Path.of("README.md");
        String text = Files.readString(readme);
        String fresh = text.replaceFirst("(?s)(<!-- kamelets:[^>]*-->\n).*?(<!-- /kamelets -->)",
                "$1\n" + Matcher.quoteReplacement(CATALOG.table()) + "\n$2");
        Files.writeString(readme, fresh);
        assertThat(text).as("the table was stale and has been written anew: commit it").isEqualTo(fresh);
        assertThat(fresh).contains("| [`grokvideo-sink`](camel-k/kamelets/grokvideo-sink.kamelet.yaml) |");
    }

    @Test
    void thereIsNoKameletThatIsNoMore() throws IOException {
        try (var files = Files.list(Path.of("camel-k/kamelets"))) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactlyInAnyOrderElementsOf(
                    Kamelet.all().stream().map(Kamelet::file).toList());
        }
    }

    private static JsonNode json(String name) throws IOException {
        return JSON.readTree(FILES.get(name));
    }

    @Test
    void visualStudioCodeGetsTheWholeComponent() throws IOException {
        JsonNode settings = json("vscode/settings.json");
        assertThat(settings.path("camel.extra-components")).singleElement()
                .isEqualTo(JSON.readTree(GrokVideoCatalog.componentJson()));
        assertThat(settings.path("kaoto.localKameletDirectories")).extracting(JsonNode::asText).contains("kamelets");
        assertThat(settings.path("kaoto.executor.runArguments")).extracting(JsonNode::asText)
                .anyMatch(argument -> argument.startsWith("--dep=mvn:io.github.grokvideo:camel-grokvideo:"));
        assertThat(settings.path("Karavan.kameletsPath").asText()).isEqualTo("src/main/resources/kamelets");
    }

    @Test
    void kaotoHasAFormForEachOption() throws IOException {
        JsonNode component = json("kaoto/components-grokvideo.json").path("grokvideo");
        JsonNode schema = component.path("propertiesSchema");
        assertThat(schema.path("required")).extracting(JsonNode::asText).containsExactly("operation");
        assertThat(names(schema.path("properties"))).isEqualTo(names(component.path("properties")));
        assertThat(schema.at("/properties/apiKey/format").asText()).isEqualTo("password");
        assertThat(schema.at("/properties/pollInterval/format").asText()).isEqualTo("duration");
        assertThat(schema.at("/properties/parameters/type").asText()).isEqualTo("object");
        assertThat(schema.at("/properties/pollStrategy/enum")).extracting(JsonNode::asText).contains("fixed", "adaptive");
        // a list
        assertThat(schema.at("/properties/provider/type").asText()).isEqualTo("string");

        assertThat(problems(schema, "{'operation':'generate','duration':6,'pollInterval':'5s','overwrite':true}")).isEmpty();
        assertThat(problems(schema, "{'duration':6}")).singleElement().asString().contains("operation");
        assertThat(problems(schema, "{'operation':'guess'}")).singleElement().asString().contains("operation");
        assertThat(problems(schema, "{'operation':'generate','n':'two'}")).singleElement().asString().contains("n");
    }

    @Test
    void kaotoHasAFormForEachKamelet() throws IOException {
        JsonNode kamelets = json("kaoto/kamelets-grokvideo.json");
        assertThat(names(kamelets)).isEqualTo(Kamelet.all().stream().map(Kamelet::name).toList());
        for (Kamelet kamelet : Kamelet.all()) {
            JsonNode schema = kamelets.path(kamelet.name()).path("propertiesSchema");
            assertThat(names(schema.path("properties"))).isEqualTo(names(kamelet.properties()));
            assertThat(schema.path("title").asText()).isNotEmpty();
            assertThat(problems(schema, "{}")).isEmpty();
            assertThat(problems(schema, "{'provider':'another'}")).hasSize(1);
        }
    }

    @Test
    void karavanGetsNoComponentProperties() throws IOException {
        assertThat(json("karavan/components.json")).singleElement()
                .satisfies(component -> assertThat(names(component)).containsExactly("component", "headers", "properties"));
        List<String> names = new ArrayList<>();
        Kamelet.YAML.readerFor(JsonNode.class).<JsonNode> readValues(FILES.get("karavan/kamelets.yaml"))
                .forEachRemaining(kamelet -> names.add(kamelet.at("/metadata/name").asText()));
        assertThat(names).isEqualTo(Kamelet.all().stream().map(Kamelet::name).toList());
    }

    @Test
    void thePatchOfACamelCatalogKeepsItsSchema() throws IOException {
        JsonNode patch = json("camel-k/camelcatalog-patch.json");
        JsonNode whole = JSON.readTree(
                """
                        {"apiVersion": "camel.apache.org/v1", "kind": "CamelCatalog", "spec": {
                          "loaders": {}, "runtime": {"version": "1", "provider": "quarkus", "applicationClass": "A", "dependencies": []}}}
                        """);
        JsonNode patched = JSON.readerForUpdating(whole).readValue(patch);
        assertThat(new CustomResourceSchema("camelcatalogs").problems(patched)).isEmpty();
        assertThat(patched.at("/spec/artifacts/camel-grokvideo/schemes/0/id").asText()).isEqualTo("grokvideo");
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static List<String> problems(JsonNode schema, String parameters) throws IOException {
        // Kaoto takes formats for the kind of a field, and so does not check durations to be those of ISO 8601
        SchemaValidatorsConfig asKaoto = SchemaValidatorsConfig.builder().formatAssertionsEnabled(false).build();
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7).getSchema(schema, asKaoto)
                .validate(JSON.readTree(parameters.replace('\'', '"'))).stream().map(ValidationMessage::getMessage).toList();
    }
}
