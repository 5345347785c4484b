package io.github.grokvideo.internal.camel.budget;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.github.grokvideo.internal.request.Media;
import io.github.grokvideo.internal.request.VideoRequest;
import io.github.grokvideo.model.Cost;
import io.github.grokvideo.model.CostEstimate;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The gateway is asked once a minute for what costs the same. */
class EstimateCacheTest {

    private static final CostEstimate ESTIMATE = new CostEstimate(new Cost(BigDecimal.ONE, "USD", true), null, null);

    private final AtomicLong time = new AtomicLong();
    private final EstimateCache cache = new EstimateCache(time::get);
    private final List<CompletableFuture<CostEstimate>> asked = new ArrayList<>();

    private static VideoRequest request(String prompt, Double duration, List<Media> images, Media video) {
        return new VideoRequest(
                "m", prompt, duration, null, null, null, null, images, null, video, false, "u-" + prompt, null, "k-" + prompt,
                Map.of("seed", 1), Map.of());
    }

    private CompletableFuture<CostEstimate> get(VideoRequest request) {
        return cache.get("g", request, () -> {
            CompletableFuture<CostEstimate> answer = new CompletableFuture<>();
            asked.add(answer);
            return answer;
        });
    }

    @Test
    void requestsThatDifferInWhatCostsNothingShareAnAnswer() {
        CompletableFuture<CostEstimate> one = get(request("a", 6.0, List.of(), null));
        CompletableFuture<CostEstimate> two = get(request("b", 6.0, List.of(), null));
        assertThat(asked).hasSize(1);
        assertThat(one).isNotDone();
        asked.get(0).complete(ESTIMATE);
        assertThat(one.join()).isEqualTo(ESTIMATE);
        assertThat(two.join()).isEqualTo(ESTIMATE);
        get(request("a", 7.0, List.of(), null));
        get(request("a", 6.0, List.of(new Media("https://example.com/1.png")), null));
        assertThat(asked).hasSize(3);
    }

    @Test
    void anAnswerIsForgottenAfterAMinute() {
        get(request("a", 6.0, List.of(), null));
        asked.get(0).complete(ESTIMATE);
        time.addAndGet(TimeUnit.SECONDS.toNanos(59));
        get(request("a", 6.0, List.of(), null));
        assertThat(asked).hasSize(1);
        time.addAndGet(TimeUnit.SECONDS.toNanos(1));
        get(request("a", 6.0, List.of(), null));
        assertThat(asked).hasSize(2);
    }

    @Test
    void aFailureIsNotKept() {
        CompletableFuture<CostEstimate> failed = get(request("a", 6.0, List.of(), null));
        asked.get(0).completeExceptionally(new IllegalStateException("no luck"));
        assertThat(failed).isCompletedExceptionally();
        get(request("a", 6.0, List.of(), null));
        assertThat(asked).hasSize(2);
    }

    @Test
    void whatDependsOnAVideoIsAskedEachTime() {
        Media video = new Media("https://example.com/1.mp4");
        get(request("a", null, List.of(), video));
        get(request("a", null, List.of(), video));
        assertThat(asked).hasSize(2);
    }

    @Test
    void manyDifferentRequestsDoNotFillTheMemory() {
        for (int i = 0; i < 3000; i++) {
            get(request("a", (double) i, List.of(), null));
        }
        assertThat(cache.size()).isLessThanOrEqualTo(1000);
    }
}
