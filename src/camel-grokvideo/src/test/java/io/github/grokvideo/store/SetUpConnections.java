package io.github.grokvideo.store;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;

import javax.sql.DataSource;

/**
 * Gives connections with the settings of somebody's pool, and does with one that comes back as pools do: what was not
 * committed is rolled back.
 */
public final class SetUpConnections {

    private final DataSource database;
    private final boolean autoCommit;
    private final Integer isolation;
    private final List<String> leftOtherwise = Collections.synchronizedList(new ArrayList<>());
    private volatile Consumer<Method> before = method -> {
    };

    /**
     * @param isolation as in {@link Connection}, or {@code null} for the database's own
     */
    public SetUpConnections(DataSource database, boolean autoCommit, Integer isolation) {
        this.database = database;
        this.autoCommit = autoCommit;
        this.isolation = isolation;
    }

    /** Called before each call of a method of a connection; may throw. */
    void before(Consumer<Method> action) {
        before = action;
    }

    /** What of the settings was not as before when a connection came back. */
    List<String> leftOtherwise() {
        return List.copyOf(leftOtherwise);
    }

    /** Throws what a method does not declare. */
    @SuppressWarnings("unchecked")
    static <T extends Throwable> RuntimeException sneaky(Throwable thrown) throws T {
        throw (T) thrown;
    }

    public DataSource dataSource() {
        return (DataSource) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] { DataSource.class }, (proxy, method, arguments) -> {
                    if (method.getName().equals("getConnection")) {
                        return connection();
                    }
                    return method.invoke(database, arguments);
                });
    }

    private Connection connection() throws SQLException {
        Connection connection = database.getConnection();
        if (isolation != null) {
            connection.setTransactionIsolation(isolation);
        }
        int isolationBefore = connection.getTransactionIsolation();
        connection.setAutoCommit(autoCommit);
        return (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] { Connection.class }, (proxy, method, arguments) -> {
                    if (method.getName().equals("close") && !connection.isClosed()) {
                        comesBack(connection, isolationBefore);
                    } else {
                        before.accept(method);
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private void comesBack(Connection connection, int isolationBefore) throws SQLException {
        if (connection.getAutoCommit() != autoCommit) {
            leftOtherwise.add("autoCommit=" + connection.getAutoCommit());
        }
        if (connection.isReadOnly()) {
            leftOtherwise.add("readOnly");
        }
        if (!connection.getAutoCommit()) {
            connection.rollback();
        }
        if (connection.getTransactionIsolation() != isolationBefore) {
            leftOtherwise.add("isolation=" + connection.getTransactionIsolation());
        }
        if (!connection.getAutoCommit()) {
            connection.rollback();
        }
    }
}
