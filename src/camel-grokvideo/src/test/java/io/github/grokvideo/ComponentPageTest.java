package io.github.grokvideo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.grokvideo.model.GrokVideoException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The component's page names everything there is. Its tables are those of the metadata: this test writes them anew, and
 * continuous integration fails if that changes the file.
 */
class ComponentPageTest {

    private static final Path PAGE = Path.of("src/main/docs/grokvideo-component.adoc");

    private static JsonNode metadata;
    private static String text;

    @BeforeAll
    static void read() throws IOException {
        metadata = new ObjectMapper().readTree(
                ComponentPageTest.class.getResourceAsStream("/META-INF/io/github/grokvideo/grokvideo.json"));
        text = Files.readString(PAGE);
    }

    @Test
    void tablesAreThoseOfTheMetadata() throws IOException {
        JsonNode endpoint = metadata.path("properties");
        String fresh = between(text, "component options",
                options(metadata.path("componentProperties"), name -> !endpoint.has(name)));
        fresh = between(fresh, "endpoint options", options(endpoint, name -> true));
        fresh = between(fresh, "headers", headers());
        if (!fresh.equals(text)) {
            Files.writeString(PAGE, fresh);
        }
        assertThat(fresh).contains("| `prompt` (").contains("| `CamelGrokVideoJobId` (").contains("| `dataSource` (");
    }

    private static String between(String page, String name, String content) {
        Matcher block = Pattern.compile("(?s)(// " + name + ": START\\n).*?(// " + name + ": END)").matcher(page);
        assertThat(block.find()).as("the page has a place for " + name).isTrue();
        return block.replaceFirst("$1" + Matcher.quoteReplacement(content) + "$2");
    }

    private static String options(JsonNode options, Predicate<String> wanted) {
        StringBuilder rows
                = new StringBuilder("[cols=\"2,5,1,2\",options=\"header\"]\n|===\n| Name | Description | Default | Type\n");
        options.fields().forEachRemaining(option -> {
            if (wanted.test(option.getKey())) {
                rows.append(row(option.getKey(), option.getValue()));
            }
        });
        return rows.append("|===\n").toString();
    }

    private static String row(String name, JsonNode option) {
        String required = option.path("required").asBoolean() ? "*Required* " : "";
        if (option.path("deprecated").asBoolean()) {
            required += "*Deprecated* ";
        }
        String standing = option.has("defaultValue") ? "`" + option.path("defaultValue").asText() + "`" : "";
        return "| `" + name + "` (" + option.path("group").asText() + ") | " + required
               + cell(option.path("description").asText())
               + " | " + standing + " | " + type(name, option) + "\n";
    }

    private static String type(String name, JsonNode option) {
        if (option.has("enum")) {
            List<String> values = new ArrayList<>();
            option.path("enum").forEach(value -> values.add("`" + value.asText() + "`"));
            return String.join(" ", values);
        }
        String java = option.path("javaType").asText();
        return switch (option.path("type").asText()) {
            case "duration" -> "time";
            case "object" -> java.startsWith("java.util.Map")
                    ? "`" + option.path("prefix").asText(name + ".") + "*`"
                    : "`" + java.substring(java.lastIndexOf('.') + 1) + "`";
            default -> option.path("type").asText();
        };
    }

    private static String headers() {
        StringBuilder rows = new StringBuilder("[cols=\"2,5,2\",options=\"header\"]\n|===\n| Name | Description | Type\n");
        metadata.path("headers").fields().forEachRemaining(header -> {
            String type = header.getValue().path("javaType").asText().replaceAll("[a-z]+\\.", "");
            rows.append("| `").append(header.getKey()).append("` (").append(header.getValue().path("group").asText())
                    .append(") | ")
                    .append(cell(header.getValue().path("description").asText())).append(" | `").append(type).append("`\n");
        });
        return rows.append("|===\n").toString();
    }

    // what AsciiDoc would take for markup
    private static String cell(String description) {
        return description.replace("|", "\\|").replace("{", "\\{").replaceAll("\\$\\\\\\{([^}]*)}", "`+\\${$1}+`");
    }

    @Test
    void everyExceptionAndOperationIsThere() throws IOException {
        for (GrokVideoOperation operation : GrokVideoOperation.values()) {
            assertThat(text).contains("| `" + operation + "` |");
        }
        for (GrokVideoOutput output : GrokVideoOutput.values()) {
            assertThat(text).contains("| `" + output + "`\n|");
        }
        try (var classes = Files.list(Path.of("src/main/java/io/github/grokvideo/model"))) {
            List<String> exceptions = classes.map(file -> file.getFileName().toString().replace(".java", ""))
                    .filter(name -> name.endsWith("Exception") && !name.equals(GrokVideoException.class.getSimpleName()))
                    .toList();
            assertThat(exceptions).isNotEmpty().allSatisfy(name -> assertThat(text).contains("| `" + name + "` |"));
        }
    }
}
