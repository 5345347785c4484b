package io.github.grokvideo.internal.job.limit;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

class OpenSubmissionsTest {

    private static final String GATEWAY = "https://gateway";

    private final OpenSubmissions open = new OpenSubmissions(2);
    private final List<Integer> begun = new ArrayList<>();
    private final Set<Integer> inactive = new HashSet<>();

    private Waiter waiter(int number) {
        return new Waiter() {
            @Override
            public boolean isActive() {
                return !inactive.contains(number);
            }

            @Override
            public void proceed() {
                begun.add(number);
            }
        };
    }

    private List<Waiter> entered(int count) {
        List<Waiter> waiters = IntStream.range(0, count).mapToObj(this::waiter).toList();
        waiters.forEach(waiter -> open.enter(GATEWAY, waiter));
        return waiters;
    }

    @Test
    void theOthersAreQueuedInOrder() {
        List<Waiter> waiters = entered(5);
        assertThat(begun).containsExactly(0, 1);
        assertThat(open.waiting(GATEWAY)).isEqualTo(3);
        open.leave(GATEWAY, waiters.get(1));
        assertThat(begun).containsExactly(0, 1, 2);
        waiters.forEach(waiter -> open.leave(GATEWAY, waiter));
        waiters.forEach(waiter -> open.leave(GATEWAY, waiter));
        entered(2);
        assertThat(begun).as("whoever leaves twice leaves once").endsWith(0, 1);
        assertThat(open.waiting(GATEWAY)).isZero();
    }

    @Test
    void gatewaysDoNotWaitForOneAnother() {
        entered(3);
        open.enter("https://other", waiter(7));
        assertThat(begun).containsExactly(0, 1, 7);
    }

    @Test
    void whoHasLeftTheQueueOrIsNotActiveTakesNoPlace() {
        List<Waiter> waiters = entered(5);
        open.leave(GATEWAY, waiters.get(2));
        inactive.add(3);
        assertThat(begun).containsExactly(0, 1);
        open.leave(GATEWAY, waiters.get(0));
        assertThat(begun).containsExactly(0, 1, 4);
    }

    @Test
    void oneThatThrowsDoesNotKeepTheOthersOut() {
        Waiter broken = new Waiter() {
            @Override
            public boolean isActive() {
                return true;
            }

            @Override
            public void proceed() {
                throw new IllegalStateException("broken");
            }
        };
        assertThatThrownBy(() -> open.enter(GATEWAY, broken)).hasMessage("broken");
        open.leave(GATEWAY, broken);
        entered(2);
        assertThat(begun).containsExactly(0, 1);
    }

    @Test
    void threadsThatComeAndGoNeverExceedTheLimitAndNobodyIsForgotten() throws InterruptedException {
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        AtomicInteger done = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        ExecutorService responses = Executors.newFixedThreadPool(2);
        int count = 20_000;
        for (int i = 0; i < count; i++) {
            threads.execute(() -> open.enter(GATEWAY, new Waiter() {
                @Override
                public boolean isActive() {
                    return true;
                }

                @Override
                public void proceed() {
                    most.accumulateAndGet(now.incrementAndGet(), Math::max);
                    responses.execute(() -> {
                        now.decrementAndGet();
                        done.incrementAndGet();
                        open.leave(GATEWAY, this);
                    });
                }
            }));
        }
        threads.shutdown();
        assertThat(threads.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
        await().until(() -> done.get() == count);
        responses.shutdown();
        assertThat(responses.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
        assertThat(most.get()).isEqualTo(2);
    }
}
