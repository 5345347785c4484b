package io.github.grokvideo.example.quarkus;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

import io.github.grokvideo.emulator.VideoProbe;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.test.junit.main.Launch;
import io.quarkus.test.junit.main.LaunchResult;
import io.quarkus.test.junit.main.QuarkusMainIntegrationTest;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** The built application as it is, but that videos are tiny and made at once. */
@QuarkusMainIntegrationTest
@TestProfile(FilmApplicationIT.TinyVideos.class)
class FilmApplicationIT {

    private static final Path FOLDER = Path.of("target", "videos");

    public static class TinyVideos implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "grokvideo.emulator.tiny", "true", "grokvideo.emulator.queue-time", "10ms",
                    "grokvideo.emulator.render-time", "20ms", "camel.component.grokvideo.poll-interval", "20ms",
                    "camel.component.grokvideo.directory", FOLDER.toAbsolutePath().toString());
        }
    }

    @Test
    @Launch({ "a fox", "in the snow" })
    void makesAFilmOfThePromptOnTheCommandLine(LaunchResult result) throws IOException {
        assertThat(result.getOutput()).contains("A film of: a fox in the snow").containsPattern("Job \\S+: COMPLETED");
    }
}
