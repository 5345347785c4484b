package io.github.grokvideo;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.grokvideo.emulator.Fault;
import io.github.grokvideo.emulator.Operation;
import io.github.grokvideo.internal.camel.metrics.Metric;
import io.github.grokvideo.model.SubmissionUnknownException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What Micrometer is told of jobs that routes have made. */
@org.junit.jupiter.api.Tag("slow")
class MetricsTest extends EmulatorTestSupport {

    private static final String GENERATE = "grokvideo:generate?duration=1";

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @Override
    protected CamelContext createCamelContext() throws Exception {
        CamelContext context = super.createCamelContext();
        context.getRegistry().bind("meters", registry);
        return context;
    }

    @Override
    protected RoutesBuilder createRouteBuilder() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:submit").to("grokvideo:submit?duration=1");
                from("grokvideo:results").to("mock:results");
            }
        };
    }

    /** Every meter has the name, the tags and the unit that are declared; no tag says more than it may. */
    @AfterEach
    void everyMeterIsAsDeclared() {
        assertThat(ours()).isNotEmpty().allSatisfy(meter -> {
            Metric metric = Set.of(Metric.values()).stream().filter(one -> one.id().equals(meter.getId().getName())).findFirst()
                    .orElseThrow();
            assertThat(meter.getId().getTags()).extracting(Tag::getKey)
                    .containsExactlyInAnyOrderElementsOf(withContext(metric.tags()));
            assertThat(meter.getId().getTag(Metric.CONTEXT)).isEqualTo(context.getName());
            assertThat(meter.getId().getTags().stream().filter(tag -> !tag.getKey().equals(Metric.CONTEXT)))
                    .extracting(Tag::getValue).allMatch(value -> value.matches("[A-Za-z0-9_.-]{2,30}"));
            assertThat(meter.getId().getDescription()).isEqualTo(metric.description());
        });
    }

    private static List<String> withContext(List<String> tags) {
        return Stream.concat(tags.stream(), Stream.of(Metric.CONTEXT)).toList();
    }

    private List<Meter> ours() {
        return registry.getMeters().stream().filter(meter -> meter.getId().getName().startsWith("grokvideo.")).toList();
    }

    private Timer timer(Metric metric, String... tags) {
        return registry.get(metric.id()).tags(tags).timer();
    }

    private double count(Metric metric, String... tags) {
        return registry.find(metric.id()).tags(tags).counters().stream().mapToDouble(Counter::count).sum();
    }

    private double gauge(Metric metric, String... tags) {
        return registry.get(metric.id()).tags(tags).gauges().stream().mapToDouble(Gauge::value).sum();
    }

    // jobs

    @Test
    void aJobIsTimedAndItsCostIsCounted() {
        Exchange result = ok(send(GENERATE + "&output=file&directory=target/videos", "A cat"));
        Timer jobs = timer(Metric.JOBS, "provider", "lumenfall", "model", "grok-imagine-video", "operation", "generate", "mode",
                "text", "outcome", "completed");
        assertThat(jobs.count()).isEqualTo(1);
        assertThat(jobs.totalTime(TimeUnit.MILLISECONDS)).isPositive();
        assertThat(timer(Metric.SUBMISSIONS, "outcome", "accepted").count()).isEqualTo(1);
        assertThat(timer(Metric.POLLS, "result", "finished").count()).isEqualTo(1);
        assertThat(timer(Metric.LAG).count()).isEqualTo(1);
        assertThat(timer(Metric.DOWNLOADS, "outcome", "completed").count()).isEqualTo(1);
        assertThat(registry.get(Metric.DOWNLOADED.id()).summary().totalAmount())
                .isEqualTo(result.getMessage().getHeader(GrokVideoConstants.VIDEO_LENGTH, Double.class));
        assertThat(count(Metric.COST, "currency", "USD", "model", "grok-imagine-video"))
                .isEqualTo(result.getMessage().getHeader(GrokVideoConstants.COST, Double.class));
        assertThat(gauge(Metric.ACTIVE)).isZero();
    }

    @Test
    void aSubmissionAndItsResultAreTwoAndTheCostIsCountedOnce() throws Exception {
        getMockEndpoint("mock:results").expectedMessageCount(1);
        ok(send("direct:submit", "A cat"));
        getMockEndpoint("mock:results").assertIsSatisfied();
        assertThat(timer(Metric.JOBS, "operation", "submit", "outcome", "submitted").count()).isEqualTo(1);
        assertThat(timer(Metric.JOBS, "operation", "results", "outcome", "completed").count()).isEqualTo(1);
        assertThat(count(Metric.COST)).isEqualTo(gateway.emulator().ledger().total().doubleValue());
    }

    @Test
    void aRepeatedRequestCostsNothingMore() {
        String key = "&idempotencyKey=" + UUID.randomUUID();
        ok(send(GENERATE + key, "A cat"));
        double cost = count(Metric.COST);
        ok(send(GENERATE + key, "A cat"));
        assertThat(timer(Metric.JOBS, "outcome", "known").count()).isEqualTo(1);
        assertThat(count(Metric.COST)).isEqualTo(cost).isPositive();
    }

    @Test
    void aModelOfAMessageIsOtherAndOneOfAnOptionIsNamed() {
        gateway.emulator().faults().always(Operation.CREATE, Fault.status(400));
        template.send(GENERATE, exchange -> {
            exchange.getMessage().setBody("A cat");
            exchange.getMessage().setHeader(GrokVideoConstants.MODEL, "made-up-" + UUID.randomUUID());
        });
        send(GENERATE + "&model=house-model", "A cat");
        assertThat(registry.get(Metric.JOBS.id()).timers()).extracting(timer -> timer.getId().getTag("model"))
                .containsExactlyInAnyOrder("other", "house-model");
    }

    // faults

    @Test
    void pollsAreToldApart() {
        gateway.emulator().faults().next(Operation.GET, Fault.dropBefore(), Fault.status(500), Fault.status(429).retryAfter(0),
                Fault.status(404));
        ok(send(GENERATE, "A cat"));
        Set<String> results = registry.get(Metric.POLLS.id()).timers().stream().map(timer -> timer.getId().getTag("result"))
                .collect(Collectors.toSet());
        assertThat(results).contains("unreachable", "failed", "too_many", "not_found", "finished");
        assertThat(timer(Metric.POLLS, "result", "too_many").count()).isEqualTo(1);
    }

    @Test
    void submissionsAreToldApartAndRetriesCounted() {
        gateway.emulator().faults().next(Operation.CREATE, Fault.status(503), Fault.status(429).retryAfter(0),
                Fault.dropAfter());
        ok(send(GENERATE, "A cat"));
        assertThat(timer(Metric.SUBMISSIONS, "outcome", "too_many").count()).isEqualTo(1);
        // a 503 may come from behind the gateway, too late
        assertThat(timer(Metric.SUBMISSIONS, "outcome", "unknown").count()).isEqualTo(2);
        assertThat(count(Metric.RETRIES, "request", "submission")).isEqualTo(3);
    }

    @Test
    void anUnknownOutcomeIsCounted() {
        gateway.emulator().faults().always(Operation.CREATE, Fault.dropAfter());
        assertThat(send(GENERATE + "&requestRetries=0", "A cat").getException()).isInstanceOf(SubmissionUnknownException.class);
        assertThat(count(Metric.UNKNOWN, "repeatable", "true")).isEqualTo(1);
        assertThat(registry.get(Metric.UNKNOWN.id()).tags("repeatable", "false").counters()).as("an alert needs its zero")
                .isNotEmpty().allMatch(counter -> counter.count() == 0);
        assertThat(timer(Metric.JOBS, "outcome", "unknown").count()).isEqualTo(1);
    }

    // waiting

    @Test
    void waitingForRoomIsTimedAndShown() throws Exception {
        restartWith(component -> component.setMaxInFlight(1));
        gateway.emulator().faults().next(Operation.CREATE, Fault.neverFinish());
        CompletableFuture<Exchange> first = sending();
        await().untilAsserted(() -> assertThat(gateway.emulator().jobs().count()).isEqualTo(1));
        CompletableFuture<Exchange> second = sending();
        await().untilAsserted(() -> assertThat(gauge(Metric.QUEUED, "reason", "room")).isEqualTo(1));
        long queuedAt = System.nanoTime();
        assertThat(gauge(Metric.ACTIVE)).isEqualTo(2);
        long waited = System.nanoTime() - queuedAt;
        gateway.emulator().jobs().finish(gateway.emulator().jobs().all().get(0).id());
        ok(first.get(60, TimeUnit.SECONDS));
        ok(second.get(60, TimeUnit.SECONDS));
        assertThat(gauge(Metric.QUEUED, "reason", "room")).isZero();
        assertThat(timer(Metric.ROOM).count()).isEqualTo(2);
        assertThat(timer(Metric.ROOM).totalTime(TimeUnit.NANOSECONDS)).isGreaterThanOrEqualTo(waited);
    }

    private CompletableFuture<Exchange> sending() {
        return template.asyncSend(GENERATE, exchange -> exchange.getMessage().setBody("A cat"));
    }

    @Test
    void waitingForAPermitIsTimed() throws Exception {
        restartWith(component -> component.setSubmissionsPerSecond(5.0));
        List<CompletableFuture<Exchange>> all = Stream.generate(this::sending).limit(3).toList();
        for (CompletableFuture<Exchange> one : all) {
            ok(one.get(60, TimeUnit.SECONDS));
        }
        Timer rate = timer(Metric.RATE, "provider", "lumenfall");
        assertThat(rate.count()).isEqualTo(3);
        // of three that come together, two wait
        assertThat(rate.max(TimeUnit.MILLISECONDS)).isPositive();
        assertThat(rate.totalTime(TimeUnit.NANOSECONDS)).isGreaterThan(rate.max(TimeUnit.NANOSECONDS));
    }

    @Test
    void whatIsLearnedOfDurationsIsTimed() {
        ok(send(GENERATE + "&pollStrategy=fixed", "A cat"));
        assertThat(registry.find(Metric.LEARNED.id()).timers()).isEmpty();
        ok(send(GENERATE + "&pollStrategy=adaptive", "A cat"));
        Timer learned = timer(Metric.LEARNED, "provider", "lumenfall", "model", "grok-imagine-video");
        assertThat(learned.count()).isEqualTo(1);
        assertThat(learned.totalTime(TimeUnit.NANOSECONDS)).isPositive()
                .isLessThanOrEqualTo(registry.get(Metric.JOBS.id()).timers().stream()
                        .mapToDouble(jobs -> jobs.totalTime(TimeUnit.NANOSECONDS)).sum());
    }

    @Test
    void aJobThatIsCancelledWhenGivenUpIsOneOfItsOperation() {
        ok(send(GENERATE + "&cancelOnAbandon=true", "A cat"));
        assertThat(timer(Metric.JOBS, "operation", "generate", "outcome", "completed").count()).isEqualTo(1);
    }

    // what can be read at any moment

    @Test
    void jobsUnderWayAreAGaugeThatEndsWithTheComponent() throws Exception {
        gateway.emulator().faults().next(Operation.CREATE, Fault.neverFinish());
        template.asyncSend(GENERATE, exchange -> exchange.getMessage().setBody("A cat"));
        await().untilAsserted(() -> assertThat(gauge(Metric.ACTIVE)).isEqualTo(1));
        await().untilAsserted(() -> assertThat(gauge(Metric.OLDEST)).isPositive());
        GrokVideoComponent component = context.getComponent("grokvideo", GrokVideoComponent.class);
        component.stop();
        assertThat(registry.find(Metric.ACTIVE.id()).gauge()).isNull();
        component.start();
        assertThat(gauge(Metric.ACTIVE)).isZero();
    }

    @Test
    void aBudgetSaysWhatIsSpentAndLeft() {
        restartWith(component -> component.setBudgets("daily: 50 USD per day"));
        ok(send(GENERATE, "A cat"));
        double spent = gateway.emulator().ledger().total().doubleValue();
        // read again at most every ten seconds
        await().untilAsserted(() -> assertThat(gauge(Metric.BUDGET_SPENT, "budget", "daily")).isEqualTo(spent));
        assertThat(gauge(Metric.BUDGET_LEFT, "budget", "daily", "currency", "USD")).isEqualTo(50 - spent);
        assertThat(gauge(Metric.BUDGET_AMOUNT)).isEqualTo(50);
    }

    @Test
    void theOperationsOfADatabaseAreTimed() throws Exception {
        JdbcConnectionPool database = JdbcConnectionPool.create("jdbc:h2:mem:metrics;DB_CLOSE_DELAY=-1", "", "");
        restartWith(component -> component.setDataSource(database));
        ok(send(GENERATE, "A cat"));
        assertThat(timer(Metric.STORE, "operation", "reserve", "outcome", "completed").count()).isEqualTo(1);
        assertThat(timer(Metric.STORE, "operation", "finished", "outcome", "completed").count()).isEqualTo(1);
        assertThat(gauge(Metric.UNWRITTEN)).isZero();
        context.stop();
        database.dispose();
    }

    private void restartWith(Consumer<GrokVideoComponent> options) {
        GrokVideoComponent component = context.getComponent("grokvideo", GrokVideoComponent.class);
        component.stop();
        options.accept(component);
        component.start();
    }
}
