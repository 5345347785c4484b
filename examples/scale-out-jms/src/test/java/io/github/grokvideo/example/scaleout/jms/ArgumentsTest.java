package io.github.grokvideo.example.scaleout.jms;

import java.nio.file.Path;
import java.util.Map;

import io.github.grokvideo.example.launcher.ExampleRun;
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
            "-Dprompts=abc|from 1 to 200",
            "-Dprompts=0|from 1 to 200",
            "-Dprompts=-5|from 1 to 200",
            "-Dprompts=1000|from 1 to 200",
            "-Dkill=yes|true or false" })
    void tellsWhatIsExpected(String argument, String expected) throws Exception {
        ExampleRun run = ExampleRun.of(ScaleOutJms.class, folder, Map.of(), argument);

        assertThat(run.errorLine()).startsWith(argument + ": expected ").contains(expected);
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
    }
}
