package io.github.grokvideo.example.launcher;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FailuresTest {

    @Test
    void tellsTheInnermostReasonInOneLine() {
        Exception failure = new IllegalStateException(
                "Failed to start route", new RuntimeException(new IOException("No key\n  was given")));

        assertThat(Failures.line(failure)).isEqualTo("No key was given");
        assertThat(Failures.line(new IllegalStateException())).isEqualTo("java.lang.IllegalStateException");
    }

    @Test
    void namesThePropertyAndWhatItAccepts() {
        Exception camel = new RuntimeException(
                "Error binding property (camel.component.x.unit=weeks) with name: unit on bean: x with value: weeks",
                new IllegalArgumentException(
                        "Enum class " + TimeUnit.class + " does not have any constant with value: weeks"));
        Exception spring = new RuntimeException(
                "Failed to bind properties under 'camel.component.x.unit' to java.util.concurrent.TimeUnit",
                new IllegalArgumentException("No enum constant java.util.concurrent.TimeUnit.weeks"));

        assertThat(Failures.line(camel)).isEqualTo(Failures.line(spring))
                .isEqualTo("camel.component.x.unit=weeks: expected NANOSECONDS or MICROSECONDS or MILLISECONDS or SECONDS"
                           + " or MINUTES or HOURS or DAYS");
    }

    @Test
    void aWrongArgumentHasItsOwnExitCode() {
        ByteArrayOutputStream err = new ByteArrayOutputStream();

        assertThat(Failures.status(() -> {
            throw Arguments.wrong("x", "a", "b");
        }, new PrintStream(err))).isEqualTo(2);
        assertThat(Failures.status(() -> {
            throw new IOException("no");
        }, new PrintStream(err))).isEqualTo(1);
        assertThat(err.toString()).isEqualToNormalizingNewlines("-Dx=a: expected b\nFAILED: no\n");
    }
}
