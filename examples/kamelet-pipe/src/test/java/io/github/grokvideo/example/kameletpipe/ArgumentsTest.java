package io.github.grokvideo.example.kameletpipe;

import java.nio.file.Path;
import java.util.Map;

import io.github.grokvideo.example.launcher.CamelApplication;
import io.github.grokvideo.example.launcher.ExampleRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** What keeps the Pipe from starting is told in one line. */
class ArgumentsTest {

    @TempDir
    private Path folder;

    @Test
    void tellsWhereTheKeyBelongs() throws Exception {
        ExampleRun run = ExampleRun.of(CamelApplication.class, folder, Map.of("GROKVIDEO_EMULATOR", "false"));

        assertThat(run.errorLine()).contains("LUMENFALL_API_KEY");
        assertThat(run.exitCode()).isEqualTo(1);
    }

    @Test
    void tellsWhichProvidersThereAre() throws Exception {
        ExampleRun run = ExampleRun.of(
                CamelApplication.class, folder, Map.of(), "-Dcamel.component.grokvideo.provider=openai");

        assertThat(run.errorLine()).contains("openai", "lumenfall", "xai");
    }
}
