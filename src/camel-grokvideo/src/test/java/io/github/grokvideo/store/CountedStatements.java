package io.github.grokvideo.store;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import javax.sql.DataSource;

/** A data source that counts statements and open connections, and that can be taken away. */
public final class CountedStatements {

    private final DataSource database;
    private final List<String> statements = new CopyOnWriteArrayList<>();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private volatile boolean gone;

    public CountedStatements(DataSource database) {
        this.database = database;
    }

    public DataSource dataSource() {
        return (DataSource) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] { DataSource.class }, (proxy, method, arguments) -> {
                    if (!method.getName().equals("getConnection")) {
                        return invoke(method, database, arguments);
                    }
                    if (gone) {
                        refused.incrementAndGet();
                        throw new SQLException("The database is gone", "08001");
                    }
                    open.incrementAndGet();
                    return connection(database.getConnection());
                });
    }

    private Connection connection(Connection connection) {
        return (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] { Connection.class }, (proxy, method, arguments) -> {
                    switch (method.getName()) {
                        case "prepareStatement" -> statements.add((String) arguments[0]);
                        case "createStatement" -> statements.add("");
                        case "close" -> open.decrementAndGet();
                        default -> {
                            // asks the database nothing
                        }
                    }
                    return invoke(method, connection, arguments);
                });
    }

    private static Object invoke(Method method, Object real, Object[] arguments) throws Throwable {
        try {
            return method.invoke(real, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    /** From now on it gives no connections; those that it has given stay. */
    void gone(boolean isGone) {
        gone = isGone;
    }

    /** How many connections were asked for while it was gone. */
    int refused() {
        return refused.get();
    }

    /** How many connections are not closed. */
    int open() {
        return open.get();
    }

    /** How many statements were made. */
    public int count() {
        return statements.size();
    }

    /** How many statements with this part were made. */
    public long count(String part) {
        return statements.stream().filter(sql -> sql.contains(part)).count();
    }
}
