package io.github.grokvideo;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.github.grokvideo.model.DownloadException;
import io.github.grokvideo.model.GatewayException;
import io.github.grokvideo.model.GrokVideoException;
import io.github.grokvideo.model.JobFailedException;
import io.github.grokvideo.model.JobTimeoutException;
import io.github.grokvideo.model.SubmissionUnknownException;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.http.Fault.CONNECTION_RESET_BY_PEER;
import static com.github.tomakehurst.wiremock.stubbing.Scenario.STARTED;
import static org.assertj.core.api.Assertions.assertThat;

/** A redelivered exchange resumes its job; it does not submit, and pay for, a second one. */
@Tag("slow")
class RedeliveryTest extends WireMockTestSupport {

    @Override
    protected RoutesBuilder createRouteBuilder() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                onException(GrokVideoException.class).maximumRedeliveries(3).redeliveryDelay(10).logRetryAttempted(false)
                        .logExhausted(false);

                from("direct:impatient").to("grokvideo:generate?jobTimeout=1500&pollInterval=150");
                from("direct:url").to("grokvideo:generate?requestRetries=0");
                from("direct:stream").to("grokvideo:generate?output=bytes&requestRetries=0");
                from("direct:two").to("grokvideo:generate").setProperty("first", body()).setBody(constant("second"))
                        .to("grokvideo:generate");
                from("direct:toD").toD("grokvideo:generate?jobTimeout=1500&pollInterval=150&user=${header.who}");
                from("direct:loop").loop(3).setBody(constant("the same")).to("grokvideo:generate").end();
                from("direct:fallback").errorHandler(noErrorHandler())
                        .doTry().to("grokvideo:generate?jobTimeout=1500&pollInterval=150")
                        .doCatch(JobTimeoutException.class).setBody(constant("another prompt"))
                        .to("grokvideo:generate?model=other")
                        .end();
                from("direct:outer").to("direct:inner");
                from("direct:inner").errorHandler(noErrorHandler()).to("grokvideo:generate?jobTimeout=1500&pollInterval=150");
            }
        };
    }

    // the first request of all is slow, and the time-outs below are for waiting
    @BeforeEach
    void warmUp() {
        api.stubFor(read("warm").willReturn(json(200, completed("warm"))));
        assertThat(send("grokvideo:await", "warm").getException()).isNull();
        api.resetRequests();
    }

    private static int submissions() {
        return api.findAll(postRequestedFor(urlPathEqualTo("/v1/videos"))).size();
    }

    private static List<String> keys() {
        return api.findAll(postRequestedFor(urlPathEqualTo("/v1/videos"))).stream().map(request -> {
            try {
                return new ObjectMapper().readTree(request.getBody()).path("idempotency_key").asText();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }).toList();
    }

    /** Running for some time, then completed. */
    private static void slowJob(String id) {
        slowJob(id, completed(id));
    }

    /** Running for some time, then what is said at last. */
    private static void slowJob(String id, String end) {
        job(id, Stream.concat(Stream.generate(() -> json(200, running(id))).limit(14), Stream.of(json(200, end)))
                .toArray(ResponseDefinitionBuilder[]::new));
    }

    @Test
    void aTimeoutIsResumed() {
        slowJob("video_1");
        Exchange result = send("direct:impatient", "p");
        assertThat(result.getException()).isNull();
        assertThat(result.getMessage().getBody()).isEqualTo("https://media.example/video_1.mp4");
        assertThat(result.getMessage().getHeader(Exchange.REDELIVERY_COUNTER, Integer.class)).isPositive();
        assertThat(submissions()).isEqualTo(1);
    }

    @Test
    void aTimeoutIsResumedThoughTheBodyCannotBeReadAgain() {
        slowJob("video_1");
        context.setStreamCaching(false);
        Exchange result = send("direct:impatient", new ByteArrayInputStream("p".getBytes(StandardCharsets.UTF_8)));
        assertThat(result.getException()).isNull();
        assertThat(submissions()).isEqualTo(1);
    }

    @Test
    void aTimeoutIsResumedWithADynamicEndpoint() {
        slowJob("video_1");
        Exchange result = template.send("direct:toD", exchange -> {
            exchange.getMessage().setBody("p");
            exchange.getMessage().setHeader("who", "u1");
        });
        assertThat(result.getException()).isNull();
        assertThat(submissions()).isEqualTo(1);
    }

    @Test
    void aTimeoutIsResumedThroughAnotherRoute() {
        slowJob("video_1");
        Exchange result = send("direct:outer", "p");
        assertThat(result.getException()).isNull();
        assertThat(submissions()).isEqualTo(1);
    }

    @Test
    void anExhaustedRedeliveryStillNamesTheJob() {
        job("video_1", json(200, running("video_1")));
        Exchange result = send("direct:impatient", "p");
        assertThat(failure(result, JobTimeoutException.class).getJobId()).isEqualTo("video_1");
        assertThat(result.getMessage().getHeader(GrokVideoConstants.JOB_ID)).isEqualTo("video_1");
        assertThat(submissions()).isEqualTo(1);
    }

    @Test
    void aLostAnswerIsRepeatedUnderTheSameKey() {
        api.stubFor(create().inScenario("lost").whenScenarioStateIs(STARTED).willSetStateTo("then")
                .willReturn(aResponse().withFault(CONNECTION_RESET_BY_PEER)));
        api.stubFor(create().inScenario("lost").whenScenarioStateIs("then").willReturn(json(200, queued("video_1"))));
        inTurn("video_1", json(200, completed("video_1")));

        Exchange result = send("direct:url", "p");

        assertThat(result.getException()).isNull();
        assertThat(keys()).hasSize(2).allMatch(key -> key.equals(keys().get(0)));
    }

    @Test
    void aLostAnswerThatStaysLostIsToldAsUnknown() {
        api.stubFor(create().willReturn(aResponse().withFault(CONNECTION_RESET_BY_PEER)));
        Exchange result = send("direct:url", "p");
        assertThat(failure(result, SubmissionUnknownException.class)).hasMessageContaining(keys().get(0));
        assertThat(keys()).hasSize(4).allMatch(key -> key.equals(keys().get(0)));
    }

    @Test
    void aRefusalAfterALostAnswerIsNotTakenForNothing() {
        api.stubFor(create().inScenario("lost").whenScenarioStateIs(STARTED).willSetStateTo("then")
                .willReturn(aResponse().withFault(CONNECTION_RESET_BY_PEER)));
        api.stubFor(create().inScenario("lost").whenScenarioStateIs("then").willSetStateTo("at last")
                .willReturn(json(402, error("INSUFFICIENT_BALANCE", "the first one took the rest"))));
        api.stubFor(create().inScenario("lost").whenScenarioStateIs("at last").willReturn(json(200, queued("video_1"))));
        inTurn("video_1", json(200, completed("video_1")));

        assertThat(send("direct:url", "p").getException()).isNull();
        assertThat(keys()).hasSize(3).allMatch(key -> key.equals(keys().get(0)));
    }

    @Test
    void aBrokenDownloadFetchesAgainAndMakesNothingNew() {
        String url = origin() + "/media/1.mp4";
        job("video_1", json(200, completed("video_1", url)));
        api.stubFor(get("/media/1.mp4").inScenario("media").whenScenarioStateIs(STARTED).willSetStateTo("up")
                .willReturn(aResponse().withStatus(500)));
        api.stubFor(get("/media/1.mp4").inScenario("media").whenScenarioStateIs("up")
                .willReturn(aResponse().withHeader("Content-Type", "video/mp4").withBody("\0\0\0\u0018ftypisom-and-more")));
        Exchange result = send("direct:stream", "p");
        assertThat(result.getException()).isNull();
        assertThat(result.getMessage().getBody(byte[].class)).hasSize(21);
        assertThat(submissions()).isEqualTo(1);
    }

    @Test
    void aDownloadThatCannotWorkKeepsTheJob() {
        job("video_1", json(200, completed("video_1", origin() + "/media/none.mp4")));
        api.stubFor(get("/media/none.mp4").willReturn(aResponse().withStatus(404)));
        Exchange result = send("direct:stream", "p");
        assertThat(failure(result, DownloadException.class).getJobId()).isEqualTo("video_1");
        assertThat(submissions()).isEqualTo(1);
    }

    @Test
    void aJobThatFailedIsMadeAnewUnderANewKey() {
        job("video_1", json(200, failed("video_1", "PROVIDER_ERROR")));
        Exchange result = send("direct:url", "p");
        assertThat(failure(result, JobFailedException.class).getCode()).isEqualTo("PROVIDER_ERROR");
        assertThat(keys()).as("each redelivery of a failed job is a new job").hasSize(4).doesNotHaveDuplicates();
    }

    private interface Routes {
        void addTo(CamelContext context) throws Exception;
    }

    // Camel goes on redelivering by the handler of the failure before where the new one has no handler
    private Exchange aTimeoutThenAFailedJob(Routes routes) throws Exception {
        slowJob("video_1", failed("video_1", "PROVIDER_ERROR"));
        try (CamelContext context = createCamelContext()) {
            GrokVideoConfiguration configuration
                    = context.getComponent("grokvideo", GrokVideoComponent.class).getConfiguration();
            configuration.setJobTimeout(1500);
            configuration.setPollInterval(150);
            routes.addTo(context);
            context.start();
            return context.createProducerTemplate().send("direct:film", exchange -> exchange.getMessage().setBody("p"));
        }
    }

    @Test
    void byTheReadmesHandlersAJobThatFailsAfterATimeoutIsNotMadeAnew() throws Exception {
        Exchange result = aTimeoutThenAFailedJob(context -> context.addRoutes(new ReadmeRoute()));
        assertThat(result.getException()).isNull();
        assertThat(result.getProperty(Exchange.EXCEPTION_CAUGHT)).isInstanceOf(JobFailedException.class);
        assertThat(submissions()).isEqualTo(1);
    }

    @Test
    void byTheGuidesHandlersAJobThatFailsAfterATimeoutIsNotMadeAnew() throws Exception {
        String page = Files.readString(Path.of("src/main/docs/pay-once.adoc"));
        String handlers = page.substring(page.indexOf("- onException"), page.indexOf("----", page.indexOf("- onException")));
        Exchange result = aTimeoutThenAFailedJob(context -> PluginHelper.getRoutesLoader(context)
                .loadRoutes(ResourceHelper.fromString("guide.camel.yaml", handlers)));
        failure(result, JobFailedException.class);
        assertThat(submissions()).isEqualTo(1);
    }

    @Test
    void troubleBeforeAcceptanceKeepsTheKey() {
        api.stubFor(create().willReturn(json(503, error("INTERNAL_ERROR", "later"))));
        Exchange result = send("direct:url", "p");
        failure(result, SubmissionUnknownException.class);
        assertThat(keys()).hasSize(4).allMatch(key -> key.equals(keys().get(0)));
        api.resetAll();
        api.stubFor(create().willReturn(json(429, error("RATE_LIMITED", "later"))));
        failure(send("direct:url", "p"), GatewayException.class);
        assertThat(keys()).hasSize(4).allMatch(key -> key.equals(keys().get(0)));
    }

    @Test
    void twoStepsOfOneExchangeAreTwoJobs() {
        job("video_1", json(200, completed("video_1")));
        assertThat(send("direct:two", "first").getException()).isNull();
        assertThat(keys()).hasSize(2).doesNotHaveDuplicates();
    }

    @Test
    void eachRoundOfALoopIsAJobOfItsOwn() {
        job("video_1", json(200, completed("video_1")));
        assertThat(send("direct:loop", "x").getException()).isNull();
        assertThat(keys()).hasSize(3).doesNotHaveDuplicates();
    }

    @Test
    void anotherStepDoesNotTakeUpTheJobThatTimedOut() {
        job("video_1", json(200, running("video_1")));
        api.stubFor(create().withRequestBody(containing("\"other\""))
                .willReturn(json(202, queued("video_2"))));
        inTurn("video_2", json(200, completed("video_2")));
        Exchange result = send("direct:fallback", "p");
        assertThat(result.getMessage().getBody()).isEqualTo("https://media.example/video_2.mp4");
        assertThat(keys()).hasSize(2).doesNotHaveDuplicates();
        api.verify(1, getRequestedFor(urlPathEqualTo("/v1/videos/video_2")));
    }

    @Test
    void twoExchangesAreTwoJobs() {
        job("video_1", json(200, completed("video_1")));
        send("direct:url", "p");
        send("direct:url", "p");
        assertThat(keys()).hasSize(2).doesNotHaveDuplicates();
    }
}
