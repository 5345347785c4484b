package io.github.grokvideo.internal.job.polling;

import java.util.Arrays;

/**
 * The durations of the latest jobs as intervals: longer than the age at the last poll that came too early, not longer
 * than the age at the poll that found the job done. Jobs count from their start, since the quick ones are known first.
 * Newer jobs weigh more. Not thread-safe.
 */
final class DurationSamples {

    /** So many jobs are kept. */
    static final int CAPACITY = 512;

    /** The number of a job that is not kept. */
    static final long NONE = -1;

    /** So many of them at most are still under way; beyond that, a new one is not kept. */
    private static final int MAX_OPEN = CAPACITY / 2;
    private static final int HALF_LIFE = 128;
    private static final int STEPS = 20;
    private static final double FORGETTING = Math.pow(0.5, 1.0 / HALF_LIFE);

    private float[] longer;
    private float[] notLonger;
    private final boolean[] open = new boolean[CAPACITY];
    private long started;
    private long forgotten;
    private int underWay;
    private int known;

    /** A job starts. Returns its number. */
    long start() {
        if (underWay == MAX_OPEN) {
            return NONE;
        }
        if (longer == null) {
            longer = new float[CAPACITY];
            notLonger = new float[CAPACITY];
        }
        int at = at(started);
        if (started - forgotten >= CAPACITY) {
            close(at);
            known -= Float.isFinite(notLonger[at]) ? 1 : 0;
        }
        longer[at] = 0;
        notLonger[at] = Float.POSITIVE_INFINITY;
        open[at] = true;
        underWay++;
        return started++;
    }

    /** The job has taken longer than this, and continues. */
    void pending(long number, double time) {
        if (isKept(number)) {
            longer[at(number)] = (float) time;
        }
    }

    /**
     * The job finished, or is not polled any more.
     *
     * @param  max how long it took at most; infinite if that is not known
     * @return     whether it was kept
     */
    boolean finish(long number, double min, double max) {
        boolean kept = isKept(number);
        if (kept) {
            int at = at(number);
            longer[at] = (float) min;
            // never a point, which no cell would hold
            notLonger[at] = Math.max((float) max, longer[at] * 1.0001f + 1e-6f);
            known += Double.isFinite(max) ? 1 : 0;
            close(at);
        }
        return kept;
    }

    private boolean isKept(long number) {
        return number >= forgotten && started - number <= CAPACITY && open[at(number)];
    }

    private static int at(long number) {
        return (int) (number % CAPACITY);
    }

    private void close(int at) {
        underWay -= open[at] ? 1 : 0;
        open[at] = false;
    }

    /** Of how many jobs the end is known. */
    int known() {
        return known;
    }

    /** Forgets all, also what jobs under way will teach. */
    void clear() {
        Arrays.fill(open, false);
        forgotten = started;
        underWay = 0;
        known = 0;
    }

    /**
     * The distribution that makes what was seen likely: some steps of expectation maximization towards the
     * non-parametric estimate for interval-censored data (Turnbull 1976), from an even start. Before each step one job
     * that may take any time is added, and one that takes longer than all, so that nothing is thought impossible.
     */
    DurationDistribution estimate() {
        int kept = (int) Math.min(started - forgotten, CAPACITY);
        double[] edges = edges(kept);
        int cells = edges.length - 1;
        double end = edges[cells];
        int[] first = new int[kept];
        int[] last = new int[kept];
        double[] weight = new double[kept];
        int size = 0;
        double newest = 1;
        for (int i = 1; i <= kept; i++) {
            int at = at(started - i);
            newest *= FORGETTING;
            if (isTelling(at)) {
                first[size] = Arrays.binarySearch(edges, longer[at]);
                last[size] = Float.isFinite(notLonger[at]) ? Arrays.binarySearch(edges, notLonger[at]) : cells + 1;
                weight[size++] = newest;
            }
        }
        // one cell more: whatever takes longer than anything seen
        double[] mass = new double[cells + 1];
        mass[cells] = (size - known + 1.0) / (size + 1);
        for (int i = 0; i < cells; i++) {
            mass[i] = (1 - mass[cells]) * (edges[i + 1] - edges[i]) / end;
        }
        double[] sum = new double[cells + 2];
        double[] share = new double[cells + 2];
        for (int step = 0; step < STEPS; step++) {
            for (int i = 0; i <= cells; i++) {
                sum[i + 1] = sum[i] + mass[i];
            }
            Arrays.fill(share, 0);
            for (int i = 0; i < size; i++) {
                double part = weight[i] / (sum[last[i]] - sum[first[i]]);
                share[first[i]] += part;
                share[last[i]] -= part;
            }
            double running = 0;
            double total = 0;
            for (int i = 0; i <= cells; i++) {
                running += share[i];
                mass[i] = mass[i] * Math.max(0, running) + (i < cells ? (edges[i + 1] - edges[i]) / end : 1);
                total += mass[i];
            }
            for (int i = 0; i <= cells; i++) {
                mass[i] /= total;
            }
        }
        return DurationDistribution.smoothed(edges, mass);
    }

    private boolean isTelling(int at) {
        return longer[at] > 0 || Float.isFinite(notLonger[at]);
    }

    // the ends of all intervals, in order
    private double[] edges(int kept) {
        double[] all = new double[2 * kept + 1];
        int count = 1;
        for (int i = 1; i <= kept; i++) {
            int at = at(started - i);
            all[count++] = longer[at];
            if (Float.isFinite(notLonger[at])) {
                all[count++] = notLonger[at];
            }
        }
        Arrays.sort(all, 0, count);
        int distinct = 0;
        for (int i = 1; i < count; i++) {
            if (all[i] > all[distinct]) {
                all[++distinct] = all[i];
            }
        }
        return Arrays.copyOf(all, distinct + 1);
    }
}
