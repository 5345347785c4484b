package io.github.grokvideo.internal.job.phase;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The diagram in CONTRIBUTING.md is that of the code: all phases, all transitions and what causes them. */
class JobLifeDiagramTest {

    private static final String START = "<!-- job-life -->";
    private static final String END = "<!-- /job-life -->";

    @Test
    void theDiagramIsThatOfTheCode() throws IOException {
        String page = Files.readString(Path.of("../../CONTRIBUTING.md"));
        assertThat(page).contains(START, END);
        String shown = page.substring(page.indexOf(START) + START.length(), page.indexOf(END));
        assertThat(shown.strip()).isEqualTo(diagram().strip());
    }

    @Test
    void onlyTheEndIsLeftByNothingAndEveryPhaseIsReached() {
        assertThat(Arrays.stream(Transition.values()).flatMap(transition -> transition.from().stream()))
                .containsOnly(Arrays.stream(State.values()).filter(state -> state != State.ENDED).toArray(State[]::new));
        assertThat(Stream.concat(Stream.of(State.QUEUED), Arrays.stream(Transition.values()).map(Transition::to)))
                .contains(State.values());
    }

    private static String diagram() {
        StringBuilder text = new StringBuilder(
                """
                        ## The life of a job

                        One `Job` is in one phase at a time (package `internal.job.phase`); each arrow is a method of `Job`. This is
                        rendered from `State` and `Transition`, and checked by `JobLifeDiagramTest`; `JobLifeTest` makes each transition.

                        ```
                        """);
        text.append(Arrays.stream(State.values()).map(State::name).collect(Collectors.joining(" -> "))).append("\n\n");
        text.append("start\n").append(line(State.QUEUED, "caller", "generate, extend, submit, await, or a results consumer"));
        for (State state : State.values()) {
            text.append('\n').append(state).append("  ").append(state.purpose()).append('\n');
            Arrays.stream(Transition.values()).filter(transition -> transition.from().equals(Set.of(state)))
                    .forEach(transition -> text.append(line(transition)));
        }
        text.append("\nany phase but ENDED\n");
        text.append(Arrays.stream(Transition.values()).filter(transition -> transition.from().size() > 1)
                .map(JobLifeDiagramTest::line).collect(Collectors.joining()));
        return text.append("```\n").toString();
    }

    private static String line(Transition transition) {
        return line(transition.to(), transition.cause().name().toLowerCase(Locale.ROOT), transition.why());
    }

    private static String line(State to, String cause, String why) {
        return String.format("  -> %-10s  %-8s  %s\n", to, cause, why);
    }
}
