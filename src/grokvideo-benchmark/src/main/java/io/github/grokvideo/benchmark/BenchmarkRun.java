package io.github.grokvideo.benchmark;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import io.github.grokvideo.benchmark.contender.ContenderKind;

/**
 * All that one run has measured.
 *
 * @param machine    where and when
 * @param comparison every contender under every load
 * @param durable    every contender that stores jobs, and the component that does not, under every load
 * @param checks     what was looked at besides
 * @param hotPaths   by JMH; empty if it did not run
 */
public record BenchmarkRun(
        Machine machine, List<TrialRecord> comparison, List<TrialRecord> durable, List<TrialRecord> checks,
        List<HotPath> hotPaths) {

    // runs that were written before there was any have none
    public BenchmarkRun {
        durable = durable == null ? List.of() : durable;
    }

    /** The numbers of jobs that were compared. */
    List<Integer> loads() {
        return comparison.stream().map(done -> done.trial().load().jobs()).distinct().toList();
    }

    /** The clients under one load. */
    List<TrialRecord> under(int jobs) {
        return comparison.stream()
                .filter(done -> done.trial().load().jobs() == jobs && done.trial().contender().isClient()).toList();
    }

    /** How a client waited; empty if it did not take part, or failed. */
    Optional<WaitResult> waited(int jobs, ContenderKind contender) {
        return under(jobs).stream().filter(done -> done.trial().contender() == contender && done.waited() != null)
                .map(TrialRecord::waited).findFirst();
    }

    /** The numbers of jobs that were stored. */
    List<Integer> durableLoads() {
        return durable.stream().map(done -> done.trial().load().jobs()).distinct().toList();
    }

    /** Those that store jobs, under one load. */
    List<TrialRecord> durableUnder(int jobs) {
        return durable.stream().filter(done -> done.trial().load().jobs() == jobs).toList();
    }

    /** How one that stores jobs got through them; empty if it did not take part, or failed. */
    Optional<BurstResult> stored(int jobs, ContenderKind contender) {
        return durableUnder(jobs).stream().filter(done -> done.trial().contender() == contender && done.burst() != null)
                .map(TrialRecord::burst).findFirst();
    }

    /** Heap of an exchange without a client, in bytes. */
    Optional<Double> heapPerExchange(int jobs, ContenderKind parked) {
        return comparison.stream()
                .filter(done -> done.park() != null && done.trial().load().jobs() == jobs
                        && done.trial().contender() == parked)
                .map(done -> done.park().heapPerExchange()).findFirst();
    }

    /** Heap that Camel's telemetry takes for an exchange in a producer, whoever that is, in bytes. */
    Optional<Double> heapPerCamelsTrace(int jobs) {
        return heapPerExchange(jobs, ContenderKind.TRACED_PRODUCERS)
                .flatMap(traced -> heapPerExchange(jobs, ContenderKind.PRODUCERS).map(other -> traced - other));
    }

    /** The trials of a check. */
    Stream<TrialRecord> check(String name) {
        return checks.stream().filter(done -> done.trial().name().startsWith(name + "-"));
    }
}
