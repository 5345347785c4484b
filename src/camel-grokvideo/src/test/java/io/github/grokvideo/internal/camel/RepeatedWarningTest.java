package io.github.grokvideo.internal.camel;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import io.github.grokvideo.emulator.ManualClock;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RepeatedWarningTest {

    private final List<String> log = new ArrayList<>();
    private final ManualClock clock = new ManualClock(Instant.EPOCH);
    private final RepeatedWarning warning = new RepeatedWarning(clock, log::add);

    @Test
    void theFirstOfEachReasonIsToldAtOnce() {
        IntStream.range(0, 10_000).forEach(i -> warning.log("a", "a " + i));
        warning.log("b", "b");
        assertThat(log).containsExactly("a 0", "b");
    }

    @Test
    void oneLineAMinuteTellsTheNumberOfTheOthers() {
        for (int second = 0; second < 180; second++) {
            warning.log("a", "at " + second);
            clock.advance(Duration.ofSeconds(1));
        }
        assertThat(log).containsExactly(
                "at 0", "at 60 (and 59 more since this was last reported)",
                "at 120 (and 59 more since this was last reported)");
    }
}
