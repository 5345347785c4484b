package io.github.grokvideo.store;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Objects;
import java.util.Set;

import io.github.grokvideo.model.SpendingGroup;

/**
 * Which spending is asked for.
 *
 * @param from the first moment of the submissions that count
 * @param to   the first moment after it
 * @param zone in which a day begins
 * @param by   what is grouped by; empty for a sum of all
 */
public record SpendingQuery(Instant from, Instant to, ZoneId zone, Set<SpendingGroup> by) {

    public SpendingQuery {
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(to, "to");
        Objects.requireNonNull(zone, "zone");
        by = Set.copyOf(by);
    }
}
