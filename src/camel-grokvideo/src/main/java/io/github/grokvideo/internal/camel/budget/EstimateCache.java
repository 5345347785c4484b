package io.github.grokvideo.internal.camel.budget;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import io.github.grokvideo.internal.request.VideoRequest;
import io.github.grokvideo.model.CostEstimate;

/**
 * The estimates of requests that cost the same, for a minute, so that a budget does not ask the gateway before every
 * submission. Thread-safe.
 */
public final class EstimateCache {

    private static final long KEPT = Duration.ofMinutes(1).toNanos();
    private static final int MOST = 1000;

    /**
     * What the price depends on.
     *
     * @param gateway provider and address
     * @param images  how many there are
     * @param request without what it does not depend on
     */
    private record Key(String gateway, int images, VideoRequest request) {
    }

    private record Estimate(CompletableFuture<CostEstimate> estimate, long since) {
    }

    private final LongSupplier nanoTime;
    private final Map<Key, Estimate> estimates = new LinkedHashMap<>();

    /** @param nanoTime as {@link System#nanoTime} */
    public EstimateCache(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /**
     * The estimate of a request like this, or of this one. Requests at the same time wait for one answer; a failure is
     * not kept.
     *
     * @param gateway provider and address
     * @param ask     asks the gateway
     */
    public CompletableFuture<CostEstimate> get(
            String gateway, VideoRequest request, Supplier<CompletableFuture<CostEstimate>> ask) {
        if (request.inputVideo() != null) {
            // its length counts
            return ask.get();
        }
        Key key = new Key(gateway, request.inputReferences().size(), shape(request));
        CompletableFuture<CostEstimate> asked = new CompletableFuture<>();
        synchronized (estimates) {
            long now = nanoTime.getAsLong();
            Estimate known = estimates.get(key);
            if (known != null && now - known.since() < KEPT) {
                return known.estimate().copy();
            }
            estimates.values().removeIf(old -> now - old.since() >= KEPT || estimates.size() >= MOST);
            estimates.put(key, new Estimate(asked, now));
        }
        ask.get().whenComplete((estimate, thrown) -> {
            if (thrown == null) {
                asked.complete(estimate);
            } else {
                synchronized (estimates) {
                    estimates.values().removeIf(kept -> kept.estimate() == asked);
                }
                asked.completeExceptionally(thrown);
            }
        });
        return asked.copy();
    }

    int size() {
        synchronized (estimates) {
            return estimates.size();
        }
    }

    private static VideoRequest shape(VideoRequest request) {
        return new VideoRequest(
                request.model(), null, request.duration(), request.size(), request.aspectRatio(), request.resolution(),
                request.n(), List.of(), request.imageRole(), null, request.extend(), null, null, null, request.parameters(),
                request.headers());
    }
}
