package io.github.grokvideo.benchmark;

import java.util.Map;

import io.github.grokvideo.benchmark.stub.Ledger;

/**
 * How a contender waited for its jobs.
 *
 * @param finished        jobs whose end was told
 * @param failed          jobs that it gave up
 * @param toldTwice       ends that were told again; always 0, or the contender is wrong
 * @param seconds         from the first submission to the last end, or to the time limit
 * @param waitingAtOnce   jobs that were accepted and not over when the heap was looked at
 * @param heapPerJob      live heap per job that was handed over and not over, in bytes
 * @param threads         the most threads at once that were not there before
 * @param threadNames     how many there were of each name, digits left out
 * @param cpuPerStatus    CPU time of the whole process per status request, in microseconds, while all jobs wait
 * @param compiling       what the JIT compilers took of that, in microseconds per status request
 * @param collecting      what pauses for garbage collection took meanwhile, in microseconds per status request
 * @param cpuPerJob       CPU time of the whole process per job, from the first submission to the last end, in
 *                        microseconds
 * @param lagMean         between the end of a job and the moment at which the client knew, in milliseconds
 * @param lagP99          the same, of the 99th of a hundred
 * @param downloadSeconds what the download meanwhile took, or {@code null}
 * @param ledger          what the stub saw, when all was over
 */
public record WaitResult(
        int finished, int failed, int toldTwice, double seconds, int waitingAtOnce, double heapPerJob, int threads,
        Map<String, Integer> threadNames, double cpuPerStatus, double compiling,
        double collecting, double cpuPerJob, double lagMean, double lagP99, Double downloadSeconds,
        Ledger ledger) {

    double jobsPerSecond() {
        return finished / seconds;
    }

    /** What a client would reach that submits in no time and knows of each end at once. */
    double idealJobsPerSecond(int jobs) {
        return jobs / (ledger.longest() / 1000);
    }

    /** Of the status requests in seconds {@code from} to {@code to}, those that were refused with 429. */
    double refusedShare(int from, int to) {
        int end = Math.min(to, ledger.statusPerSecond().size());
        double refused = 0;
        double all = 0;
        for (int second = from; second < end; second++) {
            refused += ledger.tooManyPerSecond().get(second);
            all += ledger.statusPerSecond().get(second);
        }
        return all == 0 ? 0 : refused / all;
    }
}
