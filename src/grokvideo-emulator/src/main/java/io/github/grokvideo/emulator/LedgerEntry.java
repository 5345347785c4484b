package io.github.grokvideo.emulator;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * The charge of one job.
 *
 * @param jobId          the id of the job
 * @param idempotencyKey its idempotency key, or {@code null}
 * @param cost           in US dollars
 * @param at             the time when the job was accepted
 */
public record LedgerEntry(String jobId, String idempotencyKey, BigDecimal cost, Instant at) {
}
