package io.github.grokvideo.example.quickstart;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.github.grokvideo.emulator.Fault;
import io.github.grokvideo.emulator.GatewayEmulator;
import io.github.grokvideo.emulator.Operation;
import io.github.grokvideo.emulator.RecordedRequest;
import io.github.grokvideo.emulator.VideoProbe;
import org.apache.camel.spi.OnCamelContextStarted;
import org.apache.camel.support.LifecycleStrategySupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class QuickstartTest {

    private static final String PROMPT = "a fox in the snow";

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private GatewayEmulator embedded;
    private GatewayEmulator gateway;

    @BeforeEach
    void startGateway() {
        gateway = GatewayEmulator.builder().tiny(true).queueTime(Duration.ofMillis(10)).renderTime(Duration.ofMillis(20))
                .build().start();
    }

    @AfterEach
    void closeGateway() {
        gateway.close();
    }

    @Test
    void makesThreeVideosWithoutAKey() throws IOException {
        int status = withoutKey(false).run(PROMPT);

        assertThat(text(err)).isEmpty();
        assertThat(status).isZero();
        for (String name : List.of("text-to-video", "image-to-video", "video-to-video")) {
            Path file = folder.resolve(name + ".mp4");
            VideoProbe video = VideoProbe.probe(file);
            assertThat(video.videoCodec()).isEqualTo("h264");
            assertThat(video.audioCodec()).isEqualTo("aac");
            assertThat(video.duration().toMillis()).isCloseTo(4000, within(250L));
            assertThat(text(out)).contains(file.toString());
        }
        assertThat(embedded.ledger().billedJobs()).isEqualTo(3);
        assertThat(text(out)).contains("the local emulator", PROMPT, "1365x768", "0.20 USD", "0.60 USD")
                .contains("A video from a prompt", "A video from an image", "An edited video")
                .doesNotContain("\r");
    }

    @Test
    void editsTheVideoItHasMade() {
        withKey(false).run(PROMPT);

        List<String> submitted = gateway.requests().create().stream().map(RecordedRequest::text).toList();
        assertThat(submitted).hasSize(3);
        assertThat(submitted.get(0)).contains(PROMPT);
        assertThat(submitted.get(1)).contains("\"image_url\":\"data:image/jpeg;base64,");
        assertThat(submitted.get(2)).contains("\"input_video\":\"" + gateway.mediaUrl()).doesNotContain("input_reference");
    }

    @Test
    void replacesNoFile() throws IOException {
        Path before = Files.writeString(folder.resolve("text-to-video.mp4"), "of an earlier run");

        assertThat(withKey(false).run(PROMPT)).isZero();

        assertThat(before).hasContent("of an earlier run");
        assertThat(folder.resolve("text-to-video-1.mp4")).exists();
        assertThat(text(out)).contains(folder.resolve("text-to-video-1.mp4").toString());
    }

    @Test
    void drawsOverOneLineOnATerminal() {
        assertThat(withKey(true).run(PROMPT)).isZero();

        List<String> drawn = List.of(text(out).split("[\r\n]+"));
        assertThat(drawn).filteredOn(line -> line.matches("[123]/3 .*")).hasSizeGreaterThan(3)
                .allSatisfy(line -> assertThat(line.length()).isLessThan(80));
        assertThat(drawn).anyMatch(line -> line.matches("1/3 .*\\[ *=+ *\\] *"));
        // each line ends as it is to stay
        assertThat(text(out).split("\n")).filteredOn(line -> line.contains("/3  "))
                .hasSize(3).allMatch(line -> line.endsWith("done"));
    }

    @Test
    void usesTheRealGatewayIfThereIsAKey() {
        assertThat(withKey(false).run(PROMPT)).isZero();

        assertThat(embedded).isNull();
        assertThat(text(out)).contains("Lumenfall, with the key in LUMENFALL_API_KEY")
                .doesNotContain("emulator", gateway.apiKey());
        assertThat(gateway.ledger().billedJobs()).isEqualTo(3);
    }

    @Test
    void tellsInOneLineWhatFailedAndWhichJob() {
        gateway.faults().next(Operation.CREATE, Fault.none(), Fault.moderation());

        int status = withKey(false).run(PROMPT);

        assertThat(status).isEqualTo(1);
        String job = gateway.ledger().entries().get(1).jobId();
        assertThat(text(err).lines()).singleElement().asString()
                .startsWith("FAILED: ").contains("content policy", job).endsWith("Try another prompt.");
        assertThat(text(out)).contains(folder.resolve("text-to-video.mp4").toString(), "0.20 USD");
        assertThat(folder.resolve("image-to-video.mp4")).doesNotExist();
        assertThat(gateway.ledger().billedJobs()).isEqualTo(2);
    }

    @Test
    void tellsThatTheKeyIsWrong() {
        Quickstart quickstart = withKey(false);
        quickstart.camel().addInitialProperty("camel.component.grokvideo.api-key", "another");

        assertThat(quickstart.run(PROMPT)).isEqualTo(1);

        assertThat(text(err).lines()).singleElement().asString()
                .startsWith("FAILED: ").contains("HTTP 401").endsWith("Check the key in LUMENFALL_API_KEY.");
    }

    @Test
    void tellsWhyItCannotStart() {
        Quickstart quickstart = withKey(false);
        quickstart.camel().addInitialProperty("camel.component.grokvideo.n", "-3");

        assertThat(quickstart.run(PROMPT)).isEqualTo(1);

        assertThat(text(err).lines()).singleElement().asString().startsWith("FAILED: ").contains("Option n", "-3");
    }

    private Quickstart withoutKey(boolean redraw) {
        Quickstart quickstart = quickstart(Map.of(), redraw);
        quickstart.camel().addInitialProperty("grokvideo.emulator.tiny", "true");
        quickstart.camel().addInitialProperty("grokvideo.emulator.queue-time", "10ms");
        quickstart.camel().addInitialProperty("grokvideo.emulator.render-time", "20ms");
        return quickstart;
    }

    // the key in the environment decides; the one that is used must be the gateway's of this test
    private Quickstart withKey(boolean redraw) {
        Quickstart quickstart = quickstart(Map.of("LUMENFALL_API_KEY", "a key"), redraw);
        quickstart.camel().addInitialProperty("camel.component.grokvideo.api-key", gateway.apiKey());
        quickstart.camel().addInitialProperty("camel.component.grokvideo.base-url", gateway.baseUrl());
        quickstart.camel().addInitialProperty("camel.component.grokvideo.allow-loopback", "true");
        return quickstart;
    }

    private Quickstart quickstart(Map<String, String> environment, boolean redraw) {
        Quickstart quickstart = new Quickstart(
                environment, new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8), redraw);
        quickstart.camel().addInitialProperty("camel.component.grokvideo.poll-interval", "20");
        quickstart.camel().addInitialProperty("folder", folder.toString());
        quickstart.camel().bind("capture", LifecycleStrategySupport.adapt((OnCamelContextStarted) context -> {
            embedded = context.getRegistry().findSingleByType(GatewayEmulator.class);
        }));
        return quickstart;
    }

    private static String text(ByteArrayOutputStream stream) {
        return stream.toString(StandardCharsets.UTF_8);
    }
}
