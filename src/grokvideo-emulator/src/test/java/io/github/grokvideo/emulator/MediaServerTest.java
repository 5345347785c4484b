package io.github.grokvideo.emulator;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.grokvideo.emulator.ApiClient.video;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class MediaServerTest {

    @RegisterExtension
    static final GrokVideoEmulatorExtension gateway
            = new GrokVideoEmulatorExtension(GatewayEmulator.builder().rendering(false));

    private final ApiClient client = new ApiClient(gateway::emulator);
    private String url;
    private byte[] whole;

    @BeforeEach
    void complete() throws IOException {
        url = client.completed(video("p")).path("output").path("url").asText();
        whole = client.download(url).body();
        gateway.mediaRequests().clear();
    }

    @Test
    void sendsTheVideoWithLengthAndType() throws IOException {
        ApiClient.Answer answer = client.download(url);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo("video/mp4");
        assertThat(answer.header("Content-Length")).isEqualTo(Integer.toString(whole.length));
        assertThat(answer.header("Accept-Ranges")).isEqualTo("bytes");
        assertThat(VideoProbe.probe(answer.body()).videoCodec()).isEqualTo("h264");
        assertThat(URI.create(url).getPort()).isNotEqualTo(URI.create(gateway.baseUrl()).getPort());
    }

    @Test
    void recordsHeaders() throws IOException {
        client.download(url);
        assertThat(gateway.mediaRequests().last().header("Authorization")).isEmpty();
        client.send(client.request(url));
        assertThat(gateway.mediaRequests().last().header("authorization")).contains("Bearer " + gateway.apiKey());
        assertThat(gateway.mediaRequests().all()).hasSize(2);
        assertThat(gateway.requests().of(Operation.MEDIA)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({ "bytes=0-9, 0, 10", "bytes=100-, 100, -1", "bytes=-7, -7, -1", "bytes=5-99999999, 5, -1" })
    void answersRange(String range, int from, int to) throws IOException {
        ApiClient.Answer answer = client.send(HttpRequest.newBuilder(URI.create(url)).header("Range", range));
        int start = from < 0 ? whole.length + from : from;
        int end = to < 0 ? whole.length : to;
        assertThat(answer.status()).isEqualTo(206);
        assertThat(answer.header("Content-Range")).isEqualTo("bytes " + start + "-" + (end - 1) + "/" + whole.length);
        assertThat(answer.body()).isEqualTo(Arrays.copyOfRange(whole, start, end));
    }

    @ParameterizedTest
    @ValueSource(strings = { "bytes=99999999-", "bytes=5-4" })
    void rangeThatCannotBeSatisfied(String range) throws IOException {
        ApiClient.Answer answer = client.send(HttpRequest.newBuilder(URI.create(url)).header("Range", range));
        assertThat(answer.status()).isEqualTo(416);
        assertThat(answer.header("Content-Range")).isEqualTo("bytes */" + whole.length);
    }

    @ParameterizedTest
    @ValueSource(strings = { "bytes=-", "lines=1-2", "bytes=0-1,3-4", "nonsense" })
    void rangeThatIsNotUnderstoodIsIgnored(String range) throws IOException {
        ApiClient.Answer answer = client.send(HttpRequest.newBuilder(URI.create(url)).header("Range", range));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(whole);
    }

    @Test
    void headReturnsTheLength() throws IOException {
        ApiClient.Answer answer = client.send(
                HttpRequest.newBuilder(URI.create(url)).method("HEAD", HttpRequest.BodyPublishers.noBody()));
        assertThat(answer.header("Content-Length")).isEqualTo(Integer.toString(whole.length));
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void unknownTokenAndMethod() throws IOException {
        assertThat(client.download(gateway.mediaUrl() + "/videos/guessed.mp4").status()).isEqualTo(404);
        assertThat(client.download(gateway.mediaUrl() + "/videos/../../etc/passwd").status()).isEqualTo(404);
        assertThat(client.send(HttpRequest.newBuilder(URI.create(url)).DELETE()).status()).isEqualTo(405);
    }

    @Test
    void faults() throws IOException {
        gateway.faults().next(Operation.MEDIA, Fault.status(503).retryAfter(1), Fault.expiredMedia(),
                Fault.redirect("http://127.0.0.1:1/x"), Fault.status(200).body("<html>").header("Content-Type", "text/html"));
        ApiClient.Answer unavailable = client.download(url);
        assertThat(unavailable.status()).isEqualTo(503);
        assertThat(unavailable.header("Retry-After")).isEqualTo("1");
        assertThat(client.download(url).status()).isEqualTo(403);
        ApiClient.Answer redirect = client.download(url);
        assertThat(redirect.status()).isEqualTo(302);
        assertThat(redirect.header("Location")).isEqualTo("http://127.0.0.1:1/x");
        assertThat(client.download(url).text()).isEqualTo("<html>");
        assertThat(client.download(url).body()).isEqualTo(whole);
    }

    @Test
    void brokenDownloads() throws IOException {
        gateway.faults().next(Operation.MEDIA, Fault.dropAfter(), Fault.truncatedBody(), Fault.wrongLength(10),
                Fault.wrongLength(-10));
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> client.download(url)).isInstanceOf(IOException.class);
        }
        ApiClient.Answer shorter = client.download(url);
        assertThat(shorter.body()).isEqualTo(Arrays.copyOf(whole, whole.length - 10));
    }

    @Test
    void connectionDroppedWithoutAnAnswer() throws IOException {
        gateway.faults().next(Operation.MEDIA, Fault.dropBefore());
        URI uri = URI.create(url);
        // not by Java's client, which would try a second time by itself
        try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
            socket.getOutputStream().write(
                    ("GET " + uri.getPath() + " HTTP/1.1\r\nHost: " + uri.getAuthority() + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void slowAndOversized() throws IOException {
        gateway.faults().next(Operation.MEDIA, Fault.slow(whole.length * 5L), Fault.oversizedBody(1_000_000));
        long before = System.nanoTime();
        assertThat(client.download(url).body()).isEqualTo(whole);
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofMillis(120));
        ApiClient.Answer oversized = client.download(url);
        assertThat(oversized.header("Content-Length")).isNull();
        assertThat(oversized.body()).hasSize(1_000_000).startsWith(whole);
    }

    @Test
    void oldVideosMakeRoom() throws IOException {
        try (GatewayEmulator small = GatewayEmulator.builder().tiny(true).maxMediaBytes(1).build().start()) {
            ApiClient other = new ApiClient(() -> small);
            String first = other.completed(video("p").put("seconds", 1)).path("output").path("url").asText();
            assertThat(other.download(first).status()).isEqualTo(200);
            String second = other.completed(video("q").put("seconds", 1)).path("output").path("url").asText();
            assertThat(other.download(first).status()).isEqualTo(404);
            assertThat(other.download(second).status()).isEqualTo(200);
        }
    }
}
