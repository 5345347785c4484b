package io.github.grokvideo.benchmark;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.grokvideo.benchmark.stub.JobId;

/** Counts what several consumers deliver of the same jobs. */
final class SharedTally {

    private final Tally tally;
    private final long first;
    private final Set<String> told = new HashSet<>();
    private final Map<Consumer, Integer> byConsumer = new HashMap<>();
    private Set<String> mayComeAgain = Set.of();
    private long killedAt;
    private long latest;
    private int again;
    private int excused;

    /**
     * @param jobs  that are expected
     * @param first before which none of them can be done; what was done earlier, and is delivered again, does not count
     */
    SharedTally(int jobs, long first) {
        this.tally = new Tally(jobs);
        this.first = first;
    }

    synchronized void finished(Consumer by, String jobId) {
        long doneAt = JobId.parse(jobId).doneAt();
        if (doneAt < first) {
            return;
        }
        byConsumer.merge(by, 1, Integer::sum);
        if (told.add(jobId)) {
            tally.finished(jobId);
        } else if (mayComeAgain.contains(jobId)) {
            excused++;
        } else {
            again++;
        }
        if (killedAt != 0) {
            long since = Math.max(killedAt, doneAt);
            latest = Math.max(latest, System.nanoTime() - since);
        }
    }

    void failed(String why) {
        tally.failed(new IllegalStateException(why));
    }

    /** @param notAcknowledged what the killed consumer has delivered, and others may deliver again */
    synchronized void killed(long at, Set<String> notAcknowledged) {
        killedAt = at;
        mayComeAgain = notAcknowledged;
    }

    boolean await(int jobs, long deadline) throws InterruptedException {
        return tally.await(jobs, deadline);
    }

    int finished() {
        return tally.finished();
    }

    int failed() {
        return tally.failed();
    }

    synchronized int again() {
        return again;
    }

    synchronized int excused() {
        return excused;
    }

    /** In seconds. */
    synchronized double latest() {
        return latest / 1e9;
    }

    /** Deliveries of each, in the order of the consumers; those of others follow. */
    synchronized List<Integer> each(List<Consumer> consumers) {
        List<Integer> each = new ArrayList<>();
        consumers.forEach(consumer -> each.add(byConsumer.getOrDefault(consumer, 0)));
        byConsumer.keySet().stream().filter(consumer -> !consumers.contains(consumer))
                .forEach(consumer -> each.add(byConsumer.get(consumer)));
        return each;
    }

    long lastEnd() {
        return tally.lastEnd();
    }

    double lagMean() {
        return tally.lagMean();
    }

    double lagP99() {
        return tally.lagP99();
    }
}
