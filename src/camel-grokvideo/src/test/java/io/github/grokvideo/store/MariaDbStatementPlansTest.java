package io.github.grokvideo.store;

import java.io.UncheckedIOException;
import java.sql.Statement;

import javax.sql.DataSource;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Tag;
import org.mariadb.jdbc.MariaDbDataSource;

@Tag("slow")
class MariaDbStatementPlansTest extends StatementPlansContract {

    @Override
    DataSource emptyDatabase() throws Exception {
        MySqlServer server = MySqlServer.mariaDb();
        // otherwise rows that only the index is asked about are not counted
        return new MariaDbDataSource(
                server.url(server.newDatabase(), "mariadb")
                                     + "&sessionVariables=optimizer_switch='index_condition_pushdown=off'");
    }

    @Override
    ExplainedStatements explained(DataSource database) {
        return new ExplainedStatements(database, "analyze format=json ", plan -> {
            try {
                return read(new ObjectMapper().readTree(plan));
            } catch (JsonProcessingException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static long read(JsonNode node) {
        long rows = isCounted(node.path("table_name").asText())
                ? Math.round(node.path("r_loops").asDouble(1) * node.path("r_rows").asDouble()) : 0;
        for (JsonNode child : node) {
            rows += read(child);
        }
        return rows;
    }

    @Override
    String numbers(int most) {
        return "(select seq as n from seq_1_to_" + most + ") as numbers";
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
