package io.github.grokvideo.internal.job.limit;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class JobLimitTest {

    private final List<Integer> begun = new ArrayList<>();

    private JobLimit.Begin begin(int number, boolean wanted) {
        return new JobLimit.Begin() {
            @Override
            public boolean isWanted() {
                return wanted;
            }

            @Override
            public void begin() {
                begun.add(number);
            }
        };
    }

    @Test
    void theRestStandsInLine() {
        JobLimit limit = new JobLimit(2, Runnable::run);
        for (int i = 0; i < 5; i++) {
            limit.enter(begin(i, true));
        }
        assertThat(begun).containsExactly(0, 1);
        limit.over();
        assertThat(begun).containsExactly(0, 1, 2);
        limit.over();
        limit.over();
        assertThat(begun).containsExactly(0, 1, 2, 3, 4);
        limit.over();
        limit.over();
        limit.enter(begin(5, true));
        assertThat(begun).endsWith(5);
    }

    @Test
    void whoHasLeftTheLineTakesNoRoom() {
        JobLimit limit = new JobLimit(1, Runnable::run);
        limit.enter(begin(0, true));
        limit.enter(begin(1, false));
        limit.enter(begin(2, true));
        limit.over();
        assertThat(begun).containsExactly(0, 2);
    }

    @Test
    void zeroIsNoLimit() {
        JobLimit limit = new JobLimit(0, Runnable::run);
        for (int i = 0; i < 1000; i++) {
            limit.enter(begin(i, true));
        }
        assertThat(begun).hasSize(1000);
    }
}
