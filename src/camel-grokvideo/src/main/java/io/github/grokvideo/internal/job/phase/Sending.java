package io.github.grokvideo.internal.job.phase;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;

import io.github.grokvideo.internal.gateway.CallFailure;
import io.github.grokvideo.internal.gateway.response.ExternalOutput;
import io.github.grokvideo.internal.job.Target;
import io.github.grokvideo.internal.job.limit.Waiter;
import io.github.grokvideo.internal.job.polling.PollPolicy;
import io.github.grokvideo.internal.observation.RequestHeaders;
import io.github.grokvideo.internal.observation.SubmissionResult;
import io.github.grokvideo.model.GrokVideoException;
import io.github.grokvideo.model.VideoJob;

/**
 * The one request that costs money is under way, and its outcome unknown. A stop waits some time for the answer, since
 * it names what may be a paid job.
 */
final class Sending extends SubmissionPhase {

    private static final Duration STOP_GRACE = Duration.ofSeconds(10);

    private final Submission sent;
    private final Duration timeout;
    private final Waiter slot;
    private final AtomicReference<String> stop = new AtomicReference<>();

    Sending(JobLife life, Submission submission, Duration timeout, Waiter slot) {
        super(life, submission.withUnknownOutcome());
        this.sent = submission;
        this.timeout = timeout;
        this.slot = slot;
    }

    @Override
    public State state() {
        return State.SENDING;
    }

    @Override
    public void entered() {
        PollPolicy policy = life.context().policies().policy(life.gateway(), life.settings(), sent.request());
        life.listener().at(0, life.gateway().provider());
        boolean externalOutput = ExternalOutput.isAskedFor(sent.request());
        Map<String, String> headers = life.observation().submissionSent(life.gateway().provider());
        long sentAt = life.observedNow();
        life.call(() -> RequestHeaders.with(headers, () -> life.gateway().submit(sent.request(), timeout)), (job, thrown) -> {
            if (thrown == null) {
                observe(SubmissionResult.ACCEPTED, null, sentAt);
                accepted(externalOutput ? job.withExternalOutput() : job, externalOutput, policy);
            } else {
                CallFailure failure = CallFailure.ofSubmission(thrown);
                observe(RequestResults.ofSubmission(failure), failure.exception(), sentAt);
                failed(failure);
            }
        });
    }

    private void observe(SubmissionResult result, GrokVideoException failure, long sentAt) {
        life.observation().submissionAnswered(
                life.gateway().provider(), result, failure, life.observedNow() - sentAt);
    }

    @Override
    public void left() {
        life.context().openSubmissions().leave(life.gateway().authority(), slot);
    }

    private void accepted(VideoJob job, boolean externalOutput, PollPolicy policy) {
        life.context().acceptedJobs().accepted(life.gateway(), job.id());
        if (sent.targets().areSeveral()) {
            life.context().circuits().answered(life.target().account());
        }
        SubmissionEntry entry = entry(sent);
        if (life.named(this, new Acceptance(job, sent.record(), entry, sent.goal(), externalOutput, policy, stop))) {
            return;
        }
        LOG.warn("Job {} was accepted after its exchange had ended; grokvideo:await with this ID waits for it", job.id());
        if (entry != null) {
            entry.accepted(store(), job, store()::warn);
        }
    }

    private void failed(CallFailure failure) {
        Submission after = sent.after(failure);
        update(after);
        Target next = next(after, failure);
        if (next != null) {
            life.listener().warned(life.gateway().provider() + " has not accepted the request, " + next.gateway().provider()
                                   + " is tried: " + failure.getMessage());
            goOn(after, after.goingOn(next), next);
            return;
        }
        String key = after.repeatableKey(life.gateway());
        if (stop.get() != null || !failure.maySubmitAgain(key != null) || after.failures() > life.settings().retries()) {
            life.failed(this, Transition.NOT_ACCEPTED, outcome(after, key));
            return;
        }
        Duration pause = life.context().pauses().afterRequest(life.gateway(), failure, life.settings(), after.failures());
        LOG.debug("Submission failed, retrying in {} ms: {}", pause.toMillis(), failure.getMessage());
        life.context().observer().retried("submission");
        if (life.retry(this, after, pause) && stop.get() != null) {
            // requested between the two
            life.stop(stop.get());
        }
    }

    // null if it must not, or cannot, go to another gateway
    private Target next(Submission after, CallFailure failure) {
        if (!after.targets().areSeveral()) {
            return null;
        }
        life.context().circuits().failed(life.target().account(), failure);
        boolean goesOn = !after.outcomeUnknown() && failure.mayGoElsewhere() && stop.get() == null && !life.left().isZero();
        return goesOn ? after.targets().next(life.context().circuits()) : null;
    }

    @Override
    void leftForAnother() {
        if (stop.get() != null) {
            // requested meanwhile
            life.stop(stop.get());
        }
    }

    private GrokVideoException outcome(Submission after, String key) {
        if (after.outcomeUnknown()) {
            return JobErrors.outcomeUnknown(after.lastFailure(), key);
        }
        return life.left().isZero()
                ? JobErrors.notSubmittedInTime(life.settings().jobTimeout(), after.lastFailure()) : after.refused();
    }

    @Override
    public boolean defersStop(String reason) {
        if (stop.compareAndSet(null, reason)) {
            try {
                life.context().timer().after(
                        STOP_GRACE, () -> life.failed(this, Transition.STOPPED, stopped(reason)));
            } catch (RejectedExecutionException e) {
                life.failed(this, Transition.STOPPED, stopped(reason));
            }
        }
        return true;
    }
}
