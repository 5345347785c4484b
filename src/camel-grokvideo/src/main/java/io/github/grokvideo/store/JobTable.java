package io.github.grokvideo.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import io.github.grokvideo.model.VideoJob;

/**
 * The statements on the job store's table, on one connection; a method is what {@link JobStore} says of its namesake.
 */
final class JobTable {

    /** A hundred years: beyond it databases cannot calculate, and nobody sees the difference. */
    private static final Duration MAX_TIME = Duration.ofDays(36_500);
    private static final int QUERY_TIMEOUT_SECONDS = 30;

    private static final String BY_KEY = " where provider = ? and gateway = ? and request_key = ?";
    // not by the column itself: for that, planners take the index on it, and read all that the holder has claimed
    private static final String HELD_BY = " and coalesce(holder, '') = ?";
    // by the state, which has no index: for "job_id is null" H2 reads all rows without a job through the index on job_id
    private static final String WITHOUT_JOB = " and state in ('INTENDED', 'UNKNOWN')";
    // the oldest first
    private static final String DUE = "case when deliver_result then created_at end";
    private static final String ACKNOWLEDGED
            = "acknowledged_at = current_timestamp, purge_from = current_timestamp, due_at = null, holder = null";
    // a lower bound, since H2 has null first in an index, and reads all of that for an upper bound alone
    private static final String EVER = "timestamp with time zone '1970-01-01 00:00:00+00'";
    private static final String MILLIS = "cast(? as bigint) * interval '0.001' second";
    private static final String LATER = "current_timestamp + " + MILLIS;
    private static final String LONG_AGO = "current_timestamp - " + MILLIS;

    private final Connection connection;
    private final JobStoreDialect dialect;

    JobTable(Connection connection, JobStoreDialect dialect) {
        this.connection = connection;
        this.dialect = dialect;
    }

    // fails if another machine inserts the same key at the same time; the next transaction finds it
    StoredJob reserve(Intent intent) throws SQLException {
        JobKey key = intent.key();
        StoredJob known = find(key);
        if (known != null) {
            return known;
        }
        int attempts = intent.sending() ? 1 : 0;
        update("insert into grokvideo_job (provider, gateway, request_key, fingerprint, model, prompt, deliver_result, state,"
               + " attempts, deliveries, holder, held_until, purge_from, created_at)"
               + " values (?, ?, ?, ?, ?, ?, ?, 'INTENDED', ?, 0, ?, " + LATER + ", "
               + (attempts == 0 ? "current_timestamp" : "null") + ", current_timestamp)",
                key.provider(), key.gateway(), key.key(), intent.fingerprint(), JobColumns.model(intent.model()),
                JobColumns.text(intent.prompt()), intent.deliverResult(), attempts, intent.holder(),
                millis(intent.lease()));
        return new StoredJob(
                key, intent.fingerprint(), intent.model(), intent.prompt(), intent.deliverResult(),
                StoredJob.State.INTENDED, null, null, attempts, 0, intent.holder(), true, Instant.now(), null);
    }

    boolean acquire(JobKey key, String holder, Duration lease) throws SQLException {
        return 1 == update(
                "update grokvideo_job set holder = ?, held_until = " + LATER + ", attempts = attempts + 1, purge_from = null"
                           + BY_KEY + " and state = 'INTENDED'"
                           + " and (holder is null or holder = ? or held_until <= current_timestamp)",
                holder, millis(lease), key.provider(), key.gateway(), key.key(), holder);
    }

    /**
     * @param id   of the job
     * @param said what the gateway said of it, as far as it fits columns
     * @param json the same as text
     */
    void accepted(JobKey key, String id, VideoJob said, String json) throws SQLException {
        update("update grokvideo_job set state = 'ACCEPTED', job_id = ?, job = ?, cost = cast(? as decimal(20, 10)),"
               + " cost_currency = ?, reason = null, holder = null, held_until = null, accepted_at = current_timestamp,"
               + " due_at = " + DUE + ", purge_from = current_timestamp" + BY_KEY + WITHOUT_JOB,
                JobColumns.id(id), json, JobColumns.amount(said.cost()), JobColumns.currency(said.cost()), key.provider(),
                key.gateway(), key.key());
    }

    void outcomeUnknown(JobKey key, String reason) throws SQLException {
        update("update grokvideo_job set state = 'UNKNOWN', reason = ?, holder = null, held_until = null, purge_from = null"
               + BY_KEY + " and state = 'INTENDED'",
                JobColumns.note(reason), key.provider(), key.gateway(), key.key());
    }

    void withdraw(JobKey key, String holder) throws SQLException {
        update("delete from grokvideo_job" + BY_KEY + WITHOUT_JOB + " and (cast(? as varchar(100)) is null or holder = ?)",
                key.provider(), key.gateway(), key.key(), holder, holder);
    }

    /**
     * @param state COMPLETED or FAILED; ACCEPTED if nothing but the id could be kept, so that the gateway is polled
     *              again
     * @param id    of the job
     * @param said  what the gateway said of it, as far as it fits columns
     * @param json  the same as text
     */
    void finished(JobKey key, StoredJob.State state, String id, VideoJob said, String json) throws SQLException {
        String column = JobColumns.id(id);
        update("update grokvideo_job set state = case when state = 'DEAD_LETTER' then state else ? end, job_id = ?, job = ?,"
               + " cost = cast(? as decimal(20, 10)), cost_currency = ?,"
               + " reason = case when state = 'DEAD_LETTER' then reason else null end,"
               + " accepted_at = coalesce(accepted_at, current_timestamp),"
               + " finished_at = coalesce(finished_at, current_timestamp),"
               + " holder = case when state in ('INTENDED', 'UNKNOWN') then null else holder end, held_until = null,"
               + " due_at = case when state in ('INTENDED', 'UNKNOWN') then " + DUE + " else due_at end,"
               + " purge_from = case when acknowledged_at is not null then purge_from when deliver_result then null"
               + " else current_timestamp end"
               + " where provider = ? and gateway = ? and " + (key.key() == null ? "job_id = ?" : "request_key = ?"),
                state.name(), column, json, JobColumns.amount(said.cost()), JobColumns.currency(said.cost()), key.provider(),
                key.gateway(), key.key() == null ? column : key.key());
    }

    StoredJob find(JobKey key) throws SQLException {
        return first("select " + JobRow.COLUMNS + " from grokvideo_job" + BY_KEY, key.provider(), key.gateway(), key.key());
    }

    StoredJob findJob(String provider, String gateway, String jobId) throws SQLException {
        return first("select " + JobRow.COLUMNS + " from grokvideo_job where provider = ? and gateway = ? and job_id = ?",
                provider, gateway, jobId);
    }

    boolean remove(JobKey key) throws SQLException {
        return 1 == update("delete from grokvideo_job" + BY_KEY, key.provider(), key.gateway(), key.key());
    }

    List<StoredJob> claim(String provider, String gateway, String holder, Duration lease, int most) throws SQLException {
        releaseClaimsOfExpiredHolders();
        List<StoredJob> due = new ArrayList<>();
        try (PreparedStatement query = prepare(
                "select " + JobRow.COLUMNS + " from grokvideo_job where provider = ? and gateway = ? and due_at > " + EVER
                                               + " and due_at <= current_timestamp order by provider, gateway, due_at limit "
                                               + most + dialect.lockOfClaimed(),
                provider, gateway);
             ResultSet result = query.executeQuery()) {
            while (result.next()) {
                due.add(JobRow.readIfPossible(result));
            }
        }
        if (due.isEmpty()) {
            return due;
        }
        keepAlive(holder, lease);
        List<StoredJob> claimed = new ArrayList<>();
        try (PreparedStatement hold = prepare(
                "update grokvideo_job set holder = ?, held_until = null, due_at = null, purge_from = null" + BY_KEY
                                              + " and due_at is not null")) {
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
        claimed.sort(Comparator.comparing(StoredJob::createdAt));
        return claimed;
    }

    private void releaseClaimsOfExpiredHolders() throws SQLException {
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
    }

    private void keepAlive(String holder, Duration lease) throws SQLException {
        if (update("update grokvideo_job_holder set expires_at = " + LATER + " where holder = ?", millis(lease), holder) == 0) {
            update("insert into grokvideo_job_holder (holder, expires_at) values (?, " + LATER + ")", holder, millis(lease));
        }
    }

    // a holder that has expired, and whose claims were released, does not come back by itself
    void renew(String holder, Duration lease) throws SQLException {
        update("update grokvideo_job_holder set expires_at = " + LATER + " where holder = ?", millis(lease), holder);
    }

    int startDelivery(JobKey key, String holder, Duration lease) throws SQLException {
        int counted = update(
                "update grokvideo_job set deliveries = deliveries + 1" + BY_KEY + HELD_BY + " and acknowledged_at is null and "
                             + JobRow.CLAIMED,
                key.provider(), key.gateway(), key.key(), holder);
        return counted == 0 ? 0 : find(key).deliveries();
    }

    void acknowledge(JobKey key, String holder) throws SQLException {
        update("update grokvideo_job set " + ACKNOWLEDGED + BY_KEY + HELD_BY,
                key.provider(), key.gateway(), key.key(), holder);
    }

    void acknowledgeAwaited(String provider, String gateway, String jobId) throws SQLException {
        update("update grokvideo_job set " + ACKNOWLEDGED + " where provider = ? and gateway = ? and job_id = ?"
               + " and deliver_result = true and acknowledged_at is null and not " + JobRow.HELD,
                provider, gateway, JobColumns.id(jobId));
    }

    void release(JobKey key, String holder, Duration delay) throws SQLException {
        update("update grokvideo_job set holder = null, held_until = null,"
               + " due_at = case when deliver_result and acknowledged_at is null"
               + " and state in ('ACCEPTED', 'COMPLETED', 'FAILED') then " + LATER + " end,"
               + " purge_from = case when state = 'ACCEPTED' then current_timestamp else purge_from end" + BY_KEY + HELD_BY,
                millis(delay), key.provider(), key.gateway(), key.key(), holder);
    }

    void deadLetter(JobKey key, String holder, String reason) throws SQLException {
        update("update grokvideo_job set state = 'DEAD_LETTER', reason = ?, " + ACKNOWLEDGED + BY_KEY
               + HELD_BY + " and acknowledged_at is null",
                JobColumns.note(reason), key.provider(), key.gateway(), key.key(), holder);
    }

    boolean redeliver(JobKey key) throws SQLException {
        StoredJob known = find(key);
        return known != null && 1 == update(
                "update grokvideo_job set state = ?, reason = null, deliveries = 0, acknowledged_at = null, holder = null,"
                                            + " due_at = " + DUE + ", purge_from = "
                                            + (known.isFinal() ? "null" : "current_timestamp") + BY_KEY
                                            + " and state = 'DEAD_LETTER'",
                known.jobState().name(), key.provider(), key.gateway(), key.key());
    }

    /** Removes what has been finished and acknowledged for longer than the retention. Returns how many. */
    int purgeFinished(Duration retention) throws SQLException {
        return update("delete from grokvideo_job where purge_from > " + EVER + " and purge_from < " + LONG_AGO
                      + " and state not in ('ACCEPTED', 'INTENDED')",
                millis(retention));
    }

    /** Removes jobs that no client has waited for within the retention. Returns how many. */
    int purgeAbandoned(Duration retention) throws SQLException {
        return update("delete from grokvideo_job where purge_from > " + EVER + " and purge_from < " + LONG_AGO
                      + " and state in ('ACCEPTED', 'INTENDED')"
                      + " and not " + JobRow.HELD,
                millis(retention));
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
        PreparedStatement statement = connection.prepareStatement(sql);
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

    private static long millis(Duration duration) {
        return (duration.compareTo(MAX_TIME) < 0 ? duration : MAX_TIME).toMillis();
    }
}
