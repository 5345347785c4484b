package io.github.grokvideo.normalize;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PriceListTest {

    private final PriceList prices = PriceList.unknown()
            .withPerSecond("480p", new BigDecimal("0.05"))
            .withPerSecond("720p", new BigDecimal("0.07"));

    @Test
    void everyPriceListSaysWhenAndWhereItWasRead() {
        assertThat(ModelProfile.all()).filteredOn(profile -> !profile.prices().perSecond().isEmpty()).hasSize(2)
                .allSatisfy(profile -> {
                    assertThat(profile.prices().currency()).isEqualTo("USD");
                    assertThat(profile.prices().date()).isBetween(LocalDate.of(2026, 11, 1), LocalDate.of(2026, 11, 30));
                    assertThat(profile.prices().source()).contains("https://");
                });
    }

    @Test
    void tierIsFoundInAnySpelling() {
        assertThat(estimate(prices, "720P")).contains(new BigDecimal("0.7"));
        assertThat(estimate(prices, " 720 ")).contains(new BigDecimal("0.7"));
        assertThat(estimate(prices, " ")).contains(new BigDecimal("0.5"));
        assertThat(estimate(prices, "1080p")).isEmpty();
        assertThat(estimate(prices, "auto")).isEmpty();
    }

    @Test
    void withoutPricesOrSecondsThereIsNoEstimate() {
        assertThat(estimate(PriceList.unknown(), null)).isEmpty();
        assertThat(PriceList.unknown().estimate(Mode.EXTEND, BigDecimal.TEN, null, 1, 0)).isEmpty();
        assertThat(prices.estimate(Mode.TEXT_TO_VIDEO, null, "480p", 1, 0)).isEmpty();
    }

    @Test
    void overridesLeaveTheListAsItWas() {
        PriceList other = prices.withPerSecond("480p", BigDecimal.ONE).withPerInputImage(new BigDecimal("0.01"))
                .withSource("the contract", LocalDate.of(2027, 1, 1));
        assertThat(other.estimate(Mode.IMAGE_TO_VIDEO, BigDecimal.TEN, null, 2, 3)).contains(new BigDecimal("20.06"));
        assertThat(other.source()).isEqualTo("the contract");
        assertThat(other.date()).isEqualTo(LocalDate.of(2027, 1, 1));
        assertThat(estimate(prices, null)).contains(new BigDecimal("0.5"));
    }

    @Test
    void refusesWhatCannotBe() {
        assertThatThrownBy(() -> prices.estimate(Mode.TEXT_TO_VIDEO, BigDecimal.ONE, null, 0, 0))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("0 videos");
        assertThatThrownBy(() -> prices.estimate(Mode.TEXT_TO_VIDEO, BigDecimal.ONE, null, 1, -1))
                .hasMessageContaining("-1 images");
        assertThatThrownBy(() -> prices.estimate(Mode.TEXT_TO_VIDEO, new BigDecimal("-1"), null, 1, 0))
                .hasMessageContaining("-1 seconds");
        assertThatThrownBy(() -> prices.withPerSecond("480p", new BigDecimal("-1")))
                .hasMessage("the price of 480p is -1, but must be at least 0");
        assertThatThrownBy(() -> prices.withPerInputImage(null)).hasMessageContaining("null");
        assertThatThrownBy(() -> prices.withPerSecond("large", BigDecimal.ONE)).hasMessageContaining("'large'");
    }

    private static Optional<BigDecimal> estimate(PriceList list, String tier) {
        return list.estimate(Mode.TEXT_TO_VIDEO, BigDecimal.TEN, tier, 1, 0);
    }
}
