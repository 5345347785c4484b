package io.github.grokvideo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import javax.net.ServerSocketFactory;

import io.github.grokvideo.model.GatewayException;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A gateway that cannot be reached is told at once, and once. */
class UnreachableGatewayTest extends WireMockTestSupport {

    @RegisterExtension
    final StandardError log = new StandardError();

    private List<String> lines(String part) {
        return log.text().lines()
                .filter(line -> line.contains("GatewayHealth") && line.contains(part))
                .toList();
    }

    private static Processor ofJob(String id) {
        return exchange -> exchange.getMessage().setHeader(GrokVideoConstants.JOB_ID, id);
    }

    private static ServerSocket occupied(int port) throws IOException {
        return new ServerSocket(port, 50, InetAddress.getByName("127.0.0.1"));
    }

    private static ServerSocketFactory at(int port) {
        return new ServerSocketFactory() {
            @Override
            public ServerSocket createServerSocket(int any) throws IOException {
                return occupied(port);
            }

            @Override
            public ServerSocket createServerSocket(int any, int backlog) throws IOException {
                return occupied(port);
            }

            @Override
            public ServerSocket createServerSocket(int any, int backlog, InetAddress address) throws IOException {
                return occupied(port);
            }
        };
    }

    @Test
    void aHostThatWasNeverKnownFailsAtTheFirstAttempt() {
        long begin = System.nanoTime();
        Exchange result
                = send("grokvideo:generate?requestRetries=1000&jobTimeout=3600000&baseUrl=http://nowhere.invalid/v1", "p");
        assertThat(failure(result, GatewayException.class))
                .hasMessage("Cannot connect to the gateway at http://nowhere.invalid/v1: its host name is unknown");
        assertThat(System.nanoTime() - begin).as("a thousand attempts take longer").isLessThan(TimeUnit.MINUTES.toNanos(1));
    }

    @Test
    void ofAJobThatExistsNothingIsGivenUp() {
        CompletableFuture<Exchange> waiting = template.asyncSend(
                "grokvideo:await?baseUrl=http://elsewhere.invalid/v1", ofJob("video_1"));
        await().untilAsserted(() -> assertThat(lines("elsewhere.invalid")).singleElement().asString()
                .contains("WARN", "its host name is unknown", "requestRetries", "jobTimeout"));
        assertThat(waiting).isNotDone();
    }

    @Tag("slow")
    @Test
    void aGatewayThatIsDownIsToldOnceHoweverManyJobsWaitAndSoIsItsReturn() throws Exception {
        int port;
        try (ServerSocket socket = occupied(0)) {
            port = socket.getLocalPort();
        }
        String uri = "grokvideo:await?baseUrl=http://127.0.0.1:" + port + "/v1";
        List<CompletableFuture<Exchange>> waiting = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            waiting.add(template.asyncSend(uri, ofJob("video_" + i)));
        }
        await().untilAsserted(() -> assertThat(lines(":" + port)).isNotEmpty());
        // what is on its way has its time
        await().pollDelay(1, TimeUnit.SECONDS).untilAsserted(() -> assertThat(lines(":" + port)).singleElement().asString()
                .contains("WARN", "the connection was refused"));
        RawServer.Answer done = (request, out) -> RawServer.reply(
                out, 200,
                "{\"status\":\"completed\",\"output\":{\"url\":\"https://m.example/1.mp4\"}}".getBytes(StandardCharsets.UTF_8));
        try (RawServer server = new RawServer(at(port), done)) {
            for (CompletableFuture<Exchange> job : waiting) {
                assertThat(job.get(60, TimeUnit.SECONDS).getException()).isNull();
            }
        }
        assertThat(lines(":" + port)).hasSize(2).last().asString().contains("INFO", "responds again");
        assertThat(log.text()).doesNotContain("consecutive status requests failed");
    }
}
