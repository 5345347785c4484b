package io.github.grokvideo;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.github.grokvideo.model.GrokVideoException;
import io.github.grokvideo.model.JobFailedException;
import io.github.grokvideo.model.JobStatus;
import io.github.grokvideo.model.VideoJob;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A job that is done and names no video: a success where the video went elsewhere, and never paid for twice.
 * {@link XaiExternalOutputTest} runs it with the other provider.
 */
class ExternalOutputTest extends WireMockTestSupport {

    static final String ELSEWHERE = "parameters.output=RAW({\"upload_url\":\"https://bucket.example/v.mp4?signature=s\"})";
    private static final String DONE
            = "{\"id\":\"video_1\",\"status\":\"done\",\"progress\":100,\"video\":{\"duration\":6,\"respect_moderation\":true},"
              + "\"usage\":{\"cost_in_usd_ticks\":3000000000}}";

    @TempDir
    private Path folder;
    private StoppableDatabase database;
    private final List<CamelContext> machines = new ArrayList<>();
    private final Queue<Message> received = new ConcurrentLinkedQueue<>();

    @Override
    protected RoutesBuilder createRouteBuilder() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                onException(GrokVideoException.class).onWhen(simple("${exception.retryable}")).maximumRedeliveries(2)
                        .redeliveryDelay(1).logExhausted(false).logRetryAttempted(false);
                onException(GrokVideoException.class).maximumRedeliveries(0).logExhausted(false).logStackTrace(false);
                for (String output : List.of("job", "url", "stream", "file", "bytes")) {
                    from("direct:elsewhere-" + output).to("grokvideo:generate?output=" + output + "&" + ELSEWHERE);
                    from("direct:nowhere-" + output).to("grokvideo:generate?output=" + output);
                }
                from("direct:stubborn").errorHandler(
                        defaultErrorHandler().maximumRedeliveries(2).redeliveryDelay(1).logExhausted(false))
                        .to("grokvideo:generate?user=stubborn");
            }
        };
    }

    @AfterEach
    void stopMachines() {
        machines.forEach(CamelContext::stop);
        if (database != null) {
            database.close();
        }
    }

    private static void assertThatItWasSubmittedOnce() {
        api.verify(1, postRequestedFor(SUBMISSION));
    }

    private static void assertThatItSays(Message message, String what) {
        assertThat(message.getHeader(GrokVideoConstants.STATUS)).isEqualTo("COMPLETED");
        assertThat(message.getHeader(GrokVideoConstants.WARNINGS, List.class)).singleElement().asString()
                .contains("video_1", what);
        RefusedOnceTest.assertThatTheCostIs(message.getExchange(), "0.30");
    }

    @ParameterizedTest
    @ValueSource(strings = { "url", "stream", "file", "bytes" })
    void aVideoThatWentElsewhereIsASuccessWithoutABody(String output) {
        job("video_1", json(200, DONE));
        Exchange result = send("direct:elsewhere-" + output, "p");
        assertThat(result.getException()).isNull();
        assertThat(result.getMessage().getBody()).isNull();
        assertThatItSays(result.getMessage(), "went to the place that the request named");
        assertThatItWasSubmittedOnce();
    }

    @Test
    void theJobSaysThatItsVideoWentElsewhere() {
        job("video_1", json(200, DONE));
        Exchange result = send("direct:elsewhere-job", "p");
        assertThat(result.getException()).isNull();
        assertThat(result.getMessage().getBody(VideoJob.class)).satisfies(job -> {
            assertThat(job.status()).isEqualTo(JobStatus.COMPLETED);
            assertThat(job.externalOutput()).isTrue();
            assertThat(job.error()).isNull();
        });
        assertThatItSays(result.getMessage(), "went to the place that the request named");
        assertThatItWasSubmittedOnce();
    }

    @Test
    void anAnswerMaySayThatTheVideoWentElsewhere() {
        job("video_1", json(200, DONE.replace("\"duration\":6", "\"file_output\":{\"file_id\":\"f1\"}")));
        assertThat(send("direct:nowhere-url", "p").getException()).isNull();
        assertThatItWasSubmittedOnce();
    }

    @Test
    void theJobIsASuccessThoughNothingSaysWhereTheVideoWent() {
        job("video_1", json(200, DONE));
        Exchange result = send("direct:nowhere-job", "p");
        assertThat(result.getException()).isNull();
        assertThat(result.getMessage().getBody(VideoJob.class).status()).isEqualTo(JobStatus.COMPLETED);
        assertThatItSays(result.getMessage(), "nor a place where it went");
        assertThatItWasSubmittedOnce();
    }

    @ParameterizedTest
    @ValueSource(strings = { "url", "stream", "file", "bytes" })
    void aVideoThatIsNowhereIsAFailureThatIsNotTriedAgain(String output) {
        job("video_1", json(200, DONE));
        Exchange result = send("direct:nowhere-" + output, "p");
        assertThat(failure(result, JobFailedException.class)).satisfies(failure -> {
            assertThat(failure.getCode()).isEqualTo("NO_OUTPUT");
            assertThat(failure.isRetryable()).isFalse();
            assertThat(failure.getCost().amount()).isEqualByComparingTo("0.30");
            assertThat(failure.getJobId()).isEqualTo("video_1");
        });
        assertThatItWasSubmittedOnce();
    }

    @Test
    void whoTriesAgainAllTheSameGetsTheSameJob() {
        job("video_1", json(200, DONE));
        failure(send("direct:stubborn", "p"), JobFailedException.class);
        assertThatItWasSubmittedOnce();
    }

    private void submitElsewhereAndStop() throws Exception {
        database = new StoppableDatabase(folder);
        job("video_1", json(200, DONE));
        CamelContext machine = machine(null);
        machine.createProducerTemplate().requestBody("grokvideo:submit?idempotencyKey=k&" + ELSEWHERE, "p");
        machine.stop();
    }

    @ParameterizedTest
    @ValueSource(strings = { "await?output=url", "download" })
    void theJobStoreRemembersThatTheVideoWentElsewhere(String operation) throws Exception {
        submitElsewhereAndStop();
        Exchange result = machine(null).createProducerTemplate().send(
                "grokvideo:" + operation, exchange -> exchange.getMessage().setBody("video_1"));
        assertThat(result.getException()).isNull();
        assertThat(result.getMessage().getBody()).isNull();
        assertThatItSays(result.getMessage(), "went to the place that the request named");
        assertThatItWasSubmittedOnce();
    }

    @Test
    void resultsRememberThatTheVideoWentElsewhere() throws Exception {
        submitElsewhereAndStop();
        machine("grokvideo:results?claimInterval=50");
        await().until(() -> !received.isEmpty());
        assertThat(received.peek().getBody()).isNull();
        assertThat(received.peek().getHeader(GrokVideoConstants.ERROR_MESSAGE)).isNull();
        assertThat(received.peek().getHeader(GrokVideoConstants.STATUS)).isEqualTo("COMPLETED");
        assertThatItWasSubmittedOnce();
    }

    @ParameterizedTest
    @ValueSource(strings = { "url", "job" })
    void resultsTellOfAVideoThatIsNowhere(String output) throws Exception {
        database = new StoppableDatabase(folder);
        job("video_1", json(200, DONE));
        machine("grokvideo:results?claimInterval=50&output=" + output).createProducerTemplate()
                .requestBody("grokvideo:submit", "p");
        await().until(() -> !received.isEmpty());
        Message message = received.peek();
        assertThat(message.getBody()).isInstanceOf(VideoJob.class);
        assertThat(message.getHeader(GrokVideoConstants.ERROR_CODE)).isEqualTo(output.equals("job") ? null : "NO_OUTPUT");
        assertThat(message.getHeader(GrokVideoConstants.STATUS)).isEqualTo("COMPLETED");
        assertThatItWasSubmittedOnce();
    }

    private CamelContext machine(String results) throws Exception {
        CamelContext machine = createCamelContext();
        machine.getComponent("grokvideo", GrokVideoComponent.class).setDataSource(database);
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
}
