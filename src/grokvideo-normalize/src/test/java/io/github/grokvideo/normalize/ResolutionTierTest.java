package io.github.grokvideo.normalize;

import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ResolutionTierTest {

    @ParameterizedTest
    @CsvSource({
            "1K, 1048576", "1k, 1048576", "0.5K, 262144", "2K, 4194304", "4K, 16777216",
            "1, 1048576", "0.25, 262144", "4MP, 4194304", "480p, 409600", "720p, 921600", "720, 921600", "99, 103809024",
            "1080P, 2073600" })
    void parses(String text, long pixels) {
        assertThat(ResolutionTier.parse(text)).contains(new ResolutionTier(text, pixels));
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "auto", "K", "0K", "0", "-1K", "1KK", "HD", "1,5K", "0.0001K" })
    void refusesOtherForms(String text) {
        assertThat(ResolutionTier.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
            "4K, 1K, 1K",
            "720p, 0.5K 1K 2K, 1K",
            "480p, 0.5K 1K 2K, 0.5K",
            "1080p, 1K 4K, 1K",
            "0.25, 0.5K 1K, 0.5K",
            "2K, 480p 720p 1080p, 1080p",
            // 2K is as far from 1K as from 4K
            "2K, 4K 1K, 1K",
            "2K, 1K 4K, 1K" })
    void choosesNearestByPixelCount(String asked, String candidates, String expected) {
        assertThat(ResolutionTier.parse(asked).orElseThrow().nearest(
                Stream.of(candidates.split(" ")).map(text -> ResolutionTier.parse(text).orElseThrow()).toList()))
                .hasToString(expected);
    }
}
