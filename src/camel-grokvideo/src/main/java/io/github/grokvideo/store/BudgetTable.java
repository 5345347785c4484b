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
import java.util.TreeMap;
import java.util.function.Function;

import io.github.grokvideo.model.BudgetState;
import io.github.grokvideo.model.Cost;
import io.github.grokvideo.model.JobStatus;
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

        /** The same for any number of rows, which are not held in memory all at once. */
        void stream(String sql, Returned returned) throws SQLException;

        int update(String sql, Object... values) throws SQLException;

        /** Runs the statement once for each row of values, which is at least one. */
        void batch(String sql, List<Object[]> rows) throws SQLException;
    }

    private static final String OF_KEY = "budget = ? and scope = ? and window_start = ? and currency = ?";
    private static final String BY_KEY = " where " + OF_KEY;
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

    /** The entry with a key is about to be given another one. */
    void renamed(JobKey key, String newKey) {
        VideoJob end = ended.remove(key);
        if (end != null) {
            ended.put(new JobKey(key.provider(), key.gateway(), newKey), end);
        }
    }

    /** What entries count for budgets is given back; they are about to be removed. */
    void givenBack(String condition, Object... values) throws SQLException {
        query(condition + " and budgets is not null for update", row -> changes.replace(budgets(row), List.of()), values);
    }

    /**
     * What entries have reserved counts as spent, since what became of them will not be known. Returns how many.
     *
     * @param lock what ends the query, so that nobody ends a job between it and the update
     */
    int abandoned(String condition, int most, String lock, Object... values) throws SQLException {
        // those that this transaction has ended are about to be removed, too
        settleEnded();
        List<Object[]> rows = new ArrayList<>();
        query(condition + " and budgets is not null and charged is null order by purge_from limit " + most + lock,
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
        if (!rows.isEmpty()) {
            statements.batch(
                    "update grokvideo_job set budgets = ?, charged = coalesce(estimate, 0)" + JobStatement.BY_KEY, rows);
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
        lock(counters);
        counters.forEach((key, locked) -> before.put(key, new BudgetCounter(locked.spent, locked.reserved, locked.told)));
        for (Intent refused : changes.apply(counters, time, news)) {
            JobKey key = refused.key();
            statements.update("delete from grokvideo_job" + JobStatement.BY_KEY, key.provider(), key.gateway(), key.key());
        }
        counters.entrySet().removeIf(counter -> counter.getValue().hasValuesOf(before.get(counter.getKey())));
        write(counters);
    }

    // another transaction that inserts one at the same time fails, and finds it when it is run again
    private void lock(Map<BudgetKey, BudgetCounter> counters) throws SQLException {
        List<BudgetKey> keys = List.copyOf(counters.keySet());
        for (int from = 0; from < keys.size(); from += most) {
            lock(keys.subList(from, Math.min(keys.size(), from + most)), counters);
        }
        List<Object[]> missing = keys.stream().filter(key -> counters.get(key) == null).map(BudgetTable::values).toList();
        if (!missing.isEmpty()) {
            statements.batch(
                    "insert into grokvideo_budget (budget, scope, window_start, currency, spent, reserved, told)"
                             + " values (?, ?, ?, ?, 0, 0, 0)",
                    missing);
            counters.replaceAll((key, counter) -> counter == null ? BudgetCounter.unused() : counter);
        }
    }

    // in one query, of which there are few forms
    private void lock(List<BudgetKey> keys, Map<BudgetKey, BudgetCounter> counters) throws SQLException {
        int places = places(keys.size());
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < places; i++) {
            values.addAll(List.of(values(keys.get(Math.min(i, keys.size() - 1)))));
        }
        statements.query(
                "select budget, scope, window_start, currency, spent, reserved, told from grokvideo_budget where (" + OF_KEY
                         + ")" + (" or (" + OF_KEY + ")").repeat(places - 1)
                         + " order by budget, scope, window_start, currency for update",
                row -> counters.put(
                        new BudgetKey(row.getString(1), row.getString(2), row.getString(3), row.getString(4)),
                        new BudgetCounter(row.getBigDecimal(5), row.getBigDecimal(6), row.getBigDecimal(7))),
                values.toArray());
    }

    private static Object[] values(BudgetKey key) {
        return new Object[] { key.budget(), key.scope(), key.window(), key.currency() };
    }

    private static int places(int keys) {
        return Integer.highestOneBit(Math.max(1, 2 * keys - 1));
    }

    private void write(Map<BudgetKey, BudgetCounter> counters) throws SQLException {
        List<Object[]> rows = new ArrayList<>();
        counters.forEach((key, counter) -> rows.add(new Object[] {
                counter.spent, counter.reserved, counter.told, key.budget(), key.scope(), key.window(), key.currency() }));
        if (!rows.isEmpty()) {
            statements.batch("update grokvideo_budget set spent = ?, reserved = ?, told = ?" + BY_KEY, rows);
        }
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
        endedById.clear();
        ended.clear();
    }

    // in one query, of which there are few forms
    private void settle(JobKey gateway, List<String> keys) throws SQLException {
        int places = places(keys.size());
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
            if (old.isEmpty() || old.get(0).spent() == null) {
                compare(row, job);
            }
            if (!old.equals(counted)) {
                changes.replace(old, counted);
                rows.add(new Object[] {
                        BudgetEntries.write(counted), row.getString("provider"), row.getString("gateway"),
                        row.getString("request_key") });
            }
        }, values);
        if (!rows.isEmpty()) {
            statements.batch("update grokvideo_job set budgets = ?" + JobStatement.BY_KEY, rows);
        }
    }

    /** Tells of the final cost of a job whose row has an estimate. */
    void compare(ResultSet row, VideoJob job) throws SQLException {
        BigDecimal estimate = row.getBigDecimal("estimate");
        if (estimate != null && job.status() == JobStatus.COMPLETED && JobColumns.charged(job.cost()) != null) {
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
        Map<BudgetKey, BudgetCounter> counters = new TreeMap<>(BudgetKey.ORDER);
        counters.put(key, null);
        lock(counters);
        BudgetCounter counter = counters.get(key);
        counter.spent = counter.spent.add(amount);
        write(counters);
        statements.update(
                "insert into grokvideo_budget_correction (budget, scope, window_start, currency, amount, reason, corrected_at)"
                          + " values (?, ?, ?, ?, ?, ?, current_timestamp)",
                key.budget(), key.scope(), key.window(), key.currency(), amount, JobColumns.note(reason));
        return budget.state(key.scope(), now, counter.spent, counter.reserved);
    }

    /** Removes counters of windows that began before a time, and in which nothing is reserved. */
    void purge(Instant old) throws SQLException {
        statements.update(
                "delete from grokvideo_budget where window_start < ? and window_start <> ? and reserved = 0", old.toString(),
                EVER);
    }
}
