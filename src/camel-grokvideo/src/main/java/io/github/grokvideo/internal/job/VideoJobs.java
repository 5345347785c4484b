package io.github.grokvideo.internal.job;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

import io.github.grokvideo.internal.gateway.CallFailure;
import io.github.grokvideo.internal.gateway.VideoGateway;
import io.github.grokvideo.internal.job.limit.JobLimit;
import io.github.grokvideo.internal.job.limit.StatusRate;
import io.github.grokvideo.internal.job.limit.SubmissionRate;
import io.github.grokvideo.internal.job.polling.HostPauses;
import io.github.grokvideo.internal.job.polling.LearnedDurations;
import io.github.grokvideo.internal.job.polling.PollSchedule;
import io.github.grokvideo.internal.job.polling.PollTimes;
import io.github.grokvideo.internal.job.results.ResultFeed;
import io.github.grokvideo.internal.job.results.ResultPoll;
import io.github.grokvideo.internal.request.VideoRequest;
import io.github.grokvideo.internal.text.UntrustedText;
import io.github.grokvideo.internal.time.CoalescingTimer;
import io.github.grokvideo.model.CostEstimate;
import io.github.grokvideo.model.GatewayException;
import io.github.grokvideo.model.GrokVideoException;
import io.github.grokvideo.model.JobStoreException;
import io.github.grokvideo.model.SubmissionUnknownException;
import io.github.grokvideo.model.VideoJob;
import io.github.grokvideo.model.WaitStoppedException;
import io.github.grokvideo.store.JobKey;
import io.github.grokvideo.store.JobStore;
import io.github.grokvideo.store.StoredJob;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All jobs under way in a component. Submits them, asks about them until they are final, and tells their listeners.
 * Nothing here blocks; time passes on one shared timer.
 */
public final class VideoJobs {

    private static final Logger LOG = LoggerFactory.getLogger(VideoJobs.class);
    private static final int MOST_UNKNOWN_WORDS = 100;
    /** After how many failures the pause grows no more while a gateway may not know a job yet. */
    private static final int SLOWEST_WHILE_YOUNG = 3;

    private final ScheduledExecutorService timer;
    private final CoalescingTimer coalescing;
    private final LongSupplier nanoTime;
    private final PollSchedule schedule;
    private final LearnedDurations learned;
    private final HostPauses pauses;
    private final SubmissionRate rate;
    private final StatusRate statusRate;
    private final JobLimit limit;
    private final Predicate<JobListener> refused;
    private final StoreCalls store;
    private final Clock clock;
    private final AcceptedJobs accepted;
    private final Map<String, WebhookArrivals> webhooks = new ConcurrentHashMap<>();
    // only of jobs whose webhook is awaited
    private final Map<GatewayJob, Set<JobRun>> awaited = new ConcurrentHashMap<>();
    private final Set<ResultFeed> feeds = ConcurrentHashMap.newKeySet();
    // the gateways whose results are, or were, consumed here; a feed that is suspended is owed them
    private final Set<JobKey> consumed = ConcurrentHashMap.newKeySet();
    private final Set<CompletableFuture<?>> calls = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;
    private final Set<JobRun> runs = ConcurrentHashMap.newKeySet();
    private final Set<String> unknownWords = ConcurrentHashMap.newKeySet();

    /**
     * @param timer    runs what is due; not stopped here
     * @param nanoTime the clock, as {@link System#nanoTime}
     * @param random   spreads requests in time
     * @param refused  whose waits are not to begin any more, since their route stops
     * @param store    remembers submissions
     * @param blocking runs what the store does, if it is persistent
     * @param clock    tells whether the result of a remembered job has expired, and how old a job is
     * @param bounds   of all jobs together
     */
    public VideoJobs(ScheduledExecutorService timer, LongSupplier nanoTime, RandomGenerator random,
                     Predicate<JobListener> refused, JobStore store, Executor blocking, Clock clock, Bounds bounds) {
        this.timer = timer;
        this.coalescing = new CoalescingTimer(timer, nanoTime);
        this.nanoTime = nanoTime;
        this.schedule = new PollSchedule(random);
        this.learned = new LearnedDurations(schedule, nanoTime, clock);
        this.pauses = new HostPauses(nanoTime);
        this.rate = new SubmissionRate(nanoTime, this::after);
        this.statusRate = new StatusRate(nanoTime, this::after, bounds.questionsPerSecond());
        this.limit = new JobLimit(bounds.mostUnderWay(), begin -> after(Duration.ZERO, begin));
        this.refused = refused;
        this.store = new StoreCalls(store, blocking, timer);
        this.clock = clock;
        this.accepted = new AcceptedJobs(this.store, nanoTime, clock);
    }

    /**
     * What all jobs together may do.
     *
     * @param mostUnderWay       how many may be under way, without those that are handed on from the store; 0 for any
     *                           number
     * @param questionsPerSecond how often a gateway is asked about jobs; {@link Double#POSITIVE_INFINITY} for any
     *                           number
     */
    public record Bounds(int mostUnderWay, double questionsPerSecond) {

        /** No bounds. */
        public static final Bounds NONE = new Bounds(0, Double.POSITIVE_INFINITY);

        public Bounds {
            if (mostUnderWay < 0 || !(questionsPerSecond > 0)) {
                throw new IllegalArgumentException(
                        "mostUnderWay and questionsPerSecond: " + mostUnderWay + " and " + questionsPerSecond
                                                   + " were given, accepted are a number from 0 and one greater than 0");
            }
        }
    }

    /**
     * One of the jobs that a request takes.
     *
     * @param request        what to submit; not used if there is a job already
     * @param jobId          the job that was submitted before, or {@code null}
     * @param maybeSubmitted whether it was submitted before with an outcome that nobody knows; it is submitted again
     *                       only where an idempotency key makes that harmless
     * @param note           what is noted in the store, or {@code null} if nothing is
     */
    public record Part(VideoRequest request, String jobId, boolean maybeSubmitted, Note note) {

        /** A part that is not noted. */
        public Part(VideoRequest request, String jobId, boolean maybeSubmitted) {
            this(request, jobId, maybeSubmitted, null);
        }
    }

    /**
     * How a submission is noted in the store.
     *
     * @param key         the idempotency key it is known by
     * @param fingerprint of the request
     * @param handOn      whether {@code grokvideo:results} is to hand on what becomes of it
     * @param prompt      to be stored too, or {@code null}
     */
    public record Note(String key, String fingerprint, boolean handOn, String prompt) {
    }

    /** Whether the store remembers what this process does not live to see. */
    public boolean isStorePersistent() {
        return store.isPersistent();
    }

    /**
     * Submits what is not submitted yet, and waits for the end of all.
     *
     * @param parts the jobs that the request takes, at least one
     */
    public void generate(VideoGateway gateway, List<Part> parts, JobSettings settings, JobListener listener) {
        begin(gateway, parts, settings, listener, true);
    }

    /** Submits what is not submitted yet; done as soon as the gateway has accepted all. */
    public void submit(VideoGateway gateway, List<Part> parts, JobSettings settings, JobListener listener) {
        begin(gateway, parts, settings, listener, false);
    }

    private void begin(
            VideoGateway gateway, List<Part> parts, JobSettings settings, JobListener listener, boolean wait) {
        if (parts.size() == 1) {
            begin(gateway, parts.get(0), settings, listener, wait);
            return;
        }
        JobGroup group = new JobGroup(listener, parts.size());
        for (int i = 0; i < parts.size(); i++) {
            begin(gateway, parts.get(i), settings, group.part(i), wait);
        }
    }

    private void begin(VideoGateway gateway, Part part, JobSettings settings, JobListener listener, boolean wait) {
        if (part.jobId() != null && wait) {
            await(gateway, part.jobId(), part.note(), settings, listener);
        } else if (part.jobId() != null) {
            read(gateway, part.jobId(), settings).whenComplete((job, thrown) -> {
                if (thrown == null) {
                    listener.completed(job);
                } else {
                    listener.failed(asException(unwrapped(thrown)), null);
                }
            });
        } else if (part.maybeSubmitted() && !gateway.knowsIdempotencyKeys()) {
            listener.failed(new SubmissionUnknownException(
                    GrokVideoException.because(
                            "The request was sent before, and it is not known whether the gateway has accepted it; it is not sent "
                                               + "again, since that may make and bill a second job. Look at the gateway first")),
                    null);
        } else {
            start(new JobRun(this, gateway, settings, listener),
                    run -> run.begin(part.request(), part.maybeSubmitted(), part.note(), wait));
        }
    }

    /** Waits for the end of a job that exists. */
    public void await(VideoGateway gateway, String jobId, JobSettings settings, JobListener listener) {
        await(gateway, jobId, null, settings, listener);
    }

    private void await(VideoGateway gateway, String jobId, Note note, JobSettings settings, JobListener listener) {
        start(new JobRun(this, gateway, settings, listener).of(jobId, note), JobRun::await);
    }

    /** Waits for the end of a job from the store, whose number is bounded where it was taken. */
    public void awaitStored(VideoGateway gateway, String jobId, Note note, JobSettings settings, JobListener listener) {
        JobRun run = new JobRun(this, gateway, settings, listener).of(jobId, note);
        runs.add(run);
        begin(run, JobRun::await);
    }

    /**
     * Hands on what becomes of submissions that are noted in the store.
     *
     * @param gateway  whose jobs
     * @param settings how patient the waits are
     */
    public ResultFeed results(
            VideoGateway gateway, JobSettings settings, ResultFeed.Settings feed, ResultFeed.Receiver receiver) {
        consumed.add(nameOf(gateway));
        return new ResultFeed(this, gateway, settings, feed, receiver);
    }

    /** A job as a webhook names it: two gateways may use the same id. */
    private record GatewayJob(String authority, String jobId) {
    }

    /**
     * Hands out what becomes of submissions that are noted in the store, one by one.
     *
     * @param gateway  whose jobs
     * @param settings how patient the waits are
     */
    public ResultPoll poll(VideoGateway gateway, JobSettings settings, ResultFeed.Settings feed) {
        return new ResultPoll(this, gateway, settings, feed);
    }

    /**
     * A gateway says that a job is done: everyone who waits for it looks at once.
     *
     * @param authority as in {@link VideoGateway#authority}
     * @param webhookId the webhook's id; one that was seen before does nothing
     */
    public void wake(String authority, String webhookId, String jobId) {
        if (!webhooks(authority).arrived(webhookId)) {
            return;
        }
        Set<JobRun> waiting = awaited.getOrDefault(new GatewayJob(authority, jobId), Set.of());
        waiting.forEach(JobRun::wake);
        if (waiting.stream().noneMatch(JobRun::isForResults)) {
            // it may be about a job that no feed has claimed yet
            feeds.stream().filter(feed -> feed.authority().equals(authority)).forEach(ResultFeed::wake);
        }
    }

    WebhookArrivals webhooks(String authority) {
        return webhooks.computeIfAbsent(authority, key -> new WebhookArrivals(clock));
    }

    void awaitWebhook(String authority, String jobId, JobRun run) {
        awaited.compute(new GatewayJob(authority, jobId), (job, known) -> {
            Set<JobRun> waiting = known == null ? ConcurrentHashMap.newKeySet(1) : known;
            waiting.add(run);
            return waiting;
        });
    }

    void awaitWebhookNoMore(String authority, String jobId, JobRun run) {
        awaited.computeIfPresent(new GatewayJob(authority, jobId), (job, waiting) -> {
            waiting.remove(run);
            return waiting.isEmpty() ? null : waiting;
        });
    }

    /** How many jobs have somebody who waits for their webhook. */
    int awaitedWebhooks() {
        return awaited.size();
    }

    public void started(ResultFeed feed) {
        feeds.add(feed);
    }

    public void stopped(ResultFeed feed) {
        feeds.remove(feed);
    }

    /** Asks the gateway for the secret of its webhooks. Fails with a {@link GrokVideoException}. */
    public CompletableFuture<String> webhookSecret(VideoGateway gateway, JobSettings settings) {
        return repeat(gateway, settings, null, gateway::webhookSecret);
    }

    /**
     * Settles by hand a submission whose outcome is unknown, or has a dead-lettered result delivered again.
     *
     * @param key   as it was submitted
     * @param jobId the job that was found at the gateway, or whose result was dead-lettered; {@code null} if there is
     *              none, so that the same request may be submitted anew
     */
    public CompletableFuture<Void> settle(VideoGateway gateway, String key, String jobId) {
        JobKey name = new JobKey(gateway.provider(), gateway.authority(), key);
        return store.ask(known -> {
            StoredJob entry = known.find(name);
            if (entry == null) {
                throw new JobStoreException(
                        GrokVideoException.because("The job store knows no submission with the idempotency key '" + key + "'"));
            }
            if (entry.job() != null && !entry.job().id().equals(jobId)) {
                throw new JobStoreException(
                        GrokVideoException.because(
                                "The submission with the idempotency key '" + key + "' is settled: its job is known")
                                .jobId(entry.job().id()));
            }
            if (jobId == null) {
                known.withdraw(name, null);
            } else if (entry.state() == StoredJob.State.DEAD_LETTER) {
                known.redeliver(name);
                feeds.forEach(ResultFeed::wake);
            } else {
                known.accepted(name, VideoJob.named(jobId));
            }
            return null;
        });
    }

    /**
     * The end of a job has reached an exchange that waited for it by its id: its result is not handed on any more. It
     * is if there is, or was, a feed of the gateway's results in this process, or if one elsewhere has claimed it at
     * this moment: nothing is taken from whoever consumes results.
     *
     * @return done when it is written, or when it has turned out that it cannot be now; never fails
     */
    public CompletableFuture<Void> acknowledge(VideoGateway gateway, String jobId) {
        JobKey name = nameOf(gateway);
        if (consumed.contains(name)) {
            return CompletableFuture.completedFuture(null);
        }
        return store.write(name, "that the result of job " + jobId + " was taken",
                known -> known.awaited(name.provider(), name.gateway(), jobId), LOG::warn);
    }

    private static JobKey nameOf(VideoGateway gateway) {
        return new JobKey(gateway.provider(), gateway.authority(), null);
    }

    /** Asks once how a job stands. Fails with a {@link GrokVideoException}. */
    public CompletableFuture<VideoJob> read(VideoGateway gateway, String jobId, JobSettings settings) {
        return repeat(gateway, settings, jobId, timeout -> gateway.read(jobId, null, timeout))
                .thenCompose(reading -> withOutput(gateway, reading.job()));
    }

    /**
     * Asks to cancel a job; one that is unknown, and is not too young to be known, counts as cancelled. Fails with a
     * {@link GrokVideoException}.
     */
    public CompletableFuture<Void> cancel(VideoGateway gateway, String jobId, JobSettings settings) {
        return repeat(gateway, settings, jobId, timeout -> gateway.cancel(jobId, timeout)).exceptionallyCompose(
                thrown -> unwrapped(thrown) instanceof GrokVideoException failure
                        && Integer.valueOf(404).equals(failure.getHttpStatus())
                                ? CompletableFuture.completedFuture(null) : CompletableFuture.failedFuture(unwrapped(thrown)));
    }

    /** Asks what a request would cost. Fails with a {@link GrokVideoException}. */
    public CompletableFuture<CostEstimate> estimate(VideoGateway gateway, VideoRequest request, JobSettings settings) {
        return repeat(gateway, settings, null, timeout -> gateway.estimate(request, timeout));
    }

    /**
     * Ends waits; the jobs go on. A wait fails at once. A submission under way is given some seconds for its answer, so
     * that the id of what may be a paid job is known and reported.
     *
     * @param which  the listeners whose waits are to end
     * @param reason for the message
     */
    public void stop(Predicate<JobListener> which, String reason) {
        for (JobRun run : runs) {
            if (which.test(run.listener().whole())) {
                run.stop(reason);
            }
        }
    }

    /**
     * Ends everything: waits, and single requests that are under way or wait to be repeated. Nothing begins after it.
     */
    public void close() {
        closed = true;
        stop(listener -> true, "The component stops");
        calls.forEach(call -> call.completeExceptionally(stopped()));
    }

    /** Ends single requests, such as those of status and estimate; they may be begun again. */
    public void stopCalls() {
        calls.forEach(call -> call.completeExceptionally(stopped()));
    }

    private static GrokVideoException stopped() {
        return new WaitStoppedException(GrokVideoException.because("The Camel context stops").retryable(true));
    }

    /** How many jobs are under way. */
    public int size() {
        return runs.size();
    }

    private void start(JobRun run, Consumer<JobRun> begin) {
        runs.add(run);
        // looked at once more after it can be seen by a stop, so that none slips through between the two
        if (closed || refused.test(run.listener().whole())) {
            run.stop("The route stops");
            return;
        }
        JobLimit.Begin place = new JobLimit.Begin() {
            @Override
            public boolean isWanted() {
                return !run.isOver();
            }

            @Override
            public void begin() {
                if (run.enter()) {
                    VideoJobs.begin(run, begin);
                } else {
                    limit.over();
                }
            }
        };
        run.standsInLine(() -> limit.leave(place));
        limit.enter(place);
        if (run.isOver()) {
            // stopped in between
            limit.leave(place);
        }
    }

    private static void begin(JobRun run, Consumer<JobRun> begin) {
        try {
            begin.accept(run);
        } catch (RuntimeException | Error e) {
            run.unexpected(e);
        }
    }

    void ended(JobRun run, boolean entered) {
        runs.remove(run);
        if (entered) {
            limit.over();
        }
    }

    /** How many jobs wait for room, for their turn to be submitted, or for their turn to be asked about. */
    int standInLine(String authority) {
        return limit.waiting() + rate.waiting(authority) + statusRate.waiting(authority);
    }

    StatusRate statusRate() {
        return statusRate;
    }

    public StoreCalls store() {
        return store;
    }

    Clock clock() {
        return clock;
    }

    public long now() {
        return nanoTime.getAsLong();
    }

    PollSchedule schedule() {
        return schedule;
    }

    /**
     * When to ask about a job.
     *
     * @param request what is about to be submitted, or {@code null} for a job that exists
     */
    PollTimes times(VideoGateway gateway, JobSettings settings, VideoRequest request) {
        return learned.times(gateway, settings, request);
    }

    HostPauses pauses() {
        return pauses;
    }

    SubmissionRate rate() {
        return rate;
    }

    /** Runs something later. */
    public ScheduledFuture<?> after(Duration delay, Runnable action) {
        return timer.schedule(action, Math.max(0, delay.toNanos()), TimeUnit.NANOSECONDS);
    }

    /** Runs something later, together with what is due within the slack. */
    public CoalescingTimer.Entry after(Duration delay, Duration slack, Runnable action) {
        return coalescing.schedule(delay, slack, action);
    }

    /** Says once that a gateway uses a word for a status that nobody knows. */
    void unknownStatus(VideoJob job) {
        if (unknownWords.size() < MOST_UNKNOWN_WORDS && unknownWords.add(String.valueOf(job.statusText()))) {
            LOG.warn("The gateway says '{}' of job {}: an unknown status, taken for still running",
                    UntrustedText.sanitize(job.statusText(), 50), job.id());
        }
    }

    interface Attempt<T> {
        CompletableFuture<T> start(Duration timeout);
    }

    AcceptedJobs accepted() {
        return accepted;
    }

    /** The job, with what the store knows of where its video went if the gateway names none. Never fails. */
    CompletableFuture<VideoJob> withOutput(VideoGateway gateway, VideoJob job) {
        if (!job.lacksOutput()) {
            return CompletableFuture.completedFuture(job);
        }
        return accepted.find(gateway, job.id()).thenApply(
                known -> known != null && known.job() != null && known.job().externalOutput() ? job.withExternalOutput() : job);
    }

    // a harmless request: repeated on any passing trouble, and while the job may be too young to be known
    private <T> CompletableFuture<T> repeat(VideoGateway gateway, JobSettings settings, String jobId, Attempt<T> attempt) {
        CompletableFuture<T> result = new CompletableFuture<>();
        calls.add(result);
        result.whenComplete((value, thrown) -> calls.remove(result));
        if (closed) {
            result.completeExceptionally(stopped());
            return result;
        }
        new Repetition<>(gateway, settings, jobId, attempt, result, now()).attempt(0);
        return result;
    }

    /** One single request, sent until it is answered, or until that is of no use. */
    private final class Repetition<T> {

        private final VideoGateway gateway;
        private final JobSettings settings;
        private final String jobId;
        private final Attempt<T> attempt;
        private final CompletableFuture<T> result;
        private final long startedAt;

        Repetition(VideoGateway gateway, JobSettings settings, String jobId, Attempt<T> attempt, CompletableFuture<T> result,
                   long startedAt) {
            this.gateway = gateway;
            this.settings = settings;
            this.jobId = jobId;
            this.attempt = attempt;
            this.result = result;
            this.startedAt = startedAt;
        }

        void attempt(int failures) {
            if (result.isDone()) {
                return;
            }
            Duration left = left();
            Duration timeout = left.compareTo(settings.requestTimeout()) < 0 ? left : settings.requestTimeout();
            VideoJobs.begin(() -> attempt.start(timeout)).whenComplete((value, thrown) -> {
                try {
                    attempted(failures, value, thrown);
                } catch (RuntimeException | Error e) {
                    result.completeExceptionally(asException(e));
                }
            });
        }

        private void attempted(int failures, T value, Throwable thrown) {
            if (thrown == null) {
                result.complete(value);
            } else if (!(unwrapped(thrown) instanceof CallFailure failure)) {
                result.completeExceptionally(asException(unwrapped(thrown)));
            } else if (failure.isUnknownJob() && jobId != null) {
                accepted.age(gateway, jobId).thenAccept(age -> notKnown(failure, age, failures + 1));
            } else {
                again(failure, failure.isPassing() && failures < settings.retries(), failures + 1);
            }
        }

        // a wrong id must not take a minute to be told
        private void notKnown(CallFailure failure, Duration age, int failures) {
            boolean mayCome
                    = age == null ? !failure.isGone() && failures <= settings.retries() : age.compareTo(AcceptedJobs.GRACE) < 0;
            again(failure, mayCome, failures);
        }

        private Duration left() {
            return settings.jobTimeout().minusNanos(now() - startedAt);
        }

        private void again(CallFailure failure, boolean useful, int failures) {
            if (!useful) {
                result.completeExceptionally(failure.exception());
                return;
            }
            try {
                Duration pause = pauseAfter(gateway, failure, errorBase(settings), slowed(failure, failures));
                if (pause.compareTo(left()) < 0) {
                    after(pause, () -> attempt(failures));
                } else {
                    result.completeExceptionally(failure.exception());
                }
            } catch (RejectedExecutionException e) {
                result.completeExceptionally(failure.exception());
            }
        }
    }

    /** The streak that the pause follows: a job that is not known yet is likely to be known soon. */
    static int slowed(CallFailure failure, int failures) {
        return failure.isUnknownJob() ? Math.min(failures, SLOWEST_WHILE_YOUNG) : failures;
    }

    static <T> CompletableFuture<T> begin(Supplier<CompletableFuture<T>> call) {
        try {
            return call.get();
        } catch (RuntimeException | Error e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** How long to leave the gateway alone after a failure; what it asked for is heeded by all its jobs. */
    Duration pauseAfter(VideoGateway gateway, CallFailure failure, Duration base, int streak) {
        if (failure.retryAfter() == null) {
            return schedule.afterError(base, streak);
        }
        Duration hinted = schedule.hinted(failure.retryAfter(), base);
        // 0 is about this request: the gateway has nothing against others
        if (!failure.retryAfter().isZero() && !failure.retryAfter().isNegative()) {
            pauses.pause(gateway.authority(), hinted);
        }
        return hinted;
    }

    /** Where back-off begins: a second, or less if jobs are asked about more often than that. */
    static Duration errorBase(JobSettings settings) {
        Duration second = Duration.ofSeconds(1);
        return settings.pollInterval().compareTo(second) < 0 ? settings.pollInterval() : second;
    }

    public static Throwable unwrapped(Throwable thrown) {
        return thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
    }

    static GrokVideoException asException(Throwable cause) {
        return asException(cause, null);
    }

    /**
     * @param jobId the job that is waited for, which may be done again; {@code null} if there is none yet
     */
    static GrokVideoException asException(Throwable cause, String jobId) {
        return cause instanceof GrokVideoException known
                ? known
                : new GatewayException(
                        GrokVideoException.because("Unexpected: " + cause).jobId(jobId).retryable(jobId != null).cause(cause));
    }
}
