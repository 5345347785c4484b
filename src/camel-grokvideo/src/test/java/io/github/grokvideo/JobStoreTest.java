package io.github.grokvideo;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.github.grokvideo.emulator.Fault;
import io.github.grokvideo.emulator.Operation;
import io.github.grokvideo.internal.request.VideoRequest;
import io.github.grokvideo.model.GrokVideoException;
import io.github.grokvideo.model.InvalidRequestException;
import io.github.grokvideo.model.JobFailedException;
import io.github.grokvideo.model.JobStoreException;
import io.github.grokvideo.model.SubmissionUnknownException;
import io.github.grokvideo.model.WaitStoppedException;
import io.github.grokvideo.store.Intent;
import io.github.grokvideo.store.JdbcJobStore;
import io.github.grokvideo.store.JobKey;
import io.github.grokvideo.store.SetUpConnections;
import io.github.grokvideo.store.StoredJob;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What is submitted is remembered in a database: over duplicates, restarts and crashes. */
class JobStoreTest extends EmulatorTestSupport {

    @TempDir
    private Path folder;
    private StoppableDatabase database;
    private final List<CamelContext> machines = new ArrayList<>();

    @BeforeEach
    void openDatabase() {
        database = new StoppableDatabase(folder);
    }

    @AfterEach
    void closeDatabase() {
        machines.forEach(CamelContext::stop);
        database.close();
    }

    /** Another Camel on the same database. */
    private CamelContext machine() throws Exception {
        CamelContext machine = new DefaultCamelContext();
        connect(machine, provider()).setDataSource(database);
        machine.start();
        machines.add(machine);
        return machine;
    }

    private static Exchange send(CamelContext machine, String uri, Object body, Map<String, Object> headers) throws Exception {
        return sending(machine, uri, body, headers).get(60, TimeUnit.SECONDS);
    }

    private static CompletableFuture<Exchange> sending(
            CamelContext machine, String uri, Object body, Map<String, Object> headers) {
        return machine.createProducerTemplate().asyncSend(uri, exchange -> {
            exchange.getMessage().setBody(body);
            exchange.getMessage().getHeaders().putAll(headers);
        });
    }

    private static String video(Exchange exchange) {
        assertThat(exchange.getException()).isNull();
        return exchange.getMessage().getBody(String.class);
    }

    private static <T extends Exception> T failure(Exchange exchange, Class<T> type) {
        assertThat(exchange.getException()).isInstanceOf(type);
        return type.cast(exchange.getException());
    }

    private static int billed() {
        return gateway.emulator().ledger().billedJobs();
    }

    private static int submissions() {
        return gateway.emulator().requests().create().size();
    }

    private JdbcJobStore store() {
        return new JdbcJobStore(database);
    }

    private JobKey key(String name) {
        boolean xai = provider() == GrokVideoProvider.xai;
        String base = xai ? gateway.emulator().xaiBaseUrl() : gateway.emulator().baseUrl();
        return new JobKey(provider().name(), base.substring(0, base.indexOf('/', "http://".length())), name);
    }

    private static final Map<String, Object> NO_HEADERS = Map.of();

    @Test
    void aDuplicateGetsTheSameVideo() throws Exception {
        CamelContext machine = machine();
        String first = video(send(machine, "grokvideo:generate?idempotencyKey=order-1", "A cat", NO_HEADERS));
        Exchange second = send(machine, "grokvideo:generate?idempotencyKey=order-1", "A cat", NO_HEADERS);

        assertThat(video(second)).isEqualTo(first);
        assertThat(submissions()).isEqualTo(1);
        assertThat(second.getMessage().getHeader(GrokVideoConstants.JOB_ID))
                .isEqualTo(store().find(key("order-1")).job().id());
        assertThat(second.getMessage().getHeader(GrokVideoConstants.STATUS)).isEqualTo("COMPLETED");
    }

    @Test
    void theKeyComesFromTheMessage() throws Exception {
        CamelContext machine = machine();
        String uri = "grokvideo:generate?idempotencyKey=${header.JMSMessageID}";
        String first = video(send(machine, uri, "A cat", Map.of("JMSMessageID", "ID:1")));
        String other = video(send(machine, uri, "A cat", Map.of("JMSMessageID", "ID:2")));
        String again = video(send(machine, uri, "A cat", Map.of("JMSMessageID", "ID:1")));

        assertThat(again).isEqualTo(first).isNotEqualTo(other);
        assertThat(billed()).isEqualTo(2);
        assertThat(failure(send(machine, uri, "A cat", NO_HEADERS), InvalidRequestException.class))
                .hasMessageContaining("'${header.JMSMessageID}' evaluates to nothing");
    }

    @Test
    void theSameKeyWithOtherParametersIsAnError() throws Exception {
        CamelContext machine = machine();
        video(send(machine, "grokvideo:generate?idempotencyKey=order-1", "A cat", NO_HEADERS));
        InvalidRequestException failure = failure(
                send(machine, "grokvideo:generate?idempotencyKey=order-1", "A dog", NO_HEADERS), InvalidRequestException.class);

        assertThat(failure.getCode()).isEqualTo("IDEMPOTENCY_KEY_REUSED");
        assertThat(failure).hasMessageContaining("'order-1' was used before").hasMessageContaining("other parameters");
        assertThat(failure.isRetryable()).isFalse();
        assertThat(submissions()).isEqualTo(1);
    }

    @Test
    void duplicatesAtTheSameTimeMakeOneJob() throws Exception {
        CamelContext one = machine();
        CamelContext other = machine();
        List<CompletableFuture<Exchange>> all = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            all.add(sending(i % 2 == 0 ? one : other, "grokvideo:generate?idempotencyKey=k", "A cat", NO_HEADERS));
        }
        List<String> videos = new ArrayList<>();
        for (CompletableFuture<Exchange> exchange : all) {
            videos.add(video(exchange.get(60, TimeUnit.SECONDS)));
        }
        assertThat(videos).hasSize(20).allMatch(videos.get(0)::equals);
        assertThat(billed()).isEqualTo(1);
        assertThat(submissions()).isEqualTo(1);
    }

    @Test
    void aRestartedMachineResumes() throws Exception {
        gateway.emulator().faults().always(Operation.GET, Fault.status(503));
        CamelContext first = machine();
        CompletableFuture<Exchange> waiting
                = sending(first, "grokvideo:generate?idempotencyKey=k", "A cat", NO_HEADERS);
        await().until(() -> gateway.emulator().requests().get().size() > 0);
        first.stop();
        WaitStoppedException stopped
                = failure(waiting.get(60, TimeUnit.SECONDS), WaitStoppedException.class);
        gateway.emulator().faults().clear();

        Exchange result = send(machine(), "grokvideo:generate?idempotencyKey=k", "A cat", NO_HEADERS);
        video(result);
        assertThat(result.getMessage().getHeader(GrokVideoConstants.JOB_ID)).isEqualTo(stopped.getJobId());
        assertThat(billed()).isEqualTo(1);
    }

    @Test
    void aRouteNamesNoKeyAndItsJobsAreRememberedAllTheSame() throws Exception {
        Exchange result = send(machine(), "grokvideo:generate", "A cat", NO_HEADERS);
        video(result);
        String id = result.getMessage().getHeader(GrokVideoConstants.JOB_ID, String.class);

        try (var connection = database.getConnection();
             var query
                     = connection.prepareStatement(
                             "select state, deliver_result, prompt, cost from grokvideo_job where job_id = ?")) {
            query.setString(1, id);
            var row = query.executeQuery();
            assertThat(row.next()).isTrue();
            assertThat(row.getString(1)).isEqualTo("COMPLETED");
            assertThat(row.getBoolean(2)).isFalse();
            assertThat(row.getString(3)).isNull();
            assertThat(row.getBigDecimal(4)).isPositive();
        }
    }

    @Test
    void thePromptIsStoredOnRequest() throws Exception {
        send(machine(), "grokvideo:generate?idempotencyKey=k&storePrompt=true", "A cat", NO_HEADERS);

        assertThat(store().find(key("k")).prompt()).isEqualTo("A cat");
    }

    @Test
    void aRefusalFreesTheKey() throws Exception {
        gateway.emulator().faults().next(Operation.CREATE, Fault.status(400));
        CamelContext machine = machine();
        assertThat(send(machine, "grokvideo:generate?idempotencyKey=k", "A cat", NO_HEADERS).getException())
                .isInstanceOf(GrokVideoException.class);
        await().until(() -> store().find(key("k")) == null);

        video(send(machine, "grokvideo:generate?idempotencyKey=k", "A dog", NO_HEADERS));
        assertThat(billed()).isEqualTo(1);
    }

    @Test
    void aFailedJobStaysFailedUnderItsKey() throws Exception {
        gateway.emulator().faults().next(Operation.CREATE, Fault.failure("INTERNAL_ERROR", "no luck"));
        CamelContext machine = machine();
        String uri = "grokvideo:generate?idempotencyKey=k";
        JobFailedException failure = failure(send(machine, uri, "A cat", NO_HEADERS), JobFailedException.class);
        JobFailedException again = failure(send(machine, uri, "A cat", NO_HEADERS), JobFailedException.class);

        assertThat(again.getJobId()).isEqualTo(failure.getJobId());
        assertThat(again).hasMessage(failure.getMessage());
        assertThat(submissions()).isEqualTo(1);
    }

    // such as spring.datasource.hikari.auto-commit=false
    @Test
    void isRememberedOnConnectionsThatDoNotCommitByThemselves() throws Exception {
        String url = "jdbc:h2:file:" + folder.resolve("uncommitted");
        String uri = "grokvideo:generate?idempotencyKey=order-1";
        List<String> videos = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            JdbcDataSource database = new JdbcDataSource();
            database.setURL(url);
            try (CamelContext machine = new DefaultCamelContext()) {
                connect(machine, provider()).setDataSource(new SetUpConnections(database, false, null).dataSource());
                machine.start();
                Exchange result = send(machine, uri, "A cat", NO_HEADERS);
                video(result);
                videos.add(result.getMessage().getHeader(GrokVideoConstants.JOB_ID, String.class));
            }
        }
        assertThat(videos).hasSize(2).containsOnly(videos.get(0));
        assertThat(billed()).isEqualTo(1);
        assertThat(submissions()).isEqualTo(1);
    }

    @Test
    void theSameParametersAreTheSameRequestHoweverTheyAreBuilt() throws Exception {
        CamelContext machine = machine();
        String uri = "grokvideo:generate?idempotencyKey=order-1";
        Map<String, Object> first = Map.of("cfg", Map.of("a", 1, "b", new int[] { 1, 2 }), "tags", Set.of("x", "y", "z"));
        Map<String, Object> second = Map.of(
                "tags", new TreeSet<>(List.of("z", "y", "x")), "cfg", new TreeMap<>(Map.of("b", List.of(1, 2.0), "a", 1L)));
        String video = video(send(machine, uri, "A cat", Map.of(GrokVideoConstants.PARAMETERS, first)));

        assertThat(video(send(machine, uri, "A cat", Map.of(GrokVideoConstants.PARAMETERS, second)))).isEqualTo(video);
        assertThat(billed()).isEqualTo(1);
    }

    @Test
    void whatIsNestedTooDeepIsRefusedBeforeAnythingIsSent() throws Exception {
        List<Object> cycle = new ArrayList<>();
        cycle.add(cycle);
        Object deep = "x";
        for (int i = 0; i < 10_000; i++) {
            deep = i % 2 == 0 ? List.of(deep) : Map.of("k", deep);
        }
        CamelContext machine = machine();
        for (Object value : List.of(cycle, deep)) {
            assertThat(failure(
                    send(machine, "grokvideo:generate", "A cat",
                            Map.of(GrokVideoConstants.PARAMETERS, Map.of("seed", 1, "cfg", value))),
                    InvalidRequestException.class)).hasMessageContaining("cfg: nested more than 100 levels deep");
        }
        assertThat(failure(
                send(machine, "grokvideo:generate?parameters.cfg=" + "[".repeat(2000) + "]".repeat(2000), "A cat", NO_HEADERS),
                InvalidRequestException.class))
                .hasMessageContaining("Invalid value for option parameters.cfg: nested more than 100 levels deep");
        assertThat(submissions()).isZero();
    }

    /** A machine that has noted what it is about to send, and died. */
    private void diedWhileSending(String name) {
        String model = GrokVideoConfiguration.DEFAULT_MODEL;
        String fingerprint = new VideoRequest(
                model, "A cat", null, null, null, null, null, null, null, null, false, null, null, null, null,
                null).fingerprint();
        store().reserve(new Intent(key(name), fingerprint, model, null, false, true, "dead", Duration.ZERO));
    }

    @Test
    void aSubmissionThatDiedIsRepeatedOrUnknown() throws Exception {
        diedWhileSending("k");
        Exchange result = send(machine(), "grokvideo:generate?idempotencyKey=k", "A cat", NO_HEADERS);
        if (provider() == GrokVideoProvider.lumenfall) {
            video(result);
            assertThat(store().find(key("k")).attempts()).isEqualTo(2);
            return;
        }
        SubmissionUnknownException failure = failure(result, SubmissionUnknownException.class);
        assertThat(failure.isRetryable()).isFalse();
        assertThat(failure).hasMessageContaining("grokvideo:settle").hasMessageContaining("'k'");
        assertThat(submissions()).isZero();
        assertThat(store().find(key("k")).state()).isEqualTo(StoredJob.State.UNKNOWN);
    }

    @Test
    void anUnknownOutcomeIsSettledByHand() throws Exception {
        CamelContext machine = machine();
        String job = video(send(machine, "grokvideo:submit", "A cat", NO_HEADERS));
        diedWhileSending("found");
        diedWhileSending("not-found");
        store().outcomeUnknown(key("found"), "no answer");
        store().outcomeUnknown(key("not-found"), "no answer");
        assertThat(send(machine, "grokvideo:generate?idempotencyKey=found", "A cat", NO_HEADERS).getException())
                .isInstanceOf(SubmissionUnknownException.class).hasMessageContaining("no answer");

        send(machine, "grokvideo:settle", null,
                Map.of(GrokVideoConstants.IDEMPOTENCY_KEY, "found", GrokVideoConstants.JOB_ID, job));
        Exchange found = send(machine, "grokvideo:generate?idempotencyKey=found", "A cat", NO_HEADERS);
        video(found);
        assertThat(found.getMessage().getHeader(GrokVideoConstants.JOB_ID)).isEqualTo(job);

        send(machine, "grokvideo:settle", null, Map.of(GrokVideoConstants.IDEMPOTENCY_KEY, "not-found"));
        video(send(machine, "grokvideo:generate?idempotencyKey=not-found", "A cat", NO_HEADERS));
        assertThat(billed()).isEqualTo(2);

        assertThat(failure(send(machine, "grokvideo:settle", null, Map.of(GrokVideoConstants.IDEMPOTENCY_KEY, "nobody")),
                JobStoreException.class)).hasMessageContaining("knows no submission");
        assertThat(failure(send(machine, "grokvideo:settle", null, Map.of(GrokVideoConstants.IDEMPOTENCY_KEY, "found")),
                JobStoreException.class)).hasMessageContaining("is settled");
        assertThat(failure(send(machine, "grokvideo:settle", null, NO_HEADERS), InvalidRequestException.class))
                .hasMessageContaining(GrokVideoConstants.IDEMPOTENCY_KEY);
    }

    @Test
    void nothingIsSubmittedThatCannotBeNoted() throws Exception {
        CamelContext machine = machine();
        database.gone(true);
        JobStoreException failure
                = failure(send(machine, "grokvideo:generate", "A cat", NO_HEADERS), JobStoreException.class);

        assertThat(failure.isRetryable()).isTrue();
        assertThat(failure).hasMessageContaining("The database is gone").hasMessageContaining("Nothing was submitted");
        assertThat(submissions()).isZero();
    }

    @Test
    void aDatabaseThatGoesWhileWaitingIsToldAndTheVideoIsDelivered() throws Exception {
        CamelContext machine = machine();
        gateway.emulator().faults().always(Operation.GET, Fault.status(503));
        CompletableFuture<Exchange> waiting = sending(machine, "grokvideo:generate?idempotencyKey=k", "A cat", NO_HEADERS);
        await().until(() -> store().find(key("k")) != null
                && store().find(key("k")).state() == StoredJob.State.ACCEPTED);
        database.gone(true);
        gateway.emulator().faults().clear();
        Exchange result = waiting.get(60, TimeUnit.SECONDS);

        video(result);
        assertThat(result.getMessage().getHeader(GrokVideoConstants.WARNINGS, List.class).toString())
                .contains("The database is gone").contains("is retried");
        database.gone(false);
        await().until(() -> store().find(key("k")).state() == StoredJob.State.COMPLETED);
    }

    @Test
    void aDatabaseThatIsNotRightIsToldAtTheStart() throws Exception {
        database.gone(true);
        CamelContext machine = new DefaultCamelContext();
        connect(machine).setDataSource(database);
        machines.add(machine);
        Exception failure = null;
        try {
            machine.start();
            machine.getEndpoint("grokvideo:generate");
        } catch (Exception e) {
            failure = e;
        }
        assertThat(failure).hasStackTraceContaining("The job store could not check its tables: The database is gone");
    }
}
