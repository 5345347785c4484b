package io.github.grokvideo.example.springboot;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.github.grokvideo.example.launcher.ExampleRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** What keeps the application from starting is told in one line. */
class ArgumentsTest {

    @TempDir
    private Path folder;

    private List<String> lines(Map<String, String> environment, String... options) throws Exception {
        ExampleRun run = ExampleRun.of(FilmApplication.class, folder, environment, options);

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).isEmpty();
        return run.out().lines().filter(line -> !line.startsWith("INFO")).toList();
    }

    @Test
    void tellsWhereTheKeyBelongs() throws Exception {
        assertThat(lines(Map.of("GROKVIDEO_EMULATOR", "false"))).singleElement().asString().startsWith("ERROR ")
                .contains("LUMENFALL_API_KEY");
    }

    @Test
    void tellsWhichProvidersThereAre() throws Exception {
        assertThat(lines(Map.of(), "-Dcamel.component.grokvideo.provider=openai")).singleElement().asString()
                .startsWith("ERROR ").contains("openai", "lumenfall", "xai");
    }

    @Test
    void tellsThatTheGatewayCannotBeReached() throws Exception {
        List<String> lines = lines(
                Map.of("GROKVIDEO_EMULATOR", "false", "LUMENFALL_API_KEY", "lmnfl_a.b"),
                "-Dcamel.component.grokvideo.base-url=http://127.0.0.1:1/v1",
                "-Dcamel.component.grokvideo.job-timeout=2s");

        assertThat(lines).hasSize(2).allMatch(line -> line.contains("http://127.0.0.1:1/v1"));
        assertThat(lines.get(0)).startsWith("WARN ");
        assertThat(lines.get(1)).startsWith("ERROR ");
    }
}
