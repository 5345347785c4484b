package io.github.grokvideo;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.github.grokvideo.emulator.Fault;
import io.github.grokvideo.emulator.Operation;
import io.github.grokvideo.emulator.RecordedRequest;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.opentelemetry2.OpenTelemetryTracer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What OpenTelemetry is told of jobs that routes have made. */
class TracesTest extends EmulatorTestSupport {

    private static final String MODEL = "grok-imagine-video";
    private static final String GENERATE = "grokvideo:generate?duration=1&model=" + MODEL;
    private static final String PROMPT = "A canary on a perch";
    private static final AttributeKey<String> RESPONSE_ID = AttributeKey.stringKey("gen_ai.response.id");
    private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");

    private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
    private final ExecutorService breakerThreads = Executors.newCachedThreadPool();

    @Override
    protected CamelContext createCamelContext() throws Exception {
        CamelContext context = super.createCamelContext();
        Tracer tracer = SdkTracerProvider.builder().addSpanProcessor(SimpleSpanProcessor.create(exporter)).build().get("test");
        context.getRegistry().bind("tracer", tracer);
        context.getRegistry().bind("propagators", ContextPropagators.create(W3CTraceContextPropagator.getInstance()));
        new OpenTelemetryTracer().init(context);
        context.getRegistry().bind("breakerThreads", breakerThreads);
        return context;
    }

    @Override
    protected RoutesBuilder createRouteBuilder() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:submit").to("grokvideo:submit?duration=1");
                from("grokvideo:results?output=file&directory=target/videos").to("mock:results");
                from("direct:interrupted").circuitBreaker().resilience4jConfiguration().timeoutEnabled(true)
                        .timeoutDuration(600_000).timeoutExecutorService("breakerThreads").end()
                        .to(GENERATE + "&cancelOnAbandon=true").end();
            }
        };
    }

    @AfterEach
    void stopThreads() {
        breakerThreads.shutdownNow();
    }

    /** Whatever happened: nobody learns from a trace what was asked for, or with which key. */
    @AfterEach
    void noSpanSaysMoreThanItMay() {
        // those of other components are Camel's
        assertThat(exporter.getFinishedSpanItems().stream().filter(
                span -> span.getName().startsWith("grokvideo ") || span.getName().startsWith("generate_content"))).isNotEmpty()
                .allSatisfy(span -> assertThat(span.toString())
                        .doesNotContainIgnoringCase("canary").doesNotContain(gateway.emulator().apiKey(), "://", "?"));
    }

    private List<SpanData> spans(String name) {
        return exporter.getFinishedSpanItems().stream().filter(span -> span.getName().equals(name)).toList();
    }

    private SpanData span(String name) {
        await().untilAsserted(() -> assertThat(spans(name)).hasSize(1));
        return spans(name).get(0);
    }

    private static String attribute(SpanData span, String name) {
        return span.getAttributes().get(AttributeKey.stringKey(name));
    }

    private static List<String> traceparents(List<RecordedRequest> requests) {
        return requests.stream().map(request -> request.header("traceparent").orElse("none")).toList();
    }

    private static String traceparent(SpanData span) {
        return "00-" + span.getTraceId() + "-" + span.getSpanId() + "-01";
    }

    private static void isRequestOf(SpanData request, SpanData parent) {
        assertThat(request.getParentSpanId()).isEqualTo(parent.getSpanId());
        assertThat(request.getTraceId()).isEqualTo(parent.getTraceId());
        assertThat(request.getKind()).isEqualTo(SpanKind.CLIENT);
        assertThat(parent.getStartEpochNanos()).isLessThanOrEqualTo(request.getStartEpochNanos());
        assertThat(parent.getEndEpochNanos()).isGreaterThanOrEqualTo(request.getEndEpochNanos());
    }

    @Test
    void theSpanOfTheProducerLastsAsLongAsTheJob() {
        Exchange result = ok(send(GENERATE + "&prompt=RAW(A canary)&output=file&directory=target/videos", PROMPT));
        SpanData producer = span("generate_content " + MODEL);
        isRequestOf(span("grokvideo submission"), producer);
        assertThat(spans("grokvideo poll")).isNotEmpty().allSatisfy(poll -> isRequestOf(poll, producer));
        isRequestOf(span("grokvideo download"), producer);
        assertThat(span("grokvideo download").getAttributes().get(AttributeKey.longKey("http.response.body.size")))
                .isEqualTo(result.getMessage().getHeader(GrokVideoConstants.VIDEO_LENGTH, Long.class));
        assertThat(attribute(producer, "gen_ai.operation.name")).isEqualTo("generate_content");
        assertThat(attribute(producer, "gen_ai.provider.name")).isEqualTo("lumenfall");
        assertThat(attribute(producer, "gen_ai.request.model")).isEqualTo(MODEL);
        assertThat(producer.getAttributes().get(RESPONSE_ID))
                .isEqualTo(result.getMessage().getHeader(GrokVideoConstants.JOB_ID)).isNotNull();
        assertThat(producer.getAttributes().get(AttributeKey.doubleKey("grokvideo.cost")))
                .isEqualTo(gateway.emulator().ledger().total().doubleValue()).isPositive();
        assertThat(attribute(producer, "grokvideo.cost.currency")).isEqualTo("USD");
        assertThat(producer.getAttributes().get(ERROR)).isNull();
    }

    @Test
    void changesOfTheStatusAreEvents() {
        ok(send(GENERATE, PROMPT));
        SpanData producer = span("generate_content " + MODEL);
        assertThat(producer.getEvents()).extracting(EventData::getName).startsWith("grokvideo.accepted")
                .contains("grokvideo.status").endsWith("grokvideo.ended");
        assertThat(producer.getEvents())
                .extracting(event -> event.getAttributes().get(AttributeKey.stringKey("grokvideo.status")))
                .contains("completed");
        assertThat(producer.getEvents().get(producer.getEvents().size() - 1).getAttributes()
                .get(AttributeKey.stringKey("grokvideo.outcome"))).isEqualTo("completed");
    }

    @Test
    void theGatewayIsToldOfTheTraceAndTheMediaHostIsNot() {
        ok(send(GENERATE + "&output=file&directory=target/videos", PROMPT));
        assertThat(traceparents(gateway.emulator().requests().of(Operation.CREATE)))
                .containsExactly(traceparent(span("grokvideo submission")));
        assertThat(traceparents(gateway.emulator().requests().of(Operation.GET)))
                .containsExactlyElementsOf(spans("grokvideo poll").stream().map(TracesTest::traceparent).toList());
        assertThat(gateway.emulator().requests().all()).allSatisfy(request -> assertThat(request.header("baggage")).isEmpty());
        assertThat(gateway.emulator().mediaRequests().all()).isNotEmpty().allSatisfy(
                request -> assertThat(request.headers().keySet()).doesNotContain("traceparent", "tracestate", "baggage"));
    }

    @Test
    void ofManyAtOnceEachRequestIsInTheTraceOfItsJob() {
        ExecutorService threads = Executors.newFixedThreadPool(20);
        List<CompletableFuture<Exchange>> all = IntStream.range(0, 20)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> send(GENERATE, PROMPT + i), threads)).toList();
        all.forEach(exchange -> ok(exchange.join()));
        threads.shutdown();
        await().untilAsserted(() -> assertThat(spans("generate_content " + MODEL)).hasSize(20));
        assertThat(spans("generate_content " + MODEL)).allSatisfy(producer -> {
            List<SpanData> polls = spans("grokvideo poll").stream()
                    .filter(poll -> poll.getTraceId().equals(producer.getTraceId())).toList();
            assertThat(polls).isNotEmpty().allSatisfy(poll -> isRequestOf(poll, producer));
            assertThat(traceparents(gateway.emulator().requests().of(Operation.GET).stream()
                    .filter(request -> request.path().endsWith(producer.getAttributes().get(RESPONSE_ID))).toList()))
                    .containsExactlyInAnyOrderElementsOf(polls.stream().map(TracesTest::traceparent).toList());
        });
    }

    @Test
    void aFailureIsAnErrorOfAllItBelongsTo() {
        gateway.emulator().faults().always(Operation.CREATE, Fault.status(400));
        assertThat(send(GENERATE, PROMPT).getException()).isNotNull();
        for (SpanData span : List.of(span("generate_content " + MODEL), span("grokvideo submission"))) {
            assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
            assertThat(span.getAttributes().get(ERROR)).isEqualTo("400");
        }
        assertThat(attribute(span("grokvideo submission"), "grokvideo.result")).isEqualTo("refused");
    }

    @Test
    void aPollThatFailsIsAnErrorOfThePollOnly() {
        gateway.emulator().faults().next(Operation.GET, Fault.dropBefore(), Fault.status(500));
        ok(send(GENERATE, PROMPT));
        assertThat(span("generate_content " + MODEL).getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
        assertThat(spans("grokvideo poll")).extracting(poll -> attribute(poll, "grokvideo.result"))
                .startsWith("unreachable", "failed").endsWith("finished");
        assertThat(spans("grokvideo poll").get(1).getAttributes().get(ERROR)).isEqualTo("500");
    }

    @Test
    void aModelOfAMessageIsAnAttributeAndNoName() {
        gateway.emulator().faults().always(Operation.CREATE, Fault.status(400));
        String model = "made-up-" + UUID.randomUUID();
        template.send("grokvideo:generate", exchange -> {
            exchange.getMessage().setBody(PROMPT);
            exchange.getMessage().setHeader(GrokVideoConstants.MODEL, model);
        });
        SpanData producer = exporter.getFinishedSpanItems().stream().filter(span -> span.getName().startsWith("generate"))
                .findFirst().orElseThrow();
        assertThat(producer.getName()).doesNotContain(model);
        assertThat(attribute(producer, "gen_ai.request.model")).isEqualTo(model);
    }

    @Test
    void theModelOfAMessageIsAnAttributeOfASuccessToo() {
        ok(template.send("grokvideo:generate?duration=1&model=xai/grok-imagine-video", exchange -> {
            exchange.getMessage().setBody(PROMPT);
            exchange.getMessage().setHeader(GrokVideoConstants.MODEL, MODEL);
        }));
        assertThat(attribute(span("generate_content xai/grok-imagine-video"), "gen_ai.request.model")).isEqualTo(MODEL);
    }

    @Test
    void progressAloneIsNoEvent() {
        ok(send(GENERATE, PROMPT));
        assertThat(span("generate_content " + MODEL).getEvents())
                .filteredOn(event -> event.getName().equals("grokvideo.status"))
                .extracting(event -> event.getAttributes().get(AttributeKey.stringKey("grokvideo.status")))
                .doesNotHaveDuplicates();
    }

    @Test
    void eventsHaveTheTimesAtWhichTheyHappened() {
        ok(send(GENERATE, PROMPT));
        SpanData producer = span("generate_content " + MODEL);
        SpanData poll = spans("grokvideo poll").get(0);
        EventData accepted = producer.getEvents().get(0);
        assertThat(accepted.getAttributes().get(RESPONSE_ID)).isEqualTo(producer.getAttributes().get(RESPONSE_ID));
        assertThat(accepted.getEpochNanos()).isLessThan(poll.getEndEpochNanos());
        assertThat(producer.getEvents()).extracting(EventData::getEpochNanos).isSorted();
    }

    /** The span of a producer that gives up has what was known until then. */
    @Test
    void aSpanThatEndsBeforeItsJobHasItsEvents() {
        gateway.emulator().faults().next(Operation.CREATE, Fault.neverFinish());
        assertThat(send(GENERATE + "&jobTimeout=500", PROMPT).getException()).isNotNull();
        assertThat(span("generate_content " + MODEL).getEvents()).extracting(EventData::getName)
                .startsWith("grokvideo.accepted").endsWith("grokvideo.ended");
    }

    @Test
    void aResultLeadsToItsSubmission() throws Exception {
        getMockEndpoint("mock:results").expectedMessageCount(1);
        ok(send("direct:submit", PROMPT));
        getMockEndpoint("mock:results").assertIsSatisfied(TimeUnit.MINUTES.toMillis(1));
        SpanData submission = span("grokvideo submission");
        SpanData wait = span("grokvideo wait");
        assertThat(spans("grokvideo poll")).isNotEmpty().allSatisfy(poll -> isRequestOf(poll, wait));
        assertThat(span("grokvideo download").getParentSpanId()).isEqualTo(wait.getSpanId());
        for (SpanData later : List.of(wait, span("grokvideo results"))) {
            assertThat(later.getTraceId()).isNotEqualTo(submission.getTraceId());
            assertThat(later.getLinks()).extracting(LinkData::getSpanContext).extracting("spanId")
                    .containsExactly(submission.getParentSpanId());
        }
    }

    // requests that create nothing

    private String submitted() {
        gateway.emulator().faults().next(Operation.CREATE, Fault.neverFinish());
        return ok(send("grokvideo:submit?duration=1", PROMPT)).getMessage().getHeader(GrokVideoConstants.JOB_ID, String.class);
    }

    private Exchange sendOf(String uri, String jobId) {
        return template.send(uri, exchange -> exchange.getMessage().setHeader(GrokVideoConstants.JOB_ID, jobId));
    }

    @Test
    void aStatusRequestIsASpanBelowItsProducer() {
        String id = submitted();
        gateway.emulator().faults().next(Operation.GET, Fault.status(503));
        exporter.reset();
        // claimed by the route of results meanwhile, whose polls may take the fault
        ok(sendOf("grokvideo:status", id));
        SpanData producer = span("grokvideo status");
        assertThat(spans("grokvideo request")).isNotEmpty().allSatisfy(request -> {
            isRequestOf(request, producer);
            assertThat(attribute(request, "grokvideo.request")).isEqualTo("status");
            assertThat(attribute(request, "gen_ai.provider.name")).isEqualTo("lumenfall");
            assertThat(request.getAttributes().get(RESPONSE_ID)).isEqualTo(id);
        });
        assertThat(traceparents(gateway.emulator().requests().of(Operation.GET)))
                .containsAll(spans("grokvideo request").stream().map(TracesTest::traceparent).toList());
    }

    @Test
    void eachRepetitionOfARequestIsASpan() {
        gateway.emulator().faults().next(Operation.ESTIMATE, Fault.status(503));
        ok(send("grokvideo:estimate?duration=1", PROMPT));
        SpanData producer = span("grokvideo estimate");
        List<SpanData> requests = spans("grokvideo request");
        assertThat(requests).hasSize(2).allSatisfy(request -> {
            isRequestOf(request, producer);
            assertThat(attribute(request, "grokvideo.request")).isEqualTo("estimate");
        });
        assertThat(requests).extracting(request -> request.getAttributes().get(ERROR)).containsExactly("503", null);
        assertThat(requests).extracting(request -> request.getStatus().getStatusCode())
                .containsExactly(StatusCode.ERROR, StatusCode.UNSET);
        assertThat(traceparents(gateway.emulator().requests().of(Operation.ESTIMATE)))
                .containsExactlyElementsOf(requests.stream().map(TracesTest::traceparent).toList());
    }

    @Test
    void anEstimateForALimitIsASpanBelowWhatIsGenerated() {
        ok(send(GENERATE + "&maxCost=10", PROMPT));
        isRequestOf(span("grokvideo request"), span("generate_content " + MODEL));
        assertThat(attribute(span("grokvideo request"), "grokvideo.request")).isEqualTo("estimate");
    }

    @Test
    void aCancellationIsASpanBelowItsProducer() {
        String id = submitted();
        ok(sendOf("grokvideo:cancel", id));
        isRequestOf(span("grokvideo request"), span("grokvideo cancel"));
        assertThat(attribute(span("grokvideo request"), "grokvideo.request")).isEqualTo("cancel");
        assertThat(traceparents(gateway.emulator().requests().of(Operation.CANCEL)))
                .containsExactly(traceparent(span("grokvideo request")));
    }

    @Test
    void aJobThatIsGivenUpIsCancelledInTheTraceOfItsProducer() {
        gateway.emulator().faults().next(Operation.CREATE, Fault.neverFinish());
        CompletableFuture<Exchange> given = template.asyncSend("direct:interrupted",
                exchange -> exchange.getMessage().setBody(PROMPT));
        await().until(() -> !gateway.emulator().requests().of(Operation.GET).isEmpty());
        breakerThreads.shutdownNow();
        assertThat(given.join().getException()).isNotNull();
        SpanData producer = span("generate_content " + MODEL);
        isRequestOf(span("grokvideo submission"), producer);
        assertThat(producer.getEvents()).extracting(EventData::getName).startsWith("grokvideo.accepted");
        // that of the interrupted thread fails, and is repeated
        await().untilAsserted(() -> assertThat(spans("grokvideo request")).extracting(SpanData::getStatus)
                .extracting(StatusData::getStatusCode).contains(StatusCode.UNSET));
        assertThat(spans("grokvideo request")).allSatisfy(cancellation -> {
            assertThat(attribute(cancellation, "grokvideo.request")).isEqualTo("cancel");
            assertThat(cancellation.getParentSpanId()).isEqualTo(producer.getSpanId());
            assertThat(cancellation.getTraceId()).isEqualTo(producer.getTraceId());
        });
    }
}
