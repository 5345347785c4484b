package io.github.grokvideo.benchmark.database;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Copies rows of a table in PostgreSQL by the million, whatever columns it has; its indexes are made when all are
 * there.
 */
public final class TableFill {

    /** A copy is this much older than the one before, so that not all are of one moment. */
    private static final String APART = "interval '200 milliseconds'";

    private final String url;
    private final String table;
    private final List<String> distinct;
    private final List<String> indexes;

    /** @param distinct columns of text that differ from row to row */
    public TableFill(String url, String table, List<String> distinct) throws SQLException {
        this.url = url;
        this.table = table;
        this.distinct = distinct;
        this.indexes = texts("select indexdef from pg_indexes where tablename = '" + table
                             + "' and indexname not in (select conname from pg_constraint)");
        for (String index : texts("select indexname from pg_indexes where tablename = '" + table
                                  + "' and indexname not in (select conname from pg_constraint)")) {
            execute("drop index " + index);
        }
    }

    /** @param which the condition that one row meets */
    public void copy(String which, long copies) throws SQLException {
        List<String> columns = texts("select column_name from information_schema.columns where table_name = '" + table
                                     + "' order by ordinal_position");
        List<String> times = texts("select column_name from information_schema.columns where table_name = '" + table
                                   + "' and data_type like 'timestamp%'");
        String values = columns.stream().map(column -> {
            if (distinct.contains(column)) {
                return column + " || '-' || n";
            }
            return times.contains(column) ? column + " - n * " + APART : column;
        }).collect(Collectors.joining(", "));
        execute("insert into " + table + " (" + String.join(", ", columns) + ") select " + values + " from " + table
                + " cross join generate_series(1, " + copies + ") n where " + which);
    }

    public void done() throws SQLException {
        for (String index : indexes) {
            execute(index);
        }
        execute("vacuum analyze " + table);
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url); Statement statement = connection.createStatement()) {
            statement.execute("set synchronous_commit = off");
            statement.execute("set maintenance_work_mem = '512MB'");
            statement.execute(sql);
        }
    }

    private List<String> texts(String query) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(url); Statement statement = connection.createStatement();
             ResultSet result = statement.executeQuery(query)) {
            while (result.next()) {
                texts.add(result.getString(1));
            }
        }
        return texts;
    }
}
