package io.github.grokvideo;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

import javax.sql.DataSource;

import io.github.grokvideo.emulator.Fault;
import io.github.grokvideo.emulator.Operation;
import io.github.grokvideo.store.CountedStatements;
import io.github.grokvideo.store.JdbcJobStore;
import io.github.grokvideo.store.PostgreSqlExtension;
import org.apache.camel.CamelContext;
import org.apache.camel.ConsumerTemplate;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.main.Main;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Machines on one PostgreSQL that wakes them: they deliver without looking, and look when it does not. */
@Tag("slow")
class WakeUpsTest extends EmulatorTestSupport {

    @RegisterExtension
    static final PostgreSqlExtension POSTGRES = new PostgreSqlExtension();

    /** Whoever looks for something after its start finds nothing within this test. */
    private static final String NEVER_LOOKING = "claimInterval=3600000&leaseTime=3600000";

    private final List<CamelContext> machines = new ArrayList<>();
    private final Queue<Message> received = new ConcurrentLinkedQueue<>();

    @BeforeEach
    void emptyDatabase() throws Exception {
        POSTGRES.emptyDatabase();
    }

    @AfterEach
    void stopMachines() {
        machines.forEach(CamelContext::stop);
    }

    private static int count(String rows) throws Exception {
        try (Connection connection = POSTGRES.database().getConnection();
             Statement statement = connection.createStatement();
             ResultSet count = statement.executeQuery("select count(*) from " + rows)) {
            count.next();
            return count.getInt(1);
        }
    }

    private static int listening() throws Exception {
        return count("pg_stat_activity where query ilike 'listen grokvideo_job'");
    }

    private static CountedStatements database() {
        return new CountedStatements(POSTGRES.database());
    }

    private static JdbcJobStore notifying(DataSource database) {
        JdbcJobStore store = new JdbcJobStore(database);
        store.setNotifications(true);
        return store;
    }

    private CamelContext machine(JdbcJobStore store, GrokVideoProvider provider) throws Exception {
        CamelContext machine = new DefaultCamelContext();
        connect(machine, provider).setJobStore(store);
        machine.start();
        machines.add(machine);
        return machine;
    }

    private CamelContext machine(CountedStatements database) throws Exception {
        return machine(notifying(database.dataSource()), provider());
    }

    /** A machine that consumes results, and is woken from now on. */
    private CamelContext consuming(CountedStatements database, String options, Processor... route) throws Exception {
        CamelContext machine = machine(database);
        addResults(machine, options, route);
        // for how long it need not look, which it asks when it is woken
        await().until(() -> database.count("min(expires_at)") > 0);
        return machine;
    }

    private void addResults(CamelContext machine, String options, Processor... route) throws Exception {
        machine.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                var results = from("grokvideo:results?" + options);
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

    private void receives(String job) {
        await().until(() -> received.stream().anyMatch(result -> job.equals(result.getHeader(GrokVideoConstants.JOB_ID))));
        received.clear();
    }

    @Test
    void aResultIsNoticedAtOnceOnAnotherMachine() throws Exception {
        consuming(database(), NEVER_LOOKING);
        CamelContext submitting = machine(database());

        receives(submit(submitting, "A cat"));
        receives(submit(submitting, "A dog"));
    }

    @Test
    void aResultIsNoticedAtOnceOnTheSameMachine() throws Exception {
        receives(submit(consuming(database(), NEVER_LOOKING), "A cat"));
    }

    @Test
    void whatAMachineGivesBackWhenItStopsIsTakenOverAtOnce() throws Exception {
        gateway.emulator().faults().always(Operation.GET, Fault.status(503));
        CamelContext first = consuming(database(), NEVER_LOOKING);
        CamelContext submitting = machine(database());
        String job = submit(submitting, "A cat");
        await().until(() -> count("grokvideo_job where holder is not null") == 1);
        consuming(database(), NEVER_LOOKING);
        first.stop();
        gateway.emulator().faults().clear();

        receives(job);
    }

    @Test
    void aPollOnAnotherMachineGetsAResultAtOnce() throws Exception {
        CountedStatements database = database();
        CamelContext machine = machine(database);
        ConsumerTemplate template = machine.createConsumerTemplate();
        CompletableFuture<Exchange> polled
                = CompletableFuture.supplyAsync(() -> template.receive("grokvideo:results?" + NEVER_LOOKING, 60_000));
        await().until(() -> database.count("min(expires_at)") > 0);
        String job = submit(machine(database()), "A cat");

        Exchange exchange = polled.join();
        assertThat(exchange.getMessage().getHeader(GrokVideoConstants.JOB_ID)).isEqualTo(job);
        template.doneUoW(exchange);
    }

    @Test
    void aDeadLetterThatIsReleasedOnAnotherMachineIsDeliveredAtOnce() throws Exception {
        AtomicBoolean broken = new AtomicBoolean(true);
        consuming(database(), NEVER_LOOKING + "&maximumDeliveries=1", exchange -> {
            if (broken.get()) {
                throw new IllegalStateException("made up");
            }
        });
        CamelContext other = machine(database());
        Exchange submitted = other.createProducerTemplate().send("grokvideo:submit?idempotencyKey=order-1",
                exchange -> exchange.getMessage().setBody("A cat"));
        String job = submitted.getMessage().getBody(String.class);
        await().until(() -> count("grokvideo_job where state = 'DEAD_LETTER'") == 1);
        broken.set(false);
        other.createProducerTemplate().sendBodyAndHeaders("grokvideo:settle", null, Map.of(
                GrokVideoConstants.IDEMPOTENCY_KEY, "order-1", GrokVideoConstants.JOB_ID, job));

        receives(job);
    }

    @Test
    void whatFailsIsDeliveredAgain() throws Exception {
        AtomicBoolean broken = new AtomicBoolean(true);
        CamelContext machine = consuming(database(), "claimInterval=20&redeliveryDelay=500", exchange -> {
            if (broken.compareAndSet(true, false)) {
                throw new IllegalStateException("made up");
            }
        });

        receives(submit(machine, "A cat"));
    }

    @Test
    void anIdleClusterAsksHardlyAnything() throws Exception {
        List<CountedStatements> cluster = List.of(database(), database(), database());
        for (CountedStatements database : cluster) {
            consuming(database, "claimInterval=20");
        }
        // looks in the old way, for the jobs of another gateway, and shows that time passes
        CountedStatements clock = database();
        CamelContext looking = machine(new JdbcJobStore(clock.dataSource()), GrokVideoProvider.xai);
        int before = cluster.stream().mapToInt(CountedStatements::count).sum();
        addResults(looking, "claimInterval=20");
        await().until(() -> clock.count("due_at <=") >= 100);

        // a look each and a purge would do no harm
        assertThat(cluster.stream().mapToInt(CountedStatements::count).sum() - before).isLessThan(30);
    }

    @Test
    void withoutItsListeningConnectionAMachineLooksAndThenListensAgain() throws Exception {
        CountedStatements database = database();
        consuming(database, "claimInterval=20");
        CamelContext submitting = machine(database());
        receives(submit(submitting, "A cat"));
        long looks = database.count("due_at <=");
        long questions = database.count("min(expires_at)");
        POSTGRES.execute("select pg_terminate_backend(pid) from pg_stat_activity where query ilike 'listen grokvideo_job'");
        receives(submit(submitting, "A dog"));
        await().until(() -> listening() == 1 && database.count("min(expires_at)") > questions);

        assertThat(database.count("due_at <=")).isGreaterThan(looks);
        receives(submit(submitting, "A bird"));
    }

    @Test
    void aMachineThatCannotListenLooks() throws Exception {
        JdbcDataSource h2 = new JdbcDataSource();
        h2.setURL("jdbc:h2:mem:wake-ups;DB_CLOSE_DELAY=-1");
        CamelContext machine = machine(notifying(h2), provider());
        addResults(machine, "claimInterval=20");

        receives(submit(machine, "A cat"));
    }

    @Test
    void theStoreIsConfiguredWithProperties() throws Exception {
        Main main = new Main();
        main.bind("pool", POSTGRES.database());
        main.addInitialProperty("camel.beans.jobs", "#class:io.github.grokvideo.store.JdbcJobStore(#bean:pool)");
        main.addInitialProperty("camel.beans.jobs.notifications", "true");
        main.addInitialProperty("camel.component.grokvideo.job-store", "#bean:jobs");
        main.addInitialProperty("camel.component.grokvideo.api-key", gateway.emulator().apiKey());
        main.addInitialProperty("camel.component.grokvideo.base-url", gateway.emulator().baseUrl());
        main.addInitialProperty("camel.component.grokvideo.allow-loopback", "true");
        main.configure().addRoutesBuilder(new RouteBuilder() {
            @Override
            public void configure() {
                from("grokvideo:results?" + NEVER_LOOKING).process(exchange -> received.add(exchange.getMessage().copy()));
            }
        });
        main.start();
        try {
            await().until(() -> listening() == 1);
            receives(submit(machine(database()), "A cat"));
        } finally {
            main.stop();
        }
    }
}
