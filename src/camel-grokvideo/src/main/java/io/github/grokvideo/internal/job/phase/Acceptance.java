package io.github.grokvideo.internal.job.phase;

import java.util.concurrent.atomic.AtomicReference;

import io.github.grokvideo.internal.job.SubmissionRecord;
import io.github.grokvideo.internal.job.polling.PollPolicy;
import io.github.grokvideo.model.VideoJob;

/**
 * What remains of a submission that was accepted.
 *
 * @param job            as the gateway named it
 * @param record         how it is recorded in the store, or {@code null} if it is not
 * @param entry          where that is; {@code null} if it is nowhere
 * @param goal           when the job ends
 * @param externalOutput whether its video goes to a place that the request named
 * @param policy         when to poll it
 * @param stop           the reason of a stop that was requested before the answer came, if it was
 */
record Acceptance(
        VideoJob job, SubmissionRecord record, SubmissionEntry entry, Goal goal, boolean externalOutput, PollPolicy policy,
        AtomicReference<String> stop) {

    KnownJob known() {
        return new KnownJob(
                job.id(), record == null ? null : record.key(), record != null && record.deliverResult(), externalOutput, null);
    }
}
