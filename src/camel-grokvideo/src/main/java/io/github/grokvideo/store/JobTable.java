package io.github.grokvideo.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.grokvideo.model.SpendingRow;
import io.github.grokvideo.model.VideoJob;

import static io.github.grokvideo.store.JobStatement.ACKNOWLEDGED;
import static io.github.grokvideo.store.JobStatement.BY_KEY;
import static io.github.grokvideo.store.JobStatement.DUE;
import static io.github.grokvideo.store.JobStatement.LATER;
import static io.github.grokvideo.store.JobStatement.MILLIS;
import static io.github.grokvideo.store.JobStatement.OF_HOLDER;
import static io.github.grokvideo.store.JobStatement.WITHOUT_JOB;

/**
 * The statements on the job store's table, on one connection; a method is what {@link JobStore} says of its namesake.
 * <p>
 * Over 400 lines, and one thing all the same: each method is one statement, and what they share is at the end.
 */
final class JobTable {

    /** Where PostgreSQL notifies of what has become due. */
    static final String CHANNEL = "grokvideo_job";

    private static final int QUERY_TIMEOUT_SECONDS = 30;
    private static final int ROWS_AT_A_TIME = 1000;
    private static final String SERIALIZATION_FAILURE = "40001";

    // a lower bound, since H2 has null first in an index, and reads all of that for an upper bound alone
    private static final String EVER = "timestamp with time zone '1970-01-01 00:00:00+00'";
    private static final String FIRST_DUE = "(select due_at from grokvideo_job where provider = ? and gateway = ? and due_at > "
                                            + EVER + " order by provider, gateway, due_at limit 1)";
    private static final String CLAIM = "holder = ?, held_until = null, due_at = null, purge_from = null";
    private static final String OLD = "purge_from > " + EVER + " and purge_from < current_timestamp - " + MILLIS;

    private final Connection connection;
    private final JobStoreDialect dialect;
    private final DueEntries due;
    private final BudgetTable budgets;
    private final SpendingTable spending;

    /**
     * @param due  is added what becomes due; it counts once that is committed
     * @param news the same for what becomes of budgets
     */
    JobTable(Connection connection, JobStoreDialect dialect, DueEntries due, BudgetNews news) {
        this.connection = connection;
        this.dialect = dialect;
        this.due = due;
        BudgetTable.Statements statements = new BudgetTable.Statements() {
            @Override
            public void query(String sql, BudgetTable.Returned returned, Object... values) throws SQLException {
                each(sql, returned, values);
            }

            @Override
            public void query(MultiRowStatement query, List<Object[]> rows, BudgetTable.Returned returned)
                    throws SQLException {
                each(query, rows, returned);
            }

            @Override
            public void stream(String sql, BudgetTable.Returned returned) throws SQLException {
                try (PreparedStatement query = prepare(sql)) {
                    query.setFetchSize(ROWS_AT_A_TIME);
                    try (ResultSet result = query.executeQuery()) {
                        while (result.next()) {
                            returned.row(result);
                        }
                    }
                }
            }

            @Override
            public int update(String sql, Object... values) throws SQLException {
                return JobTable.this.update(sql, values);
            }

            @Override
            public void change(MultiRowStatement statement, List<Object[]> rows) throws SQLException {
                run(statement, rows, row -> {
                });
            }
        };
        this.budgets = new BudgetTable(statements, news);
        this.spending = new SpendingTable(statements);
    }

    /** What the transaction changes in budgets. */
    BudgetTable budgets() {
        return budgets;
    }

    List<SpendingRow> spending(SpendingQuery query) throws SQLException {
        return spending.rows(query);
    }

    /** Prepares a transaction that has just begun. */
    void begin() throws SQLException {
        if (dialect.beginning() != null) {
            // nothing to wait for; where a time limit is a part of the statement, this one has none
            try (PreparedStatement settings = connection.prepareStatement(dialect.beginning())) {
                settings.execute();
            } catch (SQLException e) {
                if (!dialect.errors().isBegun(e)) {
                    throw e;
                }
            }
        }
    }

    // without "on conflict" it fails if another machine inserts the same key at the same time; the next transaction
    // finds it
    StoredJob reserve(Intent intent) throws SQLException {
        StoredJob known = dialect.hasOnConflict() ? null : find(intent.key());
        if (known != null) {
            return known;
        }
        String ending = dialect.hasOnConflict() ? " on conflict do nothing" : "";
        if (update(JobStatement.RESERVE.sql() + ending, JobStatement.reserve(intent, budgets.entries(intent))) != 1) {
            return findExisting(intent.key());
        }
        budgets.reserved(intent);
        return StoredJob.reserved(intent);
    }

    /** The entry that kept another one from being inserted; removed since, the transaction is run again. */
    StoredJob findExisting(JobKey key) throws SQLException {
        StoredJob existing = find(key);
        if (existing == null) {
            throw new SQLException("The entry was removed meanwhile", SERIALIZATION_FAILURE);
        }
        return existing;
    }

    boolean acquire(JobKey key, String holder, Duration lease) throws SQLException {
        return 1 == update(
                "update grokvideo_job set holder = ?, held_until = " + LATER + ", attempts = attempts + 1, purge_from = null"
                           + BY_KEY + " and state = 'INTENDED'"
                           + " and (holder is null or holder = ? or held_until <= current_timestamp)",
                holder, JobColumns.millis(lease), key.provider(), key.gateway(), key.key(), holder);
    }

    /** The values are those of {@link JobStatement#accepted}. */
    void accepted(JobKey key, String id, VideoJob said, String json) throws SQLException {
        update(JobStatement.ACCEPTED.sql(), JobStatement.accepted(key, id, said, json));
        due.add(key.provider(), key.gateway(), Duration.ZERO);
    }

    void outcomeUnknown(JobKey key, String reason) throws SQLException {
        update("update grokvideo_job set state = 'UNKNOWN', reason = ?, holder = null, held_until = null, purge_from = null"
               + BY_KEY + " and state = 'INTENDED'",
                JobColumns.note(reason), key.provider(), key.gateway(), key.key());
    }

    void withdraw(JobKey key, String holder) throws SQLException {
        String entry = BY_KEY + OF_HOLDER;
        budgets.givenBack(entry, key.provider(), key.gateway(), key.key(), holder, holder);
        update("delete from grokvideo_job" + entry, key.provider(), key.gateway(), key.key(), holder, holder);
    }

    /**
     * @param state COMPLETED or FAILED; ACCEPTED if nothing but the id could be kept, so that the gateway is polled
     *              again
     * @param id    of the job
     * @param said  what the gateway said of it, as far as it fits columns
     * @param json  the same as text
     */
    void finished(JobKey key, StoredJob.State state, String id, VideoJob said, String json) throws SQLException {
        Object[] values = JobStatement.finished(key, state, id, said, json);
        if (key.key() == null || update(JobStatement.FINISHED.sql(), values) == 0) {
            finishedOtherwise(key, values, said);
        } else if (state != StoredJob.State.ACCEPTED) {
            budgets.finished(key, said);
        }
        // if its acceptance was not recorded
        due.add(key.provider(), key.gateway(), Duration.ZERO);
    }

    /**
     * The entry with the key is not that of the job: it has another key by now, or its acceptance was not recorded.
     *
     * @param finished the values of {@link JobStatement#FINISHED}
     */
    void finishedOtherwise(JobKey key, Object[] finished, VideoJob said) throws SQLException {
        JobKey there = new JobKey(key.provider(), key.gateway(), null);
        int changed = update(JobStatement.FINISHED_BY_ID.sql(), JobStatement.byId(finished));
        if (changed == 0 && key.key() != null) {
            there = key;
            changed = update(JobStatement.FINISHED_WITHOUT_ID.sql(), JobStatement.withoutId(finished));
        }
        if (changed > 0 && said.isFinal()) {
            budgets.finished(there, said);
        }
    }

    /** @param said of what was refused: its final state, and what it has cost */
    void refused(JobKey key, String holder, String newKey, VideoJob said) throws SQLException {
        if (1 == update(JobStatement.REFUSED.sql(), JobStatement.refused(newKey, said.cost(), key, holder))) {
            budgets.finished(new JobKey(key.provider(), key.gateway(), newKey), said);
        }
    }

    StoredJob find(JobKey key) throws SQLException {
        return first("select " + JobRow.COLUMNS + " from grokvideo_job" + BY_KEY, key.provider(), key.gateway(), key.key());
    }

    StoredJob findJob(String provider, String gateway, String jobId) throws SQLException {
        return first("select " + JobRow.COLUMNS + " from grokvideo_job where provider = ? and gateway = ? and job_id = ?",
                provider, gateway, jobId);
    }

    // what may have been sent still counts as billed
    boolean remove(JobKey key) throws SQLException {
        budgets.abandoned(BY_KEY, 1, JobStoreDialect.LOCK, key.provider(), key.gateway(), key.key());
        return 1 == update("delete from grokvideo_job" + BY_KEY, key.provider(), key.gateway(), key.key());
    }

    boolean rename(JobKey key, String jobId, String newKey) throws SQLException {
        budgets.renamed(key, newKey);
        String rename = "update grokvideo_job set request_key = ?" + BY_KEY;
        return 1 == (jobId == null
                ? update(rename + WITHOUT_JOB, newKey, key.provider(), key.gateway(), key.key())
                : update(rename + " and job_id = ?", newKey, key.provider(), key.gateway(), key.key(), JobColumns.id(jobId)));
    }

    List<StoredJob> claim(String provider, String gateway, String holder, Duration lease, int most) throws SQLException {
        if (releaseClaimsOfExpiredHolders()) {
            due.add(provider, gateway, Duration.ZERO);
        }
        List<StoredJob> claimed = dialect.hasUpdateReturning()
                ? claimReturning(provider, gateway, holder, most) : claimOneByOne(provider, gateway, holder, most);
        if (!claimed.isEmpty()) {
            keepAlive(holder, lease);
            claimed.sort(Comparator.comparing(StoredJob::createdAt));
        }
        return claimed;
    }

    private String due(String columns, int most) {
        return "select " + columns + " from grokvideo_job where provider = ? and gateway = ? and due_at > " + EVER
               + " and due_at <= current_timestamp order by provider, gateway, due_at limit " + most + dialect.lockOfClaimed();
    }

    private List<StoredJob> claimReturning(String provider, String gateway, String holder, int most) throws SQLException {
        return all("update grokvideo_job set " + CLAIM + " where ctid = any (array(" + due("ctid", most) + ")) returning "
                   + JobRow.CLAIMED_COLUMNS,
                holder, provider, gateway);
    }

    private List<StoredJob> claimOneByOne(String provider, String gateway, String holder, int most) throws SQLException {
        List<StoredJob> due = all(due(JobRow.CLAIMED_COLUMNS, most), provider, gateway);
        List<StoredJob> claimed = new ArrayList<>();
        if (due.isEmpty()) {
            return claimed;
        }
        try (PreparedStatement hold = prepare("update grokvideo_job set " + CLAIM + BY_KEY + " and due_at is not null")) {
            for (StoredJob job : due) {
                set(hold, holder, provider, gateway, job.key().key());
                hold.addBatch();
            }
            int[] held = hold.executeBatch();
            for (int i = 0; i < held.length; i++) {
                if (held[i] != 0) {
                    claimed.add(due.get(i));
                }
            }
        }
        return claimed;
    }

    private boolean releaseClaimsOfExpiredHolders() throws SQLException {
        List<String> expired = new ArrayList<>();
        try (PreparedStatement query = prepare(
                "select holder from grokvideo_job_holder where expires_at <= current_timestamp for update skip locked");
             ResultSet result = query.executeQuery()) {
            while (result.next()) {
                expired.add(result.getString(1));
            }
        }
        for (String holder : expired) {
            update("update grokvideo_job set holder = null, due_at = " + DUE + ", purge_from = case when state = 'ACCEPTED'"
                   + " then current_timestamp else purge_from end where holder = ? and acknowledged_at is null"
                   + " and state in ('ACCEPTED', 'COMPLETED', 'FAILED')",
                    holder);
            update("delete from grokvideo_job_holder where holder = ?", holder);
        }
        return !expired.isEmpty();
    }

    Duration untilDue(String provider, String gateway) throws SQLException {
        try (PreparedStatement query = prepare(
                "select current_timestamp, " + FIRST_DUE + ", (select min(expires_at) from grokvideo_job_holder)",
                provider, gateway);
             ResultSet result = query.executeQuery()) {
            result.next();
            Instant now = result.getTimestamp(1, JobRow.utc()).toInstant();
            return Stream.of(Optional.ofNullable(result.getTimestamp(2, JobRow.utc())),
                    Optional.ofNullable(result.getTimestamp(3, JobRow.utc())))
                    .flatMap(Optional::stream).map(time -> Duration.between(now, time.toInstant()))
                    .min(Comparator.naturalOrder()).map(time -> time.isNegative() ? Duration.ZERO : time)
                    .orElse(ChronoUnit.FOREVER.getDuration());
        }
    }

    /** How those who listen are told of a gateway. */
    static String payload(String provider, String gateway) {
        return provider + " " + gateway;
    }

    void notifyListeners(String payload) throws SQLException {
        try (PreparedStatement query = prepare("select pg_notify(?, ?)", CHANNEL, payload)) {
            query.execute();
        }
    }

    /** Unless no entry of the gateway is due within the delay: it was of no interest, or has been claimed already. */
    void notifyIfDue(String provider, String gateway, Duration delay) throws SQLException {
        try (PreparedStatement query = prepare(
                "select pg_notify(?, ?) where " + FIRST_DUE + " <= " + LATER,
                CHANNEL, payload(provider, gateway), provider, gateway, JobColumns.millis(delay))) {
            query.execute();
        }
    }

    private void keepAlive(String holder, Duration lease) throws SQLException {
        if (update("update grokvideo_job_holder set expires_at = " + LATER + " where holder = ?", JobColumns.millis(lease),
                holder)
            == 0) {
            update("insert into grokvideo_job_holder (holder, expires_at) values (?, " + LATER + ")", holder,
                    JobColumns.millis(lease));
        }
    }

    // a holder that has expired, and whose claims were released, does not come back by itself
    void renew(String holder, Duration lease) throws SQLException {
        update("update grokvideo_job_holder set expires_at = " + LATER + " where holder = ?", JobColumns.millis(lease), holder);
    }

    int startDelivery(JobKey key, String holder, Duration lease) throws SQLException {
        int counted = update(JobStatement.START_DELIVERY.sql(), JobStatement.ofHolder(key, holder));
        return counted == 0 ? 0 : find(key).deliveries();
    }

    void acknowledge(JobKey key, String holder) throws SQLException {
        update(JobStatement.ACKNOWLEDGE.sql(), JobStatement.ofHolder(key, holder));
    }

    void acknowledgeAwaited(String provider, String gateway, String jobId) throws SQLException {
        update("update grokvideo_job set " + ACKNOWLEDGED + " where provider = ? and gateway = ? and job_id = ?"
               + " and deliver_result = true and acknowledged_at is null and not " + JobRow.HELD,
                provider, gateway, JobColumns.id(jobId));
    }

    void release(JobKey key, String holder, Duration delay) throws SQLException {
        update(JobStatement.RELEASE.sql(), JobStatement.ofHolder(JobColumns.millis(delay), key, holder));
        due.add(key.provider(), key.gateway(), delay);
    }

    void deadLetter(JobKey key, String holder, String reason) throws SQLException {
        update(JobStatement.DEAD_LETTER.sql(), JobStatement.ofHolder(JobColumns.note(reason), key, holder));
    }

    boolean redeliver(JobKey key) throws SQLException {
        StoredJob known = find(key);
        due.add(key.provider(), key.gateway(), Duration.ZERO);
        return known != null && 1 == update(
                "update grokvideo_job set state = ?, reason = null, deliveries = 0, acknowledged_at = null, holder = null,"
                                            + " due_at = " + DUE + ", purge_from = "
                                            + (known.isFinal() ? "null" : "current_timestamp") + BY_KEY
                                            + " and state = 'DEAD_LETTER'",
                known.jobState().name(), key.provider(), key.gateway(), key.key());
    }

    /** Removes some of what has been finished and acknowledged for longer than the retention. Returns how many. */
    int purgeFinished(Duration retention, int most) throws SQLException {
        // first those that were cancelled, and whose cost was never named
        String finished = OLD + " and state not in ('ACCEPTED', 'INTENDED')";
        int counted = budgets.abandoned(" where " + finished, most, dialect.lockOfPurged(), JobColumns.millis(retention));
        return counted == most ? counted : update(dialect.delete(finished, most), JobColumns.millis(retention));
    }

    /** Removes some of the jobs that no client has waited for within the retention. Returns how many. */
    int purgeAbandoned(Duration retention, int most) throws SQLException {
        // first those of budgets alone, so that what is removed has been counted
        int counted = budgets.abandoned(
                " where " + OLD + " and state in ('ACCEPTED', 'INTENDED') and not " + JobRow.HELD, most,
                dialect.lockOfPurged(), JobColumns.millis(retention));
        return counted == most
                ? counted : update(dialect.delete(OLD + " and state in ('ACCEPTED', 'INTENDED') and not " + JobRow.HELD, most),
                        JobColumns.millis(retention));
    }

    boolean hasMultiRowStatements() {
        return dialect.hasMultiRowStatements();
    }

    /** The same as a method would, after the operation was run with {@link #run}. */
    void noteDue(JobOperation<?> operation) {
        JobKey key = operation.key();
        if (operation instanceof JobOperation.Accepted || operation instanceof JobOperation.Finished) {
            due.add(key.provider(), key.gateway(), Duration.ZERO);
        } else if (operation instanceof JobOperation.Release release) {
            due.add(key.provider(), key.gateway(), release.delay());
        }
    }

    /**
     * Runs a statement for many rows, each with its values.
     *
     * @param  returned is given the rows that the statement returns; none if it is run as a batch
     * @return          of a batch, how many rows each has changed; otherwise {@code null}
     */
    int[] run(MultiRowStatement statement, List<Object[]> rows, BudgetTable.Returned returned) throws SQLException {
        if (hasMultiRowStatements()) {
            runTogether(statement, rows, returned);
            return null;
        }
        try (PreparedStatement batch = prepare(statement.single())) {
            for (Object[] values : rows) {
                set(batch, values);
                batch.addBatch();
            }
            return batch.executeBatch();
        }
    }

    private void runTogether(MultiRowStatement statement, List<Object[]> rows, BudgetTable.Returned returned)
            throws SQLException {
        try (PreparedStatement together = statement.prepare(connection, rows)) {
            together.setQueryTimeout(QUERY_TIMEOUT_SECONDS);
            together.execute();
            try (ResultSet result = together.getResultSet()) {
                while (result != null && result.next()) {
                    returned.row(result);
                }
            }
        }
    }

    // elsewhere in queries of which there are few forms, some of whose places have the same values
    private void each(MultiRowStatement query, List<Object[]> rows, BudgetTable.Returned returned) throws SQLException {
        if (hasMultiRowStatements()) {
            runTogether(query, rows, returned);
            return;
        }
        int most = dialect.mostKeys();
        for (int from = 0; from < rows.size(); from += most) {
            List<Object[]> some = rows.subList(from, Math.min(rows.size(), from + most));
            int places = Integer.highestOneBit(2 * some.size() - 1);
            Object[] values = IntStream.range(0, places)
                    .mapToObj(place -> some.get(Math.min(place, some.size() - 1))).flatMap(Arrays::stream).toArray();
            each(query.anyOf(places), returned, values);
        }
    }

    private List<StoredJob> all(String sql, Object... values) throws SQLException {
        List<StoredJob> all = new ArrayList<>();
        try (PreparedStatement query = prepare(sql, values); ResultSet result = query.executeQuery()) {
            while (result.next()) {
                all.add(JobRow.readIfPossible(result));
            }
        }
        return all;
    }

    private void each(String sql, BudgetTable.Returned returned, Object... values) throws SQLException {
        try (PreparedStatement query = prepare(sql, values); ResultSet result = query.executeQuery()) {
            while (result.next()) {
                returned.row(result);
            }
        }
    }

    private StoredJob first(String sql, Object... values) throws SQLException {
        try (PreparedStatement query = prepare(sql, values); ResultSet result = query.executeQuery()) {
            return result.next() ? JobRow.read(result) : null;
        }
    }

    private int update(String sql, Object... values) throws SQLException {
        try (PreparedStatement update = prepare(sql, values)) {
            return update.executeUpdate();
        }
    }

    private PreparedStatement prepare(String sql, Object... values) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(dialect.statement(sql));
        statement.setQueryTimeout(QUERY_TIMEOUT_SECONDS);
        set(statement, values);
        return statement;
    }

    private static void set(PreparedStatement statement, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            if (values[i] == null) {
                statement.setNull(i + 1, Types.VARCHAR);
            } else {
                statement.setObject(i + 1, values[i]);
            }
        }
    }

}
