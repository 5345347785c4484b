package io.github.grokvideo.benchmark.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Set;

/** A database of one trial on the server, empty at first and dropped when it is closed. */
public final class PostgresDatabase implements AutoCloseable {

    private final String serverUrl;
    private final String name;
    private final PostgresCpu cpu;

    private PostgresDatabase(String serverUrl, String name, PostgresCpu cpu) {
        this.serverUrl = serverUrl;
        this.name = name;
        this.cpu = cpu;
    }

    /** @param serverUrl as {@link PostgresServer#url} tells it */
    public static PostgresDatabase create(String serverUrl, String trial) throws SQLException, IOException {
        String name = trial.replaceAll("[^a-z0-9]", "_");
        Path data;
        try (Connection connection = DriverManager.getConnection(serverUrl);
             Statement statement = connection.createStatement()) {
            statement.execute("drop database if exists " + name + " with (force)");
            statement.execute("create database " + name);
            try (ResultSet result = statement.executeQuery("show data_directory")) {
                result.next();
                data = Path.of(result.getString(1));
            }
        }
        long pid = Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).get(0).trim());
        return new PostgresDatabase(serverUrl, name, new PostgresCpu(pid));
    }

    public String url() {
        return serverUrl.replaceFirst("/postgres\\?", "/" + name + "?");
    }

    /** CPU time of all processes of the server so far, in nanoseconds. */
    public long cpuTime() throws IOException {
        return cpu.time();
    }

    /** Writes what is dirty, so that no trial pays for the one before. */
    public void checkpoint() throws SQLException {
        try (Connection connection = DriverManager.getConnection(url()); Statement statement = connection.createStatement()) {
            statement.execute("checkpoint");
        }
    }

    /** The one number that a query returns. */
    public long number(String query) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url()); Statement statement = connection.createStatement();
             ResultSet result = statement.executeQuery(query)) {
            result.next();
            return result.getLong(1);
        }
    }

    /** The one column that a query returns. */
    public Set<String> texts(String query) throws SQLException {
        Set<String> texts = new HashSet<>();
        try (Connection connection = DriverManager.getConnection(url()); Statement statement = connection.createStatement();
             ResultSet result = statement.executeQuery(query)) {
            while (result.next()) {
                texts.add(result.getString(1));
            }
        }
        return texts;
    }

    /** Deadlocks that the server has found in this database. */
    public long deadlocks() throws SQLException {
        return number("select deadlocks from pg_stat_database where datname = current_database()");
    }

    @Override
    public void close() throws SQLException {
        try (Connection connection = DriverManager.getConnection(serverUrl);
             Statement statement = connection.createStatement()) {
            statement.execute("drop database if exists " + name + " with (force)");
        }
    }
}
