package io.github.grokvideo.store;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.text.Normalizer;

import javax.sql.DataSource;

/** On MySQL, with its driver and its default isolation: repeatable read. */
class MySqlJobStoreTest extends MySqlJobStoreContract {

    @Override
    MySqlServer server() {
        return MySqlServer.mySql();
    }

    @Override
    String driver() {
        return "mysql";
    }

    // which takes what Unicode calls equivalent for the same
    @Override
    boolean tellsApart(String key) {
        return Normalizer.isNormalized(key, Normalizer.Form.NFC) && !key.matches(".*[\\p{Cf}\\ufe0f\\u0661].*");
    }

    // the server that can be had is two versions too old for the collation: it gets the one that is nearest
    @Override
    DataSource connect(String url) throws SQLException {
        return connect(url, driver());
    }

    static DataSource connect(String url, String driver) throws SQLException {
        return proxy(DataSource.class, source(url, driver));
    }

    private static <T> T proxy(Class<T> type, T real) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type }, (same, method, arguments) -> {
            if (arguments != null && arguments.length == 1 && arguments[0] instanceof String sql) {
                arguments[0] = sql.replace("utf8mb4_0900_bin", "utf8mb4_0900_as_cs");
            }
            try {
                Object result = method.invoke(real, arguments);
                return method.getName().equals("getConnection")
                        ? proxy(Connection.class, (Connection) result)
                        : method.getName().equals("createStatement") ? proxy(Statement.class, (Statement) result) : result;
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }));
    }
}
