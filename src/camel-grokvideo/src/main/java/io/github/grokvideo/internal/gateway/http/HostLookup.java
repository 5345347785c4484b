package io.github.grokvideo.internal.gateway.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.core5.concurrent.DefaultThreadFactory;
import org.apache.hc.core5.net.InetAddressUtils;

/**
 * Looks up host names on short-lived threads of its own. The HTTP client does it on the thread that opens the
 * connection, such as the timer's, where an unresponsive name server would block requests to all gateways.
 */
final class HostLookup implements DnsResolver, AutoCloseable {

    /** After this, a host is looked up again in the background. */
    private static final Duration FRESH = Duration.ofSeconds(30);
    /** After this, requests wait for the lookup. */
    private static final Duration USABLE = Duration.ofMinutes(10);
    private static final Duration IDLE_THREAD = Duration.ofSeconds(5);
    private static final CompletableFuture<Void> DONE = CompletableFuture.completedFuture(null);

    private record Known(InetAddress[] addresses, long since) {
    }

    private final DnsResolver resolver;
    private final LongSupplier nanoTime;
    private final Map<String, Known> known = new ConcurrentHashMap<>();
    // at most one thread per host
    private final Map<String, CompletableFuture<Void>> running = new ConcurrentHashMap<>();
    private final ExecutorService threads = new ThreadPoolExecutor(
            0, Integer.MAX_VALUE, IDLE_THREAD.toSeconds(), TimeUnit.SECONDS, new SynchronousQueue<>(),
            new DefaultThreadFactory("GrokVideoHostLookup", true));

    /**
     * @param resolver resolves names, and may block
     * @param nanoTime the clock, as {@link System#nanoTime}
     */
    HostLookup(DnsResolver resolver, LongSupplier nanoTime) {
        this.resolver = resolver;
        this.nanoTime = nanoTime;
    }

    /** Completes when {@link #resolve} will not block for the host; fails as that would. */
    CompletableFuture<Void> lookUp(String host) {
        Known addresses = known.get(host);
        long age = addresses == null ? 0 : nanoTime.getAsLong() - addresses.since();
        if (addresses != null && age < FRESH.toNanos() || InetAddressUtils.isIPv4(host) || InetAddressUtils.isIPv6(host)) {
            return DONE;
        }
        CompletableFuture<Void> lookup = running.computeIfAbsent(host, this::begin);
        return addresses != null && age < USABLE.toNanos() ? DONE : lookup;
    }

    private CompletableFuture<Void> begin(String host) {
        CompletableFuture<Void> lookup = new CompletableFuture<>();
        try {
            threads.execute(() -> run(host, lookup));
        } catch (RejectedExecutionException e) {
            lookup.completeExceptionally(stopped());
        }
        return lookup;
    }

    private static IOException stopped() {
        return new StoppedException();
    }

    private void run(String host, CompletableFuture<Void> lookup) {
        Exception failure = null;
        try {
            known.put(host, new Known(resolver.resolve(host), nanoTime.getAsLong()));
        } catch (UnknownHostException | RuntimeException e) {
            failure = e;
        }
        running.remove(host, lookup);
        if (failure == null) {
            lookup.complete(null);
        } else {
            lookup.completeExceptionally(failure);
        }
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        Known addresses = known.get(host);
        return addresses == null ? resolver.resolve(host) : addresses.addresses().clone();
    }

    @Override
    public String resolveCanonicalHostname(String host) throws UnknownHostException {
        return resolver.resolveCanonicalHostname(host);
    }

    @Override
    public void close() {
        threads.shutdown();
        running.values().forEach(lookup -> lookup.completeExceptionally(stopped()));
        threads.shutdownNow();
    }
}
