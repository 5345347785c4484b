package io.github.grokvideo.store;

import java.nio.file.Path;
import java.sql.Statement;
import java.util.regex.Pattern;

import javax.sql.DataSource;

import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class H2StatementPlansTest extends StatementPlansContract {

    private static final Pattern SCAN_COUNT = Pattern.compile("scanCount: (\\d+)");

    @TempDir
    private Path folder;

    @Override
    DataSource emptyDatabase() {
        JdbcDataSource database = new JdbcDataSource();
        database.setURL("jdbc:h2:file:" + folder.resolve("plans") + System.nanoTime() + ";DB_CLOSE_DELAY=5");
        return database;
    }

    @Override
    ExplainedStatements explained(DataSource database) {
        return new ExplainedStatements(
                database, "explain analyze ",
                plan -> SCAN_COUNT.matcher(plan).results().mapToLong(count -> Long.parseLong(count.group(1))).sum());
    }

    @Override
    String numbers(int most) {
        return "(select x as n from system_range(1, " + most + "))";
    }

    @Override
    void analyze(Statement statement) throws Exception {
        statement.execute("analyze");
    }
}
