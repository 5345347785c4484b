package io.github.grokvideo;

import io.github.grokvideo.store.JobStore;
import io.github.grokvideo.store.MemoryJobStore;
import org.junit.jupiter.api.Tag;

/** Spending that is known in memory. */
@Tag("slow")
class SpendingTest extends SpendingContract {

    @Override
    JobStore newStore() {
        return new MemoryJobStore();
    }
}
