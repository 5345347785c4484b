package io.github.grokvideo.store;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.github.grokvideo.model.BudgetState;
import io.github.grokvideo.model.Cost;
import io.github.grokvideo.model.JobStatus;
import io.github.grokvideo.model.VideoJob;

/**
 * What a transaction changes in budgets. It is collected while jobs' rows are written, and written last, so that
 * counters, which all jobs share, are locked for a short time only, and after all rows.
 */
final class BudgetTable {

    /** Does something with a row that a statement has returned. */
    interface Returned {
        void row(ResultSet row) throws SQLException;
    }

    private interface KeyOfRow {
        JobKey of(ResultSet row) throws SQLException;
    }

    /** Queries and changes, on the connection of the transaction. */
    interface Statements {

        void query(String sql, Returned returned, Object... values) throws SQLException;

        /** Runs the query for each row of values; the order of what it finds is not defined. */
        void query(MultiRowStatement query, List<Object[]> rows, Returned returned) throws SQLException;

        /** For any number of rows, which are not held in memory all at once. */
        void stream(String sql, Returned returned) throws SQLException;

        int update(String sql, Object... values) throws SQLException;

        /** Runs the statement for each row of values, which is at least one. */
        void change(MultiRowStatement statement, List<Object[]> rows) throws SQLException;
    }

    /** What is read of a row whose job has ended. */
    static final String COUNTED = "provider, gateway, request_key, job_id, model, estimate, estimate_currency, budgets";

    private static final String OF_KEY = " where budget = ? and scope = ? and window_start = ? and currency = ?";
    private static final List<String> TEXTS = List.of("text", "text", "text", "text");
    private static final MultiRowStatement COUNTED_BY_KEY = new MultiRowStatement(
            "select " + COUNTED + " from grokvideo_job" + JobStatement.BY_KEY, List.of("text", "text", "text"), "");
    private static final MultiRowStatement COUNTED_BY_ID = new MultiRowStatement(
            "select " + COUNTED + " from grokvideo_job where provider = ? and gateway = ? and job_id = ?",
            List.of("text", "text", "text"), "");
    private static final MultiRowStatement COUNT
            = new MultiRowStatement("update grokvideo_job set budgets = ?" + JobStatement.BY_KEY, TEXTS, "");
    private static final MultiRowStatement ABANDON = new MultiRowStatement(
            "update grokvideo_job set budgets = ?, charged = coalesce(estimate, 0)" + JobStatement.BY_KEY, TEXTS, "");
    private static final MultiRowStatement LOCK = new MultiRowStatement(
            "select budget, scope, window_start, currency, spent, reserved, told from grokvideo_budget" + OF_KEY
                                                                        + JobStoreDialect.LOCK,
            TEXTS, "");
    private static final MultiRowStatement INSERT = new MultiRowStatement(
            "insert into grokvideo_budget (budget, scope, window_start, currency, spent, reserved, told)"
                                                                          + " values (?, ?, ?, ?, 0, 0, 0)",
            TEXTS, "");
    private static final MultiRowStatement UPDATE = new MultiRowStatement(
            "update grokvideo_budget set spent = ?, reserved = ?, told = ?" + OF_KEY,
            List.of("numeric", "numeric", "numeric", "text", "text", "text", "text"), "");
    // later than that of budgets for ever, and not compared with "greater than": H2 would read them all the same
    private static final String FIRST_WINDOW = Instant.EPOCH.plusSeconds(1).toString();

    private final Statements statements;
    private final BudgetNews news;
    private final BudgetChanges changes = new BudgetChanges();
    // by the row that they end, which is still to be read
    private final Map<JobKey, VideoJob> ended = new LinkedHashMap<>();
    private final Map<JobKey, VideoJob> endedById = new LinkedHashMap<>();
    // by their row: what is to be written to it
    private final Map<JobKey, List<BudgetEntry>> counted = new LinkedHashMap<>();
    private Instant now;

    BudgetTable(Statements statements, BudgetNews news) {
        this.statements = statements;
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

    /** The entry with a key, or with the job's id if that is {@code null}, has been written as finished. */
    void finished(JobKey key, VideoJob job) throws SQLException {
        boolean byId = key.key() == null;
        JobKey row = byId ? new JobKey(key.provider(), key.gateway(), JobColumns.id(job.id())) : key;
        Map<JobKey, VideoJob> ends = byId ? endedById : ended;
        if (ends.containsKey(row)) {
            // of two ends, one may name no cost
            readEnded();
        }
        ends.put(row, job);
    }

    /**
     * An entry has been written as finished.
     *
     * @param row with {@link #COUNTED}
     */
    void finished(ResultSet row, VideoJob job) throws SQLException {
        JobKey key = JobRow.key(row);
        List<BudgetEntry> old = counted.containsKey(key) ? counted.get(key) : budgets(row);
        if (old.isEmpty() || old.get(0).spent() == null) {
            compare(row, job);
        }
        List<BudgetEntry> entries = old.stream().map(entry -> entry.ended(job)).toList();
        if (!old.equals(entries)) {
            changes.replace(old, entries);
            counted.put(key, entries);
        }
    }

    /** The entry with a key is about to be given another one. */
    void renamed(JobKey key, String newKey) {
        JobKey renamed = new JobKey(key.provider(), key.gateway(), newKey);
        rename(ended, key, renamed);
        rename(counted, key, renamed);
    }

    private static <T> void rename(Map<JobKey, T> byKey, JobKey key, JobKey renamed) {
        T value = byKey.remove(key);
        if (value != null) {
            byKey.put(renamed, value);
        }
    }

    /** What entries count for budgets is given back; they are about to be removed. */
    void givenBack(String condition, Object... values) throws SQLException {
        statements.query(
                "select budgets from grokvideo_job" + condition + " and budgets is not null for update",
                row -> changes.replace(budgets(row), List.of()), values);
    }

    /**
     * What entries have reserved counts as spent, since what became of them will not be known. Returns how many.
     *
     * @param lock what ends the query, so that nobody ends a job between it and the update
     */
    int abandoned(String condition, int most, String lock, Object... values) throws SQLException {
        // those that this transaction has ended are about to be removed, too
        writeEnded();
        List<Object[]> rows = new ArrayList<>();
        statements.query(
                "select provider, gateway, request_key, state, attempts, budgets from grokvideo_job" + condition
                         + " and budgets is not null and charged is null order by purge_from limit " + most + lock,
                row -> {
                    List<BudgetEntry> old = budgets(row);
                    boolean unsent
                            = row.getString("state").equals(StoredJob.State.INTENDED.name()) && row.getInt("attempts") == 0;
                    List<BudgetEntry> counted
                            = old.stream().map(unsent ? BudgetEntry::unsent : BudgetEntry::abandoned).toList();
                    changes.replace(old, counted);
                    rows.add(values(JobRow.key(row), counted));
                }, values);
        if (!rows.isEmpty()) {
            statements.change(ABANDON, rows);
        }
        return rows.size();
    }

    private static List<BudgetEntry> budgets(ResultSet row) throws SQLException {
        return BudgetEntries.read(row.getString("budgets"));
    }

    private static Object[] values(JobKey key, List<BudgetEntry> entries) {
        return new Object[] { BudgetEntries.write(entries), key.provider(), key.gateway(), key.key() };
    }

    /** Writes everything that was collected. */
    void write() throws SQLException {
        writeEnded();
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
        statements.query(LOCK, counters.keySet().stream().map(BudgetTable::values).toList(), row -> counters.put(
                new BudgetKey(row.getString(1), row.getString(2), row.getString(3), row.getString(4)),
                new BudgetCounter(row.getBigDecimal(5), row.getBigDecimal(6), row.getBigDecimal(7))));
        List<Object[]> missing = counters.keySet().stream().filter(key -> counters.get(key) == null)
                .map(BudgetTable::values).toList();
        if (!missing.isEmpty()) {
            statements.change(INSERT, missing);
            counters.replaceAll((key, counter) -> counter == null ? BudgetCounter.unused() : counter);
        }
    }

    private static Object[] values(BudgetKey key) {
        return new Object[] { key.budget(), key.scope(), key.window(), key.currency() };
    }

    private void write(Map<BudgetKey, BudgetCounter> counters) throws SQLException {
        List<Object[]> rows = new ArrayList<>();
        counters.forEach((key, counter) -> rows.add(new Object[] {
                counter.spent, counter.reserved, counter.told, key.budget(), key.scope(), key.window(), key.currency() }));
        if (!rows.isEmpty()) {
            statements.change(UPDATE, rows);
        }
    }

    private void readEnded() throws SQLException {
        read(COUNTED_BY_ID, endedById,
                row -> new JobKey(row.getString("provider"), row.getString("gateway"), row.getString("job_id")));
        read(COUNTED_BY_KEY, ended, JobRow::key);
    }

    private void read(MultiRowStatement query, Map<JobKey, VideoJob> ends, KeyOfRow keyOfRow) throws SQLException {
        if (!ends.isEmpty()) {
            List<Object[]> rows = ends.keySet().stream()
                    .map(key -> new Object[] { key.provider(), key.gateway(), key.key() }).toList();
            statements.query(query, rows, row -> finished(row, ends.get(keyOfRow.of(row))));
            ends.clear();
        }
    }

    private void writeEnded() throws SQLException {
        readEnded();
        List<Object[]> rows = new ArrayList<>();
        counted.forEach((key, entries) -> rows.add(values(key, entries)));
        if (!rows.isEmpty()) {
            statements.change(COUNT, rows);
        }
        counted.clear();
    }

    /** Tells of the final cost of a job whose row has an estimate. */
    private void compare(ResultSet row, VideoJob job) throws SQLException {
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
                "delete from grokvideo_budget where window_start >= ? and window_start < ? and reserved = 0", FIRST_WINDOW,
                old.toString());
    }
}
