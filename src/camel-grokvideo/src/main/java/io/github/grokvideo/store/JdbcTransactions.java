package io.github.grokvideo.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

import javax.sql.DataSource;

import io.github.grokvideo.model.GrokVideoException;
import io.github.grokvideo.model.JobStoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs work as transactions that commit, on connections of whatever settings, and leaves each connection as it came.
 */
final class JdbcTransactions {

    private static final Logger LOG = LoggerFactory.getLogger(JdbcTransactions.class);
    private static final int MAX_ATTEMPTS = 50;
    private static final Duration MAX_PAUSE = Duration.ofMillis(100);
    // each attempt may wait for a lock
    private static final Duration MAX_TIME = Duration.ofSeconds(30);

    /** One for all stores: several may be given the same file, under different names. */
    private static final Lock ONE_AT_A_TIME = new ReentrantLock();

    private final DataSource dataSource;
    private volatile JobStoreDialect dialect = JobStoreDialect.POSTGRESQL;

    JdbcTransactions(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** What is done in one transaction. It may be run again from its beginning, after a rollback. */
    interface Work<T> {
        T with(Connection connection) throws SQLException;
    }

    /** From now on transactions are run as this dialect needs it; before, as standard SQL says. */
    void setDialect(JobStoreDialect dialect) {
        this.dialect = dialect;
    }

    /**
     * Runs the work until it has been committed, as long as it fails only because others commit at the same time.
     *
     * @param  what              the work does, as in "could not ..."
     * @throws JobStoreException if it fails
     */
    <T> T run(String what, Work<T> work) {
        boolean alone = dialect.isSerialized();
        if (alone) {
            ONE_AT_A_TIME.lock();
        }
        try {
            return repeat(work);
        } catch (SQLException e) {
            throw failure(what, e);
        } finally {
            if (alone) {
                ONE_AT_A_TIME.unlock();
            }
        }
    }

    private <T> T repeat(Work<T> work) throws SQLException {
        long begin = System.nanoTime();
        for (int attempt = 1;; attempt++) {
            try {
                return once(work);
            } catch (SQLException e) {
                if (!isConflict(e) || attempt == MAX_ATTEMPTS || System.nanoTime() - begin > MAX_TIME.toNanos()) {
                    throw e;
                }
                LOG.debug("Transaction {} failed since others committed at the same time, trying again: {}", attempt,
                        e.getMessage());
                pause(attempt);
            }
        }
    }

    private JobStoreException failure(String what, SQLException cause) {
        Throwable root = cause;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String message = String.valueOf(cause.getMessage());
        // H2 says "Timeout" for all that it has tried again for a while
        String why = root.getMessage() == null || message.contains(root.getMessage()) ? "" : " (" + root.getMessage() + ")";
        if (dialect.errors().isReadOnly(cause)) {
            why += ". Its data source must not be read-only";
        }
        return new JobStoreException(
                GrokVideoException.because("The job store could not " + what + ": " + message + why).retryable(true)
                        .cause(cause));
    }

    private <T> T once(Work<T> work) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            if (connection.isReadOnly()) {
                throw new SQLException("the connection is read-only", DatabaseErrors.READ_ONLY_STATE);
            }
            boolean autoCommit = connection.getAutoCommit();
            boolean committed = false;
            try {
                if (autoCommit) {
                    connection.setAutoCommit(false);
                }
                T result = work.with(connection);
                connection.commit();
                committed = true;
                return result;
            } finally {
                // also after an Error: a pool hands the connection on
                if (committed || rolledBack(connection)) {
                    restore(connection, autoCommit);
                }
            }
        }
    }

    // to switch autoCommit on would commit what could not be rolled back
    private static boolean rolledBack(Connection connection) {
        try {
            connection.rollback();
            return true;
        } catch (SQLException e) {
            LOG.debug("A connection that cannot be rolled back is given up: {}", e.getMessage());
            try {
                connection.abort(Runnable::run);
            } catch (SQLException broken) {
                LOG.debug("It cannot be aborted either: {}", broken.getMessage());
            }
            return false;
        }
    }

    // what was committed is not undone by a connection that breaks afterwards
    private static void restore(Connection connection, boolean autoCommit) {
        if (!autoCommit) {
            return;
        }
        try {
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            LOG.debug("A connection broke after its transaction: {}", e.getMessage());
        }
    }

    private boolean isConflict(SQLException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && dialect.errors().isConflict(sql)) {
                return true;
            }
        }
        return false;
    }

    private static void pause(int attempt) {
        long longest = Math.min(MAX_PAUSE.toNanos(), 1_000_000L << Math.min(attempt, 10));
        LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(longest));
    }
}
