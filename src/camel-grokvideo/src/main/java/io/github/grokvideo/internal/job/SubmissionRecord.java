package io.github.grokvideo.internal.job;

import io.github.grokvideo.store.Spending;

/**
 * How a submission is recorded in the job store.
 *
 * @param key           the idempotency key that identifies it
 * @param fingerprint   of the request
 * @param deliverResult whether {@code grokvideo:results} is to deliver its result
 * @param prompt        to be stored too, or {@code null}
 * @param spending      what is known of its cost, and to be reserved of budgets
 */
public record SubmissionRecord(
        String key, String fingerprint, boolean deliverResult, String prompt, Spending spending) {

    /** The record of a submission that says nothing of its cost. */
    public SubmissionRecord(String key, String fingerprint, boolean deliverResult, String prompt) {
        this(key, fingerprint, deliverResult, prompt, Spending.UNKNOWN);
    }
}
