package io.github.grokvideo.internal.job;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

import io.github.grokvideo.internal.gateway.VideoGateway;
import io.github.grokvideo.internal.job.limit.Circuits;
import io.github.grokvideo.internal.job.limit.JobLimit;
import io.github.grokvideo.internal.job.limit.OpenSubmissions;
import io.github.grokvideo.internal.job.limit.StatusRate;
import io.github.grokvideo.internal.job.limit.SubmissionRate;
import io.github.grokvideo.internal.job.phase.Goal;
import io.github.grokvideo.internal.job.phase.JobContext;
import io.github.grokvideo.internal.job.phase.KnownJob;
import io.github.grokvideo.internal.job.phase.ReusableKeys;
import io.github.grokvideo.internal.job.phase.State;
import io.github.grokvideo.internal.job.phase.Submission;
import io.github.grokvideo.internal.job.phase.Targets;
import io.github.grokvideo.internal.job.phase.Transition;
import io.github.grokvideo.internal.job.polling.Backoff;
import io.github.grokvideo.internal.job.polling.PollPolicies;
import io.github.grokvideo.internal.job.polling.RequestPauses;
import io.github.grokvideo.internal.job.results.ResultContext;
import io.github.grokvideo.internal.job.results.ResultFeed;
import io.github.grokvideo.internal.job.results.ResultPoll;
import io.github.grokvideo.internal.job.results.ResultReceiver;
import io.github.grokvideo.internal.job.results.ResultSettings;
import io.github.grokvideo.internal.observation.JobObserver;
import io.github.grokvideo.internal.observation.JobOrigin;
import io.github.grokvideo.internal.observation.RepeatedMessage;
import io.github.grokvideo.internal.observation.RequestObservation;
import io.github.grokvideo.internal.request.VideoRequest;
import io.github.grokvideo.model.BudgetState;
import io.github.grokvideo.model.CostEstimate;
import io.github.grokvideo.model.GrokVideoException;
import io.github.grokvideo.model.JobStoreException;
import io.github.grokvideo.model.SpendingRow;
import io.github.grokvideo.model.SubmissionUnknownException;
import io.github.grokvideo.model.VideoJob;
import io.github.grokvideo.store.Budget;
import io.github.grokvideo.store.JobKey;
import io.github.grokvideo.store.JobStore;
import io.github.grokvideo.store.SpendingQuery;
import io.github.grokvideo.store.StoredJob;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All jobs of a component: submits them, waits for them, delivers their results. The facade of this package; nothing
 * here blocks.
 * <p>
 * Over 400 lines, and one thing all the same: a method for each of what producers and consumers ask of jobs, which
 * hands it to the class that knows.
 */
public final class VideoJobs {

    private static final Logger LOG = LoggerFactory.getLogger(VideoJobs.class);
    /**
     * Submissions to a gateway without a response: enough for each stream of an HTTP/2 connection, and as many to
     * follow.
     */
    private static final int OPEN_SUBMISSIONS = 4000;

    private final AsyncJobStore store;
    private final AcceptedJobs acceptedJobs;
    private final WebhookRegistry webhooks;
    private final SingleRequests requests;
    private final JobLookups lookups;
    private final JobLimit limit;
    private final SubmissionRate submissionRate;
    private final OpenSubmissions openSubmissions = new OpenSubmissions(OPEN_SUBMISSIONS);
    private final StatusRate statusRate;
    private final JobRegistry registry;
    private final JobMonitor monitor;
    private final ResultContext results;
    private final JobObserver observer;
    private final Set<ResultFeed> feeds = ConcurrentHashMap.newKeySet();
    // the gateways that have, or had, a feed here; one that is suspended still owns their results
    private final Set<JobKey> consumed = ConcurrentHashMap.newKeySet();
    private volatile BiConsumer<State, Transition> transitions = (from, transition) -> {
    };

    /**
     * @param timer    runs what is due; not stopped here
     * @param nanoTime the clock, as {@link System#nanoTime}
     * @param random   for jitter
     * @param refused  whose jobs are not to start any more, since their route stops
     * @param store    records submissions
     * @param blocking runs the calls of a persistent store
     * @param clock    tells whether a stored result has expired, and how old a job is
     * @param bounds   of all jobs together
     * @param observer is told what happens
     */
    public VideoJobs(ScheduledExecutorService timer, LongSupplier nanoTime, RandomGenerator random,
                     Predicate<JobListener> refused, JobStore store, Executor blocking, Clock clock, Bounds bounds,
                     JobObserver observer) {
        JobTimer jobTimer = new JobTimer(timer, nanoTime);
        this.observer = observer;
        Backoff backoff = new Backoff(random);
        RequestPauses pauses = new RequestPauses(backoff, nanoTime);
        this.store = new AsyncJobStore(store, blocking, jobTimer, observer);
        this.acceptedJobs = new AcceptedJobs(this.store, nanoTime, clock);
        this.webhooks = new WebhookRegistry(clock);
        this.requests = new SingleRequests(jobTimer, pauses, acceptedJobs, observer);
        this.lookups = new JobLookups(this.store, acceptedJobs);
        this.limit = new JobLimit(bounds.maxInFlight(), waiter -> jobTimer.after(Duration.ZERO, waiter));
        this.submissionRate = new SubmissionRate(nanoTime, jobTimer::after);
        this.statusRate = new StatusRate(nanoTime, jobTimer::after, bounds.statusRequestsPerSecond());
        Circuits circuits = new Circuits(nanoTime);
        JobContext context = new JobContext(
                jobTimer, clock, this.store, acceptedJobs, webhooks, new PollPolicies(backoff, nanoTime, clock, observer),
                pauses, submissionRate, openSubmissions, statusRate, circuits, new UnknownStatusLog(),
                new RepeatedMessage(jobTimer::after, LOG::warn),
                (from, transition) -> transitions.accept(from, transition), observer);
        this.registry = new JobRegistry(context, limit, refused);
        this.monitor = new JobMonitor(registry, limit, context);
        this.results = new ResultContext(jobTimer, this.store, registry);
    }

    /**
     * The limits of all jobs together.
     *
     * @param maxInFlight             how many may be under way, without those claimed by result consumers; 0 for any
     *                                number
     * @param statusRequestsPerSecond status requests to a gateway per second; {@link Double#POSITIVE_INFINITY} for any
     *                                number
     */
    public record Bounds(int maxInFlight, double statusRequestsPerSecond) {

        /** No bounds. */
        public static final Bounds NONE = new Bounds(0, Double.POSITIVE_INFINITY);

        public Bounds {
            if (maxInFlight < 0 || !(statusRequestsPerSecond > 0)) {
                throw new IllegalArgumentException(
                        "maxInFlight and statusRequestsPerSecond: invalid values " + maxInFlight + " and "
                                                   + statusRequestsPerSecond
                                                   + ", expected a number from 0 and one greater than 0");
            }
        }
    }

    /**
     * One of the jobs that a request takes.
     *
     * @param request        what to submit; not used if there is a job already
     * @param jobId          the job that was submitted before, or {@code null}
     * @param maybeSubmitted whether it was submitted before with an unknown outcome; it is submitted again only where
     *                       an idempotency key makes that harmless
     * @param record         how it is recorded in the store, or {@code null} if it is not
     * @param provider       that has the job, or may have it; {@code null} if it is not known
     */
    public record Part(
            VideoRequest request, String jobId, boolean maybeSubmitted, SubmissionRecord record, String provider) {

        /** A part of which it is not known which provider may have it. */
        public Part(VideoRequest request, String jobId, boolean maybeSubmitted, SubmissionRecord record) {
            this(request, jobId, maybeSubmitted, record, null);
        }

        /** A part that is not recorded. */
        public Part(VideoRequest request, String jobId, boolean maybeSubmitted) {
            this(request, jobId, maybeSubmitted, null);
        }
    }

    // null if there is none of that provider
    private static Target named(List<Target> targets, String provider) {
        return targets.stream().filter(target -> target.gateway().provider().equals(provider)).findFirst().orElse(null);
    }

    /** Whether the store outlives the process. */
    public boolean isStorePersistent() {
        return store.isPersistent();
    }

    /**
     * Submits what is not submitted yet, and waits until all jobs are final.
     *
     * @param parts the jobs that the request takes, at least one
     */
    public void generate(VideoGateway gateway, List<Part> parts, JobSettings settings, JobListener listener) {
        generate(List.of(new Target(gateway, settings)), parts, listener);
    }

    /**
     * The same at one of several gateways: the next is tried when it is known that the one before has not accepted.
     *
     * @param targets at least one, in the order of preference
     */
    public void generate(List<Target> targets, List<Part> parts, JobListener listener) {
        start(targets, parts, listener, Goal.FINISHED);
    }

    /** Submits what is not submitted yet; completes as soon as the gateway has accepted all. */
    public void submit(VideoGateway gateway, List<Part> parts, JobSettings settings, JobListener listener) {
        submit(List.of(new Target(gateway, settings)), parts, listener);
    }

    /** The same at one of several gateways, as {@link #generate(List, List, JobListener)}. */
    public void submit(List<Target> targets, List<Part> parts, JobListener listener) {
        start(targets, parts, listener, Goal.ACCEPTED);
    }

    private void start(List<Target> targets, List<Part> parts, JobListener listener, Goal goal) {
        if (parts.size() == 1) {
            start(targets, parts.get(0), true, listener, goal);
            return;
        }
        JobGroup group = new JobGroup(listener, parts.size());
        for (int i = 0; i < parts.size(); i++) {
            start(targets, parts.get(i), false, group.part(i), goal);
        }
    }

    private void start(List<Target> targets, Part part, boolean alone, JobListener listener, Goal goal) {
        SubmissionRecord record = part.record();
        if (part.jobId() != null && goal == Goal.FINISHED) {
            await(targets, part.provider(), listener, new KnownJob(
                    part.jobId(), record == null ? null : record.key(), record != null && record.deliverResult()));
            return;
        }
        if (part.jobId() != null) {
            read(targets, part.provider(), part.jobId(), listener.whole()).whenComplete((job, thrown) -> {
                if (thrown == null) {
                    listener.completed(job);
                } else {
                    listener.failed(Failures.asException(thrown, null), null);
                }
            });
            return;
        }
        // an unknown outcome stays where it is
        Target maybe = part.maybeSubmitted() ? named(targets, part.provider()) : null;
        Target first = maybe == null ? targets.get(0) : maybe;
        if (part.maybeSubmitted() && !first.gateway().knowsIdempotencyKeys()) {
            listener.failed(new SubmissionUnknownException(
                    GrokVideoException.because(
                            "The request was sent before, and it is not known whether the gateway has accepted it; it is not sent "
                                               + "again, since that may create and bill a second job. Check the gateway first")),
                    null);
        } else {
            Targets choice = part.maybeSubmitted() ? Targets.NONE : Targets.of(targets);
            Submission submission = new Submission(part.request(), record, goal, part.maybeSubmitted(), choice);
            registry.submit(first, record == null || !record.isReusable()
                    ? listener : reusing(listener, targets, first, submission, alone), submission);
        }
    }

    private JobListener reusing(
            JobListener listener, List<Target> targets, Target first, Submission submission, boolean alone) {
        return new ReusedJob(listener, lost -> {
            JobKey key = named(targets, lost.provider()).key(submission.record().key());
            return store.query(known -> ReusableKeys.replace(known, key, lost.job().id()));
        }, reused -> registry.submit(first, reused, submission), alone);
    }

    /** Waits until a job that exists is final. */
    public void await(VideoGateway gateway, String jobId, JobSettings settings, JobListener listener) {
        await(List.of(new Target(gateway, settings)), null, jobId, listener);
    }

    /**
     * The same at the one of several gateways that has the job.
     *
     * @param provider that has it, or {@code null} if it is not known
     */
    public void await(List<Target> targets, String provider, String jobId, JobListener listener) {
        await(targets, provider, listener, new KnownJob(jobId, null, false));
    }

    private void await(List<Target> targets, String provider, JobListener listener, KnownJob job) {
        locate(targets, provider, job.id()).thenAccept(target -> {
            listener.at(0, target.gateway().provider());
            registry.await(target, listener, job);
        }).exceptionally(thrown -> {
            listener.failed(Failures.asException(Failures.unwrap(thrown), job.id()), null);
            return null;
        });
    }

    /** The one of several gateways that has a job; the first if none says that it knows it. Never fails. */
    private CompletableFuture<Target> locate(List<Target> targets, String provider, String jobId) {
        if (targets.size() == 1) {
            return CompletableFuture.completedFuture(targets.get(0));
        }
        Target named = named(targets, provider);
        return named != null ? CompletableFuture.completedFuture(named) : lookups.locate(targets, jobId);
    }

    /**
     * Delivers the results of submissions that are recorded in the store, as they finish.
     *
     * @param gateway  whose jobs
     * @param settings of the waits
     */
    public ResultFeed results(
            VideoGateway gateway, JobSettings settings, ResultSettings feed, ResultReceiver receiver) {
        consumed.add(nameOf(gateway));
        return new ResultFeed(results, feeds, gateway, settings, feed, receiver);
    }

    /**
     * Delivers the results of submissions that are recorded in the store, one by one as they are requested.
     *
     * @param gateway  whose jobs
     * @param settings of the waits
     */
    public ResultPoll poll(VideoGateway gateway, JobSettings settings, ResultSettings feed) {
        return new ResultPoll(results, gateway, settings, feed);
    }

    /**
     * A webhook says that a job is final: everyone who waits for it polls at once.
     *
     * @param  authority as in {@link VideoGateway#authority}
     * @param  webhookId the webhook's id; a repeated one does nothing
     * @return           whether it is the first with this id
     */
    public boolean wake(String authority, String webhookId, String jobId) {
        if (!webhooks.arrivals(authority).arrived(webhookId)) {
            return false;
        }
        Set<WebhookRegistry.Waiter> waiting = webhooks.waiters(authority, jobId);
        waiting.forEach(WebhookRegistry.Waiter::wake);
        if (waiting.stream().noneMatch(WebhookRegistry.Waiter::deliversResult)) {
            // it may be about a job that no feed has claimed yet
            feeds.stream().filter(feed -> feed.authority().equals(authority)).forEach(ResultFeed::wake);
        }
        return true;
    }

    /** How many jobs have a waiter that expects their webhook. */
    int awaitedWebhooks() {
        return webhooks.size();
    }

    /** Reads the secret of the gateway's webhooks. Fails with a {@link GrokVideoException}. */
    public CompletableFuture<String> webhookSecret(VideoGateway gateway, JobSettings settings) {
        return requests.send(gateway, settings, null, RequestObservation.NONE, gateway::webhookSecret);
    }

    /**
     * Settles by hand a submission whose outcome is unknown, or has a dead-lettered result delivered again.
     *
     * @param key   as it was submitted
     * @param jobId the job that was found at the gateway, or whose result was dead-lettered; {@code null} if there is
     *              none, so that the same request may be submitted anew
     */
    public CompletableFuture<Void> settle(VideoGateway gateway, String key, String jobId) {
        return settle(List.of(new JobKey(gateway.provider(), gateway.authority(), key)), key, jobId);
    }

    /** The same at the one of several gateways where the submission is recorded. */
    public CompletableFuture<Void> settle(List<Target> targets, String key, String jobId, String provider) {
        return settle(targets.stream().filter(target -> provider == null || target.gateway().provider().equals(provider))
                .map(target -> target.key(key)).toList(), key, jobId);
    }

    private CompletableFuture<Void> settle(List<JobKey> names, String key, String jobId) {
        CompletableFuture<Boolean> redelivered = store.query(known -> {
            StoredJob entry = names.stream().map(known::find).filter(Objects::nonNull).findFirst().orElse(null);
            JobKey name = entry == null ? null : entry.key();
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
                return known.redeliver(name);
            } else {
                known.accepted(name, VideoJob.ofId(jobId));
            }
            return false;
        });
        // only now it is committed
        return redelivered.thenAccept(again -> {
            if (again) {
                feeds.forEach(ResultFeed::wake);
            }
        });
    }

    /**
     * The end of a job has reached an exchange that waited for it by its id: its result is not delivered any more. It
     * is if this process has, or had, a feed of the gateway's results, or if one elsewhere has claimed it at this
     * moment: result consumers lose nothing.
     *
     * @return done when it is written, or when it cannot be written now; never fails
     */
    public CompletableFuture<Void> acknowledge(VideoGateway gateway, String jobId) {
        JobKey name = nameOf(gateway);
        if (consumed.contains(name)) {
            return CompletableFuture.completedFuture(null);
        }
        return store.update(name, "that the result of job " + jobId + " was delivered",
                known -> known.acknowledgeAwaited(name.provider(), name.gateway(), jobId), store::warn);
    }

    /** What is used of a budget now, by scope. Fails with a {@link GrokVideoException}. */
    public CompletableFuture<List<BudgetState>> budgetStates(Budget budget) {
        return store.query(known -> known.budgetStates(budget));
    }

    /** Adds to what counts as spent of a budget now. Fails with a {@link GrokVideoException}. */
    public CompletableFuture<BudgetState> correctBudget(Budget budget, String scope, BigDecimal amount, String reason) {
        return store.query(known -> known.correctBudget(budget, scope, amount, reason));
    }

    /** What jobs have cost. Fails with a {@link GrokVideoException}. */
    public CompletableFuture<List<SpendingRow>> spending(SpendingQuery query) {
        return store.query(known -> known.spending(query));
    }

    private static JobKey nameOf(VideoGateway gateway) {
        return new JobKey(gateway.provider(), gateway.authority(), null);
    }

    /**
     * Reads a job's status at the one of several gateways that has it. Fails with a {@link GrokVideoException}.
     *
     * @param origin who wants to know; so below
     */
    public CompletableFuture<VideoJob> read(List<Target> targets, String provider, String jobId, JobOrigin origin) {
        RequestObservation observation = observer.requesting(origin, "status", jobId);
        return locate(targets, provider, jobId)
                .thenCompose(target -> read(target.gateway(), jobId, target.settings(), observation));
    }

    /**
     * Cancels a job at the one of several gateways that has it; one that is unknown, and old enough to be known, counts
     * as cancelled. Fails with a {@link GrokVideoException}.
     */
    public CompletableFuture<Void> cancel(List<Target> targets, String provider, String jobId, JobOrigin origin) {
        RequestObservation observation = observer.requesting(origin, "cancel", jobId);
        return locate(targets, provider, jobId).thenCompose(target -> cancel(target, jobId, observation));
    }

    private CompletableFuture<VideoJob> read(
            VideoGateway gateway, String jobId, JobSettings settings, RequestObservation observation) {
        return requests.send(gateway, settings, jobId, observation, timeout -> gateway.read(jobId, null, timeout))
                .thenCompose(reading -> acceptedJobs.withOutput(gateway, reading.job()));
    }

    private CompletableFuture<Void> cancel(Target target, String jobId, RequestObservation observation) {
        VideoGateway gateway = target.gateway();
        return requests.send(gateway, target.settings(), jobId, observation, timeout -> gateway.cancel(jobId, timeout))
                .exceptionallyCompose(thrown -> Failures.unwrap(thrown) instanceof GrokVideoException failure
                        && Integer.valueOf(404).equals(failure.getHttpStatus())
                                ? CompletableFuture.completedFuture(null)
                                : CompletableFuture.failedFuture(Failures.unwrap(thrown)));
    }

    /**
     * An exchange has given up a job: it is cancelled at the one of several gateways that has it, unless somebody else
     * waits for it or is to receive its result. What becomes of it is recorded and logged.
     *
     * @param provider that has it, or {@code null} if it is not known
     * @param why      it was given up: what follows "since"
     * @param origin   who has given it up
     */
    public void abandon(List<Target> targets, String provider, String jobId, String why, JobOrigin origin) {
        RequestObservation observation = observer.requesting(origin, "cancel", jobId);
        locate(targets, provider, jobId).thenAccept(target -> new AbandonedJob(target, jobId, why, store, registry)
                .cancel(() -> cancel(target, jobId, observation)));
    }

    /** Estimates the cost of a request. Fails with a {@link GrokVideoException}. */
    public CompletableFuture<CostEstimate> estimate(
            VideoGateway gateway, VideoRequest request, JobSettings settings, JobOrigin origin) {
        return requests.send(gateway, settings, null, observer.requesting(origin, "estimate", null),
                timeout -> gateway.estimate(request, timeout));
    }

    /**
     * Ends waits; the jobs continue at the gateway. A wait fails at once. A submission under way is given some seconds
     * for its answer, so that the id of what may be a paid job is reported.
     *
     * @param which  the listeners whose waits are to end
     * @param reason for the message
     */
    public void stop(Predicate<JobListener> which, String reason) {
        registry.stop(which, reason);
    }

    /** Ends all waits and single requests; none starts after it. */
    public void close() {
        registry.close();
        requests.close();
    }

    /** Ends single requests, such as those of status and estimate; further ones may start. */
    public void stopCalls() {
        requests.stop();
    }

    /** What an operator can see of them. */
    public JobMonitor monitor() {
        return monitor;
    }

    /** How many jobs are under way. */
    public int size() {
        return registry.size();
    }

    /** How many jobs are queued: for room, for a submission permit, or for a status request permit. */
    int queued(String authority) {
        return limit.waiting() + submissionRate.waiting(authority) + openSubmissions.waiting(authority)
               + statusRate.waiting(authority);
    }

    /** Is told each transition of each job, with the phase it leaves. */
    void observe(BiConsumer<State, Transition> newObserver) {
        transitions = newObserver;
    }
}
