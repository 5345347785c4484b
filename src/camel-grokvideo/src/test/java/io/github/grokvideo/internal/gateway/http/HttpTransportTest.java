package io.github.grokvideo.internal.gateway.http;

import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import io.github.grokvideo.RawServer;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.ssl.DefaultHostnameVerifier;
import org.apache.hc.core5.http.HttpHost;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import static io.github.grokvideo.RawServer.head;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class HttpTransportTest {

    private static final byte[] JSON = "{\"prompt\":\"p\"}".getBytes(StandardCharsets.UTF_8);
    private static final Duration LONG = Duration.ofSeconds(20);

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private RawServer server;
    private HttpTransport transport;

    @AfterEach
    void stop() throws IOException {
        if (transport != null) {
            transport.close();
        }
        if (server != null) {
            server.close();
        }
        timer.shutdownNow();
    }

    private void serve(int connections, RawServer.Answer answer) throws IOException {
        server = new RawServer(answer);
        transport = new HttpTransport(settings(connections), timer, System::nanoTime);
    }

    private static TransportSettings settings(int connections) {
        return new TransportSettings(
                false, 200, connections, Duration.ofSeconds(5), Duration.ofSeconds(30), null, null,
                new DefaultHostnameVerifier(), null, "test/1");
    }

    private HttpCall get(String path) {
        return call("GET", URI.create(server.url(path)), "key", Map.of(), null);
    }

    private HttpCall post(String path) {
        return post(URI.create(server.url(path)));
    }

    private static HttpCall call(String method, URI uri, String key, Map<String, String> headers, byte[] body) {
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        return new HttpCall(method, HttpHost.create(uri), uri.getRawPath() + query, key, headers, body);
    }

    private static HttpCall post(URI uri) {
        return call("POST", uri, "key", Map.of(), JSON);
    }

    private static HttpReply reply(CompletableFuture<HttpReply> sent) throws Exception {
        return sent.get(20, TimeUnit.SECONDS);
    }

    private static Throwable failure(CompletableFuture<HttpReply> sent) {
        try {
            throw new AssertionError("answered " + reply(sent).status());
        } catch (ExecutionException e) {
            return e.getCause();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static void untilGone(RawServer.Request request) {
        try {
            request.socket().getInputStream().read();
        } catch (IOException e) {
            // reset is gone, too
        }
    }

    @Test
    void sendsWhatItIsGivenAndReadsWhatComes() throws Exception {
        serve(2, (request, out) -> reply(
                out, 429, "{\"a\":\"ä\"}".getBytes(StandardCharsets.UTF_8), "Retry-After: 7",
                "Content-Type: application/json"));
        HttpReply answer = reply(transport.send(call(
                "POST", URI.create(server.url("/v1/videos?dryRun=true")), "key", Map.of("X-Lumenfall-Replay", "mock"), JSON),
                LONG));

        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.retryAfter()).isEqualTo("7");
        assertThat(new String(answer.body(), StandardCharsets.UTF_8)).isEqualTo("{\"a\":\"ä\"}");
        RawServer.Request request = server.requests().get(0);
        assertThat(request.line()).isEqualTo("POST /v1/videos?dryRun=true HTTP/1.1");
        assertThat(request.body()).isEqualTo(JSON);
        assertThat(request.headers()).containsEntry("authorization", "Bearer key").containsEntry("accept", "application/json")
                .containsEntry("x-lumenfall-replay", "mock").containsEntry("user-agent", "test/1")
                .containsEntry("content-type", "application/json; charset=UTF-8")
                .containsEntry("host", "127.0.0.1:" + server.port());
    }

    @Test
    void anAnswerMayBeEmpty() throws Exception {
        serve(2, (request, out) -> head(out, 204));
        HttpReply answer
                = reply(transport.send(call("DELETE", URI.create(server.url("/x")), null, Map.of(), null), LONG));
        assertThat(answer.isSuccess()).isTrue();
        assertThat(answer.body()).isEmpty();
        assertThat(server.requests().get(0).header("authorization")).isNull();
    }

    @Test
    void nothingIsRepeatedOrFollowed() throws Exception {
        serve(2, (request, out) -> {
            if (request.path().equals("/reset")) {
                request.socket().setSoLinger(true, 0);
                throw new IOException("gone");
            }
            reply(out, Integer.parseInt(request.path().substring(1)), new byte[0], "Retry-After: 0", "Location: /200",
                    "WWW-Authenticate: Basic realm=\"x\"", "Set-Cookie: a=b");
        });
        int requests = 0;
        for (int status : new int[] { 503, 429, 500, 502, 504, 408, 401, 407, 301, 302, 303, 307, 308 }) {
            for (HttpCall call : List.of(post("/" + status), get("/" + status))) {
                assertThat(reply(transport.send(call, LONG)).status()).isEqualTo(status);
                assertThat(server.requests()).as(call.toString()).hasSize(++requests);
            }
        }
        for (HttpCall call : List.of(post("/reset"), get("/reset"))) {
            assertThat(failure(transport.send(call, LONG))).isInstanceOf(IOException.class);
            assertThat(server.requests()).as(call.toString()).hasSize(++requests);
        }
        assertThat(server.requests()).allSatisfy(request -> assertThat(request.header("cookie")).isNull());
    }

    @Test
    void anAnswerOfMoreThanAMebibyteIsRefused() throws Exception {
        AtomicLong written = new AtomicLong();
        serve(2, (request, out) -> {
            switch (request.path()) {
                case "/fits" -> reply(out, 200, new byte[BoundedBody.MAX_LENGTH]);
                case "/longer" -> reply(out, 200, new byte[BoundedBody.MAX_LENGTH + 1]);
                default -> {
                    head(out, 200, "Transfer-Encoding: chunked");
                    while (true) {
                        out.write(("2710\r\n" + "x".repeat(10_000) + "\r\n").getBytes(StandardCharsets.US_ASCII));
                        written.addAndGet(10_000);
                    }
                }
            }
        });
        assertThat(reply(transport.send(get("/fits"), LONG)).body()).hasSize(BoundedBody.MAX_LENGTH);
        for (String path : List.of("/longer", "/endless")) {
            assertThat(failure(transport.send(get(path), LONG))).isInstanceOf(IOException.class)
                    .isNotInstanceOf(NotSentException.class)
                    .hasMessage("the gateway's response is longer than 1048576 bytes");
        }
        assertThat(written.get()).as("and what was in the buffers of two sockets").isLessThan(16 << 20);
    }

    @Test
    void aHeadWithoutEndIsRefused() throws Exception {
        serve(2, (request, out) -> {
            out.write("HTTP/1.1 200 OK\r\nX: ".getBytes(StandardCharsets.US_ASCII));
            while (true) {
                out.write(new byte[10_000]);
            }
        });
        assertThat(failure(transport.send(get("/"), LONG))).isInstanceOf(Exception.class)
                .isNotInstanceOf(TimeoutException.class);
    }

    @Test
    void aRequestThatTakesTooLongIsAbortedAndMakesRoom() throws Exception {
        CountDownLatch gone = new CountDownLatch(4);
        serve(1, (request, out) -> {
            switch (request.path()) {
                case "/silent" -> {
                    untilGone(request);
                    gone.countDown();
                }
                case "/slow" -> {
                    head(out, 200, "Content-Length: 1000");
                    out.write('{');
                    out.flush();
                    untilGone(request);
                    gone.countDown();
                }
                default -> reply(out, 200, JSON);
            }
        });
        // over a new connection, and over one that was kept
        for (String path : List.of("/silent", "/slow", "/silent", "/slow")) {
            assertThat(failure(transport.send(post(path), Duration.ofMillis(150)))).as(path)
                    .isInstanceOf(TimeoutException.class)
                    .hasMessage("no response to POST " + server.url(path) + " within 150 ms");
            assertThat(reply(transport.send(post("/ok"), LONG)).status()).as("the only place is free again").isEqualTo(200);
        }
        assertThat(gone.await(10, TimeUnit.SECONDS)).as("the server was told").isTrue();
    }

    @Test
    void waitingInLineCountsAndHasNoEffect() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        serve(1, (request, out) -> {
            release.await(10, TimeUnit.SECONDS);
            reply(out, 200, JSON);
        });
        CompletableFuture<HttpReply> first = transport.send(post("/first"), LONG);
        await().until(() -> server.requests().size() == 1);
        Throwable failure = failure(transport.send(post("/second"), Duration.ofMillis(100)));
        assertThat(failure).isInstanceOf(NotSentException.class).hasCauseInstanceOf(TimeoutException.class);
        release.countDown();
        assertThat(reply(first).status()).isEqualTo(200);
        assertThat(reply(transport.send(post("/third"), LONG)).status()).isEqualTo(200);
        assertThat(server.requests()).extracting(RawServer.Request::path).containsExactly("/first", "/third");
    }

    @Test
    void noTimeIsNotSent() throws Exception {
        serve(1, (request, out) -> reply(out, 200, JSON));
        for (Duration none : List.of(Duration.ZERO, Duration.ofMillis(-1))) {
            assertThat(failure(transport.send(post("/"), none))).isInstanceOf(NotSentException.class);
        }
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void theGateLetsNoMoreInThanConnections() throws Exception {
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch full = new CountDownLatch(4);
        serve(4, (request, out) -> {
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            full.countDown();
            full.await(10, TimeUnit.SECONDS);
            inside.decrementAndGet();
            reply(out, 200, JSON);
        });
        List<CompletableFuture<HttpReply>> all
                = IntStream.range(0, 200).mapToObj(i -> transport.send(post("/" + i), LONG)).toList();
        for (CompletableFuture<HttpReply> each : all) {
            assertThat(reply(each).status()).isEqualTo(200);
        }
        assertThat(most).hasValue(4);
        assertThat(server.connections()).isLessThanOrEqualTo(4);
        assertThat(server.requests()).hasSize(200);
    }

    @Test
    void tenThousandThatFailOnTheSpotDoNotOverflowTheStack() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        serve(1, (request, out) -> {
            release.await(10, TimeUnit.SECONDS);
            reply(out, 200, JSON);
        });
        CompletableFuture<HttpReply> first = transport.send(post("/"), LONG);
        List<CompletableFuture<HttpReply>> all = IntStream.range(0, 10_000)
                .mapToObj(i -> transport.send(post(URI.create("no-such-scheme://127.0.0.1/")), LONG)).toList();
        CompletableFuture<HttpReply> last = transport.send(post("/"), LONG);
        release.countDown();
        assertThat(reply(first).status()).isEqualTo(200);
        for (CompletableFuture<HttpReply> each : all) {
            assertThat(failure(each)).isInstanceOf(NotSentException.class).cause().isNotInstanceOf(StackOverflowError.class);
        }
        assertThat(reply(last).status()).isEqualTo(200);
    }

    @Test
    void whoFailsInACallbackHarmsNobody() throws Exception {
        serve(1, (request, out) -> reply(out, 200, JSON));
        for (int i = 0; i < 5; i++) {
            CompletableFuture<Void> broken = transport.send(post("/"), LONG).thenAccept(answer -> {
                throw new StackOverflowError("on purpose");
            });
            assertThat(broken).failsWithin(1, TimeUnit.MINUTES);
        }
        assertThat(reply(transport.send(post("/"), LONG)).status()).isEqualTo(200);
    }

    @Test
    void whatNeverReachedTheGatewayIsTold() throws Exception {
        int closedPort;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            closedPort = socket.getLocalPort();
        }
        transport = new HttpTransport(settings(2), timer, System::nanoTime);
        assertThat(failure(transport.send(post(URI.create("http://127.0.0.1:" + closedPort + "/")), LONG)))
                .isInstanceOf(NotSentException.class).hasCauseInstanceOf(ConnectException.class);
        // longer than a label of a name can be, so no name server is asked
        assertThat(failure(transport.send(post(URI.create("http://" + "x".repeat(64) + ".example/")), LONG)))
                .isInstanceOf(NotSentException.class).hasCauseInstanceOf(UnknownHostException.class);
    }

    @Test
    void noTlsIsNotSent() throws Exception {
        serve(2, (request, out) -> reply(out, 200, JSON));
        assertThat(failure(transport.send(post(URI.create("https://127.0.0.1:" + server.port() + "/")), LONG)))
                .isInstanceOf(NotSentException.class);
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void whatMayHaveReachedTheGatewayIsNotCalledUnsent() throws Exception {
        serve(2, (request, out) -> {
            if (request.path().equals("/half")) {
                head(out, 200, "Content-Length: 100");
                out.write(JSON);
                out.flush();
            }
            if (request.path().equals("/garbage")) {
                out.write("what?\r\n\r\n".repeat(100).getBytes(StandardCharsets.US_ASCII));
                out.flush();
            }
            throw new IOException("gone");
        });
        for (String path : List.of("/closed", "/half", "/garbage")) {
            for (HttpCall call : List.of(post(path), get(path))) {
                assertThat(failure(transport.send(call, LONG))).as(call.toString()).isNotInstanceOf(NotSentException.class);
            }
        }
    }

    @RepeatedTest(20)
    void closingEndsWhatIsUnderWayAndInLine() throws Exception {
        serve(1, (request, out) -> untilGone(request));
        CompletableFuture<HttpReply> underWay = transport.send(post("/"), Duration.ofMinutes(5));
        await().until(() -> server.requests().size() == 1);
        CompletableFuture<HttpReply> inLine = transport.send(post("/"), Duration.ofMinutes(5));
        transport.close();
        assertThat(failure(underWay)).isNotInstanceOf(NotSentException.class);
        assertThat(failure(inLine)).isInstanceOf(NotSentException.class);
        assertThat(failure(transport.send(post("/"), Duration.ofMinutes(5)))).isInstanceOf(NotSentException.class);
    }

    @Test
    void connectionsAreKept() throws Exception {
        serve(1, (request, out) -> reply(out, 200, JSON));
        for (int i = 0; i < 20; i++) {
            reply(transport.send(get("/"), LONG));
        }
        assertThat(server.connections()).isEqualTo(1);
    }

    /** Knows where the server is, and hangs on any other name until it is interrupted. */
    private static final class HangingResolver implements DnsResolver {

        private final AtomicInteger lookups = new AtomicInteger();

        @Override
        public InetAddress[] resolve(String host) throws UnknownHostException {
            lookups.incrementAndGet();
            if (host.equals("known.example")) {
                return new InetAddress[] { InetAddress.getLoopbackAddress() };
            }
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            throw new UnknownHostException(host);
        }

        @Override
        public String resolveCanonicalHostname(String host) {
            return host;
        }
    }

    @Test
    void aNameServerThatDoesNotAnswerHoldsUpNobodyElse() throws Exception {
        server = new RawServer((request, out) -> reply(out, 200, JSON));
        HangingResolver resolver = new HangingResolver();
        transport = new HttpTransport(settings(2), timer, System::nanoTime, resolver);
        URI unknown = URI.create("http://unknown.example:" + server.port() + "/");
        URI known = URI.create("http://known.example:" + server.port() + "/");
        // from the timer's thread, as questions about jobs come
        List<CompletableFuture<HttpReply>> stuck = timer.submit(
                () -> List.of(transport.send(post(unknown), Duration.ofSeconds(1)),
                        transport.send(call("GET", unknown, "key", Map.of(), null), LONG)))
                .get(20, TimeUnit.SECONDS);
        for (int i = 0; i < 20; i++) {
            assertThat(reply(timer.submit(() -> transport.send(post(known), LONG)).get(20, TimeUnit.SECONDS)).status())
                    .isEqualTo(200);
        }
        assertThat(failure(stuck.get(0))).isInstanceOf(NotSentException.class).hasMessageContaining("within 1000 ms");
        assertThat(resolver.lookups).as("one for each name").hasValue(2);

        assertThat(stuck.get(1)).isNotDone();
        transport.close();
        assertThat(failure(stuck.get(1))).hasMessageContaining("stopped");
    }

    @Test
    void aCallShowsNeitherKeyNorBody() {
        assertThat(call("POST", URI.create("http://a/"), "secret", Map.of("X", "secret"), "secret".getBytes()))
                .hasToString("POST http://a/");
    }

    private static void reply(OutputStream out, int status, byte[] body, String... headers) throws IOException {
        RawServer.reply(out, status, body, headers);
    }
}
