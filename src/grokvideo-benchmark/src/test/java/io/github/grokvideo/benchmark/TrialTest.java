package io.github.grokvideo.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import io.github.grokvideo.benchmark.Trial.Scenario;
import io.github.grokvideo.benchmark.contender.ContenderKind;
import io.github.grokvideo.benchmark.contender.ContenderKind.Protocol;
import io.github.grokvideo.benchmark.contender.Surroundings;
import io.github.grokvideo.benchmark.database.PostgresServer;
import io.github.grokvideo.benchmark.stub.StubProcess;
import io.github.grokvideo.benchmark.stub.StubSettings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Every kind of trial, small: that all jobs end and the ledger agrees, not how fast. */
class TrialTest {

    private static final Path DIRECTORY = Path.of("target", "trials").toAbsolutePath();
    private static final int JOBS = 20;

    private static StubProcess stub;
    private static PostgresServer postgres;
    private static TrialRunner runner;

    @BeforeAll
    static void start() throws Exception {
        stub = new StubProcess(DIRECTORY);
        postgres = new PostgresServer(DIRECTORY);
        // they live too short for the second compiler
        runner = new TrialRunner(
                new Surroundings(stub.address(), postgres.url(), DIRECTORY), DIRECTORY, List.of("-XX:TieredStopAtLevel=1"));
    }

    @AfterAll
    static void stop() throws Exception {
        stub.close();
        postgres.close();
    }

    private static Load load() {
        return new Load(JOBS, 100, 60_000, StubSettings.durations(400, 600));
    }

    private static <T> T run(String name, Scenario scenario, ContenderKind contender, Load load, Class<T> type)
            throws IOException, InterruptedException {
        return runner.run(new Trial(name + "-" + contender.id(), scenario, contender, load, 256, false), type);
    }

    private static WaitResult wait(String name, ContenderKind contender, Load load) throws IOException, InterruptedException {
        return run(name, Scenario.WAIT, contender, load, WaitResult.class);
    }

    static Stream<ContenderKind> clients() {
        return Stream.of(ContenderKind.values()).filter(ContenderKind::isClient);
    }

    static Stream<ContenderKind> durable() {
        return Stream.of(ContenderKind.values()).filter(ContenderKind::isDurable);
    }

    @ParameterizedTest
    @MethodSource("clients")
    void everyContenderFinishesItsJobs(ContenderKind contender) throws Exception {
        WaitResult result = wait("finishes", contender, load());
        assertThat(result.finished()).isEqualTo(JOBS);
        assertThat(result.failed()).isZero();
        assertThat(result.toldTwice()).isZero();
        assertThat(result.ledger().billed()).isEqualTo(JOBS);
        assertThat(result.ledger().submissions()).isEqualTo(JOBS);
        assertThat(result.ledger().statusRequests()).isGreaterThanOrEqualTo(JOBS);
        assertThat(result.ledger().statusPerSecond().stream().mapToLong(Integer::longValue).sum())
                .isEqualTo(result.ledger().statusRequests());
        assertThat(result.ledger().tooMany()).isZero();
        if (contender == ContenderKind.COMPONENT_HTTP2) {
            assertThat(result.ledger().mostConnections()).isEqualTo(1);
        } else if (contender.protocol() == Protocol.HTTP_1_1) {
            assertThat(result.ledger().mostConnections()).isBetween(2, JOBS);
        }
        // no client can know before it is so
        assertThat(result.lagMean()).isPositive();
        assertThat(result.jobsPerSecond()).isLessThan(result.idealJobsPerSecond(JOBS));
    }

    @ParameterizedTest
    @MethodSource("durable")
    void everyStoreEndsUpWithNothingOpen(ContenderKind contender) throws Exception {
        BurstResult result = run("stores", Scenario.BURST, contender, load(), BurstResult.class);
        assertThat(result.finished()).isEqualTo(JOBS);
        assertThat(result.failed()).isZero();
        assertThat(result.toldTwice()).isZero();
        assertThat(result.leftOpen()).isZero();
        assertThat(result.ledger().billed()).isEqualTo(JOBS);
        assertThat(result.ledger().submissions()).isEqualTo(JOBS);
        assertThat(result.lagMean()).isPositive();
        if (result.database() == null) {
            assertThat(contender).isIn(ContenderKind.MEMORY_GENERATE, ContenderKind.MEMORY_RESULTS);
        } else {
            assertThat(result.database().statements()).isPositive();
            assertThat(result.database().transactions()).isPositive().isLessThanOrEqualTo(result.database().statements());
        }
        if (contender == ContenderKind.DB_SCHEDULER) {
            // is it there, insert; and an update or delete after each of at least two executions
            assertThat(result.statementsPerJob()).isGreaterThanOrEqualTo(4);
        }
        assertThat(result.serverPerJob() != null).isEqualTo(contender.needsPostgres());
    }

    @ParameterizedTest
    @EnumSource(names = { "COMPONENT_HTTP2", "RAW_HTTP2" })
    void coldTrialsCountNoneOfTheFirstJobs(ContenderKind contender) throws Exception {
        BurstResult result = run("cold", Scenario.COLD, contender, load(), BurstResult.class);
        assertThat(result.finished()).isEqualTo(JOBS);
        assertThat(result.ledger().billed()).isEqualTo(JOBS);
        assertThat(result.database()).isNull();
    }

    @Test
    void looksForWorkFindWhatIsDue() throws Exception {
        Load load = new Load(300, 1, 60_000, StubSettings.durations(1, 1));
        ClaimsResult result = run("claims", Scenario.CLAIMS, ContenderKind.POSTGRES_RESULTS, load, ClaimsResult.class);
        assertThat(result.open()).isEqualTo(300);
        assertThat(result.finished()).isEqualTo(3000);
        assertThat(result.held()).isEqualTo(300);
        assertThat(result.nothing()).isPositive();
        assertThat(result.ten()).isPositive();
        assertThat(result.renewal()).isPositive();
        assertThat(result.tableBytes()).isPositive();
    }

    private static ConsumersResult consumers(String name, Scenario scenario, Load load) throws Exception {
        return runner.run(
                new Trial(name, scenario, ContenderKind.POSTGRES_RESULTS, load, 256, false, 2), ConsumersResult.class);
    }

    @Test
    void consumersShareJobs() throws Exception {
        ConsumersResult result = consumers("share", Scenario.CONSUMERS, load());
        assertThat(result.finished()).isEqualTo(JOBS);
        assertThat(result.failed()).isZero();
        assertThat(result.again()).isZero();
        assertThat(result.excused()).isZero();
        assertThat(result.leftOpen()).isZero();
        assertThat(result.deadlocks()).isZero();
        assertThat(result.takenOver()).isZero();
        assertThat(result.each().stream().mapToInt(Integer::intValue).sum()).isEqualTo(JOBS);
        assertThat(result.ledger().billed()).isEqualTo(JOBS);
    }

    @Test
    void jobsOfAKilledConsumerAreTakenOver() throws Exception {
        Load load = new Load(JOBS, 200, 120_000, StubSettings.durations(3000, 9000));
        ConsumersResult result = consumers("killed", Scenario.CONSUMER_KILLED, load);
        assertThat(result.finished()).isEqualTo(JOBS);
        assertThat(result.failed()).isZero();
        assertThat(result.again()).isZero();
        assertThat(result.leftOpen()).isZero();
        assertThat(result.takenOver()).isPositive();
        assertThat(result.latest()).isPositive();
        assertThat(result.ledger().billed()).isEqualTo(JOBS);
        assertThat(result.ledger().submissions()).isEqualTo(JOBS);
    }

    @ParameterizedTest
    @EnumSource(names = { "COMPONENT_HTTP1", "COMPONENT_HTTP2", "OPENAI_ASYNC", "RAW_HTTP2" })
    void lostAnswersAreBilled(ContenderKind contender) throws Exception {
        WaitResult result = wait("lost", contender, load().withLostAnswers(5));
        assertThat(result.finished() + result.failed()).isEqualTo(JOBS);
        if (contender == ContenderKind.RAW_HTTP2) {
            // it repeats nothing, and gives a connection up with whatever is under way on it: some of that was not sent yet
            assertThat(result.ledger().billed()).isLessThanOrEqualTo(JOBS);
            assertThat(result.failed()).isGreaterThanOrEqualTo(JOBS / 5);
        } else if (contender == ContenderKind.OPENAI_ASYNC) {
            // it repeats without a key
            assertThat(result.ledger().billed()).isGreaterThan(JOBS);
        } else {
            assertThat(result.finished()).isEqualTo(JOBS);
            assertThat(result.ledger().billed()).isEqualTo(JOBS);
            assertThat(result.ledger().submissions()).isEqualTo(JOBS + JOBS / 5);
        }
    }

    @Test
    void overloadIsAnswered429() throws Exception {
        WaitResult result = wait("overload", ContenderKind.COMPONENT_HTTP2, load().withStatusRate(JOBS / 2));
        assertThat(result.finished()).isEqualTo(JOBS);
        assertThat(result.ledger().tooMany()).isPositive();
        assertThat(result.refusedShare(0, Integer.MAX_VALUE))
                .isEqualTo(result.ledger().tooMany() / (double) result.ledger().statusRequests());
    }

    @Test
    void stopEndsAllExchanges() throws Exception {
        Load load = new Load(JOBS, 100, 60_000, StubSettings.durations(60_000, 60_000));
        StopResult result = run("stop", Scenario.STOP, ContenderKind.COMPONENT_HTTP2, load, StopResult.class);
        assertThat(result.waiting()).isEqualTo(JOBS);
        assertThat(result.told()).isEqualTo(JOBS);
        assertThat(result.socketsLeft()).isZero();
    }

    @Test
    void downloadMeanwhile() throws Exception {
        WaitResult result = run(
                "meanwhile", Scenario.WAIT_AND_DOWNLOAD, ContenderKind.COMPONENT_HTTP2, load().withVideoSize(3 << 20),
                WaitResult.class);
        assertThat(result.finished()).isEqualTo(JOBS);
        assertThat(result.downloadSeconds()).isPositive();
    }

    @ParameterizedTest
    @EnumSource(names = { "COMPONENT_HTTP1", "RAW_HTTP1" })
    void downloadsAreWhole(ContenderKind contender) throws Exception {
        long size = (3 << 20) + 17;
        Load load = new Load(1, 50, 30_000, StubSettings.durations(0, 0)).withVideoSize(size);
        DownloadResult result = run("download", Scenario.DOWNLOAD, contender, load, DownloadResult.class);
        assertThat(result.size()).isEqualTo(size);
        assertThat(result.rates()).hasSize(15).allMatch(rate -> rate > 0);
    }

    @Test
    void exchangesHaveWeight() throws Exception {
        Load load = new Load(1000, 100, 30_000, StubSettings.durations(400, 600));
        double processor = parked(ContenderKind.EXCHANGES, load);
        double producer = parked(ContenderKind.PRODUCERS, load);
        assertThat(processor).isBetween(200.0, 20_000.0);
        assertThat(producer).isBetween(200.0, 20_000.0);
        // three spans: of the exchange, of its route, and of the producer
        assertThat(parked(ContenderKind.TRACED_PRODUCERS, load)).isBetween(producer + 500, producer + 20_000);
    }

    private static double parked(ContenderKind kind, Load load) throws Exception {
        return run("park", Scenario.PARK, kind, load, ParkResult.class).heapPerExchange();
    }

    @Test
    void soakEndsWithoutSockets() throws Exception {
        Load load = new Load(50, 50, 60_000, StubSettings.durations(20, 50));
        SoakResult result = run("soak", Scenario.SOAK, ContenderKind.COMPONENT_HTTP2, load, SoakResult.class);
        assertThat(result.finished()).isEqualTo(50);
        assertThat(result.failed()).isZero();
        assertThat(result.heap()).hasSize(10);
        assertThat(result.socketsLeft()).isZero();
        assertThat(result.ledger().billed()).isEqualTo(50);
    }

    @Test
    void soakOfStoredJobsSamplesTheStore() throws Exception {
        Load load = new Load(50, 50, 60_000, StubSettings.durations(20, 50));
        SoakResult result = run("soak", Scenario.SOAK, ContenderKind.POSTGRES_RESULTS, load, SoakResult.class);
        assertThat(result.finished()).isEqualTo(50);
        assertThat(result.leftOpen()).isZero();
        assertThat(result.samples()).extracting(StoreSample::rows).containsExactly(
                5L, 10L, 15L, 20L, 25L, 30L, 35L, 40L, 45L, 50L);
        assertThat(result.samples()).allMatch(
                sample -> sample.tableBytes() > 0 && sample.indexBytes() > 0 && sample.claimNanos() > 0);
    }

    @Test
    void whatFailsIsTold() {
        assertThatThrownBy(() -> run("fails", Scenario.SOAK, ContenderKind.EXCHANGES, load(), WaitResult.class))
                .isInstanceOf(IllegalArgumentException.class).hasMessage("SOAK has no WaitResult");
        assertThatThrownBy(() -> run("fails", Scenario.DOWNLOAD, ContenderKind.OPENAI_ASYNC, load(), DownloadResult.class))
                .isInstanceOf(IOException.class).hasMessageContaining("OpenAiAsync downloads nothing");
    }
}
