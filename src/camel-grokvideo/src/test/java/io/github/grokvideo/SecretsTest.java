package io.github.grokvideo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every operation in a JVM of its own, since loggers can only be set before the first one is asked for. Everything that
 * JVM logs and everything that can be asked of it afterwards comes out as text; the key must not.
 */
class SecretsTest {

    @TempDir
    Path directory;

    private String run(String mode, String... options) throws Exception {
        List<String> command = new ArrayList<>(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
                        "-Djava.io.tmpdir=" + directory));
        command.addAll(List.of(options));
        command.addAll(List.of(
                "-cp", System.getProperty("java.class.path"), EveryOperation.class.getName(), mode, directory.toString()));
        Path output = directory.resolve("output.txt");
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().remove("LUMENFALL_API_KEY");
        if (mode.equals("http2")) {
            builder.environment().put("LUMENFALL_API_KEY", EveryOperation.KEY);
        }
        Process process = builder.start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(mode + " came to an end").isTrue();
        } finally {
            process.destroyForcibly();
        }
        String text = Files.readString(output, StandardCharsets.UTF_8);
        assertThat(process.exitValue()).as(() -> text.substring(Math.max(0, text.length() - 5000))).isZero();
        return text;
    }

    private static void nowhere(String output) throws IOException {
        // the parts too: a log may break lines
        for (String part : List.of(EveryOperation.KEY, EveryOperation.KEY_BEGIN, EveryOperation.KEY_END)) {
            List<String> places = output.lines().filter(line -> line.contains(part)).limit(5).toList();
            assertThat(places).as("the key is nowhere").isEmpty();
        }
    }

    private static void everythingWasDone(String output) {
        says(output, "all operations done", "RESULT generate ok: video_ok", "RESULT download ok: 1000 bytes",
                "AuthenticationException", "GatewayException", "JobFailedException", "the key went to nobody but the gateway",
                "HEALTH ", "ENDPOINT ", "JMX ");
        assertThat(output.lines().filter(line -> line.startsWith("RESULT ")).count()).isEqualTo(EveryOperation.RESULTS);
    }

    private static void says(String output, String... texts) {
        assertThat(texts).allSatisfy(text -> assertThat(output.contains(text)).as(text).isTrue());
    }

    @Test
    void theKeyIsInNoLogAtAnyLevel() throws Exception {
        String output = run("component", "-Dorg.slf4j.simpleLogger.defaultLogLevel=trace");
        everythingWasDone(output);
        says(output, "] DEBUG org.apache.hc.client5.http.headers", "Authorization: Bearer ***", "] TRACE ");
        nowhere(output);
    }

    @Test
    void aKeyInTheUriIsMasked() throws Exception {
        // at TRACE Camel itself prints the parameters of URIs
        String output = run("uri", "-Dorg.slf4j.simpleLogger.defaultLogLevel=debug");
        everythingWasDone(output);
        says(output, "apiKey=xxxxxx", "] DEBUG org.apache.camel");
        nowhere(output);
    }

    @Test
    void theKeyIsInNoLogWithHttp2() throws Exception {
        String output = run("http2", "-Dorg.slf4j.simpleLogger.defaultLogLevel=trace",
                "-Dorg.slf4j.simpleLogger.log.org.apache.hc.client5.http.headers=info");
        everythingWasDone(output);
        says(output, "requests over HTTP_2", "] TRACE ");
        nowhere(output);
    }

    @Test
    void http2IsNotSpokenWhereItsHeadersWouldBeLogged() throws Exception {
        String output = run("http2-refused", "-Dorg.slf4j.simpleLogger.defaultLogLevel=trace");
        says(output, "httpVersion=HTTP_2 cannot be used while the logger org.apache.hc.client5.http.headers is at DEBUG");
        nowhere(output);
    }
}
