package io.github.grokvideo.model;

import java.io.Serializable;
import java.math.BigDecimal;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * What the jobs of a group have cost. A value that the group does not have, and one by which is not grouped, is
 * {@code null}.
 *
 * @param day       of the submission, such as {@code 2026-01-31}
 * @param route     the id of the route
 * @param provider  the API
 * @param model     the model that was asked for
 * @param user      the end user
 * @param budget    the name of a budget
 * @param scope     whose share of it; empty for a budget without a scope
 * @param currency  the ISO 4217 code; {@code null} for jobs of which no cost and no estimate is known
 * @param jobs      how many jobs there are
 * @param open      how many of them have not ended
 * @param actual    what was charged for those that have ended: their final cost or, where the gateway has named none,
 *                  the estimate of completed ones
 * @param estimate  what those that have ended were estimated at, as far as there were estimates
 * @param reserved  what those that have not ended are estimated at
 * @param deviation by how many percent the final cost of completed jobs differs from their estimates; {@code null} if
 *                  there is nothing to compare
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record SpendingRow(
        String day, String route, String provider, String model, String user, String budget, String scope, String currency,
        long jobs, long open, BigDecimal actual, BigDecimal estimate, BigDecimal reserved, BigDecimal deviation)
        implements
            Serializable {
}
