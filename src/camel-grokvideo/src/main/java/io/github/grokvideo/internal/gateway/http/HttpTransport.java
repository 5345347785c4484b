package io.github.grokvideo.internal.gateway.http;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

import io.github.grokvideo.internal.time.CoalescingTimer;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.core5.io.CloseMode;

/**
 * Sends small JSON requests to gateways and reads small JSON responses, with neither a thread nor a socket per waiting
 * job. All requests to gateways share one transport.
 */
public final class HttpTransport implements AutoCloseable {

    private static final int HTTP2_STREAMS = 500;
    /** A request times out late by at most this fraction of its timeout. */
    private static final int SLACK_DIVISOR = 32;

    private final HostLookup hosts;
    private final String proxyHost;
    private final CloseableHttpAsyncClient client;
    private final RequestGate gate;
    private final CoalescingTimer timeouts;
    private final Set<InFlightRequest> inFlight = ConcurrentHashMap.newKeySet();

    /**
     * @param settings connection settings
     * @param timer    ends requests that take too long; it is not closed by {@link #close}
     * @param nanoTime its clock, as {@link System#nanoTime}
     */
    public HttpTransport(TransportSettings settings, ScheduledExecutorService timer, LongSupplier nanoTime) {
        this(settings, timer, nanoTime, SystemDefaultDnsResolver.INSTANCE);
    }

    HttpTransport(
                  TransportSettings settings, ScheduledExecutorService timer, LongSupplier nanoTime, DnsResolver resolver) {
        this.hosts = new HostLookup(resolver, System::nanoTime);
        this.proxyHost = settings.proxy() == null ? null : settings.proxy().host();
        this.client = AsyncClients.start(settings, "GrokVideoHttp", hosts);
        this.gate = new RequestGate(settings.http2() ? HTTP2_STREAMS : settings.connectionsPerRoute());
        this.timeouts = new CoalescingTimer(timer, nanoTime);
    }

    /**
     * Sends a request.
     *
     * @param  call    what to send
     * @param  timeout until the whole response is received, time in the queue included; then the request is aborted
     * @return         the response, whatever its status; fails with {@link NotSentException} if the request had no
     *                 effect, and with any other exception if that is not known. Completed on an I/O thread.
     */
    public CompletableFuture<HttpReply> send(HttpCall call, Duration timeout) {
        InFlightRequest request = new InFlightRequest(call, client, gate, inFlight);
        if (timeout.isZero() || timeout.isNegative()) {
            request.fail(new TimeoutException("no time left for " + call));
            return request.reply();
        }
        try {
            start(request, call, timeout);
        } catch (RuntimeException | Error e) {
            // how far the request has got decides what is known of its effect
            request.fail(e);
        }
        return request.reply();
    }

    private void start(InFlightRequest request, HttpCall call, Duration timeout) {
        CoalescingTimer.Entry entry = timeouts.schedule(
                timeout, timeout.dividedBy(SLACK_DIVISOR),
                () -> request
                        .timeOut(new TimeoutException("no response to " + call + " within " + timeout.toMillis() + " ms")));
        request.reply().whenComplete((reply, failure) -> entry.cancel());
        hosts.lookUp(proxyHost == null ? call.host().getHostName() : proxyHost).whenComplete((nothing, failure) -> {
            if (failure == null) {
                gate.enter(request);
            } else {
                request.fail(failure);
            }
        });
    }

    /** Closes all connections; requests in flight fail. */
    @Override
    public void close() {
        client.close(CloseMode.IMMEDIATE);
        hosts.close();
        // closed while busy, the client may not complete every request
        inFlight.forEach(request -> request.failed(new StoppedException()));
    }
}
