package io.github.grokvideo.job;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;

import io.github.grokvideo.gateway.CallFailure;
import io.github.grokvideo.gateway.GatewayErrors;
import io.github.grokvideo.gateway.JobReading;
import io.github.grokvideo.gateway.VideoGateway;
import io.github.grokvideo.model.GrokVideoException;
import io.github.grokvideo.model.JobStatus;
import io.github.grokvideo.model.JobTimeoutException;
import io.github.grokvideo.model.SubmissionUnknownException;
import io.github.grokvideo.model.VideoJob;
import io.github.grokvideo.model.VideoRequest;
import io.github.grokvideo.model.WaitStoppedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One job under way: from the submission, or from an id, to its end. Kept small, since there may be a hundred thousand;
 * in particular the request, which may hold megabytes of media, is let go once it is accepted.
 */
final class JobRun {

    private static final Logger LOG = LoggerFactory.getLogger(JobRun.class);
    /** A gateway of many machines may not know everywhere at once of the job it has just accepted. */
    private static final Duration NOT_FOUND_GRACE = Duration.ofSeconds(60);
    /** How long a stop waits for the answer to a submission under way. */
    private static final Duration SUBMISSION_GRACE = Duration.ofSeconds(10);
    private static final int TROUBLE_WORTH_A_WARNING = 5;

    private final VideoJobs jobs;
    private final VideoGateway gateway;
    private final JobSettings settings;
    private final JobListener listener;
    private long begin;

    private String jobId;
    private VideoJob last;
    private ScheduledFuture<?> next;
    private String stopReason;
    private int streak;
    private boolean ownSubmission;
    private boolean maybeSubmitted;
    private boolean inFlight;
    private boolean over;

    JobRun(VideoJobs jobs, VideoGateway gateway, JobSettings settings, JobListener listener) {
        this.jobs = jobs;
        this.gateway = gateway;
        this.settings = settings;
        this.listener = listener;
        this.begin = jobs.now();
    }

    JobListener listener() {
        return listener;
    }

    // submission

    void submit(VideoRequest request, boolean wait) {
        boolean again;
        synchronized (this) {
            again = streak > 0;
        }
        jobs.rate().take(gateway.authority(), settings.submissionGap(), again, new SubmissionRate.Turn() {
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
                send(request, wait);
            }
        });
    }

    private void send(VideoRequest request, boolean wait) {
        Duration left = left();
        if (left.isZero()) {
            giveUpSubmission(null, request);
            return;
        }
        synchronized (this) {
            if (over || stopReason != null) {
                return;
            }
            inFlight = true;
        }
        Duration timeout = left.compareTo(settings.requestTimeout()) < 0 ? left : settings.requestTimeout();
        VideoJobs.begin(() -> gateway.submit(request, timeout)).whenComplete((job, thrown) -> {
            if (thrown == null) {
                accepted(job, wait);
            } else {
                notAccepted(VideoJobs.unwrapped(thrown), request, wait);
            }
        });
    }

    private void accepted(VideoJob job, boolean wait) {
        String stopped;
        synchronized (this) {
            if (over) {
                // the wait was stopped long ago; the id must not be lost all the same
                LOG.warn("Job {} was accepted after its exchange had ended; grokvideo:await waits for it", job.id());
                return;
            }
            // with the id at once, so that no stop in between thinks that nothing was submitted
            inFlight = false;
            jobId = job.id();
            ownSubmission = true;
            streak = 0;
            stopped = stopReason;
        }
        listener.accepted(0, job);
        listener.changed(job, null);
        synchronized (this) {
            last = job.withoutJson();
        }
        if (!wait) {
            complete(job);
        } else if (job.isFinal()) {
            end(job);
        } else if (stopped != null) {
            fail(stopped(stopped));
        } else {
            schedule(jobs.schedule().first(settings.pollInterval()), this::poll);
        }
    }

    private void notAccepted(Throwable cause, VideoRequest request, boolean wait) {
        if (!(cause instanceof CallFailure failure)) {
            synchronized (this) {
                inFlight = false;
            }
            fail(VideoJobs.asException(cause));
            return;
        }
        boolean keyed = gateway.knowsIdempotencyKeys() && request.idempotencyKey() != null;
        int failures;
        String stopped;
        synchronized (this) {
            inFlight = false;
            maybeSubmitted |= failure.effect() == CallFailure.Effect.UNKNOWN;
            failures = ++streak;
            stopped = stopReason;
        }
        if (stopped != null || !failure.maySubmitAgain(keyed) || failures > settings.retries()) {
            giveUpSubmission(failure, request);
            return;
        }
        Duration pause = jobs.pauseAfter(gateway, failure, VideoJobs.errorBase(settings), failures);
        LOG.debug("Submission failed, trying again in {} ms: {}", pause.toMillis(), failure.getMessage());
        schedule(pause, () -> submit(request, wait));
    }

    private void giveUpSubmission(CallFailure failure, VideoRequest request) {
        boolean keyed = gateway.knowsIdempotencyKeys() && request.idempotencyKey() != null;
        GrokVideoException cause = failure == null ? null : failure.exception();
        if (maybeSubmitted) {
            String why = cause == null ? "" : " Last failure: " + cause.getMessage() + ".";
            fail(new SubmissionUnknownException(
                    GrokVideoException.because(
                            "It is not known whether the gateway has accepted the request." + why
                                               + (keyed
                                                       ? " The same request with the idempotency key '"
                                                         + request.idempotencyKey()
                                                         + "' names the same job and is safe to send again"
                                                       : " Sending it again may make and bill a second job: look at the gateway first"))
                            .retryable(keyed).cause(cause)));
        } else if (cause != null) {
            fail(cause);
        } else {
            fail(new JobTimeoutException(
                    GrokVideoException.because(
                            "The request could not be submitted within jobTimeout=" + settings.jobTimeout().toMillis()
                                               + " ms; no job was made")
                            .retryable(true)));
        }
    }

    // waiting

    /** Names the job that exists already. */
    JobRun of(String id) {
        synchronized (this) {
            jobId = id;
        }
        return this;
    }

    void await() {
        // whoever waits for a job that may be long done should not wait an interval for it
        poll();
    }

    private void poll() {
        Duration left = left();
        if (left.isZero()) {
            fail(new JobTimeoutException(
                    GrokVideoException.because(
                            "The job was not done within jobTimeout=" + settings.jobTimeout().toMillis()
                                               + " ms. It goes on at the gateway; grokvideo:await with its id waits for it again")
                            .jobId(jobId).retryable(true)));
            return;
        }
        Duration paused = jobs.pauses().left(gateway.authority());
        if (!paused.isZero()) {
            schedule(paused.plus(jobs.schedule().spread(settings.pollInterval())), this::poll);
            return;
        }
        Duration timeout = left.compareTo(settings.requestTimeout()) < 0 ? left : settings.requestTimeout();
        VideoJobs.begin(() -> gateway.read(jobId, timeout)).whenComplete((reading, thrown) -> {
            if (thrown == null) {
                answered(reading);
            } else {
                notAnswered(VideoJobs.unwrapped(thrown));
            }
        });
    }

    private void answered(JobReading reading) {
        VideoJob job = reading.job();
        VideoJob before;
        synchronized (this) {
            if (over) {
                return;
            }
            streak = 0;
            before = last;
            // what is compared with later; the answer's text is not kept for the whole wait
            last = job.withoutJson();
        }
        if (job.status() == JobStatus.UNKNOWN) {
            jobs.unknownStatus(job);
        }
        if (before == null || before.status() != job.status() || !Objects.equals(before.progress(), job.progress())) {
            listener.changed(job, before);
        }
        if (job.isFinal()) {
            end(job);
        } else {
            Duration interval = settings.pollInterval();
            schedule(reading.retryAfter() == null
                    ? jobs.schedule().next(interval)
                    : jobs.schedule().hinted(reading.retryAfter(), interval), this::poll);
        }
    }

    private void notAnswered(Throwable cause) {
        if (!(cause instanceof CallFailure failure)) {
            fail(VideoJobs.asException(cause));
            return;
        }
        if (!failure.isPassing() && !isTooEarly(failure)) {
            fail(failure.exception());
            return;
        }
        int failures;
        synchronized (this) {
            failures = ++streak;
        }
        if (failures == TROUBLE_WORTH_A_WARNING) {
            LOG.warn("Job {}: {} questions in a row had no answer, and will be asked on until jobTimeout. Last failure: {}",
                    jobId, failures, failure.getMessage());
        } else {
            LOG.debug("Job {}: {}", jobId, failure.getMessage());
        }
        schedule(jobs.pauseAfter(gateway, failure, settings.pollInterval(), failures), this::poll);
    }

    private boolean isTooEarly(CallFailure failure) {
        return ownSubmission && Integer.valueOf(404).equals(failure.status())
                && jobs.now() - begin < NOT_FOUND_GRACE.toNanos();
    }

    private void end(VideoJob job) {
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
        if (finish()) {
            listener.completed(job);
        }
    }

    void fail(GrokVideoException failure) {
        if (finish()) {
            listener.failed(failure);
        }
    }

    private boolean finish() {
        ScheduledFuture<?> pending;
        synchronized (this) {
            if (over) {
                return false;
            }
            over = true;
            pending = next;
            next = null;
        }
        if (pending != null) {
            pending.cancel(false);
        }
        jobs.ended(this);
        return true;
    }

    private void schedule(Duration delay, Runnable action) {
        Duration left = left();
        scheduleExactly(delay.compareTo(left) < 0 ? delay : left, action);
    }

    private void scheduleExactly(Duration wait, Runnable action) {
        try {
            synchronized (this) {
                if (over) {
                    return;
                }
                if (stopReason == null) {
                    next = jobs.after(wait, action);
                    return;
                }
            }
            fail(stopped(stopReason));
        } catch (RejectedExecutionException e) {
            fail(stopped("The component stopped"));
        }
    }

    private Duration left() {
        long left = settings.jobTimeout().toNanos() - (jobs.now() - begin);
        return left <= 0 ? Duration.ZERO : Duration.ofNanos(left);
    }
}
