package io.github.grokvideo.internal.job;

import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Which waits expect a webhook, and whether webhooks arrive. */
public final class WebhookRegistry {

    /** One that waits for the end of a job. */
    public interface Waiter {

        /** A webhook says that the job is final. */
        void wake();

        /** Whether {@code grokvideo:results} is to deliver the result. */
        boolean deliversResult();
    }

    /** Two gateways may use the same id. */
    private record GatewayJob(String authority, String jobId) {
    }

    private final Clock clock;
    private final Map<String, WebhookArrivals> arrivals = new ConcurrentHashMap<>();
    // the sets are immutable: nearly all have one element
    private final Map<GatewayJob, Set<Waiter>> waiters = new ConcurrentHashMap<>();

    WebhookRegistry(Clock clock) {
        this.clock = clock;
    }

    /** Whether the webhooks of a gateway arrive. */
    public WebhookArrivals arrivals(String authority) {
        return arrivals.computeIfAbsent(authority, key -> new WebhookArrivals(clock));
    }

    /** Has it woken by a webhook. */
    public void expect(String authority, String jobId, Waiter waiter) {
        waiters.compute(new GatewayJob(authority, jobId), (job, known) -> {
            if (known == null) {
                return Set.of(waiter);
            }
            Set<Waiter> more = new HashSet<>(known);
            more.add(waiter);
            return Set.copyOf(more);
        });
    }

    /** Has it not woken any more. */
    public void forget(String authority, String jobId, Waiter waiter) {
        waiters.computeIfPresent(new GatewayJob(authority, jobId), (job, known) -> {
            Set<Waiter> rest = new HashSet<>(known);
            rest.remove(waiter);
            return rest.isEmpty() ? null : Set.copyOf(rest);
        });
    }

    /** Those that wait for a job. */
    Set<Waiter> waiters(String authority, String jobId) {
        return waiters.getOrDefault(new GatewayJob(authority, jobId), Set.of());
    }

    /**
     * The webhooks of a gateway.
     *
     * @param gateway  scheme, host and port
     * @param arriving whether the latest that was due has arrived
     * @param awaited  how many jobs are to be reported by one
     */
    public record Snapshot(String gateway, boolean arriving, int awaited) {
    }

    /** The webhooks of each gateway that has sent one, or is to. */
    List<Snapshot> snapshots() {
        Map<String, Integer> awaited = new TreeMap<>();
        arrivals.keySet().forEach(authority -> awaited.put(authority, 0));
        waiters.keySet().forEach(job -> awaited.merge(job.authority(), 1, Integer::sum));
        return awaited.entrySet().stream().map(entry -> {
            WebhookArrivals known = arrivals.get(entry.getKey());
            return new Snapshot(entry.getKey(), known != null && known.areArriving(), entry.getValue());
        }).toList();
    }

    /** How many jobs have a waiter. */
    int size() {
        return waiters.size();
    }
}
