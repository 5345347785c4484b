package io.github.grokvideo.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * PostgreSQL's form of a statement on one row that does the same to many rows at once, with an array for each value.
 */
final class MultiRowStatement {

    private static final String VALUES = " values (";
    private static final String WHERE = " where ";

    private final String sql;
    private final String[] types;

    /**
     * @param single an {@code update} with one {@code where}, or an {@code insert} of {@code values}
     * @param types  of its values, as PostgreSQL calls them
     * @param suffix appended, such as what it returns
     */
    MultiRowStatement(String single, List<String> types, String suffix) {
        this.types = types.toArray(String[]::new);
        String rows
                = " from unnest(" + types.stream().map(type -> "cast(? as " + type + "[])").collect(Collectors.joining(", "))
                  + ") as of_row ("
                  + IntStream.rangeClosed(1, types.size()).mapToObj(i -> "v" + i).collect(Collectors.joining(", ")) + ")";
        String named = named(single);
        int values = named.indexOf(VALUES);
        int where = named.indexOf(WHERE);
        this.sql = (values >= 0
                ? named.substring(0, values) + " select " + named.substring(values + VALUES.length(), named.lastIndexOf(')'))
                  + rows
                : named.substring(0, where) + rows + named.substring(where)) + suffix;
    }

    private static String named(String single) {
        StringBuilder named = new StringBuilder();
        int number = 0;
        for (char c : single.toCharArray()) {
            named.append(c == '?' ? "of_row.v" + ++number : c);
        }
        return named.toString();
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
