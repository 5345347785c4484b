package io.github.grokvideo.internal.job;

import java.util.Map;
import java.util.Objects;

import io.github.grokvideo.store.Spending;

/**
 * How a submission is recorded in the job store.
 *
 * @param key           the idempotency key that identifies it
 * @param fingerprint   of the request
 * @param deliverResult whether {@code grokvideo:results} is to deliver its result
 * @param prompt        to be stored too, or {@code null}
 * @param spending      what is known of its cost, and to be reserved of budgets, by the provider that it is submitted
 *                      to; empty if nothing is
 */
public record SubmissionRecord(
        String key, String fingerprint, boolean deliverResult, String prompt, Map<String, Spending> spending) {

    public SubmissionRecord {
        spending = Map.copyOf(spending);
    }

    /** The record of a submission that says nothing of its cost. */
    public SubmissionRecord(String key, String fingerprint, boolean deliverResult, String prompt) {
        this(key, fingerprint, deliverResult, prompt, Map.of());
    }

    /** What the intent to submit it to a provider says of its cost. */
    public Spending spendingAt(String provider) {
        if (spending.isEmpty()) {
            return Spending.UNKNOWN;
        }
        return Objects.requireNonNull(spending.get(provider), provider);
    }
}
