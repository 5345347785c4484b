package io.github.grokvideo.springboot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The component page lists the properties that this starter's metadata has, as Camel's own pages do. */
class ComponentPageTableTest {

    private static final Path PAGE = Path.of("../camel-grokvideo/src/main/docs/grokvideo-component.adoc");
    private static final Path METADATA = Path.of("target/classes/META-INF/spring-configuration-metadata.json");
    private static final Pattern BLOCK
            = Pattern.compile("(?s)(// spring boot options: START\\n).*?(// spring boot options: END)");

    /** Camel's own class describes them in no metadata. */
    private static final Map<String, String> DESCRIPTIONS_OF_CAMELS = Map.of(
            ComponentConfigurationSource.PREFIX + ".enabled",
            "Whether to configure the component from these properties.",
            ComponentConfigurationSource.PREFIX + ".customizer.enabled",
            "Whether the bean that sets these properties on the component is used.");

    @Test
    void theTableIsThatOfTheMetadata() throws IOException {
        String page = Files.readString(PAGE);
        Matcher block = BLOCK.matcher(page);
        assertThat(block.find()).as("the page has a place for the table").isTrue();
        String fresh = block.replaceFirst("$1" + Matcher.quoteReplacement(table()) + "$2");
        if (!fresh.equals(page)) {
            Files.writeString(PAGE, fresh);
            throw new AssertionError(PAGE + " was stale and has been written anew: build again, and commit it");
        }
    }

    private static String table() throws IOException {
        Map<String, String> rows = new TreeMap<>();
        for (JsonNode property : new ObjectMapper().readTree(Files.readString(METADATA)).path("properties")) {
            String name = property.path("name").asText();
            String description = property.path("description").asText(DESCRIPTIONS_OF_CAMELS.get(name));
            assertThat(description).as("description of " + name).isNotBlank();
            String standing = property.has("defaultValue") ? "`" + property.path("defaultValue").asText() + "`" : "";
            rows.put(name, "| `" + name + "` | " + cell(description) + " | " + standing + " | " + type(property) + "\n");
        }
        assertThat(rows).hasSizeGreaterThan(40);
        return "The starter has " + rows.size() + " properties:\n\n"
               + "[cols=\"3,5,1,2\",options=\"header\"]\n|===\n| Name | Description | Default | Type\n"
               + String.join("", rows.values()) + "|===\n";
    }

    private static String type(JsonNode property) {
        String type = property.path("type").asText().replaceFirst("<.*", "");
        return type.substring(type.lastIndexOf('.') + 1);
    }

    // what AsciiDoc would take for markup
    private static String cell(String description) {
        return description.replace("|", "\\|").replace("{", "\\{").replaceAll("\\$\\\\\\{([^}]*)}", "`+\\${$1}+`");
    }
}
