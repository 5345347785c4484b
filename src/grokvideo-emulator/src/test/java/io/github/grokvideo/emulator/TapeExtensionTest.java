package io.github.grokvideo.emulator;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static io.github.grokvideo.emulator.ApiClient.video;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** The JUnit extension with a tape that is among the sources: it was recorded from an emulator. */
class TapeExtensionTest {

    static final Path TAPE = Path.of("src/test/resources/tape");

    @RegisterExtension
    static final GrokVideoEmulatorExtension gateway = GrokVideoEmulatorExtension.tape(TAPE);

    private final ApiClient client = new ApiClient(gateway::emulator);

    /** More often than it was recorded: each test begins at the start of the tape. */
    @RepeatedTest(2)
    void replays() throws IOException {
        String id = client.create(video("a fox in the snow").put("duration", 1)).id();
        await().until(() -> client.get(id).json().path("status").asText().equals("completed"));
        JsonNode finished = client.get(id).json();
        VideoProbe film = VideoProbe.probe(client.download(finished.path("output").path("url").asText()).body());
        assertThat(film.videoCodec()).isEqualTo("h264");
        assertThat(gateway.tape().isRecording()).isFalse();
        assertThat(gateway.tape().folder()).isEqualTo(TAPE);
        assertThat(gateway.ledger().billedJobs()).isZero();
    }

    @Test
    void aMissFailsTheTestThatHidesIt() throws IOException {
        GrokVideoEmulatorExtension extension = GrokVideoEmulatorExtension.tape(TAPE);
        extension.beforeEach(null);
        new ApiClient(extension::emulator).create(video("a cat"));
        assertThatThrownBy(() -> extension.afterEach(context(null))).isInstanceOf(AssertionError.class)
                .hasMessageContaining("prompt (on the tape \"a fox in the snow\", in the request \"a cat\")");

        extension.beforeEach(null);
        new ApiClient(extension::emulator).create(video("a cat"));
        IllegalStateException own = new IllegalStateException("the test's own");
        extension.afterEach(context(own));
        assertThat(own.getSuppressed()).singleElement().isInstanceOf(AssertionError.class);
    }

    private static ExtensionContext context(Throwable thrown) {
        return (ExtensionContext) Proxy.newProxyInstance(
                TapeExtensionTest.class.getClassLoader(), new Class<?>[] { ExtensionContext.class },
                (proxy, method, args) -> Optional.ofNullable(thrown));
    }

    @Test
    void onePropertyMakesItRecord(@TempDir Path folder) {
        System.setProperty("grokvideo.emulator.record", "true");
        try {
            GrokVideoEmulatorExtension extension = GrokVideoEmulatorExtension.tape(folder);
            extension.beforeEach(null);
            assertThat(extension.tape().isRecording()).isTrue();
            extension.afterEach(context(null));
        } finally {
            System.clearProperty("grokvideo.emulator.record");
        }
        assertThat(folder).isDirectoryContaining("glob:**tape.json");
    }
}
