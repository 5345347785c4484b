package io.github.grokvideo.gateway;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.grokvideo.job.VirtualTimer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TimeLimitsTest {

    private static final Duration LENGTH = Duration.ofSeconds(30);

    private final VirtualTimer timer = new VirtualTimer();
    private final TimeLimits limits = new TimeLimits(timer, timer::nanoTime);

    @Property
    void isNeverReachedEarlyAndHardlyLate(
            @ForAll @LongRange(min = 1, max = 1L << 50) long length, @ForAll @LongRange(max = 1L << 40) long before) {
        List<Long> reached = new ArrayList<>();
        timer.advance(Duration.ofNanos(before));
        long set = timer.nanoTime();
        limits.set(Duration.ofNanos(length), () -> reached.add(timer.nanoTime() - set));
        timer.advance(Duration.ofNanos(2 * length));
        assertThat(reached).singleElement().satisfies(after -> assertThat(after).isBetween(length, length + length / 32));
    }

    @Test
    void whatIsLiftedIsNotReached() {
        List<String> reached = new ArrayList<>();
        Runnable lift = limits.set(LENGTH, () -> reached.add("lifted"));
        limits.set(LENGTH, () -> reached.add("not lifted"));
        lift.run();
        timer.advance(LENGTH.multipliedBy(2));
        assertThat(reached).containsExactly("not lifted");
        lift.run();
    }

    @Test
    void limitsThatEndTogetherTakeOneEntryOfTheTimer() {
        List<Integer> reached = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            int number = i;
            limits.set(LENGTH, () -> reached.add(number));
            timer.advance(Duration.ofMillis(10));
        }
        assertThat(timer.pending()).isBetween(10, 30);
        timer.advance(LENGTH.multipliedBy(2));
        assertThat(reached).hasSize(1000);
        assertThat(timer.pending()).isZero();
    }
}
