package io.github.grokvideo.internal.job.phase;

import java.time.Duration;
import java.util.UUID;

import io.github.grokvideo.internal.job.SubmissionRecord;
import io.github.grokvideo.store.Intent;
import io.github.grokvideo.store.JobKey;
import io.github.grokvideo.store.JobStore;

/**
 * Keys that stand for a content, and so for one job after the other. What tells these apart, and what the gateway is
 * sent, is a salt in the place of the fingerprint.
 */
final class ReusableKeys {

    private static final String PREFIX = "reuse-";

    private ReusableKeys() {
    }

    /** 64 hexadecimal digits. */
    static String newSalt() {
        return (UUID.randomUUID().toString() + UUID.randomUUID()).replace("-", "");
    }

    /** The idempotency key of the job with that salt. */
    static String ofSalt(String salt) {
        return PREFIX + salt;
    }

    /**
     * Records that the outcome of a submission is unknown under a key of its own, so that the same content may be
     * submitted again by others.
     *
     * @param holder has the lease on the submission
     */
    static void putAside(
            JobStore store, JobKey key, String holder, SubmissionRecord record, String model, String why) {
        JobKey aside = new JobKey(key.provider(), key.gateway(), PREFIX + "unknown-" + UUID.randomUUID());
        store.reserve(new Intent(
                aside, record.fingerprint(), model, record.prompt(), false, true, holder, Duration.ZERO));
        store.outcomeUnknown(aside, why);
        // not withdrawn: what it has reserved of budgets may have been billed, and stays counted
        store.remove(key);
    }
}
