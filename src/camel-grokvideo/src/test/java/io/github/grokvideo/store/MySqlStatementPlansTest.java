package io.github.grokvideo.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.sql.DataSource;

import org.junit.jupiter.api.Tag;

/** MySQL counts the rows that it reads, and the places in indexes that it looks for. */
@Tag("slow")
class MySqlStatementPlansTest extends StatementPlansContract {

    private static final Pattern READ = Pattern.compile("^(-?\\d+) read");

    // each step of a look into an index counts
    @Override
    int slack() {
        return 5;
    }

    @Override
    DataSource emptyDatabase() throws Exception {
        MySqlServer server = MySqlServer.mySql();
        return MySqlJobStoreTest.connect(
                server.url(server.newDatabase(), "mysql")
                                         + "&sessionVariables=optimizer_switch='index_condition_pushdown=off'",
                "mysql");
    }

    @Override
    ExplainedStatements explained(DataSource database) {
        return new ExplainedStatements(database, MySqlStatementPlansTest::plan, plan -> {
            Matcher read = READ.matcher(plan);
            return read.find() ? Long.parseLong(read.group(1)) : Long.MAX_VALUE;
        });
    }

    private static String plan(Connection connection, String sql, ExplainedStatements.Values values) throws SQLException {
        // what the server has to learn of the tables it learns now, and to ask for the counters is counted, too
        try (PreparedStatement explained = connection.prepareStatement("explain " + sql)) {
            values.set(explained);
            ExplainedStatements.lines(explained);
        }
        long counting = -read(connection) + read(connection);
        long before = read(connection);
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            values.set(statement);
            statement.execute();
        }
        long read = read(connection) - before - counting;
        try (PreparedStatement explained = connection.prepareStatement("explain format=json " + sql)) {
            values.set(explained);
            return read + " read\n" + ExplainedStatements.lines(explained);
        }
    }

    // what the index is asked for one row counts once, like the row
    private static long read(Connection connection) throws SQLException {
        long read = 0;
        try (Statement statement = connection.createStatement();
             ResultSet counters = statement.executeQuery("show session status like 'Handler_read%'")) {
            while (counters.next()) {
                read += counters.getLong(2);
            }
        }
        return read;
    }

    @Override
    String numbers(int most) {
        String digits = "(select 0 as d union select 1 union select 2 union select 3 union select 4 union select 5"
                        + " union select 6 union select 7 union select 8 union select 9)";
        return "(select a.d + 10 * b.d + 100 * c.d + 1000 * e.d + 10000 * f.d + 1 as n from " + digits + " a, " + digits
               + " b, " + digits + " c, " + digits + " e, " + digits + " f having n <= " + most + ") as numbers";
    }

    @Override
    String now() {
        return "utc_timestamp(6)";
    }

    @Override
    void analyze(Statement statement) throws Exception {
        statement.execute("analyze table grokvideo_job, grokvideo_job_holder, grokvideo_budget");
    }
}
