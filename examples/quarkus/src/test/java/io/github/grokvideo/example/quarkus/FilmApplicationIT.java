package io.github.grokvideo.example.quarkus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.github.grokvideo.emulator.VideoProbe;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.test.junit.main.Launch;
import io.quarkus.test.junit.main.LaunchResult;
import io.quarkus.test.junit.main.QuarkusMainIntegrationTest;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** The application as it was built, in a JVM of its own, but that videos are tiny and made at once. */
@QuarkusMainIntegrationTest
@TestProfile(FilmApplicationIT.TinyVideos.class)
class FilmApplicationIT {

    // the test has Quarkus tell of itself, which the application does not
    private static final String OF_QUARKUS = "INFO  (grokvideo-example-quarkus .*|Profile .*|Installed features: .*)";
    private static final Path FILM = Path.of("target", "videos", "film.mp4").toAbsolutePath();

    public static class TinyVideos implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "grokvideo.emulator.tiny", "true", "grokvideo.emulator.queue-time", "10ms",
                    "grokvideo.emulator.render-time", "20ms", "camel.component.grokvideo.poll-interval", "20ms",
                    "camel.component.grokvideo.directory", FILM.getParent().toString());
        }
    }

    @BeforeAll
    static void removeFilm() throws IOException {
        Files.deleteIfExists(FILM);
    }

    @Test
    @Launch({ "A paper boat sails", "down a rainy street at night" })
    void makesAFilmOfThePromptAsTheReadmeShows(LaunchResult result) throws IOException {
        String shown = Files.readString(Path.of("README.md"));
        List<String> printed = result.getOutputStream().stream().filter(line -> !line.matches(OF_QUARKUS))
                .map(FilmApplicationIT::asShown).toList();
        assertThat(printed).anyMatch(line -> line.endsWith(": COMPLETED"))
                .allSatisfy(line -> assertThat(shown).contains("\n" + line + "\n"))
                .last().asString().contains("film.mp4: 4.0 s");

        VideoProbe film = VideoProbe.probe(FILM);
        assertThat(film.videoCodec()).isEqualTo("h264");
        assertThat(film.duration().toMillis()).isCloseTo(4000, within(250L));
    }

    private static String asShown(String line) {
        return line.replaceFirst("127\\.0\\.0\\.1:\\d+", "127.0.0.1:40657")
                .replaceFirst("video_[0-9a-f]+", "video_6ddd36650e3e76deb71200e4")
                .replaceFirst("after [0-9.]+ s and \\d+ polls?", "after 3.7 s and 4 polls")
                .replace(FILM.toString(), "/home/you/camel-grokvideo/examples/quarkus/videos/film.mp4");
    }
}
