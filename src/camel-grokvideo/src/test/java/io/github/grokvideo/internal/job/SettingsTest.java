package io.github.grokvideo.internal.job;

import java.time.Clock;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.github.grokvideo.internal.job.polling.AdaptivePolling;
import io.github.grokvideo.internal.job.results.ResultSettings;
import io.github.grokvideo.store.MemoryJobStore;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** Settings with which time could not be reckoned are refused when they are made. */
class SettingsTest {

    private static final Duration OK = Duration.ofSeconds(5);

    private static Arguments time(String name, Consumer<Duration> made) {
        return arguments(name, made);
    }

    private static Stream<Arguments> times() {
        return Stream.of(
                time("pollInterval", time -> new JobSettings(time, OK, OK, 0)),
                time("jobTimeout", time -> new JobSettings(OK, time, OK, 0)),
                time("requestTimeout", time -> new JobSettings(OK, OK, time, 0)),
                time("webhookInterval", time -> new JobSettings(OK, OK, OK, 0, time == null ? Duration.ZERO : time, OK)),
                time("submissionGap", time -> new JobSettings(OK, OK, OK, 0, null, time)),
                time("shortest", time -> new AdaptivePolling(time, TimeLimit.MAX)),
                time("claimInterval", time -> new ResultSettings(1, 1, time, OK, OK)),
                time("lease", time -> new ResultSettings(1, 1, OK, time, OK)),
                time("redeliveryDelay", time -> new ResultSettings(1, 1, OK, OK, time)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("times")
    void aTimeThatCannotBeIsRefused(String name, Consumer<Duration> made) {
        for (Duration time : new Duration[] {
                null, Duration.ofNanos(-1), Duration.ofSeconds(Long.MIN_VALUE), Duration.ofSeconds(Long.MAX_VALUE),
                Duration.ofMillis(Long.MAX_VALUE), TimeLimit.MAX.plusNanos(1) }) {
            assertThatThrownBy(() -> made.accept(time)).isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(name + ": ").hasMessageContaining(": invalid value ")
                    .hasMessageContaining(", expected a time ");
        }
        assertThatCode(() -> made.accept(TimeLimit.MAX)).doesNotThrowAnyException();
        assertThatCode(() -> made.accept(Duration.ofNanos(1))).doesNotThrowAnyException();
    }

    @Test
    void aNumberThatCannotBeIsRefused() {
        for (ThrowingCallable made : new ThrowingCallable[] {
                () -> new JobSettings(OK, OK, OK, -1), () -> new ResultSettings(0, 1, OK, OK, OK),
                () -> new ResultSettings(1, 0, OK, OK, OK), () -> new VideoJobs.Bounds(-1, 1),
                () -> new VideoJobs.Bounds(0, 0), () -> new VideoJobs.Bounds(0, -1), () -> new VideoJobs.Bounds(0, Double.NaN),
                () -> new MemoryJobStore(Clock.systemUTC(), -1),
                () -> new AdaptivePolling(OK, OK.minusNanos(1)) }) {
            assertThatThrownBy(made).isInstanceOf(IllegalArgumentException.class)
                    .hasMessageMatching(".*: invalid values? .*, expected .*");
        }
    }
}
