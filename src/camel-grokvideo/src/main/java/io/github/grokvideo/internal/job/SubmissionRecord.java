package io.github.grokvideo.internal.job;

/**
 * How a submission is recorded in the job store.
 *
 * @param key           the idempotency key that identifies it
 * @param fingerprint   of the request
 * @param deliverResult whether {@code grokvideo:results} is to deliver its result
 * @param prompt        to be stored too, or {@code null}
 */
public record SubmissionRecord(String key, String fingerprint, boolean deliverResult, String prompt) {
}
