package io.github.grokvideo;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import io.github.grokvideo.model.JobStatus;
import io.github.grokvideo.model.VideoJob;
import io.github.grokvideo.store.JobKey;
import io.github.grokvideo.store.MemoryJobStore;
import io.github.grokvideo.store.StoredJob;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.deleteRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

/** Exchanges that are given up while they wait: what is cancelled, and what is not. */
@Tag("slow")
class CancelOnAbandonTest extends WireMockTestSupport {

    private static final String KEY_OF_JOB = "order-1";
    private static final String CANCELLED_AT_A_COST = running("video_1").replace("in_progress", "cancelled")
            .replace("}", ",\"metadata\":{\"cost\":0.02,\"cost_currency\":\"USD\"}}");

    private final MemoryJobStore store = new MemoryJobStore();
    @RegisterExtension
    final StandardError log = new StandardError();

    private ExecutorService breakerThreads;
    private GrokVideoComponent component;

    @Override
    protected CamelContext createCamelContext() throws Exception {
        CamelContext context = super.createCamelContext();
        breakerThreads = Executors.newCachedThreadPool();
        context.getRegistry().bind("breakerThreads", breakerThreads);
        return context;
    }

    @Override
    protected void configure(GrokVideoComponent created) {
        component = created;
        component.setJobStore(store);
    }

    @Override
    protected RoutesBuilder createRouteBuilder() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                String generate = "grokvideo:generate?cancelOnAbandon=true&idempotencyKey=" + KEY_OF_JOB;
                breaker("direct:breaker", generate);
                breaker("direct:patient", "grokvideo:generate");
                breaker("direct:awaiting", "grokvideo:await?cancelOnAbandon=true");
                from("direct:inner").routeId("inner").to(generate);
                breaker("direct:nested", "direct:inner");
                from("direct:retrying").onException(Exception.class).maximumRedeliveries(3).redeliveryDelay(0).end()
                        .to("grokvideo:generate?cancelOnAbandon=true");
                breaker("direct:nestedRetrying", "direct:retrying");
                from("direct:interrupted").circuitBreaker().resilience4jConfiguration().timeoutEnabled(true)
                        .timeoutDuration(600_000).timeoutExecutorService("breakerThreads").end().to(generate).end();
                from("direct:films").routeId("films").to(generate);
                from("direct:outer").routeId("outer").to("direct:inner");
                from("direct:await").routeId("await").to("grokvideo:await");
                from("direct:tapping").wireTap("direct:tapped").process(exchange -> isAskedFor());
                from("direct:queueing").to("seda:queued?waitForTaskToComplete=Never").process(exchange -> isAskedFor());
                from("seda:queued").to("direct:tapped");
                from("direct:tapped").routeId("tapped").to(generate).to("mock:tapped");
            }

            // after the timeout, the exchange goes on only when the gateway has been asked for the job
            private void breaker(String from, String step) {
                from(from).circuitBreaker().resilience4jConfiguration().timeoutEnabled(true).timeoutDuration(1000).end()
                        .to(step).onFallback().process(exchange -> isAskedFor()).setBody(constant("fallback")).end();
            }

        };
    }

    @AfterEach
    void stopThreads() {
        breakerThreads.shutdownNow();
    }

    private List<String> logged() {
        return log.lines("AbandonedJob");
    }

    private void isAskedFor() {
        Awaitility.await().atMost(Duration.ofMinutes(2))
                .until(() -> !api.findAll(getRequestedFor(urlPathEqualTo("/v1/videos/video_1"))).isEmpty());
    }

    /** The job runs until it is cancelled; from then on the gateway says this of it. */
    private static void untilCancelled(ResponseDefinitionBuilder answer, ResponseDefinitionBuilder after) {
        api.stubFor(create().willReturn(json(202, queued("video_1"))));
        api.stubFor(read("video_1").inScenario("job").whenScenarioStateIs(Scenario.STARTED)
                .willReturn(json(200, running("video_1"))));
        api.stubFor(cancel("video_1").inScenario("job").willSetStateTo("cancelled").willReturn(answer));
        api.stubFor(read("video_1").inScenario("job").whenScenarioStateIs("cancelled").willReturn(after));
    }

    private static void untilCancelled() {
        untilCancelled(aResponse().withStatus(204), json(200, CANCELLED_AT_A_COST));
    }

    private CompletableFuture<Exchange> waiting(String uri) {
        CompletableFuture<Exchange> future = template.asyncSend(uri, exchange -> exchange.getMessage().setBody("p"));
        isAskedFor();
        return future;
    }

    private void nobodyWaits() {
        Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> component.runtime().jobs().size() == 0);
    }

    private void isLogged(String end) {
        Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> !logged().isEmpty());
        assertThat(logged()).singleElement().asString().endsWith(end);
        nobodyWaits();
    }

    private static void cancellations(int number) {
        api.verify(number, deleteRequestedFor(anyUrl()));
    }

    private VideoJob stored() {
        return entry().job();
    }

    private StoredJob entry() {
        return store.find(new JobKey("lumenfall", origin(), KEY_OF_JOB));
    }

    // what gives up

    @ParameterizedTest
    @ValueSource(strings = { "direct:breaker", "direct:nested" })
    void aCircuitBreakersTimeoutCancels(String uri) {
        untilCancelled();
        assertThat(send(uri, "p").getMessage().getBody()).isEqualTo("fallback");

        isLogged("Job video_1 was cancelled, since a circuit breaker has given up its exchange. The gateway bills 0.02 USD");
        cancellations(1);
        assertThat(stored().status()).isEqualTo(JobStatus.CANCELLED);
        assertThat(stored().cost().amount()).isEqualByComparingTo("0.02");
        api.verify(1, postRequestedFor(SUBMISSION));
    }

    @Test
    void whatWasGivenUpIsNotSubmittedAgainByARedelivery() {
        untilCancelled();
        assertThat(send("direct:nestedRetrying", "p").getMessage().getBody()).isEqualTo("fallback");

        isLogged("The gateway bills 0.02 USD");
        cancellations(1);
        api.verify(1, postRequestedFor(SUBMISSION));
    }

    @Test
    void awaitIsCancelledAsWell() {
        untilCancelled();
        assertThat(send("direct:awaiting", "video_1").getMessage().getBody()).isEqualTo("fallback");

        isLogged("The gateway bills 0.02 USD");
        cancellations(1);
    }

    @Test
    void theInterruptedThreadOfACircuitBreakerCancels() throws Exception {
        untilCancelled();
        CompletableFuture<Exchange> future = waiting("direct:interrupted");
        breakerThreads.shutdownNow();
        assertThat(result(future).getException()).isNotNull();

        isLogged("Job video_1 was cancelled, since its exchange has ended without it. The gateway bills 0.02 USD");
        cancellations(1);
    }

    @Test
    void aSubmissionThatIsUnderWayIsCancelledOnceTheJobHasItsId() throws Exception {
        untilCancelled();
        api.stubFor(create().willReturn(json(202, queued("video_1")).withFixedDelay(500)));
        CompletableFuture<Exchange> future
                = template.asyncSend("direct:interrupted", exchange -> exchange.getMessage().setBody("p"));
        Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> !api.findAll(postRequestedFor(SUBMISSION)).isEmpty());
        breakerThreads.shutdownNow();
        result(future);

        isLogged("Job video_1 was cancelled, since its exchange has ended without it. The gateway bills 0.02 USD");
        cancellations(1);
    }

    @ParameterizedTest
    @ValueSource(strings = { "films direct:films", "outer direct:outer", "inner direct:outer" })
    void theRemovalOfARouteCancelsAndItsStopDoesNot(String routeAndUri) throws Exception {
        String route = routeAndUri.split(" ")[0];
        untilCancelled();
        CompletableFuture<Exchange> future = waiting(routeAndUri.split(" ")[1]);
        context.getRouteController().stopRoute(route);
        result(future);
        assertThat(component.runtime().jobs().size()).isZero();
        cancellations(0);
        assertThat(entry().state()).isEqualTo(StoredJob.State.ACCEPTED);

        context.removeRoute(route);
        isLogged("Job video_1 was cancelled, since the route " + route + " was removed. The gateway bills 0.02 USD");
        cancellations(1);
        assertThat(stored().status()).isEqualTo(JobStatus.CANCELLED);
    }

    // what does not

    @Test
    void aRouteThatIsStartedAgainGivesUpNothing() throws Exception {
        untilCancelled();
        CompletableFuture<Exchange> future = waiting("direct:films");
        context.getRouteController().stopRoute("films");
        result(future);
        context.getRouteController().startRoute("films");
        inTurn("video_1", json(200, completed("video_1")));
        assertThat(send("direct:films", "p").getMessage().getBody()).isEqualTo("https://media.example/video_1.mp4");

        context.getRouteController().stopRoute("films");
        context.removeRoute("films");
        cancellations(0);
        assertThat(logged()).isEmpty();
        api.verify(1, postRequestedFor(SUBMISSION));
    }

    @Test
    void theStopOfTheContextCancelsNothing() throws Exception {
        untilCancelled();
        CompletableFuture<Exchange> future = waiting("direct:films");
        context.stop();
        result(future);

        cancellations(0);
        assertThat(logged()).isEmpty();
        assertThat(entry().state()).isEqualTo(StoredJob.State.ACCEPTED);
    }

    @Test
    void aStoppedRouteOfAContextThatStopsLaterCancelsNothing() throws Exception {
        untilCancelled();
        CompletableFuture<Exchange> future = waiting("direct:films");
        context.getRouteController().stopRoute("films");
        result(future);
        context.stop();

        cancellations(0);
        assertThat(logged()).isEmpty();
    }

    @Test
    void withoutTheOptionNothingIsCancelled() {
        untilCancelled();
        assertThat(send("direct:patient", "p").getMessage().getBody()).isEqualTo("fallback");
        inTurn("video_1", json(200, completed("video_1")));

        nobodyWaits();
        cancellations(0);
    }

    @Test
    void aJobThatAnotherExchangeWaitsForIsNotCancelled() throws Exception {
        untilCancelled();
        CompletableFuture<Exchange> other
                = template.asyncSend("direct:await", exchange -> exchange.getMessage().setBody("video_1"));
        isAskedFor();
        CompletableFuture<Exchange> film = waiting("direct:films");
        Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> entry() != null && entry().job() != null);
        context.getRouteController().stopRoute("films");
        result(film);
        context.removeRoute("films");
        assertThat(logged()).singleElement().asString()
                .endsWith("Job video_1 was given up since the route films was removed, and is not cancelled: another exchange"
                          + " waits for it");
        inTurn("video_1", json(200, completed("video_1")));

        assertThat(result(other).getMessage().getBody()).isEqualTo("https://media.example/video_1.mp4");
        cancellations(0);
    }

    @Test
    void aJobWhoseResultIsDeliveredElsewhereIsNotCancelled() {
        untilCancelled();
        assertThat(send("grokvideo:submit", "p").getException()).isNull();
        assertThat(send("direct:awaiting", "video_1").getMessage().getBody()).isEqualTo("fallback");

        isLogged("is not cancelled: grokvideo:results delivers it");
        cancellations(0);
    }

    @ParameterizedTest
    @ValueSource(strings = { "direct:tapping", "direct:queueing" })
    void aCopyWithALifeOfItsOwnIsNotGivenUp(String uri) throws Exception {
        untilCancelled();
        getMockEndpoint("mock:tapped").setResultWaitTime(120_000);
        getMockEndpoint("mock:tapped").expectedBodiesReceived("https://media.example/video_1.mp4");
        assertThat(send(uri, "p").getException()).isNull();
        isAskedFor();
        inTurn("video_1", json(200, completed("video_1")));

        getMockEndpoint("mock:tapped").assertIsSatisfied();
        cancellations(0);
    }

    // what the gateway says

    @Test
    void aJobThatHasEndedMeanwhileIsPaidFor() {
        untilCancelled(json(409, error("JOB_FINISHED", "too late")), json(200, completed("video_1")));
        send("direct:breaker", "p");

        Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> logged().size() == 2);
        assertThat(logged().get(0)).contains(
                "Job video_1 was given up since a circuit breaker has given up its exchange, and could not be cancelled; it may"
                                             + " be billed: ")
                .contains("too late");
        assertThat(logged().get(1)).endsWith(
                "too late to be cancelled: it is COMPLETED. The gateway bills 0.30 USD. grokvideo:download with its ID delivers"
                                             + " the video");
        assertThat(stored().status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(stored().videos()).hasSize(1);
        cancellations(1);
    }

    @Test
    void aCancelledJobWithoutACostMayBeBilled() {
        untilCancelled(aResponse().withStatus(204), json(200, running("video_1").replace("in_progress", "cancelled")));
        send("direct:breaker", "p");

        isLogged("The gateway does not say what it costs, and may bill it");
        cancellations(1);
    }

    @Test
    void aGatewayThatRefusesIsReportedAndTheEndRecorded() {
        untilCancelled(json(400, error("INVALID_REQUEST", "no")), json(200, failed("video_1", "X")));
        send("direct:breaker", "p");

        Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> logged().size() == 2);
        assertThat(logged().get(1)).contains("and is FAILED");
        assertThat(stored().status()).isEqualTo(JobStatus.FAILED);
    }

    @Test
    void aProviderThatCannotCancelIsWarnedAboutOnce() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:x").to("grokvideo:generate?provider=xai&cancelOnAbandon=true");
                from("direct:y").to("grokvideo:await?provider=xai&cancelOnAbandon=true");
            }
        });

        assertThat(log.lines("cancelOnAbandon"))
                .singleElement().asString().contains("Option cancelOnAbandon: provider xai cannot cancel jobs");
    }
}
