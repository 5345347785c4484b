package io.github.grokvideo.internal.gateway.xai;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.github.grokvideo.internal.gateway.GatewayAccount;
import io.github.grokvideo.internal.gateway.JobReading;
import io.github.grokvideo.internal.gateway.Provider;
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
 * xAI's own API. Without a gateway in front of it, parameters are converted here, by the model's profile. It supports
 * neither idempotency keys nor dry runs nor cancelling, and generates one video per job.
 *
 * @see <a href="https://docs.x.ai/developers/model-capabilities/video">xAI: video</a>
 */
public final class XaiGateway implements VideoGateway {

    private static final String NAME = "xai";

    /** xAI accepts one submission per second. */
    public static final Provider PROVIDER = new Provider(
            NAME, "XAI_API_KEY", Duration.ofSeconds(1), List.of("https://api.x.ai/v1"), XaiGateway::new);

    private static final int MAX_REFERENCES = 7;
    private static final int MAX_JOBS = 10;
    private static final List<String> TIERS = List.of("480p", "720p", "1080p");
    private static final Map<String, String> PASSED_THROUGH = Map.of(
            "duration", "duration", "seconds", "duration", "resolution", "resolution");

    private final GatewayAccount account;
    private final BigDecimal pricePerSecond;

    /**
     * @param pricePerSecond replaces that of the price list; {@code null} if not set
     */
    XaiGateway(GatewayAccount account, BigDecimal pricePerSecond) {
        this.account = account;
        this.pricePerSecond = pricePerSecond;
    }

    @Override
    public RequestPlan plan(VideoRequest request) {
        Mode mode = mode(request);
        List<Media> images = request.inputReferences();
        if (mode == Mode.REFERENCE_TO_VIDEO && images.size() > MAX_REFERENCES) {
            throw refused("Invalid inputReference: " + images.size() + " reference images, expected at most " + MAX_REFERENCES);
        }
        if (mode == Mode.IMAGE_TO_VIDEO && images.size() > 1) {
            throw refused("Invalid inputReference: " + images.size() + " images with imageRole=firstFrame, expected one");
        }
        if (request.inputVideo() != null && !images.isEmpty()) {
            throw refused("an input video and input images cannot be combined, expected one of them");
        }
        ModelProfile profile = profile(request);
        NormalizedRequest normalized = normalized(profile, mode, options(request));
        if (normalized.jobs() > MAX_JOBS) {
            throw refused(
                    "Invalid value '" + normalized.jobs() + "' for option n: expected at most " + MAX_JOBS
                          + " with provider=xai, where each video is a separate job");
        }
        List<String> warnings = normalized.conversions().stream().map(XaiGateway::warning).toList();
        return new RequestPlan(warnings, normalized.jobs(), estimate(profile, mode, request));
    }

    private static String warning(Conversion conversion) {
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
        return CompletableFuture.failedFuture(refused("xAI does not support cancelling jobs"));
    }

    @Override
    public CompletableFuture<CostEstimate> estimate(VideoRequest request, Duration timeout) {
        CostEstimate estimate = plan(request).estimate();
        return estimate != null
                ? CompletableFuture.completedFuture(estimate)
                : CompletableFuture.failedFuture(new InvalidRequestException(
                        GrokVideoException.because(
                                "no price is known for this request with provider=xai; set the option pricePerSecond")
                                .code("PRICE_UNKNOWN")));
    }

    @Override
    public CompletableFuture<String> webhookSecret(Duration timeout) {
        return CompletableFuture.failedFuture(refused("xAI does not support webhooks"));
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

    static byte[] body(Mode mode, VideoRequest request) {
        RequestBody body = new RequestBody(request.parameters());
        normalized(profile(request), mode, options(request)).fields().forEach(body::put);
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
        return ModelProfile.of(NAME, request.model());
    }

    private static Map<String, Object> options(VideoRequest request) {
        Map<String, Object> options = new LinkedHashMap<>();
        options.put("model", request.model());
        options.put("prompt", request.prompt());
        options.put("duration", request.duration() == null ? null : BigDecimal.valueOf(request.duration()));
        options.put("size", request.size());
        options.put("aspectRatio", request.aspectRatio());
        options.put("resolution", request.resolution());
        options.put("n", request.n());
        options.put("user", request.user());
        return options;
    }

    private static NormalizedRequest normalized(ModelProfile profile, Mode mode, Map<String, Object> options) {
        try {
            return profile.normalize(mode, options);
        } catch (IllegalArgumentException e) {
            throw refused(e.getMessage());
        }
    }

    // parameters that are passed through count too, since they are charged
    private CostEstimate estimate(ModelProfile profile, Mode mode, VideoRequest request) {
        Map<String, Object> options = options(request);
        request.parameters().forEach((name, value) -> {
            String option = PASSED_THROUGH.get(name);
            if (option != null) {
                options.put(option, value instanceof RawJson raw ? raw.text().replace("\"", "") : value);
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
                .estimate(normalized(profile, mode, options), request.inputReferences().size())
                .map(amount -> new CostEstimate(new Cost(amount, currency, true), request.model(), NAME))
                .orElse(null);
    }

    private static InvalidRequestException refused(String why) {
        return new InvalidRequestException(GrokVideoException.because(why));
    }
}
