package io.github.grokvideo.model;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.time.zone.ZoneOffsetTransition;

/**
 * The period for which the amount of a budget is meant; after it, the same amount is available again. Each moment is in
 * one window.
 */
public enum BudgetWindow {

    /** From a full hour to the next one; a change of clocks begins another. */
    HOUR,
    /** From midnight to midnight; 23 or 25 hours when clocks change. */
    DAY,
    /** From Monday to Sunday. */
    WEEK,
    /** A calendar month. */
    MONTH,
    /** One period, without an end. */
    EVER;

    /** Returns the beginning of the window that contains a time; the epoch for {@link #EVER}. */
    public Instant start(Instant time, ZoneId zone) {
        return switch (this) {
            case EVER -> Instant.EPOCH;
            case HOUR -> startOfHour(time, zone);
            default -> midnight(firstDay(time, zone), zone);
        };
    }

    /** Returns the beginning of the window after the one that contains a time; {@code null} for {@link #EVER}. */
    public Instant end(Instant time, ZoneId zone) {
        return switch (this) {
            case EVER -> null;
            case HOUR -> endOfHour(time, zone);
            default -> midnight(dayAfter(firstDay(time, zone)), zone);
        };
    }

    private static Instant startOfHour(Instant time, ZoneId zone) {
        Instant full = time.atOffset(zone.getRules().getOffset(time)).truncatedTo(ChronoUnit.HOURS).toInstant();
        ZoneOffsetTransition change = zone.getRules().previousTransition(time.plusNanos(1));
        return change != null && change.getInstant().isAfter(full) ? change.getInstant() : full;
    }

    private static Instant endOfHour(Instant time, ZoneId zone) {
        Instant full = time.atOffset(zone.getRules().getOffset(time)).truncatedTo(ChronoUnit.HOURS).toInstant()
                .plus(Duration.ofHours(1));
        ZoneOffsetTransition change = zone.getRules().nextTransition(time);
        return change != null && change.getInstant().isBefore(full) ? change.getInstant() : full;
    }

    // a minute after midnight clocks may be set back to the day before, which then has not ended yet
    private LocalDate firstDay(Instant time, ZoneId zone) {
        LocalDate first = firstDay(time.atZone(zone).toLocalDate());
        return midnight(first, zone).isAfter(time) ? firstDay(first.minusDays(1)) : first;
    }

    private static Instant midnight(LocalDate day, ZoneId zone) {
        return day.atStartOfDay(zone).withLaterOffsetAtOverlap().toInstant();
    }

    private LocalDate firstDay(LocalDate day) {
        return switch (this) {
            case WEEK -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
            case MONTH -> day.withDayOfMonth(1);
            default -> day;
        };
    }

    private LocalDate dayAfter(LocalDate first) {
        return switch (this) {
            case WEEK -> first.plusWeeks(1);
            case MONTH -> first.plusMonths(1);
            default -> first.plusDays(1);
        };
    }
}
