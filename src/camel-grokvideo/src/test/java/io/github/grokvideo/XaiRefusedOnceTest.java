package io.github.grokvideo;

import java.math.BigDecimal;

import io.github.grokvideo.model.ModerationException;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The same with jobs whose price is known before. */
class XaiRefusedOnceTest extends RefusedOnceTest {

    @Override
    protected void configure(GrokVideoComponent component) {
        component.getConfiguration().setProvider(GrokVideoProvider.xai);
        component.setSubmissionsPerSecond(0.0);
    }

    @Test
    void theEstimateOfAJobThatGoesOnStays() {
        job("video_1", json(202, "{\"status\":\"pending\"}"));
        Exchange result = send("grokvideo:generate?duration=6&resolution=480p&jobTimeout=300", "p");
        assertThat(result.getException()).isNotNull();
        assertThat(result.getMessage().getHeader(GrokVideoConstants.COST, BigDecimal.class)).isEqualByComparingTo("0.30");
        assertThat(result.getMessage().getHeader(GrokVideoConstants.COST_ESTIMATED)).isEqualTo(true);
    }

    @Test
    void ofSeveralJobsEachChargeCounts() {
        job("video_1", json(200, "{\"status\":\"done\",\"video\":{\"respect_moderation\":false},"
                                 + "\"usage\":{\"cost_in_usd_ticks\":2500000000}}"));
        Exchange result = send("grokvideo:generate?n=3", "p");
        failure(result, ModerationException.class);
        assertThatTheCostIs(result, "0.75");
    }
}
