package io.github.grokvideo.store;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

import io.github.grokvideo.model.Cost;
import io.github.grokvideo.model.SpendingGroup;
import io.github.grokvideo.model.SpendingRow;

/** Reads what jobs have cost from the job store's table, in one transaction. */
final class SpendingTable {

    private static final DateTimeFormatter MICROS
            = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSS").withZone(ZoneOffset.UTC);
    /** What databases can compare with. */
    private static final Instant EARLIEST = Instant.EPOCH;
    private static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");

    private final BudgetTable.Statements statements;

    SpendingTable(BudgetTable.Statements statements) {
        this.statements = statements;
    }

    List<SpendingRow> rows(SpendingQuery query) throws SQLException {
        SpendingSums sums = new SpendingSums(query);
        boolean scopes = query.by().contains(SpendingGroup.SCOPE);
        statements.stream(
                "select created_at, route, provider, model, end_user, estimate, estimate_currency, charged, cost, cost_currency,"
                          + " state, " + (scopes ? "budgets" : "null as budgets") + " from grokvideo_job where created_at >= "
                          + literal(query.from()) + " and created_at < " + literal(query.to()),
                row -> sums.add(job(row)));
        return sums.rows();
    }

    // no driver's time zone has a say
    private static String literal(Instant time) {
        Instant within = time.isBefore(EARLIEST) ? EARLIEST : time.isAfter(LATEST) ? LATEST : time;
        return "timestamp with time zone '" + MICROS.format(within) + "+00'";
    }

    private static SpendingSums.Job job(ResultSet row) throws SQLException {
        Cost estimate = cost(row.getBigDecimal("estimate"), row.getString("estimate_currency"), true);
        String costCurrency = row.getString("cost_currency");
        Cost charged = cost(
                row.getBigDecimal("charged"), costCurrency == null ? row.getString("estimate_currency") : costCurrency, false);
        StoredJob.State state = StoredJob.State.valueOf(row.getString("state"));
        boolean ended = charged != null || state != StoredJob.State.INTENDED && state != StoredJob.State.UNKNOWN
                && state != StoredJob.State.ACCEPTED;
        BigDecimal cost = row.getBigDecimal("cost");
        boolean isFinal = charged != null && cost != null && cost.compareTo(charged.amount()) == 0;
        return new SpendingSums.Job(
                row.getTimestamp("created_at", JobRow.utc()).toInstant(), row.getString("route"), row.getString("provider"),
                row.getString("model"), row.getString("end_user"), estimate, charged, ended,
                isFinal && estimate != null && state == StoredJob.State.COMPLETED
                        && estimate.currency().equals(charged.currency()),
                BudgetEntries.read(row.getString("budgets")));
    }

    private static Cost cost(BigDecimal amount, String currency, boolean estimated) {
        return amount == null ? null : new Cost(amount, currency == null ? "" : currency, estimated);
    }
}
