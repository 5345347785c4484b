package io.github.grokvideo;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import javax.sql.DataSource;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The queries of the documentation say what the operation does. */
abstract class JdbcSpendingContract extends SpendingContract {

    private static final Pattern SQL = Pattern.compile("(?s)\\[source,sql]\n----\n(.*?)\n----");

    abstract DataSource database() throws SQLException;

    private static List<String> queries() throws IOException {
        return SQL.matcher(Files.readString(Path.of("src/main/docs/spending.adoc"))).results()
                .map((MatchResult result) -> result.group(1)).toList();
    }

    private List<String> rows(String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = database().getConnection(); Statement statement = connection.createStatement();
             ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
                List<String> columns = new ArrayList<>();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    Object value = result.getObject(i);
                    columns.add(value instanceof BigDecimal number
                            ? number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString() : String.valueOf(value));
                }
                rows.add(columns.stream().collect(Collectors.joining(" ")));
            }
        }
        return rows;
    }

    @Test
    void theQueriesOfTheDocumentationWork() throws Exception {
        List<String> queries = queries();
        assertThat(queries).hasSize(6);
        assertThat(rows(queries.get(0))).extracting(row -> row.replaceFirst("^\\S+ ", "")).containsExactly(
                "lumenfall grok-imagine-video USD 3 0.8 0.8 0.3");
        assertThat(rows(queries.get(1))).containsExactly(
                "films a \"b\", c USD 1 0.5", "films =cmd|' /C calc'!A0 USD 1 0.3", "ads null USD 1 null");
        assertThat(rows(queries.get(2))).containsExactly("lumenfall grok-imagine-video 2 0.8 0.8 0");
        assertThat(rows(queries.get(3))).containsExactly(
                "all  1970-01-01T00:00:00Z USD 0.8 0.3", "tenants acme 1970-01-01T00:00:00Z USD 0.8 0",
                "tenants other 1970-01-01T00:00:00Z USD 0 0.3");
        assertThat(rows(queries.get(4))).hasSize(1);
        assertThat(rows(queries.get(5))).isEmpty();
    }
}
