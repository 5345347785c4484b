package io.github.grokvideo.internal.job.phase;

import java.time.Duration;

import io.github.grokvideo.internal.gateway.GatewayErrors;
import io.github.grokvideo.internal.job.SubmissionRecord;
import io.github.grokvideo.model.CostLimitException;
import io.github.grokvideo.model.GrokVideoException;
import io.github.grokvideo.model.VideoJob;
import io.github.grokvideo.store.Intent;
import io.github.grokvideo.store.JobKey;
import io.github.grokvideo.store.JobOperation;
import io.github.grokvideo.store.StoredJob;

/**
 * The store is asked whether the submission's key is known. If it is not, the intent to submit is recorded; if it is,
 * the job that it names is resumed, or a submission that another process has abandoned is taken over.
 */
final class Reserving extends SubmissionPhase {

    private static final Duration RETRY_INTERVAL = Duration.ofSeconds(1);
    /** A stored result whose URL expires within this time is read again. */
    private static final Duration EXPIRES_SOON = Duration.ofMinutes(1);

    // the job that the key names, from when it is reported
    private volatile String jobId;

    Reserving(JobLife life, Submission submission) {
        super(life, submission.heldBy(null));
    }

    @Override
    public State state() {
        return State.RESERVING;
    }

    @Override
    public String jobId() {
        return jobId;
    }

    @Override
    public GrokVideoException stopped(String reason) {
        return jobId == null ? super.stopped(reason) : JobErrors.waitStopped(reason, jobId);
    }

    @Override
    public GrokVideoException unexpected(GrokVideoException failure) {
        return jobId == null ? super.unexpected(failure) : failure;
    }

    private SubmissionRecord record() {
        return submission().record();
    }

    @Override
    public void entered() {
        reserve();
    }

    @Override
    public void due() {
        reserve();
    }

    private void reserve() {
        JobKey key = key();
        // the answer of the store would be out of date
        boolean unwritten = store().isUnwritten(key);
        if (life.left().isZero()) {
            Duration jobTimeout = life.settings().jobTimeout();
            life.failed(this, Transition.NOT_RESERVED_IN_TIME, unwritten
                    ? JobErrors.notPersisted(record().key(), jobTimeout)
                    : JobErrors.submittedByAnother(record().key(), jobTimeout));
        } else if (unwritten) {
            life.wakeAfter(this, RETRY_INTERVAL, Duration.ZERO);
        } else {
            reserve(key, store().newHolder());
        }
    }

    private void reserve(JobKey key, String holder) {
        Intent intent = new Intent(
                key, record().fingerprint(), submission().request().model(), record().prompt(), record().deliverResult(),
                life.settings().submissionGap().isZero(), holder, lease(), record().spendingAt(life.gateway().provider()));
        life.call(() -> store().query(new JobOperation.Reserve(intent)), (known, thrown) -> {
            if (thrown instanceof CostLimitException refusal) {
                notReserved(refusal);
            } else if (thrown != null) {
                notReserved(JobErrors.notRecorded(thrown, submission().outcomeUnknown()));
            } else if (holder.equals(known.holder())) {
                reserved(key, holder);
            } else if (life.isIn(this)) {
                onExisting(key, holder, known);
            }
        });
    }

    private void notReserved(GrokVideoException failure) {
        life.failed(this, Transition.NOT_RESERVED, failure);
    }

    private void reserved(JobKey key, String holder) {
        if (!life.reserved(this, submission().heldBy(holder))) {
            // it was stopped meanwhile: the reservation is left as it was found
            store().update(new JobOperation.Release(key, holder, Duration.ZERO), "that nothing was submitted", LOG::warn);
        }
    }

    private void onExisting(JobKey key, String holder, StoredJob known) {
        if (!known.fingerprint().equals(record().fingerprint())) {
            notReserved(JobErrors.keyReused(known));
            return;
        }
        switch (known.state()) {
            case UNKNOWN -> notReserved(JobErrors.sentBefore(record().key(), known.reason()));
            case INTENDED -> takeOver(key, holder, known);
            default -> resume(known);
        }
    }

    // the same request is recorded, and has no job yet
    private void takeOver(JobKey key, String holder, StoredJob known) {
        if (known.held()) {
            life.wakeAfter(this, RETRY_INTERVAL, Duration.ZERO);
            return;
        }
        if (known.attempts() > 0 && !life.gateway().knowsIdempotencyKeys()) {
            String why = "The process that first sent it, on " + known.createdAt() + ", never reported an outcome.";
            life.call(() -> store().update(key, "that an outcome is unknown", store -> store.outcomeUnknown(key, why),
                    life.listener()::warned), (nothing, thrown) -> notReserved(JobErrors.sentBefore(record().key(), why)));
            return;
        }
        if (known.attempts() > 0) {
            // a refusal of the next attempt says nothing about the earlier one
            update(submission().withUnknownOutcome());
        }
        life.call(() -> store().query(store -> store.acquire(key, holder, lease())), (held, thrown) -> {
            if (thrown != null) {
                notReserved(JobErrors.notRecorded(thrown, submission().outcomeUnknown()));
            } else if (held) {
                reserved(key, holder);
            } else if (life.isIn(this)) {
                reserve();
            }
        });
    }

    private void resume(StoredJob known) {
        VideoJob job = life.gateway().usable(known.job());
        LOG.debug("Job {} is known to the store as {}", job.id(), known.state());
        jobId = job.id();
        life.listener().accepted(0, job);
        StoredJob.State state = known.jobState();
        if (submission().goal() == Goal.ACCEPTED || state == StoredJob.State.COMPLETED && !expiresSoon(job)) {
            life.completed(this, Transition.KNOWN, job);
        } else if (state == StoredJob.State.FAILED) {
            life.failed(this, Transition.KNOWN, GatewayErrors.ended(job));
        } else {
            life.resumed(this, new KnownJob(
                    job.id(), record().key(), record().deliverResult(), job.externalOutput(), known.isFinal() ? job : null));
        }
    }

    private boolean expiresSoon(VideoJob job) {
        return job.expiresAt() == null || !life.context().clock().instant().plus(EXPIRES_SOON).isBefore(job.expiresAt());
    }
}
