package io.github.grokvideo.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import io.github.grokvideo.emulator.VideoProbe;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** What the README and the page of the Camel CLI show, run in an empty folder as it is there. */
class ReadmeIT {

    private static final Pattern BLOCK = Pattern.compile("(?ms)^```sh\\n(cat > film\\.camel\\.yaml.*?)^```$");

    @TempDir
    Path folder;

    @BeforeAll
    static void prepare() throws Exception {
        LocalRepository.prepare();
    }

    @Test
    void theBlockOfTheReadmeMakesAVideo() throws Exception {
        var block = BLOCK.matcher(Files.readString(Path.of("../../README.md")));
        assertThat(block.find()).isTrue();

        try (CommandLine shell = CommandLine.start(folder, Map.of(), List.of("sh", "-euc", block.group(1)))) {
            shell.awaitOutput("mp4 cost 0.3");

            assertThat(LocalRepository.videos(folder.resolve("videos"))).singleElement()
                    .satisfies(video -> assertThat(VideoProbe.probe(video).videoCodec()).isEqualTo("h264"));
            assertThat(shell.output()).contains("nothing is billed").doesNotContain("WARN", "ERROR");
        }
    }
}
