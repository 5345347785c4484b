package io.github.grokvideo.site.pictures;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The pictures of the product show it as it is, move, and are small enough for a README. */
class PicturesTest {

    private static final Path REPOSITORY = Path.of("../..").toAbsolutePath().normalize();
    private static final Path IMAGES = REPOSITORY.resolve(Pictures.IMAGES);

    @Test
    void theyWereMadeOfWhatIsThere() throws IOException {
        assertThat(PictureSources.PRODUCT.recorded(REPOSITORY))
                .as("make them again: mvn -q -Psite,pictures -pl src/grokvideo-site -am process-test-classes")
                .isEqualTo(PictureSources.PRODUCT.of(REPOSITORY));
    }

    /** {@code KaotoPicturesTest} of the catalog compares the words. */
    @Test
    void thoseOfKaotoWereMadeOfWhatIsThere() throws IOException {
        assertThat(PictureSources.KAOTO.recorded(REPOSITORY))
                .as("make them again: mvn -q -Psite,kaoto-pictures -pl src/grokvideo-site -am process-test-classes")
                .isEqualTo(PictureSources.KAOTO.of(REPOSITORY));
    }

    @ParameterizedTest
    @ValueSource(strings = { "kaoto.png", "kaoto-tiles.png" })
    void thoseOfKaotoAreSmallAndShown(String name) throws IOException {
        assertThat(Files.size(IMAGES.resolve(name))).isLessThan(200_000);
        assertThat(ImageIO.read(IMAGES.resolve(name).toFile()).getWidth()).isGreaterThan(1000);
        assertThat(Files.readString(REPOSITORY.resolve("catalog/README.md"))).contains("images/" + name);
    }

    @Test
    void theMovingPictureMovesAndIsSmall() throws IOException {
        Path file = IMAGES.resolve("quickstart.gif");
        assertThat(Files.size(file)).isLessThan(1_000_000);
        ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
        try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
            reader.setInput(in);
            assertThat(reader.getNumImages(true)).isGreaterThan(30);
            assertThat(reader.getWidth(0)).isEqualTo(800);
        } finally {
            reader.dispose();
        }
        assertThat(Files.readString(REPOSITORY.resolve("README.md"))).contains("images/quickstart.gif");
    }
}
