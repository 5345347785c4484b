package io.github.grokvideo.example.scaleout;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

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
            // what has no title is no file, and is tried with the component
            if (block.group(1) != null) {
                assertThat(ROOT.resolve(block.group(1))).content().endsWith(block.group(3) + "\n");
                snippets++;
            }
        }
        assertThat(snippets).isEqualTo(6);
    }
}
