package io.github.grokvideo.benchmark;

import io.github.grokvideo.benchmark.database.DatabaseUse;
import io.github.grokvideo.benchmark.stub.Ledger;

/**
 * How a contender got through jobs that were all submitted at once.
 *
 * @param finished     jobs whose end was told
 * @param failed       jobs that it gave up
 * @param toldTwice    ends that were told again; always 0, or the contender is wrong
 * @param seconds      from the first submission to the last end, or to the time limit
 * @param cpuPerJob    CPU time of the client's process per job, until all of it was written, in microseconds
 * @param serverPerJob CPU time of the database server's processes per job, in microseconds; {@code null} without one
 * @param lagMean      between the end of a job and the moment at which the client knew, in milliseconds
 * @param lagP99       the same, of the 99th of a hundred
 * @param database     what the client has asked of its database; {@code null} without one
 * @param leftOpen     jobs of its database that were not over in the end
 * @param ledger       what the stub saw, when all was over
 */
public record BurstResult(
        int finished, int failed, int toldTwice, double seconds, double cpuPerJob, Double serverPerJob, double lagMean,
        double lagP99, DatabaseUse database, long leftOpen, Ledger ledger) {

    double jobsPerSecond() {
        return finished / seconds;
    }

    /** Of the database, for each job that was requested. */
    double statementsPerJob() {
        return database.statements() / (double) Math.max(1, ledger.billed());
    }

    /** Of the database, for each job that was requested. */
    double transactionsPerJob() {
        return database.transactions() / (double) Math.max(1, ledger.billed());
    }
}
