package io.github.grokvideo.emulator.internal.fault;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.grokvideo.emulator.Fault;
import io.github.grokvideo.emulator.Operation;
import io.github.grokvideo.emulator.internal.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FaultJsonTest {

    static List<Fault> faults() {
        return List.of(
                Fault.none(), Fault.delay(Duration.ofMillis(150)), Fault.status(429).retryAfter(2).times(3),
                Fault.status(502).body("<html>").header("Content-Type", "text/html").header("X-Hint", "slow"),
                Fault.status(400).code("C").type("t").message("m"), Fault.dropBefore(), Fault.dropAfter(),
                Fault.truncatedBody(), Fault.malformedJson(), Fault.oversizedBody(100_000), Fault.unknownStatus("odd"),
                Fault.failure("UPSTREAM_ERROR", "broken"), Fault.moderation(), Fault.neverFinish(),
                Fault.outputUrl("file:///etc/passwd"), Fault.expiredMedia(), Fault.wrongLength(-7), Fault.slow(1_000),
                Fault.redirect("http://localhost/").delayedBy(Duration.ofSeconds(1)));
    }

    @Test
    void everyKindIsTested() {
        Set<Fault.Kind> kinds = faults().stream().map(Fault::kind).collect(Collectors.toSet());
        assertThat(kinds).isEqualTo(EnumSet.allOf(Fault.Kind.class));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void readsWhatItWrites(Fault fault) {
        FaultQueue queue = new FaultQueue();
        queue.next(Operation.GET, fault);
        assertThat(FaultJson.read(FaultJson.write(queue).get(0))).isEqualTo(fault);
    }

    @Test
    void moderationHasDefaults() {
        assertThat(FaultJson.read(Json.object().put("fault", "moderation"))).isEqualTo(Fault.moderation());
        assertThat(FaultJson.read(Json.object().put("fault", "moderation").put("code", "C")))
                .isEqualTo(Fault.moderation().code("C"));
    }

    @ParameterizedTest
    @CsvSource({
            "status, status, 99, status must be 200 to 599", "status, status, 600, status must be 200 to 599",
            "slow, bytes, 0, slow needs 'bytes'", "none, delayMs, -1, delayMs must not be negative" })
    void refusesInvalidNumbers(String fault, String member, long value, String message) {
        ObjectNode json = Json.object().put("fault", fault).put(member, value);
        assertThatThrownBy(() -> FaultJson.read(json)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource({ "unknown-status, word", "output-url, url", "redirect, url" })
    void refusesMissingTexts(String fault, String member) {
        assertThatThrownBy(() -> FaultJson.read(Json.object().put("fault", fault)))
                .isInstanceOf(IllegalArgumentException.class).hasMessage(fault + " needs '" + member + "'");
    }
}
