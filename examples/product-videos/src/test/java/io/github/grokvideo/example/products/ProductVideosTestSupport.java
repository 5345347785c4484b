package io.github.grokvideo.example.products;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.github.grokvideo.emulator.GatewayEmulator;
import io.github.grokvideo.emulator.VideoProbe;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** A gateway, and a folder that the application works in. */
abstract class ProductVideosTestSupport {

    static final Duration PATIENCE = Duration.ofSeconds(120);

    GatewayEmulator gateway;
    Path folder;

    @BeforeEach
    void startGateway(@TempDir Path temporary) {
        folder = temporary.resolve("products");
        gateway = emulator().tiny(true).build().start();
    }

    GatewayEmulator.Builder emulator() {
        return GatewayEmulator.builder().queueTime(Duration.ofMillis(10)).renderTime(Duration.ofMillis(20));
    }

    @AfterEach
    void closeGateway() {
        gateway.close();
    }

    /** What points the component to the gateway. */
    Map<String, String> connection() {
        return Map.of(
                "camel.component.grokvideo.base-url", gateway.baseUrl(),
                "camel.component.grokvideo.api-key", gateway.apiKey(),
                "camel.component.grokvideo.allow-loopback", "true",
                "camel.component.grokvideo.poll-interval", "20");
    }

    List<String> inbox() throws IOException {
        return names("inbox");
    }

    /** The files in one of the folders, hidden ones excepted. */
    List<String> names(String name) throws IOException {
        Path directory = folder.resolve(name);
        if (Files.notExists(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).filter(file -> !file.startsWith(".")).sorted().toList();
        }
    }

    void put(String photo, String caption) throws IOException {
        putPhoto(photo);
        Files.writeString(folder.resolve("inbox").resolve(photo.substring(0, photo.lastIndexOf('.')) + ".txt"), caption);
    }

    void putPhoto(String photo) throws IOException {
        Files.createDirectories(folder.resolve("inbox"));
        Files.write(folder.resolve("inbox").resolve(photo), photo());
    }

    static byte[] photo() throws IOException {
        try (InputStream sample = ProductVideosTestSupport.class.getResourceAsStream("/samples/lamp.jpg")) {
            return sample.readAllBytes();
        }
    }

    void assertVideos(String... expected) throws IOException {
        assertThat(names("videos")).containsExactly(expected);
        for (String name : expected) {
            VideoProbe video = VideoProbe.probe(folder.resolve("videos").resolve(name));
            assertThat(video.duration().toMillis()).isCloseTo(4000, within(250L));
            assertThat(video.hasSound()).isTrue();
        }
    }
}
