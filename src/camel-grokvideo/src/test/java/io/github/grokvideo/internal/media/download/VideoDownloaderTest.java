package io.github.grokvideo.internal.media.download;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;

import com.sun.management.ThreadMXBean;
import io.github.grokvideo.RawServer;
import io.github.grokvideo.internal.media.Mp4;
import io.github.grokvideo.internal.media.format.MediaFormat;
import io.github.grokvideo.internal.observation.JobOrigin;
import io.github.grokvideo.model.DownloadException;
import io.github.grokvideo.model.Video;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

import static io.github.grokvideo.RawServer.head;
import static io.github.grokvideo.RawServer.reply;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

class VideoDownloaderTest extends DownloadTestSupport {

    private static final byte[] VIDEO = Mp4.bytes(100_000);

    private RawServer media;

    private void media(RawServer.Answer answer) throws IOException {
        media = new RawServer(answer);
    }

    @AfterEach
    void stopMedia() throws IOException {
        media.close();
    }

    private static void chunk(OutputStream out, byte[] part) throws IOException {
        out.write((Integer.toHexString(part.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.write(part);
        out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
    }

    private static void untilGone(RawServer.Request request) {
        try {
            request.socket().getInputStream().read();
        } catch (IOException e) {
            // reset is gone, too
        }
    }

    @Test
    void fetchesAVideoToTheByte() throws Exception {
        media((request, out) -> reply(out, 200, VIDEO, "Content-Type: video/mp4"));

        Download download = fetch(media.url("/v.mp4?signature=a%2Fb&x=1#t=1"));

        assertThat(download).isEqualTo(new Download(VIDEO.length, MediaFormat.MP4));
        assertThat(Files.readAllBytes(file())).isEqualTo(VIDEO);
        assertThat(media.requests()).hasSize(1);
        assertThat(media.requests().get(0).line()).isEqualTo("GET /v.mp4?signature=a%2Fb&x=1 HTTP/1.1");
    }

    // a pipe that nobody reads yet is a disk that does not answer
    private Path pipe() throws Exception {
        Path pipe = directory.resolve("pipe");
        Process made;
        try {
            made = new ProcessBuilder("mkfifo", pipe.toString()).start();
        } catch (IOException e) {
            throw new TestAbortedException("no named pipes here", e);
        }
        assertThat(made.waitFor()).isZero();
        return pipe;
    }

    @Test
    void aDiskThatDoesNotAnswerHoldsUpNobodyElseAndFillsNoMemory() throws Exception {
        int length = 64 << 20;
        AtomicInteger sent = new AtomicInteger();
        media((request, out) -> {
            if (request.path().equals("/long")) {
                head(out, 200, "Content-Type: video/mp4", "Content-Length: " + length);
                out.write(VIDEO);
                byte[] part = new byte[1 << 14];
                for (sent.set(VIDEO.length); sent.get() < length; sent.addAndGet(part.length)) {
                    out.write(part, 0, Math.min(part.length, length - sent.get()));
                }
                out.flush();
            } else {
                reply(out, 200, VIDEO, "Content-Type: video/mp4");
            }
        });
        Path pipe = pipe();
        CompletableFuture<Download> slow = downloader().fetch(
                new Video(media.url("/long"), null, null), pipe, "video_2",
                new DownloadSettings(1 << 30, Duration.ofMinutes(2), 0), NO_REFRESH, JobOrigin.UNKNOWN);
        await().until(() -> sent.get() > 0);
        assertThat(fetch(media.url("/v.mp4")).length()).isEqualTo(VIDEO.length);
        // what both sockets hold, and what may wait for the disk
        await().during(Duration.ofMillis(500)).until(() -> sent.get() < length / 2);
        assertThat(slow).isNotDone();

        long read = 0;
        try (InputStream reader = Files.newInputStream(pipe)) {
            byte[] part = new byte[1 << 16];
            for (int n = reader.read(part); n >= 0; n = reader.read(part)) {
                read += n;
            }
        }
        assertThat(read).isEqualTo(length);
        assertThat(slow.get(30, TimeUnit.SECONDS)).isEqualTo(new Download(length, MediaFormat.MP4));
    }

    @Tag("slow")
    @Test
    void aDiskThatDoesNotAnswerDoesNotKeepTheTimeoutFromBeingTold() throws Exception {
        media((request, out) -> reply(out, 200, VIDEO, "Content-Type: video/mp4"));
        Path pipe = pipe();
        CompletableFuture<Download> slow = downloader().fetch(
                new Video(media.url("/v.mp4"), null, null), pipe, "video_2",
                new DownloadSettings(1 << 30, Duration.ofMillis(500), 0), NO_REFRESH, JobOrigin.UNKNOWN);
        assertThatThrownBy(() -> slow.get(30, TimeUnit.SECONDS)).hasMessageContaining("downloadTimeout=500 ms");
        Files.newInputStream(pipe).close();
        await().until(() -> Files.notExists(pipe));
    }

    @Test
    void fetchesWhateverWayALengthIsTold() throws Exception {
        media((request, out) -> {
            if (request.path().equals("/chunked")) {
                head(out, 200, "Transfer-Encoding: chunked");
                for (int i = 0; i < VIDEO.length; i += 1000) {
                    chunk(out, Arrays.copyOfRange(VIDEO, i, i + 1000));
                }
                chunk(out, new byte[0]);
            } else {
                head(out, 200, "Connection: close", "Content-Encoding: identity");
                out.write(VIDEO);
                out.flush();
                request.socket().close();
            }
        });
        for (String path : List.of("/chunked", "/until-closed")) {
            assertThat(fetch(media.url(path)).length()).as(path).isEqualTo(VIDEO.length);
            assertThat(Files.readAllBytes(file())).as(path).isEqualTo(VIDEO);
            Files.delete(file());
        }
    }

    @Test
    void takesTheTypesThatMediaHostsUse() throws Exception {
        List<String> types = List.of(
                "video/mp4", "VIDEO/MP4", "video/mp4; codecs=\"avc1\"", "video/webm", "video/quicktime",
                "application/octet-stream", "binary/octet-stream", "application/mp4");
        media((request, out) -> reply(
                out, 200, VIDEO, "Content-Type: " + types.get(Integer.parseInt(request.path().substring(1)))));
        for (int i = 0; i < types.size(); i++) {
            assertThat(fetch(media.url("/" + i)).format()).as(types.get(i)).isEqualTo(MediaFormat.MP4);
            Files.delete(file());
        }
    }

    @Test
    void sendsNoCredentialsAndKeepsNoCookies() throws Exception {
        media((request, out) -> {
            if (request.path().equals("/v.mp4")) {
                reply(out, 302, new byte[0], "Location: /b.mp4", "Set-Cookie: session=1; Path=/");
            } else {
                reply(out, 200, VIDEO, "Set-Cookie: session=2");
            }
        });
        fetch(media.url("/v.mp4"));
        Files.delete(file());
        fetch(media.url("/v.mp4"));

        assertThat(media.requests()).hasSize(4).allSatisfy(request -> {
            assertThat(request.headers().keySet()).containsExactlyInAnyOrder("accept", "connection", "host", "user-agent");
            assertThat(request.header("user-agent")).isEqualTo("test");
        });
    }

    @Test
    void aHostThatAsksForCredentialsGetsNone() throws Exception {
        media((request, out) -> reply(out, 401, new byte[0], "WWW-Authenticate: Basic realm=\"give me your key\""));
        refused(media.url("/v.mp4"), bounds(1000, 3), () -> CompletableFuture.completedFuture(video("/v.mp4")));
        assertThat(media.requests()).hasSize(2).allSatisfy(request -> assertThat(request.header("authorization")).isNull());
    }

    @Test
    void aVideoThatIsSaidToBeTooLongIsNotBegun() throws Exception {
        media((request, out) -> {
            head(out, 200, "Content-Type: video/mp4", "Content-Length: 1001");
            // the first byte would come only when the other side has gone
            untilGone(request);
        });
        assertThat(refused(media.url("/v.mp4"), bounds(1000, 3), NO_REFRESH))
                .hasMessage("The video was rejected: it has 1001 bytes, more than maxDownloadSize=1000 [job video_1]")
                .matches(failure -> !((DownloadException) failure).isRetryable());
        assertThat(media.requests()).hasSize(1);
    }

    @Test
    void aVideoOfExactlyTheMaximumIsTaken() throws Exception {
        media((request, out) -> reply(out, 200, Mp4.bytes(1000)));
        assertThat(fetch(media.url("/v.mp4"), bounds(1000, 0), NO_REFRESH).length()).isEqualTo(1000);
    }

    @Test
    void anEndlessVideoEndsAtTheMaximum() throws Exception {
        AtomicLong written = new AtomicLong();
        media((request, out) -> {
            head(out, 200, "Content-Type: video/mp4", "Transfer-Encoding: chunked");
            chunk(out, Mp4.bytes(1000));
            while (true) {
                chunk(out, new byte[10_000]);
                written.addAndGet(10_000);
            }
        });
        assertThat(refused(media.url("/v.mp4"), bounds(5_000_000, 3), NO_REFRESH))
                .hasMessage("The video was rejected: it is longer than maxDownloadSize=5000000 bytes [job video_1]");
        // and what was under way in the buffers of two sockets
        assertThat(written.get()).isGreaterThan(4_900_000).isLessThan(5_000_000 + (16 << 20));
        assertThat(media.requests()).hasSize(1);
    }

    @Test
    void theFileNeverGrowsBeyondTheMaximum() throws Exception {
        AtomicLong longest = new AtomicLong();
        CountDownLatch written = new CountDownLatch(1);
        media((request, out) -> {
            head(out, 200, "Transfer-Encoding: chunked");
            chunk(out, Mp4.bytes(90_000));
            out.flush();
            await().until(() -> Files.exists(file()) && Files.size(file()) == 90_000);
            longest.set(Files.size(file()));
            written.countDown();
            chunk(out, new byte[10_001]);
            chunk(out, new byte[10_000_000]);
        });
        refused(media.url("/v.mp4"), bounds(100_000, 0), NO_REFRESH);
        assertThat(written.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(longest).hasValue(90_000);
    }

    @Test
    void aShortVideoIsFetchedAgain() throws Exception {
        AtomicInteger attempts = new AtomicInteger();
        media((request, out) -> {
            if (attempts.incrementAndGet() == 1) {
                head(out, 200, "Content-Length: " + VIDEO.length);
                out.write(VIDEO, 0, 60_000);
                throw new IOException("gone");
            }
            reply(out, 200, VIDEO);
        });
        assertThat(fetch(media.url("/v.mp4"), bounds(1 << 20, 1), NO_REFRESH).length()).isEqualTo(VIDEO.length);
        assertThat(Files.readAllBytes(file())).isEqualTo(VIDEO);
        assertThat(attempts).hasValue(2);
    }

    @Test
    void aVideoThatStaysShortIsGivenUp() throws Exception {
        media((request, out) -> {
            head(out, 200, "Content-Length: " + (VIDEO.length + 1));
            out.write(VIDEO);
            throw new IOException("gone");
        });
        DownloadException failure = refused(media.url("/v.mp4"), bounds(1 << 20, 1), NO_REFRESH);
        assertThat(failure).hasMessageStartingWith("The video could not be downloaded: ").hasCauseInstanceOf(IOException.class);
        assertThat(failure.isRetryable()).isTrue();
        assertThat(failure.getJobId()).isEqualTo("video_1");
        assertThat(media.requests()).hasSize(2);
    }

    @Test
    void whatIsNoVideoIsNotTaken() throws Exception {
        byte[] html = "<html>please log in</html>".getBytes(StandardCharsets.UTF_8);
        byte[] json = "{\"error\":\"not yours\"}".getBytes(StandardCharsets.UTF_8);
        byte[] png = { (byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n', 0, 0, 0, 0, 0, 0, 0, 0 };
        byte[] avif = Mp4.bytes(100);
        System.arraycopy("avif".getBytes(StandardCharsets.US_ASCII), 0, avif, 8, 4);
        media((request, out) -> {
            switch (request.path()) {
                case "/html" -> reply(out, 200, html, "Content-Type: text/html; charset=utf-8");
                case "/html-as-video" -> reply(out, 200, html, "Content-Type: video/mp4");
                case "/json" -> reply(out, 200, json, "Content-Type: video/mp4");
                case "/json-type" -> reply(out, 200, VIDEO, "Content-Type: application/json");
                case "/image" -> reply(out, 200, png);
                case "/avif" -> reply(out, 200, avif);
                case "/empty" -> reply(out, 200, new byte[0], "Content-Type: video/mp4");
                case "/tiny" -> reply(out, 200, Mp4.bytes(7));
                case "/hostile-type" -> reply(out, 200, VIDEO, "Content-Type: text/\u001b[31m" + "x".repeat(9999));
                default -> head(out, 204);
            }
        });
        notTaken("/html", "its content type is text/html; charset=utf-8");
        notTaken("/html-as-video", "its content is neither MP4 nor WebM (26 bytes)");
        notTaken("/json", "its content is neither MP4 nor WebM (21 bytes)");
        notTaken("/json-type", "its content type is application/json");
        notTaken("/image", "its content is neither MP4 nor WebM (16 bytes)");
        notTaken("/avif", "its content is neither MP4 nor WebM (100 bytes)");
        notTaken("/empty", "it is empty");
        notTaken("/tiny", "its content is neither MP4 nor WebM (7 bytes)");
        assertThat(refused(media.url("/hostile-type"))).message().hasSizeLessThan(300).matches("\\P{Cntrl}*");
        assertThat(refused(media.url("/nothing")).getHttpStatus()).isEqualTo(204);
    }

    private void notTaken(String path, String why) {
        int before = media.requests().size();
        DownloadException failure = refused(media.url(path), bounds(1 << 20, 3), NO_REFRESH);
        assertThat(failure).hasMessage("The video was rejected: " + why + " [job video_1]");
        assertThat(failure.isRetryable()).isFalse();
        assertThat(media.requests()).as("asked once").hasSize(before + 1);
    }

    @Test
    void aBombIsNotUnpacked() throws Exception {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(Mp4.bytes(1000));
            for (int i = 0; i < 64; i++) {
                gzip.write(new byte[1 << 20]);
            }
        }
        media((request, out) -> {
            if (request.path().equals("/told")) {
                reply(out, 200, packed.toByteArray(), "Content-Type: video/mp4", "Content-Encoding: gzip");
            } else {
                reply(out, 200, packed.toByteArray(), "Content-Type: video/mp4");
            }
        });
        notTaken("/told", "its content is encoded as gzip");
        notTaken("/untold", "its content is neither MP4 nor WebM (" + packed.size() + " bytes)");
        assertThat(media.requests()).allSatisfy(request -> assertThat(request.header("accept-encoding")).isNull());
    }

    @Test
    void aHeadWithoutEndIsCutOff() throws Exception {
        AtomicLong written = new AtomicLong();
        media((request, out) -> {
            out.write("HTTP/1.1 200 OK\r\n".getBytes(StandardCharsets.US_ASCII));
            while (true) {
                String part = request.path().equals("/lines") ? "X: y\r\n".repeat(1000) : "X".repeat(6000);
                out.write(part.getBytes(StandardCharsets.US_ASCII));
                written.addAndGet(part.length());
            }
        });
        for (String path : List.of("/line", "/lines")) {
            written.set(0);
            assertThat(refused(media.url(path), new DownloadSettings(1000, Duration.ofSeconds(10), 0), NO_REFRESH))
                    .as(path).message().doesNotContain("downloadTimeout");
            assertThat(written.get()).as(path).isLessThan(16 << 20);
        }
    }

    @Test
    void followsFiveRedirectsAndNotSix() throws Exception {
        media((request, out) -> {
            int left = Integer.parseInt(request.path().substring(1));
            if (left == 0) {
                reply(out, 200, VIDEO);
            } else {
                reply(out, List.of(301, 302, 303, 307, 308).get(left % 5), "moved".getBytes(StandardCharsets.US_ASCII),
                        "Location: " + (left % 2 == 0 ? "/" : media.url("/")) + (left - 1));
            }
        });
        assertThat(fetch(media.url("/5")).length()).isEqualTo(VIDEO.length);
        Files.delete(file());
        assertThat(refused(media.url("/6"), bounds(1 << 20, 3), NO_REFRESH))
                .hasMessageStartingWith("The video's address redirects more than 5 times");
    }

    @Test
    void everyRedirectIsChecked() throws Exception {
        names.put("media.example", "93.184.216.34");
        names.put("db.intranet.example", "10.1.2.3");
        List<String> places = List.of(
                "http://169.254.169.254/latest/meta-data/", "https://169.254.169.254/", "https://10.0.0.1/v.mp4",
                "https://db.intranet.example/v.mp4", "//db.intranet.example/v.mp4", "http://media.example/v.mp4",
                "file:///etc/passwd", "FILE:/etc/passwd", "ftp://media.example/v.mp4", "gopher://media.example/",
                "https://user:password@media.example/", "data:video/mp4;base64,AAAA", "https:///", "https://[fe80::1]/",
                "jar:file:///a!/b");
        media((request, out) -> {
            int place = Integer.parseInt(request.path().substring(1));
            reply(out, 302, new byte[0], "Location: " + places.get(place));
        });
        for (int i = 0; i < places.size(); i++) {
            assertThat(refused(media.url("/" + i), bounds(1 << 20, 3), NO_REFRESH)).as(places.get(i))
                    .hasMessageStartingWith("The video was not downloaded: the video's ");
        }
        assertThat(connections.attempts()).isNotEmpty()
                .allSatisfy(address -> assertThat(address.getAddress().isLoopbackAddress()).isTrue());
        assertThat(media.requests()).hasSize(places.size());
    }

    @Test
    void oddRedirectsFail() throws Exception {
        media((request, out) -> {
            switch (request.path()) {
                case "/no-place" -> reply(out, 302, new byte[0]);
                case "/no-url" -> reply(out, 302, new byte[0], "Location: https://a b/");
                default -> reply(out, 304, new byte[0], "Location: /v.mp4");
            }
        });
        assertThat(refused(media.url("/no-place"))).hasMessageStartingWith("The video's host refused it (HTTP 302)");
        assertThat(refused(media.url("/no-url"))).hasMessageContaining("redirects to an invalid URL: ");
        assertThat(refused(media.url("/304")).getHttpStatus()).isEqualTo(304);
    }

    @Test
    void theTextOfARedirectOrAnErrorIsNotReadWithoutEnd() throws Exception {
        AtomicLong written = new AtomicLong();
        media((request, out) -> {
            if (request.path().equals("/v.mp4")) {
                reply(out, 200, VIDEO);
                return;
            }
            head(out, request.path().equals("/moved") ? 302 : 404, "Location: /v.mp4", "Transfer-Encoding: chunked");
            while (true) {
                chunk(out, new byte[10_000]);
                written.addAndGet(10_000);
            }
        });
        assertThat(fetch(media.url("/moved"), bounds(1L << 31, 0), NO_REFRESH).length()).isEqualTo(VIDEO.length);
        Files.delete(file());
        assertThat(refused(media.url("/gone"), bounds(1L << 31, 0), () -> CompletableFuture.completedFuture(video("/gone")))
                .getHttpStatus()).isEqualTo(404);
        assertThat(written.get()).isLessThan(48 << 20);
    }

    private Video video(String path) {
        return new Video(media.url(path), null, null);
    }

    @Test
    void anExpiredUrlIsRefreshedOnce() throws Exception {
        media((request, out) -> {
            if (request.path().startsWith("/old/")) {
                reply(out, Integer.parseInt(request.path().substring(5)), "expired".getBytes(StandardCharsets.US_ASCII));
            } else {
                reply(out, 200, VIDEO);
            }
        });
        for (int status : List.of(401, 403, 404, 410)) {
            AtomicInteger asked = new AtomicInteger();
            Supplier<CompletableFuture<Video>> fresh = () -> {
                asked.incrementAndGet();
                return CompletableFuture.completedFuture(video("/new"));
            };
            assertThat(fetch(media.url("/old/" + status), bounds(1 << 20, 0), fresh).length()).isEqualTo(VIDEO.length);
            Files.delete(file());
            assertThat(asked).as(status + "").hasValue(1);

            AtomicInteger askedAgain = new AtomicInteger();
            DownloadException failure = refused(media.url("/old/" + status), bounds(1 << 20, 3), () -> {
                askedAgain.incrementAndGet();
                return CompletableFuture.completedFuture(video("/old/" + status));
            });
            assertThat(failure)
                    .hasMessage("The video's URL has expired, and a new one too (HTTP " + status + ") [job video_1]");
            assertThat(failure.isRetryable()).isFalse();
            assertThat(askedAgain).hasValue(1);
        }
    }

    @Test
    void aFreshUrlIsCheckedToo() throws Exception {
        media((request, out) -> reply(out, 404, new byte[0]));
        assertThat(refused(media.url("/"), bounds(1000, 0),
                () -> CompletableFuture.completedFuture(new Video("https://10.0.0.1/", null, null))))
                .hasMessageStartingWith("The video was not downloaded: ");
        assertThat(connections.attempts()).hasSize(1);
    }

    @Test
    void aRefreshThatFailsIsTold() throws Exception {
        media((request, out) -> reply(out, 403, new byte[0]));
        IllegalStateException reason = new IllegalStateException("no gateway");
        for (Supplier<CompletableFuture<Video>> refresh : List.<Supplier<CompletableFuture<Video>>> of(
                () -> CompletableFuture.failedFuture(reason), () -> {
                    throw reason;
                })) {
            DownloadException failure = refused(media.url("/"), bounds(1000, 0), refresh);
            assertThat(failure)
                    .hasMessage(
                            "The video's URL has expired, and the job could not be read for a new one (HTTP 403) [job video_1]")
                    .hasCause(reason);
            assertThat(failure.isRetryable()).isTrue();
        }
    }

    @Tag("slow")
    @Test
    void passingTroubleIsRepeated() throws Exception {
        for (int status : List.of(408, 429, 500, 503)) {
            AtomicInteger attempts = new AtomicInteger();
            try (RawServer host = new RawServer((request, out) -> {
                if (attempts.incrementAndGet() == 1) {
                    reply(out, status, "busy".getBytes(StandardCharsets.US_ASCII));
                } else {
                    reply(out, 200, VIDEO);
                }
            })) {
                assertThat(fetch(host.url("/"), bounds(1 << 20, 1), NO_REFRESH).length()).isEqualTo(VIDEO.length);
                Files.delete(file());
                assertThat(attempts).hasValue(2);
            }
        }
        media((request, out) -> reply(out, 503, new byte[0]));
        DownloadException failure = refused(media.url("/"), bounds(1000, 1), NO_REFRESH);
        assertThat(failure)
                .hasMessage("The video could not be downloaded: its host returned HTTP 503 (HTTP 503) [job video_1]");
        assertThat(failure.isRetryable()).isTrue();
        assertThat(media.requests()).hasSize(2);
    }

    @Test
    void otherRefusalsAreFinal() throws Exception {
        media((request, out) -> reply(out, 400, new byte[0]));
        assertThat(refused(media.url("/"), bounds(1000, 3), NO_REFRESH)).hasMessageStartingWith("The video's host refused it");
        assertThat(media.requests()).hasSize(1);
    }

    @Test
    void slowMediaEndsWithTheTimeout() throws Exception {
        CountDownLatch gone = new CountDownLatch(1);
        media((request, out) -> {
            head(out, 200, "Content-Length: 100000");
            out.write(VIDEO, 0, 1000);
            out.flush();
            untilGone(request);
            gone.countDown();
        });
        DownloadException failure
                = refused(media.url("/"), new DownloadSettings(1 << 20, Duration.ofMillis(300), 5), NO_REFRESH);
        assertThat(failure).hasMessage("The video could not be downloaded within downloadTimeout=300 ms [job video_1]");
        assertThat(failure.isRetryable()).isTrue();
        assertThat(gone.await(10, TimeUnit.SECONDS)).as("the connection was given up").isTrue();
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void theTimeoutAlsoEndsAPauseAndARefresh() throws Exception {
        media((request, out) -> reply(out, request.path().equals("/pause") ? 503 : 404, new byte[0]));
        DownloadSettings brief = new DownloadSettings(1000, Duration.ofMillis(100), 5);
        for (String path : List.of("/pause", "/refresh")) {
            assertThat(refused(media.url(path), brief, CompletableFuture::new)).as(path)
                    .hasMessageContaining("downloadTimeout=100 ms");
        }
    }

    @Test
    void closingEndsWhatIsUnderWay() throws Exception {
        media((request, out) -> {
            if (request.path().equals("/pause")) {
                reply(out, 503, new byte[0]);
            } else {
                head(out, 200, "Content-Length: 100000");
                out.write(VIDEO, 0, 1000);
                out.flush();
                request.socket().getInputStream().read();
            }
        });
        DownloadSettings patient = new DownloadSettings(1 << 20, Duration.ofMinutes(15), 100);
        CompletableFuture<Download> pausing
                = downloader().fetch(video("/pause"), directory.resolve("a"), "a", patient, NO_REFRESH, JobOrigin.UNKNOWN);
        CompletableFuture<Download> reading
                = downloader().fetch(video("/slow"), directory.resolve("b"), "b", patient, NO_REFRESH, JobOrigin.UNKNOWN);
        await().until(() -> media.requests().size() >= 2 && Files.exists(directory.resolve("b")));

        downloader().close();
        timer.shutdownNow();

        for (CompletableFuture<Download> each : List.of(pausing, reading)) {
            assertThat(each).failsWithin(Duration.ofMinutes(1)).withThrowableThat()
                    .havingCause().isInstanceOf(DownloadException.class).withMessageContaining("The component stopped");
        }
        await().untilAsserted(() -> assertThat(directory).isEmptyDirectory());
    }

    @Test
    void noMoreAtOnceThanConnections() throws Exception {
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch full = new CountDownLatch(20);
        media((request, out) -> {
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            full.countDown();
            full.await(10, TimeUnit.SECONDS);
            inside.decrementAndGet();
            reply(out, 200, Mp4.bytes(1000));
        });
        List<CompletableFuture<Download>> all = IntStream.range(0, 60)
                .mapToObj(i -> downloader().fetch(video("/"), directory.resolve(i + ""), "v", bounds(1000, 0), NO_REFRESH,
                        JobOrigin.UNKNOWN))
                .toList();
        for (CompletableFuture<Download> each : all) {
            assertThat(each.get(20, TimeUnit.SECONDS).length()).isEqualTo(1000);
        }
        assertThat(most).hasValue(20);
    }

    @Test
    void aLongVideoTakesNoMoreMemoryThanAShortOne() throws Exception {
        byte[] part = new byte[1 << 16];
        media((request, out) -> {
            long length = Long.parseLong(request.path().substring(1));
            head(out, 200, "Content-Type: video/mp4", "Content-Length: " + length);
            byte[] first = Mp4.bytes(part.length);
            out.write(first);
            for (long sent = first.length; sent < length; sent += part.length) {
                out.write(part);
            }
        });
        long small = allocatedWhileFetching(1 << 20);
        long large = allocatedWhileFetching(200 << 20);
        // measured is everything that threads allocate, garbage included: an upper bound of what the heap can grow by
        assertThat(large - small).as("bytes more for 199 MiB more").isLessThan(8 << 20);
    }

    private long allocatedWhileFetching(int length) throws Exception {
        // the client starts its threads with the first request
        assertThat(fetch(media.url("/" + (1 << 16)), bounds(1L << 31, 0), NO_REFRESH).length()).isEqualTo(1 << 16);
        Files.delete(file());
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long[] ids = Arrays.stream(threads.getAllThreadIds())
                .filter(id -> {
                    var info = threads.getThreadInfo(id);
                    return info != null && info.getThreadName().startsWith("GrokVideoDownload");
                }).toArray();
        assertThat(ids).isNotEmpty();
        long before = allocated(threads, ids);
        assertThat(fetch(media.url("/" + length), bounds(1L << 31, 0), NO_REFRESH).length()).isEqualTo(length);
        long after = allocated(threads, ids);
        assertThat(after).isGreaterThan(before);
        Files.delete(file());
        return after - before;
    }

    // a thread of an earlier test that has ended meanwhile counts as -1
    private static long allocated(ThreadMXBean threads, long[] ids) {
        return Arrays.stream(threads.getThreadAllocatedBytes(ids)).filter(bytes -> bytes > 0).sum();
    }

    @Test
    void anEncodingThatIsNoneIsNone() throws Exception {
        List<String> encodings = List.of(
                "", " ", "identity", "Identity", "IDENTITY, identity", "aws-chunked", "aws-chunked,", "UTF-8", "binary");
        media((request, out) -> reply(
                out, 200, VIDEO, "Content-Encoding: " + encodings.get(Integer.parseInt(request.path().substring(1)))));
        for (int i = 0; i < encodings.size(); i++) {
            assertThat(fetch(media.url("/" + i)).length()).as(encodings.get(i)).isEqualTo(VIDEO.length);
            Files.delete(file());
        }
    }

    @Test
    void anEncodingThatCompressesIsRefusedHoweverItIsWritten() throws Exception {
        List<String> encodings = List.of("GZIP", "aws-chunked,gzip", "br", "x-gzip", "identity , deflate", "zstd");
        media((request, out) -> reply(
                out, 200, VIDEO, "Content-Encoding: " + encodings.get(Integer.parseInt(request.path().substring(1)))));
        for (int i = 0; i < encodings.size(); i++) {
            assertThat(refused(media.url("/" + i))).as(encodings.get(i))
                    .hasMessageStartingWith("The video was rejected: its content is encoded as ");
        }
    }

    @Test
    void pathsAreSentAsBrowsersSendThem() throws Exception {
        media((request, out) -> reply(out, 200, VIDEO));
        List<List<String>> paths = List.of(
                List.of("/media/видео.mp4", "/media/%D0%B2%D0%B8%D0%B4%D0%B5%D0%BE.mp4"), List.of("/a b.mp4", "/a%20b.mp4"),
                List.of("/a|b[1].mp4", "/a%7Cb%5B1%5D.mp4"), List.of("/a%20b%2Fc%d0.mp4", "/a%20b%2Fc%d0.mp4"),
                List.of("/100%.mp4", "/100%25.mp4"), List.of("/a+b~c!$&'()*,;=:@.mp4", "/a+b~c!$&'()*,;=:@.mp4"),
                List.of("/猫.mp4?имя=кот и|кот",
                        "/%E7%8C%AB.mp4?%D0%B8%D0%BC%D1%8F=%D0%BA%D0%BE%D1%82%20%D0%B8%7C%D0%BA%D0%BE%D1%82"),
                List.of("/v.mp4?a={x}&b=%22\"<>`^", "/v.mp4?a=%7Bx%7D&b=%22%22%3C%3E%60%5E"),
                List.of("//double//v.mp4", "//double//v.mp4"),
                List.of("/a/./b/../v.mp4", "/a/v.mp4"), List.of("/v.mp4?", "/v.mp4?"), List.of("", "/"),
                List.of("?a=b", "/?a=b"),
                List.of("/v.mp4#t=1?x", "/v.mp4"), List.of("/\uD83D\uDE00\uD83D.mp4", "/%F0%9F%98%80%EF%BF%BD.mp4"));
        for (List<String> path : paths) {
            fetch(media.url(path.get(0)));
            Files.delete(file());
            assertThat(media.requests().get(media.requests().size() - 1).line()).as(path.get(0))
                    .isEqualTo("GET " + path.get(1) + " HTTP/1.1");
        }
    }

    @Test
    void hostsWithUnderscoresAreFetchedFrom() throws Exception {
        names.put("media_store_1", "127.0.0.1");
        mediaHosts = "media_store_1";
        media((request, out) -> reply(out, 200, VIDEO));
        String url = media.url("/v.mp4").replace("127.0.0.1", "Media_Store_1");
        assertThat(fetch(url).length()).isEqualTo(VIDEO.length);
        assertThat(media.requests().get(0).header("host")).isEqualTo("media_store_1:" + media.port());
    }

    @Test
    void placesOfRedirectsAreReadAsBrowsersReadThem() throws Exception {
        List<List<String>> places = List.of(
                List.of("новый файл.mp4", "/d/%D0%BD%D0%BE%D0%B2%D1%8B%D0%B9%20%D1%84%D0%B0%D0%B9%D0%BB.mp4"),
                List.of("../up.mp4", "/up.mp4"), List.of("./v|1.mp4?s=a%2Fb+c", "/d/v%7C1.mp4?s=a%2Fb+c"),
                List.of("/%d0%b2.mp4", "/%d0%b2.mp4"), List.of("/a:b.mp4", "/a:b.mp4"), List.of("?q=1", "/d/0?q=1"),
                List.of("  /blanks.mp4  ", "/blanks.mp4"));
        media((request, out) -> {
            if (request.path().matches("/d/[0-9]+")) {
                String place = places.get(Integer.parseInt(request.path().substring(3))).get(0);
                out.write(("HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: " + place + "\r\n\r\n")
                        .getBytes(StandardCharsets.UTF_8));
            } else {
                reply(out, 200, VIDEO);
            }
        });
        for (int i = 0; i < places.size(); i++) {
            String from = i == 5 ? "/d/5" : "/d/" + i;
            String expected = places.get(i).get(1).replace("/d/0?", from + "?");
            assertThat(fetch(media.url(from)).length()).as(places.get(i).get(0)).isEqualTo(VIDEO.length);
            Files.delete(file());
            assertThat(media.requests().get(media.requests().size() - 1).path()).isEqualTo(expected);
        }
    }

    /** What object stores answer when a signed URL has expired. */
    private static final List<List<String>> EXPIRED = List.of(
            List.of("403", "<?xml version=\"1.0\"?><Error><Code>AccessDenied</Code><Message>Request has expired</Message>"
                           + "<X-Amz-Expires>60</X-Amz-Expires></Error>"),
            List.of("400", "<Error><Code>ExpiredToken</Code><Message>The provided token has expired.</Message></Error>"),
            List.of("403",
                    "<Error><Code>AuthenticationFailed</Code><Message>Server failed to authenticate the request.</Message>"
                           + "<AuthenticationErrorDetail>Signature not valid in the specified time frame: Start [x] - Expiry [y]"
                           + "</AuthenticationErrorDetail></Error>"),
            List.of("403", "<Error><Code>ExpiredRequest</Code><Message>Request has expired</Message></Error>"),
            List.of("400",
                    "{\"statusCode\":\"400\",\"error\":\"InvalidJWT\",\"message\":\"\\\"exp\\\" claim timestamp check failed\"}"),
            List.of("401", "{\"code\":\"expired_auth_token\",\"message\":\"authorization token has expired\"}"),
            List.of("410", ""), List.of("403", ""));

    @Test
    void whatSaysExpiredLeadsToAFreshUrl() throws Exception {
        media((request, out) -> {
            if (request.path().startsWith("/old/")) {
                List<String> answer = EXPIRED.get(Integer.parseInt(request.path().substring(5)));
                reply(out, Integer.parseInt(answer.get(0)), answer.get(1).getBytes(StandardCharsets.UTF_8));
            } else {
                reply(out, 200, VIDEO);
            }
        });
        for (int i = 0; i < EXPIRED.size(); i++) {
            int number = i;
            assertThat(fetch(media.url("/old/" + i), bounds(1 << 20, 0),
                    () -> CompletableFuture.completedFuture(video("/new"))).length()).isEqualTo(VIDEO.length);
            Files.delete(file());
            assertThat(refused(media.url("/old/" + i), bounds(1 << 20, 0),
                    () -> CompletableFuture.completedFuture(video("/old/" + number))))
                    .hasMessageStartingWith("The video's URL has expired, and a new one too");
        }
    }

    @Test
    void whatDoesNotSayExpiredIsToldAsWhatItIs() throws Exception {
        List<List<String>> answers = List.of(
                List.of("403", "<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>",
                        "The video's host refused it, under a new URL either: AccessDenied: Access Denied (HTTP 403)"),
                List.of("403", "<Error><Code>SignatureDoesNotMatch</Code><Message>No match</Message>"
                               + "<CanonicalRequest>X-Amz-Expires=60</CanonicalRequest></Error>",
                        "The video's host refused it, under a new URL either: SignatureDoesNotMatch: No match (HTTP 403)"),
                List.of("403", "<html><body>blocked</body></html>",
                        "The video's host refused it, under a new URL either (HTTP 403)"),
                List.of("404", "<Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message></Error>",
                        "The video's host does not have it, under a new URL either: NoSuchKey: The specified key does not exist."
                                                                                                                            + " (HTTP 404)"),
                List.of("404", "", "The video's host does not have it, under a new URL either (HTTP 404)"),
                List.of("400", "{\"error\":\"bad\\u001b\",\"message\":\"no\"}", "The video's host refused it: bad"),
                List.of("451", "not\r\nhere \u001b[31m", "The video's host refused it: not  here"));
        media((request, out) -> {
            List<String> answer = answers.get(Integer.parseInt(request.path().substring(1)));
            reply(out, Integer.parseInt(answer.get(0)), answer.get(1).getBytes(StandardCharsets.UTF_8));
        });
        for (int i = 0; i < answers.size(); i++) {
            int number = i;
            DownloadException failure = refused(media.url("/" + i), bounds(1 << 20, 0),
                    () -> CompletableFuture.completedFuture(video("/" + number)));
            assertThat(failure).hasMessageStartingWith(answers.get(i).get(2));
            assertThat(failure.getMessage()).matches("\\P{Cntrl}*").doesNotContain("expired");
        }
    }

    @Test
    void theVideosOfAJobShareABudget() throws Exception {
        media((request, out) -> {
            if (request.path().equals("/told")) {
                reply(out, 200, Mp4.bytes(600));
            } else {
                head(out, 200, "Transfer-Encoding: chunked");
                chunk(out, Mp4.bytes(600));
                chunk(out, new byte[0]);
            }
        });
        for (String path : List.of("/told", "/untold")) {
            DownloadBudget budget = new DownloadBudget(1000);
            DownloadSettings bounds = new DownloadSettings(800, Duration.ofSeconds(20), 0, budget, false);
            assertThat(fetch(media.url(path), bounds, NO_REFRESH).length()).isEqualTo(600);
            Files.delete(file());
            assertThat(refused(media.url(path), bounds, NO_REFRESH)).hasMessage(
                    "The video was rejected: the videos of the job have more than 1000 bytes together, with maxDownloadSize=800"
                                                                                + " [job video_1]");
            assertThat(budget.reserve(400)).as("what was given up was given back").isTrue();
        }
    }

    @Test
    void aFileOfOurOwnIsClosedToOthersFromTheBegin() throws Exception {
        AtomicReference<String> open = new AtomicReference<>();
        media((request, out) -> {
            head(out, 200, "Content-Length: " + VIDEO.length);
            out.write(VIDEO, 0, 1000);
            out.flush();
            await().until(() -> Files.exists(file()));
            open.set(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())));
            out.write(VIDEO, 1000, VIDEO.length - 1000);
        });
        fetch(media.url("/"), new DownloadSettings(1 << 20, Duration.ofSeconds(20), 0, new DownloadBudget(1 << 20), true),
                NO_REFRESH);
        assertThat(open).hasValue("rw-------");
    }
}
