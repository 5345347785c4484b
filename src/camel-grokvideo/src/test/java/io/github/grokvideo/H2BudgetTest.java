package io.github.grokvideo;

import java.util.UUID;

import io.github.grokvideo.store.JdbcJobStore;
import io.github.grokvideo.store.JobStore;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;

/** Budgets that are counted in H2. */
@Tag("slow")
class H2BudgetTest extends BudgetContract {

    private JdbcConnectionPool database;

    @Override
    JobStore newStore() {
        database = JdbcConnectionPool.create("jdbc:h2:mem:budgets-" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "", "");
        return new JdbcJobStore(database);
    }

    @Override
    JobStore opened(JobStore store) {
        return new JdbcJobStore(database);
    }

    @AfterEach
    void close() {
        database.dispose();
    }
}
