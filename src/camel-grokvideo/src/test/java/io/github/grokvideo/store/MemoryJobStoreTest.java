package io.github.grokvideo.store;

import java.time.Duration;
import java.time.Instant;

import io.github.grokvideo.emulator.ManualClock;
import io.github.grokvideo.model.JobStatus;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MemoryJobStoreTest extends JobStoreContract {

    private ManualClock clock;
    private MemoryJobStore store;

    @Override
    JobStore newStore() {
        clock = new ManualClock(Instant.now());
        store = new MemoryJobStore(clock, 10_000);
        return store;
    }

    @Override
    int many() {
        return 100_000;
    }

    @Override
    long kept() {
        return store.size();
    }

    @Override
    long mostKept() {
        return 10_000;
    }

    @Override
    void advance(Duration time) {
        clock.advance(time);
    }

    @Test
    void keepsTheLatestThatAreOver() {
        JobStore small = new MemoryJobStore(clock, 3);
        for (int i = 0; i < 5; i++) {
            small.reserve(new Intent(key("k" + i), "f", "m", null, false, true, "a", LEASE));
            small.finished(key("k" + i), ended("job-" + i, JobStatus.COMPLETED));
        }
        assertThat(small.find(key("k1"))).isNull();
        assertThat(small.find(key("k2"))).isNotNull();
    }

    @Test
    void aKeyUsedAgainAfterItsRemovalIsNotForgotten() {
        JobStore small = new MemoryJobStore(clock, 1);
        small.reserve(new Intent(key("k"), "f", "m", null, false, true, "a", LEASE));
        small.finished(key("k"), ended("job-1", JobStatus.COMPLETED));
        small.remove(key("k"));
        small.reserve(new Intent(key("k"), "f", "m", null, false, true, "a", LEASE));
        for (int i = 0; i < 3; i++) {
            small.reserve(new Intent(key("o" + i), "f", "m", null, false, true, "a", LEASE));
            small.finished(key("o" + i), ended("job-o" + i, JobStatus.COMPLETED));
        }
        assertThat(small.find(key("k"))).isNotNull();
    }

    private void submitted(JobStore to, String name) {
        to.reserve(intent(name, "a"));
        to.accepted(key(name), accepted("job-" + name));
    }

    @Test
    void whatNobodyWaitsForIsForgottenWhileOthersCome() {
        for (int i = 0; i < 100_000; i++) {
            submitted(store, "k" + i);
            clock.advance(Duration.ofMinutes(1));
        }
        assertThat(store.size()).isBetween(24 * 60, 24 * 60 + 2);
    }

    @Test
    void asALastResortTheOldestAreForgotten() {
        MemoryJobStore small = new MemoryJobStore(clock, 10, 100);
        small.reserve(intent("unknown", "a"));
        small.outcomeUnknown(key("unknown"), "why");
        submitted(small, "held");
        small.claim("lumenfall", GATEWAY, "b", LEASE, 1);
        for (int i = 0; i < 1000; i++) {
            submitted(small, "k" + i);
        }
        assertThat(small.size()).isLessThanOrEqualTo(101);
        assertThat(small.find(key("unknown"))).isNotNull();
        assertThat(small.find(key("held"))).isNotNull();
        assertThat(small.find(key("k900"))).isNull();
        assertThat(small.find(key("k999"))).isNotNull();
    }

    @Test
    void unknownOutcomesStayHoweverManyTheyAre() {
        MemoryJobStore small = new MemoryJobStore(clock, 10, 100);
        for (int i = 0; i < 1000; i++) {
            small.reserve(intent("k" + i, "a"));
            small.outcomeUnknown(key("k" + i), "why");
        }
        assertThat(small.size()).isEqualTo(1000);
    }
}
