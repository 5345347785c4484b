package ${package};

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import javax.imageio.ImageIO;

import io.github.grokvideo.emulator.GrokVideoEmulatorExtension;
import org.apache.camel.builder.NotifyBuilder;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Runs the routes with the emulator, which renders real videos: no API key, no costs, no network. */
class FilmsTest {

    @RegisterExtension
    static final GrokVideoEmulatorExtension gateway = new GrokVideoEmulatorExtension();

    @TempDir
    private Path folder;

    private Main camel;

    @BeforeEach
    void start() {
        camel = Application.main();
        camel.addOverrideProperty("camel.component.grokvideo.api-key", gateway.apiKey());
        camel.addOverrideProperty("camel.component.grokvideo.base-url", gateway.baseUrl());
        camel.addOverrideProperty("camel.component.grokvideo.allow-loopback", "true");
        camel.addOverrideProperty("camel.component.grokvideo.poll-interval", "20ms");
        camel.addOverrideProperty("camel.kamelet.grokvideo-text-to-video-action.pollInterval", "20ms");
        camel.addOverrideProperty("films.inbox", folder.toString());
        camel.addOverrideProperty("films.videos", folder.resolve("videos").toString());
        camel.start();
    }

    @AfterEach
    void stop() {
        camel.stop();
    }

    @Test
    void aTextBecomesAVideo() throws Exception {
        NotifyBuilder told = new NotifyBuilder(camel.getCamelContext()).fromRoute("progress").whenDone(1).create();

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
        NotifyBuilder done = new NotifyBuilder(camel.getCamelContext()).fromRoute(route).whenDone(1).create();
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        // move it as a whole, so that the route does not read a partial file
        Path part = Files.write(folder.resolve("part"), content);
        Files.move(part, file);
        assertThat(done.matches(2, TimeUnit.MINUTES)).isTrue();
    }
}
