package io.github.grokvideo;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every operation in a JVM of its own, since loggers can only be set before the first one is asked for. Everything that
 * JVM logs and everything that can be asked of it afterwards comes out as text; the key must not.
 */
@Tag("slow")
class SecretsTest {

    private static final String TRACE = "-Dorg.slf4j.simpleLogger.defaultLogLevel=trace";
    private static final String HEADERS = "org.apache.hc.client5.http.headers";
    private static final String PAYLOAD = "org.apache.hc.client5.http2.frame.payload";
    private static final int WINDOW = 8;

    @TempDir
    Path directory;

    private String run(String mode, String... options) throws Exception {
        return new OtherJvm(EveryOperation.class).options("-Djava.io.tmpdir=" + directory).options(options)
                .environment(mode.equals("http2") ? Map.of("LUMENFALL_API_KEY", EveryOperation.KEY) : Map.of())
                .run(mode, directory.toString());
    }

    private static void nowhere(String output) {
        // a log of bytes prints sixteen to a line, as text and as numbers
        List<String> parts = new ArrayList<>();
        for (int i = 0; i + WINDOW <= EveryOperation.KEY.length(); i++) {
            String part = EveryOperation.KEY.substring(i, i + WINDOW);
            parts.add(part);
            parts.add(part.chars().mapToObj(Integer::toHexString).collect(Collectors.joining(" ")));
        }
        List<String> places = output.lines().filter(line -> parts.stream().anyMatch(line::contains)).limit(5).toList();
        assertThat(places).as("the key is nowhere").isEmpty();
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
        String output = run("component", TRACE);
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
        String output = run("http2", TRACE, "-Dorg.slf4j.simpleLogger.log." + HEADERS + "=info",
                "-Dorg.slf4j.simpleLogger.log." + PAYLOAD + "=info");
        everythingWasDone(output);
        says(output, "requests over HTTP_2", "] TRACE ");
        nowhere(output);
    }

    @Test
    void http2IsNotSpokenWhereItWouldBeLogged() throws Exception {
        String output = run("http2-refused", TRACE);
        says(output, "httpVersion=HTTP_2 cannot be used while the logger " + HEADERS + " is at DEBUG");
        nowhere(output);

        output = run("http2-refused", TRACE, "-Dorg.slf4j.simpleLogger.log." + HEADERS + "=info");
        says(output, "httpVersion=HTTP_2 cannot be used while the logger " + PAYLOAD + " is at DEBUG");
        nowhere(output);
    }
}
