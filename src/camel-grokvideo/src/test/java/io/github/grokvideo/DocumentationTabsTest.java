package io.github.grokvideo;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import io.github.grokvideo.PageExamples.Example;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.Model;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.TryDefinition;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import static org.assertj.core.api.Assertions.assertThat;

/** What a page shows in several languages side by side is the same route in each. */
class DocumentationTabsTest {

    /** The steps of all routes, and the endpoints that they use. */
    private record Routes(List<String> steps, List<String> endpoints) {
    }

    @Test
    void eachIsShownInAllLanguages() throws IOException {
        assertThat(PageExamples.all()).isNotEmpty()
                .allSatisfy(example -> assertThat(example.code()).containsOnlyKeys("yaml", "java", "xml"));
    }

    @TestFactory
    Stream<DynamicTest> eachLanguageIsTheSame() throws IOException {
        return PageExamples.all().stream().map(example -> DynamicTest.dynamicTest(example.page(), () -> {
            Routes yaml = routes(example, "yaml");
            assertThat(yaml.steps()).isNotEmpty();
            assertThat(routes(example, "xml")).isEqualTo(yaml);
            assertThat(routes(example, "java")).isEqualTo(yaml);
        }));
    }

    private static Routes routes(Example example, String language) throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.getComponent("grokvideo", GrokVideoComponent.class).getConfiguration().setApiKey("k");
            context.setAutoStartup(false);
            example.addTo(context, language);
            context.start();
            List<String> steps = new ArrayList<>();
            context.getCamelContextExtension().getContextPlugin(Model.class).getRouteDefinitions()
                    .forEach(route -> steps(route, "", steps));
            Set<String> endpoints = new TreeSet<>();
            // Camel's loader of YAML escapes no colons
            context.getEndpoints().forEach(
                    endpoint -> endpoints.add(URLDecoder.decode(endpoint.getEndpointUri(), StandardCharsets.UTF_8)));
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
