package io.github.grokvideo.internal.job.phase;

import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import io.github.grokvideo.internal.job.AsyncJobStore;
import io.github.grokvideo.model.Cost;
import io.github.grokvideo.model.VideoJob;
import io.github.grokvideo.store.JobKey;
import io.github.grokvideo.store.JobOperation;

/**
 * Where a submission is recorded in the job store.
 *
 * @param key    of the entry
 * @param salt   what tells it from other submissions of the same content; {@code null} if the key stands for it alone
 * @param holder as which it holds the entry
 */
record SubmissionEntry(JobKey key, String salt, String holder) {

    /** Writes the job's id, as {@link AsyncJobStore#update}. */
    CompletableFuture<Void> accepted(AsyncJobStore store, VideoJob job, Consumer<String> warnings) {
        String what = "the id of job " + job.id();
        return salt == null
                ? store.update(new JobOperation.Accepted(key, job), what, warnings)
                : store.update(key, what, entries -> ReusableKeys.accepted(entries, key, salt, holder, job), warnings);
    }

    /** Writes that nothing was submitted, or nothing accepted. */
    CompletableFuture<Void> withdraw(AsyncJobStore store, Consumer<String> warnings) {
        return store.update(key, "that nothing was submitted", entries -> {
            if (salt == null) {
                entries.withdraw(key, holder);
            } else {
                ReusableKeys.withdraw(entries, key, salt, holder);
            }
        }, warnings);
    }

    /** The same, and that it was charged. */
    CompletableFuture<Void> refused(AsyncJobStore store, Cost charged, Consumer<String> warnings) {
        return store.update(key, "what was charged for nothing", entries -> {
            if (salt == null) {
                entries.refused(key, holder, charged);
            } else {
                ReusableKeys.refused(entries, key, salt, holder, charged);
            }
        }, warnings);
    }

    /** Writes that it is not known whether it was accepted; of a gateway that knows no idempotency keys. */
    CompletableFuture<Void> outcomeUnknown(AsyncJobStore store, String why, Consumer<String> warnings) {
        return store.update(key, "that an outcome is unknown", entries -> {
            if (salt == null) {
                entries.outcomeUnknown(key, why);
            } else {
                ReusableKeys.putAside(entries, key, holder, why);
            }
        }, warnings);
    }
}
