package io.github.grokvideo.example.storyboard;

import java.awt.Color;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.github.grokvideo.emulator.Fault;
import io.github.grokvideo.emulator.GatewayEmulator;
import io.github.grokvideo.emulator.JobStatus;
import io.github.grokvideo.emulator.ManualClock;
import io.github.grokvideo.emulator.Operation;
import io.github.grokvideo.emulator.VideoJob;
import io.github.grokvideo.emulator.VideoProbe;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

class StoryboardTest {

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final List<String> SCENES = List.of("A lighthouse at dawn", "A boat in the fog", "Gulls over the sea");
    private static final int SECONDS = 3;

    @TempDir
    private Path folder;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
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
    void joinsTheScenesInTheirOrderWhicheverIsDoneFirst() throws Exception {
        gateway.close();
        gateway = GatewayEmulator.builder().tiny(true).clock(new ManualClock()).build().start();
        CompletableFuture<Integer> status = CompletableFuture.supplyAsync(() -> storyboard().run(text(SCENES)));
        // all are under way before one is done
        await().atMost(PATIENCE).until(() -> gateway.jobs().count() == SCENES.size());
        for (int i = SCENES.size() - 1; i >= 0; i--) {
            gateway.jobs().finish(job(SCENES.get(i)).id());
            int made = SCENES.size() - i;
            await().atMost(PATIENCE).until(() -> clips().size() == made);
        }
        assertThat(status.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isZero();

        Path film = folder.resolve("film.mp4");
        VideoProbe probe = VideoProbe.probe(film);
        assertThat(probe.duration().toMillis()).isCloseTo(SCENES.size() * SECONDS * 1000L, within(100L));
        assertThat(probe.videoCodec()).isEqualTo("h264");
        assertThat(probe.audioCodec()).isEqualTo("aac");
        assertThat(probe.hasSound()).isTrue();
        for (int i = 0; i < SCENES.size(); i++) {
            assertThat(scene(probe, i)).isEqualTo(SCENES.get(i));
        }
        assertThat(text(out)).contains(film.toString(), "3 scenes, 9.0 s, 0.45 USD");
        assertThat(text(err)).isEmpty();
        assertThat(folder.resolve("film.mp4.part")).doesNotExist();
    }

    @Test
    void aChangedSceneIsMadeAnewAndNoOther() throws Exception {
        assertThat(storyboard().run(text(SCENES))).isZero();
        VideoProbe before = VideoProbe.probe(folder.resolve("film.mp4"));
        List<String> changed = List.of("A kettle on the stove", SCENES.get(0), SCENES.get(1), SCENES.get(2));

        assertThat(storyboard().run(text(changed))).isZero();

        assertThat(gateway.ledger().billedJobs()).isEqualTo(SCENES.size() + 1);
        assertThat(text(out)).contains("4 scenes, 12.0 s, 0.15 USD");
        VideoProbe film = VideoProbe.probe(folder.resolve("film.mp4"));
        assertThat(film.duration()).isGreaterThan(before.duration());
        assertThat(distance(film.averageColor(middle(1)), before.averageColor(middle(0)))).isLessThan(10);

        assertThat(storyboard().run(text(changed))).isZero();
        assertThat(gateway.ledger().billedJobs()).isEqualTo(SCENES.size() + 1);
        assertThat(text(out)).contains("no new scenes");
    }

    @Test
    void tellsWhichSceneIsMissingAndMakesOnlyThatInTheNextTake() throws Exception {
        gateway.faults().next(Operation.CREATE, Fault.failure("UPSTREAM_ERROR", "The provider had no luck."));
        assertThat(storyboard().run(text(SCENES))).isEqualTo(1);

        String failed = gateway.jobs().all().stream().filter(job -> job.status() == JobStatus.FAILED)
                .map(StoryboardTest::scene).findFirst().orElseThrow();
        assertThat(text(err)).contains("Scene " + (SCENES.indexOf(failed) + 1) + ": ", "The provider had no luck.",
                "-Dtake=2");
        assertThat(clips()).hasSize(2);
        assertThat(folder.resolve("film.mp4")).doesNotExist();

        Storyboard next = storyboard();
        next.camel().addOverrideProperty("take", "2");
        assertThat(next.run(text(SCENES))).isZero();
        assertThat(gateway.ledger().billedJobs()).isEqualTo(SCENES.size() + 1);
        assertThat(folder.resolve("film.mp4")).exists();
    }

    @Test
    void worksWithoutAKey() throws IOException {
        Storyboard storyboard = new Storyboard(folder, true, stream(out), stream(err));
        storyboard.camel().addInitialProperty("grokvideo.emulator.tiny", "true");
        storyboard.camel().addInitialProperty("grokvideo.emulator.queue-time", "10ms");
        storyboard.camel().addInitialProperty("grokvideo.emulator.render-time", "20ms");

        assertThat(storyboard.run("\n\n  " + SCENES.get(0) + "\r\n \r\n\r\n" + SCENES.get(1) + "\n\n\n")).isZero();

        assertThat(text(out)).contains("the local emulator", "2 scenes, 6.0 s, 0.30 USD");
    }

    private Storyboard storyboard() {
        Storyboard storyboard = new Storyboard(folder, false, stream(out), stream(err));
        storyboard.camel().addInitialProperty("camel.component.grokvideo.base-url", gateway.baseUrl());
        storyboard.camel().addInitialProperty("camel.component.grokvideo.api-key", gateway.apiKey());
        storyboard.camel().addInitialProperty("camel.component.grokvideo.allow-loopback", "true");
        storyboard.camel().addInitialProperty("camel.component.grokvideo.poll-interval", "20");
        return storyboard;
    }

    private static String text(List<String> scenes) {
        return String.join("\n\n", scenes);
    }

    private VideoJob job(String scene) {
        return gateway.jobs().all().stream().filter(job -> scene(job).equals(scene)).findFirst().orElseThrow();
    }

    private static String scene(VideoJob job) {
        return SCENES.stream().filter(job.prompt()::startsWith).findFirst().orElseThrow();
    }

    private List<Path> clips() throws IOException {
        Path scenes = folder.resolve("scenes");
        if (Files.notExists(scenes)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(scenes)) {
            return files.filter(file -> file.toString().endsWith(".mp4")).toList();
        }
    }

    private Path clip(String scene) {
        String hash = job(scene).idempotencyKey().split("-")[1];
        return folder.resolve("scenes").resolve(hash + ".mp4");
    }

    /** The scene that is seen in that place of the film: the one whose clip looks most like it. */
    private String scene(VideoProbe film, int place) throws IOException {
        Color seen = film.averageColor(middle(place));
        String nearest = null;
        double least = Double.MAX_VALUE;
        for (String scene : SCENES) {
            double distance = distance(seen, VideoProbe.probe(clip(scene)).averageColor(middle(0)));
            if (distance < least) {
                least = distance;
                nearest = scene;
            }
        }
        return nearest;
    }

    private static Duration middle(int place) {
        return Duration.ofMillis(1000L * place * SECONDS + 500L * SECONDS);
    }

    private static double distance(Color one, Color other) {
        return Math.hypot(
                Math.hypot(one.getRed() - other.getRed(), one.getGreen() - other.getGreen()), one.getBlue() - other.getBlue());
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
