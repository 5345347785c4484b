package io.github.grokvideo.internal.job.phase;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

import io.github.grokvideo.internal.gateway.GatewayErrors;
import io.github.grokvideo.internal.job.SubmissionRecord;
import io.github.grokvideo.internal.job.Target;
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
        update(submission().heldBy(null));
        // the answer of the store would be out of date
        boolean unwritten = store().isUnwritten(key) || elsewhere().stream().anyMatch(store()::isUnwritten);
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
                key, record().isReusable() ? ReusableKeys.newSalt() : record().fingerprint(), submission().request().model(),
                record().prompt(), record().deliverResult(),
                life.settings().submissionGap().isZero() && !submission().targets().areSeveral(), holder, lease(),
                record().spendingAt(life.gateway().provider()),
                record().deliverResult() ? life.observation().traceParent() : null);
        life.call(() -> store().query(new JobOperation.Reserve(intent)), (known, thrown) -> {
            if (thrown instanceof CostLimitException refusal) {
                notPermitted(refusal);
            } else if (thrown != null) {
                notReserved(JobErrors.notRecorded(thrown, submission().outcomeUnknown()));
            } else if (holder.equals(known.holder())) {
                sendAs(known);
                reservedHere(key, holder);
            } else if (life.isIn(this)) {
                onExisting(key, holder, known);
            }
        });
    }

    // nothing is recorded, and nothing was sent; another gateway may be cheaper, or have a job of the key
    private void notPermitted(CostLimitException refusal) {
        Submission after = submission().notPermitted(refusal);
        boolean goesOn = after.targets().areSeveral() && !after.outcomeUnknown() && !life.left().isZero();
        Target next = goesOn ? after.targets().next(life.context().circuits()) : null;
        if (next == null) {
            notReserved(after.outcomeUnknown() ? refusal : after.refused());
            return;
        }
        life.listener().warned(life.gateway().provider() + " is not asked, " + next.gateway().provider() + " is tried: "
                               + refusal.getMessage());
        life.tooDear(this, after.goingOn(next), next);
    }

    private void notReserved(GrokVideoException failure) {
        life.failed(this, Transition.NOT_RESERVED, failure);
    }

    private void reserved(JobKey key, String holder) {
        if (!life.reserved(this, submission().heldBy(holder))) {
            // it was stopped meanwhile: the reservation is left as it was found
            store().update(new JobOperation.Release(key, holder, Duration.ZERO), "that nothing was submitted", store()::warn);
        }
    }

    private void onExisting(JobKey key, String holder, StoredJob known) {
        // where the key stands for the content, the fingerprint stands for one job of it
        if (!record().isReusable() && !known.fingerprint().equals(record().fingerprint())) {
            notReserved(JobErrors.keyReused(known));
            return;
        }
        if (known.state() != StoredJob.State.UNKNOWN && known.state() != StoredJob.State.INTENDED) {
            if (record().isReusable()) {
                reuse(known);
            } else {
                resume(known);
            }
        } else if (known.held()) {
            life.wakeAfter(this, RETRY_INTERVAL, Duration.ZERO);
        } else if (submission().targets().areSeveral()) {
            lookElsewhere(other -> onAbandoned(key, holder, known, other));
        } else {
            onAbandoned(key, holder, known);
        }
    }

    // of two entries of one key at most one was sent: the one that has attempts
    private void onAbandoned(JobKey key, String holder, StoredJob known, StoredJob other) {
        boolean neverSent = known.state() == StoredJob.State.INTENDED && known.attempts() == 0;
        boolean otherNeverSent = other != null && other.state() == StoredJob.State.INTENDED && other.attempts() == 0;
        if (other == null) {
            onAbandoned(key, holder, known);
        } else if (neverSent && (!otherNeverSent || other.held())) {
            discard(key, holder, () -> follow(other));
        } else if (other.state() != StoredJob.State.INTENDED) {
            follow(other);
        } else if (otherNeverSent && !other.held()) {
            discard(other.key(), holder, () -> onAbandoned(key, holder, known));
        } else if (known.state() == StoredJob.State.UNKNOWN) {
            onAbandoned(key, holder, known);
        } else {
            // whoever holds it is about to see this one, and to withdraw its own
            life.wakeAfter(this, RETRY_INTERVAL, Duration.ZERO);
        }
    }

    // an entry that was never sent, unless somebody has taken it over meanwhile
    private void discard(JobKey key, String holder, Runnable step) {
        life.call(() -> store().query(store -> {
            if (store.acquire(key, holder, lease())) {
                store.withdraw(key, holder);
            }
            return null;
        }), (nothing, thrown) -> {
            if (thrown != null) {
                notReserved(JobErrors.notRecorded(thrown, submission().outcomeUnknown()));
            } else if (life.isIn(this)) {
                step.run();
            }
        });
    }

    private void onAbandoned(JobKey key, String holder, StoredJob known) {
        if (known.state() == StoredJob.State.UNKNOWN) {
            notReserved(JobErrors.sentBefore(record().key(), known.reason()));
        } else {
            takeOver(key, holder, known);
        }
    }

    // several gateways: whoever submits a key writes its own entry first, then looks for others, and then counts an attempt

    private List<JobKey> elsewhere() {
        return submission().targets().besides(life.target()).stream().map(other -> other.key(record().key())).toList();
    }

    private void lookElsewhere(Consumer<StoredJob> step) {
        List<JobKey> others = elsewhere();
        life.call(() -> store().query(store -> others.stream().map(store::find).filter(Objects::nonNull).findFirst()),
                (found, thrown) -> {
                    if (thrown != null) {
                        notReserved(JobErrors.notRecorded(thrown, submission().outcomeUnknown()));
                    } else if (life.isIn(this)) {
                        found.filter(this::isUseless).ifPresentOrElse(
                                useless -> replace(useless, () -> lookElsewhere(step)), () -> step.accept(found.orElse(null)));
                    }
                });
    }

    // of a reusable key: a job that is not delivered again
    private boolean isUseless(StoredJob known) {
        return record().isReusable() && known.job() != null
                && (known.jobState() == StoredJob.State.FAILED || known.isFinal() && isTooOld(known));
    }

    private boolean isTooOld(StoredJob known) {
        Duration within = record().reuseWithin();
        return !within.isZero() && known.createdAt().plus(within).isBefore(life.context().clock().instant());
    }

    private void replace(StoredJob useless, Runnable step) {
        life.call(() -> store().query(store -> ReusableKeys.replace(store, useless.key(), useless.job().id())),
                (nothing, thrown) -> {
                    if (thrown != null) {
                        notReserved(JobErrors.notRecorded(thrown, false));
                    } else if (life.isIn(this)) {
                        step.run();
                    }
                });
    }

    private void reservedHere(JobKey key, String holder) {
        if (!submission().targets().areSeveral()) {
            reserved(key, holder);
            return;
        }
        // from here on it is withdrawn if the job ends
        update(submission().heldBy(holder));
        SubmissionEntry entry = entry(submission());
        lookElsewhere(other -> {
            if (other == null) {
                reserved(key, holder);
                return;
            }
            life.call(() -> entry.withdraw(store(), life.listener()::warned),
                    (nothing, thrown) -> follow(other));
        });
    }

    private void follow(StoredJob other) {
        Target there = submission().targets().besides(life.target()).stream()
                .filter(target -> target.key(record().key()).equals(other.key())).findFirst().orElseThrow();
        LOG.debug("The key is known at {}", there.gateway().provider());
        life.follows(this, submission().passingOver(life.target(), there), there);
    }

    // the same request is recorded, and has no job yet
    private void takeOver(JobKey key, String holder, StoredJob known) {
        sendAs(known);
        if (known.attempts() > 0 && !life.gateway().knowsIdempotencyKeys()) {
            String why = "The process that first sent it, on " + known.createdAt() + ", never reported an outcome.";
            if (record().isReusable()) {
                putAside(key, holder, why);
                return;
            }
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

    // the gateway is sent a key of the one job, not of the content
    private void sendAs(StoredJob known) {
        if (record().isReusable()) {
            update(submission().sentWith(ReusableKeys.ofSalt(known.fingerprint())));
        }
    }

    // another exchange, which has ended with its process, may have been billed; this one submits its own job
    private void putAside(JobKey key, String holder, String why) {
        life.call(() -> store().query(store -> {
            if (store.acquire(key, holder, lease())) {
                ReusableKeys.putAside(store, key, holder, why);
            }
            return null;
        }), (nothing, thrown) -> {
            if (thrown != null) {
                notReserved(JobErrors.notRecorded(thrown, false));
            } else if (life.isIn(this)) {
                reserve();
            }
        });
    }

    /** Gives the request the job of an earlier one of the same content, unless that is of no use. */
    private void reuse(StoredJob known) {
        if (isUseless(known)) {
            replace(known, this::reserve);
            return;
        }
        VideoJob job = life.gateway().usable(known.job());
        jobId = job.id();
        life.listener().at(0, life.gateway().provider());
        life.observation().accepted(life.gateway().provider(), job);
        life.listener().reused(0, job, null);
        life.listener().accepted(0, job);
        if (known.isFinal() && life.listener().hasVideos(job)) {
            life.completed(this, Transition.KNOWN, job);
            return;
        }
        // the gateway names a fresh URL, or says that it has none
        life.resumed(this, new KnownJob(job.id(), record().key(), false, job.externalOutput(), null));
    }

    private void resume(StoredJob known) {
        VideoJob job = life.gateway().usable(known.job());
        LOG.debug("Job {} is known to the store as {}", job.id(), known.state());
        jobId = job.id();
        life.listener().at(0, life.gateway().provider());
        life.observation().accepted(life.gateway().provider(), job);
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
