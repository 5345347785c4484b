package io.github.grokvideo.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The page says how each version of the job store's tables is upgraded, and names every deprecated option. */
class UpgradePageTest {

    private static final Path ROOT = Path.of("../..");

    private static String page() throws IOException {
        return Files.readString(Path.of("src/main/docs/upgrade.adoc"));
    }

    @Test
    void everyVersionOfTheTables() throws IOException {
        for (int version = 1; version <= JobStoreSchema.VERSION; version++) {
            assertThat(page()).contains("| version " + version + "\n");
        }
    }

    @Test
    void everyScriptThatUpgrades() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/main/resources/io/github/grokvideo/store"))) {
            List<String> scripts = files.map(file -> file.getFileName().toString()).filter(name -> name.contains("-to-"))
                    .toList();
            assertThat(scripts).isNotEmpty();
            assertThat(page()).contains(scripts);
        }
    }

    @Test
    void everyDeprecatedOption() throws IOException {
        JsonNode metadata
                = new ObjectMapper().readTree(getClass().getResourceAsStream("/META-INF/io/github/grokvideo/grokvideo.json"));
        List<String> deprecated = new ArrayList<>();
        for (String kind : List.of("componentProperties", "properties", "headers")) {
            metadata.path(kind).properties().stream().filter(option -> option.getValue().path("deprecated").asBoolean())
                    .forEach(option -> deprecated.add(option.getKey()));
        }
        assertThat(deprecated).contains("webhookSecret")
                .allSatisfy(name -> assertThat(page()).contains("`" + name + "`\n"));
        assertThat(Files.readString(ROOT.resolve("CHANGELOG.md"))).contains(deprecated);
    }

    @Test
    void theChangelogNamesARelease() throws IOException {
        String version = Files.readString(ROOT.resolve("pom.xml"))
                .replaceFirst("(?s).*?<artifactId>grokvideo-parent</artifactId>\\s*<version>([^<]+)<.*", "$1");
        assertThat(version).matches("[0-9]+\\.[0-9]+\\.[0-9]+(-SNAPSHOT)?");
        if (!version.endsWith("-SNAPSHOT")) {
            assertThat(Files.readString(ROOT.resolve("CHANGELOG.md"))).contains("## [" + version + "]");
        }
    }
}
