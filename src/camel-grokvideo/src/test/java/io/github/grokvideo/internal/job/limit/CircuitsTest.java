package io.github.grokvideo.internal.job.limit;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import io.github.grokvideo.internal.gateway.CallFailure;
import io.github.grokvideo.internal.gateway.Failures;
import io.github.grokvideo.store.JobKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** A gateway that is down is asked by one submission at a time, less and less often, until it answers. */
class CircuitsTest {

    private static final JobKey ACCOUNT = new JobKey("lumenfall", "https://gateway", "a");
    private static final JobKey OTHER_ACCOUNT = new JobKey("lumenfall", "https://gateway", "b");

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
    private final Circuits circuits = new Circuits(now::get);

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    private void fails(int times, CallFailure failure) {
        for (int i = 0; i < times; i++) {
            circuits.failed(ACCOUNT, failure);
        }
    }

    private static CallFailure answered(int status) {
        return Failures.answered(status, null);
    }

    @Test
    void isClosedAtFirst() {
        assertThat(circuits.state(ACCOUNT)).isEqualTo(Circuits.State.CLOSED);
        assertThat(circuits.pass(ACCOUNT)).isTrue();
    }

    @Test
    void opensAfterSomeFailuresInARow() {
        fails(2, answered(503));
        circuits.answered(ACCOUNT);
        fails(2, answered(503));
        assertThat(circuits.pass(ACCOUNT)).isTrue();
        fails(1, answered(503));
        assertThat(circuits.pass(ACCOUNT)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = { 401, 402, 403, 429 })
    void opensAtOnceIfEverythingIsRefused(int status) {
        fails(1, answered(status));
        assertThat(circuits.state(ACCOUNT)).isEqualTo(Circuits.State.OPEN);
    }

    @ParameterizedTest
    @ValueSource(ints = { 400, 404, 413, 422 })
    void aRefusalOfTheRequestIsAnAnswer(int status) {
        fails(2, answered(503));
        fails(1, answered(status));
        fails(2, answered(503));
        assertThat(circuits.state(ACCOUNT)).isEqualTo(Circuits.State.CLOSED);
    }

    @Test
    void isOfTheAccount() {
        fails(1, answered(402));
        assertThat(circuits.isPassable(OTHER_ACCOUNT)).isTrue();
    }

    @Test
    void oneProbeComesThrough() {
        fails(1, answered(402));
        pass(Duration.ofSeconds(29));
        assertThat(circuits.pass(ACCOUNT)).isFalse();
        pass(Duration.ofSeconds(1));
        assertThat(circuits.state(ACCOUNT)).isEqualTo(Circuits.State.HALF_OPEN);
        assertThat(circuits.pass(ACCOUNT)).isTrue();
        assertThat(circuits.pass(ACCOUNT)).as("the second").isFalse();
    }

    @Test
    void aProbeThatIsAnsweredCloses() {
        fails(1, answered(402));
        pass(Duration.ofSeconds(30));
        circuits.pass(ACCOUNT);
        circuits.answered(ACCOUNT);
        assertThat(circuits.pass(ACCOUNT)).isTrue();
        assertThat(circuits.pass(ACCOUNT)).isTrue();
    }

    @Test
    void aProbeThatIsLostIsReplaced() {
        fails(1, answered(402));
        pass(Duration.ofSeconds(30));
        circuits.pass(ACCOUNT);
        pass(Duration.ofSeconds(30));
        assertThat(circuits.pass(ACCOUNT)).isTrue();
    }

    @Test
    void probesBecomeLessFrequentWithinALimit() {
        fails(1, answered(402));
        Duration length = Duration.ofSeconds(30);
        for (int i = 0; i < 8; i++) {
            pass(length.minusSeconds(1));
            assertThat(circuits.pass(ACCOUNT)).isFalse();
            pass(Duration.ofSeconds(1));
            assertThat(circuits.pass(ACCOUNT)).isTrue();
            fails(1, answered(503));
            length = length.multipliedBy(2).compareTo(Duration.ofMinutes(5)) < 0
                    ? length.multipliedBy(2) : Duration.ofMinutes(5);
        }
    }

    @Test
    void failuresOfWhatWasSentBeforeDoNotCount() {
        fails(100, answered(503));
        pass(Duration.ofSeconds(30));
        assertThat(circuits.pass(ACCOUNT)).isTrue();
    }

    @Test
    void whatTheGatewayAsksForIsBounded() {
        fails(1, Failures.answered(429, "86400"));
        pass(Duration.ofMinutes(5));
        assertThat(circuits.pass(ACCOUNT)).isTrue();
    }
}
