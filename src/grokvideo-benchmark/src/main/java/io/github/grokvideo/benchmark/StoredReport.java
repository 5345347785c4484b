package io.github.grokvideo.benchmark;

import java.util.List;
import java.util.Locale;

import io.github.grokvideo.benchmark.stub.StubSettings;

/** What is said of jobs in a database, as Markdown. */
final class StoredReport {

    private static final double MIB = 1 << 20;
    private static final String KILLED
            = "The killed consumer had claimed %,d jobs that it had not delivered. With a lease of %.0f s, the others delivered"
              + " each at most %.1f s after the kill, or after the end of the job. %d results that it had delivered and not"
              + " acknowledged were delivered again.";

    private final BenchmarkRun run;
    private final StringBuilder out;

    StoredReport(BenchmarkRun run, StringBuilder out) {
        this.run = run;
        this.out = out;
    }

    void write() {
        run.durableLoads().forEach(this::stored);
        claims();
        consumers();
        bursts(Plan.BUDGET, "%,d stored jobs with a budget and without, in turns");
        bursts(Plan.COLD, "%,d jobs from a JVM that has made fifty");
        soak();
    }

    private void line(String format, Object... values) {
        out.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    private void stored(int jobs) {
        Load load = run.durableUnder(jobs).get(0).trial().load();
        line("%n### %,d stored jobs, done after %s s, polled every %s s%n", jobs, durations(load),
                Report.seconds(load.pollInterval()));
        bursts(run.durableUnder(jobs));
    }

    private static String durations(Load load) {
        StubSettings stub = load.stub();
        return Report.seconds(stub.minDuration()) + " to " + Report.seconds(stub.maxDuration());
    }

    private void bursts(List<TrialRecord> all) {
        line("| client | finished | jobs/s | lag mean / p99 | CPU per job | CPU of the database server per job"
             + " | statements per job | transactions per job |");
        line("|---|---|---|---|---|---|---|---|");
        all.forEach(done -> {
            BurstResult result = done.burst();
            if (result == null) {
                line("| %s | failed | | | | | | |", title(done));
                return;
            }
            line("| %s | %,d%s | %,.0f | %.2f / %.2f s | %.2f ms | %s | %s | %s |", title(done), result.finished(),
                    result.failed() == 0 ? "" : String.format(Locale.ROOT, ", %,d given up", result.failed()),
                    result.jobsPerSecond(), result.lagMean() / 1000, result.lagP99() / 1000, result.cpuPerJob() / 1000,
                    result.serverPerJob() == null
                            ? "" : String.format(Locale.ROOT, "%.2f ms", result.serverPerJob() / 1000),
                    result.database() == null ? "" : String.format(Locale.ROOT, "%.2f", result.statementsPerJob()),
                    result.database() == null ? "" : String.format(Locale.ROOT, "%.2f", result.transactionsPerJob()));
        });
    }

    private static String title(TrialRecord done) {
        String title = done.trial().contender().title();
        return done.trial().contender().isOwn() ? "**" + title + "**" : title;
    }

    private void claims() {
        List<ClaimsResult> all = run.check(Plan.CLAIMS).map(TrialRecord::claims).filter(claims -> claims != null).toList();
        if (all.isEmpty()) {
            return;
        }
        line("%n### A look for work in PostgreSQL%n");
        line("| open jobs | finished jobs | finds nothing | finds and claims ten | renews its leases | table | indexes |");
        line("|---|---|---|---|---|---|---|");
        all.forEach(claims -> line("| %,d | %,d | %.2f ms | %.2f ms | %.2f ms, of %,d jobs | %,.0f MiB | %,.0f MiB |",
                claims.open(), claims.finished(), claims.nothing(), claims.ten(), claims.renewal(), claims.held(),
                claims.tableBytes() / MIB, claims.indexBytes() / MIB));
    }

    private void consumers() {
        List<TrialRecord> all = run.check(Plan.CONSUMERS).filter(done -> done.consumed() != null).toList();
        if (all.isEmpty()) {
            return;
        }
        line("%n### Consumers on one PostgreSQL%n");
        line("| consumers | jobs | delivered | jobs/s | lag mean / p99 | by each | delivered again | deadlocks |");
        line("|---|---|---|---|---|---|---|---|");
        all.forEach(done -> {
            ConsumersResult result = done.consumed();
            line("| %d%s | %,d | %,d | %,.0f | %.2f / %.2f s | %s | %d | %d |", done.trial().consumers(),
                    isKilled(done) ? ", one killed" : "", done.trial().load().jobs(), result.finished(),
                    result.jobsPerSecond(), result.lagMean() / 1000, result.lagP99() / 1000,
                    String.join(", ", result.each().stream().map(count -> String.format(Locale.ROOT, "%,d", count)).toList()),
                    result.again() + result.excused(), result.deadlocks());
        });
        all.stream().filter(StoredReport::isKilled).map(TrialRecord::consumed)
                .forEach(result -> line("%n" + KILLED, result.takenOver(), result.leaseSeconds(), result.latest(),
                        result.excused()));
    }

    private static boolean isKilled(TrialRecord done) {
        return done.trial().scenario() == Trial.Scenario.CONSUMER_KILLED;
    }

    /** @param heading with a place for the number of jobs */
    private void bursts(String check, String heading) {
        List<TrialRecord> all = run.check(check).toList();
        if (all.isEmpty()) {
            return;
        }
        Load load = all.get(0).trial().load();
        line("%n### " + heading + ", done after %s s, polled every %s s%n", load.jobs(), durations(load),
                Report.seconds(load.pollInterval()));
        bursts(all);
    }

    private void soak() {
        run.check(Plan.SOAK).filter(done -> done.soak() != null && !done.soak().samples().isEmpty()).forEach(done -> {
            SoakResult soak = done.soak();
            line("%n### Soak: %,d jobs in PostgreSQL, complete ones are kept for a minute%n", soak.finished());
            line("| jobs | live heap | rows | table | indexes | a look for work |");
            line("|---|---|---|---|---|---|");
            for (int i = 0; i < soak.samples().size(); i++) {
                StoreSample sample = soak.samples().get(i);
                line("| %,d | %.1f MiB | %,d | %.1f MiB | %.1f MiB | %.2f ms |",
                        (i + 1L) * done.trial().load().jobs() / soak.samples().size(), soak.heap().get(i) / MIB,
                        sample.rows(), sample.tableBytes() / MIB, sample.indexBytes() / MIB, sample.claimNanos() / 1e6);
            }
        });
    }
}
