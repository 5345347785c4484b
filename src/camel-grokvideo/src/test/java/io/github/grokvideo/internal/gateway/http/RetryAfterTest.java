package io.github.grokvideo.internal.gateway.http;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RetryAfterTest {

    private static final Duration DAY = Duration.ofDays(1);
    private final Clock clock = Clock.fixed(Instant.parse("2026-11-22T10:00:00Z"), ZoneOffset.UTC);

    private Duration parse(String value) {
        return RetryAfter.parse(value, clock);
    }

    @Test
    void readsSeconds() {
        assertThat(parse("0")).isEqualTo(Duration.ZERO);
        assertThat(parse("7")).isEqualTo(Duration.ofSeconds(7));
        assertThat(parse(" 120 ")).isEqualTo(Duration.ofSeconds(120));
        assertThat(parse("86400")).isEqualTo(DAY);
        assertThat(parse("0000000005")).isEqualTo(Duration.ofSeconds(5));
        assertThat(parse("0000000000")).isEqualTo(Duration.ZERO);
    }

    @Test
    void readsDates() {
        assertThat(parse("Sun, 22 Nov 2026 10:00:30 GMT")).isEqualTo(Duration.ofSeconds(30));
        assertThat(parse("Sun, 22 Nov 2026 09:00:00 GMT")).as("gone by").isEqualTo(Duration.ZERO);
        assertThat(parse("Fri, 31 Dec 9999 23:59:59 GMT")).isEqualTo(DAY);
    }

    @Test
    void isNeverMoreThanADay() {
        for (String value : new String[] { "86401", "99999", "100000", "999999999", "9".repeat(1000) }) {
            assertThat(parse(value)).as(value).isEqualTo(DAY);
        }
    }

    @Test
    void whatMakesNoSenseIsNotThere() {
        for (String value : new String[] {
                null, "", " ", "-1", "+1", "1.5", "1e3", "0x10", "soon", "1 s", "1,2", "١٢", "Sun, 22 Nov 2026",
                "Mon, 22 Nov 2026 10:00:30 GMT", "2026-11-22T10:00:30Z", "Sun, 22 Nov +999999999 10:00:30 GMT", "\u0000" }) {
            assertThat(parse(value)).as(value).isNull();
        }
    }
}
