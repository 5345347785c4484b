package io.github.grokvideo;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

import io.github.grokvideo.store.JobStore;
import io.github.grokvideo.store.MemoryJobStore;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServerConfiguration;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.test.AvailablePortFinder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Health tells the job store and the receiver of webhooks apart from the gateway. */
class HealthPartsTest extends EmulatorTestSupport {

    @TempDir
    Path folder;

    private static HealthCheck.Result check(CamelContext machine, String id) {
        return HealthCheckHelper.invokeReadiness(machine).stream().filter(result -> result.getCheck().getId().equals(id))
                .findFirst().orElse(null);
    }

    private static Collection<HealthCheck.Result> liveness(CamelContext machine) {
        return HealthCheckHelper.invokeLiveness(machine);
    }

    @Test
    void aStoreThatIsGoneIsAMatterOfReadiness() throws Exception {
        try (StoppableDatabase database = new StoppableDatabase(folder); CamelContext machine = new DefaultCamelContext()) {
            connect(machine).setDataSource(database);
            machine.start();
            assertThat(check(machine, "store:grokvideo").getState()).isEqualTo(HealthCheck.State.UP);

            database.gone(true);
            HealthCheck.Result down = check(machine, "store:grokvideo");
            assertThat(down.getState()).isEqualTo(HealthCheck.State.DOWN);
            assertThat(down.getMessage().orElseThrow()).startsWith("The job store could not ")
                    .contains("The database is gone");
            assertThat(down.getDetails()).containsEntry("store", "JdbcJobStore");
            assertThat(liveness(machine)).allSatisfy(
                    result -> assertThat(result.getState()).isNotEqualTo(HealthCheck.State.DOWN));

            database.gone(false);
            assertThat(check(machine, "store:grokvideo").getState()).isEqualTo(HealthCheck.State.UP);
        }
    }

    @SuppressWarnings("unchecked")
    private static List<Function<JobStore, ?>> operations(Object argument) {
        return (List<Function<JobStore, ?>>) argument;
    }

    /** Whoever asks is not held, and what is only slow is not down. */
    @Test
    void aStoreThatIsSilentIsDownAfterSomeSeconds() throws Exception {
        AtomicLong now = new AtomicLong();
        CountDownLatch silence = new CountDownLatch(1);
        MemoryJobStore memory = new MemoryJobStore();
        JobStore silent = (JobStore) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] { JobStore.class }, (proxy, method, arguments) -> {
                    switch (method.getName()) {
                        case "isPersistent":
                            return true;
                        case "runAll":
                            silence.await();
                            return memory.runAll(operations(arguments[0]));
                        default:
                            return method.invoke(memory, arguments);
                    }
                });
        try (CamelContext machine = new DefaultCamelContext()) {
            GrokVideoComponent component = connect(machine);
            component.setJobStore(silent);
            component.runtime().replaceEnvironment(
                    environment -> environment.withTime(() -> System.nanoTime() + now.get(), environment.clock()));
            machine.start();
            assertThat(check(machine, "store:grokvideo").getState()).isEqualTo(HealthCheck.State.UP);
            now.addAndGet(6_000_000_000L);
            HealthCheck.Result down = check(machine, "store:grokvideo");
            assertThat(down.getState()).isEqualTo(HealthCheck.State.DOWN);
            assertThat(down.getMessage().orElseThrow()).matches("The job store has not answered for \\d+ s");
            silence.countDown();
            await().untilAsserted(
                    () -> assertThat(check(machine, "store:grokvideo").getState()).isEqualTo(HealthCheck.State.UP));
        } finally {
            silence.countDown();
        }
    }

    @Test
    void aReceiverThatDoesNotListenIsAMatterOfReadiness() throws Exception {
        try (CamelContext machine = new DefaultCamelContext()) {
            VertxPlatformHttpServerConfiguration server = new VertxPlatformHttpServerConfiguration();
            server.setBindHost("localhost");
            server.setBindPort(AvailablePortFinder.getNextAvailable());
            machine.addService(new VertxPlatformHttpServer(server));
            GrokVideoComponent component = connect(machine);
            component.setWebhookPath("/hooks/grokvideo");
            machine.start();
            assertThat(check(machine, "webhooks:grokvideo").getState()).isEqualTo(HealthCheck.State.UP);
            assertThat(check(machine, "webhooks:grokvideo").getDetails()).containsEntry("path", "/hooks/grokvideo");

            component.webhooks().stop();
            HealthCheck.Result down = check(machine, "webhooks:grokvideo");
            assertThat(down.getState()).isEqualTo(HealthCheck.State.DOWN);
            assertThat(down.getMessage()).hasValue(
                    "The receiver of webhooks at /hooks/grokvideo is not listening; jobs are polled meanwhile");
            assertThat(liveness(machine)).allSatisfy(
                    result -> assertThat(result.getState()).isNotEqualTo(HealthCheck.State.DOWN));
        }
    }

    @Test
    void onlyWhatIsThereIsChecked() throws Exception {
        try (CamelContext machine = new DefaultCamelContext()) {
            connect(machine);
            machine.start();
            assertThat(check(machine, "store:grokvideo")).isNull();
            assertThat(check(machine, "webhooks:grokvideo")).isNull();
        }
    }

    @Test
    void theChecksEndWithTheComponent() throws Exception {
        try (StoppableDatabase database = new StoppableDatabase(folder); CamelContext machine = new DefaultCamelContext()) {
            GrokVideoComponent component = connect(machine);
            component.setDataSource(database);
            machine.start();
            component.stop();
            assertThat(check(machine, "store:grokvideo")).isNull();
            component.start();
            assertThat(check(machine, "store:grokvideo").getState()).isEqualTo(HealthCheck.State.UP);
        }
    }

    @Test
    void theyCanBeSwitchedOff() throws Exception {
        try (StoppableDatabase database = new StoppableDatabase(folder); CamelContext machine = new DefaultCamelContext()) {
            GrokVideoComponent component = connect(machine);
            component.setDataSource(database);
            component.setHealthCheckProducerEnabled(false);
            component.setHealthCheckConsumerEnabled(false);
            machine.start();
            database.gone(true);
            assertThat(HealthCheckHelper.invokeReadiness(machine)).noneMatch(
                    result -> result.getState() == HealthCheck.State.DOWN);
        }
    }
}
