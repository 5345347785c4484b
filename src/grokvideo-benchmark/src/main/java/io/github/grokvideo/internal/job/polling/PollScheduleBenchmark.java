package io.github.grokvideo.internal.job.polling;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Deciding when to ask next. */
@State(Scope.Benchmark)
public class PollScheduleBenchmark {

    private final PollSchedule schedule = new PollSchedule(() -> ThreadLocalRandom.current().nextLong());
    private final Duration interval = Duration.ofSeconds(5);

    @Benchmark
    public Duration next() {
        return schedule.next(interval);
    }
}
