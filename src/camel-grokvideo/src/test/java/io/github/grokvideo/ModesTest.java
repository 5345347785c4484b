package io.github.grokvideo;

import java.awt.Color;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.grokvideo.emulator.Fault;
import io.github.grokvideo.emulator.Operation;
import io.github.grokvideo.emulator.RecordedRequest;
import io.github.grokvideo.emulator.VideoProbe;
import io.github.grokvideo.model.CostEstimate;
import io.github.grokvideo.model.VideoJob;
import org.apache.camel.Exchange;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** All modes and outputs, with real videos; {@link XaiModesTest} runs the same with the other provider. */
class ModesTest extends EmulatorTestSupport {

    @TempDir
    Path folder;

    @Override
    protected RoutesBuilder createRouteBuilder() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:stream").to("grokvideo:generate?output=stream&duration=6")
                        .process(exchange -> exchange.getMessage().setHeader("probe",
                                VideoProbe.probe(exchange.getMessage().getBody(InputStream.class).readAllBytes()).toString()))
                        .toD("file:${header.folder}?fileName=copy.mp4");
                from("direct:chain").to("grokvideo:generate?output=file&directory=" + folder.toUri().getPath())
                        .setProperty("first", body())
                        .to("grokvideo:generate?prompt=make it night&output=bytes");
            }
        };
    }

    /** The gateway reports the size. */
    protected void assertSize(VideoJob job, String size) {
        assertThat(job.size()).isEqualTo(size);
    }

    protected void assertCancel(String id) {
        ok(send("grokvideo:cancel", id));
        assertThat(ok(send("grokvideo:status", id)).getMessage().getHeader(GrokVideoConstants.STATUS)).isEqualTo("CANCELLED");
    }

    private static void isVideo(VideoProbe probe, int seconds) {
        assertThat(probe.videoCodec()).isEqualTo("h264");
        assertThat(probe.audioCodec()).isEqualTo("aac");
        assertThat(probe.hasSound()).isTrue();
        assertThat(probe.duration()).isBetween(Duration.ofMillis(seconds * 1000L - 400),
                Duration.ofMillis(seconds * 1000L + 400));
    }

    @Test
    void textToVideo() throws Exception {
        Exchange result = ok(send("grokvideo:generate?output=bytes&duration=2&size=16:9", "a fox in the snow"));
        isVideo(VideoProbe.probe(result.getMessage().getBody(byte[].class)), 2);
        assertThat(result.getMessage().getHeader(Exchange.CONTENT_TYPE)).isEqualTo("video/mp4");
        assertThat(result.getMessage().getHeader(GrokVideoConstants.COST, BigDecimal.class)).isEqualByComparingTo("0.10");
        assertThat(gateway.emulator().ledger().billedJobs()).isEqualTo(1);
    }

    @Test
    void imageToVideo() throws Exception {
        Exchange result = ok(send("grokvideo:generate?output=bytes&duration=1&inputReference=classpath:dot.png", "zoom in"));
        isVideo(VideoProbe.probe(result.getMessage().getBody(byte[].class)), 1);
    }

    @Test
    void videoToVideoThroughAChainOfTwoSteps() throws Exception {
        Exchange result = ok(send("direct:chain", "a lake at noon"));
        Path first = result.getProperty("first", File.class).toPath();
        VideoProbe before = VideoProbe.probe(first);
        VideoProbe after = VideoProbe.probe(result.getMessage().getBody(byte[].class));
        isVideo(after, (int) Math.round(before.duration().toMillis() / 1000.0));
        Color was = before.averageColor(Duration.ofMillis(500));
        Color is = after.averageColor(Duration.ofMillis(500));
        int distance = Math.abs(was.getRed() - is.getRed()) + Math.abs(was.getGreen() - is.getGreen())
                       + Math.abs(was.getBlue() - is.getBlue());
        assertThat(distance).as(was + " became " + is).isGreaterThan(15);
        assertThat(gateway.emulator().ledger().billedJobs()).isEqualTo(2);
    }

    @Test
    void aStreamLivesAsLongAsTheExchange() throws Exception {
        Set<Path> before = temporaryFiles();
        Exchange result = template.send("direct:stream", exchange -> {
            exchange.getMessage().setBody("p");
            exchange.getMessage().setHeader("folder", folder.toString());
        });
        ok(result);
        assertThat(result.getMessage().getHeader("probe", String.class)).contains("h264");
        isVideo(VideoProbe.probe(folder.resolve("copy.mp4")), 6);
        assertThat(temporaryFiles()).isEqualTo(before);
    }

    // there may be some of other processes
    private static Set<Path> temporaryFiles() throws IOException {
        try (Stream<Path> all = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return all.filter(file -> file.getFileName().toString().startsWith(".grokvideo-")).collect(Collectors.toSet());
        }
    }

    @Test
    void severalVideos() throws Exception {
        Exchange result = ok(
                send("grokvideo:generate?n=3&duration=1&output=file&fileName=shot&directory=" + folder, "three of a kind"));
        assertThat(result.getMessage().getBody(List.class)).hasSize(3).containsExactly(
                folder.resolve("shot-1.mp4").toFile(), folder.resolve("shot-2.mp4").toFile(),
                folder.resolve("shot-3.mp4").toFile());
        isVideo(VideoProbe.probe(folder.resolve("shot-3.mp4")), 1);
        assertThat(result.getMessage().getHeader(GrokVideoConstants.COST, BigDecimal.class)).isEqualByComparingTo("0.15");
    }

    @ParameterizedTest
    @ValueSource(strings = { "1365x768", "768x1365", "1254x836", "836x1254", "887x1182", "1024x1024", "1183x887" })
    void everySizeOfTheTable(String size) {
        VideoJob job
                = ok(send("grokvideo:generate?duration=1&output=job&size=" + size, "p")).getMessage().getBody(VideoJob.class);
        assertSize(job, size);
    }

    @Test
    void submitAwaitStatusCancelEstimate() {
        String id = ok(send("grokvideo:submit?duration=1", "p")).getMessage().getBody(String.class);
        assertThat(ok(send("grokvideo:await", id)).getMessage().getBody(String.class))
                .startsWith(gateway.emulator().mediaUrl());
        assertThat(ok(send("grokvideo:status", id)).getMessage().getHeader(GrokVideoConstants.STATUS)).isEqualTo("COMPLETED");

        CostEstimate estimate = ok(send("grokvideo:estimate?duration=8&n=2", "p")).getMessage().getBody(CostEstimate.class);
        assertThat(estimate.cost().amount()).isEqualByComparingTo("0.80");
        assertThat(gateway.emulator().jobs().count()).as("an estimate makes no job").isEqualTo(1);

        gateway.emulator().faults().next(Operation.CREATE, Fault.neverFinish());
        String endless = ok(send("grokvideo:submit", "p")).getMessage().getBody(String.class);
        assertCancel(endless);
    }

    @Test
    void theMediaHostNeverSeesTheKey() {
        ok(send("grokvideo:generate?duration=1&output=bytes", "p"));
        assertThat(gateway.emulator().mediaRequests().all()).isNotEmpty().allSatisfy(
                (RecordedRequest request) -> assertThat(request.headers().toString())
                        .doesNotContain(gateway.emulator().apiKey()));
        assertThat(gateway.emulator().mediaRequests().all()).allSatisfy(
                (RecordedRequest request) -> assertThat(request.header("Authorization")).isEmpty());
    }

    @Test
    void anExpiredUrlIsRefreshedOnce() throws Exception {
        String id = ok(send("grokvideo:submit?duration=1", "p")).getMessage().getBody(String.class);
        ok(send("grokvideo:await", id));
        gateway.emulator().faults().next(Operation.MEDIA, Fault.expiredMedia());
        isVideo(VideoProbe.probe(ok(send("grokvideo:download?output=bytes", id)).getMessage().getBody(byte[].class)), 1);
        assertThat(gateway.emulator().mediaRequests().all()).hasSize(2);
    }
}
