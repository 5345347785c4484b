package io.github.grokvideo.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection that listens, and that knows whether what other connections send arrives. */
final class ListeningSession implements AutoCloseable {

    /** What is sent to see whether it arrives. */
    static final String ECHO = "echo";

    private static final Logger LOG = LoggerFactory.getLogger(ListeningSession.class);
    /** For how long nothing may arrive before that is checked. */
    private static final Duration MAX_SILENCE = Duration.ofSeconds(30);
    private static final Duration ECHO_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration STEP = Duration.ofMillis(500);
    private static final int QUERY_TIMEOUT_SECONDS = 30;

    private final Connection connection;
    private final Consumer<String> sender;
    private final boolean autoCommit;
    private long lastSign;
    private boolean echoUnderWay;
    private boolean proven;
    private boolean broken;

    /** @param sender sends a payload on another connection, and fails with an exception of its own */
    ListeningSession(Connection connection, Consumer<String> sender) throws SQLException {
        this.connection = connection;
        this.sender = sender;
        this.autoCommit = connection.getAutoCommit();
        this.lastSign = System.nanoTime() - MAX_SILENCE.toNanos();
        try {
            connection.setAutoCommit(true);
            execute("listen ");
        } catch (SQLException e) {
            broken = true;
            close();
            throw e;
        }
    }

    private void execute(String command) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(QUERY_TIMEOUT_SECONDS);
            statement.execute(command + JobTable.CHANNEL);
        }
    }

    /** Whether something has arrived. */
    boolean isProven() {
        return proven;
    }

    /**
     * Waits a moment for notifications.
     *
     * @return              the payloads
     * @throws SQLException if the connection is broken, or nothing arrives over it
     */
    List<String> await() throws SQLException {
        try {
            return checked();
        } catch (SQLException | RuntimeException e) {
            broken = true;
            throw e;
        }
    }

    // a pooler may accept "listen" and pass nothing on, and a firewall may forget an idle connection: both look like silence
    private List<String> checked() throws SQLException {
        if (!echoUnderWay && System.nanoTime() - lastSign >= MAX_SILENCE.toNanos()) {
            echoUnderWay = true;
            lastSign = System.nanoTime();
            sender.accept(ECHO);
        }
        List<String> payloads = PostgreSqlNotifications.await(connection, STEP);
        if (!payloads.isEmpty()) {
            proven = true;
            echoUnderWay = false;
            lastSign = System.nanoTime();
        } else if (echoUnderWay && System.nanoTime() - lastSign >= ECHO_TIMEOUT.toNanos()) {
            throw new SQLException(
                    "no notification arrived within " + ECHO_TIMEOUT.toSeconds()
                                   + " s (a pooler such as PgBouncer passes them on in its session mode only)");
        }
        return payloads;
    }

    /** Gives the connection back as it came, or gives it up if it is broken. */
    @Override
    public void close() {
        if (!broken) {
            try {
                execute("unlisten ");
                connection.setAutoCommit(autoCommit);
                return;
            } catch (SQLException e) {
                LOG.debug("A connection that listens broke: {}", e.getMessage());
            }
        }
        try {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            LOG.debug("A broken connection cannot be aborted: {}", e.getMessage());
        }
    }
}
