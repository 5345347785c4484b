package io.github.grokvideo.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.grokvideo.emulator.VideoProbe;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** A generated project runs by Kaoto's run button, without a build, and as the jar that its build makes. */
class ArchetypeIT {

    @TempDir
    Path folder;

    @BeforeAll
    static void prepare() throws Exception {
        LocalRepository.prepare();
    }

    @ParameterizedTest
    @CsvSource({
            "grokvideo-archetype, text-to-video.camel.yaml, prompts", "grokvideo-archetype, stories.pipe.yaml, stories",
            "grokvideo-archetype-spring-boot, text-to-video.camel.yaml, prompts" })
    void runsByTheButtonOfKaoto(String archetype, String file, String inbox) throws Exception {
        Path project = generate(archetype);
        Path routes = project.resolve("src/main/resources/camel");
        List<String> arguments = new ArrayList<>(List.of("run", file));
        JsonNode settings = new ObjectMapper().readTree(project.resolve(".vscode/settings.json").toFile());
        settings.path("kaoto.executor.runArguments").forEach(argument -> arguments.add(argument.asText()));
        List<String> kamelets = new ArrayList<>();
        settings.path("kaoto.localKameletDirectories")
                .forEach(directory -> kamelets.add(routes.resolve(directory.asText()).normalize().toString()));
        arguments.add("--local-kamelet-dir=" + String.join(",", kamelets));
        // as the README of the project says, instead of a key
        arguments.add("--dep=" + LocalRepository.EMULATOR);
        arguments.add("--property=grokvideo.emulator=true");

        drop(project, inbox);
        try (CommandLine camel = LocalRepository.camel(routes, Map.of(), arguments.toArray(String[]::new))) {
            camel.awaitOutput("mp4 cost 0.3");
            makesAVideo(project);
        }
    }

    @Test
    void runsAsTheJarThatItsBuildMakes() throws Exception {
        Path project = generate("grokvideo-archetype");
        try (CommandLine build = LocalRepository.mvn(project, "package", "-DskipTests", "-Pemulator")) {
            build.awaitSuccess();
        }
        drop(project, "prompts");
        try (CommandLine run = LocalRepository.jar(project, Map.of(), List.of("-Dgrokvideo.emulator=true"),
                project.resolve("target/films-1.0-SNAPSHOT.jar"))) {
            run.awaitOutput("mp4 cost 0.3");
            makesAVideo(project);
        }
    }

    private Path generate(String archetype) {
        try (CommandLine generate = LocalRepository.mvn(folder, "archetype:generate", "-DarchetypeGroupId=io.github.grokvideo",
                "-DarchetypeArtifactId=" + archetype, "-DarchetypeVersion=" + LocalRepository.VERSION, "-DgroupId=com.acme",
                "-DartifactId=films")) {
            generate.awaitSuccess();
        }
        return folder.resolve("films");
    }

    private static void drop(Path project, String inbox) throws Exception {
        Path part = Files.writeString(project.resolve("fox.part"), "a fox in the snow");
        Files.move(part, Files.createDirectories(project.resolve("inbox").resolve(inbox)).resolve("fox.txt"),
                StandardCopyOption.ATOMIC_MOVE);
    }

    private static void makesAVideo(Path project) throws Exception {
        assertThat(LocalRepository.videos(project.resolve("videos"))).singleElement()
                .satisfies(video -> assertThat(VideoProbe.probe(video).videoCodec()).isEqualTo("h264"));
    }
}
