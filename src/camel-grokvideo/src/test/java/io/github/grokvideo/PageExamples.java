package io.github.grokvideo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.apache.camel.CamelContext;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

import static org.assertj.core.api.Assertions.assertThat;

/** What the pages show in several languages side by side. */
final class PageExamples {

    private static final Path DOCS = Path.of("src/main/docs");
    private static final Pattern TABS = Pattern.compile("(?ms)^\\[tabs]\\n====\\n(.*?)^====$");
    private static final Pattern TAB
            = Pattern.compile("(?ms)^(\\w+)::\\n\\+\\n\\[source,(\\w+)]\\n----\\n(.*?)^----$");

    private PageExamples() {
    }

    /** The same routes in each language. */
    record Example(String page, Map<String, String> code) {

        void addTo(CamelContext context, String language) throws Exception {
            if (language.equals("java")) {
                context.addRoutes(compiled(code.get(language)));
            } else {
                PluginHelper.getRoutesLoader(context)
                        .loadRoutes(ResourceHelper.fromString("page.camel." + language, code.get(language)));
            }
        }
    }

    static List<Example> all() throws IOException {
        List<Example> examples = new ArrayList<>();
        try (Stream<Path> pages = Files.list(DOCS)) {
            for (Path page : pages.filter(file -> file.toString().endsWith(".adoc")).sorted().toList()) {
                Matcher tabs = TABS.matcher(Files.readString(page));
                while (tabs.find()) {
                    Map<String, String> code = new LinkedHashMap<>();
                    Matcher tab = TAB.matcher(tabs.group(1));
                    while (tab.find()) {
                        assertThat(tab.group(2)).isEqualToIgnoringCase(tab.group(1));
                        code.put(tab.group(2), tab.group(3));
                    }
                    examples.add(new Example(page.getFileName().toString(), code));
                }
            }
        }
        return examples;
    }

    /** The only example of a page that says this in Java. */
    static Example of(String page, String java) throws IOException {
        List<Example> found = all().stream()
                .filter(example -> example.page().equals(page) && example.code().get("java").contains(java)).toList();
        assertThat(found).as(page + " with " + java).hasSize(1);
        return found.get(0);
    }

    private static RoutesBuilder compiled(String java) throws Exception {
        String source = Files.readString(Path.of("src/test/java/io/github/grokvideo/DocumentationRoutes.java"));
        for (Class<?> type : DocumentationRoutes.class.getDeclaredClasses()) {
            String start = "static final class " + type.getSimpleName() + " extends " + RouteBuilder.class.getSimpleName();
            String body = source.substring(source.indexOf(start) + start.length()).split("static final class")[0];
            if (withoutBlanks(body).contains("//@formatter:off" + withoutBlanks(java) + "//@formatter:on")) {
                return (RoutesBuilder) type.getDeclaredConstructor().newInstance();
            }
        }
        throw new AssertionError("not in DocumentationRoutes: " + java);
    }

    private static String withoutBlanks(String code) {
        return code.replaceAll("\\s+", "");
    }
}
