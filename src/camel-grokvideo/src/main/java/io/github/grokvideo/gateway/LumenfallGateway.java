package io.github.grokvideo.gateway;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.grokvideo.model.CostEstimate;
import io.github.grokvideo.model.GrokVideoException;
import io.github.grokvideo.model.InvalidRequestException;
import io.github.grokvideo.model.Media;
import io.github.grokvideo.model.RawJson;
import io.github.grokvideo.model.VideoJob;
import io.github.grokvideo.model.VideoRequest;

/**
 * Lumenfall's OpenAI-compatible API.
 *
 * @see <a href="https://docs.lumenfall.ai/api-reference/videos/generate">Lumenfall: generate a video</a>
 */
public final class LumenfallGateway implements VideoGateway {

    /** The address on the model's own page; the API reference names {@link #DOCUMENTED_URL}. */
    public static final String DEFAULT_URL = "https://api.lumenfall.ai/v1";
    /** The address in the API reference. */
    public static final String DOCUMENTED_URL = "https://api.lumenfall.ai/openai/v1";
    /** The environment variable that Lumenfall's own tools read the API key from. */
    public static final String API_KEY_VARIABLE = "LUMENFALL_API_KEY";

    private static final int LONGEST_ID = 256;

    private final HttpTransport transport;
    private final BaseUrl baseUrl;
    private final String apiKey;
    private final GatewayHealth health;
    private final Clock clock;

    public LumenfallGateway(HttpTransport transport, BaseUrl baseUrl, String apiKey, GatewayHealth health, Clock clock) {
        this.transport = transport;
        this.baseUrl = baseUrl;
        this.apiKey = apiKey;
        this.health = health;
        this.clock = clock;
    }

    @Override
    public CompletableFuture<VideoJob> submit(VideoRequest request, Duration timeout) {
        return exchange("POST", "/videos", request.headers(), body(request), timeout, null)
                .thenCompose(reply -> read(reply, null, () -> JobReader.readJob(reply.body(), null)));
    }

    @Override
    public CompletableFuture<JobReading> read(String jobId, Duration timeout) {
        return exchange("GET", "/videos/" + segment(jobId), Map.of(), null, timeout, jobId)
                .thenCompose(reply -> read(reply, jobId, () -> new JobReading(
                        JobReader.readJob(reply.body(), jobId), RetryAfter.parse(reply.retryAfter(), clock))));
    }

    @Override
    public CompletableFuture<Void> cancel(String jobId, Duration timeout) {
        return exchange("DELETE", "/videos/" + segment(jobId), Map.of(), null, timeout, jobId)
                .thenCompose(reply -> reply.status() == 404
                        ? CompletableFuture.completedFuture(null)
                        : read(reply, jobId, () -> null));
    }

    @Override
    public CompletableFuture<CostEstimate> estimate(VideoRequest request, Duration timeout) {
        return exchange("POST", "/videos?dryRun=true", request.headers(), body(request), timeout, null)
                .thenCompose(reply -> read(reply, null, () -> JobReader.readEstimate(reply.body())));
    }

    @Override
    public boolean knowsIdempotencyKeys() {
        return true;
    }

    @Override
    public String authority() {
        return baseUrl.authority();
    }

    private interface Reading<T> {
        T read() throws IOException;
    }

    private <T> CompletableFuture<T> read(HttpReply reply, String jobId, Reading<T> reading) {
        if (!reply.isSuccess()) {
            return CompletableFuture.failedFuture(GatewayErrors.refused(reply, jobId, apiKey, clock));
        }
        try {
            return CompletableFuture.completedFuture(reading.read());
        } catch (IOException e) {
            return CompletableFuture.failedFuture(GatewayErrors.unreadable(reply, e, jobId));
        }
    }

    // A 404 that is not about the model says that nothing lives at this address: nothing was made, the other is tried.
    private CompletableFuture<HttpReply> exchange(
            String method, String path, Map<String, String> headers, byte[] body, Duration timeout, String jobId) {
        String address = baseUrl.current();
        String other = baseUrl.other();
        long begin = System.nanoTime();
        return send(address, method, path, headers, body, timeout, jobId).thenCompose(reply -> {
            boolean lost = reply.status() == 404 && !GatewayErrors.isModelError(reply);
            if (!lost) {
                settle(address, reply);
                return CompletableFuture.completedFuture(reply);
            }
            if (other == null) {
                return CompletableFuture.completedFuture(reply);
            }
            Duration left = timeout.minusNanos(System.nanoTime() - begin);
            return send(other, method, path, headers, body, left, jobId).thenApply(second -> {
                if (second.status() == 404 && !GatewayErrors.isModelError(second)) {
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
        if (status < 500 && status != 429 && status != 401 && status != 403) {
            baseUrl.keep(address);
        }
    }

    private CompletableFuture<HttpReply> send(
            String address, String method, String path, Map<String, String> headers, byte[] body, Duration timeout,
            String jobId) {
        HttpCall call = new HttpCall(method, URI.create(address + path), apiKey, headers, body);
        return transport.send(call, timeout).handle((reply, thrown) -> {
            if (thrown == null) {
                health.answered(authority(), reply.status());
                return CompletableFuture.completedFuture(reply);
            }
            CallFailure failure = GatewayErrors.unanswered(thrown, address, jobId);
            health.failed(authority(), failure.getMessage());
            return CompletableFuture.<HttpReply> failedFuture(failure);
        }).thenCompose(result -> result);
    }

    private static String segment(String jobId) {
        if (jobId.isBlank() || jobId.length() > LONGEST_ID || jobId.chars().allMatch(c -> c == '.')) {
            throw new InvalidRequestException(
                    GrokVideoException.because(
                            "A job id has 1 to " + LONGEST_ID + " characters and is not made of dots alone; given were "
                                               + jobId.length() + " characters"));
        }
        return URLEncoder.encode(jobId, StandardCharsets.UTF_8).replace("+", "%20");
    }

    static byte[] body(VideoRequest request) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JobReader.JSON.createGenerator(text)) {
            Map<String, Object> extra = request.parameters();
            json.writeStartObject();
            write(json, extra, "model", request.model());
            write(json, extra, "prompt", request.prompt());
            if (request.duration() != null && !extra.containsKey("seconds")) {
                write(json, extra, "duration", BigDecimal.valueOf(request.duration()).stripTrailingZeros());
            }
            write(json, extra, "size", request.size());
            write(json, extra, "aspect_ratio", request.aspectRatio());
            write(json, extra, "resolution", request.resolution());
            write(json, extra, "n", request.n());
            List<Media> images = request.inputReferences();
            if (!images.isEmpty()) {
                List<Map<String, String>> references
                        = images.stream().map(image -> Map.of("image_url", image.url())).toList();
                write(json, extra, "input_reference", references.size() == 1 ? references.get(0) : references);
            }
            write(json, extra, "input_video", request.inputVideo() == null ? null : request.inputVideo().url());
            write(json, extra, "user", request.user());
            write(json, extra, "idempotency_key", request.idempotencyKey());
            for (Map.Entry<String, Object> parameter : extra.entrySet()) {
                json.writeFieldName(parameter.getKey());
                if (parameter.getValue() instanceof RawJson raw) {
                    json.writeRawValue(raw.text());
                } else {
                    json.writePOJO(parameter.getValue());
                }
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new InvalidRequestException(
                    GrokVideoException.because("A value in parameters.* cannot be written as JSON: " + e.getMessage())
                            .cause(e));
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void write(JsonGenerator json, Map<String, Object> extra, String name, Object value)
            throws IOException {
        if (value == null || extra.containsKey(name)) {
            return;
        }
        json.writeFieldName(name);
        if (value instanceof BigDecimal number) {
            json.writeNumber(number.toPlainString());
        } else {
            json.writePOJO(value);
        }
    }
}
