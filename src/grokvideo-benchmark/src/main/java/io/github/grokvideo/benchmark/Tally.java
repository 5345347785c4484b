package io.github.grokvideo.benchmark;

import java.util.Arrays;
import java.util.BitSet;

import io.github.grokvideo.benchmark.contender.Outcome;
import io.github.grokvideo.benchmark.stub.JobId;

/** Counts how jobs ended, and how late that was told. */
final class Tally implements Outcome {

    private final long[] lags;
    private final BitSet told;
    private int finished;
    private int failed;
    private int toldTwice;
    private long lastEnd = System.nanoTime();
    private String firstFinished;
    private Throwable firstFailure;

    /** @param jobs that are expected; what is kept of them takes no more heap later */
    Tally(int jobs) {
        this.lags = new long[jobs];
        this.told = new BitSet(jobs);
    }

    @Override
    public void finished(String jobId) {
        long now = System.nanoTime();
        JobId job = JobId.parse(jobId);
        synchronized (this) {
            if (told.get(job.number())) {
                toldTwice++;
                return;
            }
            told.set(job.number());
            lastEnd = now;
            firstFinished = firstFinished == null ? jobId : firstFinished;
            if (finished < lags.length) {
                lags[finished] = now - job.doneAt();
            }
            finished++;
            notifyAll();
        }
    }

    @Override
    public synchronized void failed(Throwable cause) {
        lastEnd = System.nanoTime();
        firstFailure = firstFailure == null ? cause : firstFailure;
        failed++;
        notifyAll();
    }

    /** Waits until so many are over. */
    synchronized boolean await(int jobs, long deadline) throws InterruptedException {
        while (over() < jobs) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }

    synchronized int over() {
        return finished + failed;
    }

    synchronized int finished() {
        return finished;
    }

    synchronized int failed() {
        return failed;
    }

    synchronized int toldTwice() {
        return toldTwice;
    }

    synchronized long lastEnd() {
        return lastEnd;
    }

    synchronized String firstFinished() {
        return firstFinished;
    }

    synchronized Throwable firstFailure() {
        return firstFailure;
    }

    /** In milliseconds. */
    synchronized double lagMean() {
        return Arrays.stream(lags, 0, finished).average().orElse(0) / 1e6;
    }

    /** In milliseconds. */
    synchronized double lagP99() {
        long[] sorted = Arrays.copyOf(lags, finished);
        Arrays.sort(sorted);
        return finished == 0 ? 0 : sorted[(int) Math.ceil(0.99 * finished) - 1] / 1e6;
    }
}
