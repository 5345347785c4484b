package io.github.grokvideo.store;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import io.github.grokvideo.model.BudgetState;
import io.github.grokvideo.model.Cost;
import io.github.grokvideo.model.VideoJob;

/**
 * What a transaction changes in budgets. It is collected while jobs' rows are written, and written last, so that
 * counters, which all jobs share, are locked for a short time only, and after all rows.
 */
final class BudgetTable {

    /** Does something with a row that a query has found. */
    interface Returned {
        void row(ResultSet row) throws SQLException;
    }

    /** Queries and changes, on the connection of the transaction. */
    interface Statements {

        void query(String sql, Returned returned, Object... values) throws SQLException;

        int update(String sql, Object... values) throws SQLException;
    }

    private static final String BY_KEY = " where budget = ? and scope = ? and window_start = ? and currency = ?";
    private static final String COUNTED
            = "select provider, gateway, request_key, state, attempts, model, estimate, estimate_currency, budgets from grokvideo_job";
    private static final String IS_COUNTED = " and (budgets is not null or estimate is not null)";
    private static final String EVER = Instant.EPOCH.toString();

    private final Statements statements;
    private final int most;
    private final BudgetNews news;
    private final BudgetChanges changes = new BudgetChanges();
    // by the row that they end
    private final Map<JobKey, VideoJob> ended = new LinkedHashMap<>();
    private final Map<JobKey, VideoJob> endedById = new LinkedHashMap<>();
    private Instant now;

    /**
     * @param most how many keys a query may name
     */
    BudgetTable(Statements statements, int most, BudgetNews news) {
        this.statements = statements;
        this.most = most;
        this.news = news;
    }

    /** The time by the database's clock, in which windows begin and end for all machines alike. */
    Instant now() throws SQLException {
        if (now == null) {
            statements.query("select current_timestamp as now_at",
                    row -> now = row.getTimestamp("now_at", JobRow.utc()).toInstant());
        }
        return now;
    }

    /** What the row of a new entry says of its budgets. */
    String entries(Intent intent) throws SQLException {
        return intent.spending().budgets().isEmpty() ? null : BudgetEntries.write(BudgetEntries.of(intent, now()));
    }

    /** The intent has been recorded; whether its budgets permit it is found out by {@link #write}. */
    void reserved(Intent intent) {
        if (!intent.spending().budgets().isEmpty()) {
            changes.intend(intent);
        }
    }

    /** The entry with a key, or with the job's id if that is {@code null}, is about to be written as finished. */
    void finished(JobKey key, VideoJob job) {
        if (key.key() == null) {
            endedById.put(new JobKey(key.provider(), key.gateway(), JobColumns.id(job.id())), job);
        } else {
            ended.put(key, job);
        }
    }

    /** What entries count for budgets is given back; they are about to be removed. */
    void givenBack(String condition, Object... values) throws SQLException {
        query(condition + " and budgets is not null for update", row -> changes.replace(budgets(row), List.of()), values);
    }

    /** What entries have reserved counts as spent, since what became of them will not be known. Returns how many. */
    int abandoned(String condition, int most, Object... values) throws SQLException {
        List<Object[]> rows = new ArrayList<>();
        query(condition + " and budgets is not null and budgets like '%,_spent_:null}%' order by purge_from limit " + most,
                row -> {
                    List<BudgetEntry> old = budgets(row);
                    boolean unsent
                            = row.getString("state").equals(StoredJob.State.INTENDED.name()) && row.getInt("attempts") == 0;
                    List<BudgetEntry> counted
                            = old.stream().map(unsent ? BudgetEntry::unsent : BudgetEntry::abandoned).toList();
                    changes.replace(old, counted);
                    rows.add(new Object[] {
                            BudgetEntries.write(counted), row.getString("provider"), row.getString("gateway"),
                            row.getString("request_key") });
                }, values);
        for (Object[] row : rows) {
            statements.update("update grokvideo_job set budgets = ?" + JobStatement.BY_KEY, row);
        }
        return rows.size();
    }

    private static List<BudgetEntry> budgets(ResultSet row) throws SQLException {
        return BudgetEntries.read(row.getString("budgets"));
    }

    private void query(String condition, Returned returned, Object... values) throws SQLException {
        statements.query(COUNTED + condition, returned, values);
    }

    /** Writes everything that was collected. */
    void write() throws SQLException {
        settleEnded();
        if (changes.isEmpty()) {
            return;
        }
        Instant time = now();
        Map<BudgetKey, BudgetCounter> counters = changes.counters(time);
        Map<BudgetKey, BudgetCounter> before = new HashMap<>();
        for (Map.Entry<BudgetKey, BudgetCounter> counter : counters.entrySet()) {
            counter.setValue(lock(counter.getKey()));
            BudgetCounter locked = counter.getValue();
            before.put(counter.getKey(), new BudgetCounter(locked.spent, locked.reserved, locked.told));
        }
        for (Intent refused : changes.apply(counters, time, news)) {
            JobKey key = refused.key();
            statements.update("delete from grokvideo_job" + JobStatement.BY_KEY, key.provider(), key.gateway(), key.key());
        }
        for (Map.Entry<BudgetKey, BudgetCounter> counter : counters.entrySet()) {
            if (!counter.getValue().hasValuesOf(before.get(counter.getKey()))) {
                write(counter.getKey(), counter.getValue());
            }
        }
    }

    // another transaction that inserts it at the same time fails, and finds it when it is run again
    private BudgetCounter lock(BudgetKey key) throws SQLException {
        BudgetCounter[] found = new BudgetCounter[1];
        statements.query("select spent, reserved, told from grokvideo_budget" + BY_KEY + " for update",
                row -> found[0] = new BudgetCounter(row.getBigDecimal(1), row.getBigDecimal(2), row.getBigDecimal(3)),
                key.budget(), key.scope(), key.window(), key.currency());
        if (found[0] == null) {
            statements.update(
                    "insert into grokvideo_budget (budget, scope, window_start, currency, spent, reserved, told)"
                              + " values (?, ?, ?, ?, 0, 0, 0)",
                    key.budget(), key.scope(), key.window(), key.currency());
            return BudgetCounter.unused();
        }
        return found[0];
    }

    private void write(BudgetKey key, BudgetCounter counter) throws SQLException {
        statements.update("update grokvideo_budget set spent = ?, reserved = ?, told = ?" + BY_KEY,
                counter.spent, counter.reserved, counter.told, key.budget(), key.scope(), key.window(), key.currency());
    }

    private void settleEnded() throws SQLException {
        for (Map.Entry<JobKey, VideoJob> end : endedById.entrySet()) {
            JobKey id = end.getKey();
            settle(" where provider = ? and gateway = ? and job_id = ?" + IS_COUNTED,
                    key -> end.getValue(), id.provider(), id.gateway(), id.key());
        }
        Map<JobKey, List<String>> byGateway = new LinkedHashMap<>();
        ended.keySet().forEach(key -> byGateway.computeIfAbsent(
                new JobKey(key.provider(), key.gateway(), null), gateway -> new ArrayList<>()).add(key.key()));
        for (Map.Entry<JobKey, List<String>> keys : byGateway.entrySet()) {
            List<String> all = keys.getValue();
            for (int from = 0; from < all.size(); from += most) {
                settle(keys.getKey(), all.subList(from, Math.min(all.size(), from + most)));
            }
        }
    }

    // in one query, of which there are few forms
    private void settle(JobKey gateway, List<String> keys) throws SQLException {
        int places = Integer.highestOneBit(Math.max(1, 2 * keys.size() - 1));
        List<Object> values = new ArrayList<>(List.of(gateway.provider(), gateway.gateway()));
        values.addAll(keys);
        values.addAll(Collections.nCopies(places - keys.size(), keys.get(0)));
        settle(" where provider = ? and gateway = ? and request_key in (?" + ", ?".repeat(places - 1) + ")" + IS_COUNTED
               + " limit " + places,
                ended::get, values.toArray());
    }

    private void settle(String condition, Function<JobKey, VideoJob> ends, Object... values) throws SQLException {
        List<Object[]> rows = new ArrayList<>();
        query(condition, row -> {
            VideoJob job = ends.apply(JobRow.key(row));
            List<BudgetEntry> old = budgets(row);
            List<BudgetEntry> counted = old.stream().map(entry -> entry.ended(job)).toList();
            compare(row, old, job);
            if (!old.equals(counted)) {
                changes.replace(old, counted);
                rows.add(new Object[] {
                        BudgetEntries.write(counted), row.getString("provider"), row.getString("gateway"),
                        row.getString("request_key") });
            }
        }, values);
        for (Object[] row : rows) {
            statements.update("update grokvideo_job set budgets = ?" + JobStatement.BY_KEY, row);
        }
    }

    private void compare(ResultSet row, List<BudgetEntry> old, VideoJob job) throws SQLException {
        BigDecimal estimate = row.getBigDecimal("estimate");
        boolean known = !old.isEmpty() && old.get(0).spent() != null;
        if (estimate != null && !known && job.cost() != null && !job.cost().estimated()) {
            news.charged(row.getString("provider"), row.getString("model"),
                    new Cost(estimate, row.getString("estimate_currency"), true), job.cost());
        }
    }

    // what operators do

    List<BudgetState> states(Budget budget) throws SQLException {
        BudgetKey key = BudgetKey.of(budget, "", now());
        List<BudgetState> states = new ArrayList<>();
        statements.query(
                "select scope, spent, reserved from grokvideo_budget where budget = ? and window_start = ? and currency = ?"
                         + " order by scope",
                row -> states.add(budget.state(row.getString(1), now, row.getBigDecimal(2), row.getBigDecimal(3))),
                key.budget(), key.window(), key.currency());
        return states;
    }

    BudgetState correct(Budget budget, String scope, BigDecimal amount, String reason) throws SQLException {
        BudgetKey key = BudgetKey.of(budget, scope, now());
        BudgetCounter counter = lock(key);
        counter.spent = counter.spent.add(amount);
        write(key, counter);
        statements.update(
                "insert into grokvideo_budget_correction (budget, scope, window_start, currency, amount, reason, corrected_at)"
                          + " values (?, ?, ?, ?, ?, ?, current_timestamp)",
                key.budget(), key.scope(), key.window(), key.currency(), amount, JobColumns.note(reason));
        return budget.state(scope, now, counter.spent, counter.reserved);
    }

    /** Removes counters of windows that began before a time, and in which nothing is reserved. */
    void purge(Instant old) throws SQLException {
        statements.update(
                "delete from grokvideo_budget where window_start < ? and window_start <> ? and reserved = 0", old.toString(),
                EVER);
    }
}
