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
import org.apache.camel.catalog.CamelCatalog;
import org.apache.camel.catalog.DefaultCamelCatalog;
import org.apache.camel.catalog.EndpointValidationResult;
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
        JsonNode component = metadata.path("componentProperties");
        JsonNode endpoint = metadata.path("properties");
        String fresh = between("component options", text, options(component, "component_option", name -> !endpoint.has(name)));
        fresh = between("path parameters", fresh, options(endpoint, "endpoint_path_option", name -> is(name, "path")));
        fresh = between("query parameters", fresh,
                options(endpoint, "endpoint_query_option", name -> is(name, "parameter")));
        fresh = between("headers", fresh, headers());
        if (!fresh.equals(text)) {
            Files.writeString(PAGE, fresh);
        }
        assertThat(fresh).contains("`prompt` (").contains("`operation` (").contains("| `CamelGrokVideoJobId` (")
                .contains("`dataSource` (");
    }

    private static boolean is(String option, String kind) {
        return metadata.path("properties").path(option).path("kind").asText().equals(kind);
    }

    private static String between(String name, String page, String content) {
        Matcher block = blockOf(name, page);
        return block.replaceFirst("$1" + Matcher.quoteReplacement(content) + "$3");
    }

    private static Matcher blockOf(String name, String page) {
        Matcher block = Pattern.compile("(?s)(// " + name + ": START\n)(.*?)(// " + name + ": END)").matcher(page);
        assertThat(block.find()).as("the page has a place for " + name).isTrue();
        return block;
    }

    private static String options(JsonNode options, String anchor, Predicate<String> wanted) {
        StringBuilder rows
                = new StringBuilder("[cols=\"2,5,1,2\",options=\"header\"]\n|===\n| Name | Description | Default | Type\n");
        options.fields().forEachRemaining(option -> {
            if (wanted.test(option.getKey())) {
                rows.append(row(option.getKey(), anchor, option.getValue()));
            }
        });
        return rows.append("|===\n").toString();
    }

    private static String row(String name, String anchor, JsonNode option) {
        String required = option.path("required").asBoolean() ? "*Required* " : "";
        if (option.path("deprecated").asBoolean()) {
            required += "*Deprecated* ";
        }
        String standing = option.has("defaultValue") ? "`" + option.path("defaultValue").asText() + "`" : "";
        return "| [[_" + anchor + "_" + name + "]]`" + name + "` (" + option.path("group").asText() + ") | " + required
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

    @Test
    void usualOptionsAreRight() {
        CamelCatalog catalog = new DefaultCamelCatalog();
        catalog.addComponent("grokvideo", GrokVideoComponent.class.getName(), metadata.toString());
        Matcher row = Pattern.compile("(?m)^\\| <<_endpoint_query_option_(\\w+),`\\1`>> \\| `([^`]+)` \\| ")
                .matcher(blockOf("usual options", text).group(2));
        List<String> problems = new ArrayList<>();
        int rows = 0;
        while (row.find()) {
            rows++;
            EndpointValidationResult result
                    = catalog.validateEndpointProperties("grokvideo:generate?" + row.group(1) + "=" + row.group(2));
            if (!result.isSuccess()) {
                problems.add(result.summaryErrorMessage(true));
            }
        }
        assertThat(problems).isEmpty();
        assertThat(rows).isEqualTo(10);
    }

    @Test
    void everyHeaderExists() {
        Matcher header = Pattern.compile("CamelGrokVideo[A-Z]\\w+").matcher(text);
        List<String> named = new ArrayList<>();
        while (header.find()) {
            named.add(header.group());
        }
        assertThat(named).hasSizeGreaterThan(50)
                .allSatisfy(name -> assertThat(metadata.path("headers").has(name)).as(name).isTrue());
    }

    @Test
    void theBeginningIsAboutGenerate() {
        List<String> sections = Pattern.compile("(?m)^== (.*)$").matcher(text).results().map(found -> found.group(1)).toList();
        assertThat(sections).startsWith("URI format", "First route", "Usual options", "Message body", "Usual headers",
                "Usual errors");
        assertThat(sections).containsSubsequence("Operations", "Configuring Options", "Component Options", "Endpoint Options",
                "Message Headers", "Spring Boot Auto-Configuration");
    }
}
