package io.github.grokvideo.internal.gateway.http;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.grokvideo.GrokVideoComponent;
import io.github.grokvideo.RawServer;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Over HTTP/1.1 an answer that never ends is ended by the time limit of its request, with the connection. */
@Tag("slow")
class EndlessAnswerTest {

    private final CamelContext context = new DefaultCamelContext();

    @AfterEach
    void stop() {
        context.stop();
    }

    /** What may go on for ever. */
    enum Endless {
        INFORMATION("", "HTTP/1.1 103 Early Hints\r\n\r\n", 0),
        INFORMATION_IN_DROPS("", "HTTP/1.1 103 Early Hints\r\n\r\n", 20),
        HEADERS_IN_DROPS("HTTP/1.1 200 OK\r\nX: ", "x", 20),
        CHUNK_EXTENSION_IN_DROPS("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;x=", "x", 20),
        BODY_IN_DROPS("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n", " ", 20),
        TRAILERS_IN_DROPS("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nX: ", "x", 20);

        private final String begin;
        private final String more;
        private final int pause;

        Endless(String begin, String more, int pause) {
            this.begin = begin;
            this.more = more;
            this.pause = pause;
        }

        /** Ends with an exception when the other side has closed the connection. */
        void write(OutputStream out) throws Exception {
            out.write(begin.getBytes(StandardCharsets.US_ASCII));
            byte[] again = more.getBytes(StandardCharsets.US_ASCII);
            while (true) {
                out.write(again);
                out.flush();
                Thread.sleep(pause);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aStatusAnswerWithoutEndIsAskedForAgain(Endless endless) throws Exception {
        AtomicInteger questions = new AtomicInteger();
        CountDownLatch closed = new CountDownLatch(1);
        try (RawServer server = new RawServer((request, out) -> {
            if (request.line().startsWith("POST")) {
                RawServer.reply(out, 202, "{\"id\":\"video_1\",\"status\":\"queued\"}".getBytes(StandardCharsets.UTF_8));
            } else if (questions.incrementAndGet() == 1) {
                try {
                    endless.write(out);
                } finally {
                    closed.countDown();
                }
            } else {
                RawServer.reply(out, 200, ("{\"id\":\"video_1\",\"status\":\"completed\","
                                           + "\"output\":{\"url\":\"https://media.example/v.mp4\"}}")
                        .getBytes(StandardCharsets.UTF_8));
            }
        })) {
            GrokVideoComponent component = context.getComponent("grokvideo", GrokVideoComponent.class);
            component.setAllowLoopback(true);
            component.getConfiguration().setApiKey("key");
            component.getConfiguration().setBaseUrl(server.url("/v1"));
            component.getConfiguration().setPollInterval(100);
            context.start();
            Exchange result = context.createProducerTemplate().asyncSend(
                    "grokvideo:generate?output=url&requestTimeout=700", exchange -> exchange.getMessage().setBody("p"))
                    .get(60, TimeUnit.SECONDS);
            assertThat(result.getException()).isNull();
            assertThat(closed.await(10, TimeUnit.SECONDS)).as("closed").isTrue();
            assertThat(server.requests().stream().filter(request -> request.line().startsWith("POST"))).hasSize(1);
        }
    }
}
