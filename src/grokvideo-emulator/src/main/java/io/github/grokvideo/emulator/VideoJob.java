package io.github.grokvideo.emulator;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * A job at the time when it was read.
 *
 * @param id             the id in the API's answers
 * @param api            the API it was submitted to
 * @param status         the status
 * @param prompt         the prompt
 * @param seconds        the duration of each video
 * @param size           {@code WxH}; {@code auto} while it depends on an input that has not been read yet
 * @param count          the number of videos ({@code n})
 * @param cost           the cost, in US dollars
 * @param idempotencyKey its idempotency key, or {@code null}
 * @param createdAt      the time when it was accepted
 * @param endedAt        the time when it finished; {@code null} before
 * @param errorCode      the error of a failed job, else {@code null}
 * @param errorMessage   its message, likewise
 */
public record VideoJob(
        String id, Api api, JobStatus status, String prompt, BigDecimal seconds, String size, int count, BigDecimal cost,
        String idempotencyKey, Instant createdAt, Instant endedAt, String errorCode, String errorMessage) {
}
