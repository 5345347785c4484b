package io.github.grokvideo;

import java.io.File;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

import io.github.grokvideo.emulator.Fault;
import io.github.grokvideo.emulator.Operation;
import io.github.grokvideo.model.VideoJob;
import io.github.grokvideo.store.JdbcJobStore;
import io.github.grokvideo.store.JobKey;
import io.github.grokvideo.store.JobStore;
import io.github.grokvideo.store.MemoryJobStore;
import io.github.grokvideo.store.StoredJob;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.CamelContext;
import org.apache.camel.ConsumerTemplate;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * {@code grokvideo:results} by {@code pollEnrich}, {@code poll} and {@code ConsumerTemplate}: one result for each poll.
 */
@Tag("slow")
class PollingTest extends EmulatorTestSupport {

    static final String RESULTS = "grokvideo:results?claimInterval=50&redeliveryDelay=50&leaseTime=2000";
    static final String LONG_LEASE = "grokvideo:results?claimInterval=50&redeliveryDelay=50&leaseTime=3600000";

    @TempDir
    private Path folder;
    private StoppableDatabase database;
    private final List<CamelContext> machines = new ArrayList<>();
    private final Queue<String> seen = new ConcurrentLinkedQueue<>();

    @AfterEach
    void stopMachines() {
        machines.forEach(CamelContext::stop);
        if (database != null) {
            database.close();
        }
    }

    /** Where the machines remember their submissions. */
    void store(GrokVideoComponent component) {
        component.setJobStore(new MemoryJobStore());
    }

    final StoppableDatabase database() {
        if (database == null) {
            database = new StoppableDatabase(folder);
        }
        return database;
    }

    private CamelContext machine(RouteBuilder routes) throws Exception {
        CamelContext machine = new DefaultCamelContext();
        store(connect(machine, provider()));
        if (routes != null) {
            machine.addRoutes(routes);
        }
        machine.start();
        machines.add(machine);
        return machine;
    }

    private static String submit(CamelContext machine, String prompt) {
        return machine.createProducerTemplate().requestBodyAndHeader(
                "grokvideo:submit", prompt, GrokVideoConstants.IDEMPOTENCY_KEY, prompt.replace(' ', '-'), String.class);
    }

    private StoredJob entry(CamelContext machine, String key) {
        GrokVideoComponent component = machine.getComponent("grokvideo", GrokVideoComponent.class);
        String authority = component.runtime().baseUrl(component.getConfiguration()).authority();
        JobStore known = component.getJobStore() == null ? new JdbcJobStore(database()) : component.getJobStore();
        return known.find(new JobKey(provider().name(), authority, key));
    }

    private static Set<String> submitted(CamelContext machine, int count) {
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < count; i++) {
            ids.add(submit(machine, "Cat " + i));
        }
        return ids;
    }

    // templates

    @Test
    void aTemplateReceivesEachResultOnce() throws Exception {
        CamelContext machine = machine(null);
        Set<String> ids = submitted(machine, 5);
        Set<String> received = new HashSet<>();
        try (ConsumerTemplate template = machine.createConsumerTemplate()) {
            for (int i = 0; i < 5; i++) {
                Exchange result = template.receive(RESULTS, 30_000);
                assertThat(received.add(result.getMessage().getHeader(GrokVideoConstants.JOB_ID, String.class))).isTrue();
                assertThat(result.getMessage().getBody(String.class)).startsWith("http");
                assertThat(result.getMessage().getHeader(GrokVideoConstants.DELIVERY)).isEqualTo(1);
                template.doneUoW(result);
            }
            assertThat(template.receive(RESULTS, 300)).isNull();
        }
        assertThat(received).isEqualTo(ids);
    }

    @Test
    void whatOnePollLeavesAnotherConsumerGetsAtOnce() throws Exception {
        CamelContext machine = machine(new RouteBuilder() {
            @Override
            public void configure() {
                from(LONG_LEASE).routeId("results").autoStartup(false)
                        .process(exchange -> seen.add(exchange.getMessage().getHeader(
                                GrokVideoConstants.JOB_ID, String.class)));
            }
        });
        Set<String> ids = submitted(machine, 5);
        try (ConsumerTemplate template = machine.createConsumerTemplate()) {
            Exchange one = template.receive(LONG_LEASE, 30_000);
            ids.remove(one.getMessage().getHeader(GrokVideoConstants.JOB_ID, String.class));
            // the others are watched until they end
            await().until(() -> ids.stream().allMatch(id -> machine.createProducerTemplate()
                    .requestBody("grokvideo:status", id, VideoJob.class).isFinal()));
            machine.getRouteController().startRoute("results");
            await().until(() -> seen.size() >= 4);
            assertThat(seen).containsExactlyInAnyOrderElementsOf(ids);
            template.doneUoW(one);
        }
    }

    @Test
    void aTemplatesExchangeThatFailsIsDeliveredAgain() throws Exception {
        CamelContext machine = machine(null);
        String id = submit(machine, "A cat");
        try (ConsumerTemplate template = machine.createConsumerTemplate()) {
            Exchange first = template.receive(RESULTS);
            first.setException(new IllegalStateException("no"));
            template.doneUoW(first);
            Exchange second = template.receive(RESULTS);
            second.setRollbackOnly(true);
            template.doneUoW(second);
            Exchange third = template.receive(RESULTS);
            assertThat(third.getMessage().getHeader(GrokVideoConstants.JOB_ID)).isEqualTo(id);
            assertThat(third.getMessage().getHeader(GrokVideoConstants.DELIVERY)).isEqualTo(3);
            template.doneUoW(third);
            assertThat(template.receive(RESULTS, 300)).isNull();
        }
    }

    @Test
    void aTemplatesExchangeThatIsForgottenIsDeliveredAgain() throws Exception {
        CamelContext machine = machine(null);
        String id = submit(machine, "A cat");
        try (ConsumerTemplate template = machine.createConsumerTemplate()) {
            assertThat(template.receive(RESULTS)).isNotNull();
            await().until(() -> {
                System.gc();
                Exchange again = template.receive(RESULTS, 100);
                return again != null && id.equals(again.getMessage().getHeader(GrokVideoConstants.JOB_ID));
            });
        }
    }

    @Test
    void bodiesAreReceived() throws Exception {
        CamelContext machine = machine(null);
        submitted(machine, 3);
        try (ConsumerTemplate template = machine.createConsumerTemplate()) {
            assertThat(template.receiveBody(RESULTS, String.class)).startsWith("http");
            assertThat(template.receiveBody(RESULTS + "&output=bytes", 30_000, byte[].class)).hasSizeGreaterThan(1000);
            File file = template.receiveBody(RESULTS + "&output=file&directory=" + folder, 30_000, File.class);
            assertThat(file).hasParent(folder.toFile()).isNotEmpty();
            assertThat(template.receiveBody(RESULTS, 300)).isNull();
        }
    }

    @Test
    void withoutAWaitThereIsAResultOrNone() throws Exception {
        CamelContext machine = machine(null);
        try (ConsumerTemplate template = machine.createConsumerTemplate()) {
            assertThat(template.receiveNoWait(RESULTS)).isNull();
            assertThat(template.receive(RESULTS, 0)).isNull();
            String id = submit(machine, "A cat");
            Exchange[] result = new Exchange[1];
            // the first calls find a job that is not known to be done, and have it watched
            await().until(() -> (result[0] = template.receiveNoWait(RESULTS)) != null);
            assertThat(result[0].getMessage().getHeader(GrokVideoConstants.JOB_ID)).isEqualTo(id);
            template.doneUoW(result[0]);
            assertThat(template.receiveNoWait(RESULTS)).isNull();
        }
    }

    @Test
    void aFailedJobIsAMessageThatSaysWhy() throws Exception {
        gateway.emulator().faults().next(Operation.CREATE, Fault.failure("INTERNAL_ERROR", "no luck"));
        CamelContext machine = machine(null);
        submit(machine, "A cat");
        try (ConsumerTemplate template = machine.createConsumerTemplate()) {
            Exchange result = template.receive(RESULTS);
            assertThat(result.getException()).isNull();
            assertThat(result.getMessage().getHeader(GrokVideoConstants.ERROR_MESSAGE, String.class)).contains("no luck");
            template.doneUoW(result);
        }
    }

    @Test
    void aVideoThatCannotBeFetchedIsPolledAgain() throws Exception {
        gateway.emulator().faults().next(Operation.MEDIA, Fault.status(404));
        CamelContext machine = machine(null);
        submit(machine, "A cat");
        try (ConsumerTemplate template = machine.createConsumerTemplate()) {
            Exchange result = template.receive(RESULTS + "&output=bytes&requestRetries=0");
            assertThat(result.getMessage().getBody(byte[].class)).hasSizeGreaterThan(1000);
            template.doneUoW(result);
        }
    }

    @Test
    void onlyResultsArePolled() throws Exception {
        CamelContext machine = machine(null);
        try (ConsumerTemplate template = machine.createConsumerTemplate()) {
            assertThatThrownBy(() -> template.receive("grokvideo:generate", 10))
                    .hasStackTraceContaining("grokvideo:generate cannot be consumed from, only grokvideo:results can");
        }
    }

    // pollEnrich

    private RouteBuilder enriched(String uri, long timeout, AggregationStrategy strategy) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                var route
                        = from("direct:poll").routeId("poll").errorHandler(noErrorHandler()).pollEnrich(uri, timeout, strategy)
                                .process(exchange -> seen.add(String.valueOf(exchange.getMessage().getBody())));
                route.choice().when(header("fail").isEqualTo(true)).throwException(new IllegalStateException("no"));
            }
        };
    }

    private static Exchange poll(CamelContext machine, boolean fail) {
        return machine.createProducerTemplate().send("direct:poll", exchange -> {
            exchange.getMessage().setBody("before");
            exchange.getMessage().setHeader("fail", fail);
        });
    }

    // the headers of the result take the place of those of before
    private static final AggregationStrategy KEEPS_HEADERS = (before, result) -> {
        if (result != null) {
            before.getMessage().setBody(result.getMessage().getBody());
            before.getMessage().setHeader(GrokVideoConstants.JOB_ID,
                    result.getMessage().getHeader(GrokVideoConstants.JOB_ID));
        }
        return before;
    };

    @Test
    void pollEnrichTakesOneResultEachTime() throws Exception {
        CamelContext machine = machine(enriched(RESULTS, 30_000, null));
        Set<String> ids = submitted(machine, 3);
        Set<String> received = new HashSet<>();
        for (int i = 0; i < 3; i++) {
            received.add(ok(poll(machine, false)).getMessage().getHeader(GrokVideoConstants.JOB_ID, String.class));
        }
        assertThat(received).isEqualTo(ids);
        for (int i = 0; i < 3; i++) {
            assertThat(entry(machine, "Cat-" + i).deliveries()).isEqualTo(1);
        }
    }

    @Test
    void pollEnrichOfARouteThatFailsGetsTheResultAgain() throws Exception {
        CamelContext machine = machine(enriched(RESULTS, -1, KEEPS_HEADERS));
        String id = submit(machine, "A cat");
        assertThat(poll(machine, true).getException()).hasMessage("no");
        assertThat(poll(machine, true).getException()).hasMessage("no");
        Exchange last = ok(poll(machine, false));

        assertThat(last.getMessage().getHeader(GrokVideoConstants.JOB_ID)).isEqualTo(id);
        assertThat(entry(machine, "A-cat").deliveries()).isEqualTo(3);
        await().until(() -> entry(machine, "A-cat").holder() == null);
    }

    @Test
    void pollEnrichWhoseStrategyFailsGetsTheResultAgain() throws Exception {
        CamelContext machine = machine(enriched(RESULTS, -1, (before, result) -> {
            if (seen.isEmpty()) {
                seen.add("failed");
                throw new IllegalStateException("no strategy");
            }
            return KEEPS_HEADERS.aggregate(before, result);
        }));
        String id = submit(machine, "A cat");
        assertThat(poll(machine, false).getException()).hasRootCauseMessage("no strategy");

        assertThat(ok(poll(machine, false)).getMessage().getHeader(GrokVideoConstants.JOB_ID)).isEqualTo(id);
    }

    @Test
    void pollEnrichWithoutAResultGoesOnWithoutOne() throws Exception {
        CamelContext machine = machine(enriched(RESULTS, 200, KEEPS_HEADERS));
        assertThat(ok(poll(machine, false)).getMessage().getBody()).isEqualTo("before");
        CamelContext other = machine(enriched(RESULTS, 0, KEEPS_HEADERS));
        assertThat(ok(poll(other, false)).getMessage().getBody()).isEqualTo("before");
    }

    @Test
    void aStreamIsReadInTheRouteThatPolled() throws Exception {
        CamelContext machine = machine(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:poll").split(constant(List.of("one", "two"))).pollEnrich(RESULTS + "&output=stream", 30_000)
                        .end().process(exchange -> seen.add("done"));
                from("direct:one").pollEnrich(RESULTS + "&output=stream", 30_000).process(exchange -> {
                    try (InputStream in = exchange.getMessage().getBody(InputStream.class)) {
                        seen.add(String.valueOf(in.readAllBytes().length > 1000));
                    }
                });
            }
        });
        submitted(machine, 3);
        ok(machine.createProducerTemplate().send("direct:one", exchange -> exchange.getMessage().setBody("x")));
        ok(machine.createProducerTemplate().send("direct:poll", exchange -> exchange.getMessage().setBody("x")));

        assertThat(seen).containsExactly("true", "done");
    }

    // stopping

    @Test
    void aStopOfTheContextEndsAPollThatWaits() throws Exception {
        CamelContext machine = machine(enriched(RESULTS, -1, KEEPS_HEADERS));
        ConsumerTemplate template = machine.createConsumerTemplate();
        CompletableFuture<Exchange> enriched = CompletableFuture.supplyAsync(() -> poll(machine, false));
        CompletableFuture<Exchange> received = CompletableFuture.supplyAsync(() -> template.receive(RESULTS));
        await().until(() -> machine.getInflightRepository().size() > 0 && template.getCurrentCacheSize() > 0);
        long begin = System.nanoTime();
        machine.stop();

        assertThat(received.get(30, TimeUnit.SECONDS)).isNull();
        assertThat(enriched.get(30, TimeUnit.SECONDS).getException()).isNull();
        // Camel would have waited for the exchange in flight for 45 s
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(40));
    }

    @Test
    void aStopOfTheRouteEndsItsPollOnly() throws Exception {
        CamelContext machine = machine(enriched(RESULTS, -1, KEEPS_HEADERS));
        try (ConsumerTemplate template = machine.createConsumerTemplate()) {
            CompletableFuture<Exchange> enriched = CompletableFuture.supplyAsync(() -> poll(machine, false));
            CompletableFuture<Exchange> received = CompletableFuture.supplyAsync(() -> template.receive(RESULTS));
            await().until(() -> machine.getInflightRepository().size() > 0 && template.getCurrentCacheSize() > 0);
            machine.getRouteController().stopRoute("poll");
            assertThat(enriched.get(30, TimeUnit.SECONDS).getMessage().getBody()).isEqualTo("before");
            assertThat(received).isNotDone();
            String id = submit(machine, "A cat");
            assertThat(received.get(30, TimeUnit.SECONDS).getMessage().getHeader(GrokVideoConstants.JOB_ID)).isEqualTo(id);
        }
    }

    @Test
    void anInterruptedPollEnds() throws Exception {
        CamelContext machine = machine(null);
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        try (ConsumerTemplate template = machine.createConsumerTemplate()) {
            Thread thread = new Thread(() -> {
                Exchange result = template.receive(RESULTS);
                interrupted.complete(result == null && Thread.currentThread().isInterrupted());
            });
            thread.start();
            await().until(() -> thread.getState() == Thread.State.WAITING);
            thread.interrupt();
            assertThat(interrupted.get(30, TimeUnit.SECONDS)).isTrue();
        }
    }
}
