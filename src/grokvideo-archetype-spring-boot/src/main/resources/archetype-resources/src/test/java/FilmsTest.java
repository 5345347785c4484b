package ${package};

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import javax.imageio.ImageIO;

import io.github.grokvideo.emulator.GrokVideoEmulatorExtension;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.NotifyBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/** Runs the routes with the emulator, which renders real videos: no API key, no costs, no network. */
@SpringBootTest
class FilmsTest {

    @RegisterExtension
    static final GrokVideoEmulatorExtension gateway = new GrokVideoEmulatorExtension();

    @TempDir
    static Path folder;

    @Autowired
    private CamelContext camel;

    @DynamicPropertySource
    static void configure(DynamicPropertyRegistry properties) {
        properties.add("camel.component.grokvideo.api-key", gateway::apiKey);
        properties.add("camel.component.grokvideo.base-url", gateway::baseUrl);
        properties.add("camel.component.grokvideo.allow-loopback", () -> true);
        properties.add("camel.component.grokvideo.poll-interval", () -> "20ms");
        properties.add("camel.kamelet.grokvideo-text-to-video-action.pollInterval", () -> "20ms");
        properties.add("films.inbox", folder::toString);
        properties.add("films.videos", () -> folder.resolve("videos").toString());
    }

    @Test
    void aTextBecomesAVideo() throws Exception {
        NotifyBuilder told = new NotifyBuilder(camel).fromRoute("progress").whenDone(1).create();

        drop("prompts/fox.txt", "text-to-video", "a fox in the snow".getBytes());

        assertThat(folder.resolve("videos/fox.mp4")).isNotEmptyFile();
        assertThat(prompt()).isEqualTo("a fox in the snow");
        assertThat(told.matches(2, TimeUnit.MINUTES)).isTrue();
    }

    @Test
    void anImageComesToLife() throws Exception {
        ByteArrayOutputStream image = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB), "png", image);

        drop("images/product.png", "image-to-video", image.toByteArray());

        assertThat(folder.resolve("videos/product.mp4")).isNotEmptyFile();
        assertThat(gateway.requests().create().get(0).text()).contains("data:image/png;base64,");
    }

    @Test
    void aStoryBecomesAVideoInOurStyle() throws Exception {
        drop("stories/fox.txt", "stories", "a fox in the snow".getBytes());

        assertThat(folder.resolve("videos").resolve(gateway.ledger().entries().get(0).jobId() + ".mp4")).isNotEmptyFile();
        assertThat(prompt()).isEqualTo("In the style of charcoal: a fox in the snow");
        assertThat(gateway.ledger().billedJobs()).isEqualTo(1);
    }

    private static String prompt() {
        return gateway.requests().create().get(0).json().path("prompt").asText();
    }

    private void drop(String name, String route, byte[] content) throws Exception {
        NotifyBuilder done = new NotifyBuilder(camel).fromRoute(route).whenDone(1).create();
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        // move it as a whole, so that the route does not read a partial file
        Path part = Files.write(folder.resolve("part"), content);
        Files.move(part, file);
        assertThat(done.matches(2, TimeUnit.MINUTES)).isTrue();
    }
}
