package io.github.grokvideo.internal.gateway.xai;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.github.grokvideo.internal.gateway.GatewayAccount;
import io.github.grokvideo.internal.gateway.JobReading;
import io.github.grokvideo.internal.gateway.RequestBody;
import io.github.grokvideo.internal.gateway.RequestPlan;
import io.github.grokvideo.internal.gateway.VideoGateway;
import io.github.grokvideo.internal.request.Media;
import io.github.grokvideo.internal.request.RawJson;
import io.github.grokvideo.internal.request.VideoRequest;
import io.github.grokvideo.model.Cost;
import io.github.grokvideo.model.CostEstimate;
import io.github.grokvideo.model.GrokVideoException;
import io.github.grokvideo.model.InvalidRequestException;
import io.github.grokvideo.model.VideoJob;
import io.github.grokvideo.normalize.Conversion;
import io.github.grokvideo.normalize.Mode;
import io.github.grokvideo.normalize.ModelProfile;
import io.github.grokvideo.normalize.NormalizedRequest;
import io.github.grokvideo.normalize.PriceList;

/**
 * xAI's own API. No gateway stands before it, so what a gateway would convert is converted here, by the model's
 * profile; it knows neither idempotency keys nor dry runs nor cancelling, and makes one video at a time.
 *
 * @see <a href="https://docs.x.ai/developers/model-capabilities/video">xAI: video</a>
 */
public final class XaiGateway implements VideoGateway {

    /** The address in xAI's documentation. */
    public static final String DEFAULT_URL = "https://api.x.ai/v1";

    private static final String PROVIDER = "xai";
    private static final int MOST_REFERENCES = 7;
    private static final int MOST_JOBS = 10;
    private static final List<String> TIERS = List.of("480p", "720p", "1080p");
    private static final Map<String, String> PASSED_THROUGH = Map.of(
            "duration", "duration", "seconds", "duration", "resolution", "resolution");

    private final GatewayAccount account;
    private final BigDecimal pricePerSecond;

    /**
     * @param pricePerSecond takes the place of the price list's; or {@code null}
     */
    public XaiGateway(GatewayAccount account, BigDecimal pricePerSecond) {
        this.account = account;
        this.pricePerSecond = pricePerSecond;
    }

    @Override
    public RequestPlan plan(VideoRequest request) {
        Mode mode = mode(request);
        List<Media> images = request.inputReferences();
        if (mode == Mode.REFERENCE_TO_VIDEO && images.size() > MOST_REFERENCES) {
            throw refused(images.size() + " reference images were given, accepted are at most " + MOST_REFERENCES);
        }
        if (mode == Mode.IMAGE_TO_VIDEO && images.size() > 1) {
            throw refused(images.size() + " images were given with imageRole=firstFrame, accepted is one");
        }
        if (request.inputVideo() != null && !images.isEmpty()) {
            throw refused("an input video and input images were given, accepted are either");
        }
        ModelProfile profile = profile(request);
        NormalizedRequest normalized = normalized(profile, mode, asked(request));
        if (normalized.jobs() > MOST_JOBS) {
            throw refused(
                    "n: " + normalized.jobs() + " was given, accepted is at most " + MOST_JOBS
                          + " with provider=xai, where each video is a job of its own");
        }
        List<String> warnings = normalized.conversions().stream().map(XaiGateway::told).toList();
        return new RequestPlan(warnings, normalized.jobs(), estimate(profile, mode, request));
    }

    private static String told(Conversion conversion) {
        String what = conversion.parameter() + ": '" + conversion.asked() + "' ";
        if (conversion.result() == null) {
            return what + "is not sent: " + conversion.reason();
        }
        return what + (conversion.changed() ? "becomes '" + conversion.result() + "': " : "is sent as it is: ")
               + conversion.reason();
    }

    @Override
    public CompletableFuture<VideoJob> submit(VideoRequest request, Duration timeout) {
        Mode mode = mode(request);
        String path = switch (mode) {
            case VIDEO_TO_VIDEO -> "/videos/edits";
            case EXTEND -> "/videos/extensions";
            default -> "/videos/generations";
        };
        return account.submit(path, request.headers(), () -> body(mode, request), timeout);
    }

    @Override
    public CompletableFuture<JobReading> read(String jobId, JobReading before, Duration timeout) {
        return account.readJob(jobId, before, timeout);
    }

    @Override
    public CompletableFuture<Void> cancel(String jobId, Duration timeout) {
        return CompletableFuture.failedFuture(refused("xAI knows no way to cancel a job"));
    }

    @Override
    public CompletableFuture<CostEstimate> estimate(VideoRequest request, Duration timeout) {
        CostEstimate estimate = plan(request).estimate();
        return estimate != null
                ? CompletableFuture.completedFuture(estimate)
                : CompletableFuture.failedFuture(refused(
                        "the price list of provider=xai knows no price for this; the option pricePerSecond gives one"));
    }

    @Override
    public CompletableFuture<String> webhookSecret(Duration timeout) {
        return CompletableFuture.failedFuture(refused("xAI knows no webhooks"));
    }

    @Override
    public VideoJob usable(VideoJob stored) {
        return account.usable(stored);
    }

    @Override
    public boolean knowsWebhooks() {
        return false;
    }

    @Override
    public boolean knowsIdempotencyKeys() {
        return false;
    }

    @Override
    public boolean canCancel() {
        return false;
    }

    @Override
    public boolean canExtend() {
        return true;
    }

    @Override
    public String provider() {
        return PROVIDER;
    }

    @Override
    public String authority() {
        return account.authority();
    }

    static byte[] body(Mode mode, VideoRequest request) {
        RequestBody body = new RequestBody(request.parameters());
        normalized(profile(request), mode, asked(request)).fields().forEach(body::put);
        List<Map<String, String>> images
                = request.inputReferences().stream().map(image -> Map.of("url", image.url())).toList();
        if (mode == Mode.IMAGE_TO_VIDEO) {
            body.put("image", images.get(0));
        } else if (mode == Mode.REFERENCE_TO_VIDEO) {
            body.put("reference_images", images);
        }
        if (request.inputVideo() != null) {
            body.put("video", Map.of("url", request.inputVideo().url()));
        }
        return body.toBytes();
    }

    private static Mode mode(VideoRequest request) {
        if (request.inputVideo() != null) {
            return request.extend() ? Mode.EXTEND : Mode.VIDEO_TO_VIDEO;
        }
        int images = request.inputReferences().size();
        if (images == 0) {
            return Mode.TEXT_TO_VIDEO;
        }
        return switch (request.imageRole()) {
            case firstFrame -> Mode.IMAGE_TO_VIDEO;
            case reference -> Mode.REFERENCE_TO_VIDEO;
            case auto -> images == 1 ? Mode.IMAGE_TO_VIDEO : Mode.REFERENCE_TO_VIDEO;
        };
    }

    private static ModelProfile profile(VideoRequest request) {
        return ModelProfile.of(PROVIDER, request.model());
    }

    private static Map<String, Object> asked(VideoRequest request) {
        Map<String, Object> asked = new LinkedHashMap<>();
        asked.put("model", request.model());
        asked.put("prompt", request.prompt());
        asked.put("duration", request.duration() == null ? null : BigDecimal.valueOf(request.duration()));
        asked.put("size", request.size());
        asked.put("aspectRatio", request.aspectRatio());
        asked.put("resolution", request.resolution());
        asked.put("n", request.n());
        asked.put("user", request.user());
        return asked;
    }

    private static NormalizedRequest normalized(ModelProfile profile, Mode mode, Map<String, Object> asked) {
        try {
            return profile.normalize(mode, asked);
        } catch (IllegalArgumentException e) {
            throw refused(e.getMessage());
        }
    }

    // what is passed through counts too: it is what will be billed
    private CostEstimate estimate(ModelProfile profile, Mode mode, VideoRequest request) {
        Map<String, Object> asked = asked(request);
        request.parameters().forEach((name, value) -> {
            String option = PASSED_THROUGH.get(name);
            if (option != null) {
                asked.put(option, value instanceof RawJson raw ? raw.text().replace("\"", "") : value);
            }
        });
        PriceList prices = profile.prices();
        if (pricePerSecond != null) {
            for (String tier : TIERS) {
                prices = prices.withPerSecond(tier, pricePerSecond);
            }
        }
        String currency = prices.currency();
        return profile.withPrices(prices)
                .estimate(normalized(profile, mode, asked), request.inputReferences().size())
                .map(amount -> new CostEstimate(new Cost(amount, currency, true), request.model(), PROVIDER))
                .orElse(null);
    }

    private static InvalidRequestException refused(String why) {
        return new InvalidRequestException(GrokVideoException.because(why));
    }
}
