package io.github.grokvideo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.apache.camel.CamelContext;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.Model;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.TryDefinition;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import static org.assertj.core.api.Assertions.assertThat;

/** What a page shows in several languages side by side is the same route in each. */
class DocumentationTabsTest {

    private static final Path DOCS = Path.of("src/main/docs");
    private static final Pattern TABS = Pattern.compile("(?ms)^\\[tabs]\\n====\\n(.*?)^====$");
    private static final Pattern TAB
            = Pattern.compile("(?ms)^(\\w+)::\\n\\+\\n\\[source,(\\w+)]\\n----\\n(.*?)^----$");

    private record Example(String page, Map<String, String> code) {
    }

    /** The steps of all routes, and the endpoints that they use. */
    private record Routes(List<String> steps, List<String> endpoints) {
    }

    private static List<Example> examples() throws IOException {
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

    @Test
    void eachIsShownInAllLanguages() throws IOException {
        assertThat(examples()).isNotEmpty()
                .allSatisfy(example -> assertThat(example.code()).containsOnlyKeys("yaml", "java", "xml"));
    }

    @TestFactory
    Stream<DynamicTest> eachLanguageIsTheSame() throws IOException {
        return examples().stream().map(example -> DynamicTest.dynamicTest(example.page(), () -> {
            Routes yaml = load(ResourceHelper.fromString("page.camel.yaml", example.code().get("yaml")));
            Routes xml = load(ResourceHelper.fromString("page.camel.xml", example.code().get("xml")));
            assertThat(yaml.steps()).isNotEmpty();
            assertThat(xml).isEqualTo(yaml);
            assertThat(routes(context -> context.addRoutes(compiled(example.code().get("java"))))).isEqualTo(yaml);
        }));
    }

    private static RoutesBuilder compiled(String java) throws Exception {
        String source = Files.readString(Path.of("src/test/java/io/github/grokvideo/DocumentationRoutes.java"));
        for (Class<?> type : DocumentationRoutes.class.getDeclaredClasses()) {
            String start = "static final class " + type.getSimpleName() + " extends RouteBuilder";
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

    private static Routes load(Resource resource) throws Exception {
        return routes(context -> PluginHelper.getRoutesLoader(context).loadRoutes(resource));
    }

    private interface Loading {

        void into(CamelContext context) throws Exception;
    }

    private static Routes routes(Loading loading) throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.getComponent("grokvideo", GrokVideoComponent.class).getConfiguration().setApiKey("k");
            context.setAutoStartup(false);
            loading.into(context);
            context.start();
            List<String> steps = new ArrayList<>();
            context.getCamelContextExtension().getContextPlugin(Model.class).getRouteDefinitions()
                    .forEach(route -> steps(route, "", steps));
            Set<String> endpoints = new TreeSet<>();
            context.getEndpoints().forEach(endpoint -> endpoints.add(endpoint.getEndpointUri()));
            return new Routes(steps, List.copyOf(endpoints));
        }
    }

    private static void steps(ProcessorDefinition<?> step, String indent, List<String> steps) {
        // what a step says, apart from how each language writes its endpoint
        steps.add(indent + step.getShortName() + (step.getShortName().matches("to|route") ? "" : " " + step.getLabel()));
        List<ProcessorDefinition<?>> next = new ArrayList<>(step.getOutputs());
        if (step instanceof TryDefinition attempt) {
            next = new ArrayList<>(attempt.getOutputsWithoutCatches());
            next.addAll(attempt.getCatchClauses());
        }
        next.forEach(one -> steps(one, indent + "  ", steps));
    }
}
