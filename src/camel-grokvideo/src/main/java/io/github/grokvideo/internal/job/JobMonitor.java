package io.github.grokvideo.internal.job;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;

import io.github.grokvideo.internal.job.limit.Circuits;
import io.github.grokvideo.internal.job.limit.JobLimit;
import io.github.grokvideo.internal.job.phase.JobContext;
import io.github.grokvideo.internal.job.phase.JobSnapshot;
import io.github.grokvideo.internal.job.phase.State;
import io.github.grokvideo.internal.job.polling.LearnedDurations;
import io.github.grokvideo.store.JobKey;
import io.github.grokvideo.store.StoredJob;

/**
 * What an operator can see of the jobs under way, and of what they wait for. Reads what is there for the jobs
 * themselves, when it is asked; keeps nothing of its own.
 */
public final class JobMonitor {

    /** No entry has it: it is asked for to find out whether the store answers. */
    private static final JobKey NOBODY = new JobKey("", "", "");

    private final JobRegistry registry;
    private final JobLimit limit;
    private final JobContext context;
    private CompletableFuture<Void> asked = CompletableFuture.completedFuture(null);

    JobMonitor(JobRegistry registry, JobLimit limit, JobContext context) {
        this.registry = registry;
        this.limit = limit;
        this.context = context;
    }

    // jobs

    /** How many jobs are in each phase that has one. */
    public Map<State, Integer> phases() {
        return registry.phases();
    }

    /** Those that have been under way for longest, the oldest first. */
    public List<JobSnapshot> oldest(int most) {
        return registry.oldest(most);
    }

    /** How many jobs are under way, those that wait for something too. */
    public int underWay() {
        return registry.size();
    }

    /** How many jobs an endpoint waits for. */
    public int underWay(Object endpoint) {
        return registry.count(endpoint);
    }

    /** How long the oldest has been under way; zero if there is none. Looks at each. */
    public Duration oldestAge() {
        return registry.oldest(1).stream().map(JobSnapshot::age).findFirst().orElse(Duration.ZERO);
    }

    /** The jobs under way with an id: several, if more than one waits for the same. */
    public List<JobSnapshot> find(String jobId) {
        return registry.find(jobId);
    }

    /**
     * What the store knows of a job.
     *
     * @param  gateways where to look for it: providers and their gateways
     * @return          {@code null} if it knows nothing. Fails with a
     *                  {@link io.github.grokvideo.model.GrokVideoException}
     */
    public CompletableFuture<StoredJob> stored(List<JobKey> gateways, String jobId) {
        return context.store().query(known -> gateways.stream()
                .map(gateway -> known.findJob(gateway.provider(), gateway.gateway(), jobId))
                .filter(Objects::nonNull).findFirst().orElse(null));
    }

    // limits

    /** How many jobs may be under way; 0 for any number. */
    public int maxInFlight() {
        return limit.max();
    }

    /** How many jobs count for {@link #maxInFlight}. */
    public int inFlight() {
        return limit.underWay();
    }

    /** How many jobs wait for room in {@link #maxInFlight}. */
    public int waitingForRoom() {
        return limit.waiting();
    }

    /** How many submissions wait: for room, for a permit, or since too many have no response yet. */
    public int submissionsWaiting() {
        return waitingForRoom() + waitingForRate() + waitingForResponses();
    }

    /** How many submissions wait for a permit of {@code submissionsPerSecond}. */
    public int waitingForRate() {
        return context.submissionRate().waiting();
    }

    /** How many submissions wait until fewer are without a response. */
    public int waitingForResponses() {
        return context.openSubmissions().waiting();
    }

    /** How many jobs wait for a permit of {@code statusRequestsPerSecond}. */
    public int waitingForStatusRate() {
        return context.statusRate().waiting();
    }

    /** Of each gateway that was asked for something. */
    public List<GatewayLimits> limits() {
        TreeSet<String> gateways = new TreeSet<>(context.openSubmissions().authorities());
        gateways.addAll(context.submissionRate().authorities());
        gateways.addAll(context.statusRate().authorities());
        return gateways.stream().map(this::limits).toList();
    }

    private GatewayLimits limits(String gateway) {
        return new GatewayLimits(
                gateway, context.submissionRate().gap(gateway), context.submissionRate().waiting(gateway),
                context.openSubmissions().open(gateway), context.openSubmissions().waiting(gateway),
                context.statusRate().perSecond(gateway), context.statusRate().waiting(gateway),
                context.statusRate().sinceLast(gateway), context.pauses().left(gateway));
    }

    /** The time since the last status request to any gateway; {@code null} if none was sent. */
    public Duration sinceStatusRequest() {
        return limits().stream().map(GatewayLimits::sinceStatusRequest).filter(Objects::nonNull)
                .min(Duration::compareTo).orElse(null);
    }

    /** The accounts whose latest submissions have failed; all others are up. */
    public List<Circuits.Snapshot> circuits() {
        return context.circuits().snapshots();
    }

    /** How many accounts at a provider are in a state other than closed. */
    public int circuits(String provider, Circuits.State state) {
        return context.circuits().count(provider, state);
    }

    // the rest

    /** What was learned of the durations of jobs; the kinds that were used last come last. */
    public List<LearnedDurations> learned() {
        return context.policies().learned();
    }

    /** The webhooks of each gateway that has sent one, or is to. */
    public List<WebhookRegistry.Snapshot> webhooks() {
        return context.webhooks().snapshots();
    }

    /** What kind of store it is. */
    public String storeKind() {
        return context.store().kind();
    }

    /** How many entries of the store have updates that are not written yet. */
    public int unwritten() {
        return context.store().unwritten();
    }

    /** Whether the store outlives the process. */
    public boolean isStorePersistent() {
        return context.store().isPersistent();
    }

    /**
     * Asks the store for something, to find out whether it answers; one question at a time.
     *
     * @return the question that is under way, or a new one. Fails with a
     *         {@link io.github.grokvideo.model.JobStoreException}
     */
    public synchronized CompletableFuture<Void> askStore() {
        if (asked.isDone()) {
            asked = context.store().query(known -> known.find(NOBODY)).thenApply(nothing -> null);
        }
        return asked;
    }
}
