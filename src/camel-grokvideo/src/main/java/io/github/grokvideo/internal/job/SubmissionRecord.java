package io.github.grokvideo.internal.job;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;

import io.github.grokvideo.store.Spending;

/**
 * How a submission is recorded in the job store.
 *
 * @param key           the idempotency key that identifies it; a hash of the content if its job may be reused
 * @param fingerprint   of the request
 * @param deliverResult whether {@code grokvideo:results} is to deliver its result
 * @param prompt        to be stored too, or {@code null}
 * @param reuseWithin   how old an earlier job of the same content may be to be delivered again; {@link Duration#ZERO}
 *                      for any age; {@code null} if none is
 * @param spending      what is known of its cost, and to be reserved of budgets, by the provider that it is submitted
 *                      to; empty if nothing is
 */
public record SubmissionRecord(
        String key, String fingerprint, boolean deliverResult, String prompt, Duration reuseWithin,
        Map<String, Spending> spending) {

    public SubmissionRecord {
        spending = Map.copyOf(spending);
    }

    /** The record of a submission that says nothing of its cost, and whose job is not reused. */
    public SubmissionRecord(String key, String fingerprint, boolean deliverResult, String prompt) {
        this(key, fingerprint, deliverResult, prompt, null, Map.of());
    }

    /** Whether the key stands for the content, and so for one job after the other. */
    public boolean isReusable() {
        return reuseWithin != null;
    }

    /** What the intent to submit it to a provider says of its cost. */
    public Spending spendingAt(String provider) {
        if (spending.isEmpty()) {
            return Spending.UNKNOWN;
        }
        return Objects.requireNonNull(spending.get(provider), provider);
    }
}
