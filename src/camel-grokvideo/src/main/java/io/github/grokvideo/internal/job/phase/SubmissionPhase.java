package io.github.grokvideo.internal.job.phase;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.github.grokvideo.internal.job.AsyncJobStore;
import io.github.grokvideo.internal.job.Target;
import io.github.grokvideo.model.Cost;
import io.github.grokvideo.model.GrokVideoException;
import io.github.grokvideo.model.SubmissionUnknownException;
import io.github.grokvideo.model.WaitStoppedException;
import io.github.grokvideo.store.JobKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the phases before acceptance have in common: a submission, and how it is recorded if the job ends here. */
abstract sealed class SubmissionPhase implements Phase permits Reserving, Submitting, Sending {

    static final Logger LOG = LoggerFactory.getLogger(SubmissionPhase.class);
    private static final Duration SHORT_LEASE = Duration.ofSeconds(15);

    final JobLife life;
    // replaced when more is known of its outcome
    private volatile Submission submission;

    SubmissionPhase(JobLife life, Submission submission) {
        this.life = life;
        this.submission = submission;
    }

    final Submission submission() {
        return submission;
    }

    final void update(Submission newer) {
        submission = newer;
    }

    final AsyncJobStore store() {
        return life.context().store();
    }

    final JobKey key() {
        return life.key(submission.record().key());
    }

    /** Where it is recorded; {@code null} if it is not. */
    final SubmissionEntry entry(Submission of) {
        if (of.record() == null || of.holder() == null) {
            return null;
        }
        String salt = of.record().isReusable() ? ReusableKeys.salt(of.request().idempotencyKey()) : null;
        return new SubmissionEntry(key(), salt, of.holder());
    }

    /** Where a second submission is harmless, another process need not wait long after a crash. */
    final Duration lease() {
        return life.gateway().knowsIdempotencyKeys() ? SHORT_LEASE : life.settings().requestTimeout().plus(SHORT_LEASE);
    }

    /**
     * Goes to another gateway, where nothing is recorded before it is written that nothing was submitted to this one.
     */
    final void goOn(Submission before, Submission after, Target next) {
        SubmissionEntry entry = entry(before);
        if (entry == null) {
            if (life.goesOn(this, after, next)) {
                leftForAnother();
            }
            return;
        }
        life.call(() -> entry.withdraw(store(), life.listener()::warned), (nothing, thrown) -> {
            if (life.goesOn(this, after, next)) {
                leftForAnother();
            }
        });
    }

    /** The job has gone to another gateway. */
    void leftForAnother() {
    }

    @Override
    public String idempotencyKey() {
        return submission.idempotencyKey();
    }

    @Override
    public GrokVideoException stopped(String reason) {
        if (submission.outcomeUnknown()) {
            return new SubmissionUnknownException(
                    GrokVideoException.because(
                            reason + " while a submission was under way; it is not known whether the gateway has accepted it")
                            .retryable(life.gateway().knowsIdempotencyKeys()));
        }
        return new WaitStoppedException(GrokVideoException.because(reason + "; nothing was submitted").retryable(true));
    }

    @Override
    public GrokVideoException unexpected(GrokVideoException failure) {
        return submission.outcomeUnknown() && !(failure instanceof SubmissionUnknownException)
                ? JobErrors.outcomeUnknown(failure, submission.repeatableKey(life.gateway())) : failure;
    }

    // before the failure is reported, so that a retry finds no stale intent and waits for no lease
    @Override
    public CompletableFuture<Void> recordFailure(GrokVideoException failure) {
        Submission last = submission;
        SubmissionEntry entry = entry(last);
        if (entry == null) {
            return CompletableFuture.completedFuture(null);
        }
        Cost charged = last.charged();
        if (!last.outcomeUnknown()) {
            return charged == null
                    ? entry.withdraw(store(), life.listener()::warned)
                    : entry.refused(store(), charged, life.listener()::warned);
        }
        if (life.gateway().knowsIdempotencyKeys()) {
            return store().update(entry.key(), "that a submission was given up",
                    store -> store.release(entry.key(), entry.holder(), Duration.ZERO), life.listener()::warned);
        }
        return entry.outcomeUnknown(store(), failure.getMessage(), life.listener()::warned);
    }
}
