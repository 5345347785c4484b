package io.github.grokvideo.benchmark;

import java.util.List;

import io.github.grokvideo.benchmark.stub.Ledger;

/**
 * How several processes shared the jobs of one database.
 *
 * @param finished     jobs whose result was delivered by any of them
 * @param failed       jobs that were given up
 * @param again        results that were delivered again though the database had them as acknowledged, or by processes
 *                     that all lived; always 0, or the guarantee does not hold
 * @param excused      results that were delivered again since the killed process had not acknowledged them
 * @param seconds      from the first submission to the last result, or to the time limit
 * @param each         results by process
 * @param deadlocks    that the database found
 * @param leftOpen     jobs of the database that were not over in the end
 * @param lagMean      between the end of a job and its delivery, in milliseconds
 * @param lagP99       the same, of the 99th of a hundred
 * @param takenOver    jobs that the killed process had claimed and not delivered; 0 if none was killed
 * @param latest       between the kill, or the end of a job if that was later, and its delivery, the longest, in
 *                     seconds; 0 if none was killed
 * @param leaseSeconds after which jobs of a killed process are taken over
 * @param ledger       what the stub saw
 */
public record ConsumersResult(
        int finished, int failed, int again, int excused, double seconds, List<Integer> each, long deadlocks, long leftOpen,
        double lagMean, double lagP99, long takenOver, double latest, double leaseSeconds, Ledger ledger) {

    double jobsPerSecond() {
        return finished / seconds;
    }
}
