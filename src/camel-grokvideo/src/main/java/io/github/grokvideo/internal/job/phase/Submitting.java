package io.github.grokvideo.internal.job.phase;

import java.time.Duration;

import io.github.grokvideo.internal.job.limit.SubmissionRate;
import io.github.grokvideo.internal.job.limit.Waiter;
import io.github.grokvideo.model.GrokVideoException;

/** Waits for the back-off after a failure, then for a permit of the submission rate, and renews the reservation. */
final class Submitting extends SubmissionPhase implements Waiter {

    private final Duration pause;

    Submitting(JobLife life, Submission submission, Duration pause) {
        super(life, submission);
        this.pause = pause;
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

    @Override
    public void left() {
        life.context().submissionRate().leave(life.gateway().authority(), this);
    }

    @Override
    public boolean isActive() {
        return life.isIn(this);
    }

    @Override
    public void proceed() {
        if (!isRetry()) {
            life.restartClock();
        }
        life.attempt(this::renewReservation);
    }

    // after time in a queue, or after a failure, it may be another's
    private void renewReservation() {
        Submission own = submission();
        boolean fresh = life.settings().submissionGap().isZero() && !isRetry();
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
        Duration left = life.left();
        if (!left.isZero()) {
            Duration limit = life.settings().requestTimeout();
            life.permitted(this, submission(), left.compareTo(limit) < 0 ? left : limit);
            return;
        }
        GrokVideoException cause = submission().lastFailure();
        life.failed(this, Transition.NOT_SUBMITTED_IN_TIME, submission().outcomeUnknown()
                ? JobErrors.outcomeUnknown(cause, submission().repeatableKey(life.gateway()))
                : JobErrors.notSubmittedInTime(life.settings().jobTimeout(), cause));
    }
}
