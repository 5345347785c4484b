package io.github.grokvideo.internal.job.phase;

import java.time.Duration;

import io.github.grokvideo.internal.job.Target;
import io.github.grokvideo.internal.job.limit.SubmissionRate;
import io.github.grokvideo.internal.job.limit.Waiter;
import io.github.grokvideo.internal.observation.JobObservation;
import io.github.grokvideo.model.GrokVideoException;

/**
 * Waits for the back-off after a failure, for a permit of the submission rate, and until there are not too many
 * submissions without a response; renews the reservation after time in a queue.
 */
final class Submitting extends SubmissionPhase implements Waiter {

    private final Duration pause;
    private final Slot slot = new Slot();
    private final long enteredAt;
    // its next phase leaves the slot
    private volatile boolean sent;

    /** One of the submissions without a response. */
    private final class Slot implements Waiter {

        @Override
        public boolean isActive() {
            return Submitting.this.isActive();
        }

        @Override
        public void proceed() {
            observeWait();
            if (!isRetry()) {
                life.restartClock();
            }
            life.attempt(Submitting.this::renewReservation);
        }
    }

    Submitting(JobLife life, Submission submission, Duration pause) {
        super(life, submission);
        this.pause = pause;
        this.enteredAt = life.context().timer().now();
    }

    @Override
    public State state() {
        return State.SUBMITTING;
    }

    @Override
    public void entered() {
        if (pause.isZero()) {
            acquirePermit();
        } else {
            life.wakeAfter(this, pause, Duration.ZERO);
        }
    }

    @Override
    public void due() {
        acquirePermit();
    }

    private boolean isRetry() {
        return submission().failures() > 0;
    }

    private void acquirePermit() {
        SubmissionRate rate = life.context().submissionRate();
        if (isRetry()) {
            rate.acquireAgain(life.gateway().authority(), life.settings().submissionGap(), this);
        } else {
            rate.acquire(life.gateway().authority(), life.settings().submissionGap(), this);
        }
        if (!isActive()) {
            // it was stopped meanwhile
            left();
        }
    }

    private void observeWait() {
        if (life.observation() != JobObservation.NONE) {
            long waited = life.context().timer().now() - enteredAt - pause.toNanos();
            life.observation().submissionPermitted(life.gateway().provider(), Math.max(0, waited));
        }
    }

    @Override
    public void left() {
        life.context().submissionRate().leave(life.gateway().authority(), this);
        if (!sent) {
            leaveSlot();
        }
    }

    private void leaveSlot() {
        life.context().openSubmissions().leave(life.gateway().authority(), slot);
    }

    @Override
    public boolean isActive() {
        return life.isIn(this);
    }

    @Override
    public void proceed() {
        life.context().openSubmissions().enter(life.gateway().authority(), slot);
        if (!isActive()) {
            // it was stopped meanwhile
            left();
        }
    }

    // after time in a queue, or after a failure, it may be another's
    private void renewReservation() {
        Submission own = submission();
        Duration queued = Duration.ofNanos(life.context().timer().now() - enteredAt);
        boolean fresh = life.settings().submissionGap().isZero() && !isRetry() && !own.targets().areSeveral()
                && queued.multipliedBy(2).compareTo(lease()) < 0;
        if (own.record() == null || fresh) {
            send();
            return;
        }
        life.call(() -> store().query(store -> store.acquire(key(), own.holder(), lease())), (held, thrown) -> {
            if (thrown != null) {
                life.failed(this, Transition.RESERVATION_UNCERTAIN, JobErrors.notRecorded(thrown, own.outcomeUnknown()));
            } else if (held) {
                send();
            } else {
                life.reservationLost(this, own);
            }
        });
    }

    private void send() {
        Submission own = submission();
        if (own.targets().areSeveral() && !own.outcomeUnknown() && !life.context().circuits().pass(life.target().account())) {
            Target up = own.targets().nextUp(life.context().circuits());
            if (up != null) {
                // it went down while the job was queued
                goOn(own, own.passingOver(life.target(), up), up);
                return;
            }
        }
        Duration left = life.left();
        if (!left.isZero()) {
            Duration limit = life.settings().requestTimeout();
            sent = true;
            if (!life.permitted(this, submission(), left.compareTo(limit) < 0 ? left : limit, slot)) {
                leaveSlot();
            }
            return;
        }
        GrokVideoException cause = submission().lastFailure();
        life.failed(this, Transition.NOT_SUBMITTED_IN_TIME, submission().outcomeUnknown()
                ? JobErrors.outcomeUnknown(cause, submission().repeatableKey(life.gateway()))
                : JobErrors.notSubmittedInTime(life.settings().jobTimeout(), cause));
    }
}
