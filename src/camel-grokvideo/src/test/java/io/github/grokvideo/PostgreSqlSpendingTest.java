package io.github.grokvideo;

import javax.sql.DataSource;

import io.github.grokvideo.store.JdbcJobStore;
import io.github.grokvideo.store.JobStore;
import io.github.grokvideo.store.PostgreSqlExtension;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Spending that is known in PostgreSQL. */
@Tag("slow")
class PostgreSqlSpendingTest extends JdbcSpendingContract {

    @RegisterExtension
    static final PostgreSqlExtension POSTGRES = new PostgreSqlExtension();

    @Override
    JobStore newStore() throws Exception {
        return new JdbcJobStore(POSTGRES.emptyDatabase());
    }

    @Override
    DataSource database() {
        return POSTGRES.database();
    }
}
