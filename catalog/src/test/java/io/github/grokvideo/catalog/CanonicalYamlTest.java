package io.github.grokvideo.catalog;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** All YAML that users are shown has the canonical notation. */
class CanonicalYamlTest {

    /** Where it is, and the YAML. */
    private record Shown(String where, String yaml) {
    }

    private static List<Shown> shown(String files) {
        List<Shown> shown = new ArrayList<>();
        for (Repository.Text text : Repository.shown()) {
            if (text.name().matches(files)) {
                switch (text.extension()) {
                    case "yaml", "yml" -> shown.add(new Shown(text.name(), text.content()));
                    case "md", "adoc" -> CodeBlock.in(text.content()).stream()
                            .filter(block -> block.language().matches("ya?ml"))
                            .forEach(block -> shown.add(new Shown(text.name(), block.code())));
                    default -> {
                        // has no YAML
                    }
                }
            }
        }
        return shown;
    }

    @Test
    void shownYamlIsCanonical() throws IOException {
        List<String> problems = new ArrayList<>();
        for (Shown shown : shown(".*")) {
            CanonicalYaml.problems(shown.yaml()).forEach(problem -> problems.add(shown.where() + ": " + problem));
        }
        assertThat(problems).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "README\\.md", ".*\\.adoc", "examples/.*\\.yaml", "src/camel-grokvideo/.*kamelet\\.yaml", "catalog/camel-k/.*",
            "src/grokvideo-archetype/.*camel\\.yaml", "src/grokvideo-archetype/.*kamelet\\.yaml" })
    void nothingIsOverlooked(String files) throws IOException {
        int routes = 0;
        for (Shown shown : shown(files)) {
            routes += CanonicalYaml.routes(shown.yaml()).size();
        }
        assertThat(routes).isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "- from: {uri: 'direct:a', steps: []}",
            "- route: {from: {uri: 'direct:a', steps: [{to: 'direct:b'}]}}",
            "- route: {from: {uri: 'direct:a', steps: [{log: hello}]}}",
            "- route: {from: {uri: 'direct:a', steps: [{setBody: {constant: b}}]}}",
            "- route: {from: {uri: 'direct:a', steps: [{setBody: {constant: {expression: b}}}]}}",
            "- route: {from: {uri: 'direct:a', steps: [{setBody: {expression: {constant: b}}}]}}",
            "- route: {from: {uri: 'direct:a', steps: [{choice: {when: [{simple: '${body}', steps: []}]}}]}}",
            "- onException: {exception: [java.lang.Exception], handled: {constant: 'true'}}",
            "{kind: Kamelet, spec: {template: {from: {uri: 'kamelet:source', steps: [{to: 'kamelet:sink'}]}}}}",
            "{kind: Integration, spec: {flows: [{from: {uri: 'direct:a', steps: []}}]}}" })
    void compactNotationIsFound(String yaml) throws IOException {
        assertThat(CanonicalYaml.problems(yaml)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "- route: {from: {uri: 'direct:a', steps: [{setBody: {expression: {constant: {expression: '1'}}}}]}}",
            "- route: {from: {uri: 'direct:a', steps: [{split: {expression: {simple: {expression: a}}, parallelProcessing: '{{p}}'}}]}}",
            "- onException: {exception: [java.lang.Exception], handled: {constant: {expression: 'true'}}}",
            "{kind: Kamelet, spec: {template: {from: {uri: 'kamelet:source', steps: [{to: {uri: 'kamelet:sink'}}]}}}}",
            "{kind: Pipe, spec: {source: {uri: 'direct:a'}, sink: {uri: 'direct:b'}}}" })
    void canonicalNotationIsFine(String yaml) throws IOException {
        assertThat(CanonicalYaml.problems(yaml)).isEmpty();
    }
}
