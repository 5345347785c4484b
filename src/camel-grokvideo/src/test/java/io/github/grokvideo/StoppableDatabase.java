package io.github.grokvideo;

import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.UnaryOperator;
import java.util.logging.Logger;

import javax.sql.DataSource;

import org.h2.jdbcx.JdbcConnectionPool;
import org.mariadb.jdbc.MariaDbPoolDataSource;

/** A database that can be taken away and given back. */
final class StoppableDatabase implements DataSource, AutoCloseable {

    private final DataSource pool;
    private final UnaryOperator<String> statements;
    private volatile boolean gone;
    private volatile String problem = "The database is gone";

    /** H2 in a file. */
    StoppableDatabase(Path folder) {
        this(JdbcConnectionPool.create("jdbc:h2:file:" + folder.resolve("jobs"), "", ""), UnaryOperator.identity());
    }

    /**
     * @param pool       is closed with this
     * @param statements sees each statement before it is prepared
     */
    StoppableDatabase(DataSource pool, UnaryOperator<String> statements) {
        this.pool = pool;
        this.statements = statements;
    }

    void gone(boolean isGone) {
        gone = isGone;
    }

    /** @param reason what its connections fail with */
    void gone(String reason) {
        problem = reason;
        gone = true;
    }

    boolean isGone() {
        return gone;
    }

    @Override
    public Connection getConnection() throws SQLException {
        if (gone) {
            throw new SQLException(problem, "08001");
        }
        Connection connection = pool.getConnection();
        return (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] { Connection.class }, (proxy, method, arguments) -> {
                    if (gone && method.getName().startsWith("prepare")) {
                        throw new SQLException(problem, "08001");
                    }
                    if (method.getName().equals("prepareStatement")) {
                        arguments[0] = statements.apply((String) arguments[0]);
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Override
    public void close() {
        if (pool instanceof JdbcConnectionPool h2) {
            h2.dispose();
        } else if (pool instanceof MariaDbPoolDataSource mariaDb) {
            mariaDb.close();
        }
    }

    @Override
    public Connection getConnection(String username, String password) throws SQLException {
        return getConnection();
    }

    @Override
    public PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(PrintWriter out) {
        // nothing is logged
    }

    @Override
    public void setLoginTimeout(int seconds) {
        // it is there or it is not
    }

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getGlobal();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        throw new SQLException("Nothing is wrapped");
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }
}
