package io.github.grokvideo.internal.job;

import java.time.Clock;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
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

    /** How many jobs have a waiter. */
    int size() {
        return waiters.size();
    }
}
