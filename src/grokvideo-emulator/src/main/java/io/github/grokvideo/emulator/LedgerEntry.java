package io.github.grokvideo.emulator;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * What was billed for one job.
 *
 * @param jobId          the job
 * @param idempotencyKey the key it was submitted with, or {@code null}
 * @param cost           in US dollars
 * @param at             when the job was accepted
 */
public record LedgerEntry(String jobId, String idempotencyKey, BigDecimal cost, Instant at) {
}
