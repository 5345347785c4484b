package io.github.grokvideo.normalize;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SizeProfileTest {

    private final SizeProfile profile = SizeProfile.GROK_IMAGINE_VIDEO;

    @ParameterizedTest
    @CsvSource({
            "1183x887, 4:3", "1024x1024, 1:1", "887x1182, 3:4", "836x1254, 2:3", "1254x836, 3:2", "768x1365, 9:16",
            "1365x768, 16:9" })
    void everyRowOfTheTableComesOutExactly(String size, String ratio) {
        assertThat(profile.resolve(size, null, null).dimensions()).hasToString(size);
        assertThat(profile.resolve(size, null, null).aspectRatio()).hasToString(ratio);
        assertThat(profile.resolve(null, ratio, "1K").dimensions()).hasToString(size);
        assertThat(profile.resolve(null, ratio, null).dimensions()).hasToString(size);
        assertThat(profile.resolve(ratio, null, null).dimensions()).hasToString(size);
        assertThat(profile.resolve(size, null, null).conversions()).noneMatch(Conversion::changed);
    }

    @Test
    void tableHasSevenSizes() {
        assertThat(profile.sizes()).hasSize(7).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {
            // size | aspect_ratio | resolution | expected
            "1920x1080, -, -, 1365x768",
            "1920x1080, 1:1, 4K, 1365x768",
            "16:9, 1:1, -, 1365x768",
            "16:9, -, 4K, 1365x768",
            "21:9, -, -, 1365x768",
            "1:7, -, -, 768x1365",
            "auto, 1:1, -, 1024x1024",
            "-, 5:4, 720p, 1183x887",
            "-, -, 1K, 1365x768",
            "-, auto, auto, 1365x768",
            "auto, auto, 2K, 1365x768",
            "-, -, -, 1365x768",
            "'', ' ', '', 1365x768",
            "512x512, -, -, 1024x1024" })
    void precedenceAndMatching(String size, String aspectRatio, String resolution, String expected) {
        assertThat(profile.resolve(size, aspectRatio, resolution).dimensions()).hasToString(expected);
    }

    @Test
    void shapeOfTheInputIsFollowedOnlyWhereNoneIsAsked() {
        AspectRatio portrait = new AspectRatio(1080, 1920);
        assertThat(profile.resolve(null, null, null, portrait).dimensions()).hasToString("768x1365");
        assertThat(profile.resolve("auto", "auto", "1K", portrait).dimensions()).hasToString("768x1365");
        assertThat(profile.resolve(null, "1:1", null, portrait).dimensions()).hasToString("1024x1024");
    }

    @Test
    void everyChangeIsTold() {
        assertThat(profile.resolve("1920x1080", "1:1", "4K").conversions()).containsExactly(
                new Conversion("size", "1920x1080", "1365x768", "nearest supported shape is 16:9, nearest tier is 1K"),
                new Conversion("aspect_ratio", "1:1", null, "ignored: size is given in pixels"),
                new Conversion("resolution", "4K", null, "ignored: size is given in pixels"));
        assertThat(profile.resolve(null, "7:1", "4K").conversions()).containsExactly(
                new Conversion("aspect_ratio", "7:1", "16:9", "nearest supported shape is 16:9"),
                new Conversion("resolution", "4K", "1K", "nearest supported tier is 1K"));
        assertThat(profile.resolve("32:18", "1:1", "auto").conversions()).containsExactly(
                new Conversion("size", "32:18", "16:9", "the same shape, in lowest terms"),
                new Conversion("resolution", "auto", "auto", "left to the model"),
                new Conversion("aspect_ratio", "1:1", null, "ignored: size takes precedence"));
        assertThat(profile.resolve(null, null, null).conversions()).isEmpty();
    }

    @Test
    void unreadableValuesAreNamed() {
        assertThatThrownBy(() -> profile.resolve("big", null, null))
                .hasMessage("size is 'big', but must be WIDTHxHEIGHT (1365x768), W:H (16:9) or auto");
        assertThatThrownBy(() -> profile.resolve("0x10", null, null)).hasMessageContaining("0x10");
        assertThatThrownBy(() -> profile.resolve(null, "wide", null))
                .hasMessage("aspect_ratio is 'wide', but must be W:H like 16:9, or auto");
        assertThatThrownBy(() -> profile.resolve(null, null, "huge"))
                .hasMessage("resolution is 'huge', but must be a tier like 1K, 0.25MP or 720p, or auto");
    }

    @Test
    void scaleIsChosenBeforeShape() {
        SizeProfile two = SizeProfile.builder("two")
                .size("1K", "1:1", "1024x1024").size("1K", "8:1", "2896x362")
                .size("2K", "1:1", "2048x2048").size("2K", "4:1", "4096x1024")
                .defaults("1K", "1:1").build();
        assertThat(two.resolve(null, "7:1", "1K").dimensions()).hasToString("2896x362");
        assertThat(two.resolve(null, "7:1", "4K").dimensions()).hasToString("4096x1024");
        assertThat(two.resolve("1900x1900", null, null).dimensions()).hasToString("2048x2048");
    }

    @Test
    void defaultMustBeInTheTable() {
        SizeProfile.Builder builder = SizeProfile.builder("m").size("1K", "1:1", "1024x1024").defaults("2K", "1:1");
        assertThatThrownBy(builder::build).hasMessageContaining("2K 1:1");
    }
}
