package io.github.grokvideo.example.observability;

import java.nio.file.Path;
import java.util.Map;

import io.github.grokvideo.example.launcher.ExampleRun;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ArgumentsTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "-Dcamel.server.port=http|from 0 to 65535",
            "-Dcamel.server.port=0|from 1 to 65535",
            "-Dperiod=0|from 50 to 60000",
            "-Dgrokvideo.emulator=false|true, since the real gateway would charge for the load" })
    void tellsWhatIsExpected(String argument, String expected) throws Exception {
        ExampleRun run = ExampleRun.of(Observability.class, folder, Map.of(), argument);

        assertThat(run.errorLine()).startsWith(argument + ": expected ").contains(expected);
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
    }
}
