package io.github.grokvideo.benchmark;

import java.util.List;

import io.github.grokvideo.benchmark.stub.Ledger;

/**
 * How a contender was after very many jobs.
 *
 * @param finished    jobs whose end was told
 * @param failed      jobs that were given up
 * @param seconds     it took
 * @param heap        live heap in bytes, with none under way, after each tenth of the jobs
 * @param slope       of a straight line through {@code heap} but its first, in bytes per job
 * @param threads     threads at the end that were not there after the first tenth
 * @param socketsLeft connections that the stub still had when the contender was closed
 * @param ledger      what the stub saw
 * @param leftOpen    jobs of its database that were not over in the end
 * @param samples     its database after each tenth; empty without one
 */
public record SoakResult(
        int finished, int failed, double seconds, List<Long> heap, double slope, int threads, int socketsLeft,
        Ledger ledger, long leftOpen, List<StoreSample> samples) {

    // those of before there was any have none
    public SoakResult {
        samples = samples == null ? List.of() : samples;
    }
}
