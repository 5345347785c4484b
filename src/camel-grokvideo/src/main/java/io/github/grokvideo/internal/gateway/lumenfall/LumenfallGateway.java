package io.github.grokvideo.internal.gateway.lumenfall;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.github.grokvideo.internal.gateway.GatewayAccount;
import io.github.grokvideo.internal.gateway.JobReading;
import io.github.grokvideo.internal.gateway.Provider;
import io.github.grokvideo.internal.gateway.RequestBody;
import io.github.grokvideo.internal.gateway.RequestPlan;
import io.github.grokvideo.internal.gateway.VideoGateway;
import io.github.grokvideo.internal.gateway.response.CostReader;
import io.github.grokvideo.internal.gateway.response.GatewayJson;
import io.github.grokvideo.internal.request.VideoRequest;
import io.github.grokvideo.model.CostEstimate;
import io.github.grokvideo.model.VideoJob;

/**
 * Lumenfall's OpenAI-compatible API.
 *
 * @see <a href="https://docs.lumenfall.ai/api-reference/videos/generate">Lumenfall: generate a video</a>
 */
public final class LumenfallGateway implements VideoGateway {

    private static final String NAME = "lumenfall";

    /** The first address is on the model's own page, the second in the API reference. */
    public static final Provider PROVIDER = new Provider(
            NAME, "LUMENFALL_API_KEY", Duration.ZERO,
            List.of("https://api.lumenfall.ai/v1", "https://api.lumenfall.ai/openai/v1"),
            (account, pricePerSecond) -> new LumenfallGateway(account));

    private final GatewayAccount account;

    LumenfallGateway(GatewayAccount account) {
        this.account = account;
    }

    @Override
    public CompletableFuture<VideoJob> submit(VideoRequest request, Duration timeout) {
        return account.submit("/videos", request.headers(), () -> body(request), timeout);
    }

    @Override
    public CompletableFuture<JobReading> read(String jobId, JobReading before, Duration timeout) {
        return account.readJob(jobId, before, timeout);
    }

    @Override
    public CompletableFuture<Void> cancel(String jobId, Duration timeout) {
        return account.exchange("DELETE", "/videos/" + GatewayAccount.segment(jobId), Map.of(), null, timeout, jobId)
                .thenCompose(reply -> account.readChange(reply, jobId));
    }

    @Override
    public CompletableFuture<CostEstimate> estimate(VideoRequest request, Duration timeout) {
        return account.exchange("POST", "/videos?dryRun=true", request.headers(), body(request), timeout, null)
                .thenCompose(reply -> account.read(reply, null, answer -> CostReader.readEstimate(answer.body())));
    }

    /** @see <a href="https://docs.lumenfall.ai/api-reference/webhooks/secret">Lumenfall: webhook secret</a> */
    @Override
    public CompletableFuture<String> webhookSecret(Duration timeout) {
        return account.readNative("/webhooks/secret", timeout, answer -> GatewayJson.readText(answer.body(), "key"));
    }

    @Override
    public VideoJob usable(VideoJob stored) {
        return account.usable(stored);
    }

    @Override
    public boolean knowsWebhooks() {
        return true;
    }

    @Override
    public RequestPlan plan(VideoRequest request) {
        return RequestPlan.UNCHANGED;
    }

    @Override
    public boolean canCancel() {
        return true;
    }

    @Override
    public boolean canExtend() {
        return false;
    }

    @Override
    public boolean knowsImageRoles() {
        return false;
    }

    @Override
    public boolean knowsIdempotencyKeys() {
        return true;
    }

    @Override
    public String provider() {
        return NAME;
    }

    @Override
    public String account() {
        return account.name();
    }

    @Override
    public String authority() {
        return account.authority();
    }

    static byte[] body(VideoRequest request) {
        RequestBody body = new RequestBody(request.parameters());
        body.put("model", request.model());
        body.put("prompt", request.prompt());
        if (request.duration() != null && !request.parameters().containsKey("seconds")) {
            body.put("duration", BigDecimal.valueOf(request.duration()).stripTrailingZeros());
        }
        body.put("size", request.size());
        body.put("aspect_ratio", request.aspectRatio());
        body.put("resolution", request.resolution());
        body.put("n", request.n());
        List<Map<String, String>> references
                = request.inputReferences().stream().map(image -> Map.of("image_url", image.url())).toList();
        if (!references.isEmpty()) {
            body.put("input_reference", references.size() == 1 ? references.get(0) : references);
        }
        body.put("input_video", request.inputVideo() == null ? null : request.inputVideo().url());
        body.put("user", request.user());
        body.put("webhook_url", request.webhookUrl());
        body.put("idempotency_key", request.idempotencyKey());
        return body.toBytes();
    }
}
