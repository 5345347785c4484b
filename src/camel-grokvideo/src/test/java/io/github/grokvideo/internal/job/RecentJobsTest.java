package io.github.grokvideo.internal.job;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RecentJobsTest {

    private static final Duration GRACE = Duration.ofSeconds(60);

    private final RecentJobs recent = new RecentJobs(GRACE, 100);

    private void add(String id, long second) {
        recent.add("lumenfall", "one", id, Duration.ofSeconds(second).toNanos());
    }

    private Duration age(String id, long second) {
        return recent.age("lumenfall", "one", id, Duration.ofSeconds(second).toNanos());
    }

    @Test
    void tellsTheAgeOfEachJob() {
        for (int i = 0; i < 40; i++) {
            add("job" + i, i);
        }
        for (int i = 0; i < 40; i++) {
            assertThat(age("job" + i, 40)).as("job %d", i).isEqualTo(Duration.ofSeconds(40 - i));
        }
        assertThat(age("another", 40)).isNull();
    }

    @Test
    void jobsOfTwoGatewaysMayHaveTheSameId() {
        add("job", 1);
        recent.add("lumenfall", "two", "job", Duration.ofSeconds(2).toNanos());
        recent.add("xai", "one", "job", Duration.ofSeconds(3).toNanos());
        assertThat(age("job", 10)).isEqualTo(Duration.ofSeconds(9));
        assertThat(recent.age("lumenfall", "two", "job", Duration.ofSeconds(10).toNanos())).isEqualTo(Duration.ofSeconds(8));
        assertThat(recent.age("xai", "two", "job", Duration.ofSeconds(10).toNanos())).isNull();
    }

    @Test
    void idsWithTheSameHashAreDistinct() {
        add("Aa", 1);
        add("BB", 2);
        assertThat("Aa".hashCode()).isEqualTo("BB".hashCode());
        assertThat(age("Aa", 3)).isEqualTo(Duration.ofSeconds(2));
        assertThat(age("BB", 3)).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void aJobThatIsAcceptedAgainIsAsYoungAsTheLastTime() {
        add("job", 1);
        add("job", 5);
        assertThat(age("job", 6)).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void theOldestIsForgottenWhenThereAreTooMany() {
        for (int i = 0; i < 250; i++) {
            add("job" + i, 1);
        }
        assertThat(age("job149", 1)).isNull();
        for (int i = 150; i < 250; i++) {
            assertThat(age("job" + i, 1)).as("job %d", i).isEqualTo(Duration.ZERO);
        }
    }

    @Test
    void whatIsOlderThanTheGraceIsForgottenAndItsPlaceUsedAgain() {
        for (int i = 0; i < 16; i++) {
            add("job" + i, i);
        }
        // ten go, and the ring grows from its middle
        for (int i = 0; i < 30; i++) {
            add("later" + i, 70);
        }
        assertThat(age("job9", 70)).isNull();
        for (int i = 10; i < 16; i++) {
            assertThat(age("job" + i, 70)).isEqualTo(Duration.ofSeconds(70 - i));
        }
        for (int i = 0; i < 30; i++) {
            assertThat(age("later" + i, 70)).isEqualTo(Duration.ZERO);
        }
    }
}
