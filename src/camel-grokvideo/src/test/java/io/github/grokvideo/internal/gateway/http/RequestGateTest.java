package io.github.grokvideo.internal.gateway.http;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RequestGateTest {

    @Test
    void letsSoManyInAndTheOthersInTurn() {
        RequestGate gate = new RequestGate(2);
        List<Integer> inside = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            int number = i;
            gate.enter(() -> inside.add(number));
        }
        assertThat(inside).containsExactly(0, 1);
        gate.leave();
        assertThat(inside).containsExactly(0, 1, 2);
        gate.leave();
        gate.leave();
        assertThat(inside).containsExactly(0, 1, 2, 3, 4);
        gate.leave();
        gate.leave();
        gate.enter(() -> inside.add(5));
        gate.enter(() -> inside.add(6));
        gate.enter(() -> inside.add(7));
        assertThat(inside).endsWith(5, 6);
    }

    @Test
    void whoLeavesAtOnceMakesRoomWithoutRecursion() {
        RequestGate gate = new RequestGate(1);
        AtomicInteger ran = new AtomicInteger();
        gate.enter(() -> {
        });
        for (int i = 0; i < 100_000; i++) {
            gate.enter(() -> {
                ran.incrementAndGet();
                gate.leave();
            });
        }
        assertThat(ran).hasValue(0);
        gate.leave();
        assertThat(ran).hasValue(100_000);
    }

    @Test
    void holdsAmongManyThreads() throws Exception {
        int permits = 3;
        int requests = 20_000;
        RequestGate gate = new RequestGate(permits);
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(requests);
        ExecutorService pool = Executors.newFixedThreadPool(8);
        try {
            IntStream.range(0, requests).forEach(i -> pool.execute(() -> gate.enter(() -> {
                most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                pool.execute(() -> {
                    inside.decrementAndGet();
                    gate.leave();
                    done.countDown();
                });
            })));
            assertThat(done.await(20, TimeUnit.SECONDS)).as("nobody is forgotten").isTrue();
        } finally {
            pool.shutdownNow();
        }
        assertThat(most.get()).isBetween(1, permits);
    }

    @Test
    void needsAPermit() {
        assertThatThrownBy(() -> new RequestGate(0)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("permits must be at least 1, was 0");
    }
}
