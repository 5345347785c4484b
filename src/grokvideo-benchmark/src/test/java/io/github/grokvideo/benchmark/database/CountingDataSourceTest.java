package io.github.grokvideo.benchmark.database;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What is counted is what was executed. */
class CountingDataSourceTest {

    private static final Path DIRECTORY = Path.of("target", "trials").toAbsolutePath();

    @TempDir
    Path folder;

    private CountingDataSource counted;
    private Connection connection;

    @BeforeEach
    void open() throws SQLException {
        JdbcDataSource h2 = new JdbcDataSource();
        h2.setUrl("jdbc:h2:file:" + folder.resolve("counted"));
        counted = new CountingDataSource(h2);
        connection = counted.getConnection();
        try (Statement statement = connection.createStatement()) {
            statement.execute("create table t (n int primary key)");
        }
        assertThat(counted.use()).isEqualTo(new DatabaseUse(1, 1));
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    private DatabaseUse since() {
        return counted.use().minus(new DatabaseUse(1, 1));
    }

    private void insert(int... numbers) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("insert into t values (?)")) {
            for (int number : numbers) {
                insert.setInt(1, number);
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    @Test
    void eachEntryOfABatchIsAStatement() throws SQLException {
        connection.setAutoCommit(false);
        insert(1, 2, 3);
        connection.commit();
        assertThat(since()).isEqualTo(new DatabaseUse(3, 1));
    }

    @Test
    void aTransactionCountsWhenItEnds() throws SQLException {
        connection.setAutoCommit(false);
        insert(1);
        insert(2);
        assertThat(since()).isEqualTo(new DatabaseUse(2, 0));
        connection.rollback();
        assertThat(since()).isEqualTo(new DatabaseUse(2, 1));
        // without a statement there is no transaction
        connection.commit();
        connection.setAutoCommit(true);
        assertThat(since()).isEqualTo(new DatabaseUse(2, 1));
        try (Statement query = connection.createStatement()) {
            query.executeQuery("select * from t").close();
        }
        assertThat(since()).isEqualTo(new DatabaseUse(3, 2));
    }

    @Test
    void whatFailsIsCountedAndThrown() throws SQLException {
        insert(1);
        assertThatThrownBy(() -> {
            try (Statement statement = connection.createStatement()) {
                statement.executeUpdate("insert into t values (1)");
            }
        }).isInstanceOf(SQLException.class);
        assertThat(since()).isEqualTo(new DatabaseUse(2, 2));
    }

    @Test
    void postgresCountsTheSame() throws Exception {
        try (PostgresServer server = new PostgresServer(DIRECTORY);
             PostgresDatabase database = PostgresDatabase.create(server.url(), "counted");
             ClientDatabase client = ClientDatabase.postgres(database.url());
             Connection real = client.dataSource().getConnection(); Statement statement = real.createStatement()) {
            statement.execute("create table t (n int primary key)");
            long before = commits(database);
            DatabaseUse used = client.use();
            real.setAutoCommit(false);
            for (int i = 0; i < 500; i++) {
                statement.executeUpdate("insert into t values (" + i + ")");
                if (i % 2 == 1) {
                    real.commit();
                }
            }
            assertThat(client.use().minus(used)).isEqualTo(new DatabaseUse(500, 250));
            // the server's own statistics are late, and count our questions about them too
            long deadline = System.nanoTime() + 10_000_000_000L;
            while (commits(database) - before < 250 && System.nanoTime() - deadline < 0) {
                Thread.sleep(100);
            }
            assertThat(commits(database) - before).isBetween(250L, 400L);
            assertThat(database.cpuTime()).isPositive();
        }
    }

    private static long commits(PostgresDatabase database) throws SQLException {
        return database.number("select xact_commit from pg_stat_database where datname = current_database()");
    }
}
