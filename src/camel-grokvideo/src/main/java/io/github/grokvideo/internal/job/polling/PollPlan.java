package io.github.grokvideo.internal.job.polling;

import java.util.Arrays;

/**
 * The poll times that find jobs done with the fewest requests, at the mean lag of a fixed interval: half of it. Lag is
 * the time between the end of a job and the poll that detects it.
 * <p>
 * From any age of a job, the best next poll follows from the best ones after it, so the plan is computed from its end
 * backwards (dynamic programming; Barlow, Hunter and Proschan 1963 for the problem). What a request costs in lag is not
 * known beforehand: the greatest price is taken that keeps the mean lag within bounds. Immutable; a decision takes one
 * binary search.
 */
final class PollPlan {

    private static final int MAX_CELLS_PER_PART = 40;
    private static final double CELLS_PER_INTERVAL = 10;
    /** Below the target, since a plan looks better on the samples that it was made from. */
    private static final double AIM = 0.95;
    private static final int MAX_PRICES = 12;
    private static final double CLOSE = 0.02;
    /** In intervals per request; lag that saves hardly anything is not worth it even if it is within bounds. */
    private static final double HIGHEST_PRICE = 0.5;
    private static final double LOWEST_PRICE = 1e-6;

    private final double interval;
    private final double shortest;
    private final double longest;
    private final float[] times;
    private short[] next;
    private double requests;
    private double lag;
    private double price;

    /**
     * All times in one unit, that of the distribution.
     *
     * @param interval whose mean lag is to be kept; also the gap between polls of jobs that take longer than any before
     * @param shortest between two polls
     * @param longest  between two polls, or until the first
     */
    PollPlan(DurationDistribution durations, double interval, double shortest, double longest) {
        this.interval = interval;
        this.shortest = shortest;
        this.longest = longest;
        double[] cellTimes = new double[(durations.size() - 1) * MAX_CELLS_PER_PART + 1];
        double[] cellLeft = new double[cellTimes.length];
        int cells = 0;
        cellLeft[0] = 1;
        for (int part = 1; part < durations.size(); part++) {
            double from = durations.time(part - 1);
            double width = durations.time(part) - from;
            if (width <= 0) {
                cellLeft[cells] = 1 - durations.share(part);
                continue;
            }
            int split = (int) Math.min(MAX_CELLS_PER_PART, Math.ceil(width / interval * CELLS_PER_INTERVAL));
            for (int i = 1; i <= split; i++) {
                cells++;
                cellTimes[cells] = from + width * i / split;
                cellLeft[cells]
                        = 1 - durations.share(part - 1)
                          - (durations.share(part) - durations.share(part - 1)) * i / split;
            }
        }
        this.times = new float[cells + 1];
        for (int i = 0; i <= cells; i++) {
            times[i] = (float) cellTimes[i];
        }
        double[] done = new double[cells + 1];
        for (int i = 0; i < cells; i++) {
            done[i + 1] = done[i] + (times[i + 1] - times[i]) * (2 - cellLeft[i] - cellLeft[i + 1]) / 2;
        }
        // what takes longer than any before is polled at the interval, which no price changes
        double beyond = cellLeft[cells] * interval / 2;
        double target = beyond + AIM * (interval / 2 - beyond);
        double close = CLOSE * (target - beyond);
        double low = Math.log(LOWEST_PRICE * interval);
        double high = Math.log(HIGHEST_PRICE * interval);
        double logPrice = high;
        solve(Math.exp(logPrice), cellLeft, done);
        boolean halve = false;
        for (int i = 0; i < MAX_PRICES && (lag > target || i > 0) && Math.abs(lag - target) > close; i++) {
            boolean wasHigh = lag > target;
            if (wasHigh) {
                high = logPrice;
            } else {
                low = logPrice;
            }
            // lag grows about as the square root of the price
            double guess = logPrice + 2 * Math.log((target - beyond) / (lag - beyond));
            logPrice = !halve && guess > low && guess < high ? guess : (low + high) / 2;
            solve(Math.exp(logPrice), cellLeft, done);
            // lag may grow in leaps, to which the guess converges too slowly
            halve = lag > target == wasHigh;
        }
        if (lag > target + close) {
            solve(Math.exp(low), cellLeft, done);
        }
    }

    /**
     * @param left the share of jobs that take longer than each time
     * @param done the integral of the share of those that do not
     */
    private void solve(double requestPrice, double[] left, double[] done) {
        int end = times.length - 1;
        double[] cost = new double[end + 1];
        double[] lags = new double[end + 1];
        double[] polls = new double[end + 1];
        short[] choices = new short[end + 1];
        // once at least
        polls[end] = left[end];
        lags[end] = left[end] * interval / 2;
        cost[end] = requestPrice * polls[end] + lags[end];
        choices[end] = (short) end;
        for (int from = end - 1; from >= 0; from--) {
            double best = Double.POSITIVE_INFINITY;
            int choice = end;
            // the later the age, the later the next poll: the choice for the age after this is the last to look at
            for (int to = from + 1; to <= choices[from + 1] || best == Double.POSITIVE_INFINITY && to <= end; to++) {
                double gap = times[to] - times[from];
                if (gap < shortest && to < end) {
                    continue;
                }
                if (gap > longest && best < Double.POSITIVE_INFINITY) {
                    break;
                }
                // the lag of the jobs that end in between
                double late = done[to] - done[from] - gap * (1 - left[from]);
                double total = requestPrice * left[from] + late + cost[to];
                if (total < best) {
                    best = total;
                    choice = to;
                }
            }
            choices[from] = (short) choice;
            cost[from] = best;
            lags[from] = done[choice] - done[from] - (times[choice] - times[from]) * (1 - left[from]) + lags[choice];
            polls[from] = left[from] + polls[choice];
        }
        next = choices;
        requests = polls[0];
        lag = lags[0];
        price = requestPrice;
    }

    /** The time from an age until the next poll. */
    double gap(double age) {
        int end = times.length - 1;
        if ((float) age >= times[end]) {
            return interval;
        }
        int found = Arrays.binarySearch(times, (float) age);
        int cell = found >= 0 ? found : -found - 2;
        double within = (age - times[cell]) / (times[cell + 1] - times[cell]);
        double time = (1 - within) * times[next[cell]] + within * times[next[cell + 1]];
        return Math.max(shortest, Math.min(longest, time - age));
    }

    /** How many requests a job takes. */
    double requests() {
        return requests;
    }

    /** The mean time between the end of a job and the poll that detects it. */
    double lag() {
        return lag;
    }

    /** The lag that one request less is worth. */
    double price() {
        return price;
    }
}
