package io.github.grokvideo.internal.job;

import java.time.Duration;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;

import io.github.grokvideo.internal.job.limit.JobLimit;
import io.github.grokvideo.internal.job.phase.Job;
import io.github.grokvideo.internal.job.phase.JobContext;
import io.github.grokvideo.internal.job.phase.JobSnapshot;
import io.github.grokvideo.internal.job.phase.KnownJob;
import io.github.grokvideo.internal.job.phase.State;
import io.github.grokvideo.internal.job.phase.Submission;

/** The jobs under way: starts them when the limit has room, and stops them. */
public final class JobRegistry {

    private final JobContext context;
    private final JobLimit limit;
    private final Predicate<JobListener> refused;
    private final Set<Job> jobs = ConcurrentHashMap.newKeySet();
    // one for all: there may be many jobs
    private final Consumer<Job> onEnd = this::ended;
    private volatile boolean closed;

    /** @param refused whose jobs are not to start any more, since their route stops */
    JobRegistry(JobContext context, JobLimit limit, Predicate<JobListener> refused) {
        this.context = context;
        this.limit = limit;
        this.refused = refused;
    }

    /** Submits a request when there is room. */
    void submit(Target target, JobListener listener, Submission submission) {
        start(Job.submitting(context, target, listener, onEnd, submission));
    }

    /** Waits for a job that exists when there is room. */
    void await(Target target, JobListener listener, KnownJob job) {
        start(Job.awaiting(context, target, listener, onEnd, job));
    }

    /** Waits for a job from the store; how many of these there are is limited where they are claimed. */
    public void awaitStored(Target target, JobListener listener, String jobId, String key) {
        Job job = Job.awaiting(context, target, listener, onEnd, new KnownJob(jobId, key, true));
        jobs.add(job);
        job.proceed();
    }

    private void start(Job job) {
        jobs.add(job);
        // checked after it can be seen by a stop, so that none is missed between the two
        if (closed || refused.test(job.listener().whole())) {
            job.stop("The route stops");
            return;
        }
        limit.enter(job);
        if (!job.isActive()) {
            // it was stopped meanwhile
            limit.leave(job);
        }
    }

    private void ended(Job job) {
        jobs.remove(job);
        limit.leave(job);
    }

    /**
     * Ends waits; the jobs continue at the gateway. A submission under way is given some seconds for its answer, so
     * that the id of what may be a paid job is reported.
     *
     * @param which  the listeners whose waits are to end
     * @param reason for the message
     */
    public void stop(Predicate<JobListener> which, String reason) {
        for (Job job : jobs) {
            if (which.test(job.listener().whole())) {
                job.stop(reason);
            }
        }
    }

    /** Ends all waits; none starts after it. */
    void close() {
        closed = true;
        stop(listener -> true, "The component stops");
    }

    /** Those that have been under way for longest, the oldest first. */
    List<JobSnapshot> oldest(int most) {
        // the youngest of those that are kept is the first to go
        Queue<Aged> kept = new PriorityQueue<>(Comparator.comparing(Aged::age));
        for (Job job : jobs) {
            kept.add(new Aged(job, job.elapsed()));
            if (kept.size() > most) {
                kept.poll();
            }
        }
        return kept.stream().sorted(Comparator.comparing(Aged::age).reversed()).map(aged -> aged.job().snapshot()).toList();
    }

    private record Aged(Job job, Duration age) {
    }

    /** The jobs with an id: several, if more than one waits for the same. */
    List<JobSnapshot> find(String jobId) {
        return jobs.stream().filter(job -> jobId.equals(job.id())).map(Job::snapshot).toList();
    }

    /** How many jobs are in each phase that has one. */
    Map<State, Integer> phases() {
        Map<State, Integer> phases = new EnumMap<>(State.class);
        jobs.forEach(job -> phases.merge(job.state(), 1, Integer::sum));
        return phases;
    }

    /** How many jobs an endpoint waits for. */
    int count(Object endpoint) {
        return (int) jobs.stream().filter(job -> job.listener().whole().route().endpoint() == endpoint).count();
    }

    /** Whether anybody waits for a job. */
    boolean isAwaited(Target target, String jobId) {
        return jobs.stream().anyMatch(job -> job.isFor(target, jobId));
    }

    /** How many jobs are under way. */
    int size() {
        return jobs.size();
    }
}
