package io.github.grokvideo.store;

import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

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
        PreparedPlans plans = new PreparedPlans();
        return new ExplainedStatements(database, plans::plan, plan -> {
            try {
                return read(new ObjectMapper().readTree(plan).get(0).path("Plan"));
            } catch (JsonProcessingException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** Statements that are prepared once for a connection, as the driver does it: their plans may be kept. */
    private static final class PreparedPlans {

        private final Map<String, String> names = new HashMap<>();

        String plan(Connection connection, String sql, ExplainedStatements.Values values) throws SQLException {
            try (Statement statement = connection.createStatement()) {
                String name = names.get(sql);
                if (name == null) {
                    name = "explained_" + names.size();
                    Matcher place = Pattern.compile("\\?").matcher(sql);
                    int[] number = { 0 };
                    statement.execute("prepare " + name + " as " + place.replaceAll(found -> "\\$" + ++number[0]));
                    names.put(sql, name);
                }
                String literals = values.list().stream().map(PreparedPlans::literal).collect(Collectors.joining(", "));
                try (PreparedStatement explained = connection.prepareStatement(
                        "explain (analyze, timing off, format json) execute " + name
                                                                               + (literals.isEmpty()
                                                                                       ? "" : " (" + literals + ")"))) {
                    return ExplainedStatements.lines(explained);
                }
            }
        }

        private static String literal(Object value) {
            return value == null ? "null" : "'" + value.toString().replace("'", "''") + "'";
        }
    }

    private static long read(JsonNode node) {
        long rows = 0;
        // a bitmap's rows are those of the scan above it
        if (node.path("Node Type").asText().matches("(Seq|Index|Index Only|Bitmap Heap) Scan")
                && isCounted(node.path("Relation Name").asText())) {
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
