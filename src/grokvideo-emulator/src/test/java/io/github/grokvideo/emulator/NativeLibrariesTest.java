package io.github.grokvideo.emulator;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** What is told where only the plain dependencies are resolved: by the Camel CLI and by Gradle. */
class NativeLibrariesTest {

    @TempDir
    Path directory;

    @Test
    void withThePlainDependencyStartFailsAndNamesTheMissingOne() throws Exception {
        Process process = start(false);

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

    /** The Camel CLI downloads jars with a classifier to where the plain ones are, and goes without them. */
    @Test
    void whatWasDownloadedBesideThePlainDependencyIsFound() throws Exception {
        Process process = start(true);
        try (BufferedReader told = process.inputReader(StandardCharsets.UTF_8)) {
            assertThat(told.readLine()).startsWith("The emulator of grok-imagine-video");
        } finally {
            process.destroy();
        }
    }

    /** Without what profiles bring: the jars that have a platform for a classifier. */
    private Process start(boolean beside) throws IOException {
        String suffix = "-" + Loader.getPlatform() + ".jar";
        List<String> classPath = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path jar = Path.of(entry);
            if (entry.contains("bytedeco")) {
                Path copy = directory.resolve(jar.getFileName());
                if (beside || !entry.endsWith(suffix)) {
                    Files.copy(jar, copy);
                }
                jar = copy;
            }
            if (!entry.endsWith(suffix)) {
                classPath.add(jar.toString());
            }
        }
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new ProcessBuilder(
                List.of(java, "--enable-native-access=ALL-UNNAMED", "-cp", String.join(File.pathSeparator, classPath),
                        Main.class.getName(), "--port=0", "--media-port=0"))
                .redirectErrorStream(true).start();
    }
}
