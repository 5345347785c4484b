package io.github.grokvideo.internal.job.phase;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.github.grokvideo.internal.job.Failures;
import io.github.grokvideo.internal.job.JobListener;
import io.github.grokvideo.internal.job.Target;
import io.github.grokvideo.internal.job.limit.Waiter;
import io.github.grokvideo.internal.job.polling.PollPolicy;
import io.github.grokvideo.internal.observation.JobObservation;
import io.github.grokvideo.internal.observation.LogContext;
import io.github.grokvideo.internal.time.CoalescingTimer;
import io.github.grokvideo.model.GrokVideoException;
import io.github.grokvideo.model.VideoJob;
import io.github.grokvideo.store.JobKey;

/**
 * One job under way, as a state machine: a listener, a deadline and one current {@link Phase}. All transitions are
 * below. The phase and its timer are guarded by this object's lock, which is never held while anything else is called.
 * <p>
 * Over 400 lines, and one thing all the same: all that may change the phase is here, under the one lock.
 */
public final class Job implements JobLife, Waiter, Runnable {

    private final JobContext context;
    // replaced until a gateway has accepted the job
    private volatile Target target;
    private final JobListener listener;
    private final Consumer<Job> onEnd;
    private final JobObservation observation;
    private volatile long startedAt;
    private Phase phase;
    private CoalescingTimer.Entry timer;

    private Job(JobContext context, Target target, JobListener listener, Consumer<Job> onEnd, Work work,
                JobObservation observation) {
        this.context = context;
        this.target = target;
        this.listener = listener;
        this.onEnd = onEnd;
        this.observation = observation;
        this.startedAt = context.timer().now();
        this.phase = new Queued(work);
    }

    /** A job that is to be submitted once {@link #proceed} is called. */
    public static Job submitting(
            JobContext context, Target target, JobListener listener, Consumer<Job> onEnd, Submission submission) {
        return new Job(
                context, target, listener, onEnd, submission,
                context.observer().submitting(listener.whole(), submission.request().mode(), submission.request().model()));
    }

    /** A job that exists, and is waited for once {@link #proceed} is called. */
    public static Job awaiting(
            JobContext context, Target target, JobListener listener, Consumer<Job> onEnd, KnownJob known) {
        return new Job(
                context, target, listener, onEnd, known, context.observer().awaiting(listener.whole()));
    }

    // transitions

    /** There is room for it. */
    @Override
    public void proceed() {
        if (observation != JobObservation.NONE) {
            observation.roomGiven(elapsed().toNanos());
        }
        restartClock();
        if (phase() instanceof Queued queued) {
            attempt(() -> proceed(queued, queued.work()));
        }
    }

    private void proceed(Queued from, Work work) {
        if (work instanceof KnownJob job) {
            move(from, Transition.AWAIT, new Waiting(this, job, policy(), null));
            return;
        }
        Submission submission = (Submission) work;
        Target preferred = target;
        Target first = first(preferred, submission.targets());
        if (first != preferred) {
            observation.movedOn(preferred.gateway().provider(), first.gateway().provider());
        }
        Submission there = first == preferred ? submission : submission.passingOver(preferred, first);
        if (submission.record() == null) {
            move(from, Transition.SUBMIT, new Submitting(this, there, Duration.ZERO), first);
        } else {
            move(from, Transition.RESERVE, new Reserving(this, there), first);
        }
    }

    // one that is down is not asked first
    private Target first(Target preferred, Targets targets) {
        if (!targets.areSeveral() || context.circuits().isPassable(preferred.account())) {
            return preferred;
        }
        Target up = targets.nextUp(context.circuits());
        return up == null ? preferred : up;
    }

    private PollPolicy policy() {
        return context.policies().policy(gateway(), settings(), null);
    }

    @Override
    public boolean reserved(Phase from, Submission submission) {
        return move(from, Transition.RESERVED, new Submitting(this, submission, Duration.ZERO));
    }

    @Override
    public boolean resumed(Phase from, KnownJob job) {
        return move(
                from, Transition.RESUMED, new Waiting(this, job, policy(), null));
    }

    @Override
    public boolean reservationLost(Phase from, Submission submission) {
        return move(from, Transition.RESERVATION_LOST, new Reserving(this, submission));
    }

    @Override
    public boolean permitted(Phase from, Submission submission, Duration timeout, Waiter slot) {
        return move(from, Transition.PERMITTED, new Sending(this, submission, timeout, slot));
    }

    @Override
    public boolean retry(Phase from, Submission submission, Duration pause) {
        return move(from, Transition.RETRY, new Submitting(this, submission, pause));
    }

    @Override
    public boolean goesOn(Phase from, Submission submission, Target next) {
        boolean sent = from.state() == State.SENDING;
        if (isIn(from)) {
            observation.movedOn(gateway().provider(), next.gateway().provider());
        }
        if (submission.record() == null) {
            return move(from, sent ? Transition.GOES_ON_UNRECORDED : Transition.PASSED_OVER_UNRECORDED,
                    new Submitting(this, submission, Duration.ZERO), next);
        }
        return move(from, sent ? Transition.GOES_ON : Transition.PASSED_OVER, new Reserving(this, submission), next);
    }

    @Override
    public boolean tooDear(Phase from, Submission submission, Target next) {
        return move(from, Transition.TOO_DEAR, new Reserving(this, submission), next);
    }

    @Override
    public boolean follows(Phase from, Submission submission, Target other) {
        return move(from, Transition.FOLLOWS, new Reserving(this, submission), other);
    }

    @Override
    public boolean named(Phase from, Acceptance acceptance) {
        observation.accepted(gateway().provider(), acceptance.job());
        return move(from, Transition.NAMED, new Accepted(this, acceptance));
    }

    @Override
    public boolean waits(Phase from, Acceptance acceptance) {
        return move(
                from, Transition.WAIT,
                new Waiting(this, acceptance.known(), acceptance.policy(), from.lastReported()));
    }

    @Override
    public boolean finishedAtOnce(Phase from, Acceptance acceptance) {
        return move(from, Transition.FINISHED_AT_ONCE, new Recording(this, acceptance.known(), acceptance.job(), 0));
    }

    @Override
    public boolean finished(Phase from, KnownJob known, VideoJob job) {
        return move(from, Transition.FINISHED, new Recording(this, known, job, from.polls()));
    }

    @Override
    public boolean completed(Phase from, Transition why, VideoJob job) {
        if (!move(from, why, Ended.ENDED)) {
            return false;
        }
        ended(from, why, job, null);
        try {
            listener.completed(job);
        } catch (RuntimeException | Error e) {
            listener.failed(Failures.asException(e, job.id()), job);
        }
        return true;
    }

    @Override
    public boolean failed(Phase from, Transition why, GrokVideoException failure) {
        if (!move(from, why, Ended.ENDED)) {
            return false;
        }
        ended(from, why, null, failure);
        CompletableFuture<Void> recorded;
        try {
            recorded = from.recordFailure(failure);
        } catch (RuntimeException | Error e) {
            failure.addSuppressed(e);
            recorded = CompletableFuture.completedFuture(null);
        }
        recorded.thenRun(() -> listener.failed(failure, from.lastReported()));
        return true;
    }

    private void ended(Phase from, Transition why, VideoJob job, GrokVideoException failure) {
        if (observation != JobObservation.NONE) {
            observation.ended(JobEnds.of(
                    from, why, gateway().provider(), job == null ? from.lastReported() : job, failure, elapsed()));
        }
    }

    private boolean move(Phase from, Transition why, Phase to) {
        return move(from, why, to, target);
    }

    private boolean move(Phase from, Transition why, Phase to, Target there) {
        if (!why.leads(from.state(), to.state())) {
            throw new IllegalStateException(why + " does not lead from " + from.state() + " to " + to.state());
        }
        CoalescingTimer.Entry pending;
        synchronized (this) {
            if (phase != from) {
                return false;
            }
            phase = to;
            pending = timer;
            timer = null;
        }
        if (pending != null) {
            pending.cancel();
        }
        context.transitions().accept(from.state(), why);
        attempt(from::left);
        target = there;
        if (to == Ended.ENDED) {
            onEnd.accept(this);
        }
        attempt(to::entered);
        return true;
    }

    // what may interrupt any phase

    @Override
    public void stop(String reason) {
        Phase first = phase();
        try (LogContext context = LogContext.of(first.jobId(), first.idempotencyKey())) {
            stopAnyPhase(reason);
        }
    }

    private void stopAnyPhase(String reason) {
        for (Phase current = phase(); current != Ended.ENDED; current = phase()) {
            if (current.defersStop(reason) ? isIn(current) : failed(current, Transition.STOPPED, current.stopped(reason))) {
                return;
            }
        }
    }

    @Override
    public void unexpected(Throwable cause) {
        for (Phase current = phase(); current != Ended.ENDED; current = phase()) {
            GrokVideoException failure = Failures.asException(cause, current.jobId());
            if (failed(current, Transition.FAULT, current.unexpected(failure))) {
                return;
            }
        }
    }

    // what phases use

    @Override
    public void attempt(Runnable step) {
        Phase current = phase();
        try (LogContext context = LogContext.of(current.jobId(), current.idempotencyKey())) {
            step.run();
        } catch (RuntimeException | Error e) {
            unexpected(e);
        }
    }

    @Override
    public <T> void call(Supplier<? extends CompletionStage<T>> call, BiConsumer<T, Throwable> step) {
        CompletionStage<T> outcome;
        try {
            outcome = call.get();
        } catch (RuntimeException | Error e) {
            outcome = CompletableFuture.failedFuture(e);
        }
        outcome.whenComplete((value, thrown) -> attempt(() -> step.accept(value, Failures.unwrap(thrown))));
    }

    @Override
    public void wakeAfter(Phase waiting, Duration delay, Duration slack) {
        Duration left = left();
        boolean inTime = delay.compareTo(left) < 0;
        try {
            synchronized (this) {
                if (phase == waiting) {
                    timer = context.timer().after(inTime ? delay : left, inTime ? slack : Duration.ZERO, this);
                }
            }
        } catch (RejectedExecutionException e) {
            failed(waiting, Transition.STOPPED, waiting.stopped("The component stopped"));
        }
    }

    @Override
    public void wakeNow(Phase waiting) {
        synchronized (this) {
            if (phase != waiting || timer == null || !timer.cancel()) {
                return;
            }
        }
        wakeAfter(waiting, Duration.ZERO, Duration.ZERO);
    }

    /** Does what is due, for the timer. */
    @Override
    public void run() {
        Phase current;
        synchronized (this) {
            timer = null;
            current = phase;
        }
        attempt(current::due);
    }

    /** What can be said of it now. */
    public JobSnapshot snapshot() {
        Phase current;
        CoalescingTimer.Entry pending;
        synchronized (this) {
            current = phase;
            pending = timer;
        }
        VideoJob last = current.lastReported();
        Duration left = pending == null ? null : Duration.ofNanos(Math.max(0, pending.due() - context.timer().now()));
        return new JobSnapshot(
                current.jobId(), current.state(), gateway().provider(), gateway().authority(),
                last == null ? null : last.status(), last == null ? null : last.progress(), elapsed(), left,
                listener.whole().route().routeId());
    }

    /** The phase that it is in. */
    public State state() {
        return phase().state();
    }

    /** The id of the job; {@code null} until there is one. */
    public String id() {
        return phase().jobId();
    }

    private synchronized Phase phase() {
        return phase;
    }

    @Override
    public synchronized boolean isIn(Phase other) {
        return phase == other;
    }

    @Override
    public boolean isActive() {
        return phase() != Ended.ENDED;
    }

    /** Whether it is the job of this id at the same gateway. */
    public boolean isFor(Target other, String jobId) {
        return jobId.equals(phase().jobId()) && target.key(null).equals(other.key(null));
    }

    @Override
    public JobContext context() {
        return context;
    }

    @Override
    public Target target() {
        return target;
    }

    @Override
    public JobListener listener() {
        return listener;
    }

    @Override
    public JobObservation observation() {
        return observation;
    }

    @Override
    public JobKey key(String idempotencyKey) {
        return target.key(idempotencyKey);
    }

    @Override
    public Duration left() {
        Duration left = settings().jobTimeout().minus(elapsed());
        return left.isNegative() ? Duration.ZERO : left;
    }

    @Override
    public Duration elapsed() {
        return Duration.ofNanos(context.timer().now() - startedAt);
    }

    @Override
    public void restartClock() {
        startedAt = context.timer().now();
    }
}
