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
 */
public record SoakResult(
        int finished, int failed, double seconds, List<Long> heap, double slope, int threads, int socketsLeft,
        Ledger ledger) {
}
