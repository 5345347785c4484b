package io.github.grokvideo.internal.job;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;

import io.github.grokvideo.internal.gateway.CallFailure;
import io.github.grokvideo.internal.gateway.GatewayErrors;
import io.github.grokvideo.internal.gateway.JobReading;
import io.github.grokvideo.internal.gateway.VideoGateway;
import io.github.grokvideo.internal.gateway.response.ExternalOutput;
import io.github.grokvideo.internal.job.limit.StatusRate;
import io.github.grokvideo.internal.job.limit.SubmissionRate;
import io.github.grokvideo.internal.job.polling.FixedTimes;
import io.github.grokvideo.internal.job.polling.PollTimes;
import io.github.grokvideo.internal.request.VideoRequest;
import io.github.grokvideo.internal.time.CoalescingTimer;
import io.github.grokvideo.model.GrokVideoException;
import io.github.grokvideo.model.InvalidRequestException;
import io.github.grokvideo.model.JobStatus;
import io.github.grokvideo.model.JobStoreException;
import io.github.grokvideo.model.JobTimeoutException;
import io.github.grokvideo.model.SubmissionUnknownException;
import io.github.grokvideo.model.VideoJob;
import io.github.grokvideo.model.WaitStoppedException;
import io.github.grokvideo.store.Intent;
import io.github.grokvideo.store.JobKey;
import io.github.grokvideo.store.StoredJob;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One job under way: from the submission, or from an id, to its end. Kept small, since there may be a hundred thousand;
 * in particular the request, which may hold megabytes of media, is let go once it is accepted.
 */
final class JobRun {

    private static final Logger LOG = LoggerFactory.getLogger(JobRun.class);
    /** How long a stop waits for the answer to a submission under way. */
    private static final Duration SUBMISSION_GRACE = Duration.ofSeconds(10);
    private static final int TROUBLE_WORTH_A_WARNING = 5;
    /** A question is late by less than this part of the time until then: after 5 s, by less than 20 ms. */
    private static final int PARTS = 256;
    private static final Duration SHORT_LEASE = Duration.ofSeconds(15);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);
    /** A URL that stops working within this time is not handed on without asking for a fresh one. */
    private static final Duration EXPIRES_SOON = Duration.ofMinutes(1);

    private final VideoJobs jobs;
    private final VideoGateway gateway;
    private final JobSettings settings;
    private final JobListener listener;
    private volatile PollTimes times;
    private volatile long begin;
    private volatile VideoJobs.Note note;
    private volatile String holder;
    private volatile String jobId;

    // all below guarded by this
    private VideoJob stored;
    private JobReading last;
    private GrokVideoException lastFailure;
    private CoalescingTimer.Entry next;
    private Runnable leaveLine;
    private String stopReason;
    private int streak;
    private boolean externalOutput;
    private boolean maybeSubmitted;
    private boolean inFlight;
    private boolean awaitsWebhook;
    private boolean woken;
    private boolean entered;
    private boolean over;

    JobRun(VideoJobs jobs, VideoGateway gateway, JobSettings settings, JobListener listener) {
        this.jobs = jobs;
        this.gateway = gateway;
        this.settings = settings;
        this.listener = listener;
        this.times = jobs.times(gateway, settings, null);
        this.begin = jobs.now();
    }

    JobListener listener() {
        return listener;
    }

    /** There is room for it. Returns whether it still wants to begin; standing in line is no fault of the job's. */
    synchronized boolean enter() {
        entered = !over;
        begin = jobs.now();
        return entered;
    }

    synchronized boolean isOver() {
        return over;
    }

    // whatever goes wrong in here, or with who listens: nobody waits for ever
    private void attempt(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | Error e) {
            unexpected(e);
        }
    }

    /** Ends it because of something that nobody has foreseen. */
    void unexpected(Throwable cause) {
        GrokVideoException failure = VideoJobs.asException(cause, jobId);
        boolean maybe;
        synchronized (this) {
            maybe = jobId == null && (inFlight || maybeSubmitted);
            maybeSubmitted |= maybe;
        }
        fail(maybe && !(failure instanceof SubmissionUnknownException) ? outcomeUnknown(failure) : failure);
    }

    // what is known of it

    /**
     * Submits, unless the store knows the key.
     *
     * @param before whether it was submitted before, under the same key, with an outcome that nobody knows
     * @param noted  what is noted in the store, or {@code null} if nothing is
     */
    void begin(VideoRequest request, boolean before, VideoJobs.Note noted, boolean wait) {
        synchronized (this) {
            maybeSubmitted = before;
            note = noted;
        }
        if (noted == null) {
            submit(request, wait);
        } else {
            look(request, wait);
        }
    }

    private void look(VideoRequest request, boolean wait) {
        boolean unwritten = jobs.store().isUnwritten(key());
        if (left().isZero()) {
            fail(unwritten ? notWritten() : notDoneBySomebodyElse());
            return;
        }
        if (unwritten) {
            // what the store says is older than what is known
            schedule(LOOK_AGAIN, () -> attempt(() -> look(request, wait)));
            return;
        }
        String me = jobs.store().newHolder();
        Intent intent = new Intent(
                key(), note.fingerprint(), request.model(), note.prompt(), note.handOn(), settings.submissionGap().isZero(), me,
                lease());
        jobs.store().ask(store -> store.begin(intent)).whenComplete((known, thrown) -> attempt(() -> {
            if (thrown != null) {
                fail(notNoted(thrown));
            } else if (!me.equals(known.holder())) {
                found(known, me, request, wait);
            } else if (mine(me)) {
                submit(request, wait);
            }
        }));
    }

    private JobStoreException notWritten() {
        return new JobStoreException(
                GrokVideoException.because(
                        "What is known of the submission with the idempotency key '" + note.key()
                                           + "' could not be written to the job store within jobTimeout="
                                           + settings.jobTimeout().toMillis()
                                           + " ms. It is not submitted again before that works")
                        .retryable(true));
    }

    private JobTimeoutException notDoneBySomebodyElse() {
        return new JobTimeoutException(
                GrokVideoException.because(
                        "Somebody else is submitting the request with the idempotency key '" + note.key()
                                           + "', and was not done within jobTimeout=" + settings.jobTimeout().toMillis()
                                           + " ms")
                        .retryable(true));
    }

    private void found(StoredJob known, String me, VideoRequest request, boolean wait) {
        if (!known.fingerprint().equals(note.fingerprint())) {
            fail(new InvalidRequestException(
                    GrokVideoException.because(
                            "The idempotency key '" + note.key() + "' was used before, on " + known.createdAt()
                                               + ", with other parameters; accepted is the same request, or another key")
                            .code("IDEMPOTENCY_KEY_REUSED").jobId(known.job() == null ? null : known.job().id())));
            return;
        }
        switch (known.state()) {
            case UNKNOWN -> fail(unknown(known.note()));
            case INTENDED -> takeOver(known, me, request, wait);
            default -> takeUp(known, wait);
        }
    }

    // somebody has noted the same request, and there is no job yet
    private void takeOver(StoredJob known, String me, VideoRequest request, boolean wait) {
        if (known.held()) {
            schedule(LOOK_AGAIN, () -> attempt(() -> look(request, wait)));
        } else if (known.attempts() > 0 && !gateway.knowsIdempotencyKeys()) {
            String why = "Whoever sent it, first on " + known.createdAt() + ", has not come back.";
            jobs.store().write(key(), "that an outcome is unknown", store -> store.unknown(key(), why), listener::warned)
                    .thenRun(() -> fail(unknown(why)));
        } else {
            synchronized (this) {
                // a refusal of what is sent now says nothing of what was sent then
                maybeSubmitted |= known.attempts() > 0;
            }
            jobs.store().ask(store -> store.hold(key(), me, lease())).whenComplete((held, thrown) -> attempt(() -> {
                if (thrown != null) {
                    fail(notNoted(thrown));
                } else if (!held) {
                    look(request, wait);
                } else if (mine(me)) {
                    submit(request, wait);
                }
            }));
        }
    }

    private void takeUp(StoredJob known, boolean wait) {
        VideoJob job = gateway.usable(known.job());
        LOG.debug("Job {} is known to the store as {}", job.id(), known.state());
        synchronized (this) {
            jobId = job.id();
            externalOutput = job.externalOutput();
        }
        listener.accepted(0, job);
        if (!wait) {
            complete(job);
        } else if (known.jobState() == StoredJob.State.FAILED) {
            fail(GatewayErrors.ended(job));
        } else if (known.jobState() == StoredJob.State.COMPLETED && job.expiresAt() != null
                && jobs.clock().instant().plus(EXPIRES_SOON).isBefore(job.expiresAt())) {
            complete(job);
        } else {
            synchronized (this) {
                // good enough if the gateway does not know the job any more
                stored = known.isFinal() ? job : null;
            }
            await();
        }
    }

    // false if the wait was stopped meanwhile; then the intent is left as it was found
    private boolean mine(String me) {
        synchronized (this) {
            if (!over) {
                holder = me;
                return true;
            }
        }
        jobs.store().write(key(), "that nothing was submitted", store -> store.release(key(), me, Duration.ZERO), LOG::warn);
        return false;
    }

    private JobKey key() {
        return new JobKey(gateway.provider(), gateway.authority(), note == null ? null : note.key());
    }

    // where a second submission is harmless, whoever comes after a crash need not wait long
    private Duration lease() {
        return gateway.knowsIdempotencyKeys() ? SHORT_LEASE : settings.requestTimeout().plus(SHORT_LEASE);
    }

    private synchronized GrokVideoException notNoted(Throwable thrown) {
        GrokVideoException failure = VideoJobs.asException(VideoJobs.unwrapped(thrown));
        String rest = maybeSubmitted ? ". It is not submitted again before that works" : ". Nothing was submitted";
        return new JobStoreException(
                GrokVideoException.because(failure.getMessage() + rest).retryable(true).cause(failure));
    }

    private GrokVideoException unknown(String why) {
        return new SubmissionUnknownException(
                GrokVideoException.because(
                        "The request was sent before under the idempotency key '" + note.key()
                                           + "', and it is not known whether the gateway has accepted it; it is not sent again, since that may"
                                           + " make and bill a second job. " + (why == null ? "" : why + " ")
                                           + "Look at the gateway, then settle it with grokvideo:settle"));
    }

    // submission

    void submit(VideoRequest request, boolean wait) {
        boolean again;
        synchronized (this) {
            again = streak > 0;
        }
        SubmissionRate.Turn turn = new SubmissionRate.Turn() {
            @Override
            public boolean isWanted() {
                synchronized (JobRun.this) {
                    return !over && stopReason == null;
                }
            }

            @Override
            public void come() {
                synchronized (JobRun.this) {
                    if (!again) {
                        // standing in line is no fault of the job's
                        begin = jobs.now();
                    }
                }
                attempt(() -> hold(request, wait));
            }
        };
        String authority = gateway.authority();
        standsInLine(() -> jobs.rate().leave(authority, turn));
        jobs.rate().take(authority, settings.submissionGap(), again, turn);
        if (isOver()) {
            // stopped in between
            jobs.rate().leave(authority, turn);
        }
    }

    // a line must not keep what has ended, with its request and its exchange; leaving it twice, or too late, does nothing
    void standsInLine(Runnable leave) {
        synchronized (this) {
            if (!over) {
                leaveLine = leave;
                return;
            }
        }
        leave.run();
    }

    // what stood in line, or is sent once more, says so before it is sent
    private void hold(VideoRequest request, boolean wait) {
        boolean noted;
        synchronized (this) {
            noted = note != null && (!settings.submissionGap().isZero() || streak > 0);
        }
        if (!noted) {
            send(request, wait);
            return;
        }
        jobs.store().ask(store -> store.hold(key(), holder, lease())).whenComplete((held, thrown) -> attempt(() -> {
            if (thrown != null) {
                fail(notNoted(thrown));
            } else if (held) {
                send(request, wait);
            } else {
                disown();
                look(request, wait);
            }
        }));
    }

    private synchronized void disown() {
        holder = null;
    }

    private void send(VideoRequest request, boolean wait) {
        Duration left = left();
        if (left.isZero()) {
            giveUpSubmission(request);
            return;
        }
        synchronized (this) {
            if (over || stopReason != null) {
                return;
            }
            inFlight = true;
            times = jobs.times(gateway, settings, request);
            externalOutput = ExternalOutput.isAskedFor(request);
        }
        Duration timeout = left.compareTo(settings.requestTimeout()) < 0 ? left : settings.requestTimeout();
        VideoJobs.begin(() -> gateway.submit(request, timeout)).whenComplete((job, thrown) -> attempt(() -> {
            if (thrown == null) {
                accepted(job, wait);
            } else {
                notAccepted(CallFailure.ofSubmission(VideoJobs.unwrapped(thrown)), request, wait);
            }
        }));
    }

    private void accepted(VideoJob named, boolean wait) {
        jobs.accepted().accepted(gateway, named.id());
        VideoJob job = isOutputExternal() ? named.withExternalOutput() : named;
        synchronized (this) {
            if (over) {
                // the wait was stopped long ago; the id must not be lost all the same
                LOG.warn("Job {} was accepted after its exchange had ended; grokvideo:await waits for it", job.id());
                if (note != null) {
                    jobs.store().write(key(), "the id of job " + job.id(), store -> store.accepted(key(), job), LOG::warn);
                }
                return;
            }
            // with the id at once, so that no stop in between thinks that nothing was submitted
            inFlight = false;
            jobId = job.id();
            streak = 0;
            lastFailure = null;
        }
        // whatever the listener makes of it, the id is recorded first
        Throwable flaw = null;
        try {
            listener.accepted(0, job);
        } catch (RuntimeException | Error e) {
            flaw = e;
        }
        Throwable failure = flaw;
        Runnable proceed = () -> {
            if (failure == null) {
                goOn(job, wait);
            } else {
                unexpected(failure);
            }
        };
        if (note == null) {
            proceed.run();
        } else {
            jobs.store().write(key(), "the id of job " + job.id(), store -> store.accepted(key(), job), listener::warned)
                    .thenRun(() -> attempt(proceed));
        }
    }

    private void goOn(VideoJob job, boolean wait) {
        if (wait) {
            expectWebhook(job.id());
        }
        String stopped;
        synchronized (this) {
            if (over) {
                return;
            }
            stopped = stopReason;
        }
        listener.changed(job, null);
        synchronized (this) {
            last = new JobReading(job.withoutJson(), null);
        }
        if (!wait) {
            complete(job);
        } else if (job.isFinal() && !isWithoutVideos(job)) {
            end(job);
        } else if (stopped != null) {
            fail(stopped(stopped));
        } else if (job.isFinal()) {
            // a submission that is repeated under its key is answered with the least, without the video
            poll();
        } else {
            Duration first = times.accepted(left());
            askAfter(isAskedRarely() ? rarely().accepted(left()) : first);
        }
    }

    private static boolean isWithoutVideos(VideoJob job) {
        return job.status() == JobStatus.COMPLETED && job.videos().isEmpty();
    }

    private void notAccepted(CallFailure failure, VideoRequest request, boolean wait) {
        boolean keyed = isKeyed(request);
        int failures;
        String stopped;
        synchronized (this) {
            inFlight = false;
            maybeSubmitted |= failure.effect() == CallFailure.Effect.UNKNOWN;
            lastFailure = failure.exception();
            failures = ++streak;
            stopped = stopReason;
        }
        if (stopped != null || !failure.maySubmitAgain(keyed) || failures > settings.retries()) {
            giveUpSubmission(request);
            return;
        }
        Duration pause = jobs.pauseAfter(gateway, failure, VideoJobs.errorBase(settings), failures);
        LOG.debug("Submission failed, trying again in {} ms: {}", pause.toMillis(), failure.getMessage());
        schedule(pause, () -> attempt(() -> submit(request, wait)));
    }

    private boolean isKeyed(VideoRequest request) {
        return gateway.knowsIdempotencyKeys() && request.idempotencyKey() != null;
    }

    private void giveUpSubmission(VideoRequest request) {
        GrokVideoException cause;
        boolean maybe;
        synchronized (this) {
            cause = lastFailure;
            maybe = maybeSubmitted;
        }
        if (maybe) {
            fail(outcomeUnknown(cause, isKeyed(request) ? request.idempotencyKey() : null));
        } else if (cause != null && !left().isZero()) {
            fail(cause);
        } else {
            fail(new JobTimeoutException(
                    GrokVideoException.because(
                            "The request could not be submitted within jobTimeout=" + settings.jobTimeout().toMillis()
                                               + " ms; no job was made" + lastFailure(cause))
                            .retryable(true).cause(cause)));
        }
    }

    private static String lastFailure(GrokVideoException cause) {
        return cause == null ? "" : ". Last failure: " + cause.getMessage();
    }

    private SubmissionUnknownException outcomeUnknown(GrokVideoException cause) {
        return outcomeUnknown(cause, gateway.knowsIdempotencyKeys() && note != null ? note.key() : null);
    }

    /**
     * @param key with which the same request is safe to send again, or {@code null} if none makes it so
     */
    private static SubmissionUnknownException outcomeUnknown(GrokVideoException cause, String key) {
        return new SubmissionUnknownException(
                GrokVideoException.because(
                        "It is not known whether the gateway has accepted the request" + lastFailure(cause) + "."
                                           + (key != null
                                                   ? " The same request with the idempotency key '" + key
                                                     + "' names the same job and is safe to send again"
                                                   : " Sending it again may make and bill a second job: look at the gateway first"))
                        .retryable(key != null).cause(cause));
    }

    // waiting

    private void expectWebhook(String id) {
        if (settings.webhookInterval() == null) {
            return;
        }
        synchronized (this) {
            if (over || awaitsWebhook) {
                return;
            }
            awaitsWebhook = true;
        }
        jobs.awaitWebhook(gateway.authority(), id, this);
        if (isOver()) {
            // it ended in between
            jobs.awaitWebhookNoMore(gateway.authority(), id, this);
        }
    }

    /** Whether it waits for a results consumer. */
    boolean isForResults() {
        return note != null && note.handOn();
    }

    /** The gateway says that the job is done. */
    void wake() {
        times.told();
        synchronized (this) {
            woken = true;
            if (over || next == null || !next.cancel()) {
                // a question is under way; its answer says what it says
                return;
            }
        }
        setTimer(Duration.ZERO, Duration.ZERO, () -> attempt(this::poll));
    }

    private boolean isAskedRarely() {
        return settings.webhookInterval() != null && jobs.webhooks(gateway.authority()).areArriving()
                && settings.webhookInterval().compareTo(settings.pollInterval()) > 0;
    }

    private PollTimes rarely() {
        return new FixedTimes(jobs.schedule(), settings.webhookInterval());
    }

    /**
     * Names the job that exists already.
     *
     * @param noted how it was noted in the store, or {@code null} if that is not known
     */
    JobRun of(String id, VideoJobs.Note noted) {
        synchronized (this) {
            jobId = id;
            note = noted;
        }
        return this;
    }

    void await() {
        expectWebhook(jobId);
        // whoever waits for a job that may be long done should not wait an interval for it
        poll();
    }

    private void poll() {
        Duration left = left();
        if (left.isZero()) {
            times.givenUp();
            GrokVideoException cause;
            synchronized (this) {
                cause = lastFailure;
            }
            fail(new JobTimeoutException(
                    GrokVideoException.because(
                            "The job was not done within jobTimeout=" + settings.jobTimeout().toMillis()
                                               + " ms. It goes on at the gateway; grokvideo:await with its id waits for it again"
                                               + lastFailure(cause))
                            .jobId(jobId).retryable(true).cause(cause)));
            return;
        }
        Duration paused = jobs.pauses().left(gateway.authority());
        if (!paused.isZero()) {
            schedule(paused.plus(jobs.schedule().spread(settings.pollInterval())), () -> attempt(this::poll));
            return;
        }
        StatusRate.Question question = jobs.statusRate().ask(gateway.authority(), likelihood(), () -> attempt(this::ask));
        standsInLine(() -> jobs.statusRate().leave(gateway.authority(), question));
    }

    private synchronized double likelihood() {
        return woken ? 1 : times.likelihood();
    }

    private void ask() {
        if (isOver()) {
            return;
        }
        Duration left = left();
        if (left.isZero()) {
            poll();
            return;
        }
        Duration timeout = left.compareTo(settings.requestTimeout()) < 0 ? left : settings.requestTimeout();
        times.asking();
        VideoJobs.begin(() -> gateway.read(jobId, last(), timeout)).whenComplete((reading, thrown) -> attempt(() -> {
            if (thrown == null) {
                answered(reading);
            } else {
                notAnswered(VideoJobs.unwrapped(thrown));
            }
        }));
    }

    private void answered(JobReading reading) {
        VideoJob job = reading.job();
        VideoJob before;
        boolean early;
        boolean told;
        boolean changed;
        synchronized (this) {
            if (over) {
                return;
            }
            told = woken || !awaitsWebhook;
            // told that it is done while this answer was on its way, or before every machine of the gateway knew
            early = woken && !job.isFinal();
            woken &= !early;
            streak = 0;
            lastFailure = null;
            before = last == null ? null : last.job();
            changed = before == null || before.status() != job.status() || !Objects.equals(before.progress(), job.progress());
            if (job != before) {
                last = reading.withoutJson();
            }
        }
        if (job.status() == JobStatus.UNKNOWN) {
            jobs.unknownStatus(job);
        }
        if (changed) {
            listener.changed(job, before);
        }
        if (job.isFinal()) {
            if (!told) {
                jobs.webhooks(gateway.authority()).missed(job);
            }
            end(job);
        } else {
            Duration gap = times.next(reading, left());
            if (early) {
                gap = new FixedTimes(jobs.schedule(), settings.pollInterval()).next(reading, left());
            } else if (isAskedRarely()) {
                gap = rarely().next(reading, left());
            }
            askAfter(gap);
        }
    }

    private void notAnswered(Throwable cause) {
        if (!(cause instanceof CallFailure failure)) {
            fail(VideoJobs.asException(cause));
            return;
        }
        if (failure.isUnknownJob() && !isEndKnown()) {
            jobs.accepted().age(gateway, jobId).thenAccept(age -> attempt(() -> {
                if (isYoung(age, failure)) {
                    askAgain(failure);
                } else {
                    refused(failure);
                }
            }));
        } else if (failure.isPassing()) {
            askAgain(failure);
        } else {
            refused(failure);
        }
    }

    // of a job that this wait is the first to hear of, the age counts from when the wait began, unless the gateway named it
    private boolean isYoung(Duration age, CallFailure failure) {
        Duration known = age;
        if (known == null && failure.isGone()) {
            return false;
        }
        if (known == null) {
            VideoJob seen = lastJob();
            known = seen == null || seen.createdAt() == null
                    ? Duration.ofNanos(jobs.now() - begin)
                    : Duration.between(seen.createdAt(), jobs.clock().instant());
        }
        return known.compareTo(AcceptedJobs.GRACE) < 0;
    }

    private synchronized boolean isEndKnown() {
        return stored != null;
    }

    private void refused(CallFailure failure) {
        VideoJob known;
        synchronized (this) {
            known = stored;
        }
        if (known != null) {
            complete(known);
        } else {
            fail(failure.exception());
        }
    }

    private void askAgain(CallFailure failure) {
        if (Integer.valueOf(429).equals(failure.status())) {
            jobs.statusRate().tooMany(gateway.authority());
        }
        int failures;
        synchronized (this) {
            failures = ++streak;
            lastFailure = failure.exception();
        }
        // of a gateway that is out of reach GatewayHealth tells, once for all jobs
        if (failures == TROUBLE_WORTH_A_WARNING && failure.status() != null) {
            LOG.warn("Job {}: {} questions in a row had no answer, and will be asked on until jobTimeout. Last failure: {}",
                    jobId, failures, failure.getMessage());
        } else {
            LOG.debug("Job {}: {}", jobId, failure.getMessage());
        }
        int pauses = VideoJobs.slowed(failure, failures);
        schedule(jobs.pauseAfter(gateway, failure, settings.pollInterval(), pauses), () -> attempt(this::poll));
    }

    private synchronized boolean isOutputExternal() {
        return externalOutput;
    }

    private void end(VideoJob job) {
        times.ended(job);
        if (job.lacksOutput() && isOutputExternal()) {
            noteEnd(job.withExternalOutput());
        } else {
            jobs.withOutput(gateway, job).thenAccept(known -> attempt(() -> noteEnd(known)));
        }
    }

    private void noteEnd(VideoJob job) {
        jobs.store().write(key(), "the end of job " + job.id(), store -> store.ended(key(), job), listener::warned)
                .thenRun(() -> attempt(() -> tellEnd(job)));
    }

    private void tellEnd(VideoJob job) {
        if (job.status() == JobStatus.COMPLETED) {
            complete(job);
        } else {
            fail(GatewayErrors.ended(job));
        }
    }

    // stopping

    void stop(String reason) {
        boolean submitting;
        synchronized (this) {
            if (over || stopReason != null) {
                return;
            }
            stopReason = reason;
            submitting = inFlight;
        }
        if (!submitting) {
            fail(stopped(reason));
            return;
        }
        try {
            jobs.after(SUBMISSION_GRACE, () -> fail(stopped(reason)));
        } catch (RejectedExecutionException e) {
            fail(stopped(reason));
        }
    }

    private GrokVideoException stopped(String reason) {
        synchronized (this) {
            if (jobId == null && (inFlight || maybeSubmitted)) {
                return new SubmissionUnknownException(
                        GrokVideoException.because(
                                reason + " while a submission was under way; it is not known whether the gateway has accepted it")
                                .retryable(gateway.knowsIdempotencyKeys()));
            }
            String rest = jobId == null
                    ? "; nothing was submitted"
                    : ". The job goes on at the gateway; grokvideo:await with its id waits for it again";
            return new WaitStoppedException(GrokVideoException.because(reason + rest).jobId(jobId).retryable(true));
        }
    }

    // the end

    private void complete(VideoJob job) {
        if (!finish()) {
            return;
        }
        try {
            listener.completed(job);
        } catch (RuntimeException | Error e) {
            listener.failed(VideoJobs.asException(e, job.id()), job);
        }
    }

    private synchronized JobReading last() {
        return last;
    }

    private synchronized VideoJob lastJob() {
        return last == null ? null : last.job();
    }

    void fail(GrokVideoException failure) {
        if (finish()) {
            leaveIntent(failure).thenRun(() -> listener.failed(failure, lastJob()));
        }
    }

    // before anybody is told: nobody should wait for a lease that is of no use any more, nor find an intent that came to nothing
    private CompletableFuture<Void> leaveIntent(GrokVideoException failure) {
        String mine;
        boolean maybe;
        synchronized (this) {
            if (note == null || holder == null || jobId != null) {
                return CompletableFuture.completedFuture(null);
            }
            mine = holder;
            maybe = maybeSubmitted || inFlight;
        }
        if (!maybe) {
            return jobs.store().write(key(), "that nothing was submitted", store -> store.withdraw(key(), mine),
                    listener::warned);
        }
        if (gateway.knowsIdempotencyKeys()) {
            return jobs.store().write(
                    key(), "that a submission was given up", store -> store.release(key(), mine, Duration.ZERO),
                    listener::warned);
        }
        return jobs.store().write(
                key(), "that an outcome is unknown", store -> store.unknown(key(), failure.getMessage()), listener::warned);
    }

    private boolean finish() {
        CoalescingTimer.Entry pending;
        Runnable leave;
        boolean registered;
        boolean counted;
        synchronized (this) {
            if (over) {
                return false;
            }
            over = true;
            pending = next;
            next = null;
            leave = leaveLine;
            leaveLine = null;
            registered = awaitsWebhook;
            counted = entered;
        }
        if (pending != null) {
            pending.cancel();
        }
        if (leave != null) {
            leave.run();
        }
        if (registered) {
            jobs.awaitWebhookNoMore(gateway.authority(), jobId, this);
        }
        jobs.ended(this, counted);
        return true;
    }

    private void askAfter(Duration gap) {
        schedule(gap, gap.dividedBy(PARTS), () -> attempt(this::poll));
    }

    private void schedule(Duration delay, Runnable action) {
        schedule(delay, Duration.ZERO, action);
    }

    private void schedule(Duration delay, Duration slack, Runnable action) {
        Duration left = left();
        boolean inTime = delay.compareTo(left) < 0;
        setTimer(inTime ? delay : left, inTime ? slack : Duration.ZERO, action);
    }

    private void setTimer(Duration wait, Duration slack, Runnable action) {
        try {
            String reason;
            synchronized (this) {
                if (over) {
                    return;
                }
                reason = stopReason;
                if (reason == null) {
                    next = jobs.after(wait, slack, action);
                    return;
                }
            }
            fail(stopped(reason));
        } catch (RejectedExecutionException e) {
            fail(stopped("The component stopped"));
        }
    }

    private Duration left() {
        long left = settings.jobTimeout().toNanos() - (jobs.now() - begin);
        return left <= 0 ? Duration.ZERO : Duration.ofNanos(left);
    }
}
