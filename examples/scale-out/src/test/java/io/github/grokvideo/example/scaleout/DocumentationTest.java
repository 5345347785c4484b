package io.github.grokvideo.example.scaleout;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What the pages about many machines show is what the tests of the examples run. */
class DocumentationTest {

    private static final Path ROOT = Path.of("../..");
    private static final Pattern BLOCK = Pattern.compile("(?:\\.(\\S+)\\n)?\\[source,(\\w+)]\\n----\\n((?s).*?)\\n----\\n");

    @Test
    void theSnippetsAreTheFilesOfTheExamples() throws IOException {
        Matcher block = BLOCK.matcher(Files.readString(ROOT.resolve("src/camel-grokvideo/src/main/docs/scale-out.adoc")));
        int snippets = 0;
        while (block.find()) {
            if (!block.group(2).equals("sh")) {
                assertThat(ROOT.resolve(block.group(1))).content().endsWith(block.group(3) + "\n");
                snippets++;
            }
        }
        assertThat(snippets).isEqualTo(6);
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "src/camel-grokvideo/src/main/docs/scale-out.adoc", "examples/scale-out-jms/README.md",
            "examples/scale-out-postgresql/README.md" })
    void theCommandsNameProfilesThatExist(String page) throws IOException {
        String pom = Files.readString(ROOT.resolve("pom.xml"));
        Matcher command = Pattern.compile("-Dquickstart=(\\S+)").matcher(Files.readString(ROOT.resolve(page)));
        assertThat(command.results()).isNotEmpty().allSatisfy(found -> {
            assertThat(pom).contains("<value>" + found.group(1) + "</value>");
            assertThat(ROOT.resolve("examples/" + found.group(1) + "/pom.xml")).content()
                    .contains("<value>" + found.group(1) + "</value>");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = { "scale-out", "scale-out-jms", "scale-out-postgresql" })
    void linksLeadSomewhere(String example) throws IOException {
        Path page = ROOT.resolve("examples").resolve(example).resolve("README.md");
        Matcher link = Pattern.compile("]\\((?!https?:)([^)#]+)").matcher(Files.readString(page));
        assertThat(link.results()).isNotEmpty().allSatisfy(
                found -> assertThat(page.resolveSibling(found.group(1))).exists());
    }
}
