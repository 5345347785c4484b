package io.github.grokvideo.internal.time;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;

import io.github.grokvideo.internal.job.VirtualTimer;
import io.github.grokvideo.internal.time.CoalescingTimer.Entry;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class CoalescingTimerTest {

    private static final Duration DELAY = Duration.ofSeconds(30);
    private static final Duration SLACK = Duration.ofSeconds(1);

    private final VirtualTimer timer = new VirtualTimer();
    private final CoalescingTimer coalescing = new CoalescingTimer(timer, timer::nanoTime);
    private final List<Integer> ran = new ArrayList<>();

    @Property
    void nothingRunsEarlyOrLateByMoreThanItsSlack(
            @ForAll @LongRange(min = -5, max = 1L << 50) long delay, @ForAll @LongRange(min = -5, max = 1L << 40) long slack,
            @ForAll @LongRange(max = 1L << 40) long before) {
        List<Long> after = new ArrayList<>();
        timer.advance(Duration.ofNanos(before));
        long now = timer.nanoTime();
        coalescing.schedule(Duration.ofNanos(delay), Duration.ofNanos(slack), () -> after.add(timer.nanoTime() - now));
        long least = Math.max(0, delay);
        long most = least + Math.max(0, slack - 1);
        timer.advance(Duration.ofNanos(most));
        assertThat(after).singleElement()
                .satisfies(lapse -> assertThat(lapse).isBetween(least, most));
    }

    @Property
    void whatIsCancelledDoesNotRunAndAllElseDoesInItsOrder(@ForAll @Size(max = 40) List<Boolean> cancelled) {
        ran.clear();
        List<Integer> expected = new ArrayList<>();
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < cancelled.size(); i++) {
            entries.add(schedule(i));
        }
        for (int i = 0; i < cancelled.size(); i++) {
            if (cancelled.get(i)) {
                assertThat(entries.get(i).cancel()).isTrue();
                assertThat(entries.get(i).cancel()).isFalse();
            } else {
                expected.add(i);
            }
        }
        timer.advance(DELAY.multipliedBy(2));
        assertThat(ran).isEqualTo(expected);
        assertThat(entries).noneMatch(Entry::cancel);
    }

    private Entry schedule(int number) {
        return coalescing.schedule(DELAY, SLACK, () -> ran.add(number));
    }

    @Test
    void whatRunsMayCancelWhatIsDueWithIt() {
        List<Entry> entries = new ArrayList<>();
        entries.add(coalescing.schedule(DELAY, SLACK, () -> assertThat(entries.get(2).cancel()).isTrue()));
        entries.add(schedule(1));
        entries.add(schedule(2));
        timer.advance(DELAY.multipliedBy(2));
        assertThat(ran).containsExactly(1);
    }

    @Test
    void whatFailsDoesNotKeepTheOthersFromRunning() {
        coalescing.schedule(DELAY, SLACK, () -> {
            throw new StackOverflowError("of no matter");
        });
        schedule(1);
        timer.advance(DELAY.multipliedBy(2));
        assertThat(ran).containsExactly(1);
    }

    @Test
    void whatIsDueTogetherTakesOneEntryOfTheTimer() {
        for (int i = 0; i < 1000; i++) {
            schedule(i);
            timer.advance(Duration.ofMillis(10));
        }
        assertThat(timer.pending()).isBetween(10, 30);
        timer.advance(DELAY.multipliedBy(2));
        assertThat(ran).hasSize(1000);
        assertThat(timer.pending()).isZero();
    }

    @Test
    void aTimerThatHasStoppedTakesNothing() {
        timer.shutdownNow();
        assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> schedule(1));
    }
}
