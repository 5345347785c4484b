package io.github.grokvideo.internal.job.polling;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Computing the delay until the next poll. */
@State(Scope.Benchmark)
public class BackoffBenchmark {

    private final Backoff backoff = new Backoff(() -> ThreadLocalRandom.current().nextLong());
    private final Duration interval = Duration.ofSeconds(5);

    @Benchmark
    public Duration next() {
        return backoff.next(interval);
    }
}
