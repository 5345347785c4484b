package io.github.grokvideo.example.scaleout.postgresql;

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
            "-Dprompts=abc|from 1 to 200",
            "-Dprompts=0|from 1 to 200",
            "-Dprompts=-5|from 1 to 200",
            "-Dprompts=1000|from 1 to 200",
            "-Dkill=yes|true or false",
            "'-Ddatabase='|not blank",
            "-Ddatabase=films|JDBC URL",
            "-Ddatabase=jdbc:h2:mem:x|JDBC URL",
            "-Ddatabase=jdbc:postgresql://127.0.0.1:1/films|a database that answers" })
    void tellsWhatIsExpected(String argument, String expected) throws Exception {
        ExampleRun run = ExampleRun.of(ScaleOutPostgresql.class, folder, Map.of(), argument);

        assertThat(run.errorLine()).startsWith(argument + ": expected ").contains(expected);
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
    }

    @Test
    void showsNoPassword() throws Exception {
        ExampleRun run = ExampleRun.of(
                ScaleOutPostgresql.class, folder, Map.of(),
                "-Ddatabase=jdbc:postgresql://127.0.0.1:1/films?user=me&password=secret");

        assertThat(run.errorLine()).startsWith("-Ddatabase=jdbc:postgresql://127.0.0.1:1/films: expected")
                .doesNotContain("secret");
    }
}
