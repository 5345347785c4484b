package io.github.grokvideo.emulator.internal.render;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;

import io.github.grokvideo.emulator.RenderRequest;
import io.github.grokvideo.emulator.VideoProbe;
import io.github.grokvideo.normalize.Dimensions;
import io.github.grokvideo.normalize.SizeProfile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class FilmRendererTest {

    private static final Logger LOG = LoggerFactory.getLogger(FilmRendererTest.class);

    @TempDir
    Path directory;

    static List<Dimensions> sizes() {
        return SizeProfile.GROK_IMAGINE_VIDEO.sizes();
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void fullSizeToThePixelOrOneMore(Dimensions size) throws IOException {
        Path file = directory.resolve("video.mp4");
        // as short as one frame: what matters here is the size
        FilmRenderer.render(request("p", size, "0.05"), file, () -> false);
        VideoProbe probe = VideoProbe.probe(file);
        assertThat(probe.width()).isEqualTo(size.width() + size.width() % 2);
        assertThat(probe.height()).isEqualTo(size.height() + size.height() % 2);
    }

    @Test
    void sixSecondsInFullSize() throws IOException {
        FilmRenderer.load();
        Path file = directory.resolve("video.mp4");
        long before = System.nanoTime();
        FilmRenderer.render(request("A paper boat sails through a rainy city", new Dimensions(1365, 768), "6"), file,
                () -> false);
        double seconds = (System.nanoTime() - before) / 1e9;
        LOG.info("A clip of 6 s, 1365x768, was rendered in {} s on {} processors", String.format("%.1f", seconds),
                Runtime.getRuntime().availableProcessors());
        VideoProbe probe = VideoProbe.probe(file);
        assertThat(probe.frames()).isEqualTo(144);
        assertThat(probe.duration().toMillis()).isCloseTo(6_000, within(70L));
        assertThat(probe.sampleRate()).isEqualTo(44_100);
        assertThat(probe.audioChannels()).isEqualTo(2);
    }

    @Test
    void indexComesFirst() throws IOException {
        Path file = directory.resolve("video.mp4");
        FilmRenderer.render(tiny("p"), file, () -> false);
        String text = new String(java.nio.file.Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1);
        assertThat(text.indexOf("moov")).isPositive().isLessThan(text.indexOf("mdat"));
    }

    @Test
    void canBeCancelled() {
        assertThatThrownBy(() -> FilmRenderer.render(tiny("p"), directory.resolve("v.mp4"), () -> true))
                .isInstanceOf(CancellationException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "\u0645\u0631\u062d\u0628\u0627 \u05e9\u05dc\u05d5\u05dd", "\u65e5\u672c\u8a9e \ud83e\udd8a", "\n\t", "",
            "one-word-that-is-far-too-long-to-fit-on-any-line-at-any-size-and-goes-on-and-on-and-on" })
    void anyPromptCanBeDrawn(String prompt) throws IOException {
        Path file = directory.resolve("video.mp4");
        FilmRenderer.render(tiny(prompt), file, () -> false);
        assertThat(VideoProbe.probe(file).frames()).isEqualTo(5);
    }

    private interface Drawing {
        BufferedImage draw(String text, int width, int height, float maxSize, float minSize, Alignment alignment);
    }

    static Stream<Drawing> drawings() {
        return Stream.of(Caption::drawWithFonts, Caption::drawWithRaster);
    }

    @ParameterizedTest
    @MethodSource("drawings")
    void textIsDrawnWithFontsAndWithout(Drawing drawing) {
        BufferedImage text = drawing.draw("A boat \u2013 42 \u65e5", 400, 200, 40, 10, Alignment.CENTER);
        BufferedImage other = drawing.draw("A coat \u2013 42 \u65e5", 400, 200, 40, 10, Alignment.CENTER);
        assertThat(white(text)).isBetween(300L, 400L * 200 / 3);
        assertThat(text.getHeight()).isLessThanOrEqualTo(200 + 2 * 22 + 2);
        assertThat(Images.pixels(text)).isNotEqualTo(Images.pixels(other));
    }

    @ParameterizedTest
    @MethodSource("drawings")
    void longTextStaysInItsRoom(Drawing drawing) {
        BufferedImage text = drawing.draw("many words ".repeat(500), 300, 100, 40, 8, Alignment.START);
        assertThat(text.getHeight()).isLessThanOrEqualTo(100 + 2 * 22 + 2);
    }

    private static long white(BufferedImage image) {
        long count = 0;
        for (int pixel : Images.pixels(image)) {
            if (pixel == 0xffffffff) {
                count++;
            }
        }
        return count;
    }

    private static RenderRequest request(String prompt, Dimensions size, String seconds) {
        return new RenderRequest(prompt, 0, size, new BigDecimal(seconds), false, List.of(), null, false);
    }

    private static RenderRequest tiny(String prompt) {
        return new RenderRequest(prompt, 0, new Dimensions(1024, 1024), BigDecimal.ONE, true, List.of(), null, false);
    }
}
