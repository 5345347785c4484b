package io.github.grokvideo.emulator;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * A job as it stood when it was looked at.
 *
 * @param id             as in the gateway's answers
 * @param api            whose API it was submitted to
 * @param status         its state
 * @param prompt         the prompt
 * @param seconds        the duration of each video
 * @param size           {@code WxH}; {@code auto} while it depends on an input that has yet to be read
 * @param count          how many videos ({@code n})
 * @param cost           in US dollars
 * @param idempotencyKey the key it was submitted with, or {@code null}
 * @param createdAt      when it was accepted
 * @param endedAt        when it reached its final state; {@code null} before
 * @param errorCode      of a failed job, else {@code null}
 * @param errorMessage   of a failed job, else {@code null}
 */
public record VideoJob(
        String id, Api api, JobStatus status, String prompt, BigDecimal seconds, String size, int count, BigDecimal cost,
        String idempotencyKey, Instant createdAt, Instant endedAt, String errorCode, String errorMessage) {
}
