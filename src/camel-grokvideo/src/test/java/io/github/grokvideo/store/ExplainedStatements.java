package io.github.grokvideo.store;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.sql.DataSource;

/** Has a database explain each statement, with its values, before the statement is executed. */
final class ExplainedStatements {

    private static final Pattern LIMIT = Pattern.compile(" limit (\\d+)");

    /**
     * A statement that was executed.
     *
     * @param read how many rows the database read for it
     * @param rows how many it changed, or may have returned
     */
    record Explained(String sql, long read, long rows, String plan) {
    }

    /** How many rows a plan reads. */
    interface Reading {
        long rows(String plan);
    }

    /** Tells how the database executes a statement, while it executes it. */
    interface Explaining {
        String plan(Connection connection, String sql, Values values) throws SQLException;
    }

    /** What is given for the places of a statement, in their order. */
    record Values(List<Object> list) {

        void set(PreparedStatement statement) throws SQLException {
            for (int i = 0; i < list.size(); i++) {
                if (list.get(i) == null) {
                    statement.setNull(i + 1, Types.VARCHAR);
                } else {
                    statement.setObject(i + 1, list.get(i));
                }
            }
        }
    }

    private final DataSource database;
    private final Explaining explaining;
    private final Reading reading;
    private final List<Explained> all = new ArrayList<>();

    /** @param explain what comes before a statement to have it explained and executed */
    ExplainedStatements(DataSource database, String explain, Reading reading) {
        this(database, (connection, sql, values) -> {
            try (PreparedStatement explained = connection.prepareStatement(explain + sql)) {
                values.set(explained);
                return lines(explained);
            }
        }, reading);
    }

    ExplainedStatements(DataSource database, Explaining explaining, Reading reading) {
        this.database = database;
        this.explaining = explaining;
        this.reading = reading;
    }

    /** The first column of what a query returns. */
    static String lines(PreparedStatement query) throws SQLException {
        StringBuilder lines = new StringBuilder();
        try (ResultSet result = query.executeQuery()) {
            while (result.next()) {
                lines.append(result.getString(1)).append('\n');
            }
        }
        return lines.toString();
    }

    List<Explained> all() {
        return all;
    }

    DataSource dataSource() {
        return proxy(DataSource.class, database, (name, arguments, result) -> result instanceof Connection connection
                ? connection(connection) : result);
    }

    private Connection connection(Connection connection) {
        return proxy(Connection.class, connection, (name, arguments, result) -> name.equals("prepareStatement")
                && !((String) arguments[0]).startsWith("set ")
                        ? statement(connection, (String) arguments[0], (PreparedStatement) result) : result);
    }

    private PreparedStatement statement(Connection connection, String sql, PreparedStatement statement) {
        Map<Integer, Object> values = new TreeMap<>();
        List<Map<Integer, Object>> batch = new ArrayList<>();
        return (PreparedStatement) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] { PreparedStatement.class }, (same, method, arguments) -> {
                    String name = method.getName();
                    if (name.equals("setObject") || name.equals("setArray")) {
                        values.put((Integer) arguments[0], arguments[1]);
                    } else if (name.equals("setNull")) {
                        values.put((Integer) arguments[0], null);
                    } else if (name.equals("addBatch")) {
                        batch.add(new TreeMap<>(values));
                    }
                    List<String> plans = new ArrayList<>();
                    if (name.equals("executeBatch")) {
                        for (Map<Integer, Object> one : batch) {
                            plans.add(explain(connection, sql, one));
                        }
                    } else if (name.startsWith("execute")) {
                        plans.add(explain(connection, sql, values));
                    }
                    Object result = invoke(method, statement, arguments);
                    Matcher limit = LIMIT.matcher(sql);
                    long rows = result instanceof Integer changed && name.equals("executeUpdate")
                            ? changed : limit.find() ? Long.parseLong(limit.group(1)) : rows(sql, values);
                    for (String plan : plans) {
                        all.add(new Explained(sql, reading.rows(plan), rows, plan));
                    }
                    return result;
                });
    }

    // of a statement on many rows: as many as its arrays, or alternatives, are
    private static int rows(String sql, Map<Integer, Object> values) throws SQLException {
        for (Object value : values.values()) {
            if (value instanceof Array array) {
                return ((Object[]) array.getArray()).length;
            }
        }
        return sql.split(" or \\(").length;
    }

    // what is explained is executed, too: it is undone before the statement itself is
    private String explain(Connection connection, String sql, Map<Integer, Object> values) throws SQLException {
        Savepoint before = connection.setSavepoint();
        try {
            return explaining.plan(connection, sql, new Values(new ArrayList<>(values.values())));
        } finally {
            connection.rollback(before);
        }
    }

    private interface Replacing {
        Object result(String method, Object[] arguments, Object result);
    }

    private static <T> T proxy(Class<T> type, T real, Replacing replacing) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] { type },
                (same, method, arguments) -> replacing.result(method.getName(), arguments, invoke(method, real, arguments))));
    }

    private static Object invoke(java.lang.reflect.Method method, Object real, Object[] arguments) throws Throwable {
        try {
            return method.invoke(real, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
