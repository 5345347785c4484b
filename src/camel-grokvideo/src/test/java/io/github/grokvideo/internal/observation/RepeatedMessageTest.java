package io.github.grokvideo.internal.observation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RepeatedMessageTest {

    private final List<String> log = new ArrayList<>();
    private final List<Runnable> minutes = new ArrayList<>();
    private final RepeatedMessage message = new RepeatedMessage((time, task) -> {
        assertThat(time).isEqualTo(Duration.ofMinutes(1));
        minutes.add(task);
    }, log::add);

    private void aMinuteLater() {
        List<Runnable> due = List.copyOf(minutes);
        minutes.clear();
        due.forEach(Runnable::run);
    }

    @Test
    void theFirstOfEachReasonIsLoggedAtOnce() {
        IntStream.range(0, 10_000).forEach(i -> message.log("a", "a " + i));
        message.log("b", "b");
        assertThat(log).containsExactly("a 0", "b");
    }

    @Test
    void oneLineAMinuteTellsTheNumberOfTheOthers() {
        for (int second = 0; second < 180; second++) {
            if (second % 60 == 0) {
                aMinuteLater();
            }
            message.log("a", "at " + second);
        }
        aMinuteLater();
        assertThat(log).containsExactly("at 0", "at 59 (the last of 59 within a minute)",
                "at 119 (the last of 60 within a minute)", "at 179 (the last of 60 within a minute)");
    }

    @Test
    void theNumberIsToldAlsoIfNothingFollows() {
        message.log("a", "first");
        message.log("a", "second");
        aMinuteLater();
        assertThat(log).containsExactly("first", "second");
        aMinuteLater();
        message.log("a", "third");
        assertThat(log).containsExactly("first", "second", "third");
        assertThat(minutes).as("nothing is kept for what is over").hasSize(1);
    }

    @Test
    void withoutATimerEachIsLogged() {
        RepeatedMessage stopped = new RepeatedMessage((time, task) -> {
            throw new RejectedExecutionException("stopped");
        }, log::add);
        stopped.log("a", "first");
        stopped.log("a", "second");
        assertThat(log).containsExactly("first", "second");
    }
}
