package io.github.grokvideo.architecture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** A class of more than 400 lines says in its documentation why it is one thing. */
class ClassSizeTest {

    private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();
    private static final int MOST_LINES = 400;

    @ParameterizedTest
    @ValueSource(strings = { "src", "catalog", "examples" })
    void aLongClassSaysWhyItIsOneThing(String folder) throws IOException {
        try (Stream<Path> files = Files.walk(ROOT.resolve(folder))) {
            List<Path> sources = files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> ROOT.relativize(file).toString().replace('\\', '/').contains("src/main/java/")).toList();

            assertThat(sources).isNotEmpty().allSatisfy(source -> {
                String text = Files.readString(source);
                if (text.lines().count() > MOST_LINES) {
                    assertThat(text).contains("Over 400 lines, and one thing all the same: ");
                }
            });
        }
    }
}
