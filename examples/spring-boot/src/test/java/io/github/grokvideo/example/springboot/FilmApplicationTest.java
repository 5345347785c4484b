package io.github.grokvideo.example.springboot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.github.grokvideo.emulator.Fault;
import io.github.grokvideo.emulator.GatewayEmulator;
import io.github.grokvideo.emulator.Operation;
import io.github.grokvideo.emulator.VideoProbe;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.DefaultApplicationArguments;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** The application as it is, but that videos are tiny and made at once. */
@SpringBootTest(
                args = { "a fox", "in the snow" },
                properties = {
                        "grokvideo.emulator.tiny=true", "grokvideo.emulator.queue-time=10ms",
                        "grokvideo.emulator.render-time=20ms", "camel.component.grokvideo.poll-interval=20ms" })
@ExtendWith(OutputCaptureExtension.class)
@DirtiesContext
class FilmApplicationTest {

    @TempDir
    private static Path folder;

    @Autowired
    private FilmRunner runner;

    @Autowired
    private CamelContext camel;

    @DynamicPropertySource
    static void folder(DynamicPropertyRegistry properties) {
        properties.add("camel.component.grokvideo.directory", folder::toString);
    }

    private GatewayEmulator gateway() {
        return camel.getRegistry().findSingleByType(GatewayEmulator.class);
    }

    @Test
    void makesAFilmOfThePromptOnTheCommandLine() throws IOException {
        // the context has started, and so the runner has run
        assertThat(gateway().requests().create().get(0).json().path("prompt").asText()).isEqualTo("a fox in the snow");
        VideoProbe film = VideoProbe.probe(folder.resolve("film.mp4"));
        assertThat(film.videoCodec()).isEqualTo("h264");
        assertThat(film.duration().toMillis()).isCloseTo(4000, within(250L));
    }

    @Test
    void printsWhatTheReadmeShows(CapturedOutput output) throws IOException {
        runner.run(new DefaultApplicationArguments("A paper boat sails down a rainy street at night"));

        String shown = Files.readString(Path.of("README.md"));
        assertThat(output.getOut().lines().map(FilmApplicationTest::asShown))
                .allSatisfy(line -> assertThat(shown).contains("\n" + line + "\n"))
                .anyMatch(line -> line.endsWith(": COMPLETED")).last().asString().contains("film.mp4: 4.0 s");
    }

    private static String asShown(String line) {
        return line.replaceFirst("127\\.0\\.0\\.1:\\d+", "127.0.0.1:38867")
                .replaceFirst("video_[0-9a-f]+", "video_3a161437dc8b507d88afaf0a").replaceFirst("film-\\d+", "film")
                .replaceFirst("after [0-9.]+ s and \\d+ polls?", "after 3.7 s and 4 polls")
                .replace("Prompt: a fox in the snow", "Prompt: A paper boat sails down a rainy street at night")
                .replace(folder.toString(), "/home/you/camel-grokvideo/examples/spring-boot/videos");
    }

    @Test
    void tellsInOneLineWhatFailed(CapturedOutput output) {
        gateway().faults().next(Operation.CREATE, Fault.moderation());

        runner.run(new DefaultApplicationArguments("a riot"));

        assertThat(runner.getExitCode()).isEqualTo(1);
        assertThat(output.getOut().lines()).last().asString().startsWith("ERROR").contains("content policy", "video_");
        assertThat(output).doesNotContain("\tat ");
    }
}
