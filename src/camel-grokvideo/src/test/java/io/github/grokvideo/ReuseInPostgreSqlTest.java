package io.github.grokvideo;

import java.sql.SQLException;

import javax.sql.DataSource;

import io.github.grokvideo.store.PostgreSqlExtension;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The same with a server of which each machine has connections of its own. */
@Tag("slow")
class ReuseInPostgreSqlTest extends ReuseInDatabaseTest {

    @RegisterExtension
    static final PostgreSqlExtension POSTGRES = new PostgreSqlExtension();

    @Override
    DataSource database() {
        try {
            return POSTGRES.emptyDatabase();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
