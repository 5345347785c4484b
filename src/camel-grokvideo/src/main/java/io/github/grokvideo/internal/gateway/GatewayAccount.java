package io.github.grokvideo.internal.gateway;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import io.github.grokvideo.internal.gateway.http.BaseUrl;
import io.github.grokvideo.internal.gateway.http.HttpCall;
import io.github.grokvideo.internal.gateway.http.HttpReply;
import io.github.grokvideo.internal.gateway.http.HttpTransport;
import io.github.grokvideo.internal.gateway.http.RetryAfter;
import io.github.grokvideo.internal.gateway.http.SecretMask;
import io.github.grokvideo.internal.gateway.response.JobReader;
import io.github.grokvideo.internal.gateway.response.MediaUrlPolicy;
import io.github.grokvideo.internal.gateway.response.OutputVideos;
import io.github.grokvideo.internal.gateway.response.ProxyPage;
import io.github.grokvideo.internal.observation.RequestHeaders;
import io.github.grokvideo.model.GrokVideoException;
import io.github.grokvideo.model.InvalidRequestException;
import io.github.grokvideo.model.VideoJob;

/**
 * An account at a gateway. Sends every provider's requests: adds address and key, masks the key in responses, records
 * the gateway's health and reads the response.
 */
public final class GatewayAccount {

    private static final int MAX_ID = 256;

    private final HttpTransport transport;
    private final BaseUrl baseUrl;
    private final String apiKey;
    private final SecretMask mask;
    private final GatewayHealth health;
    private final Clock clock;
    private final MediaUrlPolicy mediaPolicy;
    private final String name;

    /**
     * @param baseUrl the address of the gateway's API
     * @param apiKey  sent as bearer token
     * @param health  records how the gateway responds
     * @param clock   for dates in {@code Retry-After}
     */
    public GatewayAccount(HttpTransport transport, BaseUrl baseUrl, String apiKey, GatewayHealth health, Clock clock) {
        this(transport, baseUrl, apiKey, health, clock, MediaUrlPolicy.ANY);
    }

    /** @param mediaPolicy which hosts videos may come from; the gateway's own is always allowed */
    public GatewayAccount(
                          HttpTransport transport, BaseUrl baseUrl, String apiKey, GatewayHealth health, Clock clock,
                          MediaUrlPolicy mediaPolicy) {
        this.mediaPolicy = url -> url.host().equalsIgnoreCase(baseUrl.host().getHostName()) ? null : mediaPolicy.refusal(url);
        this.transport = transport;
        this.baseUrl = baseUrl;
        this.apiKey = apiKey;
        this.mask = SecretMask.of(apiKey);
        this.health = health;
        this.clock = clock;
        this.name = KeyHash.of(apiKey);
    }

    /** Scheme, host and port. */
    public String authority() {
        return baseUrl.authority();
    }

    /** A hash of the API key, which cannot be recovered from it. */
    public String name() {
        return name;
    }

    /** Reads the body of a successful response. */
    public interface ResponseReader<T> {
        T read(HttpReply reply) throws IOException;
    }

    /**
     * Sends a request, and to the other address too if the first does not serve the path: a 404 that is not about the
     * model means that nothing was created.
     *
     * @param path  below the base URL
     * @param own   its headers, besides those that {@link RequestHeaders} adds
     * @param jobId for messages, or {@code null}
     */
    public CompletableFuture<HttpReply> exchange(
            String method, String path, Map<String, String> own, byte[] body, Duration timeout, String jobId) {
        Map<String, String> headers = RequestHeaders.added(own);
        String address = baseUrl.current();
        String other = baseUrl.other();
        long begin = System.nanoTime();
        return send(address, method, path, headers, body, timeout, jobId).thenCompose(reply -> {
            boolean lost = reply.status() == 404 && !ErrorResponse.isModelError(reply);
            if (!lost) {
                settle(address, reply);
                return CompletableFuture.completedFuture(reply);
            }
            if (other == null) {
                return CompletableFuture.completedFuture(reply);
            }
            Duration left = timeout.minusNanos(System.nanoTime() - begin);
            return send(other, method, path, headers, body, left, jobId).thenApply(second -> {
                if (second.status() == 404 && !ErrorResponse.isModelError(second)) {
                    return reply;
                }
                settle(other, second);
                return second;
            });
        });
    }

    private void settle(String address, HttpReply reply) {
        // a failure says nothing about the address, and a wrong key may be rejected before the path is looked up
        int status = reply.status();
        if (status < 500 && status != 429 && status != 401 && status != 403 && !ProxyPage.is(reply)) {
            baseUrl.keep(address);
        }
    }

    private CompletableFuture<HttpReply> send(
            String address, String method, String path, Map<String, String> headers, byte[] body, Duration timeout,
            String jobId) {
        HttpCall call = new HttpCall(
                method, baseUrl.host(), address.substring(authority().length()) + path, apiKey, headers, body);
        long responsesBefore = health.responses(authority());
        return transport.send(call, timeout).handle((reply, thrown) -> {
            if (thrown == null) {
                HttpReply masked = reply.without(mask);
                onResponse(masked, jobId, responsesBefore);
                return CompletableFuture.completedFuture(masked);
            }
            return CompletableFuture
                    .<HttpReply> failedFuture(onFailure(mask.mask(thrown), address, jobId, timeout, responsesBefore));
        }).thenCompose(result -> result);
    }

    private void onResponse(HttpReply reply, String jobId, long responsesBefore) {
        if (!ProxyPage.is(reply)) {
            health.responded(authority(), reply.status());
            return;
        }
        String problem
                = "A proxy or firewall responds instead of the gateway at " + authority() + " (HTTP " + reply.status() + ")";
        health.failed(authority(), "is unreachable, a proxy or firewall responds instead (HTTP " + reply.status() + ")");
        if (jobId != null) {
            health.unreachable(authority(), problem, responsesBefore, 1);
        }
    }

    private CallFailure onFailure(Throwable thrown, String address, String jobId, Duration timeout, long responsesBefore) {
        CallFailure failure = ConnectionFailures.of(thrown, address, jobId);
        health.failed(authority(), failure.getMessage());
        // an unknown host that never responded is a typo, or the network is down; the wait for a job goes on
        if (jobId == null && responsesBefore == 0 && ConnectionFailures.isUnknownHost(thrown)) {
            return failure.asLasting();
        }
        int count = ConnectionFailures.failuresUntilOutage(thrown, timeout);
        if (count > 0) {
            String problem = ConnectionFailures.of(thrown, address, null).getMessage();
            health.unreachable(authority(), problem, responsesBefore, count);
        }
        return failure;
    }

    /**
     * Sends a submission and reads the job in the response.
     *
     * @param body builds the body; if it fails, provably nothing was sent
     */
    public CompletableFuture<VideoJob> submit(
            String path, Map<String, String> headers, Supplier<byte[]> body, Duration timeout) {
        byte[] bytes;
        try {
            bytes = body.get();
        } catch (RuntimeException | Error e) {
            return CompletableFuture.failedFuture(CallFailure.notMade(e));
        }
        return exchange("POST", path, headers, bytes, timeout, null)
                .thenCompose(reply -> read(reply, null, answer -> JobReader.readJob(answer.body(), null, mediaPolicy)));
    }

    /** A stored job, with those of its videos that the policy allows. */
    public VideoJob usable(VideoJob stored) {
        return OutputVideos.usable(stored, mediaPolicy);
    }

    /** Reads {@code /videos/{id}}. */
    public CompletableFuture<JobReading> readJob(String jobId, JobReading before, Duration timeout) {
        return exchange("GET", "/videos/" + segment(jobId), Map.of(), null, timeout, jobId)
                .thenCompose(reply -> read(reply, jobId, answer -> {
                    long checksum = answer.checksum();
                    // most responses repeat the one before, and parsing is most of the work
                    VideoJob job = before != null && before.isOf(checksum)
                            ? before.job() : JobReader.readJob(answer.body(), jobId, mediaPolicy);
                    return new JobReading(job, RetryAfter.parse(answer.retryAfter(), clock), checksum);
                }));
    }

    /** Reads from the gateway's native API, at {@code /v1} of its host. */
    public <T> CompletableFuture<T> readNative(String path, Duration timeout, ResponseReader<T> reader) {
        return send(authority() + "/v1", "GET", path, Map.of(), null, timeout, null)
                .thenCompose(reply -> read(reply, null, reader));
    }

    /** The result of a response, or the failure. */
    public <T> CompletableFuture<T> read(HttpReply reply, String jobId, ResponseReader<T> reader) {
        if (!reply.isSuccess()) {
            return CompletableFuture.failedFuture(new ErrorResponse(reply, jobId, apiKey, clock).refused());
        }
        try {
            return CompletableFuture.completedFuture(reader.read(reply));
        } catch (IOException e) {
            return CompletableFuture.failedFuture(new ErrorResponse(reply, jobId, apiKey, clock).unreadable(e));
        }
    }

    /** Whether a request that changes a job was accepted, or the failure. */
    public CompletableFuture<Void> readChange(HttpReply reply, String jobId) {
        return reply.isSuccess()
                ? CompletableFuture.completedFuture(null)
                : CompletableFuture.failedFuture(new ErrorResponse(reply, jobId, apiKey, clock).refusedChange());
    }

    /** A job id as one segment of a path, whatever it holds. */
    public static String segment(String jobId) {
        if (jobId.isBlank() || jobId.length() > MAX_ID || jobId.chars().allMatch(c -> c == '.')) {
            throw new InvalidRequestException(
                    GrokVideoException.because(
                            "Invalid job id of " + jobId.length() + " characters: expected 1 to " + MAX_ID
                                               + " characters, and not only dots"));
        }
        return URLEncoder.encode(jobId, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
