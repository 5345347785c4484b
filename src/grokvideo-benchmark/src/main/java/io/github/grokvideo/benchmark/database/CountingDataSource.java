package io.github.grokvideo.benchmark.database;

import java.io.PrintWriter;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.logging.Logger;

import javax.sql.DataSource;

/**
 * Counts what is asked through its connections: in the same way, and at the same cost, for every database and client.
 */
public final class CountingDataSource implements DataSource {

    private static final Set<String> EXECUTIONS
            = Set.of("execute", "executeQuery", "executeUpdate", "executeLargeUpdate");
    private static final Set<String> BATCHES = Set.of("executeBatch", "executeLargeBatch");

    private final DataSource target;
    private final LongAdder statements = new LongAdder();
    private final LongAdder transactions = new LongAdder();

    public CountingDataSource(DataSource target) {
        this.target = target;
    }

    /** Up to now, by all connections. */
    public DatabaseUse use() {
        return new DatabaseUse(statements.sum(), transactions.sum());
    }

    @Override
    public Connection getConnection() throws SQLException {
        return counted(target.getConnection());
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return counted(target.getConnection(user, password));
    }

    private Connection counted(Connection connection) throws SQLException {
        return proxy(Connection.class, new CountedConnection(connection));
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(CountingDataSource.class.getClassLoader(), new Class<?>[] { type }, handler));
    }

    private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private final class CountedConnection implements InvocationHandler {

        private final Connection connection;
        private boolean autoCommit;
        private boolean open;

        CountedConnection(Connection connection) throws SQLException {
            this.connection = connection;
            this.autoCommit = connection.getAutoCommit();
        }

        @Override
        public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
            Object result = call(connection, method, arguments);
            switch (method.getName()) {
                case "commit", "rollback", "close", "abort" -> end();
                case "setAutoCommit" -> {
                    end();
                    autoCommit = (Boolean) arguments[0];
                }
                default -> {
                    if (result instanceof CallableStatement) {
                        throw new SQLFeatureNotSupportedException("calls are not counted");
                    } else if (result instanceof PreparedStatement statement) {
                        return proxy(PreparedStatement.class, new CountedStatement(this, statement));
                    } else if (result instanceof Statement statement) {
                        return proxy(Statement.class, new CountedStatement(this, statement));
                    }
                }
            }
            return result;
        }

        private void executed(int count) {
            statements.add(count);
            if (autoCommit) {
                transactions.increment();
            } else {
                open = true;
            }
        }

        private void end() {
            if (open) {
                open = false;
                transactions.increment();
            }
        }
    }

    private static final class CountedStatement implements InvocationHandler {

        private final CountedConnection connection;
        private final Statement statement;
        private int batch;

        CountedStatement(CountedConnection connection, Statement statement) {
            this.connection = connection;
            this.statement = statement;
        }

        @Override
        public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
            String name = method.getName();
            if (EXECUTIONS.contains(name)) {
                connection.executed(1);
            } else if (name.equals("addBatch")) {
                batch++;
            } else if (name.equals("clearBatch")) {
                batch = 0;
            } else if (BATCHES.contains(name)) {
                connection.executed(batch);
                batch = 0;
            }
            return call(statement, method, arguments);
        }
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return target.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return target.isWrapperFor(type);
    }

    @Override
    public PrintWriter getLogWriter() throws SQLException {
        return target.getLogWriter();
    }

    @Override
    public void setLogWriter(PrintWriter out) throws SQLException {
        target.setLogWriter(out);
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        target.setLoginTimeout(seconds);
    }

    @Override
    public int getLoginTimeout() throws SQLException {
        return target.getLoginTimeout();
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        return target.getParentLogger();
    }
}
