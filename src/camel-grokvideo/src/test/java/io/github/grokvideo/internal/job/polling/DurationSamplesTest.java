package io.github.grokvideo.internal.job.polling;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** What is made of times that are known only to lie between two questions. */
class DurationSamplesTest {

    private final DurationSamples samples = new DurationSamples();

    private void add(double least, double most) {
        samples.finish(samples.start(), least, most);
    }

    /** As a fixed interval sees it, whose first question comes at random. */
    private void asked(double duration, double interval, Random random) {
        double at = interval * random.nextDouble();
        double before = 0;
        for (; at < duration; at += interval) {
            before = at;
        }
        add(before, at);
    }

    @Property(tries = 300)
    void anythingThatWasSeenMakesADistribution(
            @ForAll @Size(min = 1, max = 60) List<@DoubleRange(min = 0, max = 2000) Double> from,
            @ForAll @Size(min = 60, max = 60) List<@DoubleRange(min = 0, max = 100) Double> lengths) {
        DurationSamples seen = new DurationSamples();
        for (int i = 0; i < from.size(); i++) {
            double length = lengths.get(i);
            // lengths from nothing to infinity, and jobs that are still under way
            long number = seen.start();
            if (length > 95) {
                seen.pending(number, from.get(i));
            } else {
                seen.finish(number, from.get(i), length > 80 ? Double.POSITIVE_INFINITY : from.get(i) + length);
            }
        }
        long number = seen.start();
        seen.finish(number, 1, 2);

        DurationDistribution distribution = seen.estimate();
        for (int i = 0; i < distribution.size(); i++) {
            assertThat(distribution.share(i)).isBetween(i == 0 ? 0 : distribution.share(i - 1), 1.0);
            assertThat(distribution.time(i)).isGreaterThanOrEqualTo(i == 0 ? 0 : distribution.time(i - 1)).isFinite();
        }
        assertThat(distribution.share(distribution.size() - 1)).as("nothing is longer than all").isLessThan(1);
        double before = 0;
        for (double at = 0; at < 2200; at += 13) {
            assertThat(distribution.shareUntil(at)).isBetween(before, 1.0);
            before = distribution.shareUntil(at);
        }
        // and a plan can be made of it that asks within its bounds at any age
        PollPlan plan = new PollPlan(distribution, 5, 1, 30);
        for (double age = 0; age < 2200; age += 7.3) {
            assertThat(plan.gap(age)).isBetween(1.0, 30.0);
        }
    }

    @Test
    void questionsFarApartTellMoreTogetherThanAlone() {
        Random random = new Random(1);
        for (int i = 0; i < 300; i++) {
            asked(25 + 10 * random.nextDouble(), 10, random);
        }
        DurationDistribution distribution = samples.estimate();
        for (double time : new double[] { 20, 25, 27.5, 30, 32.5, 35, 40 }) {
            double truth = Math.max(0, Math.min(1, (time - 25) / 10));
            assertThat(distribution.shareUntil(time)).as("until %s s", time).isCloseTo(truth, within(0.1));
        }
    }

    @Test
    void whatBeginsTogetherAndIsKnownFirstIsNotTakenForTheWhole() {
        Random random = new Random(1);
        List<Double> durations = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            durations.add(30 + 60 * random.nextDouble());
        }
        // an eighth of them is done after 37.5 s; the others are known to go on
        for (double duration : durations) {
            long number = samples.start();
            if (duration <= 37.5) {
                samples.finish(number, duration - 1, duration + 1);
            } else {
                samples.pending(number, 37.5);
            }
        }
        assertThat(samples.known()).isBetween(15, 35);
        assertThat(samples.estimate().shareUntil(37.5)).isCloseTo(0.125, within(0.06));
    }

    @Test
    void whoGivesUpTeachesThatItTakesLonger() {
        for (int i = 0; i < 90; i++) {
            add(29, 31);
        }
        for (int i = 0; i < 10; i++) {
            add(600, Double.POSITIVE_INFINITY);
        }
        assertThat(samples.known()).isEqualTo(90);
        assertThat(samples.estimate().shareUntil(500)).isCloseTo(0.9, within(0.05));
    }

    @Test
    void newOnesCountMore() {
        for (int i = 0; i < 400; i++) {
            add(59, 61);
        }
        for (int i = 0; i < 112; i++) {
            add(29, 31);
        }
        // 112 of 512, and nearly half of the weight
        assertThat(samples.estimate().shareUntil(45)).isBetween(0.4, 0.55);
    }

    @Test
    void noMoreThanACertainNumberIsKept() {
        for (int i = 0; i < 3 * DurationSamples.CAPACITY; i++) {
            add(i, i + 1);
        }
        assertThat(samples.known()).isEqualTo(DurationSamples.CAPACITY);
        assertThat(samples.estimate().shareUntil(2 * DurationSamples.CAPACITY - 1)).as("the older ones are gone")
                .isLessThan(0.02);
    }

    @Test
    void jobsUnderWayLeaveRoomForOthers() {
        List<Long> numbers = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            numbers.add(samples.start());
        }
        assertThat(numbers).filteredOn(number -> number != DurationSamples.NONE).hasSize(DurationSamples.CAPACITY / 2);
        ToDoubleFunction<Long> end = number -> samples.finish(number, 1, 2) ? 1 : 0;
        assertThat(numbers.stream().mapToDouble(end).sum()).isEqualTo(DurationSamples.CAPACITY / 2.0);
        assertThat(samples.start()).isNotEqualTo(DurationSamples.NONE);
    }

    @Test
    void whatBeganBeforeAllWasForgottenTeachesNothing() {
        long old = samples.start();
        samples.clear();
        long fresh = samples.start();
        assertThat(samples.finish(old, 59, 61)).isFalse();
        assertThat(samples.finish(fresh, 29, 31)).isTrue();
        assertThat(samples.known()).isEqualTo(1);
    }
}
