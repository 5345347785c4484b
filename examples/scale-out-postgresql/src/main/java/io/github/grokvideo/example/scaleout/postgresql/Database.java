package io.github.grokvideo.example.scaleout.postgresql;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

import io.github.grokvideo.example.launcher.Arguments;
import io.github.grokvideo.example.launcher.Failures;
import io.github.grokvideo.example.launcher.WrongArgumentException;
import io.github.grokvideo.example.scaleout.SharedService;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/** PostgreSQL: embedded, on a free port of this machine, or one that is there. */
final class Database implements SharedService {

    private static final int CONNECT_SECONDS = 10;

    private final EmbeddedPostgres postgres;
    private final String url;
    private final String lease;

    private Database(EmbeddedPostgres postgres, String url, String lease) {
        this.postgres = postgres;
        this.url = url;
        this.lease = lease;
    }

    /**
     * @param  url                    JDBC URL of a database; blank to start one
     * @param  lease                  how long a job belongs to a worker that gives no sign of life
     * @throws IllegalStateException  if it cannot be started; the message is for people
     * @throws WrongArgumentException if the URL is none, or nothing answers there
     */
    static Database open(String url, String lease) {
        if (!url.isBlank()) {
            return existing(url, lease);
        }
        try {
            EmbeddedPostgres postgres = EmbeddedPostgres.start();
            return new Database(postgres, postgres.getJdbcUrl("postgres", "postgres"), lease);
        } catch (Exception | ExceptionInInitializerError e) {
            throw new IllegalStateException(
                    "The embedded PostgreSQL cannot be started: " + innermost(e) + "\n"
                                            + "It runs on Linux, macOS and Windows on x86-64; as root it needs a Linux that allows"
                                            + " 'unshare -U', since PostgreSQL refuses to run as root.\n"
                                            + "Run this as another user, or name a database of your own:"
                                            + " -Ddatabase=\"jdbc:postgresql://localhost/films?user=me&password=secret\"",
                    e);
        }
    }

    private static Database existing(String url, String lease) {
        if (!url.startsWith("jdbc:postgresql:")) {
            throw Arguments.wrong(
                    "database", withoutParameters(url), "a JDBC URL of PostgreSQL, such as jdbc:postgresql://localhost/films");
        }
        // before three machines find out, each in its own words
        DriverManager.setLoginTimeout(CONNECT_SECONDS);
        try (Connection connection = DriverManager.getConnection(url)) {
            return new Database(null, url, lease);
        } catch (SQLException e) {
            throw Arguments.wrong(
                    "database", withoutParameters(url), "a database that answers (" + Failures.line(e) + ")");
        }
    }

    // what follows may hold a password
    private static String withoutParameters(String url) {
        return url.replaceFirst("\\?.*", "");
    }

    private static String innermost(Throwable thrown) {
        Throwable cause = thrown;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.toString() : cause.getMessage().strip();
    }

    @Override
    public String description() {
        return "the table grokvideo_job of PostgreSQL at " + withoutParameters(url);
    }

    @Override
    public Map<String, String> properties() {
        return Map.of("database", url, "lease", lease);
    }

    @Override
    public long jobsLeft() throws SQLException {
        return count("deliver_result and acknowledged_at is null");
    }

    private long count(String condition) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url); Statement statement = connection.createStatement();
             ResultSet result = statement.executeQuery("select count(*) from grokvideo_job where " + condition)) {
            result.next();
            return result.getLong(1);
        }
    }

    @Override
    public void close() throws Exception {
        if (postgres != null) {
            postgres.close();
        }
    }
}
