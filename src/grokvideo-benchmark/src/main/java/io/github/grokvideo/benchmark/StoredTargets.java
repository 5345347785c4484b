package io.github.grokvideo.benchmark;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

import io.github.grokvideo.benchmark.contender.ContenderKind;

/** What the component promises of jobs in a database, and of a JVM that has just started. */
final class StoredTargets {

    private static final ContenderKind MEMORY = ContenderKind.MEMORY_RESULTS;
    private static final ContenderKind POSTGRES = ContenderKind.POSTGRES_RESULTS;
    private static final ContenderKind RIVAL = ContenderKind.DB_SCHEDULER;
    /** In seconds: until a consumer looks again, and until it has polled what it found. */
    private static final double LOOK_AND_POLL = 3;

    private final BenchmarkRun run;
    private final List<Target> targets;

    StoredTargets(BenchmarkRun run, List<Target> targets) {
        this.run = run;
        this.targets = targets;
    }

    void add() {
        List<Integer> loads = run.durableLoads();
        loads.forEach(this::ofMemory);
        loads.stream().filter(StoredTargets::isLarge).forEach(this::ofRival);
        loads.stream().filter(StoredTargets::isLarge).forEach(this::asked);
        h2(loads);
        complete();
        claims();
        consumers();
        budget();
        cold();
    }

    // fewer are over before it is seen what they cost
    private static boolean isLarge(int jobs) {
        return jobs >= Plan.MOST_SHORT;
    }

    // both paths of the component, with the database and without
    private void ofMemory(int jobs) {
        if (isLarge(jobs)) {
            ofMemory(jobs, "PostgreSQL, generate", ContenderKind.POSTGRES_GENERATE, ContenderKind.MEMORY_GENERATE);
            ofMemory(jobs, "PostgreSQL, submit + results", POSTGRES, MEMORY);
        }
        compare(jobs, ContenderKind.H2_GENERATE, ContenderKind.MEMORY_GENERATE, BurstResult::jobsPerSecond)
                .ifPresent(ratio -> atLeast("H2, generate: throughput, of memory, at %,d", jobs, ratio, 0.75));
        compare(jobs, ContenderKind.H2_RESULTS, MEMORY, BurstResult::jobsPerSecond)
                .ifPresent(ratio -> atLeast("H2, submit + results: throughput, of memory, at %,d", jobs, ratio, 0.75));
    }

    private void ofMemory(int jobs, String what, ContenderKind stored, ContenderKind memory) {
        compare(jobs, stored, memory, BurstResult::jobsPerSecond)
                .ifPresent(ratio -> atLeast(what + ": throughput, of memory, at %,d", jobs, ratio, 0.9));
        compare(jobs, stored, memory, BurstResult::lagP99)
                .ifPresent(ratio -> atMost(what + ": p99 of the lag, of memory, at %,d", jobs, ratio, 1.2));
        compare(jobs, stored, memory, BurstResult::cpuPerJob)
                .ifPresent(ratio -> atMost(what + ": CPU per job, of memory, at %,d", jobs, ratio, 1.4));
    }

    private void ofRival(int jobs) {
        compare(jobs, POSTGRES, RIVAL, BurstResult::jobsPerSecond)
                .ifPresent(ratio -> atLeast("PostgreSQL: throughput, of db-scheduler, at %,d", jobs, ratio, 1.5));
        compare(jobs, POSTGRES, RIVAL, BurstResult::lagMean)
                .ifPresent(ratio -> atMost("PostgreSQL: mean lag, of db-scheduler, at %,d", jobs, ratio, 1));
        compare(jobs, POSTGRES, RIVAL, BurstResult::lagP99)
                .ifPresent(ratio -> atMost("PostgreSQL: p99 of the lag, of db-scheduler, at %,d", jobs, ratio, 1));
        compare(jobs, POSTGRES, RIVAL, BurstResult::statementsPerJob)
                .ifPresent(ratio -> atMost("PostgreSQL: statements per job, of db-scheduler, at %,d", jobs, ratio, 0.5));
    }

    private void asked(int jobs) {
        Stream.of(ContenderKind.POSTGRES_GENERATE, POSTGRES).forEach(kind -> run.stored(jobs, kind).ifPresent(stored -> {
            atMost(kind.title() + ": statements per job, at %,d", jobs, stored.statementsPerJob(), 4);
            atMost(kind.title() + ": transactions per job, at %,d", jobs, stored.transactionsPerJob(), 0.5);
        }));
    }

    private void h2(List<Integer> loads) {
        if (loads.size() < 2) {
            return;
        }
        int few = loads.get(0);
        int many = loads.get(loads.size() - 1);
        Stream.of(ContenderKind.H2_GENERATE, ContenderKind.H2_RESULTS)
                .forEach(kind -> run.stored(few, kind).ifPresent(first -> run.stored(many, kind)
                        .ifPresent(last -> atMost(
                                kind.title() + ": CPU per job, of that at " + "%,d".formatted(few) + ", at %,d", many,
                                last.cpuPerJob() / first.cpuPerJob(), 1))));
    }

    private void complete() {
        List<TrialRecord> own = run.durable().stream().filter(done -> done.trial().contender() != RIVAL).toList();
        if (own.isEmpty()) {
            return;
        }
        double unfinished = own.stream()
                .mapToLong(done -> done.trial().load().jobs() - (done.burst() == null ? 0L : done.burst().finished())).sum();
        List<BurstResult> results = own.stream().map(TrialRecord::burst).filter(burst -> burst != null).toList();
        targets.add(new Target("stored jobs: not finished, in all trials", unfinished, 0, true, ""));
        targets.add(new Target(
                "stored jobs: delivered twice, in all trials",
                results.stream().mapToDouble(BurstResult::toldTwice).sum(), 0, true, ""));
        targets.add(new Target(
                "stored jobs: left open in the database, in all trials",
                results.stream().mapToDouble(BurstResult::leftOpen).sum(), 0, true, ""));
    }

    private void claims() {
        List<ClaimsResult> all
                = run.check(Plan.CLAIMS).map(TrialRecord::claims).filter(claims -> claims != null).toList();
        if (all.size() < 2) {
            return;
        }
        ClaimsResult few = all.get(0);
        ClaimsResult many = all.get(all.size() - 1);
        String at = "at %,d open and %,d finished".formatted(many.open(), many.finished());
        targets.add(new Target("a look for work that finds nothing, " + at, many.nothing(), 5, true, "ms"));
        targets.add(new Target("a look for work that finds ten jobs, " + at, many.ten(), 5, true, "ms"));
        String of = ", of that at %,d open".formatted(few.open());
        targets.add(new Target("a look that finds nothing" + of, many.nothing() / few.nothing(), 1.5, true, ""));
        targets.add(new Target("a look that finds ten jobs" + of, many.ten() / few.ten(), 1.5, true, ""));
    }

    private void consumers() {
        List<TrialRecord> all = run.check(Plan.CONSUMERS).toList();
        if (all.isEmpty()) {
            return;
        }
        List<TrialRecord> alive
                = all.stream().filter(done -> done.trial().scenario() == Trial.Scenario.CONSUMERS && done.consumed() != null)
                        .toList();
        alive.stream().filter(done -> done.trial().consumers() == 1).findFirst()
                .ifPresent(one -> alive.stream().filter(done -> done.trial().consumers() > 1).forEach(several -> targets.add(
                        new Target(
                                several.trial().consumers() + " consumers: throughput, of one",
                                several.consumed().jobsPerSecond() / one.consumed().jobsPerSecond(), 1, false, ""))));
        List<ConsumersResult> results = all.stream().map(TrialRecord::consumed).filter(result -> result != null).toList();
        double unfinished = all.stream().mapToLong(
                done -> done.trial().load().jobs() - (done.consumed() == null ? 0L : done.consumed().finished())).sum();
        targets.add(new Target("several consumers: jobs not delivered", unfinished, 0, true, ""));
        targets.add(new Target(
                "several consumers: results delivered again, against the guarantees",
                results.stream().mapToDouble(ConsumersResult::again).sum(), 0, true, ""));
        targets.add(new Target(
                "several consumers: deadlocks", results.stream().mapToDouble(ConsumersResult::deadlocks).sum(), 0, true, ""));
        results.stream().filter(result -> result.takenOver() > 0).forEach(
                result -> targets.add(new Target(
                        "a killed consumer's jobs: latest delivery, with a lease of %.0f s".formatted(result.leaseSeconds()),
                        result.latest(), result.leaseSeconds() + LOOK_AND_POLL, true, "s")));
    }

    private void budget() {
        OptionalDouble without = jobsPerSecond(Plan.BUDGET, POSTGRES);
        jobsPerSecond(Plan.BUDGET, ContenderKind.POSTGRES_BUDGET).ifPresent(with -> without.ifPresent(other -> targets.add(
                new Target("PostgreSQL: throughput with a budget, of that without, mean", with / other, 0.95, false, ""))));
    }

    private OptionalDouble jobsPerSecond(String check, ContenderKind kind) {
        return run.check(check).filter(done -> done.trial().contender() == kind && done.burst() != null)
                .mapToDouble(done -> done.burst().jobsPerSecond()).average();
    }

    private void cold() {
        Optional<BurstResult> raw = cold(ContenderKind.RAW_HTTP2);
        cold(ContenderKind.COMPONENT_HTTP2).ifPresent(component -> raw.ifPresent(other -> {
            targets.add(new Target(
                    "cold: throughput, of raw HTTP/2", component.jobsPerSecond() / other.jobsPerSecond(), 0.95, false, ""));
            targets.add(
                    new Target("cold: CPU per job, of raw HTTP/2", component.cpuPerJob() / other.cpuPerJob(), 1.4, true, ""));
        }));
    }

    private Optional<BurstResult> cold(ContenderKind kind) {
        return run.check(Plan.COLD).filter(done -> done.trial().contender() == kind && done.burst() != null)
                .map(TrialRecord::burst).findFirst();
    }

    private Optional<Double> compare(
            int jobs, ContenderKind one, ContenderKind other, ToDoubleFunction<BurstResult> figure) {
        return run.stored(jobs, one).flatMap(first -> run.stored(jobs, other)
                .map(second -> figure.applyAsDouble(first) / figure.applyAsDouble(second)));
    }

    private void atLeast(String what, int jobs, double ratio, double limit) {
        targets.add(new Target(what.formatted(jobs), ratio, limit, false, ""));
    }

    private void atMost(String what, int jobs, double ratio, double limit) {
        targets.add(new Target(what.formatted(jobs), ratio, limit, true, ""));
    }
}
