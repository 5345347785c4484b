package io.github.grokvideo.site.picture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The drawings are those of what CONTRIBUTING.md says today. */
class DiagramsTest {

    private static final Path REPOSITORY = Path.of("../..").toAbsolutePath().normalize();

    @Test
    void theyAreUpToDate() throws IOException {
        for (var drawing : Diagrams.draw(REPOSITORY).entrySet()) {
            assertThat(drawing.getKey()).as("is written by this build: commit it").hasContent(drawing.getValue());
        }
    }

    @Test
    void everyPhaseAndTransitionIsRead() throws IOException {
        JobLife life = JobLife.read(Files.readString(REPOSITORY.resolve("CONTRIBUTING.md")));
        assertThat(life.phases()).hasSize(8).containsKeys("QUEUED", "ENDED");
        assertThat(life.arrows()).hasSizeGreaterThan(20)
                .contains(new JobLife.Arrow("SENDING", "ACCEPTED", "gateway"),
                        new JobLife.Arrow("WAITING", "ENDED", "deadline"))
                .allSatisfy(arrow -> assertThat(life.phases()).containsKeys(arrow.from(), arrow.to()));
        assertThat(life.endings()).containsExactly("stop", "fault");
    }

    @Test
    void aStepThatIsNotDrawnIsReported() throws IOException {
        String contributing = Files.readString(REPOSITORY.resolve("CONTRIBUTING.md"))
                .replace("6. **Deliver.**", "6. **Check.** It.\n7. **Deliver.**");
        assertThatThrownBy(() -> RequestPicture.draw(contributing))
                .hasMessageContaining("[Read, Plan, Reserve, Submit, Wait, Check");
    }
}
