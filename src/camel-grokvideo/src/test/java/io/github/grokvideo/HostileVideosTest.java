package io.github.grokvideo;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;

import io.github.grokvideo.internal.media.VideoFiles;
import io.github.grokvideo.model.DownloadException;
import io.github.grokvideo.model.InvalidRequestException;
import io.github.grokvideo.model.JobFailedException;
import io.github.grokvideo.model.VideoJob;
import org.apache.camel.ConsumerTemplate;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/** A gateway and a media host that mean harm, and places where nothing can be stored. */
class HostileVideosTest extends WireMockTestSupport {

    private static final byte[] MP4 = "\0\0\0\u0018ftypisom-and-more".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    Path folder;

    @Override
    protected void configure(GrokVideoComponent component) {
        component.getConfiguration().setRequestRetries(0);
    }

    private static void names(String id, int count, String url) {
        String output = String.join(",", Collections.nCopies(count, "{\"url\":\"" + url + "\"}"));
        inTurn(id, json(200,
                completed(id).replaceFirst("\"output\":\\{[^}]*}", Matcher.quoteReplacement("\"output\":[" + output + "]"))));
    }

    @SuppressWarnings("unchecked")
    private static List<String> warnings(Exchange exchange) {
        return exchange.getMessage().getHeader(GrokVideoConstants.WARNINGS, List.of(), List.class);
    }

    // C1

    @Test
    void aJobThatNamesTwentyThousandVideosMakesAFewDownloads() {
        api.stubFor(get(urlPathEqualTo("/media/v.mp4")).willReturn(aResponse().withBody(MP4)));
        names("video_1", 20_000, origin() + "/media/v.mp4");
        Exchange result = send("grokvideo:download?output=bytes", "video_1");
        assertThat(result.getException()).isNull();
        assertThat(result.getMessage().getBody(List.class)).hasSize(10);
        assertThat(warnings(result)).anySatisfy(w -> assertThat(w).contains("returned 20000 videos"));
        assertThat(result.getMessage().getHeader(GrokVideoConstants.VIDEO_URLS, List.class)).hasSize(10);
        api.verify(10, getRequestedFor(urlPathEqualTo("/media/v.mp4")));
    }

    @ParameterizedTest
    @ValueSource(strings = { "generate?output=bytes", "generate?output=bytes&n=1", "await?output=bytes&n=1", "generate" })
    void noMoreVideosThanWereAskedForAreTaken(String uri) {
        api.stubFor(get(urlPathEqualTo("/media/v.mp4")).willReturn(aResponse().withBody(MP4)));
        api.stubFor(create().willReturn(json(202, queued("video_1"))));
        names("video_1", 5, origin() + "/media/v.mp4");
        Exchange result = send("grokvideo:" + uri, uri.startsWith("await") ? "video_1" : "p");
        assertThat(result.getException()).isNull();
        assertThat(result.getMessage().getBody()).isEqualTo(uri.contains("bytes") ? MP4 : origin() + "/media/v.mp4");
        assertThat(warnings(result))
                .containsExactly("The gateway returned 5 videos, at most 1 was requested; the others are ignored");
        api.verify(uri.contains("bytes") ? 1 : 0, getRequestedFor(urlPathEqualTo("/media/v.mp4")));
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "&n=3" })
    void resultsHaveNoMoreVideosThanWereAskedFor(String asked) throws Exception {
        api.stubFor(create().willReturn(json(202, queued("video_1"))));
        names("video_1", 20, "https://media.example/v.mp4");
        int most = asked.isEmpty() ? 10 : 3;
        send("grokvideo:submit", "p");
        MockEndpoint mock = context.getEndpoint("mock:results", MockEndpoint.class);
        mock.expectedMessageCount(1);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("grokvideo:results?claimInterval=50" + asked).to(mock);
            }
        });
        mock.assertIsSatisfied();
        bounded(mock.getExchanges().get(0), most);
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "&n=3" })
    void polledResultsHaveNoMoreVideosThanWereAskedFor(String asked) throws Exception {
        api.stubFor(create().willReturn(json(202, queued("video_1"))));
        names("video_1", 20, "https://media.example/v.mp4");
        send("grokvideo:submit", "p");
        try (ConsumerTemplate polls = context.createConsumerTemplate()) {
            Exchange polled = polls.receive("grokvideo:results?claimInterval=50" + asked, 20_000);
            bounded(polled, asked.isEmpty() ? 10 : 3);
            polls.doneUoW(polled);
        }
    }

    private static void bounded(Exchange result, int most) {
        assertThat(result.getMessage().getBody(List.class)).hasSize(most);
        assertThat(result.getMessage().getHeader(GrokVideoConstants.VIDEO_URLS, List.class)).hasSize(most);
        assertThat(warnings(result)).containsExactly(
                "The gateway returned 20 videos, at most " + most + " were requested; the others are ignored");
    }

    @Test
    void theVideosOfAJobAreBoundedTogether() {
        api.stubFor(get(urlPathEqualTo("/media/v.mp4")).willReturn(aResponse().withBody(MP4)));
        names("video_1", 8, origin() + "/media/v.mp4");
        Exchange result = send("grokvideo:download?output=bytes&maxDownloadSize=" + 3 * MP4.length, "video_1");
        assertThat(result.getMessage().getBody(List.class)).hasSize(3);
        assertThat(warnings(result)).hasSize(5).allSatisfy(w -> assertThat(w).contains("have more than " + 3 * MP4.length
                                                                                       + " bytes together"));
        Exchange asked = send("grokvideo:download?output=bytes&n=8&maxDownloadSize=" + MP4.length, "video_1");
        assertThat(asked.getMessage().getBody(List.class)).as("n times the size").hasSize(8);
    }

    @Test
    void theVideosOfAJobAreFetchedAFewAtATime() throws Exception {
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch go = new CountDownLatch(1);
        try (RawServer media = new RawServer((request, out) -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            go.await();
            now.decrementAndGet();
            RawServer.reply(out, 200, MP4);
        })) {
            names("video_1", 10, media.url("/v.mp4"));
            CompletableFuture<Exchange> result = template.asyncSend(
                    "grokvideo:download?output=bytes", exchange -> exchange.getMessage().setBody("video_1"));
            Awaitility.await().until(() -> now.get() >= 4);
            go.countDown();
            assertThat(result(result).getMessage().getBody(List.class)).hasSize(10);
            assertThat(media.requests()).hasSize(10);
        }
        assertThat(most).hasValue(4);
    }

    @Test
    void bytesHaveABoundOfTheirOwn() {
        for (String[] row : new String[][] { { "bytes", "268435456" }, { "file&directory=" + folder, "2147483648" } }) {
            api.stubFor(get(urlPathEqualTo("/media/v.mp4")).willReturn(
                    aResponse().withHeader("Content-Length", Long.toString(Long.parseLong(row[1]) + 1)).withBody(MP4)));
            names("video_1", 1, origin() + "/media/v.mp4");
            assertThat(failure(send("grokvideo:download?output=" + row[0], "video_1"), DownloadException.class))
                    .hasMessageContaining("more than maxDownloadSize=" + row[1]);
        }
    }

    // C4

    @ParameterizedTest
    @ValueSource(strings = {
            "file:///etc/passwd", "exec:rm?args=-rf", "https://a/\\r\\nX: y", "https://a/\\u0000", "bean:x", "https://u:p@a/",
            "http://169.254.169.254/latest", "https://10.0.0.1/", "https://[fd00::1]/", "https://db.svc.cluster.local/",
            "https://router/", "https://0x0a000001/", "https://a.corp/" })
    void whatIsNoUrlOfAVideoReachesNobody(String url) {
        List<Object> seen = new ArrayList<>();
        context.getManagementStrategy().addEventNotifier(new org.apache.camel.support.EventNotifierSupport() {
            @Override
            public void notify(org.apache.camel.spi.CamelEvent event) {
                if (event instanceof GrokVideoStatusEvent status) {
                    seen.addAll(status.getJob().videos());
                }
            }
        });
        api.stubFor(create().willReturn(json(202, queued("video_1"))));
        names("video_1", 1, url);
        Exchange result = send("grokvideo:generate", "p");
        assertThat(failure(result, JobFailedException.class)).message().contains("has no usable video: the video's ")
                .matches("\\P{Cntrl}*");
        assertThat(result.getMessage().getBody()).isEqualTo("p");
        assertThat(result.getMessage().getHeaders()).doesNotContainKeys(
                GrokVideoConstants.VIDEO_URL, GrokVideoConstants.VIDEO_URLS);
        VideoJob job = send("grokvideo:status", "video_1").getMessage().getBody(VideoJob.class);
        assertThat(job.videos()).isEmpty();
        assertThat(seen).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = { "url", "stream", "file", "bytes" })
    void aJobWithoutAUsableUrlIsBilledAndNotMadeAgain(String output) {
        api.stubFor(create().willReturn(json(202, queued("video_1"))));
        names("video_1", 2, "file:///etc/passwd");
        Exchange result = send("grokvideo:generate?n=2&output=" + output + "&directory=" + folder, "p");
        assertThat(failure(result, JobFailedException.class)).satisfies(failure -> {
            assertThat(failure.getCode()).isEqualTo("NO_OUTPUT");
            assertThat(failure.isRetryable()).isFalse();
            assertThat(failure.getCost().amount()).isEqualByComparingTo("0.30");
        });
        RefusedOnceTest.assertThatTheCostIs(result, "0.30");
        assertThat(warnings(result)).contains(
                "Video 1 is left out: the video's address begins with 'file:', only https is downloaded",
                "Video 2 is left out: the video's address begins with 'file:', only https is downloaded");
    }

    @Test
    void asAJobItIsASuccessWithAWarning() {
        api.stubFor(create().willReturn(json(202, queued("video_1"))));
        names("video_1", 1, "file:///etc/passwd");
        Exchange result = send("grokvideo:generate?output=job", "p");
        assertThat(result.getException()).isNull();
        assertThat(result.getMessage().getBody(VideoJob.class).videos()).isEmpty();
        assertThat(result.getMessage().getHeader(GrokVideoConstants.STATUS)).isEqualTo("COMPLETED");
        assertThat(warnings(result)).containsExactly(
                "Video 1 is left out: the video's address begins with 'file:', only https is downloaded",
                "Job video_1 is completed and names no usable video, nor a place where it went");
        RefusedOnceTest.assertThatTheCostIs(result, "0.30");
    }

    @Test
    void aUrlThatIsHandedOnIsInTheOneSpelling() {
        names("video_1", 1, "HTTPS://Media.Example:443/a b/{{env:HOME}}/фильм.mp4?x=${body}#class:x");
        assertThat(send("grokvideo:await", "video_1").getMessage().getBody()).isEqualTo(
                "https://media.example/a%20b/%7B%7Benv:HOME%7D%7D/%D1%84%D0%B8%D0%BB%D1%8C%D0%BC.mp4?x=$%7Bbody%7D");
    }

    // a folder that cannot be written to

    @ParameterizedTest
    @ValueSource(strings = { "generate", "await", "download", "results" })
    void aRouteWhoseFolderCannotBeWrittenToDoesNotStart(String operation) throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        for (String directory : List.of(file.toString(), file + "/below", "/proc/none")) {
            String uri = "grokvideo:" + operation + "?output=file&directory=" + directory;
            Throwable thrown = catchThrowable(() -> context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from(operation.equals("results") ? uri : "direct:a").to(operation.equals("results") ? "mock:a" : uri);
                }
            }));
            while (thrown.getCause() != null) {
                thrown = thrown.getCause();
            }
            assertThat(thrown).isInstanceOf(IllegalArgumentException.class).hasMessageStartingWith(
                    "Option directory: invalid value '" + directory + "', which cannot be written to: ");
            for (org.apache.camel.Route route : List.copyOf(context.getRoutes())) {
                context.getRouteController().stopRoute(route.getRouteId());
                context.removeRoute(route.getRouteId());
            }
        }
    }

    @Test
    void aPollWhoseFolderCannotBeWrittenToTakesNoResult() throws Exception {
        api.stubFor(get(urlPathEqualTo("/media/v.mp4")).willReturn(aResponse().withBody(MP4)));
        api.stubFor(create().willReturn(json(202, queued("video_1"))));
        names("video_1", 1, origin() + "/media/v.mp4");
        send("grokvideo:submit", "p");
        Path file = Files.createFile(folder.resolve("file"));
        try (ConsumerTemplate polls = context.createConsumerTemplate()) {
            Throwable thrown = catchThrowable(
                    () -> polls.receive("grokvideo:results?claimInterval=50&output=file&directory=" + file, 20_000));
            assertThat(thrown).hasStackTraceContaining(
                    "Option directory: invalid value '" + file
                                                       + "', which cannot be written to: it is a file, not a directory.");
            Exchange polled = polls.receive("grokvideo:results?claimInterval=50&output=file&directory=" + folder, 20_000);
            assertThat(polled.getMessage().getBody(File.class)).hasBinaryContent(MP4);
            assertThat(polled.getMessage().getHeader(GrokVideoConstants.DELIVERY)).isEqualTo(1);
            polls.doneUoW(polled);
        }
    }

    @Test
    void nothingIsSubmittedWhenTheFolderIsLost() throws Exception {
        Path place = folder.resolve("videos");
        String uri = "grokvideo:generate?output=file&directory=" + place;
        job("video_1", json(200, completed("video_1", origin() + "/media/v.mp4")));
        api.stubFor(get(urlPathEqualTo("/media/v.mp4")).willReturn(aResponse().withBody(MP4)));
        assertThat(send(uri, "p").getMessage().getBody(File.class)).exists();
        Files.move(place, folder.resolve("moved"));
        Files.createFile(place);
        api.resetRequests();
        assertThat(failure(send(uri, "p"), InvalidRequestException.class))
                .hasMessageStartingWith("Option directory: invalid value '" + place
                                        + "', which cannot be written to: it is a file, not a directory.")
                .hasMessageEndingWith("; nothing was submitted");
        api.verify(0, anyRequestedFor(anyUrl()));
    }

    @Test
    void theFolderOfNoOptionIsClosedToOthers() throws Exception {
        api.stubFor(get(urlPathMatching("/media/.*")).willReturn(aResponse().withBody(MP4)));
        names("video_1", 1, origin() + "/media/v.mp4");
        String before = System.getProperty("java.io.tmpdir");
        System.setProperty("java.io.tmpdir", folder.toString());
        try {
            File file = send("grokvideo:download?output=file", "video_1").getMessage().getBody(File.class);
            assertThat(file.toPath().getParent()).isEqualTo(VideoFiles.ofUser().directory());
            assertThat(permissions(file.toPath())).isEqualTo("rw-------");
            assertThat(permissions(file.toPath().getParent())).isEqualTo("rwx------");

            Files.setPosixFilePermissions(file.toPath().getParent(), PosixFilePermissions.fromString("rwxrwxrwx"));
            api.resetRequests();
            assertThat(failure(send("grokvideo:download?output=file", "video_1"), InvalidRequestException.class))
                    .hasMessageContaining("Option directory: not set, and the default " + file.getParent())
                    .hasMessageContaining("it is open to other users (rwxrwxrwx)");
            api.verify(0, anyRequestedFor(anyUrl()));
        } finally {
            System.setProperty("java.io.tmpdir", before);
        }
        Path own = folder.resolve("chosen");
        File chosen = send("grokvideo:download?output=file&directory=" + own, "video_1").getMessage().getBody(File.class);
        Path umask = Files.createFile(folder.resolve("umask"));
        assertThat(permissions(chosen.toPath())).as("as the umask says").isEqualTo(permissions(umask));
    }

    private static String permissions(Path path) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
