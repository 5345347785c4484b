package io.github.grokvideo.store;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

import javax.sql.DataSource;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A PostgreSQL server for the tests of a class. */
public final class PostgreSqlExtension implements BeforeAllCallback, AfterAllCallback {

    private EmbeddedPostgres postgres;

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        postgres = EmbeddedPostgres.start();
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        postgres.close();
    }

    /** Opens a connection for each that is asked for. */
    public DataSource database() {
        return postgres.getPostgresDatabase();
    }

    /** The same, without tables of a job store. */
    public DataSource emptyDatabase() throws SQLException {
        execute("drop table if exists grokvideo_job, grokvideo_job_holder, grokvideo_job_schema, grokvideo_budget,"
                + " grokvideo_budget_correction");
        return database();
    }

    public void execute(String sql) throws SQLException {
        try (Connection connection = database().getConnection(); Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
