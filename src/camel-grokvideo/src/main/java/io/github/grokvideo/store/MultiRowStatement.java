package io.github.grokvideo.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A statement on one row, and PostgreSQL's form of it that does the same to many rows at once, with an array for each
 * value.
 */
final class MultiRowStatement {

    private static final String SELECT = "select ";
    private static final String VALUES = " values (";
    private static final String WHERE = " where ";

    private final String single;
    private final String sql;
    private final String[] types;

    /**
     * @param single an {@code update} or a query with one {@code where}, or an {@code insert} of {@code values}
     * @param types  of its values, as PostgreSQL calls them
     * @param suffix appended to the form for many rows, such as what it returns
     */
    MultiRowStatement(String single, List<String> types, String suffix) {
        this.single = single;
        this.types = types.toArray(String[]::new);
        this.sql = manyRows(single, types) + suffix;
    }

    private static String manyRows(String single, List<String> types) {
        String rows
                = " from unnest(" + types.stream().map(type -> "cast(? as " + type + "[])").collect(Collectors.joining(", "))
                  + ") as of_row ("
                  + IntStream.rangeClosed(1, types.size()).mapToObj(i -> "v" + i).collect(Collectors.joining(", ")) + ")";
        String named = named(single);
        int values = named.indexOf(VALUES);
        if (values >= 0) {
            return named.substring(0, values) + " select "
                   + named.substring(values + VALUES.length(), named.lastIndexOf(')')) + rows;
        }
        if (single.startsWith(SELECT)) {
            // with the offset planners do not make a join of it: rows are found by the index, and locked one after the other
            int lock = lock(named);
            return "select found.*" + rows + ", lateral (" + named.substring(0, lock) + " offset 0" + named.substring(lock)
                   + ") as found";
        }
        int where = named.indexOf(WHERE);
        return named.substring(0, where) + rows + named.substring(where);
    }

    private static String named(String single) {
        StringBuilder named = new StringBuilder();
        int number = 0;
        for (char c : single.toCharArray()) {
            named.append(c == '?' ? "of_row.v" + ++number : c);
        }
        return named.toString();
    }

    // where a query has its lock, if it has one
    private static int lock(String query) {
        return query.endsWith(JobStoreDialect.LOCK) ? query.length() - JobStoreDialect.LOCK.length() : query.length();
    }

    /** The statement on one row. */
    String single() {
        return single;
    }

    /**
     * A query for one row as a query for several: its condition is repeated for each of them.
     *
     * @param places for how many rows there are values
     */
    String anyOf(int places) {
        int where = single.indexOf(WHERE) + WHERE.length();
        int lock = lock(single);
        String condition = "(" + single.substring(where, lock) + ")";
        return single.substring(0, where) + condition + (" or " + condition).repeat(places - 1) + single.substring(lock);
    }

    /** The statement with the values of each row, ready to be executed. */
    PreparedStatement prepare(Connection connection, List<Object[]> rows) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < types.length; i++) {
            int column = i;
            Object[] values = rows.stream().map(row -> row[column]).toArray();
            statement.setArray(i + 1, connection.createArrayOf(types[i], values));
        }
        return statement;
    }

    @Override
    public String toString() {
        return sql + " " + Arrays.toString(types);
    }
}
