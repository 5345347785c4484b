package io.github.grokvideo.internal.job.phase;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import io.github.grokvideo.internal.gateway.CallFailure;
import io.github.grokvideo.internal.gateway.JobReading;
import io.github.grokvideo.internal.job.AcceptedJobs;
import io.github.grokvideo.internal.job.Failures;
import io.github.grokvideo.internal.job.WebhookRegistry;
import io.github.grokvideo.internal.job.limit.StatusRate;
import io.github.grokvideo.internal.job.polling.PollPolicy;
import io.github.grokvideo.internal.observation.JobObservation;
import io.github.grokvideo.internal.observation.RequestHeaders;
import io.github.grokvideo.model.GrokVideoException;
import io.github.grokvideo.model.JobStatus;
import io.github.grokvideo.model.VideoJob;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The job exists and is polled until it is final. There may be a hundred thousand of these: each field counts. Polls
 * follow one another; only a webhook and a stop come from other threads.
 */
final class Waiting implements Phase, WebhookRegistry.Waiter {

    private static final Logger LOG = LoggerFactory.getLogger(Waiting.class);
    private static final int FAILURES_WORTH_A_WARNING = 5;
    /** A poll is late by less than this part of the time until then: after 5 s, by less than 20 ms. */
    private static final int SLACK_DIVISOR = 256;
    private static final byte DELIVER_RESULT = 1;
    private static final byte EXTERNAL_OUTPUT = 2;

    /** Polls that have failed one after the other. */
    private record Failing(int consecutiveFailures, GrokVideoException last) {
    }

    private final JobLife life;
    // what a KnownJob has, without an object of its own
    private final String id;
    private final String key;
    private final VideoJob end;
    private final PollPolicy policy;
    // what was last reported; null until something is known of it
    private volatile VideoJob shared;
    private volatile long createdAt;
    private volatile long checksum = JobReading.UNREAD;
    // null while polls succeed
    private volatile Failing failing;
    // null unless a poll is queued
    private volatile StatusRate.Poll queued;
    // a webhook has come, and no reading since
    private boolean woken;
    // two of the same, in one byte: the next one would make each of these eight larger
    private final byte flags;
    private volatile char polls;

    /** @param last the job as it was last reported, or {@code null} */
    Waiting(JobLife life, KnownJob known, PollPolicy policy, VideoJob last) {
        this.life = life;
        this.id = known.id();
        this.key = known.key();
        this.flags = (byte) ((known.deliverResult() ? DELIVER_RESULT : 0) | (known.externalOutput() ? EXTERNAL_OUTPUT : 0));
        this.end = known.end();
        this.policy = policy;
        if (last != null) {
            keep(last);
        }
    }

    private void keep(VideoJob job) {
        // before the report that it belongs to
        createdAt = SharedReports.createdAt(job);
        shared = SharedReports.of(job);
    }

    @Override
    public State state() {
        return State.WAITING;
    }

    @Override
    public String jobId() {
        return id;
    }

    @Override
    public String idempotencyKey() {
        return key;
    }

    @Override
    public int polls() {
        return polls;
    }

    @Override
    public VideoJob lastReported() {
        VideoJob report = shared;
        return report == null ? null : SharedReports.job(report, createdAt, id);
    }

    @Override
    public GrokVideoException stopped(String reason) {
        return JobErrors.waitStopped(reason, jobId());
    }

    @Override
    public void entered() {
        if (expectsWebhook()) {
            life.context().webhooks().expect(authority(), id, this);
            if (!life.isIn(this)) {
                // it ended meanwhile
                left();
            }
        }
        VideoJob job = lastReported();
        if (job == null || job.isFinal()) {
            // a job that may be long done should not wait an interval
            poll();
        } else {
            Duration first = policy.firstGap(life.left());
            PollPolicy relaxed = relaxed();
            pollAfter(relaxed == null ? first : relaxed.firstGap(life.left()));
        }
    }

    @Override
    public void left() {
        if (expectsWebhook()) {
            life.context().webhooks().forget(authority(), id, this);
        }
        StatusRate.Poll poll = queued;
        if (poll != null) {
            life.context().statusRate().leave(authority(), poll);
        }
    }

    @Override
    public void due() {
        poll();
    }

    private String authority() {
        return life.gateway().authority();
    }

    private void pollAfter(Duration gap) {
        life.wakeAfter(this, gap, gap.dividedBy(SLACK_DIVISOR));
        if (isWoken()) {
            // the webhook came before there was a timer to wake
            life.wakeNow(this);
        }
    }

    // webhooks

    private boolean expectsWebhook() {
        return life.settings().webhookInterval() != null;
    }

    /** The policy while webhooks arrive, which is less frequent; {@code null} if they do not. */
    private PollPolicy relaxed() {
        Duration interval = life.settings().webhookInterval();
        return interval != null && interval.compareTo(life.settings().pollInterval()) > 0
                && life.context().webhooks().arrivals(authority()).areArriving()
                        ? life.context().policies().fixed(interval) : null;
    }

    @Override
    public void wake() {
        policy.endReported();
        synchronized (this) {
            woken = true;
        }
        // if a poll is under way instead, its outcome decides
        life.wakeNow(this);
    }

    @Override
    public boolean deliversResult() {
        return (flags & DELIVER_RESULT) != 0;
    }

    private synchronized boolean isWoken() {
        return woken;
    }

    // whether a webhook has come; one that says too early that the job is final counts once
    private synchronized boolean isEndReported(VideoJob job) {
        boolean reported = woken;
        woken = woken && job.isFinal();
        return reported;
    }

    // polling

    private void poll() {
        Duration left = life.left();
        if (left.isZero()) {
            policy.timedOut();
            Failing failures = failing;
            life.failed(this, Transition.TIMED_OUT, JobErrors.timedOut(
                    id, life.settings().jobTimeout(), failures == null ? null : failures.last()));
            return;
        }
        Duration pause = life.context().pauses().left(life.gateway(), life.settings());
        if (!pause.isZero()) {
            life.wakeAfter(this, pause, Duration.ZERO);
            return;
        }
        queued = life.context().statusRate().acquire(
                authority(), isWoken() ? 1 : policy.likelihood(), () -> life.attempt(this::send));
        if (!life.isIn(this)) {
            // it ended meanwhile
            left();
        }
    }

    private void send() {
        if (!life.isIn(this)) {
            return;
        }
        queued = null;
        Duration left = life.left();
        if (left.isZero()) {
            poll();
            return;
        }
        Duration limit = life.settings().requestTimeout();
        Duration timeout = left.compareTo(limit) < 0 ? left : limit;
        VideoJob reported = lastReported();
        JobReading before = reported == null ? null : new JobReading(reported, null, checksum);
        policy.pollSent();
        polls = (char) Math.min(polls + 1, Character.MAX_VALUE);
        Map<String, String> headers = life.observation().pollSent(life.gateway().provider());
        long sentAt = life.observedNow();
        life.call(() -> RequestHeaders.with(headers, () -> life.gateway().read(id, before, timeout)), (reading, thrown) -> {
            if (!life.isIn(this)) {
                return;
            }
            observe(reading, thrown, sentAt);
            if (thrown == null) {
                onReading(reading, reported);
            } else if (thrown instanceof CallFailure failure) {
                onFailure(failure);
            } else {
                life.unexpected(thrown);
            }
        });
    }

    private void observe(JobReading reading, Throwable thrown, long sentAt) {
        if (life.observation() != JobObservation.NONE) {
            life.observation().pollAnswered(
                    life.gateway().provider(), RequestResults.ofPoll(reading, thrown), Failures.orNull(thrown, id),
                    life.observedNow() - sentAt);
        }
    }

    /** @param before the job as it was last reported; a reading that says the same has the same object */
    private void onReading(JobReading reading, VideoJob before) {
        VideoJob job = reading.job();
        boolean reported = isEndReported(job);
        failing = null;
        if (job != before) {
            keep(job);
            checksum = reading.checksum();
        }
        if (job.status() == JobStatus.UNKNOWN) {
            life.context().unknownStatuses().log(job);
        }
        if (before == null || before.status() != job.status() || !Objects.equals(before.progress(), job.progress())) {
            life.observation().changed(job, before);
            life.listener().changed(job, before);
        }
        if (!job.isFinal()) {
            pollAfter(nextGap(reading, reported));
            return;
        }
        if (expectsWebhook() && !reported) {
            life.context().webhooks().arrivals(authority()).missed(job);
        }
        policy.finished(job);
        observeEnd(job, before);
        life.finished(this, new KnownJob(id, key, deliversResult(), (flags & EXTERNAL_OUTPUT) != 0, end), job);
    }

    // of a job that ended before anybody looked, the lag says nothing; and the date is the gateway's, and may be any
    private void observeEnd(VideoJob job, VideoJob before) {
        if (life.observation() != JobObservation.NONE && before != null && job.completedAt() != null) {
            long lag = Duration.between(job.completedAt(), life.context().clock().instant()).toMillis();
            long longest = life.elapsed().toMillis();
            life.observation().endDetected(
                    life.gateway().provider(), TimeUnit.MILLISECONDS.toNanos(Math.max(0, Math.min(lag, longest))));
        }
    }

    /**
     * @param reported whether a webhook says that it is final: it came during the poll, or before every machine of the
     *                 gateway knew
     */
    private Duration nextGap(JobReading reading, boolean reported) {
        Duration left = life.left();
        Duration gap = policy.nextGap(reading, left);
        if (reported) {
            return life.context().policies().fixed(life.settings().pollInterval()).nextGap(reading, left);
        }
        PollPolicy relaxed = relaxed();
        return relaxed == null ? gap : relaxed.nextGap(reading, left);
    }

    private void onFailure(CallFailure failure) {
        if (failure.isUnknownJob() && end == null) {
            life.call(() -> life.context().acceptedJobs().age(life.gateway(), id), (age, thrown) -> {
                if (isYoung(age, failure)) {
                    pollAgain(failure);
                } else {
                    refused(failure);
                }
            });
        } else if (failure.isTransient()) {
            pollAgain(failure);
        } else {
            refused(failure);
        }
    }

    /** @param age since acceptance; {@code null} if neither this process nor the store knows */
    private boolean isYoung(Duration age, CallFailure failure) {
        if (age == null && failure.isGone()) {
            return false;
        }
        VideoJob job = lastReported();
        Duration seen = job == null || job.createdAt() == null
                ? life.elapsed() : Duration.between(job.createdAt(), life.context().clock().instant());
        return (age == null ? seen : age).compareTo(AcceptedJobs.GRACE) < 0;
    }

    private void refused(CallFailure failure) {
        if (end != null) {
            life.completed(this, Transition.KNOWN_END, end);
        } else {
            life.failed(this, Transition.REFUSED, failure.exception());
        }
    }

    private void pollAgain(CallFailure failure) {
        if (Integer.valueOf(429).equals(failure.status())) {
            life.context().statusRate().tooMany(authority());
        }
        Failing before = failing;
        int failures = before == null ? 1 : before.consecutiveFailures() + 1;
        failing = new Failing(failures, failure.exception());
        // an unreachable gateway is reported by GatewayHealth, once for all jobs
        if (failures == FAILURES_WORTH_A_WARNING && failure.status() != null) {
            life.context().failingPolls().log(authority(),
                    "Job " + id + ": " + failures + " consecutive status requests failed;"
                                                           + " polling continues until jobTimeout. Last failure: "
                                                           + failure.getMessage());
        } else {
            LOG.debug("Job {}: {}", id, failure.getMessage());
        }
        life.wakeAfter(this, life.context().pauses().afterPoll(life.gateway(), failure, life.settings(), failures),
                Duration.ZERO);
    }
}
