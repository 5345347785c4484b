package io.github.grokvideo.example.storyboard;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import io.github.grokvideo.example.launcher.ExampleRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** A wrong argument ends the example with one line that says what was given and what is expected. */
class ArgumentsTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "'-Dlook= '|not blank",
            "-Dseconds=three|a number above 0",
            "-Dseconds=0|a number above 0",
            "-Dratio=wide|16:9",
            "-Dratio=16x9|16:9",
            "'-Dratio='|not blank",
            "-Dtake=two|at least 1",
            "-Dtake=-1|at least 1",
            "-Dmax-cost=free|a number above 0",
            "'-Dstoryboard='|not blank",
            "'-Dfolder='|not blank",
            "-Dgrokvideo.emulator=flase|true or false" })
    void tellsWhatIsExpected(String argument, String expected) throws Exception {
        ExampleRun run = ExampleRun.of(Storyboard.class, folder, Map.of(), argument);

        assertThat(run.errorLine()).startsWith(argument + ": expected ").contains(expected);
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
    }

    @Test
    void tellsWhereTheKeyBelongs() throws Exception {
        ExampleRun run = ExampleRun.of(Storyboard.class, folder, Map.of(), "-Dgrokvideo.emulator=false");

        assertThat(run.errorLine()).contains("LUMENFALL_API_KEY");
        assertThat(run.exitCode()).isEqualTo(1);
    }

    @Test
    void tellsWhichProvidersThereAre() throws Exception {
        ExampleRun run = ExampleRun.of(Storyboard.class, folder, Map.of(), "-Dcamel.component.grokvideo.provider=openai");

        assertThat(run.errorLine()).contains("openai", "lumenfall", "xai");
    }

    @Test
    void tellsThatAFolderCannotBeWrittenTo() throws Exception {
        Files.createFile(folder.resolve("file"));
        for (String path : new String[] { "file", "file/below" }) {
            ExampleRun run = ExampleRun.of(Storyboard.class, folder, Map.of(), "-Dfolder=" + path);

            assertThat(run.errorLine()).contains("file", ": expected a folder");
            assertThat(run.exitCode()).isEqualTo(2);
        }
    }

    @Test
    void aTypoInTheEnvironmentDoesNotLeadToTheGatewayThatBills() throws Exception {
        ExampleRun run = ExampleRun.of(Storyboard.class, folder, Map.of("GROKVIDEO_EMULATOR", "fals"));

        assertThat(run.errorLine()).isEqualTo("GROKVIDEO_EMULATOR=fals: expected true or false");
    }

    @Test
    void tellsThatAStoryboardCannotBeRead() throws Exception {
        Files.createFile(folder.resolve("empty.txt"));
        for (String file : new String[] { "nope.txt", ".", "empty.txt" }) {
            ExampleRun run = ExampleRun.of(Storyboard.class, folder, Map.of(), "-Dstoryboard=" + file);

            assertThat(run.errorLine()).startsWith("-Dstoryboard=" + folder.toRealPath()).contains(": expected a text file");
            assertThat(run.exitCode()).isEqualTo(2);
        }
    }
}
