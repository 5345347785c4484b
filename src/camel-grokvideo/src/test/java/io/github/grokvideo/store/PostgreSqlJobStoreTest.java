package io.github.grokvideo.store;

import java.sql.Connection;
import java.sql.Statement;

import javax.sql.DataSource;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class PostgreSqlJobStoreTest extends UpgradedTablesContract {

    private static EmbeddedPostgres postgres;

    @BeforeAll
    static void startDatabase() throws Exception {
        postgres = EmbeddedPostgres.start();
    }

    @AfterAll
    static void stopDatabase() throws Exception {
        postgres.close();
    }

    @Override
    DataSource emptyDatabase() throws Exception {
        DataSource database = postgres.getPostgresDatabase();
        try (Connection connection = database.getConnection(); Statement statement = connection.createStatement()) {
            statement.execute("drop table if exists grokvideo_job, grokvideo_job_holder, grokvideo_job_schema");
        }
        return database;
    }

    @Override
    String script() {
        return "job-store-2-postgresql.sql";
    }

    @Test
    void isGivenSeveralTransactionsAtATime() throws Exception {
        assertThatTwoTransactionsRunAtATime(emptyDatabase());
    }
}
