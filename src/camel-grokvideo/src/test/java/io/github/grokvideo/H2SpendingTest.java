package io.github.grokvideo;

import java.util.UUID;

import javax.sql.DataSource;

import io.github.grokvideo.store.JdbcJobStore;
import io.github.grokvideo.store.JobStore;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;

/** Spending that is known in H2. */
@Tag("slow")
class H2SpendingTest extends JdbcSpendingContract {

    private JdbcConnectionPool database;

    @Override
    JobStore newStore() {
        database = JdbcConnectionPool.create("jdbc:h2:mem:spending-" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "", "");
        return new JdbcJobStore(database);
    }

    @Override
    DataSource database() {
        return database;
    }

    @AfterEach
    void close() {
        database.dispose();
    }
}
