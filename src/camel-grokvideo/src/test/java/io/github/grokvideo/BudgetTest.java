package io.github.grokvideo;

import io.github.grokvideo.store.JobStore;
import io.github.grokvideo.store.MemoryJobStore;
import org.junit.jupiter.api.Tag;

/** Budgets that are counted in memory. */
@Tag("slow")
class BudgetTest extends BudgetContract {

    @Override
    JobStore newStore() {
        return new MemoryJobStore();
    }

    @Override
    JobStore opened(JobStore store) {
        return store;
    }
}
