package io.github.grokvideo.internal.media;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import io.github.grokvideo.LinearTime;
import io.github.grokvideo.internal.media.address.MediaHosts;
import io.github.grokvideo.internal.request.Media;
import io.github.grokvideo.internal.text.MediaUrl;
import io.github.grokvideo.internal.text.UntrustedText;
import io.github.grokvideo.model.JobStatus;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Names, URLs and answers of media hosts, whatever somebody else may write. */
@Tag("slow")
class LinearTimeTest {

    private static final Map<String, Consumer<String>> READERS = Map.of(
            "VideoFiles.safe", VideoFiles::safe,
            "UntrustedText.sanitize", text -> UntrustedText.sanitize(text, Integer.MAX_VALUE),
            "MediaUrl.parse", LinearTimeTest::url,
            "JobStatus.of", JobStatus::of,
            "Media.toString", text -> new Media(text).toString(),
            "MediaReader.reference", text -> attempt(() -> new MediaReader(1 << 30).reference(text, "the body")),
            "MediaHosts.of", text -> attempt(() -> MediaHosts.of(text)),
            "VideoFiles.moveOver", text -> attempt(() -> new VideoFiles(Path.of("/nonexistent")).moveOver(
                    Path.of("/nonexistent/x"), text, "mp4")));

    private interface Attempt {
        void run() throws Exception;
    }

    private static void attempt(Attempt attempt) {
        try {
            attempt.run();
        } catch (Exception e) {
            // most of it is refused
        }
    }

    private static void url(String text) {
        attempt(() -> MediaUrl.parse("https://m.example/").resolve(text));
        attempt(() -> MediaUrl.parse(text));
    }

    static List<String> readers() {
        return List.copyOf(READERS.keySet());
    }

    @ParameterizedTest
    @MethodSource("readers")
    void textFromOutsideCostsLinearTime(String reader) {
        LinearTime.assertLinear(reader, READERS.get(reader));
    }

    @Test
    void aQuadraticReaderIsFound() {
        int[] sum = new int[1];
        assertThat(LinearTime.isLinear(text -> {
            for (int i = 0; i < text.length(); i++) {
                for (int j = 0; j < text.length(); j++) {
                    sum[0] += text.charAt(j) ^ i;
                }
            }
        })).as("%s", sum).isFalse();
    }
}
