package io.github.grokvideo.benchmark;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import javax.xml.parsers.DocumentBuilderFactory;

import org.xml.sax.InputSource;

import io.github.grokvideo.benchmark.Trial.Scenario;
import io.github.grokvideo.benchmark.contender.ContenderKind;
import io.github.grokvideo.benchmark.stub.Ledger;
import io.github.grokvideo.benchmark.stub.StubSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What is said of a run is what was measured. */
class ReportTest {

    private static final Machine MACHINE
            = new Machine("2026-01-02T03:04:05Z", "A <fast> processor", 2, 24, "Linux amd64", "A JVM 17", 0.1, 90);
    private static final int JOBS = 10_000;

    @TempDir
    Path folder;

    // throughput is 100 jobs/s by default, lag half an interval
    private static TrialRecord waited(ContenderKind kind, double seconds, double heap, double cpu, double lag, int threads) {
        Ledger ledger = new Ledger(JOBS, JOBS, 7 * JOBS, 0, List.of(7 * JOBS), List.of(0), 35_000, 1, 2, 3);
        return TrialRecord.of(
                new Trial("10000-" + kind.id(), Scenario.WAIT, kind, Plan.load(JOBS), 4096, true),
                new WaitResult(
                        JOBS, 0, 0, seconds, JOBS, heap, threads, Map.of("GrokVideoHttp-#", threads), cpu, 0, 0, 7 * cpu, lag,
                        2 * lag,
                        null,
                        ledger));
    }

    private static TrialRecord parked(ContenderKind kind, double heap) {
        return TrialRecord.of(
                new Trial(kind.id() + "-10000", Scenario.PARK, kind, Plan.load(JOBS), 4096, true), new ParkResult(heap));
    }

    private static BenchmarkRun run(TrialRecord component, TrialRecord... checks) {
        TrialRecord parked = parked(ContenderKind.EXCHANGES, 1030);
        return new BenchmarkRun(
                MACHINE,
                List.of(parked, waited(ContenderKind.EIP_DEFAULT, 500, 8000, 300, 5000, 30),
                        waited(ContenderKind.EIP_TUNED, 44, 8000, 300, 2500, 100), component,
                        waited(ContenderKind.RAW_HTTP2, 40, 200, 100, 2500, 3)),
                List.of(), List.of(checks), List.of(new HotPath("StatusParsing.inProgress", 1234, 56, 789)));
    }

    private static Stream<String> missed(BenchmarkRun run) {
        return Target.of(run).stream().filter(target -> !target.isReached()).map(Target::what);
    }

    @Test
    void aGoodRunReachesItsTargets() {
        BenchmarkRun run = run(waited(ContenderKind.COMPONENT_HTTP2, 40, 1536, 115, 2505, 4));
        assertThat(Target.of(run)).hasSize(11);
        assertThat(missed(run)).isEmpty();
        assertThat(Report.of(run)).contains("11 of 11 targets are met")
                .contains(
                        "| **grokvideo:, HTTP/2** | 10,000 | 250.0 (88 %) | 1,536 B | 4 | 2 | 115 µs | 0.81 ms | 2.51 / 5.01 s | 7.00 |")
                .contains("| `StatusParsing.inProgress` | 1,234 ± 56 ns | 789 B |")
                .contains("Threads of grokvideo:, HTTP/2: 4 × GrokVideoHttp-#.")
                .contains("An exchange without a job takes 1,030 B.").contains("done after 25 to 35 s, polled every 5 s");
    }

    @Test
    void aBadRunMissesEachOfThem() {
        assertThat(missed(run(waited(ContenderKind.COMPONENT_HTTP2, 60, 2301, 116, 2600, 5)))).containsExactly(
                "throughput, of raw HTTP/2, at 10,000", "throughput, of the default EIP, at 10,000",
                "throughput, of the tuned EIP, at 10,000", "CPU per status request, of raw HTTP/2, at 10,000",
                "heap per waiting job, exchange included, at 10,000", "heap per waiting job, exchange not included, at 10,000",
                "threads of the component, without route workers", "mean lag, in poll intervals, at 10,000",
                "p99 of the lag, in poll intervals, at 10,000");
    }

    @Test
    void checksHaveTargetsToo() {
        Ledger limited = new Ledger(
                400, 400, 400, 40, Stream.generate(() -> 20).limit(20).toList(),
                Stream.generate(() -> 2).limit(20).toList(), 30_000, 1, 1, 1);
        Ledger twice = new Ledger(201, 220, 400, 0, List.of(400), List.of(0), 2000, 1, 1, 7);
        ContenderKind kind = ContenderKind.COMPONENT_HTTP2;
        Load load = new Load(400, 1000, 1000, StubSettings.durations(1, 2));
        BenchmarkRun run = run(
                waited(kind, 40, 1536, 115, 2505, 4),
                TrialRecord.of(
                        new Trial("overload-component", Scenario.WAIT, kind, load, 1, false),
                        new WaitResult(399, 1, 0, 1, 1, 1, 1, Map.of(), 1, 1, 1, 1, 1, 1, null, limited)),
                TrialRecord.of(
                        new Trial("lost-component", Scenario.WAIT, kind, new Load(200, 1, 1, load.stub()), 1, false),
                        new WaitResult(200, 0, 0, 1, 1, 1, 1, Map.of(), 1, 1, 1, 1, 1, 1, null, twice)),
                TrialRecord.of(
                        new Trial("stop-component", Scenario.STOP, kind, load, 1, false), new StopResult(400, 2.5, 399, 1)),
                TrialRecord.failed(
                        new Trial("memory-10000", Scenario.WAIT_AND_DOWNLOAD, kind, Plan.load(JOBS), 256, false),
                        "out of heap"),
                TrialRecord.of(
                        new Trial(
                                "download-component-http1", Scenario.DOWNLOAD, ContenderKind.COMPONENT_HTTP1, load, 1, false),
                        new DownloadResult(1 << 30, List.of(80.0, 1.0, 90.0), 9 << 20)),
                TrialRecord.of(
                        new Trial("download-raw-http1", Scenario.DOWNLOAD, ContenderKind.RAW_HTTP1, load, 1, false),
                        new DownloadResult(1 << 30, List.of(100.0, 100.0, 100.0), 0)),
                TrialRecord.of(
                        new Trial("soak-component", Scenario.SOAK, kind, load, 1, false),
                        new SoakResult(399, 1, 1, List.of(1L, 2L), 1.5, 1, 1, twice, 0, List.of())));
        assertThat(missed(run)).containsExactly(
                "10,000 waiting and a 4 GiB download in 256 MiB: finished", "stop with 400 waiting",
                "exchanges ended by the stop", "sockets left after the stop", "download, of raw HttpClient 5 to a file",
                "heap growth of a download", "overload: responses 429 after 10 s", "overload: jobs lost",
                "lost responses, HTTP/2: charged twice", "lost responses, HTTP/2: charged and lost", "soak: finished",
                "soak: heap slope per job", "soak: additional threads", "soak: sockets left");
        assertThat(Report.of(run)).contains("`memory-10000` failed").contains("out of heap")
                .contains("| grokvideo:, HTTP/2 | 399 | 1 | 10.0 % | 10.0 % | 1.0 |")
                .contains("| grokvideo:, HTTP/2 | 200 | 201 | 200 | 1 | 1 | 220 | 7 |");
    }

    @Test
    void slopeIsThatOfALine() {
        assertThat(SoakTrial.slope(List.of(999L, 10L, 30L, 50L, 70L), 10)).isEqualTo(2);
        assertThat(SoakTrial.slope(List.of(999L, 50L, 50L, 50L), 10)).isZero();
    }

    @Test
    void plotIsXmlAndShowsEveryClient() throws Exception {
        String svg = Plot.of(run(waited(ContenderKind.COMPONENT_HTTP2, 40, 1536, 115, 2505, 4)));
        DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
        assertThat(svg).contains("2026-01-02T03:04:05Z").contains("A &lt;fast> processor").contains("grokvideo:, HTTP/2")
                .contains("raw HttpClient 5, HTTP/2").contains("1,536 B");
    }

    @Test
    void aRunSurvivesItsFile() throws IOException {
        BenchmarkRun run = run(waited(ContenderKind.COMPONENT_HTTP2, 40, 1536, 115, 2505, 4));
        Benchmark.write(run, folder);
        assertThat(Benchmark.read(folder)).isEqualTo(run);
    }

    /** Written anew as the options of the README are: what is committed is what the file of results says. */
    @Test
    void publishedResultsAreThoseOfTheirFile() throws IOException {
        Path results = Path.of("results");
        if (Files.exists(results)) {
            BenchmarkRun run = Benchmark.read(results);
            Benchmark.write(run, results);
            Benchmark.publish(run, Path.of("README.md"));
        }
        assertThat(Path.of("README.md")).content().contains("<!-- results:").contains("<!-- /results -->");
    }

    @Test
    void planNarrows() {
        Plan whole = Plan.of("100,1000,10000,100000", "1000,20000,100000", "all", "all");
        assertThat(whole.whole()).isTrue();
        assertThat(whole.needsPostgres()).isTrue();
        assertThat(whole.durable()).hasSize(3 * 8);
        assertThat(whole.checks()).extracting(Trial::name).noneMatch(name -> name.startsWith("soak"))
                .contains("cold-component", "claims-1000000", "consumers-4-killed");
        assertThat(Plan.of("100,1000,10000,100000", "none", "all", "all").whole()).isFalse();
        Plan narrow = Plan.of("10,200000", "none", "component, eip", "stop");
        assertThat(narrow.whole()).isFalse();
        assertThat(narrow.comparison()).extracting(Trial::name)
                .containsExactly("exchanges-10", "10-component", "10-eip", "exchanges-200000", "200000-component");
        assertThat(narrow.checks()).extracting(Trial::name).containsExactly("stop-component");
        assertThat(narrow.hotPaths()).isFalse();
        assertThat(narrow.needsPostgres()).isFalse();
        assertThat(Plan.of("none", "20000", "postgres-results,db-scheduler,raw", "none").durable()).extracting(Trial::name)
                .containsExactly("durable-20000-postgres-results", "durable-20000-db-scheduler");
        assertThat(Plan.of("none", "none", "all", "soak-durable").checks()).extracting(Trial::name)
                .containsExactly("soak-durable-postgres-results");
        assertThat(Plan.of("10", "none", "component,component-traces", "none").comparison()).extracting(Trial::name)
                .containsExactly("exchanges-10", "exchanges-in-producer-10", "exchanges-in-traced-producer-10", "10-component",
                        "10-component-traces");
        assertThat(Plan.of("none", "none", "all", "budget").checks()).extracting(Trial::name).hasSize(12)
                .startsWith("budget-1-postgres-results", "budget-1-postgres-budget", "budget-2-postgres-budget",
                        "budget-2-postgres-results");
        assertThat(Plan.of("none", "none", "all", "jmh").hotPaths()).isTrue();
        assertThatThrownBy(() -> Plan.of("10", "none", "rawest", "none")).hasMessageContaining("no contender 'rawest'")
                .hasMessageContaining("openai-async");
        assertThatThrownBy(() -> Plan.of("10", "none", "all", "sock")).hasMessageContaining("no check 'sock'");
    }

    @ParameterizedTest
    @CsvSource({
            "metrics, COMPONENT_METRICS, 0, ''",
            "traces, COMPONENT_TRACES, 3000, ', beyond what Camel keeps of any producer'" })
    void whatBeingWatchedCostsIsComparedWithNotBeingWatched(String how, ContenderKind kind, double camels, String beyond) {
        BenchmarkRun cheap = watched(waited(kind, 41, 1690 + camels, 110, 2500, 4));
        BenchmarkRun dear = watched(waited(kind, 42, 1710 + camels, 110, 2500, 4));
        assertThat(Target.of(cheap)).extracting(Target::what).filteredOn(what -> what.contains("with " + how)).hasSize(2);
        assertThat(missed(cheap)).noneMatch(what -> what.contains("with " + how));
        assertThat(missed(dear)).contains("throughput with " + how + ", of that without, at 10,000",
                "additional heap per waiting job with " + how + beyond + ", at 10,000");
    }

    // Camel's telemetry keeps 3,000 B of an exchange in a producer
    private static BenchmarkRun watched(TrialRecord watched) {
        return new BenchmarkRun(
                MACHINE,
                List.of(waited(ContenderKind.COMPONENT_HTTP2, 40, 1500, 110, 2500, 4), watched,
                        parked(ContenderKind.PRODUCERS, 1100), parked(ContenderKind.TRACED_PRODUCERS, 4100)),
                List.of(), List.of(), List.of());
    }
}
