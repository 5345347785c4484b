package io.github.grokvideo.normalize;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PixelLimitsTest {

    private final PixelLimits limits = new PixelLimits(256, 2048, 1024 * 1024);

    @ParameterizedTest
    @CsvSource({
            "1024x1024, 1024x1024",
            "512x512, 512x512",
            "4096x4096, 1024x1024",
            "1920x1080, 1365x768",
            "1080x1920, 768x1365",
            "128x64, 512x256",
            "64x128, 256x512",
            "4096x1024, 2048x512",
            // too long for both limits: the shorter side is raised
            "10000x100, 2048x256" })
    void clampsKeepingTheRatio(String asked, String expected) {
        assertThat(limits.clamp(Dimensions.parse(asked).orElseThrow())).hasToString(expected);
    }

    @Test
    void roundingUpIsUndoneWhereItWouldExceedThePixels() {
        // 7 x 5.54 fits into 39 pixels, 7 x 6 does not
        assertThat(new PixelLimits(5, 7, 39).clamp(new Dimensions(129, 163))).hasToString("5x7");
        // 22 x 1.65 would have no more pixels than 39 either, but is too long
        assertThat(new PixelLimits(1, 20, 39).clamp(new Dimensions(4000, 300))).hasToString("20x1");
    }

    @Test
    void resultIsAlwaysWithinLimits() {
        for (int width = 1; width < 6000; width += 97) {
            for (int height = 1; height < 6000; height += 89) {
                Dimensions clamped = limits.clamp(new Dimensions(width, height));
                assertThat(clamped.pixels()).isLessThanOrEqualTo(1024 * 1024);
                assertThat(Math.min(clamped.width(), clamped.height())).isGreaterThanOrEqualTo(256);
                assertThat(Math.max(clamped.width(), clamped.height())).isLessThanOrEqualTo(2048);
            }
        }
    }

    @Test
    void refusesLimitsThatNothingFits() {
        assertThatThrownBy(() -> new PixelLimits(100, 50, 10_000)).hasMessageContaining("100 to 50");
        assertThatThrownBy(() -> new PixelLimits(100, 200, 9_999)).hasMessageContaining("9999");
    }
}
