package io.github.grokvideo.benchmark;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import javax.xml.parsers.DocumentBuilderFactory;

import org.xml.sax.InputSource;

import io.github.grokvideo.benchmark.Trial.Scenario;
import io.github.grokvideo.benchmark.contender.ContenderKind;
import io.github.grokvideo.benchmark.database.DatabaseUse;
import io.github.grokvideo.benchmark.stub.Ledger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What is said of stored jobs is what was measured. */
class StoredReportTest {

    private static final Machine MACHINE = new Machine("2026-01-02T03:04:05Z", "A processor", 2, 24, "Linux", "A JVM", 0, 90);

    private static Ledger ledger(int jobs) {
        return new Ledger(jobs, jobs, 4L * jobs, 0, List.of(), List.of(), 9000, 1, 1, 1);
    }

    // in a second per thousand jobs, with a lag of a second, and a millisecond of CPU
    private static TrialRecord stored(
            int jobs, ContenderKind kind, double slower, double later, double dearer, int statements, int transactions) {
        DatabaseUse use = statements == 0 ? null : new DatabaseUse((long) statements * jobs, (long) transactions * jobs / 10);
        return TrialRecord.of(
                new Trial("durable-" + jobs + "-" + kind.id(), Scenario.BURST, kind, Plan.durableLoad(jobs), 4096, true),
                new BurstResult(
                        jobs, 0, 0, slower * jobs / 1000, dearer * 1000, kind.needsPostgres() ? 250.0 : null, later * 500,
                        later * 1000, use, 0, ledger(jobs)));
    }

    private static BenchmarkRun run(double slower, double later, double dearer, int statements, int transactions) {
        List<TrialRecord> durable = new ArrayList<>();
        for (int jobs : List.of(1000, 20_000)) {
            durable.add(stored(jobs, ContenderKind.MEMORY_GENERATE, 1, 1, 1, 0, 0));
            durable.add(stored(jobs, ContenderKind.MEMORY_RESULTS, 1, 1, 1, 0, 0));
            for (ContenderKind kind : List.of(
                    ContenderKind.POSTGRES_GENERATE, ContenderKind.POSTGRES_RESULTS, ContenderKind.H2_GENERATE,
                    ContenderKind.H2_RESULTS)) {
                durable.add(stored(jobs, kind, slower, later, jobs == 1000 ? 1.4 : dearer, statements, transactions));
            }
            durable.add(stored(jobs, ContenderKind.DB_SCHEDULER, 2, 1.2, 3, 8, 80));
        }
        return new BenchmarkRun(MACHINE, List.of(), durable, List.of(), List.of());
    }

    private static Stream<String> missed(BenchmarkRun run) {
        return Target.of(run).stream().filter(target -> !target.isReached()).map(Target::what);
    }

    @Test
    void aGoodRunReachesItsTargets() {
        BenchmarkRun run = run(1.1, 1.2, 1.4, 4, 5);
        assertThat(missed(run)).isEmpty();
        assertThat(Target.of(run)).hasSize(6 + 4 + 4 + 4 + 2 + 3);
        assertThat(Report.of(run)).contains("### 20,000 stored jobs, done after 6 to 9 s, polled every 2 s").contains(
                "| **PostgreSQL, submit + results** | 20,000 | 909 | 0.60 / 1.20 s | 1.40 ms | 0.25 ms | 4.00 | 0.50 |")
                .contains("| **memory, generate** | 20,000 | 1,000 | 0.50 / 1.00 s | 1.00 ms |  |  |  |")
                .contains("| db-scheduler, PostgreSQL | 20,000 | 500 | 0.60 / 1.20 s | 3.00 ms | 0.25 ms | 8.00 | 8.00 |");
    }

    @Test
    void aBadRunMissesEachOfThem() {
        assertThat(missed(run(1.35, 1.3, 1.5, 5, 6))).containsExactly(
                "H2, generate: throughput, of memory, at 1,000", "H2, submit + results: throughput, of memory, at 1,000",
                "PostgreSQL, generate: throughput, of memory, at 20,000",
                "PostgreSQL, generate: p99 of the lag, of memory, at 20,000",
                "PostgreSQL, generate: CPU per job, of memory, at 20,000",
                "PostgreSQL, submit + results: throughput, of memory, at 20,000",
                "PostgreSQL, submit + results: p99 of the lag, of memory, at 20,000",
                "PostgreSQL, submit + results: CPU per job, of memory, at 20,000",
                "H2, generate: throughput, of memory, at 20,000", "H2, submit + results: throughput, of memory, at 20,000",
                "PostgreSQL: throughput, of db-scheduler, at 20,000", "PostgreSQL: mean lag, of db-scheduler, at 20,000",
                "PostgreSQL: p99 of the lag, of db-scheduler, at 20,000",
                "PostgreSQL: statements per job, of db-scheduler, at 20,000",
                "PostgreSQL, generate: statements per job, at 20,000",
                "PostgreSQL, generate: transactions per job, at 20,000",
                "PostgreSQL, submit + results: statements per job, at 20,000",
                "PostgreSQL, submit + results: transactions per job, at 20,000",
                "H2 file, generate: CPU per job, of that at 1,000, at 20,000",
                "H2 file, submit + results: CPU per job, of that at 1,000, at 20,000");
    }

    /** The mean of pairs counts: a single trial differs from the next by more than a budget costs. */
    @ParameterizedTest
    @CsvSource({ "1.04, true", "1.06, false" })
    void theBudgetsPriceIsTheMeanOfItsTrials(double slower, boolean met) {
        List<TrialRecord> trials = new ArrayList<>();
        for (double spread : List.of(0.9, 1.1)) {
            trials.add(budget(ContenderKind.POSTGRES_RESULTS, spread));
            trials.add(budget(ContenderKind.POSTGRES_BUDGET, spread * slower));
        }
        BenchmarkRun run = new BenchmarkRun(MACHINE, List.of(), List.of(), trials, List.of());
        assertThat(Target.of(run)).singleElement().satisfies(target -> {
            assertThat(target.what()).isEqualTo("PostgreSQL: throughput with a budget, of that without, mean");
            assertThat(target.isReached()).isEqualTo(met);
        });
        assertThat(Report.of(run))
                .contains("### 20,000 stored jobs with a budget and without, in turns, done after 6 to 9 s, polled every 2 s");
    }

    private static TrialRecord budget(ContenderKind kind, double slower) {
        return TrialRecord.of(
                new Trial("budget-1-" + kind.id(), Scenario.BURST, kind, Plan.durableLoad(20_000), 4096, true),
                stored(20_000, kind, slower, 1, 1, 4, 5).burst());
    }

    @Test
    void whatDidNotEndIsMissed() {
        TrialRecord failed = TrialRecord.failed(
                new Trial(
                        "durable-20000-h2-results", Scenario.BURST, ContenderKind.H2_RESULTS, Plan.durableLoad(20_000), 4096,
                        true),
                "did not end");
        TrialRecord half = TrialRecord.of(
                new Trial(
                        "durable-20000-postgres-results", Scenario.BURST, ContenderKind.POSTGRES_RESULTS,
                        Plan.durableLoad(20_000), 4096, true),
                new BurstResult(19_998, 1, 1, 10, 1, 1.0, 1, 1, new DatabaseUse(1, 1), 2, ledger(20_000)));
        BenchmarkRun run = new BenchmarkRun(MACHINE, List.of(), List.of(failed, half), List.of(), List.of());
        assertThat(Target.of(run).stream().filter(target -> !target.isReached())
                .map(target -> target.what() + " " + target.measuredText())).containsExactly(
                        "stored jobs: not finished, in all trials 20,002", "stored jobs: delivered twice, in all trials 1",
                        "stored jobs: left open in the database, in all trials 2");
        assertThat(Report.of(run)).contains("| **H2 file, submit + results** | failed |")
                .contains("| 19,998, 1 given up |");
    }

    private static TrialRecord check(
            String name, Scenario scenario, ContenderKind kind, int jobs, int consumers, Object result) {
        return TrialRecord.of(new Trial(name, scenario, kind, Plan.durableLoad(jobs), 1024, true, consumers), result);
    }

    private static ConsumersResult consumed(int finished, int again, double seconds, long deadlocks, double latest) {
        return new ConsumersResult(
                finished, 0, again, 7, seconds, List.of(11_000, 9000), deadlocks, 0, 1000, 2000, latest == 0 ? 0 : 300, latest,
                15, ledger(20_000));
    }

    private static BenchmarkRun checks(
            double many, ConsumersResult two, ConsumersResult killed, double slower, double dearer, StoreSample last) {
        ContenderKind kind = ContenderKind.POSTGRES_RESULTS;
        StoreSample first = new StoreSample(50_000, 40 << 20, 10 << 20, 900_000);
        return new BenchmarkRun(
                MACHINE, List.of(), List.of(), List.of(
                        check("claims-1000", Scenario.CLAIMS, kind, 1000, 0,
                                new ClaimsResult(1000, 10_000, 1000, 1, 2, 0.5, 1 << 20, 1 << 20, 1)),
                        check("claims-1000000", Scenario.CLAIMS, kind, 1000, 0,
                                new ClaimsResult(
                                        1_000_000, 10_000_000, 50_000, many, 2 * many, 0.5, 4L << 30, 2L << 30, 300)),
                        check("consumers-1", Scenario.CONSUMERS, kind, 20_000, 1, consumed(20_000, 0, 20, 0, 0)),
                        check("consumers-2", Scenario.CONSUMERS, kind, 20_000, 2, two),
                        check("consumers-4-killed", Scenario.CONSUMER_KILLED, kind, 20_000, 4, killed),
                        check("cold-raw", Scenario.COLD, ContenderKind.RAW_HTTP2, 10_000, 0,
                                new BurstResult(10_000, 0, 0, 10, 1000, null, 1000, 2000, null, 0, ledger(10_000))),
                        check("cold-component", Scenario.COLD, ContenderKind.COMPONENT_HTTP2, 10_000, 0,
                                new BurstResult(
                                        10_000, 0, 0, 10 * slower, 1000 * dearer, null, 1000, 2000, null, 0, ledger(10_000))),
                        check("soak-durable-postgres-results", Scenario.SOAK, kind, 1_000_000, 0,
                                new SoakResult(
                                        1_000_000, 0, 1000, List.of(1L << 20, 1L << 20, 1L << 20), 0, 0, 0, ledger(1),
                                        0, List.of(first, first, last)))),
                List.of());
    }

    @Test
    void goodChecksReachTheirTargets() {
        BenchmarkRun run = checks(
                1.5, consumed(20_000, 0, 19, 0, 0), consumed(20_000, 0, 60, 0, 18), 1.05, 1.4,
                new StoreSample(60_000, 50 << 20, 12 << 20, 1_000_000));
        assertThat(missed(run)).isEmpty();
        assertThat(Target.of(run)).hasSize(4 + 5 + 2 + 8);
        assertThat(Report.of(run))
                .contains("| 1,000,000 | 10,000,000 | 1.50 ms | 3.00 ms | 0.50 ms, of 50,000 jobs | 4,096 MiB |")
                .contains("| 2 | 20,000 | 20,000 | 1,053 | 1.00 / 2.00 s | 11,000, 9,000 | 7 | 0 |")
                .contains("The killed consumer had claimed 300 jobs").contains("at most 18.0 s after the kill")
                .contains("7 results that it had delivered and not acknowledged")
                .contains("### 10,000 jobs from a JVM that has made fifty, done after 6 to 9 s")
                .contains("| 1,000,000 | 1.0 MiB | 60,000 | 50.0 MiB | 12.0 MiB | 1.00 ms |");
    }

    @Test
    void badChecksMissThem() {
        BenchmarkRun run = checks(
                6, consumed(19_999, 1, 21, 1, 0), consumed(20_000, 0, 60, 0, 19), 1.1, 1.5,
                new StoreSample(200_001, 80 << 20, 12 << 20, 1_400_000));
        assertThat(missed(run)).containsExactly(
                "soak of stored jobs: a look for work, of that after the second tenth",
                "soak of stored jobs: table and indexes, of those after the second tenth",
                "soak of stored jobs: rows that are left",
                "a look for work that finds nothing, at 1,000,000 open and 10,000,000 finished",
                "a look for work that finds ten jobs, at 1,000,000 open and 10,000,000 finished",
                "a look that finds nothing, of that at 1,000 open", "a look that finds ten jobs, of that at 1,000 open",
                "2 consumers: throughput, of one", "several consumers: jobs not delivered",
                "several consumers: results delivered again, against the guarantees", "several consumers: deadlocks",
                "a killed consumer's jobs: latest delivery, with a lease of 15 s", "cold: throughput, of raw HTTP/2",
                "cold: CPU per job, of raw HTTP/2");
    }

    @Test
    void plotIsXmlAndShowsEveryStore() throws Exception {
        String svg = Plot.ofStored(run(1.1, 1.2, 1.4, 4, 5));
        DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
        assertThat(svg).contains("20,000 stored jobs at once").contains("H2 file, submit + results")
                .contains("db-scheduler, PostgreSQL").contains(">909<").contains("1.65 ms");
    }
}
