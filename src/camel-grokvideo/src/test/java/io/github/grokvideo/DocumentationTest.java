package io.github.grokvideo;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.apache.camel.util.StringHelper;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import static org.assertj.core.api.Assertions.assertThat;

/** What the pages show works: routes load, properties exist, code compiles, links lead somewhere, messages are real. */
class DocumentationTest {

    private static final Path DOCS = Path.of("src/main/docs");

    private record Snippet(String page, String language, String text) {
    }

    private static List<Path> pages() {
        try (Stream<Path> files = Files.list(DOCS)) {
            return files.filter(file -> file.toString().endsWith(".adoc")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Snippet> snippets(String language) {
        List<Snippet> found = new ArrayList<>();
        for (Path page : pages()) {
            Matcher block = Pattern
                    .compile("(?ms)^(\\.examples/\\S+\\n)?\\[source,\\s*" + language + "[^\\n]*]\\n----\\n(.*?)^----$")
                    .matcher(read(page));
            while (block.find()) {
                // what is a file of an example, the example's tests run
                if (block.group(1) == null) {
                    found.add(new Snippet(page.getFileName().toString(), language, block.group(2)));
                }
            }
        }
        return found.stream();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @TestFactory
    Stream<DynamicTest> everyRouteLoads() {
        return snippets("yaml").map(snippet -> DynamicTest.dynamicTest(snippet.page(), () -> {
            try (CamelContext context = new DefaultCamelContext()) {
                GrokVideoComponent component = context.getComponent("grokvideo", GrokVideoComponent.class);
                component.getConfiguration().setApiKey("k");
                // an endpoint may name them
                component.setBudgets("ads: 50; daily: 50");
                context.setAutoStartup(false);
                PluginHelper.getRoutesLoader(context)
                        .loadRoutes(ResourceHelper.fromString("page.camel.yaml", snippet.text()));
                context.start();
                assertThat(context.getRoutes()).isNotEmpty();
                // producers begin with their routes, and only then tell what is wrong with an option
                context.getEndpoints().stream().filter(GrokVideoEndpoint.class::isInstance)
                        .map(GrokVideoEndpoint.class::cast)
                        .filter(endpoint -> endpoint.getConfiguration().getOperation() != GrokVideoOperation.results)
                        .forEach(endpoint -> assertThat(endpoint.createProducer()).isNotNull());
            }
        }));
    }

    @Test
    void everyPropertyExists() throws IOException {
        JsonNode options = new ObjectMapper().readTree(
                DocumentationTest.class.getResourceAsStream("/META-INF/io/github/grokvideo/grokvideo.json"))
                .path("componentProperties");
        String prefix = "camel.component.grokvideo.";
        List<String> names = new ArrayList<>();
        for (Snippet snippet : snippets("properties").toList()) {
            Properties properties = new Properties();
            properties.load(new StringReader(snippet.text()));
            properties.stringPropertyNames().stream().filter(name -> name.startsWith(prefix))
                    // an entry of an option that is a map
                    .map(name -> name.substring(prefix.length()).replaceFirst("^configuration\\.", "").replaceFirst("\\[.*]$",
                            ""))
                    .map(StringHelper::dashToCamelCase).forEach(names::add);
        }
        assertThat(names).contains("dataSource", "webhookPath")
                .allSatisfy(name -> assertThat(options.has(name)).as(name).isTrue());
    }

    @Test
    void codeIsWhatIsCompiledHere() {
        String compiled = Stream.of(
                "example/FilmTest.java", "TapeExampleTest.java", "ReadmeRoute.java", "EndpointDslTest.java",
                "DocumentationRoutes.java", "TracesTest.java")
                .map(name -> read(Path.of("src/test/java/io/github/grokvideo", name))).collect(Collectors.joining());
        assertThat(snippets("java")).isNotEmpty()
                .allSatisfy(snippet -> assertThat(withoutBlanks(compiled)).contains(withoutBlanks(snippet.text())));
    }

    private static String withoutBlanks(String code) {
        return code.replaceAll("\\s+", "");
    }

    @Test
    void linksLeadSomewhere() {
        Pattern link = Pattern.compile("(?:xref|link):([^\\[#:]+)(?:#[^\\[]*)?\\[");
        for (Path page : pages()) {
            Matcher matcher = link.matcher(read(page));
            while (matcher.find()) {
                assertThat(DOCS.resolve(matcher.group(1))).as("in " + page).exists();
            }
        }
    }

    @Test
    void everyPageIsLinked() {
        String all = pages().stream().map(DocumentationTest::read).collect(Collectors.joining())
                     + read(Path.of("../../README.md"));
        assertThat(pages()).allSatisfy(page -> assertThat(all).contains(page.getFileName().toString()));
    }

    @Test
    void everyMessageIsOneOfOurs() throws IOException {
        String said;
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            said = sources.filter(file -> file.toString().endsWith(".java")).map(DocumentationTest::read)
                    .collect(Collectors.joining()).replaceAll("\"\\s*\\+\\s*\"", "");
        }
        Matcher row = Pattern.compile("(?m)^\\| (`[^\\n]*)$").matcher(read(DOCS.resolve("troubleshooting.adoc")));
        int rows = 0;
        while (row.find()) {
            if (row.group(1).contains("Camel's own")) {
                continue;
            }
            rows++;
            Matcher message = Pattern.compile("`([^`]+)`").matcher(row.group(1));
            while (message.find()) {
                for (String piece : message.group(1).split("\\.\\.\\.|lumenfall|CamelGrokVideo[A-Za-z]+")) {
                    String part = piece.strip();
                    if (part.length() > 6) {
                        assertThat(said).contains(part.replaceAll("^[^A-Za-z]+|[^A-Za-z=]+$", ""));
                    }
                }
            }
        }
        assertThat(rows).isGreaterThan(15);
    }
}
