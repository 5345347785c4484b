package io.github.grokvideo.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.github.grokvideo.emulator.VideoProbe;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    @ParameterizedTest
    @CsvSource({
            "main, camel-grokvideo, film-1.0.jar", "spring-boot, camel-grokvideo-starter, film-1.0.jar",
            "quarkus, camel-quarkus-grokvideo, quarkus-app/quarkus-run.jar" })
    void makesAVideo(String runtime, String dependency, String jar) throws Exception {
        Files.writeString(folder.resolve("film.camel.yaml"), ROUTE);
        Files.writeString(folder.resolve("application.properties"), "grokvideo.emulator = true\n");
        Path project = folder.resolve("film");

        try (CommandLine export = LocalRepository.camel(folder, Map.of(), "export", "film.camel.yaml", "--runtime=" + runtime,
                "--gav=com.acme:film:1.0", "--dir=film", "--java-version=17",
                "--dep=" + LocalRepository.module(dependency) + "," + LocalRepository.EMULATOR)) {
            export.awaitSuccess();
        }
        takeCamelsTimer(project.resolve("pom.xml"));
        try (CommandLine build = LocalRepository.mvn(project, "package",
                "-Dquarkus.platform.version=" + LocalRepository.QUARKUS_VERSION)) {
            build.awaitSuccess();
        }
        try (CommandLine run = LocalRepository.jar(project, Map.of(), List.of(), project.resolve("target/" + jar))) {
            run.awaitOutput("mp4 cost 0.3");

            assertThat(LocalRepository.videos(project.resolve("videos"))).singleElement()
                    .satisfies(video -> assertThat(VideoProbe.probe(video).videoCodec()).isEqualTo("h264"));
        }
    }

    /** Not every repository has the timer of Camel Quarkus in this version. */
    private static void takeCamelsTimer(Path pom) throws IOException {
        Files.writeString(pom, Files.readString(pom).replaceAll(
                "<groupId>org.apache.camel.quarkus</groupId>(\\s*)<artifactId>camel-quarkus-timer</artifactId>",
                "<groupId>org.apache.camel</groupId>$1<artifactId>camel-timer</artifactId>"));
    }
}
