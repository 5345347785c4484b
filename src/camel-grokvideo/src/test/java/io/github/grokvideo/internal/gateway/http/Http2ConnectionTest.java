package io.github.grokvideo.internal.gateway.http;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import io.github.grokvideo.Certificates;
import io.github.grokvideo.GrokVideoComponent;
import io.github.grokvideo.GrokVideoHttpVersion;
import io.github.grokvideo.GrokVideoProvider;
import io.github.grokvideo.RawHttp2Server;
import io.github.grokvideo.RawHttp2Server.Connection;
import io.github.grokvideo.RawHttp2Server.Request;
import io.github.grokvideo.model.SubmissionUnknownException;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.grokvideo.RawHttp2Server.CONTINUATION;
import static io.github.grokvideo.RawHttp2Server.DATA;
import static io.github.grokvideo.RawHttp2Server.GOAWAY;
import static io.github.grokvideo.RawHttp2Server.HEADERS;
import static io.github.grokvideo.RawHttp2Server.PING;
import static io.github.grokvideo.RawHttp2Server.PRIORITY;
import static io.github.grokvideo.RawHttp2Server.PUSH_PROMISE;
import static io.github.grokvideo.RawHttp2Server.RST_STREAM;
import static io.github.grokvideo.RawHttp2Server.SETTINGS;
import static io.github.grokvideo.RawHttp2Server.WINDOW_UPDATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** One HTTP/2 connection that is bad, and what becomes of the jobs on it. */
@Tag("slow")
class Http2ConnectionTest {

    private static final String QUEUED = "{\"id\":\"video_1\",\"status\":\"queued\"}";
    private static final String DONE
            = "{\"id\":\"video_1\",\"status\":\"completed\",\"output\":{\"url\":\"https://media.example/v.mp4\"}}";
    /** More than any memory here holds replies to. */
    private static final int FRAMES = 2_000_000;

    @TempDir
    static Path directory;
    private static Certificates certificate;

    private final CamelContext context = new DefaultCamelContext();
    private GrokVideoComponent component;
    private RawHttp2Server server;

    @BeforeAll
    static void makeCertificate() {
        certificate = Certificates.of(directory, "right", "ip:127.0.0.1");
    }

    @AfterEach
    void stop() throws Exception {
        context.stop();
        if (server != null) {
            server.close();
        }
    }

    private void serve(GrokVideoProvider provider, RawHttp2Server.Script script) throws Exception {
        server = new RawHttp2Server(certificate.sockets(certificate), script);
        component = context.getComponent("grokvideo", GrokVideoComponent.class);
        component.setAllowLoopback(true);
        component.setHttpVersion(GrokVideoHttpVersion.HTTP_2);
        component.setSslContextParameters(Certificates.trusting(directory, certificate));
        component.setSubmissionsPerSecond(0.0);
        component.setStatusRequestsPerSecond(0);
        component.getConfiguration().setProvider(provider);
        component.getConfiguration().setApiKey("key");
        component.getConfiguration().setBaseUrl("https://127.0.0.1:" + server.port() + "/v1");
        component.getConfiguration().setPollInterval(100);
        component.getConfiguration().setJobTimeout(60_000);
        context.start();
    }

    /** What a server may send without end, on a stream that waits for its answer. */
    enum Flood {
        PINGS {
            @Override
            void send(Connection connection, int stream) throws Exception {
                connection.frame(PING, 0, 0, new byte[8]);
            }
        },
        PING_REPLIES {
            @Override
            void send(Connection connection, int stream) throws Exception {
                connection.frame(PING, 1, 0, new byte[8]);
            }
        },
        SETTINGS_FRAMES {
            @Override
            void send(Connection connection, int stream) throws Exception {
                // the size of a frame
                connection.frame(SETTINGS, 0, 0, (byte) 0, (byte) 5, (byte) 0, (byte) 0, (byte) 0x40, (byte) 0);
            }
        },
        EMPTY_SETTINGS {
            @Override
            void send(Connection connection, int stream) throws Exception {
                connection.frame(SETTINGS, 0, 0);
            }
        },
        PRIORITIES {
            @Override
            void send(Connection connection, int stream) throws Exception {
                connection.frame(PRIORITY, 0, stream, new byte[5]);
            }
        },
        WINDOW_UPDATES {
            @Override
            void send(Connection connection, int stream) throws Exception {
                connection.frame(WINDOW_UPDATE, 0, stream, (byte) 0, (byte) 0, (byte) 0, (byte) 1);
            }
        },
        EMPTY_DATA {
            @Override
            void begin(Connection connection, Request request) throws Exception {
                connection.head(request, 200);
            }

            @Override
            void send(Connection connection, int stream) throws Exception {
                connection.frame(DATA, 0, stream);
            }
        },
        CONTINUATIONS {
            @Override
            void begin(Connection connection, Request request) throws Exception {
                connection.frame(HEADERS, 0, request.stream());
            }

            @Override
            void send(Connection connection, int stream) throws Exception {
                connection.frame(CONTINUATION, 0, stream);
            }
        },
        RESETS {
            @Override
            void send(Connection connection, int stream) throws Exception {
                connection.frame(RST_STREAM, 0, stream, (byte) 0, (byte) 0, (byte) 0, (byte) 2);
            }
        },
        INFORMATION {
            @Override
            void send(Connection connection, int stream) throws Exception {
                connection.frame(HEADERS, 4, stream, (byte) 8, (byte) 3, (byte) '1', (byte) '0', (byte) '3');
            }
        },
        PROMISES {
            @Override
            void send(Connection connection, int stream) throws Exception {
                connection.frame(PUSH_PROMISE, 4, stream, (byte) 0, (byte) 0, (byte) 0, (byte) 2);
            }
        },
        UNKNOWN_FRAMES {
            @Override
            void send(Connection connection, int stream) throws Exception {
                connection.frame(0xbb, 0, 0, new byte[8]);
            }
        };

        void begin(Connection connection, Request request) throws Exception {
        }

        abstract void send(Connection connection, int stream) throws Exception;

        /** Ends with an exception when the other side has closed the connection. */
        void flood(Connection connection, Request request, AtomicLong sent) throws Exception {
            begin(connection, request);
            for (int i = 0; i < FRAMES; i++) {
                send(connection, request.stream());
                sent.incrementAndGet();
            }
            connection.flush();
            // still there: never answered
            Thread.sleep(TimeUnit.MINUTES.toMillis(1));
        }
    }

    private Exchange generate() throws Exception {
        return context.createProducerTemplate().asyncSend(
                "grokvideo:generate?output=url&requestTimeout=5000&requestRetries=3",
                exchange -> exchange.getMessage().setBody("p")).get(60, TimeUnit.SECONDS);
    }

    private static long usedHeap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    @ParameterizedTest
    @EnumSource
    void aFloodEndsTheConnectionAndNotTheJob(Flood flood) throws Exception {
        AtomicLong sent = new AtomicLong();
        serve(GrokVideoProvider.lumenfall, (connection, request) -> {
            if (request.submits()) {
                connection.answer(request, 202, QUEUED);
            } else if (request.connection() == 1) {
                flood.flood(connection, request, sent);
            } else {
                connection.answer(request, 200, DONE);
            }
        });
        long before = usedHeap();
        Exchange result = generate();
        assertThat(result.getException()).isNull();
        assertThat(server.connections()).isEqualTo(2);
        assertThat(server.requests().stream().filter(Request::submits)).as("billed").hasSize(1);
        assertThat(sent.get()).as("frames that the connection took").isLessThan(FRAMES / 4);
        assertThat(usedHeap() - before).as("heap").isLessThan(32L << 20);
    }

    @Test
    void aSubmissionUnderAFloodIsRepeatedWithItsKey() throws Exception {
        AtomicLong sent = new AtomicLong();
        serve(GrokVideoProvider.lumenfall, (connection, request) -> {
            if (request.connection() == 1) {
                Flood.PINGS.flood(connection, request, sent);
            }
            connection.answer(request, request.submits() ? 202 : 200, request.submits() ? QUEUED : DONE);
        });
        assertThat(generate().getException()).isNull();
        assertThat(server.requests().stream().filter(Request::submits)).hasSize(2);
        assertThat(server.requests().stream().filter(Request::submits)
                .map(request -> request.headers().getOrDefault("idempotency-key", request.body())).distinct())
                .as("billed").hasSize(1);
    }

    @Test
    void aSubmissionUnderAFloodIsUnknownWhereNoKeyHelps() throws Exception {
        AtomicLong sent = new AtomicLong();
        serve(GrokVideoProvider.xai, (connection, request) -> Flood.PINGS.flood(connection, request, sent));
        Exchange result = generate();
        assertThat(result.getException()).isInstanceOf(SubmissionUnknownException.class);
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void aConnectionOnWhichNothingIsAnsweredIsLeft() throws Exception {
        serve(GrokVideoProvider.lumenfall, (connection, request) -> {
            if (request.submits()) {
                connection.answer(request, 202, QUEUED);
            } else if (request.connection() > 1) {
                connection.answer(request, 200, DONE);
            }
        });
        Exchange result = context.createProducerTemplate().asyncSend(
                "grokvideo:generate?output=url&requestTimeout=2000", exchange -> exchange.getMessage().setBody("p"))
                .get(30, TimeUnit.SECONDS);
        assertThat(result.getException()).isNull();
        assertThat(server.connections()).isEqualTo(2);
        assertThat(server.requests().stream().filter(request -> request.connection() == 1 && !request.submits()))
                .as("the next one takes another connection").hasSize(1);
        assertThat(server.requests().stream().filter(Request::submits)).as("billed").hasSize(1);
    }

    @Test
    void whatIsUnderWayOnAConnectionThatIsLeftMayFinish() throws Exception {
        Set<String> late = ConcurrentHashMap.newKeySet();
        CompletableFuture<Void> go = new CompletableFuture<>();
        serve(GrokVideoProvider.xai, (connection, request) -> {
            if (request.connection() > 1) {
                connection.answer(request, 200, "{\"request_id\":\"new\"}");
            } else if (request.body().contains("patient")) {
                late.add(request.body());
                go.thenRun(() -> {
                    try {
                        connection.answer(request, 200, "{\"request_id\":\"old\"}");
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                });
            }
        });
        CompletableFuture<Exchange> patient = submit("patient", 30_000);
        await().until(() -> late.size() == 1);
        for (int i = 0; i < 2; i++) {
            assertThat(submit("hasty", 300).get(20, TimeUnit.SECONDS).getException())
                    .isInstanceOf(SubmissionUnknownException.class);
        }
        assertThat(submit("next", 10_000).get(20, TimeUnit.SECONDS).getMessage().getBody()).isEqualTo("new");
        go.complete(null);
        assertThat(patient.get(20, TimeUnit.SECONDS).getMessage().getBody()).isEqualTo("old");
        assertThat(server.connections()).isEqualTo(2);
    }

    private CompletableFuture<Exchange> submit(String prompt, long timeout) {
        return context.createProducerTemplate().asyncSend("grokvideo:submit?requestTimeout=" + timeout,
                exchange -> exchange.getMessage().setBody(prompt));
    }

    /** What servers also send with an answer, as talkative as any is. */
    @ParameterizedTest
    @EnumSource(names = { "PINGS", "SETTINGS_FRAMES", "WINDOW_UPDATES", "PRIORITIES", "INFORMATION" })
    void aBusyConnectionIsNoFlood(Flood beside) throws Exception {
        serve(GrokVideoProvider.lumenfall, (connection, request) -> {
            for (int i = 0; i < 3; i++) {
                beside.send(connection, request.stream());
            }
            connection.answer(request, 202, QUEUED);
        });
        List<CompletableFuture<Exchange>> all = IntStream.range(0, 1500).mapToObj(i -> submit("p" + i, 10_000)).toList();
        for (CompletableFuture<Exchange> each : all) {
            assertThat(each.get(60, TimeUnit.SECONDS).getException()).isNull();
        }
        assertThat(server.connections()).isEqualTo(1);
    }

    /** What RFC 9113 has a client ignore, and servers send. */
    enum Ignored {
        ALTSVC {
            @Override
            void send(Connection connection, int stream) throws Exception {
                connection.frame(0xa, 0, 0, "\0\u0013https://other.exampleh3=\":443\"".getBytes(StandardCharsets.US_ASCII));
            }
        },
        ORIGIN {
            @Override
            void send(Connection connection, int stream) throws Exception {
                connection.frame(0xc, 0, 0, "\0\u0015https://media.example".getBytes(StandardCharsets.US_ASCII));
            }
        },
        PRIORITY_UPDATE {
            @Override
            void send(Connection connection, int stream) throws Exception {
                connection.frame(0x10, 0, 0, "\0\0\0\1u=1".getBytes(StandardCharsets.US_ASCII));
            }
        },
        RESERVED_TYPE {
            @Override
            void send(Connection connection, int stream) throws Exception {
                connection.frame(0xb, 0, 0);
            }
        },
        LAST_TYPE_OF_A_STREAM {
            @Override
            void send(Connection connection, int stream) throws Exception {
                connection.frame(0xff, 0xff, stream, new byte[16 * 1024]);
            }
        },
        UNKNOWN_SETTING {
            @Override
            void send(Connection connection, int stream) throws Exception {
                connection.frame(SETTINGS, 0, 0, (byte) 0x1a, (byte) 0x2a, (byte) 1, (byte) 2, (byte) 3, (byte) 4);
            }
        };

        abstract void send(Connection connection, int stream) throws Exception;
    }

    @ParameterizedTest
    @EnumSource
    void whatAClientMustIgnoreCostsNothing(Ignored extension) throws Exception {
        serve(GrokVideoProvider.lumenfall, (connection, request) -> {
            byte[] body = (request.submits() ? QUEUED : DONE).getBytes(StandardCharsets.UTF_8);
            extension.send(connection, request.stream());
            connection.flush();
            connection.head(request, request.submits() ? 202 : 200);
            extension.send(connection, request.stream());
            connection.frame(DATA, 0, request.stream(), Arrays.copyOf(body, 10));
            connection.flush();
            extension.send(connection, request.stream());
            connection.frame(DATA, RawHttp2Server.END_STREAM, request.stream(), Arrays.copyOfRange(body, 10, body.length));
            extension.send(connection, request.stream());
            connection.flush();
        });
        assertThat(generate().getException()).isNull();
        assertThat(server.connections()).isEqualTo(1);
        assertThat(server.requests().stream().filter(Request::submits)).as("billed").hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = { RST_STREAM, GOAWAY })
    void anErrorWithAnUnknownCodeEndsNoJob(int type) throws Exception {
        serve(GrokVideoProvider.lumenfall, (connection, request) -> {
            if (request.submits()) {
                connection.answer(request, 202, QUEUED);
            } else if (server.requests().stream().filter(each -> !each.submits()).count() > 2) {
                connection.answer(request, 200, DONE);
            } else {
                byte[] payload = { 0, 0, 0, 0, (byte) 0xab, (byte) 0xcd, (byte) 0xef, 1 };
                boolean reset = type == RST_STREAM;
                connection.frame(type, 0, reset ? request.stream() : 0,
                        reset ? Arrays.copyOfRange(payload, 4, 8) : payload);
                connection.flush();
            }
        });
        assertThat(generate().getException()).isNull();
        assertThat(server.requests().stream().filter(Request::submits)).as("billed").hasSize(1);
    }

    @Test
    void pingsThatKeepAnIdleConnectionAliveAreNoFlood() {
        AtomicLong now = new AtomicLong();
        InboundAllowance allowance = new InboundAllowance(now.get());
        for (int second = 0; second < 1_000_000; second++) {
            now.addAndGet(TimeUnit.SECONDS.toNanos(1));
            assertThat(allowance.received(39, false, now.get())).isTrue();
        }
    }

    @Test
    void repliesThatAreNotReadAreBoundedHoweverSlowlyTheyAreAskedFor() {
        long now = 0;
        int bytes = 0;
        InboundAllowance allowance = new InboundAllowance(now);
        do {
            now += TimeUnit.SECONDS.toNanos(1);
            bytes += 100;
        } while (allowance.received(100, true, now));
        assertThat(bytes).isLessThan(2 * InboundAllowance.LIMIT);
    }

    @Test
    void whatAServerSaysWhileItTakesALargeRequestIsNoFlood() {
        InboundAllowance allowance = new InboundAllowance(0);
        for (long sent = 0; sent < 200L << 20; sent += 4096) {
            allowance.sent(4096);
            // two window updates
            assertThat(allowance.received(70, true, 0)).isTrue();
        }
    }
}
