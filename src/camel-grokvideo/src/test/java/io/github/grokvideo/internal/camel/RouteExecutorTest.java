package io.github.grokvideo.internal.camel;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionHandler;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@Tag("slow")
class RouteExecutorTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final AtomicInteger additional = new AtomicInteger();
    private final AtomicInteger done = new AtomicInteger();
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private ExecutorService pool = Executors.newFixedThreadPool(2);

    private RouteExecutor executor() {
        return new RouteExecutor(pool, task -> {
            additional.incrementAndGet();
            Thread thread = new Thread(task, "additional");
            thread.setDaemon(true);
            return thread;
        }, timer);
    }

    @AfterEach
    void stop() {
        timer.shutdownNow();
        pool.shutdownNow();
    }

    private void task() {
        threads.add(Thread.currentThread());
        done.incrementAndGet();
    }

    // 500 that each wait for another, which waits for a third
    @Test
    void chainsOfTasksThatWaitForEachOtherEnd() {
        RouteExecutor executor = executor();
        for (int i = 0; i < 500; i++) {
            executor.execute(() -> {
                awaitOf(executor, () -> awaitOf(executor, () -> {
                }));
                done.incrementAndGet();
            });
        }
        await().atMost(PATIENCE).until(() -> done.get() == 500);
        executor.awaitIdle(PATIENCE);
        assertThat(additional).hasPositiveValue();
    }

    private static void awaitOf(RouteExecutor executor, Runnable task) {
        CountDownLatch latch = new CountDownLatch(1);
        executor.execute(() -> {
            task.run();
            latch.countDown();
        });
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whatDoesNotWaitUsesThePoolOnly() {
        RouteExecutor executor = executor();
        for (int i = 0; i < 20_000; i++) {
            executor.execute(this::task);
        }
        await().atMost(PATIENCE).until(() -> done.get() == 20_000);
        assertThat(additional).hasValue(0);
        assertThat(threads).hasSizeLessThanOrEqualTo(2).doesNotContain(Thread.currentThread());
    }

    @Test
    void whatThePoolRejectsRunsOnNeitherTheCallerNorTheTimer() {
        for (RejectedExecutionHandler handler : new RejectedExecutionHandler[] {
                new ThreadPoolExecutor.AbortPolicy(), new ThreadPoolExecutor.CallerRunsPolicy(),
                new ThreadPoolExecutor.DiscardPolicy(), new ThreadPoolExecutor.DiscardOldestPolicy() }) {
            pool.shutdownNow();
            pool = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(1), handler);
            done.set(0);
            RouteExecutor executor = executor();
            CountDownLatch release = new CountDownLatch(1);
            pool.execute(() -> {
                try {
                    release.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            for (int i = 0; i < 100; i++) {
                executor.execute(this::task);
            }
            await().atMost(PATIENCE).until(() -> done.get() == 100);
            release.countDown();
        }
        assertThat(threads).doesNotContain(Thread.currentThread()).allSatisfy(
                thread -> assertThat(thread.getName()).doesNotStartWith("pool-1-"));
    }

    @Test
    void whatComesWhenPoolAndTimerHaveStoppedStillRuns() {
        pool.shutdownNow();
        timer.shutdownNow();
        RouteExecutor executor = executor();
        CountDownLatch second = new CountDownLatch(1);
        executor.execute(() -> {
            try {
                second.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            task();
        });
        executor.execute(() -> {
            task();
            second.countDown();
        });
        await().atMost(PATIENCE).until(() -> done.get() == 2);
        assertThat(threads).doesNotContain(Thread.currentThread());
    }

    @Test
    void tasksThatSleepKeepTheBoundForAWhile() throws Exception {
        RouteExecutor executor = executor();
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        for (int i = 0; i < 40; i++) {
            executor.execute(() -> {
                most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                try {
                    Thread.sleep(100);
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                inside.decrementAndGet();
                done.incrementAndGet();
            });
        }
        await().atMost(PATIENCE).until(() -> done.get() == 40);
        assertThat(most).hasValueLessThanOrEqualTo(2);
    }

    @Test
    void anErrorEndsNothingButItsTask() {
        RouteExecutor executor = executor();
        executor.execute(() -> {
            throw new StackOverflowError();
        });
        executor.execute(this::task);
        await().atMost(PATIENCE).until(() -> done.get() == 1);
    }
}
