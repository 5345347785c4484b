package io.github.grokvideo.benchmark.database;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;

/** A client's pool of connections to a database, with a count of what is asked through it. */
public final class ClientDatabase implements AutoCloseable {

    /** The most connections that a client has. */
    private static final int POOL = 16;

    private final HikariDataSource pool;
    private final CountingDataSource counted;

    private ClientDatabase(String url) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setMaximumPoolSize(POOL);
        this.pool = new HikariDataSource(config);
        this.counted = new CountingDataSource(pool);
    }

    /** @param url of a {@link PostgresDatabase} */
    public static ClientDatabase postgres(String url) {
        return new ClientDatabase(url);
    }

    /** @param folder that is, or will be, the database's */
    public static ClientDatabase h2(Path folder) {
        return new ClientDatabase("jdbc:h2:file:" + folder.resolve("jobs"));
    }

    /** What the client uses. */
    public DataSource dataSource() {
        return counted;
    }

    /** What was asked through {@link #dataSource} so far. */
    public DatabaseUse use() {
        return counted.use();
    }

    /** The one number that a query returns, which is not counted. */
    public long number(String query) {
        return Long.parseLong(text(query));
    }

    /** The one text that a query returns, which is not counted. */
    public String text(String query) {
        try (Connection connection = pool.getConnection(); Statement statement = connection.createStatement();
             ResultSet result = statement.executeQuery(query)) {
            result.next();
            return result.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        pool.close();
    }
}
