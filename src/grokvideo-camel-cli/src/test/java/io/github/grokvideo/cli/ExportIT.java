package io.github.grokvideo.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.github.grokvideo.emulator.VideoProbe;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** A project that the Camel CLI exports is built by Maven, and runs. */
class ExportIT {

    private static final String ROUTE = """
            - route:
                from:
                  uri: timer:film?repeatCount=1
                  steps:
                    - setBody:
                        constant: a fox in the snow
                    - to:
                        uri: grokvideo:generate
                        parameters:
                          output: file
                          directory: videos
                    - log: "${header.CamelFileName} cost ${header.CamelGrokVideoCost}"
            """;

    @TempDir
    Path folder;

    @BeforeAll
    static void prepare() throws Exception {
        LocalRepository.prepare();
    }

    @Test
    void makesAVideoWithCamelMain() throws Exception {
        Files.writeString(folder.resolve("film.camel.yaml"), ROUTE);
        Files.writeString(folder.resolve("application.properties"), "grokvideo.emulator = true\n");
        Path project = folder.resolve("film");

        try (CommandLine export = LocalRepository.camel(folder, Map.of(), "export", "film.camel.yaml", "--runtime=main",
                "--gav=com.acme:film:1.0", "--dir=film", "--java-version=17",
                "--dep=" + LocalRepository.COMPONENT + "," + LocalRepository.EMULATOR)) {
            export.awaitSuccess();
        }
        try (CommandLine build = LocalRepository.mvn(project, "package")) {
            build.awaitSuccess();
        }
        try (CommandLine run = LocalRepository.jar(project, Map.of(), List.of(), project.resolve("target/film-1.0.jar"))) {
            run.awaitOutput("mp4 cost 0.3");

            assertThat(LocalRepository.videos(project.resolve("videos"))).singleElement()
                    .satisfies(video -> assertThat(VideoProbe.probe(video).videoCodec()).isEqualTo("h264"));
        }
    }
}
