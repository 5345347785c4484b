package io.github.grokvideo.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleBiFunction;
import java.util.function.ToDoubleFunction;

import io.github.grokvideo.benchmark.contender.ContenderKind;
import io.github.grokvideo.benchmark.contender.ContenderKind.Protocol;

/**
 * What the component promises of itself, and what came out.
 *
 * @param what     is measured
 * @param measured came out
 * @param limit    is promised
 * @param atMost   whether {@code limit} is the most, not the least
 * @param unit     of both; empty for a ratio
 */
record Target(String what, double measured, double limit, boolean atMost, String unit) {

    private static final ContenderKind COMPONENT = ContenderKind.COMPONENT_HTTP2;
    /** How the component's threads are called. */
    private static final String OWN_THREADS = "GrokVideo";
    /** These carry on routes, and there are none while all jobs wait. */
    private static final String WORKERS = "GrokVideoWorker";
    private static final double MIB = 1 << 20;

    boolean isReached() {
        return atMost ? measured <= limit : measured >= limit;
    }

    String measuredText() {
        return text(measured);
    }

    String limitText() {
        return (atMost ? "≤ " : "≥ ") + text(limit);
    }

    private String text(double value) {
        double size = Math.abs(value);
        String number = value == Math.rint(value) && size < 1e9
                ? "%,d".formatted((long) value)
                : String.format(Locale.ROOT, size < 100 ? "%.3f" : "%,.0f", value);
        return (number + " " + unit).trim();
    }

    /** All that can be told of a run; what was not measured is left out. */
    static List<Target> of(BenchmarkRun run) {
        List<Target> targets = new ArrayList<>();
        for (int jobs : run.loads()) {
            if (jobs >= Plan.MOST_FOR_ALL) {
                compared(run, jobs, targets);
            }
        }
        constant(run, targets);
        waiting(run, targets);
        checked(run, targets);
        new StoredTargets(run, targets).add();
        return targets;
    }

    private static void compared(BenchmarkRun run, int jobs, List<Target> targets) {
        ratio(run, jobs, "throughput, of raw HTTP/2", COMPONENT, ContenderKind.RAW_HTTP2, WaitResult::jobsPerSecond)
                .ifPresent(ratio -> targets.add(ratio.atLeast(0.98)));
        ratio(run, jobs, "throughput, of the default EIP", COMPONENT, ContenderKind.EIP_DEFAULT, WaitResult::jobsPerSecond)
                .ifPresent(ratio -> targets.add(ratio.atLeast(10)));
        ratio(run, jobs, "throughput, of the tuned EIP", COMPONENT, ContenderKind.EIP_TUNED, WaitResult::jobsPerSecond)
                .ifPresent(ratio -> targets.add(ratio.atLeast(1.05)));
        ratio(run, jobs, "CPU per status request, of raw HTTP/2", COMPONENT, ContenderKind.RAW_HTTP2,
                WaitResult::cpuPerStatus).ifPresent(ratio -> targets.add(ratio.atMost(1.15)));
        ratio(run, jobs, "CPU per status request, of raw HTTP/1.1", ContenderKind.COMPONENT_HTTP1, ContenderKind.RAW_HTTP1,
                WaitResult::cpuPerStatus).ifPresent(ratio -> targets.add(ratio.atMost(1.15)));
        watched(run, jobs, "with metrics", ContenderKind.COMPONENT_METRICS, Optional.of(0.0), "", targets);
        watched(run, jobs, "with traces", ContenderKind.COMPONENT_TRACES, run.heapPerCamelsTrace(jobs),
                ", beyond what Camel keeps of any producer", targets);
        run.waited(jobs, COMPONENT).ifPresent(component -> {
            targets.add(atMost(at("heap per waiting job, exchange included", jobs), component.heapPerJob(), 1536, "B"));
            run.heapPerExchange(jobs, ContenderKind.EXCHANGES).ifPresent(exchange -> targets.add(
                    atMost(at("heap per waiting job, exchange not included", jobs), component.heapPerJob() - exchange, 512,
                            "B")));
        });
    }

    /** @param others heap that is kept of a waiting exchange whoever is the producer; empty if it is not known */
    private static void watched(
            BenchmarkRun run, int jobs, String how, ContenderKind kind, Optional<Double> others, String beyond,
            List<Target> targets) {
        ratio(run, jobs, "throughput " + how + ", of that without", kind, COMPONENT, WaitResult::jobsPerSecond)
                .ifPresent(ratio -> targets.add(ratio.atLeast(0.97)));
        others.ifPresent(heap -> run.waited(jobs, COMPONENT).ifPresent(
                component -> run.waited(jobs, kind).ifPresent(watched -> targets.add(atMost(
                        at("additional heap per waiting job " + how + beyond, jobs),
                        watched.heapPerJob() - component.heapPerJob() - heap, 200, "B")))));
    }

    private record Ratio(String what, double value) {

        Target atLeast(double limit) {
            return new Target(what, value, limit, false, "");
        }

        Target atMost(double limit) {
            return Target.atMost(what, value, limit, "");
        }
    }

    private static Optional<Ratio> ratio(
            BenchmarkRun run, int jobs, String what, ContenderKind one, ContenderKind other,
            ToDoubleFunction<WaitResult> figure) {
        return run.waited(jobs, one).flatMap(first -> run.waited(jobs, other)
                .map(second -> new Ratio(at(what, jobs), figure.applyAsDouble(first) / figure.applyAsDouble(second))));
    }

    private static void constant(BenchmarkRun run, List<Target> targets) {
        List<Double> counts = run.loads().stream().flatMap(jobs -> run.waited(jobs, COMPONENT).stream())
                .map(Target::ownThreads).toList();
        if (counts.isEmpty()) {
            return;
        }
        double most = counts.stream().mapToDouble(Double::doubleValue).max().orElse(0);
        targets.add(atMost("threads of the component, without route workers", most, 4, ""));
        targets.add(atMost(
                "additional threads for more jobs",
                most - counts.stream().mapToDouble(Double::doubleValue).min().orElse(0), 0, ""));
    }

    static double ownThreads(WaitResult result) {
        return result.threadNames().entrySet().stream()
                .filter(name -> name.getKey().contains(OWN_THREADS) && !name.getKey().contains(WORKERS))
                .mapToInt(Map.Entry::getValue).sum();
    }

    private static void waiting(BenchmarkRun run, List<Target> targets) {
        for (ContenderKind kind : List.of(COMPONENT, ContenderKind.COMPONENT_HTTP1)) {
            int most = run.loads().stream().filter(jobs -> run.waited(jobs, kind).isPresent()).mapToInt(Integer::intValue)
                    .max().orElse(0);
            run.waited(most, kind).ifPresent(result -> targets.add(atMost(
                    at("connections over " + (kind.protocol() == Protocol.HTTP_2 ? "HTTP/2" : "HTTP/1.1"), most),
                    result.ledger().mostConnections(), kind.protocol() == Protocol.HTTP_2 ? 2 : 64, "")));
        }
        for (int jobs : run.loads()) {
            lag(run, jobs, "mean lag, in poll intervals", (result, interval) -> result.lagMean() / interval, 0.51, targets);
            lag(run, jobs, "p99 of the lag, in poll intervals", (result, interval) -> result.lagP99() / interval, 1.01,
                    targets);
        }
    }

    private static void lag(
            BenchmarkRun run, int jobs, String what, ToDoubleBiFunction<WaitResult, Double> figure, double limit,
            List<Target> targets) {
        // fewer are too few to tell a mean to a hundredth
        if (jobs >= Plan.MOST_FOR_ALL) {
            double interval = run.under(jobs).get(0).trial().load().pollInterval();
            run.waited(jobs, COMPONENT).ifPresent(
                    result -> targets.add(atMost(at(what, jobs), figure.applyAsDouble(result, interval), limit, "")));
        }
    }

    private static void checked(BenchmarkRun run, List<Target> targets) {
        run.check(Plan.MEMORY).forEach(done -> {
            String what = "%,d waiting%s in %d MiB: finished".formatted(
                    done.trial().load().jobs(),
                    done.trial().scenario() == Trial.Scenario.WAIT_AND_DOWNLOAD ? " and a 4 GiB download" : "",
                    done.trial().heap());
            targets.add(new Target(
                    what, done.waited() == null ? 0 : done.waited().finished(), done.trial().load().jobs(), false, ""));
        });
        run.check(Plan.STOP).filter(done -> done.stop() != null).forEach(done -> {
            StopResult stop = done.stop();
            targets.add(atMost("stop with %,d waiting".formatted(stop.waiting()), stop.seconds(), 2, "s"));
            targets.add(new Target("exchanges ended by the stop", stop.told(), done.trial().load().jobs(), false, ""));
            targets.add(atMost("sockets left after the stop", stop.socketsLeft(), 0, ""));
        });
        run.check(Plan.DOWNLOAD).filter(done -> done.trial().contender() == ContenderKind.COMPONENT_HTTP1
                && done.download() != null).forEach(done -> {
                    run.check(Plan.DOWNLOAD).filter(other -> other.trial().contender() == ContenderKind.RAW_HTTP1
                            && other.download() != null).forEach(
                                    other -> targets.add(new Target(
                                            "download, of raw HttpClient 5 to a file",
                                            done.download().median() / other.download().median(), 0.9, false, "")));
                    targets.add(atMost("heap growth of a download", done.download().heapGrowth() / MIB, 8, "MiB"));
                });
        run.check(Plan.OVERLOAD).filter(done -> isComponent(done) && done.waited() != null).forEach(done -> {
            targets.add(atMost(
                    "overload: responses 429 after 10 s",
                    100 * done.waited().refusedShare(10, Integer.MAX_VALUE), 1, "%"));
            targets.add(atMost(
                    "overload: jobs lost", (double) done.trial().load().jobs() - done.waited().finished(), 0, ""));
        });
        run.check(Plan.LOST).filter(done -> isComponent(done) && done.waited() != null).forEach(done -> {
            String version = done.trial().contender().protocol() == Protocol.HTTP_2 ? "HTTP/2" : "HTTP/1.1";
            int jobs = done.trial().load().jobs();
            targets.add(atMost(
                    "lost responses, " + version + ": charged twice", Math.max(0.0, done.waited().ledger().billed() - jobs), 0,
                    ""));
            targets.add(atMost(
                    "lost responses, " + version + ": charged and lost",
                    (double) done.waited().ledger().billed() - done.waited().finished(), 0, ""));
        });
        run.check(Plan.SOAK).filter(done -> done.soak() != null).forEach(done -> {
            SoakResult soak = done.soak();
            String what = soak.samples().isEmpty() ? "soak" : "soak of stored jobs";
            targets.add(new Target(what + ": finished", soak.finished(), done.trial().load().jobs(), false, ""));
            targets.add(atMost(what + ": heap slope per job", soak.slope(), 1, "B"));
            targets.add(atMost(what + ": additional threads", soak.threads(), 0, ""));
            targets.add(atMost(what + ": sockets left", soak.socketsLeft(), 0, ""));
            if (soak.samples().size() > 1) {
                // by the second, as many are purged as are added
                StoreSample second = soak.samples().get(1);
                StoreSample last = soak.samples().get(soak.samples().size() - 1);
                targets.add(atMost(what + ": left open in the database", soak.leftOpen(), 0, ""));
                targets.add(atMost(
                        what + ": a look for work, of that after the second tenth",
                        last.claimNanos() / (double) second.claimNanos(), 1.5, ""));
                targets.add(atMost(
                        what + ": table and indexes, of those after the second tenth", last.bytes() / (double) second.bytes(),
                        1.5, ""));
                targets.add(atMost(what + ": rows that are left", last.rows(), done.trial().load().jobs() / 5.0, ""));
            }
        });
    }

    static boolean isComponent(TrialRecord done) {
        return done.trial().contender().isOwn();
    }

    private static Target atMost(String what, double measured, double limit, String unit) {
        return new Target(what, measured, limit, true, unit);
    }

    private static String at(String what, int jobs) {
        return "%s, at %,d".formatted(what, jobs);
    }
}
