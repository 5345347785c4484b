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
import io.github.grokvideo.model.GrokVideoException;
import io.github.grokvideo.model.InvalidRequestException;
import io.github.grokvideo.model.VideoJob;

/**
 * One account at one gateway: what every provider's requests have in common, the address, the key, the notes for the
 * health check and the reading of answers.
 */
public final class GatewayAccount {

    private static final int LONGEST_ID = 256;

    private final HttpTransport transport;
    private final BaseUrl baseUrl;
    private final String apiKey;
    private final SecretMask mask;
    private final GatewayHealth health;
    private final Clock clock;
    private final MediaUrlPolicy mediaRule;

    /**
     * @param baseUrl where the gateway's API lives
     * @param apiKey  sent as bearer token
     * @param health  notes how the gateway answers
     * @param clock   for dates in {@code Retry-After}
     */
    public GatewayAccount(HttpTransport transport, BaseUrl baseUrl, String apiKey, GatewayHealth health, Clock clock) {
        this(transport, baseUrl, apiKey, health, clock, MediaUrlPolicy.ANY);
    }

    /** @param mediaRule where videos may lie; the gateway's own host is always one */
    public GatewayAccount(
                          HttpTransport transport, BaseUrl baseUrl, String apiKey, GatewayHealth health, Clock clock,
                          MediaUrlPolicy mediaRule) {
        this.mediaRule = url -> url.host().equalsIgnoreCase(baseUrl.host().getHostName()) ? null : mediaRule.refusal(url);
        this.transport = transport;
        this.baseUrl = baseUrl;
        this.apiKey = apiKey;
        this.mask = SecretMask.of(apiKey);
        this.health = health;
        this.clock = clock;
    }

    /** Scheme, host and port. */
    public String authority() {
        return baseUrl.authority();
    }

    /** Makes a result of the body of a successful answer. */
    public interface Reading<T> {
        T read(HttpReply reply) throws IOException;
    }

    /**
     * Sends a request, to the other address too if the first does not know the path: a 404 that is not about the model
     * says that nothing lives there, so nothing was made.
     *
     * @param path  below the base URL
     * @param jobId for messages, or {@code null}
     */
    public CompletableFuture<HttpReply> exchange(
            String method, String path, Map<String, String> headers, byte[] body, Duration timeout, String jobId) {
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
        // trouble tells nothing of the address, and a wrong key may be refused before the path is looked at
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
        long answersBefore = health.answers(authority());
        return transport.send(call, timeout).handle((reply, thrown) -> {
            if (thrown == null) {
                HttpReply masked = reply.without(mask);
                answered(masked, jobId, answersBefore);
                return CompletableFuture.completedFuture(masked);
            }
            return CompletableFuture
                    .<HttpReply> failedFuture(unanswered(mask.mask(thrown), address, jobId, timeout, answersBefore));
        }).thenCompose(result -> result);
    }

    private void answered(HttpReply reply, String jobId, long answersBefore) {
        if (!ProxyPage.is(reply)) {
            health.answered(authority(), reply.status());
            return;
        }
        String trouble
                = "A proxy or firewall answers instead of the gateway at " + authority() + " (HTTP " + reply.status() + ")";
        health.failed(authority(), "is answered for by a proxy or firewall (HTTP " + reply.status() + ")");
        if (jobId != null) {
            health.unreachable(authority(), trouble, answersBefore, 1);
        }
    }

    private CallFailure unanswered(Throwable thrown, String address, String jobId, Duration timeout, long answersBefore) {
        CallFailure failure = ConnectionFailures.of(thrown, address, jobId);
        health.failed(authority(), failure.getMessage());
        // a name that was never known is a typo or a machine without network; of a job that exists nothing is given up
        if (jobId == null && answersBefore == 0 && ConnectionFailures.isUnknownHost(thrown)) {
            return failure.asLasting();
        }
        int count = ConnectionFailures.failuresUntilOutage(thrown, timeout);
        if (count > 0) {
            String trouble = ConnectionFailures.of(thrown, address, null).getMessage();
            health.unreachable(authority(), trouble, answersBefore, count);
        }
        return failure;
    }

    /**
     * Posts a submission and reads the job that the answer names.
     *
     * @param body makes the body; if it fails, provably nothing was sent
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
                .thenCompose(reply -> read(reply, null, answer -> JobReader.readJob(answer.body(), null, mediaRule)));
    }

    /** A job that was read before, with the videos that may be handed on by the rule of now. */
    public VideoJob usable(VideoJob stored) {
        return OutputVideos.usable(stored, mediaRule);
    }

    /** Reads {@code /videos/{id}}. */
    public CompletableFuture<JobReading> readJob(String jobId, JobReading before, Duration timeout) {
        return exchange("GET", "/videos/" + segment(jobId), Map.of(), null, timeout, jobId)
                .thenCompose(reply -> read(reply, jobId, answer -> {
                    long checksum = answer.checksum();
                    // most answers say what the one before said, and reading is most of the work
                    VideoJob job = before != null && before.isOf(checksum)
                            ? before.job() : JobReader.readJob(answer.body(), jobId, mediaRule);
                    return new JobReading(job, RetryAfter.parse(answer.retryAfter(), clock), checksum);
                }));
    }

    /** Reads what the gateway offers besides the compatible API, at {@code /v1} of its host. */
    public <T> CompletableFuture<T> readNative(String path, Duration timeout, Reading<T> reading) {
        return send(authority() + "/v1", "GET", path, Map.of(), null, timeout, null)
                .thenCompose(reply -> read(reply, null, reading));
    }

    /** The result that an answer stands for, or the failure. */
    public <T> CompletableFuture<T> read(HttpReply reply, String jobId, Reading<T> reading) {
        if (!reply.isSuccess()) {
            return CompletableFuture.failedFuture(new ErrorResponse(reply, jobId, apiKey, clock).refused());
        }
        try {
            return CompletableFuture.completedFuture(reading.read(reply));
        } catch (IOException e) {
            return CompletableFuture.failedFuture(new ErrorResponse(reply, jobId, apiKey, clock).unreadable(e));
        }
    }

    /** A job id as one segment of a path, whatever it holds. */
    public static String segment(String jobId) {
        if (jobId.isBlank() || jobId.length() > LONGEST_ID || jobId.chars().allMatch(c -> c == '.')) {
            throw new InvalidRequestException(
                    GrokVideoException.because(
                            "A job id has 1 to " + LONGEST_ID + " characters and is not made of dots alone; given were "
                                               + jobId.length() + " characters"));
        }
        return URLEncoder.encode(jobId, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
