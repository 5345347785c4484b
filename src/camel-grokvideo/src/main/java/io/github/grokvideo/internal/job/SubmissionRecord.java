package io.github.grokvideo.internal.job;

import java.time.Duration;

/**
 * How a submission is recorded in the job store.
 *
 * @param key           the idempotency key that identifies it; a hash of the content if its job may be reused
 * @param fingerprint   of the request
 * @param deliverResult whether {@code grokvideo:results} is to deliver its result
 * @param prompt        to be stored too, or {@code null}
 * @param reuseWithin   how old an earlier job of the same content may be to be delivered again; {@link Duration#ZERO}
 *                      for any age; {@code null} if none is
 */
public record SubmissionRecord(
        String key, String fingerprint, boolean deliverResult, String prompt, Duration reuseWithin) {

    /** A submission whose job is not reused. */
    public SubmissionRecord(String key, String fingerprint, boolean deliverResult, String prompt) {
        this(key, fingerprint, deliverResult, prompt, null);
    }

    /** Whether the key stands for the content, and so for one job after the other. */
    public boolean isReusable() {
        return reuseWithin != null;
    }
}
