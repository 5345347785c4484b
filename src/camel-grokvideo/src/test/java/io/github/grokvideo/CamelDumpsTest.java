package io.github.grokvideo;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What Camel prints of options holds no secret, in a JVM of its own whose whole output can be read. */
@Tag("slow")
class CamelDumpsTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = { "webhookVerifyToken", "webhookSecret" })
    void holdNoSecret(String webhookOption) throws Exception {
        Path output = directory.resolve("output.txt");
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=info", "-cp", System.getProperty("java.class.path"),
                CamelDumps.class.getName(), webhookOption, directory.toString())
                .redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().put("GROKVIDEO_CANARY", "canary-environment");
        Process process = builder.start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("it came to an end").isTrue();
        } finally {
            process.destroyForcibly();
        }
        String text = Files.readString(output, StandardCharsets.UTF_8);
        assertThat(text).contains("everything was asked", "RESULT https://example.com/video_", "Auto-configuration summary",
                "CONSOLE endpoint", "CONSOLE route", "JMX ", "ENDPOINT grokvideo://generate");
        assertThat(text).as("names of headers and parameters")
                .contains("BOUND [X-Keyed, X-Placeholder, XPlain][placeholder, upload]");
        assertThat(text).as("what placeholders stand for is sent, and printed nowhere")
                .contains("WEBHOOKS true", "PLACEHOLDERS truetrue", "[X-Placeholder] = {{env:GROKVIDEO_CANARY}}")
                .doesNotContain("canary-environment");
        int begin = text.indexOf("\nCONSOLE properties TEXT");
        int end = text.indexOf("\nCONSOLE ", begin + 1);
        assertThat(end).isGreaterThan(begin);
        assertThat(text.substring(begin, end).lines()).as("this console knows only Camel's own names")
                .filteredOn(line -> line.contains("canary"))
                .allSatisfy(line -> assertThat(line).containsAnyOf(".webhookSecret = ", ".webhookUrl = ", "eaders",
                        ".parameters."));
        List<String> places = (text.substring(0, begin) + text.substring(end)).lines()
                .filter(line -> line.contains("canary") && !isPrintedAsItIs(line))
                .map(line -> line.substring(0, Math.min(line.length(), 100)) + " ... "
                             + line.substring(
                                     Math.max(0, line.indexOf("canary") - 60),
                                     Math.min(line.length(), line.indexOf("canary") + 40)))
                .toList();
        assertThat(places).isEmpty();
    }

    // some consoles in JSON, and the dump of routes, tell everything as it was written, also what Camel knows as secret
    private static boolean isPrintedAsItIs(String line) {
        return line.contains("canary-api-key") || line.contains("apiKey=RAW(canary-uri-key)");
    }
}
