package io.github.grokvideo.store;

import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;

import javax.sql.DataSource;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("slow")
class PostgreSqlStatementPlansTest extends StatementPlansContract {

    @RegisterExtension
    static final PostgreSqlExtension POSTGRES = new PostgreSqlExtension();

    @Override
    DataSource emptyDatabase() throws Exception {
        return POSTGRES.emptyDatabase();
    }

    @Override
    ExplainedStatements explained(DataSource database) {
        return new ExplainedStatements(database, "explain (analyze, timing off, format json) ", plan -> {
            try {
                return read(new ObjectMapper().readTree(plan).get(0).path("Plan"));
            } catch (JsonProcessingException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static long read(JsonNode node) {
        long rows = 0;
        // a bitmap's rows are those of the scan above it; holders are few
        if (node.path("Node Type").asText().matches("(Seq|Index|Index Only|Bitmap Heap) Scan")
                && node.path("Relation Name").asText().equals("grokvideo_job")) {
            rows = node.path("Actual Loops").asLong() * (node.path("Actual Rows").asLong()
                                                         + node.path("Rows Removed by Filter").asLong()
                                                         + node.path("Rows Removed by Index Recheck").asLong());
        }
        for (JsonNode child : node.path("Plans")) {
            rows += read(child);
        }
        return rows;
    }

    @Override
    String numbers(int most) {
        return "generate_series(1, " + most + ") as numbers(n)";
    }

    @Override
    void analyze(Statement statement) throws Exception {
        statement.execute("analyze");
    }

    @ParameterizedTest
    @ValueSource(ints = { 1_000, 100_000 })
    void aNotificationReadsOneEntry(int rows) throws Exception {
        DataSource database = emptyDatabase();
        fill(database, rows, true);
        ExplainedStatements statements = explained(database);
        try (Connection connection = statements.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            JobTable table = new JobTable(connection, JobStoreDialect.POSTGRESQL, new DueEntries(), new BudgetNews());
            table.notifyIfDue("lumenfall", JobStoreContract.GATEWAY, Duration.ZERO);
            table.notifyIfDue("lumenfall", "https://other", Duration.ofHours(1));
        }

        assertThat(statements.all()).hasSize(2)
                .allSatisfy(one -> assertThat(one.read()).as("%s", one.plan()).isLessThanOrEqualTo(1 + slack()));
    }
}
