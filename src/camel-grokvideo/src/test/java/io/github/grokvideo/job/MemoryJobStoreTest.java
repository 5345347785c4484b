package io.github.grokvideo.job;

import java.time.Duration;
import java.time.Instant;

import io.github.grokvideo.emulator.ManualClock;
import io.github.grokvideo.model.JobStatus;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MemoryJobStoreTest extends JobStoreContract {

    private ManualClock clock;

    @Override
    JobStore newStore() {
        clock = new ManualClock(Instant.now());
        return new MemoryJobStore(clock, 10_000);
    }

    @Override
    void advance(Duration time) {
        clock.advance(time);
    }

    @Test
    void keepsTheLatestThatAreOver() {
        JobStore small = new MemoryJobStore(clock, 3);
        for (int i = 0; i < 5; i++) {
            small.begin(new Intent(key("k" + i), "f", "m", null, false, true, "a", LEASE));
            small.ended(key("k" + i), ended("job-" + i, JobStatus.COMPLETED));
        }
        assertThat(small.find(key("k1"))).isNull();
        assertThat(small.find(key("k2"))).isNotNull();
    }

    @Test
    void aKeyUsedAgainAfterItsRemovalIsNotForgotten() {
        JobStore small = new MemoryJobStore(clock, 1);
        small.begin(new Intent(key("k"), "f", "m", null, false, true, "a", LEASE));
        small.ended(key("k"), ended("job-1", JobStatus.COMPLETED));
        small.remove(key("k"));
        small.begin(new Intent(key("k"), "f", "m", null, false, true, "a", LEASE));
        for (int i = 0; i < 3; i++) {
            small.begin(new Intent(key("o" + i), "f", "m", null, false, true, "a", LEASE));
            small.ended(key("o" + i), ended("job-o" + i, JobStatus.COMPLETED));
        }
        assertThat(small.find(key("k"))).isNotNull();
    }
}
