package io.github.grokvideo.internal.camel;

import io.github.grokvideo.store.JdbcJobStore;
import io.github.grokvideo.store.JobStore;
import io.github.grokvideo.store.MemoryJobStore;

/** Chooses the job store: the one that the options set, one in their database, or one in memory. */
final class JobStoreFactory {

    private JobStoreFactory() {
    }

    /** Connects to the database at once, so that one that cannot be used fails the start and not the first message. */
    static JobStore create(ComponentOptions options) {
        if (options.getDataSource() != null) {
            JdbcJobStore store = new JdbcJobStore(options.getDataSource());
            store.check();
            return store;
        }
        return options.getJobStore() == null ? new MemoryJobStore() : options.getJobStore();
    }
}
