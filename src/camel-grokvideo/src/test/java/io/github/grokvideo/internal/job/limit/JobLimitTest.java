package io.github.grokvideo.internal.job.limit;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class JobLimitTest {

    private final List<Integer> begun = new ArrayList<>();

    private Waiter waiter(int number, boolean active) {
        return new Waiter() {
            @Override
            public boolean isActive() {
                return active;
            }

            @Override
            public void proceed() {
                begun.add(number);
            }
        };
    }

    @Test
    void theRestIsQueued() {
        JobLimit limit = new JobLimit(2, Runnable::run);
        List<Waiter> waiters = IntStream.range(0, 5).mapToObj(i -> waiter(i, true)).toList();
        waiters.forEach(limit::enter);
        assertThat(begun).containsExactly(0, 1);
        limit.leave(waiters.get(0));
        assertThat(begun).containsExactly(0, 1, 2);
        limit.leave(waiters.get(1));
        limit.leave(waiters.get(2));
        assertThat(begun).containsExactly(0, 1, 2, 3, 4);
        limit.leave(waiters.get(3));
        limit.leave(waiters.get(4));
        limit.enter(waiter(5, true));
        assertThat(begun).endsWith(5);
    }

    @Test
    void oneThatIsNotActiveAnyMoreTakesNoRoom() {
        JobLimit limit = new JobLimit(1, Runnable::run);
        Waiter first = waiter(0, true);
        limit.enter(first);
        limit.enter(waiter(1, false));
        limit.enter(waiter(2, true));
        limit.leave(first);
        assertThat(begun).containsExactly(0, 2);
    }

    @Test
    void oneThatLeavesTheQueueTakesAndGivesNoRoom() {
        JobLimit limit = new JobLimit(1, Runnable::run);
        Waiter first = waiter(0, true);
        Waiter queued = waiter(1, true);
        limit.enter(first);
        limit.enter(queued);
        limit.leave(queued);
        limit.leave(queued);
        assertThat(limit.waiting()).isZero();
        limit.enter(waiter(2, true));
        assertThat(begun).containsExactly(0);
        limit.leave(first);
        limit.leave(first);
        assertThat(begun).containsExactly(0, 2);
        limit.enter(waiter(3, true));
        assertThat(begun).as("leaving twice frees no second place").containsExactly(0, 2);
    }

    @Test
    void zeroIsNoLimit() {
        JobLimit limit = new JobLimit(0, Runnable::run);
        for (int i = 0; i < 1000; i++) {
            limit.enter(waiter(i, true));
        }
        assertThat(begun).hasSize(1000);
    }
}
