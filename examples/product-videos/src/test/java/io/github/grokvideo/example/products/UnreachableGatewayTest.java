package io.github.grokvideo.example.products;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A gateway that cannot be reached is reported at the first attempt, and once for all photos. */
class UnreachableGatewayTest {

    @TempDir
    private Path folder;

    @Test
    void isReported() throws Exception {
        String address;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            address = "http://127.0.0.1:" + socket.getLocalPort() + "/v1";
        }
        Path output = folder.resolve("output.txt");
        Process process = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
                // as mvn -q has it
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=error", "-Dfolder=" + folder.resolve("shop"),
                "-Dgrokvideo.emulator=false", "-Dcamel.component.grokvideo.base-url=" + address,
                "-Dcamel.component.grokvideo.api-key=lmnfl_test.secret", "-Dcamel.component.grokvideo.allow-loopback=true",
                // the next attempt of the application
                "-Dcamel.component.grokvideo.request-retries=0", "-Dpause=3600000",
                "-cp", System.getProperty("java.class.path"), ProductVideos.class.getName())
                .redirectErrorStream(true).redirectOutput(output.toFile()).start();
        try {
            await().atMost(Duration.ofMinutes(1)).until(() -> lines(output, "Failed delivery").size() == 3);
        } finally {
            process.destroyForcibly().waitFor();
        }
        assertThat(lines(output, "GatewayHealth")).singleElement().asString().contains(
                "WARN", "Cannot connect to the gateway at " + address + ": the connection was refused");
        assertThat(lines(output, "\tat ")).isEmpty();
        try (var inbox = Files.list(folder.resolve("shop/inbox"))) {
            assertThat(inbox).as("photos and captions stay").hasSize(6);
        }
    }

    private static List<String> lines(Path output, String part) throws IOException {
        return Files.readAllLines(output).stream().filter(line -> line.contains(part)).toList();
    }
}
