package io.github.grokvideo.example.kameletpipe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.grokvideo.emulator.Fault;
import io.github.grokvideo.emulator.GrokVideoEmulatorExtension;
import io.github.grokvideo.emulator.LedgerEntry;
import io.github.grokvideo.emulator.Operation;
import io.github.grokvideo.emulator.RecordedRequest;
import io.github.grokvideo.emulator.VideoProbe;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** Runs the example as its command does, in a JVM and a folder of its own. */
class KameletPipeTest {

    private static final long PATIENCE_SECONDS = 120;
    private static final String KAMELETS = "camel.kamelet.grokvideo-%s-action.pollInterval=20ms";

    @RegisterExtension
    static final GrokVideoEmulatorExtension gateway = new GrokVideoEmulatorExtension();

    @TempDir
    private Path folder;

    private void prompt(String name, String text) throws IOException {
        Files.writeString(Files.createDirectories(folder.resolve("prompts")).resolve(name), text);
    }

    /** Runs until it ends by itself, and returns what it has printed. */
    private List<String> run(String... properties) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1", "-classpath", System.getProperty("java.class.path"),
                        "-D" + KAMELETS.formatted("text-to-video"), "-D" + KAMELETS.formatted("edit-video"),
                        "-Dcamel.main.duration-max-idle-seconds=1"));
        Stream.of(properties).map(property -> "-D" + property).forEach(command::add);
        command.add(Main.class.getName());
        Path output = folder.resolve("output.txt");
        Process process = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true)
                .redirectOutput(output.toFile()).start();
        try {
            boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
            List<String> printed = Files.readAllLines(output);
            assertThat(ended).as(() -> "It does not end:\n" + String.join("\n", printed)).isTrue();
            assertThat(process.exitValue()).as(() -> String.join("\n", printed)).isZero();
            return printed;
        } finally {
            process.destroyForcibly();
        }
    }

    private List<String> runAgainstGateway() throws IOException, InterruptedException {
        return run(
                "grokvideo.emulator=false", "camel.component.grokvideo.api-key=" + gateway.apiKey(),
                "camel.component.grokvideo.base-url=" + gateway.baseUrl(), "camel.component.grokvideo.allow-loopback=true");
    }

    private List<String> videos() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("videos"))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void everyPromptBecomesAWatercolour() throws Exception {
        prompt("fox.txt", "a fox in the snow");
        prompt("boat.txt", "100 % paper: a boat & its + oars");

        List<String> printed = run(
                "grokvideo.emulator.tiny=true", "grokvideo.emulator.queue-time=10ms", "grokvideo.emulator.render-time=20ms");

        assertThat(printed.get(0)).contains("http://127.0.0.1:", "nothing is billed");
        assertThat(printed).hasSize(3)
                .anyMatch(line -> line.matches("INFO fox.txt is now videos.fox.mp4: 3\\.\\d s, 1365x768"))
                .anyMatch(line -> line.matches("INFO boat.txt is now videos.boat.mp4: 3\\.\\d s, 1365x768"));
        assertThat(videos()).containsExactly("boat.mp4", "fox.mp4");
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
    void whatFailsGoesToAFolderOfItsOwn() throws Exception {
        prompt("a-riot.txt", "a riot");
        prompt("b-fox.txt", "a fox in the snow");
        gateway.faults().next(Operation.CREATE, Fault.moderation());

        List<String> printed = runAgainstGateway();

        assertThat(folder.resolve("failed/a-riot.txt")).hasContent("a riot");
        String job = gateway.ledger().entries().get(0).jobId();
        assertThat(printed).anySatisfy(line -> assertThat(line)
                .startsWith("WARN a-riot.txt failed, and is in failed").contains("content policy", job));
        assertThat(videos()).containsExactly("b-fox.mp4");
        assertThat(gateway.ledger().entries()).as("no redelivery is paid for").hasSize(3)
                .extracting(LedgerEntry::idempotencyKey).doesNotHaveDuplicates();
    }
}
