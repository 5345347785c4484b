package io.github.grokvideo;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import io.github.grokvideo.model.InvalidRequestException;
import io.github.grokvideo.model.JobStatus;
import io.github.grokvideo.model.VideoJob;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.deleteRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.moreThanOrExactly;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A gateway that does not know at once of the job that it has just accepted, whoever asks about it.
 * {@link XaiYoungJobTest} runs it with the other provider.
 */
@Tag("slow")
class YoungJobTest extends WireMockTestSupport {

    @TempDir
    private Path folder;
    private StoppableDatabase database;
    private final List<CamelContext> machines = new ArrayList<>();
    private final Queue<Message> received = new ConcurrentLinkedQueue<>();

    /** How gateways say that they do not know a job, or do not know yet. */
    static List<ResponseDefinitionBuilder> notYet() {
        return List.of(
                json(404, "{\"code\":\"not-found\",\"error\":\"Request video_1 not found\"}"), aResponse().withStatus(404),
                json(404, error("VIDEO_NOT_FOUND", "no such video")), json(400, error("not_found", "no")),
                json(400, "{\"code\":\"invalid-argument\",\"error\":\"Invalid request id\"}"),
                json(422, error("X", "The video does not exist")), json(409, error("CONFLICT", "wait")),
                json(409, error("not_ready", "The job is still processing")), json(425, ""), json(410, ""),
                json(400, error("X", "The video is not ready yet")),
                json(200, "{\"error\":{\"code\":\"not_found\",\"message\":\"no\"}}"),
                json(200, "{\"code\":404,\"message\":\"job not found\"}"),
                json(200, "{\"status\":\"not_found\",\"error\":\"job not found\"}"));
    }

    static List<String> operations() {
        return List.of("generate", "results", "await", "status", "download");
    }

    static Stream<Arguments> everyWay() {
        return operations().stream().flatMap(operation -> notYet().stream().map(answer -> Arguments.of(operation, answer)));
    }

    @BeforeEach
    void openDatabase() {
        database = new StoppableDatabase(folder);
        // a gateway that is known, so that a 404 says nothing of the address
        api.stubFor(read("warm").willReturn(json(200, completed("warm"))));
        api.stubFor(get("/media/1.mp4").willReturn(
                aResponse().withHeader("Content-Type", "video/mp4").withBody("\0\0\0\u0018ftypisom-and-more")));
    }

    @AfterEach
    void stopMachines() {
        machines.forEach(CamelContext::stop);
        database.close();
    }

    private CamelContext machine(boolean stored, String results) throws Exception {
        CamelContext machine = createCamelContext();
        if (stored) {
            machine.getComponent("grokvideo", GrokVideoComponent.class).setDataSource(database);
        }
        if (results != null) {
            machine.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from(results).process(exchange -> received.add(exchange.getMessage().copy()));
                }
            });
        }
        machine.start();
        machines.add(machine);
        return machine;
    }

    private static Exchange on(CamelContext machine, String uri, Object body) {
        return machine.createProducerTemplate().send(uri, exchange -> exchange.getMessage().setBody(body));
    }

    private Exchange made(CamelContext machine, String operation) {
        if (operation.equals("generate")) {
            return on(machine, "grokvideo:generate", "p");
        }
        if (operation.equals("results")) {
            await().until(() -> !received.isEmpty());
            return received.peek().getExchange();
        }
        return on(machine, "grokvideo:" + operation + (operation.equals("download") ? "?output=bytes" : ""), "video_1");
    }

    private void assertThatItIsMade(Exchange result, String operation) {
        assertThat(result.getException()).isNull();
        Message message = operation.equals("results") ? received.peek() : result.getMessage();
        assertThat(message.getHeader(GrokVideoConstants.STATUS)).isEqualTo("COMPLETED");
        assertThat(message.getHeader(GrokVideoConstants.ERROR_MESSAGE)).isNull();
        if (operation.equals("status")) {
            assertThat(message.getBody(VideoJob.class).status()).isEqualTo(JobStatus.COMPLETED);
        }
        api.verify(1, postRequestedFor(SUBMISSION));
    }

    @ParameterizedTest
    @MethodSource("everyWay")
    void whoSubmittedItWaits(String operation, ResponseDefinitionBuilder notYet) throws Exception {
        // more often than a request of unknown age is repeated
        job("video_1", notYet, notYet, notYet, notYet, notYet, json(200, completed("video_1", origin() + "/media/1.mp4")));
        boolean results = operation.equals("results");
        CamelContext machine = machine(false, results ? "grokvideo:results?claimInterval=50" : null);
        if (!operation.equals("generate")) {
            assertThat(on(machine, "grokvideo:submit", "p").getException()).isNull();
        }
        assertThatItIsMade(made(machine, operation), operation);
    }

    @ParameterizedTest
    @MethodSource("operations")
    void afterARestartTheStoreKnowsThatItIsYoung(String operation) throws Exception {
        ResponseDefinitionBuilder notYet = aResponse().withStatus(404);
        job("video_1", notYet, notYet, notYet, notYet, notYet, json(200, completed("video_1", origin() + "/media/1.mp4")));
        CamelContext first = machine(true, null);
        assertThat(on(first, "grokvideo:submit?idempotencyKey=k", "p").getException()).isNull();
        first.stop();
        CamelContext second = machine(true, operation.equals("results") ? "grokvideo:results?claimInterval=50" : null);
        Exchange result = operation.equals("generate")
                ? on(second, "grokvideo:generate?idempotencyKey=k", "p") : made(second, operation);
        assertThatItIsMade(result, operation);
    }

    @ParameterizedTest
    @MethodSource("operations")
    void anotherMachineThatKnowsNothingIsPatientToo(String operation) throws Exception {
        if (operation.equals("generate") || operation.equals("results")) {
            return;
        }
        ResponseDefinitionBuilder notYet = aResponse().withStatus(404);
        job("video_1", notYet, notYet, json(200, completed("video_1", origin() + "/media/1.mp4")));
        assertThat(on(machine(false, null), "grokvideo:submit", "p").getException()).isNull();
        assertThatItIsMade(made(machine(false, null), operation), operation);
    }

    @Test
    void theCancellationOfAYoungJobIsRepeatedUntilTheJobIsKnown() throws Exception {
        if (isXai()) {
            return;
        }
        job("video_1", json(200, running("video_1")));
        api.stubFor(cancel("video_1").inScenario("c").whenScenarioStateIs(Scenario.STARTED).willSetStateTo("known")
                .willReturn(aResponse().withStatus(404)));
        api.stubFor(cancel("video_1").inScenario("c").whenScenarioStateIs("known").willSetStateTo("done")
                .willReturn(aResponse().withStatus(204)));
        CamelContext machine = machine(false, null);
        on(machine, "grokvideo:submit", "p");
        assertThat(on(machine, "grokvideo:cancel", "video_1").getException()).isNull();
        api.verify(2, deleteRequestedFor(urlPathEqualTo("/v1/videos/video_1")));
    }

    @Test
    void aWrongIdIsToldSoon() throws Exception {
        api.stubFor(read("nobody").willReturn(aResponse().withStatus(404)));
        Exchange result = on(machine(true, null), "grokvideo:status?requestRetries=2", "nobody");
        assertThat(failure(result, InvalidRequestException.class)).hasMessageContaining("HTTP 404")
                .hasMessageContaining("nobody");
        api.verify(moreThanOrExactly(3), getRequestedFor(urlPathEqualTo("/v1/videos/nobody")));
    }

    @Test
    void anOldJobThatIsGoneIsToldAsFailed() throws Exception {
        job("video_1", aResponse().withStatus(404));
        on(machine(true, null), "grokvideo:submit", "p");
        try (var connection = database.getConnection(); var statement = connection.createStatement()) {
            statement.execute("update grokvideo_job set accepted_at = dateadd(minute, -2, current_timestamp)");
        }
        machine(true, "grokvideo:results?claimInterval=50");
        await().until(() -> !received.isEmpty());
        assertThat(received.peek().getHeader(GrokVideoConstants.ERROR_MESSAGE, String.class)).contains("404");
    }

    boolean isXai() {
        return false;
    }
}
