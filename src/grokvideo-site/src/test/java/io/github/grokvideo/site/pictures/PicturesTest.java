package io.github.grokvideo.site.pictures;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The pictures of the product show it as it is, move, and are small enough for a README. */
class PicturesTest {

    private static final Path REPOSITORY = Path.of("../..").toAbsolutePath().normalize();
    private static final Path IMAGES = REPOSITORY.resolve("src/camel-grokvideo/src/main/docs/images");

    @Test
    void theyWereMadeOfWhatIsThere() throws IOException {
        assertThat(Files.readString(IMAGES.resolve(PictureSources.FILE)))
                .as("make them again: mvn -q -Psite,pictures -pl src/grokvideo-site -am process-test-classes")
                .isEqualTo(PictureSources.of(REPOSITORY));
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
