package io.github.grokvideo.emulator;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What is told where only the plain dependencies are resolved: by the Camel CLI and by Gradle. */
class NativeLibrariesTest {

    /** Without what profiles bring: the jars that have a platform for a classifier. */
    private static final String PLAIN_CLASS_PATH = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> !entry.endsWith("-" + Loader.getPlatform() + ".jar"))
            .collect(Collectors.joining(File.pathSeparator));

    @Test
    void thePlainDependencyTellsTheLineToAddAndDoesNotStart() throws Exception {
        Process process = start();

        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(1);
        String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(told.strip().lines().toList()).hasSize(1);
        String version = Loader.getVersion("org.bytedeco", "ffmpeg");
        assertThat(version).isNotBlank();
        assertThat(told).contains("ffmpeg's native libraries for " + Loader.getPlatform() + " are not on the class path",
                "--dep=mvn:org.bytedeco:ffmpeg-platform:" + version,
                "runtimeOnly(\"org.bytedeco:ffmpeg-platform:" + version + "\")",
                "org.bytedeco:ffmpeg:" + version + ":" + Loader.getPlatform(),
                "org.bytedeco:javacpp:" + Loader.getVersion() + ":" + Loader.getPlatform());
    }

    @Test
    void theReadmeNamesTheSame() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        String version = Loader.getVersion("org.bytedeco", "ffmpeg");
        assertThat(readme).contains("--dep=mvn:org.bytedeco:ffmpeg-platform:" + version,
                "\"org.bytedeco:ffmpeg-platform:" + version + "\"", "`org.bytedeco:ffmpeg:" + version + ":linux-x86_64`",
                "`org.bytedeco:javacpp:" + Loader.getVersion() + ":linux-x86_64`");
    }

    private static Process start() throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new ProcessBuilder(
                List.of(java, "-cp", PLAIN_CLASS_PATH, Main.class.getName(), "--port=0", "--media-port=0"))
                .redirectErrorStream(true).start();
    }
}
