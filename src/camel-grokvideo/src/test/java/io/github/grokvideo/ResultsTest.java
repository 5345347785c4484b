package io.github.grokvideo;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.grokvideo.emulator.Fault;
import io.github.grokvideo.emulator.Operation;
import io.github.grokvideo.model.DownloadException;
import io.github.grokvideo.model.JobFailedException;
import io.github.grokvideo.model.VideoJob;
import io.github.grokvideo.store.JobStore;
import io.github.grokvideo.store.MemoryJobStore;
import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.ExceptionHandler;
import org.apache.camel.support.SynchronizationAdapter;
import org.apache.camel.support.service.ServiceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** {@code grokvideo:results} hands on each submitted job when it is done, once for a cluster, until it is taken. */
class ResultsTest extends EmulatorTestSupport {

    private static final String RESULTS = "grokvideo:results?claimInterval=50&redeliveryDelay=50&leaseTime=2000";

    @TempDir
    private Path folder;
    private StoppableDatabase database;
    private final List<CamelContext> machines = new ArrayList<>();
    private final Queue<Message> received = new ConcurrentLinkedQueue<>();

    @BeforeEach
    void openDatabase() {
        database = new StoppableDatabase(folder);
    }

    @AfterEach
    void closeDatabase() {
        machines.forEach(CamelContext::stop);
        database.close();
    }

    private CamelContext machine(boolean stored, String uri, Processor... route) throws Exception {
        CamelContext machine = new DefaultCamelContext();
        GrokVideoComponent component = connect(machine, provider());
        if (stored) {
            component.setDataSource(database);
        }
        if (uri != null) {
            addResults(machine, uri, route);
        }
        machine.start();
        machines.add(machine);
        return machine;
    }

    private void addResults(CamelContext machine, String uri, Processor... route) throws Exception {
        machine.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                var results = from(uri).routeId("results");
                for (Processor processor : route) {
                    results.process(processor);
                }
                results.process(exchange -> received.add(exchange.getMessage().copy()));
            }
        });
    }

    private static String submit(CamelContext machine, String prompt) {
        return machine.createProducerTemplate().requestBody("grokvideo:submit", prompt, String.class);
    }

    private Message only() {
        await().until(() -> !received.isEmpty());
        assertThat(received).hasSize(1);
        return received.peek();
    }

    @Test
    void aFinishedJobIsHandedOn() throws Exception {
        CamelContext machine = machine(false, RESULTS);
        Exchange submitted = machine.createProducerTemplate().send(
                "grokvideo:submit?idempotencyKey=order-1", exchange -> exchange.getMessage().setBody("A cat"));
        String id = submitted.getMessage().getBody(String.class);

        Message result = only();
        assertThat(result.getBody(String.class)).startsWith("http").isEqualTo(result.getHeader(GrokVideoConstants.VIDEO_URL));
        assertThat(result.getHeader(GrokVideoConstants.JOB_ID)).isEqualTo(id);
        assertThat(result.getHeader(GrokVideoConstants.STATUS)).isEqualTo("COMPLETED");
        assertThat(result.getHeader(GrokVideoConstants.REQUEST_KEY)).isEqualTo("order-1");
        assertThat(result.getHeader(GrokVideoConstants.DELIVERY)).isEqualTo(1);
        assertThat(result.getHeader(GrokVideoConstants.ERROR_MESSAGE)).isNull();
        assertThat(result.getHeader(GrokVideoConstants.IDEMPOTENCY_KEY)).isNull();
    }

    @Test
    void theBodyIsTheVideoInTheFormThatWasAskedFor() throws Exception {
        CamelContext machine = machine(false, RESULTS + "&output=bytes");
        submit(machine, "A cat");

        assertThat(only().getBody()).isInstanceOfSatisfying(byte[].class, bytes -> assertThat(bytes).hasSizeGreaterThan(1000));
    }

    @Test
    void aFailedJobIsToldApart() throws Exception {
        gateway.emulator().faults().next(Operation.CREATE, Fault.failure("INTERNAL_ERROR", "no luck"));
        Queue<Object> caught = new ConcurrentLinkedQueue<>();
        CamelContext machine = machine(
                false, RESULTS, exchange -> caught.add(exchange.getProperty(ExchangePropertyKey.EXCEPTION_CAUGHT)));
        String id = submit(machine, "A cat");

        Message result = only();
        assertThat(result.getHeader(GrokVideoConstants.STATUS)).isEqualTo("FAILED");
        assertThat(result.getHeader(GrokVideoConstants.ERROR_CODE)).isEqualTo("INTERNAL_ERROR");
        assertThat(result.getHeader(GrokVideoConstants.ERROR_MESSAGE, String.class)).contains("no luck", id);
        assertThat(result.getBody()).isInstanceOfSatisfying(VideoJob.class, job -> assertThat(job.id()).isEqualTo(id));
        assertThat(caught).singleElement().isInstanceOf(JobFailedException.class);
    }

    @Test
    void aResultComesAgainUntilItsExchangeSucceeds() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        CamelContext machine = machine(false, RESULTS, exchange -> {
            if (tries.incrementAndGet() < 3) {
                throw new IllegalStateException("not yet");
            }
        });
        submit(machine, "A cat");

        assertThat(only().getHeader(GrokVideoConstants.DELIVERY)).isEqualTo(3);
        assertThat(tries).hasValue(3);
    }

    @Test
    void onlyWhatWasSubmittedIsHandedOn() throws Exception {
        CamelContext machine = machine(true, RESULTS);
        machine.createProducerTemplate().requestBody("grokvideo:generate", "A dog", String.class);
        String id = submit(machine, "A cat");

        assertThat(only().getHeader(GrokVideoConstants.JOB_ID)).isEqualTo(id);
    }

    @Test
    void resultsAreKeptOverARestart() throws Exception {
        CamelContext first = machine(true, null);
        String one = submit(first, "A cat");
        String other = submit(first, "A dog");
        first.stop();
        CamelContext failing = machine(true, RESULTS, exchange -> {
            received.add(exchange.getMessage().copy());
            throw new IllegalStateException("always");
        });
        await().until(() -> received.size() >= 2);
        failing.stop();
        received.clear();

        machine(true, RESULTS);
        await().until(() -> received.size() == 2);
        assertThat(received).extracting(message -> message.getHeader(GrokVideoConstants.JOB_ID))
                .containsExactlyInAnyOrder(one, other);
        assertThat(gateway.emulator().ledger().billedJobs()).isEqualTo(2);
    }

    @Tag("slow")
    @Test
    void ofAClusterOneConsumerGetsEach() throws Exception {
        CamelContext one = machine(true, RESULTS + "&maxWaiting=7");
        machine(true, RESULTS + "&maxWaiting=7");
        machine(true, RESULTS + "&maxWaiting=7");
        Set<String> ids = ConcurrentHashMap.newKeySet();
        for (int i = 0; i < 30; i++) {
            ids.add(submit(one, "Cat " + i));
        }
        await().until(() -> received.size() >= 30);

        assertThat(received).hasSize(30);
        assertThat(received).extracting(message -> message.getHeader(GrokVideoConstants.JOB_ID, String.class))
                .containsExactlyInAnyOrderElementsOf(ids);
    }

    @Test
    void whatADeadConsumerHeldIsTakenOver() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        CamelContext hanging = machine(true, RESULTS + "&maxWaiting=1", exchange -> end.await());
        String id = submit(hanging, "A cat");
        await().until(() -> deliveries() == 1);
        // a machine that stands still renews nothing, as the others see it
        machine(true, RESULTS);
        assertThat(received).isEmpty();
        try (var connection = database.getConnection(); var statement = connection.createStatement()) {
            // at once: a consumer removes holders that have expired
            connection.setAutoCommit(false);
            statement.execute("insert into grokvideo_job_holder (holder, expires_at) values ('dead', current_timestamp)");
            statement.execute("update grokvideo_job set holder = 'dead'");
            connection.commit();
        }
        assertThat(only().getHeader(GrokVideoConstants.JOB_ID)).isEqualTo(id);
        end.countDown();
    }

    @Test
    void aResultThatTheStoreLetNobodyHandOnComesAgain() throws Exception {
        AtomicInteger refused = new AtomicInteger();
        JobStore store = new MemoryJobStore();
        JobStore hiccup = (JobStore) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] { JobStore.class }, (proxy, method, arguments) -> {
                    if (method.getName().equals("startDelivery") && refused.getAndIncrement() == 0) {
                        throw new IllegalStateException("The database is gone for a moment");
                    }
                    return method.invoke(store, arguments);
                });
        CamelContext machine = new DefaultCamelContext();
        connect(machine, provider()).setJobStore(hiccup);
        machines.add(machine);
        machine.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("grokvideo:results?claimInterval=50&redeliveryDelay=50&leaseTime=3600000")
                        .process(exchange -> received.add(exchange.getMessage().copy()));
            }
        });
        machine.start();
        String id = submit(machine, "A cat");

        assertThat(only().getHeader(GrokVideoConstants.JOB_ID)).isEqualTo(id);
        assertThat(refused).hasValue(2);
    }

    private int deliveries() throws Exception {
        try (var connection = database.getConnection(); var statement = connection.createStatement();
             var row = statement.executeQuery("select max(deliveries) from grokvideo_job")) {
            return row.next() ? row.getInt(1) : 0;
        }
    }

    @Test
    void resultsInTheRouteAreBounded() throws Exception {
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch three = new CountDownLatch(3);
        CamelContext machine = machine(false, RESULTS + "&concurrentConsumers=3", exchange -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            three.countDown();
            three.await();
            now.decrementAndGet();
        });
        for (int i = 0; i < 12; i++) {
            submit(machine, "Cat " + i);
        }
        await().until(() -> received.size() == 12);
        assertThat(most).hasValue(3);
    }

    @Test
    void aStoppedConsumerGivesItsJobsBackAtOnce() throws Exception {
        gateway.emulator().faults().always(Operation.GET, Fault.status(503));
        CamelContext machine = machine(true, "grokvideo:results?claimInterval=50&leaseTime=3600000");
        submit(machine, "A cat");
        await().until(() -> !gateway.emulator().requests().get().isEmpty());
        machine.getRouteController().stopRoute("results");
        gateway.emulator().faults().clear();
        assertThat(received).isEmpty();

        machine(true, RESULTS);
        only();
    }

    private static Exchange waitFor(CamelContext machine, String uri, String id) {
        return machine.createProducerTemplate().send(uri, exchange -> exchange.getMessage().setBody(id));
    }

    @ParameterizedTest
    @ValueSource(booleans = { false, true })
    void whatWasAwaitedIsNotHandedOnToAConsumerThatIsAddedLater(boolean stored) throws Exception {
        CamelContext machine = machine(stored, null);
        String awaited = submit(machine, "A cat");
        assertThat(waitFor(machine, "grokvideo:await?output=bytes", awaited).getMessage().getBody(byte[].class)).isNotEmpty();
        gateway.emulator().faults().next(Operation.CREATE, Fault.failure("INTERNAL_ERROR", "no luck"));
        String failed = submit(machine, "A dog");
        assertThat(waitFor(machine, "grokvideo:await", failed).getException()).isInstanceOf(JobFailedException.class);
        String other = submit(machine, "A bird");
        addResults(machine, RESULTS);

        assertThat(only().getHeader(GrokVideoConstants.JOB_ID)).isEqualTo(other);
    }

    @ParameterizedTest
    @ValueSource(booleans = { false, true })
    void whatCouldNotBeDeliveredToWhoAwaitedItIsHandedOn(boolean stored) throws Exception {
        CamelContext machine = machine(stored, null);
        String id = submit(machine, "A cat");
        assertThat(waitFor(machine, "grokvideo:await?output=bytes&maxDownloadSize=10", id).getException())
                .isInstanceOf(DownloadException.class);
        addResults(machine, RESULTS);

        assertThat(only().getHeader(GrokVideoConstants.JOB_ID)).isEqualTo(id);
    }

    @Test
    void aSuspendedConsumerTakesNothing() throws Exception {
        CamelContext machine = machine(false, RESULTS);
        machine.getRouteController().suspendRoute("results");
        String id = submit(machine, "A cat");
        await().until(() -> "COMPLETED".equals(machine.createProducerTemplate()
                .send("grokvideo:await", exchange -> exchange.getMessage().setBody(id)).getMessage()
                .getHeader(GrokVideoConstants.STATUS)));
        assertThat(received).isEmpty();
        machine.getRouteController().resumeRoute("results");

        assertThat(only().getHeader(GrokVideoConstants.JOB_ID)).isEqualTo(id);
    }

    @Tag("slow")
    @ParameterizedTest
    @ValueSource(booleans = { false, true })
    void aSuspendedAndResumedConsumerDeliversNothingTwice(boolean stored) throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        AtomicInteger deliveries = new AtomicInteger();
        CamelContext machine = machine(stored, "grokvideo:results?claimInterval=50&redeliveryDelay=50&leaseTime=3000",
                exchange -> {
                    deliveries.incrementAndGet();
                    end.await();
                });
        submit(machine, "A cat");
        await().until(() -> deliveries.get() == 1);
        // not by the route controller: after a time-out its thread may suspend once more what was resumed meanwhile
        Consumer consumer = machine.getRoute("results").getConsumer();
        for (int i = 0; i < 5; i++) {
            ServiceHelper.suspendService(consumer);
            // several claims
            await().during(Duration.ofMillis(200)).until(() -> deliveries.get() == 1);
            ServiceHelper.resumeService(consumer);
        }
        // longer than the lease
        await().during(Duration.ofMillis(3500)).until(() -> deliveries.get() == 1);
        assertThat(deliveries).hasValue(1);
        end.countDown();

        only();
        String other = submit(machine, "A dog");
        await().until(() -> received.stream().anyMatch(message -> other.equals(message.getHeader(GrokVideoConstants.JOB_ID))));
        assertThat(deliveries).hasValue(2);
    }

    @Tag("slow")
    @ParameterizedTest
    @ValueSource(booleans = { false, true })
    void aStoppedAndStartedConsumerDeliversNothingTwice(boolean stored) throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        AtomicInteger deliveries = new AtomicInteger();
        CamelContext machine = machine(stored, "grokvideo:results?claimInterval=50&redeliveryDelay=50&leaseTime=3000",
                exchange -> {
                    deliveries.incrementAndGet();
                    end.await();
                });
        submit(machine, "A cat");
        await().until(() -> deliveries.get() == 1);
        Consumer consumer = machine.getRoute("results").getConsumer();
        for (int i = 0; i < 3; i++) {
            ServiceHelper.stopService(consumer);
            await().during(Duration.ofMillis(200)).until(() -> deliveries.get() == 1);
            ServiceHelper.startService(consumer);
        }
        // longer than the lease
        await().during(Duration.ofMillis(3500)).until(() -> deliveries.get() == 1);
        assertThat(deliveries).hasValue(1);
        end.countDown();
        String other = submit(machine, "A dog");
        await().until(() -> received.stream().anyMatch(message -> other.equals(message.getHeader(GrokVideoConstants.JOB_ID))));

        assertThat(deliveries).hasValue(2);
    }

    @Tag("slow")
    @ParameterizedTest
    @ValueSource(strings = { "route", "handler", "exchange" })
    void whateverIsThrownTheSlotComesBack(String where) throws Exception {
        AtomicInteger tries = new AtomicInteger();
        CamelContext machine = new DefaultCamelContext();
        connect(machine, provider());
        machines.add(machine);
        machine.getRegistry().bind("handler", new ExceptionHandler() {
            @Override
            public void handleException(Throwable exception) {
                throw new AssertionError("A handler with a fault");
            }

            @Override
            public void handleException(String message, Throwable exception) {
                handleException(exception);
            }

            @Override
            public void handleException(String message, Exchange exchange, Throwable exception) {
                handleException(exception);
            }
        });
        machine.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(RESULTS + "&concurrentConsumers=1" + (where.equals("handler") ? "&exceptionHandler=#handler" : ""))
                        .errorHandler(noErrorHandler())
                        .process(exchange -> {
                            if (tries.incrementAndGet() < 3) {
                                switch (where) {
                                    case "route" -> throw new StackOverflowError("in the route");
                                    case "handler" -> throw new IllegalStateException("no");
                                    default -> exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
                                        @Override
                                        public void onDone(Exchange done) {
                                            throw new AssertionError("An on-completion with a fault");
                                        }
                                    });
                                }
                            }
                            received.add(exchange.getMessage().copy());
                        });
            }
        });
        machine.start();
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < 4; i++) {
            ids.add(submit(machine, "Cat " + i));
        }
        await().until(() -> received.stream().map(message -> message.getHeader(GrokVideoConstants.JOB_ID)).distinct()
                .count() == 4);
        assertThat(received).extracting(message -> message.getHeader(GrokVideoConstants.JOB_ID, String.class))
                .containsAll(ids);
    }

    @Test
    void whatCannotBeReadOfAnEntryIsReadFromTheGateway() throws Exception {
        CamelContext machine = machine(true, null);
        submit(machine, "A dog");
        String broken = submit(machine, "A broken cat");
        execute("update grokvideo_job set job = '{' where job_id = '" + broken + "'");
        machine(true, RESULTS);

        await().until(() -> received.size() == 2);
        assertThat(received).extracting(message -> message.getHeader(GrokVideoConstants.JOB_ID)).contains(broken);
    }

    @Test
    void anEntryThatNamesNoJobIsPutOffUntilItDoes() throws Exception {
        CamelContext machine = machine(true, null);
        submit(machine, "A dog");
        String broken = submit(machine, "A broken cat");
        submit(machine, "A cat");
        execute("update grokvideo_job set fingerprint = job_id, job_id = null where job_id = '" + broken + "'");
        machine(true, RESULTS);
        await().until(() -> received.size() == 2);
        assertThat(received).extracting(message -> message.getHeader(GrokVideoConstants.JOB_ID)).doesNotContain(broken);
        execute("update grokvideo_job set job_id = fingerprint where job_id is null");

        await().until(() -> received.size() == 3);
    }

    @Tag("slow")
    @ParameterizedTest
    @ValueSource(booleans = { false, true })
    void aResultWhoseRouteAlwaysFailsIsDeadLetteredAndDeliveredAgainWhenItIsSettled(boolean stored) throws Exception {
        AtomicInteger tries = new AtomicInteger();
        CamelContext machine = machine(stored, RESULTS + "&maximumDeliveries=3", exchange -> {
            if (tries.incrementAndGet() <= 3) {
                throw new IllegalStateException("the disk is full");
            }
        });
        String id = machine.createProducerTemplate().requestBodyAndHeader(
                "grokvideo:submit", "A cat", GrokVideoConstants.IDEMPOTENCY_KEY, "order-1", String.class);
        await().until(() -> tries.get() == 3);
        await().during(Duration.ofSeconds(1)).until(() -> tries.get() == 3);
        if (stored) {
            assertThat(sql("select reason from grokvideo_job where state = 'DEAD_LETTER' and request_key = 'order-1'"))
                    .contains("3 times", "the disk is full");
        }
        // the same request still finds its job, and leaves it where it is
        Exchange again = machine.createProducerTemplate().send(
                "grokvideo:generate?idempotencyKey=order-1", exchange -> exchange.getMessage().setBody("A cat"));
        assertThat(ok(again).getMessage().getHeader(GrokVideoConstants.JOB_ID)).isEqualTo(id);
        assertThat(gateway.emulator().ledger().billedJobs()).isEqualTo(1);
        assertThat(received).isEmpty();

        ok(machine.createProducerTemplate().send("grokvideo:settle", exchange -> {
            exchange.getMessage().setHeader(GrokVideoConstants.IDEMPOTENCY_KEY, "order-1");
            exchange.getMessage().setHeader(GrokVideoConstants.JOB_ID, id);
        }));
        assertThat(only().getHeader(GrokVideoConstants.DELIVERY)).isEqualTo(1);
    }

    private String sql(String query) throws Exception {
        try (var connection = database.getConnection(); var statement = connection.createStatement();
             var row = statement.executeQuery(query)) {
            return row.next() ? row.getString(1) : null;
        }
    }

    private void execute(String sql) throws Exception {
        try (var connection = database.getConnection(); var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void aJobThatTheGatewayHasForgottenIsAFailure() throws Exception {
        CamelContext machine = machine(true, null);
        machine.createProducerTemplate().sendBodyAndHeaders("grokvideo:submit", "A cat", Map.of());
        // long ago: a job that was accepted a moment ago may not be known everywhere yet
        try (var connection = database.getConnection(); var statement = connection.createStatement()) {
            statement.execute("update grokvideo_job set accepted_at = dateadd(hour, -1, current_timestamp)");
        }
        gateway.emulator().faults().always(Operation.GET, Fault.status(404));
        machine(true, RESULTS);

        Message result = only();
        assertThat(result.getHeader(GrokVideoConstants.ERROR_MESSAGE, String.class)).contains("404");
        assertThat(result.getHeader(GrokVideoConstants.VIDEO_URL)).isNull();
    }

    @Test
    void onlyResultsAreConsumedFromAndNothingIsSentThere() throws Exception {
        CamelContext machine = machine(false, null);
        assertThatThrownBy(() -> machine.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("grokvideo:generate").to("mock:x");
            }
        })).hasStackTraceContaining("grokvideo:generate cannot be consumed from, only grokvideo:results can");
        assertThatThrownBy(() -> machine.createProducerTemplate().sendBody("grokvideo:results", "x"))
                .hasStackTraceContaining("grokvideo:results can only be consumed from");
    }
}
