package io.github.grokvideo.emulator;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Settings with which no emulator could work are refused when they are made. */
class SettingsTest {

    private static Stream<Consumer<Duration>> times() {
        return Stream.of(
                time -> GatewayEmulator.builder().queueTime(time), time -> GatewayEmulator.builder().renderTime(time),
                time -> GatewayEmulator.builder().mediaTimeToLive(time),
                time -> GatewayEmulator.builder().webhookRetryDelays(Duration.ZERO, time), Fault::delay,
                time -> Fault.status(500).delayedBy(time));
    }

    @ParameterizedTest
    @MethodSource("times")
    void aTimeThatCannotBeIsRefused(Consumer<Duration> made) {
        for (Duration time : new Duration[] {
                Duration.ofNanos(-1), Duration.ofSeconds(Long.MAX_VALUE), Duration.ofDays(3650).plusNanos(1) }) {
            assertThatThrownBy(() -> made.accept(time)).isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(" must ").hasMessageContaining(time.toString());
        }
        assertThatCode(() -> made.accept(Duration.ofDays(3650))).doesNotThrowAnyException();
        assertThatCode(() -> made.accept(Duration.ZERO)).doesNotThrowAnyException();
    }

    @Test
    void aNegativeNumberIsRefused() {
        GatewayEmulator.Builder builder = GatewayEmulator.builder();
        assertThatThrownBy(() -> builder.maxJobs(-1)).hasMessage("maxJobs must not be negative, but is -1");
        assertThatThrownBy(() -> builder.maxBodyBytes(-1)).hasMessageContaining("maxBodyBytes");
        assertThatThrownBy(() -> builder.maxMediaBytes(-1)).hasMessageContaining("maxMediaBytes");
        assertThatThrownBy(() -> builder.maxRecordedRequests(-1)).hasMessageContaining("maxRecordedRequests");
    }
}
