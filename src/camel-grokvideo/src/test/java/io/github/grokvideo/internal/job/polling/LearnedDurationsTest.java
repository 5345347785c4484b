package io.github.grokvideo.internal.job.polling;

import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** What people see of what was learned. */
class LearnedDurationsTest {

    private static final JobKind KIND
            = new JobKind("xai", "https://api.x.ai", "grok-imagine-video", "text", 6.0, "720p");

    private final AtomicLong now = new AtomicLong();
    private final DurationEstimator estimator = new DurationEstimator(5, 1, 30, () -> 1, now::get);

    private void learn(int jobs, double duration) {
        for (int i = 0; i < jobs; i++) {
            now.addAndGet(1_000_000_000);
            estimator.finish(estimator.start(), duration - 0.5, duration + 0.5);
        }
    }

    @Test
    void tooFewJobsTellNothing() {
        learn(5, 20);
        LearnedDurations learned = LearnedDurations.of(KIND, estimator);
        assertThat(learned.jobs()).isEqualTo(5);
        assertThat(learned.histogram()).isEmpty();
        assertThat(learned.quantiles()).isEmpty();
        assertThat(learned.mode()).isEqualTo("text");
    }

    @Test
    void mostJobsAreWhereTheyEnded() {
        for (int i = 0; i < 20; i++) {
            learn(9, 20);
            learn(1, 50);
        }
        LearnedDurations learned = LearnedDurations.of(KIND, estimator);
        assertThat(learned.jobs()).isEqualTo(200);
        assertThat(learned.quantiles().get(0)).isCloseTo(20, within(2.0));
        assertThat(learned.end()).isCloseTo(50.5, within(0.1));
        // a tenth of 50.5 s each: 20 s are around the end of the fourth
        assertThat(learned.histogram()).hasSize(10);
        assertThat(learned.histogram().get(3) + learned.histogram().get(4)).isGreaterThan(0.7);
        assertThat(learned.histogram().get(9)).isBetween(0.03, 0.2);
        assertThat(learned.histogram().stream().mapToDouble(Double::doubleValue).sum()).isBetween(0.95, 1.0);
    }
}
