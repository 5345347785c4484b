package io.github.grokvideo.internal.job.phase;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import io.github.grokvideo.internal.job.AsyncJobStore;
import io.github.grokvideo.model.Cost;
import io.github.grokvideo.model.VideoJob;
import io.github.grokvideo.store.JobKey;
import io.github.grokvideo.store.JobOperation;
import io.github.grokvideo.store.JobStore;

/**
 * Where a submission is recorded in the job store.
 *
 * @param key    of the entry
 * @param salt   what tells it from other submissions of the same content; {@code null} if the key stands for it alone
 * @param holder as which it holds the entry
 */
record SubmissionEntry(JobKey key, String salt, String holder) {

    private static final Duration LEASE = Duration.ofSeconds(15);

    /** Where it is by now: another process may have put it aside, where nobody holds it. */
    private SubmissionEntry present(JobStore entries) {
        return salt == null || ReusableKeys.isOf(entries, key, salt)
                ? this : new SubmissionEntry(ReusableKeys.aside(key, salt), salt, null);
    }

    /** Writes the job's id, as {@link AsyncJobStore#update}. */
    CompletableFuture<Void> accepted(AsyncJobStore store, VideoJob job, Consumer<String> warnings) {
        String what = "the id of job " + job.id();
        return salt == null
                ? store.update(new JobOperation.Accepted(key, job), what, warnings)
                : store.update(key, what, entries -> accepted(entries, job), warnings);
    }

    void accepted(JobStore entries, VideoJob job) {
        SubmissionEntry present = present(entries);
        if (present == this && entries.acquire(key, holder, LEASE)) {
            // now nobody can put it aside before this is written, in whatever transactions; it may have been between the two
            present = present(entries);
        }
        entries.accepted(present.key, job);
    }

    /** Writes that nothing was submitted, or nothing accepted. */
    CompletableFuture<Void> withdraw(AsyncJobStore store, Consumer<String> warnings) {
        return store.update(key, "that nothing was submitted", this::withdraw, warnings);
    }

    void withdraw(JobStore entries) {
        SubmissionEntry present = present(entries);
        entries.withdraw(present.key, present.holder);
    }

    /** The same, and that it was charged. */
    CompletableFuture<Void> refused(AsyncJobStore store, Cost charged, Consumer<String> warnings) {
        return store.update(key, "what was charged for nothing", entries -> refused(entries, charged), warnings);
    }

    void refused(JobStore entries, Cost charged) {
        SubmissionEntry present = present(entries);
        entries.refused(present.key, present.holder, charged);
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
