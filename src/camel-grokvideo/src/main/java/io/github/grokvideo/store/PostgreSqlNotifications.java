package io.github.grokvideo.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/**
 * Notifications as PostgreSQL's driver hands them out. The only class that refers to the driver, which need not be on
 * the class path as long as this class is not used.
 */
final class PostgreSqlNotifications {

    private PostgreSqlNotifications() {
    }

    /** Whether a connection, or what it wraps, is one of the driver. */
    static boolean areReadFrom(Connection connection) throws SQLException {
        return connection.isWrapperFor(PGConnection.class);
    }

    /**
     * Waits for notifications, without asking the server.
     *
     * @return              the payloads of those that have arrived; empty after the timeout
     * @throws SQLException if the connection is broken
     */
    static List<String> await(Connection connection, Duration timeout) throws SQLException {
        List<String> payloads = new ArrayList<>();
        PGNotification[] arrived = connection.unwrap(PGConnection.class).getNotifications((int) timeout.toMillis());
        if (arrived != null) {
            for (PGNotification notification : arrived) {
                payloads.add(notification.getParameter());
            }
        }
        return payloads;
    }
}
