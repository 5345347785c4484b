package io.github.grokvideo.benchmark;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import io.github.grokvideo.benchmark.contender.ContenderKind;
import io.github.grokvideo.benchmark.stub.StubSettings;

/** A run as Markdown. */
final class Report {

    private final BenchmarkRun run;
    private final StringBuilder out = new StringBuilder();

    private Report(BenchmarkRun run) {
        this.run = run;
    }

    static String of(BenchmarkRun run) {
        Report report = new Report(run);
        report.machine();
        report.targets();
        run.loads().forEach(report::comparison);
        new StoredReport(run, report.out).write();
        report.lost();
        report.overload();
        report.checks();
        report.hotPaths();
        return report.out.toString();
    }

    private void line(String format, Object... values) {
        out.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    private void machine() {
        line("Measured %s on: %s. Load average before: %.2f. The clocks of two JVMs differed by less than %.0f µs.",
                run.machine().date(), run.machine(), run.machine().load(), run.machine().clock());
    }

    private void targets() {
        List<Target> targets = Target.of(run);
        if (targets.isEmpty()) {
            return;
        }
        line("%n### Targets%n");
        line("%d of %d targets are met.%n", targets.stream().filter(Target::isReached).count(), targets.size());
        line("| target | measured | limit | met |");
        line("|---|---|---|---|");
        targets.forEach(target -> line("| %s | %s | %s | %s |", target.what(), target.measuredText(), target.limitText(),
                target.isReached() ? "yes" : "**no**"));
    }

    private void comparison(int jobs) {
        List<TrialRecord> all = run.under(jobs);
        if (all.isEmpty()) {
            return;
        }
        Load load = all.get(0).trial().load();
        StubSettings stub = load.stub();
        line("%n### %,d jobs, done after %s to %s s, polled every %s s%n", jobs, seconds(stub.minDuration()),
                seconds(stub.maxDuration()), seconds(load.pollInterval()));
        if (jobs > Plan.MOST_FOR_ALL) {
            line("""
                    Polled less often than the smaller loads above: %,d jobs every 5 s would be %,d requests per second, more than
                    these cores can send and process.
                    """,
                    jobs, jobs / 5);
        }
        run.heapPerExchange(jobs, ContenderKind.EXCHANGES)
                .ifPresent(heap -> line("An exchange without a job takes %,.0f B.%n", heap));
        run.heapPerCamelsTrace(jobs).ifPresent(
                heap -> line("What Camel's telemetry keeps of an exchange that waits in any producer: %,.0f B.%n", heap));
        line("| client | finished | jobs/s (of ideal) | heap per waiting job | threads | connections | CPU per status request | CPU per job"
             + " | lag mean / p99 | status requests per job |");
        line("|---|---|---|---|---|---|---|---|---|---|");
        all.forEach(done -> row(done, jobs));
        all.stream().filter(done -> done.waited() != null && Target.isComponent(done))
                .forEach(done -> line("%nThreads of %s: %s.", done.trial().contender().title(), done.waited().threadNames()
                        .entrySet().stream().map(name -> name.getValue() + " × " + name.getKey())
                        .collect(Collectors.joining(", "))));
    }

    static String seconds(long millis) {
        return millis % 1000 == 0 ? String.valueOf(millis / 1000) : String.valueOf(millis / 1000.0);
    }

    private void row(TrialRecord done, int jobs) {
        String title = done.trial().contender().title();
        if (Target.isComponent(done)) {
            title = "**" + title + "**";
        }
        WaitResult result = done.waited();
        if (result == null) {
            line("| %s | failed | | | | | | | | |", title);
            return;
        }
        line("| %s | %,d%s | %.1f (%.0f %%) | %,.0f B | %d | %d | %.0f µs | %.2f ms | %.2f / %.2f s | %.2f |", title,
                result.finished(), result.failed() == 0 ? "" : String.format(Locale.ROOT, ", %,d given up", result.failed()),
                result.jobsPerSecond(), 100 * result.jobsPerSecond() / result.idealJobsPerSecond(jobs), result.heapPerJob(),
                result.threads(), result.ledger().mostConnections(), result.cpuPerStatus(), result.cpuPerJob() / 1000,
                result.lagMean() / 1000,
                result.lagP99() / 1000, result.ledger().statusRequests() / (double) Math.max(1, result.finished()));
    }

    private void lost() {
        List<TrialRecord> all = run.check(Plan.LOST).toList();
        if (all.isEmpty()) {
            return;
        }
        line("%n### Every %dth submission is accepted and charged, and its response lost%n",
                all.get(0).trial().load().stub().lostAnswerEvery());
        line("| client | requested | charged | finished | charged twice | charged and lost | submissions sent | connections opened |");
        line("|---|---|---|---|---|---|---|---|");
        all.stream().filter(done -> done.waited() != null).forEach(done -> {
            int wanted = done.trial().load().jobs();
            int billed = done.waited().ledger().billed();
            int finished = done.waited().finished();
            line("| %s | %d | %d | %d | %d | %d | %d | %d |", done.trial().contender().title(), wanted, billed, finished,
                    Math.max(0, billed - wanted), billed - finished, done.waited().ledger().submissions(),
                    done.waited().ledger().newConnections());
        });
    }

    private void overload() {
        List<TrialRecord> all = run.check(Plan.OVERLOAD).toList();
        if (all.isEmpty()) {
            return;
        }
        Load load = all.get(0).trial().load();
        line("%n### %d jobs polled every %s s, with a gateway that accepts %d status requests per second%n", load.jobs(),
                seconds(load.pollInterval()), load.stub().statusRate());
        line("| client | finished | lost | 429 in the first 10 s | 429 after that | status requests per job | lag mean / p99 |");
        line("|---|---|---|---|---|---|---|");
        all.stream().filter(done -> done.waited() != null).forEach(done -> {
            WaitResult result = done.waited();
            line("| %s | %d | %d | %.1f %% | %.1f %% | %.1f | %.2f / %.2f s |", done.trial().contender().title(),
                    result.finished(), load.jobs() - result.finished(), 100 * result.refusedShare(0, 10),
                    100 * result.refusedShare(10, Integer.MAX_VALUE),
                    result.ledger().statusRequests() / (double) load.jobs(), result.lagMean() / 1000,
                    result.lagP99() / 1000);
        });
    }

    private void checks() {
        run.checks().stream().filter(done -> done.failure() != null)
                .forEach(done -> line("%n`%s` failed:%n%n```%n%s%n```", done.trial().name(), done.failure()));
        run.check(Plan.DOWNLOAD).filter(done -> done.download() != null).forEach(done -> line(
                "%n%s writes %d MiB to a file at %.0f MiB/s, and its live heap grows by %.1f MiB meanwhile.",
                done.trial().contender().title(), done.download().size() >> 20, done.download().median(),
                done.download().heapGrowth() / (double) (1 << 20)));
        run.check(Plan.MEMORY).filter(done -> done.waited() != null && done.waited().downloadSeconds() != null)
                .forEach(done -> line("%nWith %,d jobs under way in %d MiB, the 4 GiB download took %.0f s.",
                        done.trial().load().jobs(), done.trial().heap(), done.waited().downloadSeconds()));
        run.check(Plan.SOAK).filter(done -> done.soak() != null && !done.soak().heap().isEmpty()).forEach(done -> line(
                "%nThe soak took %.0f s: %,d jobs, %d at a time, in %d MiB; live heap at the end %.1f MiB.",
                done.soak().seconds(), done.soak().finished(), Trial.Scenario.SOAK_AT_ONCE, done.trial().heap(),
                done.soak().heap().get(done.soak().heap().size() - 1) / (double) (1 << 20)));
    }

    private void hotPaths() {
        if (run.hotPaths().isEmpty()) {
            return;
        }
        line("%n### Hot paths (JMH)%n");
        line("| benchmark | time | allocated |");
        line("|---|---|---|");
        run.hotPaths().forEach(path -> line("| `%s` | %,.0f ± %,.0f ns | %,.0f B |", path.name(), path.nanos(), path.error(),
                path.bytes()));
    }
}
