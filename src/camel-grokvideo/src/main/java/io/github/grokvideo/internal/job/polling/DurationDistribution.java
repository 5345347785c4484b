package io.github.grokvideo.internal.job.polling;

/**
 * The distribution of durations: uniform between each two of a few quantiles, which are closer at both ends; some jobs
 * take longer than the last. Immutable.
 */
final class DurationDistribution {

    private static final int PARTS = 20;

    private final double[] times;
    private final double[] shares;

    /**
     * @param times  from 0, none less than the one before
     * @param shares the share of jobs that take not longer than each time; from 0, less than 1 at the end
     */
    DurationDistribution(double[] times, double[] shares) {
        this.times = times;
        this.shares = shares;
    }

    /**
     * Smooths a histogram.
     *
     * @param edges of its cells, from 0
     * @param mass  the share of jobs in each cell, and of those that take longer than the last edge
     */
    static DurationDistribution smoothed(double[] edges, double[] mass) {
        int cells = edges.length - 1;
        double inside = 1 - mass[cells];
        double[] times = new double[PARTS + 1];
        double[] shares = new double[PARTS + 1];
        int part = 1;
        double below = 0;
        for (int cell = 0; cell < cells; cell++) {
            double above = below + mass[cell];
            while (part < PARTS && above >= inside * quantile(part)) {
                shares[part] = inside * quantile(part);
                times[part] = edges[cell] + (edges[cell + 1] - edges[cell]) * (shares[part] - below) / mass[cell];
                part++;
            }
            below = above;
        }
        for (; part <= PARTS; part++) {
            shares[part] = inside * quantile(part);
            times[part] = edges[cells];
        }
        return new DurationDistribution(times, shares);
    }

    private static double quantile(int part) {
        return (1 - Math.cos(Math.PI * part / PARTS)) / 2;
    }

    int size() {
        return times.length;
    }

    double time(int i) {
        return times[i];
    }

    double share(int i) {
        return shares[i];
    }

    /** The longest that was seen. */
    double end() {
        return times[times.length - 1];
    }

    /** The share of jobs that take not longer than this. */
    double shareUntil(double time) {
        if (time >= end()) {
            return shares[shares.length - 1];
        }
        int i = 0;
        while (times[i + 1] <= time) {
            i++;
        }
        return shares[i] + (shares[i + 1] - shares[i]) * (time - times[i]) / (times[i + 1] - times[i]);
    }

    /** The time that a share of the jobs does not exceed; infinite if that is not known. */
    double quantile(double share) {
        if (share > shares[shares.length - 1]) {
            return Double.POSITIVE_INFINITY;
        }
        int i = 1;
        while (shares[i] < share) {
            i++;
        }
        double width = shares[i] - shares[i - 1];
        return width == 0 ? times[i] : times[i - 1] + (times[i] - times[i - 1]) * (share - shares[i - 1]) / width;
    }

    /** The share of jobs that take longer than the first and not longer than the second. */
    double shareBetween(double longer, double notLonger) {
        return (notLonger > end() ? 1 : shareUntil(notLonger)) - shareUntil(longer);
    }
}
