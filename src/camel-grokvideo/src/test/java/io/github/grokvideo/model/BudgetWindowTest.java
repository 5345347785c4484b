package io.github.grokvideo.model;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import static org.assertj.core.api.Assertions.assertThat;

class BudgetWindowTest {

    private static final List<String> ZONES = List.of(
            "UTC", "Europe/Berlin", "America/New_York", "America/Sao_Paulo", "Asia/Kolkata", "Australia/Lord_Howe",
            "Pacific/Apia", "Africa/Casablanca", "America/St_Johns", "Asia/Kathmandu");

    @Provide
    Arbitrary<Instant> times() {
        long from = Instant.parse("2000-01-01T00:00:00Z").getEpochSecond();
        Arbitrary<Instant> any = Arbitraries.longs().between(from, from + Duration.ofDays(365L * 40).toSeconds())
                .map(Instant::ofEpochSecond);
        List<Instant> changes = new ArrayList<>();
        for (String zone : ZONES) {
            Instant time = Instant.ofEpochSecond(from);
            for (var next = ZoneId.of(zone).getRules().nextTransition(time);
                 next != null && changes.size() < 1000;
                 next = ZoneId.of(zone).getRules().nextTransition(next.getInstant())) {
                changes.add(next.getInstant());
                if (next.getInstant().atZone(ZoneOffset.UTC).getYear() > 2035) {
                    break;
                }
            }
        }
        Arbitrary<Instant> nearChanges = Arbitraries.of(changes).flatMap(
                change -> Arbitraries.longs().between(-90_000, 90_000).map(change::plusSeconds));
        return Arbitraries.oneOf(any, nearChanges);
    }

    @Provide
    Arbitrary<ZoneId> zones() {
        return Arbitraries.of(ZONES).map(ZoneId::of);
    }

    @Property(tries = 20_000)
    void everyTimeIsInOneWindow(
            @ForAll BudgetWindow window, @ForAll("times") Instant time, @ForAll("zones") ZoneId zone) {
        Instant start = window.start(time, zone);
        Instant end = window.end(time, zone);
        assertThat(start).isBeforeOrEqualTo(time);
        assertThat(window.start(start, zone)).isEqualTo(start);
        if (window != BudgetWindow.EVER) {
            assertThat(end).isAfter(time);
            assertThat(window.start(end, zone)).isEqualTo(end);
            assertThat(window.start(end.minusNanos(1), zone)).isEqualTo(start);
            assertThat(window.end(start, zone)).isEqualTo(end);
        } else {
            assertThat(end).isNull();
        }
    }

    @Example
    void aDayLastsAsLongAsItDoesWhereClocksChange() {
        ZoneId berlin = ZoneId.of("Europe/Berlin");
        Instant spring = Instant.parse("2026-03-29T12:00:00Z");
        Instant autumn = Instant.parse("2026-10-25T12:00:00Z");
        assertThat(Duration.between(BudgetWindow.DAY.start(spring, berlin), BudgetWindow.DAY.end(spring, berlin)))
                .isEqualTo(Duration.ofHours(23));
        assertThat(Duration.between(BudgetWindow.DAY.start(autumn, berlin), BudgetWindow.DAY.end(autumn, berlin)))
                .isEqualTo(Duration.ofHours(25));
    }
}
