package io.github.grokvideo.example.kameletpipe;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.grokvideo.emulator.Fault;
import io.github.grokvideo.emulator.GrokVideoEmulatorExtension;
import io.github.grokvideo.emulator.Operation;
import io.github.grokvideo.emulator.RecordedRequest;
import io.github.grokvideo.emulator.VideoProbe;
import org.apache.camel.main.Main;
import org.awaitility.core.ConditionTimeoutException;
import org.awaitility.core.TerminalFailureException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

/** Runs the example as its command does, in a JVM and a folder of its own. */
class KameletPipeTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String OUTCOME = "(INFO|WARN) \\S+\\.txt (done|failed), see .*";

    @RegisterExtension
    static final GrokVideoEmulatorExtension gateway = new GrokVideoEmulatorExtension();

    @TempDir
    private Path folder;

    private int prompts;

    private void prompt(String name, String text) throws IOException {
        prompts++;
        Files.writeString(Files.createDirectories(folder.resolve("prompts")).resolve(name), text);
    }

    /** Runs until each prompt has its line, and returns what has been printed. */
    private List<String> run(String... properties) throws IOException {
        List<String> overriding = new ArrayList<>(
                List.of(
                        "camel.kamelet.grokvideo-text-to-video-action.pollInterval=20ms",
                        "camel.kamelet.grokvideo-edit-video-action.pollInterval=20ms"));
        overriding.addAll(List.of(properties));
        Files.write(folder.resolve("overriding.properties"), overriding);
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
                "-Dcamel.main.override-properties-location=file:overriding.properties",
                "-classpath", System.getProperty("java.class.path"), Main.class.getName());
        Path output = folder.resolve("output.txt");
        Process process = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true)
                .redirectOutput(output.toFile()).start();
        try {
            await().atMost(PATIENCE).failFast("It ends too soon", () -> !process.isAlive())
                    .until(() -> Files.readAllLines(output).stream().filter(line -> line.matches(OUTCOME)).count() == prompts);
            return Files.readAllLines(output);
        } catch (ConditionTimeoutException | TerminalFailureException e) {
            throw new AssertionError(Files.readString(output), e);
        } finally {
            process.destroyForcibly();
        }
    }

    private List<String> runAgainstGateway() throws IOException {
        return run(
                "grokvideo.emulator=false", "camel.component.grokvideo.api-key=" + gateway.apiKey(),
                "camel.component.grokvideo.base-url=" + gateway.baseUrl(), "camel.component.grokvideo.allow-loopback=true");
    }

    /** With the folder and the port that the README has. */
    private String asShown(String line) {
        return line.replace(folder.toString(), "/home/you/camel-grokvideo/examples/kamelet-pipe")
                .replaceFirst("127\\.0\\.0\\.1:\\d+", "127.0.0.1:43643");
    }

    private List<String> videos() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("videos"))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void everyPromptBecomesAWatercolour() throws Exception {
        prompt("fox.txt", "a fox in the snow");
        prompt("paper-boat.txt", "100 % paper: a boat & its + oars");

        List<String> printed = run(
                "grokvideo.emulator.tiny=true", "grokvideo.emulator.queue-time=10ms", "grokvideo.emulator.render-time=20ms");

        String shown = Files.readString(Path.of("README.md"));
        assertThat(printed).hasSize(3)
                .allSatisfy(line -> assertThat(shown).contains("\n" + asShown(line) + "\n"));
        assertThat(videos()).containsExactly("fox.mp4", "paper-boat.mp4");
        for (String video : videos()) {
            VideoProbe probe = VideoProbe.probe(folder.resolve("videos").resolve(video));
            assertThat(probe.videoCodec()).isEqualTo("h264");
            assertThat(probe.duration().toMillis()).isCloseTo(3000, within(250L));
        }
    }

    @Test
    void theSecondKameletTakesTheVideoOfTheFirst() throws Exception {
        prompt("fox.txt", "a fox in the snow");

        runAgainstGateway();

        List<JsonNode> submitted = gateway.requests().create().stream().map(RecordedRequest::json).toList();
        assertThat(submitted).hasSize(2);
        assertThat(submitted.get(0).path("prompt").asText()).isEqualTo("a fox in the snow");
        assertThat(submitted.get(0).path("aspect_ratio").asText()).isEqualTo("16:9");
        assertThat(submitted.get(0).path("duration").asInt()).isEqualTo(3);
        assertThat(submitted.get(1).path("prompt").asText()).isEqualTo("Make it a watercolour painting");
        assertThat(submitted.get(1).path("input_video").asText()).startsWith(gateway.mediaUrl());
        assertThat(gateway.ledger().billedJobs()).isEqualTo(2);
    }

    @Test
    void whatFailsLeavesItsReason() throws Exception {
        prompt("riot.txt", "a riot");
        gateway.faults().next(Operation.CREATE, Fault.none(), Fault.moderation());

        List<String> printed = runAgainstGateway();

        Path reason = folder.resolve("failed/riot.reason.txt");
        assertThat(reason).content().contains("content policy",
                gateway.ledger().entries().get(1).jobId());
        assertThat(printed)
                .containsExactly("WARN riot.txt failed, see " + reason + ": " + Files.readString(reason));
        assertThat(gateway.ledger().entries()).hasSize(2);
    }

    @Test
    void whatFailsDoesNotHinderTheOthers() throws Exception {
        prompt("blank.txt", " ");
        prompt("fox.txt", "a fox in the snow");

        runAgainstGateway();

        assertThat(folder.resolve("failed/blank.reason.txt")).content().startsWith("No prompt");
        assertThat(videos()).containsExactly("fox.mp4");
    }

    @Test
    void aGatewayThatCannotBeReachedIsReportedOnce() throws Exception {
        prompt("boat.txt", "a paper boat");
        prompt("fox.txt", "a fox in the snow");
        String address;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            address = "http://127.0.0.1:" + socket.getLocalPort() + "/v1";
        }

        List<String> printed = run("grokvideo.emulator=false", "camel.component.grokvideo.api-key=" + gateway.apiKey(),
                "camel.component.grokvideo.base-url=" + address, "camel.component.grokvideo.allow-loopback=true",
                "camel.component.grokvideo.request-retries=1");

        String reason = "Cannot connect to the gateway at " + address + ": the connection was refused";
        assertThat(printed).hasSize(3).allSatisfy(line -> assertThat(line).startsWith("WARN ").contains(reason));
        assertThat(printed.get(0)).startsWith("WARN " + reason);
    }
}
