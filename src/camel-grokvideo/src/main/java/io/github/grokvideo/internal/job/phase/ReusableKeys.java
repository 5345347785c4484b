package io.github.grokvideo.internal.job.phase;

import java.util.UUID;

import io.github.grokvideo.store.JobKey;
import io.github.grokvideo.store.JobStore;
import io.github.grokvideo.store.StoredJob;

/**
 * Keys that stand for a content, and so for one job after the other. What tells these apart, and what the gateway is
 * sent, is a salt in the place of the fingerprint.
 */
public final class ReusableKeys {

    private static final String PREFIX = "reuse-";
    private static final String REPLACED = "reuse-replaced-";
    private static final String UNKNOWN = "reuse-unknown-";

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
     * Gives an earlier job that is not delivered again a key of its own, under which its cost stays known.
     *
     * @return whether the content has no job any more; {@code false} if it has another one by now
     */
    public static boolean replace(JobStore store, JobKey key, String jobId) {
        return store.rename(key, jobId, REPLACED + UUID.randomUUID());
    }

    /** The salt of such a key. */
    static String salt(String idempotencyKey) {
        return idempotencyKey.substring(PREFIX.length());
    }

    /** Whether the key stands for the submission with that salt. */
    static boolean isOf(JobStore store, JobKey key, String salt) {
        StoredJob known = store.find(key);
        return known != null && known.fingerprint().equals(salt);
    }

    /** The key of a submission that was put aside. */
    static JobKey aside(JobKey key, String salt) {
        return new JobKey(key.provider(), key.gateway(), UNKNOWN + salt);
    }

    /**
     * Records that the outcome of a submission is unknown, and gives it a key of its own, so that the same content may
     * be submitted again by others. What it has reserved of budgets stays reserved. Does nothing to the submission of
     * another holder.
     */
    static void putAside(JobStore store, JobKey key, String holder, String why) {
        StoredJob known = store.find(key);
        boolean isUnknown = known != null && known.state() == StoredJob.State.UNKNOWN;
        if (isUnknown || known != null && holder.equals(known.holder())) {
            store.outcomeUnknown(key, why);
            store.rename(key, null, aside(key, known.fingerprint()).key());
        }
    }
}
