package io.github.grokvideo.example.quickstart;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.github.grokvideo.example.launcher.ExampleRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** A gateway that cannot be reached is reported at the first attempt, once, and in plain words at the end. */
class UnreachableGatewayTest {

    @TempDir
    private Path folder;

    @Test
    void isReported() throws Exception {
        String address;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            address = "http://127.0.0.1:" + socket.getLocalPort() + "/v1";
        }
        ExampleRun run = ExampleRun.of(Quickstart.class, folder, Map.of("LUMENFALL_API_KEY", "lmnfl_test.secret"),
                // as mvn -q has it
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=error", "-Dgrokvideo.emulator=false",
                "-Dcamel.component.grokvideo.base-url=" + address, "-Dcamel.component.grokvideo.allow-loopback=true",
                "-Dcamel.component.grokvideo.request-retries=1");

        String reason = "Cannot connect to the gateway at " + address + ": the connection was refused";
        List<String> lines
                = Stream.concat(run.out().lines(), run.err().stream()).filter(line -> line.contains(reason)).toList();
        assertThat(lines).filteredOn(line -> line.contains("WARN ")).singleElement().asString().contains("requestRetries");
        assertThat(lines).filteredOn(line -> !line.contains("WARN ")).isNotEmpty();
        assertThat(Stream.concat(run.out().lines(), run.err().stream())).noneMatch(line -> line.contains("\tat "));
        assertThat(run.exitCode()).isEqualTo(1);
    }
}
