package io.github.grokvideo.model;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;

/** The period for which the amount of a budget is meant; after it, the same amount is available again. */
public enum BudgetWindow {

    /** From a full hour to the next one. */
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
        ZonedDateTime local = time.atZone(zone);
        LocalDate day = local.toLocalDate();
        return switch (this) {
            case HOUR -> local.truncatedTo(ChronoUnit.HOURS).toInstant();
            case DAY -> day.atStartOfDay(zone).toInstant();
            case WEEK -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)).atStartOfDay(zone).toInstant();
            case MONTH -> day.withDayOfMonth(1).atStartOfDay(zone).toInstant();
            case EVER -> Instant.EPOCH;
        };
    }

    /** Returns the beginning of the window after the one that contains a time; {@code null} for {@link #EVER}. */
    public Instant end(Instant time, ZoneId zone) {
        Instant start = start(time, zone);
        LocalDate day = start.atZone(zone).toLocalDate();
        return switch (this) {
            case HOUR -> endOfHour(start, zone);
            case DAY -> day.plusDays(1).atStartOfDay(zone).toInstant();
            case WEEK -> day.with(TemporalAdjusters.next(DayOfWeek.MONDAY)).atStartOfDay(zone).toInstant();
            case MONTH -> day.plusMonths(1).withDayOfMonth(1).atStartOfDay(zone).toInstant();
            case EVER -> null;
        };
    }

    // where clocks change by half an hour, the hour around it is longer or shorter
    private Instant endOfHour(Instant start, ZoneId zone) {
        Instant next = start.plus(Duration.ofHours(1));
        while (!start(next, zone).isAfter(start)) {
            next = next.plus(Duration.ofMinutes(30));
        }
        return start(next, zone);
    }
}
