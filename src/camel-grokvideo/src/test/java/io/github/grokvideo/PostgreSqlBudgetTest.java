package io.github.grokvideo;

import io.github.grokvideo.store.JdbcJobStore;
import io.github.grokvideo.store.JobStore;
import io.github.grokvideo.store.PostgreSqlExtension;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Budgets that are counted in PostgreSQL. */
@Tag("slow")
class PostgreSqlBudgetTest extends BudgetContract {

    @RegisterExtension
    static final PostgreSqlExtension POSTGRES = new PostgreSqlExtension();

    @Override
    JobStore newStore() throws Exception {
        return new JdbcJobStore(POSTGRES.emptyDatabase());
    }

    @Override
    JobStore opened(JobStore store) {
        return new JdbcJobStore(POSTGRES.database());
    }
}
