package io.github.grokvideo.internal.job.polling;

import java.util.List;
import java.util.stream.Stream;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** When to ask about jobs whose durations are known in distribution. */
class PollPlanTest {

    private static final double INTERVAL = 5;
    private static final double LONGEST = 30;
    /** Between the times that a plan chooses from, for the distributions below. */
    private static final double CELL = 1.51;

    /** Even between up to eight times, with some jobs beyond. */
    @Provide
    Arbitrary<DurationDistribution> distributions() {
        return distributions(Arbitraries.doubles().between(0, 60));
    }

    /** Most jobs end within a few short times, with long ones between. */
    @Provide
    Arbitrary<DurationDistribution> leapingDistributions() {
        return distributions(Arbitraries.doubles().between(0, 1).map(part -> 60 * Math.pow(part, 6)));
    }

    private static Arbitrary<DurationDistribution> distributions(Arbitrary<Double> widths) {
        Arbitrary<Double> weights = Arbitraries.doubles().between(0, 1);
        return Arbitraries.integers().between(1, 8).flatMap(
                size -> widths.list().ofSize(size).flatMap(width -> weights.list().ofSize(size + 1).map(weight -> {
                    double[] times = new double[size + 1];
                    double[] shares = new double[size + 1];
                    double total = weight.stream().mapToDouble(w -> w).sum() + 0.1;
                    for (int i = 1; i <= size; i++) {
                        times[i] = times[i - 1] + width.get(i - 1) + 0.01;
                        shares[i] = shares[i - 1] + weight.get(i - 1) / total;
                    }
                    return new DurationDistribution(times, shares);
                })));
    }

    /** Requests and mean lag of asking at the times that come of these gaps; behind the end at the interval. */
    private static double[] outcome(DurationDistribution durations, List<Double> times) {
        double requests = 0;
        double lag = 0;
        double before = 0;
        for (double time : times) {
            requests += 1 - durations.shareUntil(before);
            int steps = 200;
            for (int i = 0; i < steps; i++) {
                double at = before + (time - before) * (i + 0.5) / steps;
                lag += (durations.shareUntil(at) - durations.shareUntil(before)) * (time - before) / steps;
            }
            before = time;
        }
        double beyond = 1 - durations.shareUntil(before);
        return new double[] { requests + beyond, lag + beyond * INTERVAL / 2 };
    }

    private static List<Double> times(PollPlan plan, DurationDistribution durations) {
        return Stream.iterate(plan.gap(0), at -> at + plan.gap(at))
                .takeWhile(at -> at < durations.end() + LONGEST).toList();
    }

    private static List<Double> every(double gap, DurationDistribution durations) {
        return Stream.iterate(gap, at -> at + gap).takeWhile(at -> at < durations.end() + gap).toList();
    }

    @Property(tries = 300)
    void keepsTheLagAndIsBetterThanAnyFixedInterval(@ForAll("distributions") DurationDistribution durations) {
        PollPlan plan = new PollPlan(durations, INTERVAL, 0, LONGEST);
        assertThat(plan.lag()).isLessThanOrEqualTo(INTERVAL / 2);
        List<Double> times = times(plan, durations).stream().takeWhile(at -> at <= durations.end() + 1e-3).toList();
        double[] planned = outcome(durations, times);
        assertThat(planned[1]).as("the lag it promises").isCloseTo(plan.lag(), within(0.1 + 0.05 * plan.lag()));
        for (double gap : new double[] { 1, 2, 3, 5, 8, 13, 21, LONGEST - CELL }) {
            double[] fixed = outcome(durations, every(gap, durations));
            assertThat(plan.price() * planned[0] + planned[1]).as("cost, against every %s s", gap)
                    .isLessThan(1.05 * (plan.price() * fixed[0] + fixed[1]) + 0.1);
        }
    }

    @Property(tries = 3000)
    void asksNoMoreThanAtTheInterval(@ForAll("leapingDistributions") DurationDistribution durations) {
        PollPlan plan = new PollPlan(durations, INTERVAL, 1, LONGEST);
        double mean = durations.end();
        for (int i = 1; i < durations.size(); i++) {
            mean -= durations.shareBetween(durations.time(i - 1), durations.time(i))
                    * (durations.end() - (durations.time(i - 1) + durations.time(i)) / 2);
        }
        assertThat(plan.requests()).isLessThan(1.1 * mean / INTERVAL + 3);
    }

    @Test
    void jobsThatTakeNearlyTheSameTimeAreAskedAboutWhenTheyAreDone() {
        PollPlan plan = new PollPlan(
                new DurationDistribution(
                        new double[] { 0, 0.52, 45.45, 49.05, 49.31, 49.32 },
                        new double[] { 0, 0.178, 0.289, 0.646, 0.696, 0.974 }),
                INTERVAL, 1, LONGEST);
        assertThat(plan.requests()).isLessThan(6);
    }

    @Property(tries = 300)
    void asksWithinBounds(@ForAll("distributions") DurationDistribution durations) {
        PollPlan plan = new PollPlan(durations, INTERVAL, 2, LONGEST);
        for (double age = 0; age < durations.end() + 50; age += 0.7) {
            assertThat(plan.gap(age)).isBetween(2.0, LONGEST);
        }
    }

    @Test
    void asksWhenJobsAreDone() {
        PollPlan plan = new PollPlan(
                new DurationDistribution(new double[] { 0, 25, 35 }, new double[] { 0, 0, 0.999 }), INTERVAL, 1, 60);
        assertThat(plan.gap(0)).isBetween(28.0, 32.0);
        assertThat(plan.gap(0) + plan.gap(plan.gap(0))).as("then when all are").isBetween(33.0, 35.1);
        assertThat(plan.requests()).isBetween(1.4, 2.0);
        assertThat(plan.gap(100)).as("longer than any before").isEqualTo(INTERVAL);
    }

    @Test
    void asksEvenlyWhenAgeSaysNothing() {
        double[] times = new double[41];
        double[] shares = new double[41];
        for (int i = 0; i <= 40; i++) {
            times[i] = 5 * i;
            shares[i] = 1 - Math.exp(-times[i] / 45);
        }
        PollPlan plan = new PollPlan(new DurationDistribution(times, shares), INTERVAL, 1, 60);
        for (double age = 0; age < 100; age += 9) {
            assertThat(plan.gap(age)).isCloseTo(INTERVAL, within(1.0));
        }
    }

    @Test
    void aLagThatSavesHardlyAnythingIsNotTakenForIt() {
        PollPlan plan = new PollPlan(
                new DurationDistribution(new double[] { 0, 29.9, 30.1, 300 }, new double[] { 0, 0, 0.99, 0.999 }), INTERVAL,
                1, 60);
        assertThat(plan.gap(0)).isBetween(30.0, 31.5);
        assertThat(plan.lag()).isLessThan(INTERVAL / 2);
    }
}
