package io.github.grokvideo.example.products;

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
            "-Dvariants=abc|from 1 to 4",
            "-Dvariants=5|from 1 to 4",
            "-Dvariants=0|from 1 to 4",
            "-Dseconds=-4|a number above 0",
            "-Dseconds=long|a number above 0",
            "-Dat-a-time=0|at least 1",
            "-Dat-a-time=many|at least 1",
            "-Dmax-cost=-1|a number above 0",
            "-Dmax-cost=1$|a number above 0",
            "-Dpause=5s|at least 1",
            "-Dpause=-1|at least 1",
            "'-Dfolder='|not blank",
            "-Dgrokvideo.emulator=flase|true or false" })
    void tellsWhatIsExpected(String argument, String expected) throws Exception {
        ExampleRun run = ExampleRun.of(ProductVideos.class, folder, Map.of(), argument);

        assertThat(run.errorLine()).startsWith(argument + ": expected ").contains(expected);
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
    }

    @Test
    void tellsWhereTheKeyBelongs() throws Exception {
        ExampleRun run = ExampleRun.of(ProductVideos.class, folder, Map.of(), "-Dgrokvideo.emulator=false");

        assertThat(run.errorLine()).contains("LUMENFALL_API_KEY");
        assertThat(run.exitCode()).isEqualTo(1);
    }

    @Test
    void tellsWhichProvidersThereAre() throws Exception {
        ExampleRun run = ExampleRun.of(ProductVideos.class, folder, Map.of(), "-Dcamel.component.grokvideo.provider=openai");

        assertThat(run.errorLine()).contains("openai", "lumenfall", "xai");
    }

    @Test
    void tellsThatAFolderCannotBeWrittenTo() throws Exception {
        Files.createFile(folder.resolve("file"));
        for (String path : new String[] { "file", "file/below" }) {
            ExampleRun run = ExampleRun.of(ProductVideos.class, folder, Map.of(), "-Dfolder=" + path);

            assertThat(run.errorLine()).contains("file", ": expected a folder");
            assertThat(run.exitCode()).isEqualTo(2);
        }
    }

    @Test
    void aTypoInTheEnvironmentDoesNotLeadToTheGatewayThatBills() throws Exception {
        ExampleRun run = ExampleRun.of(ProductVideos.class, folder, Map.of("GROKVIDEO_EMULATOR", "fals"));

        assertThat(run.errorLine()).isEqualTo("GROKVIDEO_EMULATOR=fals: expected true or false");
    }
}
