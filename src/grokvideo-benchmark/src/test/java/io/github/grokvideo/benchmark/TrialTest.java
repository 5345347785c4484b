package io.github.grokvideo.benchmark;

import java.io.IOException;
import java.nio.file.Path;

import io.github.grokvideo.benchmark.contender.ContenderKind;
import io.github.grokvideo.benchmark.stub.StubProcess;
import io.github.grokvideo.benchmark.stub.StubSettings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Every kind of trial, small: that all jobs end and the ledger agrees, not how fast. */
class TrialTest {

    private static final Path DIRECTORY = Path.of("target", "trials").toAbsolutePath();
    private static final int JOBS = 20;

    private static StubProcess stub;
    private static TrialRunner runner;

    @BeforeAll
    static void start() throws Exception {
        stub = new StubProcess(DIRECTORY);
        runner = new TrialRunner(stub.address(), DIRECTORY);
    }

    @AfterAll
    static void stop() throws Exception {
        stub.close();
    }

    private static Load load() {
        return new Load(JOBS, 100, 30_000, StubSettings.durations(400, 600));
    }

    private static <T> T run(Trial.Scenario scenario, ContenderKind contender, Load load, Class<T> type)
            throws IOException, InterruptedException {
        String name = scenario.name().toLowerCase() + "-" + contender.id();
        return runner.run(new Trial(name, scenario, contender, load, 256, false), type);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "EXCHANGES")
    void everyContenderFinishesItsJobs(ContenderKind contender) throws Exception {
        WaitResult result = run(Trial.Scenario.WAIT, contender, load(), WaitResult.class);
        assertThat(result.finished()).isEqualTo(JOBS);
        assertThat(result.failed()).isZero();
        assertThat(result.toldTwice()).isZero();
        assertThat(result.ledger().billed()).isEqualTo(JOBS);
        assertThat(result.ledger().submissions()).isEqualTo(JOBS);
        assertThat(result.ledger().statusRequests()).isGreaterThanOrEqualTo(JOBS);
        assertThat(result.ledger().mostConnections()).isPositive();
        // no client can know before it is so
        assertThat(result.lagMean()).isPositive();
        assertThat(result.jobsPerSecond()).isLessThan(result.idealJobsPerSecond(JOBS));
    }
}
