package io.github.grokvideo.benchmark.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/** PostgreSQL in processes of its own until it is closed, as durable as it comes from its makers. */
public final class PostgresServer implements AutoCloseable {

    /** What the embedded server switches off, and nobody does who stores what was paid for. */
    static final Map<String, String> DURABLE = Map.of("fsync", "on", "synchronous_commit", "on", "full_page_writes", "on");

    private final EmbeddedPostgres postgres;

    /** @param directory for its data; made if it is missing */
    public PostgresServer(Path directory) throws IOException, SQLException {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder().setPGStartupWait(Duration.ofMinutes(1))
                .setDataDirectory(Files.createTempDirectory(Files.createDirectories(directory), "postgres"));
        DURABLE.forEach(builder::setServerConfig);
        postgres = builder.start();
        try {
            for (Map.Entry<String, String> setting : DURABLE.entrySet()) {
                String is = shown(setting.getKey());
                if (!is.equals(setting.getValue())) {
                    throw new IOException("PostgreSQL runs with " + setting.getKey() + "=" + is);
                }
            }
        } catch (IOException | SQLException e) {
            postgres.close();
            throw e;
        }
    }

    private String shown(String setting) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url()); Statement statement = connection.createStatement();
             ResultSet result = statement.executeQuery("show " + setting)) {
            result.next();
            return result.getString(1);
        }
    }

    /** The JDBC URL of its own database, whose user may do all. */
    public String url() {
        return postgres.getJdbcUrl("postgres", "postgres");
    }

    @Override
    public void close() throws IOException {
        postgres.close();
    }
}
