package io.github.grokvideo.store;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

import javax.sql.DataSource;

/**
 * A database as a machine sees it that is killed at some point of a transaction: what is not committed then is rolled
 * back, and nothing that the machine does afterwards has an effect. The database goes by a clock of the test.
 */
final class MortalDatabase {

    /** The commit is done, and nobody hears of it. */
    static final int AFTER_COMMIT = 10;

    private static final int BEFORE_COMMIT = 9;
    private static final DateTimeFormatter MICROS
            = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSS").withZone(ZoneOffset.UTC);

    private final DataSource database;
    private final Clock clock;
    private int deathAt;
    private int statements;
    private boolean dead;

    MortalDatabase(DataSource database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** @param point the number of a statement, 9 for just before a commit, 10 for just after; 0 for never */
    void dieAt(int point) {
        deathAt = point;
        statements = 0;
    }

    boolean isDead() {
        return dead;
    }

    DataSource dataSource() {
        return (DataSource) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] { DataSource.class }, (proxy, method, arguments) -> {
                    if (dead) {
                        throw new SQLException("The machine is dead", "08006");
                    }
                    return connection(database.getConnection());
                });
    }

    private Connection connection(Connection connection) {
        return (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] { Connection.class }, (proxy, method, arguments) -> {
                    boolean commits = method.getName().equals("commit");
                    if (method.getName().equals("prepareStatement")) {
                        String now = "timestamp with time zone '" + MICROS.format(clock.instant()) + "+00'";
                        arguments[0] = ((String) arguments[0]).replace("current_timestamp", now);
                        if (++statements == deathAt) {
                            die(connection);
                        }
                    } else if (commits && deathAt == BEFORE_COMMIT) {
                        die(connection);
                    }
                    try {
                        Object result = method.invoke(connection, arguments);
                        if (commits && deathAt == AFTER_COMMIT) {
                            die(connection);
                        }
                        return result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private void die(Connection connection) throws SQLException {
        dead = true;
        connection.rollback();
        throw new SQLException("The machine dies", "08006");
    }
}
