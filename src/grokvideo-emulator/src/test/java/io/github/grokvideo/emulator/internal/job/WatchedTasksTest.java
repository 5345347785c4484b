package io.github.grokvideo.emulator.internal.job;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

@Tag("slow")
class WatchedTasksTest {

    private static final Duration NEVER = Duration.ofMinutes(10);
    private static final Duration SOON = Duration.ofMillis(400);

    private final CountDownLatch end = new CountDownLatch(1);
    private final List<String> events = new CopyOnWriteArrayList<>();
    private WatchedTasks tasks;

    @AfterEach
    void close() throws InterruptedException {
        end.countDown();
        tasks.close();
        assertThat(tasks.awaitEnd(Duration.ofSeconds(30))).isTrue();
    }

    private WatchedTasks.Task named(String name) {
        return task(name, run -> {
        });
    }

    private interface Work {
        void run(WatchedTasks.Run run) throws InterruptedException;
    }

    private WatchedTasks.Task task(String name, Work work) {
        return new WatchedTasks.Task() {
            @Override
            public void run(WatchedTasks.Run run) {
                events.add(name);
                try {
                    work.run(run);
                } catch (InterruptedException e) {
                    events.add(name + " interrupted");
                }
            }

            @Override
            public void abandon() {
                events.add(name + " abandoned");
            }
        };
    }

    /** Like native code: of no use to interrupt it. */
    private void endless() {
        while (end.getCount() > 0) {
            Thread.onSpinWait();
        }
    }

    @Test
    void runsInOrderOneAtATime() {
        tasks = new WatchedTasks("test", 1, NEVER);
        for (int i = 0; i < 200; i++) {
            tasks.submit(named(Integer.toString(i)));
        }
        await().until(() -> events.size() == 200);
        assertThat(events.stream().map(Integer::valueOf)).isSorted();
    }

    @Test
    void whatStallsMakesRoomLongBeforeItIsAbandoned() {
        tasks = new WatchedTasks("test", 1, NEVER);
        tasks.submit(task("stalled", run -> end.await()));
        tasks.submit(named("next"));
        tasks.submit(named("last"));
        await().until(() -> events.contains("last"));
        assertThat(events).containsExactly("stalled", "next", "last");
    }

    @Test
    void aTaskThatMakesProgressKeepsItsSlot() {
        tasks = new WatchedTasks("test", 1, SOON);
        tasks.submit(task("long", run -> {
            // for longer than a task without progress is waited for
            for (int i = 0; i < 30; i++) {
                run.progress();
                TimeUnit.MILLISECONDS.sleep(SOON.toMillis() / 10);
            }
            events.add("long ended");
        }));
        tasks.submit(named("next"));
        await().until(() -> events.contains("next"));
        assertThat(events).containsExactly("long", "long ended", "next");
    }

    @Test
    void whatStallsForTooLongIsInterruptedAndAbandoned() {
        tasks = new WatchedTasks("test", 1, SOON);
        tasks.submit(task("stalled", run -> end.await()));
        await().until(() -> events.size() == 3);
        assertThat(events).containsExactlyInAnyOrder("stalled", "stalled interrupted", "stalled abandoned");
    }

    @Test
    void whatCannotBeInterruptedIsAbandonedAsWell() {
        tasks = new WatchedTasks("test", 1, SOON);
        for (int i = 0; i < 3; i++) {
            tasks.submit(task("endless", run -> endless()));
        }
        tasks.submit(named("good"));
        await().until(() -> events.contains("good") && events.stream().filter("endless abandoned"::equals).count() == 3);
    }

    @Test
    void moreThanTheMaximumOfStalledTasksBlockOthersOnlyUntilTheyAreAbandoned() {
        tasks = new WatchedTasks("test", 2, SOON);
        for (int i = 0; i < 30; i++) {
            tasks.submit(task("stalled", run -> end.await()));
        }
        tasks.submit(named("good"));
        await().atMost(60, TimeUnit.SECONDS).until(() -> events.contains("good"));
    }

    @Test
    void aTaskThatFailsUnexpectedlyReleasesItsSlot() {
        tasks = new WatchedTasks("test", 1, NEVER);
        tasks.submit(task("broken", run -> {
            throw new AssertionError("on purpose");
        }));
        tasks.submit(named("good"));
        await().until(() -> events.contains("good"));
    }

    @Test
    void takesNothingWhenClosed() {
        tasks = new WatchedTasks("test", 1, NEVER);
        tasks.close();
        assertThatThrownBy(() -> tasks.submit(named("late"))).isInstanceOf(RejectedExecutionException.class);
        assertThat(events).isEmpty();
    }
}
