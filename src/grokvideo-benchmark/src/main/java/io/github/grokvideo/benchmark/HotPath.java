package io.github.grokvideo.benchmark;

import java.util.List;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * What JMH says of a piece of code that runs for each question or each request.
 *
 * @param name  of the benchmark, its package left out
 * @param nanos of one call
 * @param error half the width of the 99.9 % confidence interval of {@code nanos}
 * @param bytes that one call allocates
 */
public record HotPath(String name, double nanos, double error, double bytes) {

    /** Measures all of them. */
    static List<HotPath> measureAll() throws RunnerException {
        OptionsBuilder options = new OptionsBuilder();
        options.include("io\\.github\\.grokvideo\\..*Benchmark\\.").mode(Mode.AverageTime).timeUnit(TimeUnit.NANOSECONDS)
                .warmupIterations(3).warmupTime(TimeValue.seconds(1)).measurementIterations(5)
                .measurementTime(TimeValue.seconds(1)).forks(2).addProfiler(GCProfiler.class).verbosity(VerboseMode.SILENT);
        return new Runner(options.build()).run().stream().map(HotPath::of).toList();
    }

    private static HotPath of(RunResult run) {
        String name = run.getParams().getBenchmark().replaceAll(".*\\.(\\w+)Benchmark\\.", "$1.");
        double bytes = run.getSecondaryResults().get("gc.alloc.rate.norm").getScore();
        return new HotPath(name, run.getPrimaryResult().getScore(), run.getPrimaryResult().getScoreError(), bytes);
    }
}
