package io.github.grokvideo.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
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

    private static final String HELD = JobRow.HELD;
    private static final String BY_KEY = " where provider = ? and gateway = ? and request_key = ?";
    private static final String MILLIS = "cast(? as bigint) * interval '0.001' second";
    private static final String LATER = "current_timestamp + " + MILLIS;
    private static final String LONG_AGO = "current_timestamp - " + MILLIS;

    private final Connection connection;

    JobTable(Connection connection) {
        this.connection = connection;
    }

    // fails if somebody else inserts the same key at the same time; the next transaction finds it
    StoredJob reserve(Intent intent) throws SQLException {
        JobKey key = intent.key();
        StoredJob known = find(key);
        if (known != null) {
            return known;
        }
        update("insert into grokvideo_job (provider, gateway, request_key, fingerprint, model, prompt, hand_on, state,"
               + " attempts, deliveries, holder, held_until, created_at)"
               + " values (?, ?, ?, ?, ?, ?, ?, 'INTENDED', ?, 0, ?, " + LATER + ", current_timestamp)",
                key.provider(), key.gateway(), key.key(), intent.fingerprint(), JobColumns.model(intent.model()),
                JobColumns.text(intent.prompt()), intent.deliverResult(), intent.sending() ? 1 : 0, intent.holder(),
                millis(intent.lease()));
        StoredJob found = find(key);
        if (found == null) {
            throw new SQLException("The entry was removed while it was written");
        }
        return found;
    }

    boolean acquire(JobKey key, String holder, Duration lease) throws SQLException {
        return 1 == update(
                "update grokvideo_job set holder = ?, held_until = " + LATER + ", attempts = attempts + 1" + BY_KEY
                           + " and state = 'INTENDED' and (holder = ? or not " + HELD + ")",
                holder, millis(lease), key.provider(), key.gateway(), key.key(), holder);
    }

    /**
     * @param id   of the job
     * @param said what the gateway said of it, as far as it fits columns
     * @param json the same as text
     */
    void accepted(JobKey key, String id, VideoJob said, String json) throws SQLException {
        update("update grokvideo_job set state = 'ACCEPTED', job_id = ?, job = ?, cost = cast(? as decimal(20, 10)),"
               + " cost_currency = ?, note = null, holder = null, accepted_at = current_timestamp" + BY_KEY
               + " and job_id is null",
                JobColumns.id(id), json, JobColumns.amount(said.cost()), JobColumns.currency(said.cost()), key.provider(),
                key.gateway(), key.key());
    }

    void outcomeUnknown(JobKey key, String note) throws SQLException {
        update("update grokvideo_job set state = 'UNKNOWN', note = ?, holder = null" + BY_KEY + " and state = 'INTENDED'",
                JobColumns.note(note), key.provider(), key.gateway(), key.key());
    }

    void withdraw(JobKey key, String holder) throws SQLException {
        update("delete from grokvideo_job" + BY_KEY
               + " and job_id is null and (cast(? as varchar(100)) is null or holder = ?)",
                key.provider(), key.gateway(), key.key(), holder, holder);
    }

    /**
     * @param state COMPLETED or FAILED; ACCEPTED if nothing but the id could be kept, so that the gateway is asked
     *              again
     * @param id    of the job
     * @param said  what the gateway said of it, as far as it fits columns
     * @param json  the same as text
     */
    void finished(JobKey key, StoredJob.State state, String id, VideoJob said, String json) throws SQLException {
        String column = JobColumns.id(id);
        update("update grokvideo_job set state = case when state = 'DEAD_LETTER' then state else ? end, job_id = ?, job = ?,"
               + " cost = cast(? as decimal(20, 10)), cost_currency = ?,"
               + " note = case when state = 'DEAD_LETTER' then note else null end,"
               + " accepted_at = coalesce(accepted_at, current_timestamp),"
               + " ended_at = coalesce(ended_at, current_timestamp),"
               + " holder = case when job_id is null then null else holder end"
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
        List<StoredJob> claimed = new ArrayList<>();
        try (PreparedStatement query = prepare(
                "select " + JobRow.COLUMNS + " from grokvideo_job where hand_on = true and handed_on_at is null"
                                               + " and provider = ? and gateway = ?"
                                               + " and state in ('ACCEPTED', 'COMPLETED', 'FAILED') and not " + HELD
                                               + " and (not_before is null or not_before <= current_timestamp)"
                                               + " order by created_at limit " + most + " for update skip locked",
                provider, gateway);
             ResultSet result = query.executeQuery()) {
            while (result.next()) {
                claimed.add(JobRow.readIfPossible(result));
            }
        }
        if (claimed.isEmpty()) {
            return claimed;
        }
        try (PreparedStatement hold = prepare("update grokvideo_job set holder = ?, held_until = " + LATER + BY_KEY)) {
            for (StoredJob job : claimed) {
                set(hold, holder, millis(lease), provider, gateway, job.key().key());
                hold.addBatch();
            }
            hold.executeBatch();
        }
        claimed.sort(Comparator.comparing(StoredJob::createdAt));
        return claimed;
    }

    void renew(String holder, Duration lease) throws SQLException {
        update("update grokvideo_job set held_until = " + LATER
               + " where hand_on = true and handed_on_at is null and holder = ? and held_until > current_timestamp",
                millis(lease), holder);
    }

    int startDelivery(JobKey key, String holder, Duration lease) throws SQLException {
        int counted = update(
                "update grokvideo_job set deliveries = deliveries + 1, held_until = " + LATER + BY_KEY
                             + " and holder = ? and held_until > current_timestamp and handed_on_at is null",
                millis(lease), key.provider(), key.gateway(), key.key(), holder);
        return counted == 0 ? 0 : find(key).deliveries();
    }

    void acknowledge(JobKey key, String holder) throws SQLException {
        update("update grokvideo_job set handed_on_at = current_timestamp, holder = null" + BY_KEY + " and holder = ?",
                key.provider(), key.gateway(), key.key(), holder);
    }

    void acknowledgeAwaited(String provider, String gateway, String jobId) throws SQLException {
        update("update grokvideo_job set handed_on_at = current_timestamp where provider = ? and gateway = ? and job_id = ?"
               + " and hand_on = true and handed_on_at is null and not " + HELD,
                provider, gateway, JobColumns.id(jobId));
    }

    void release(JobKey key, String holder, Duration delay) throws SQLException {
        update("update grokvideo_job set holder = null, not_before = " + LATER + BY_KEY + " and holder = ?",
                millis(delay), key.provider(), key.gateway(), key.key(), holder);
    }

    void deadLetter(JobKey key, String holder, String reason) throws SQLException {
        update("update grokvideo_job set state = 'DEAD_LETTER', note = ?, handed_on_at = current_timestamp, holder = null"
               + BY_KEY + " and holder = ? and handed_on_at is null",
                JobColumns.note(reason), key.provider(), key.gateway(), key.key(), holder);
    }

    boolean redeliver(JobKey key) throws SQLException {
        StoredJob known = find(key);
        return known != null && 1 == update(
                "update grokvideo_job set state = ?, note = null, deliveries = 0, handed_on_at = null, not_before = null,"
                                            + " holder = null" + BY_KEY + " and state = 'DEAD_LETTER'",
                known.jobState().name(), key.provider(), key.gateway(), key.key());
    }

    /** Removes what has been finished and acknowledged for longer than the retention. Returns how many. */
    int purgeFinished(Duration retention) throws SQLException {
        return update(
                "delete from grokvideo_job where (hand_on = false and ended_at < " + LONG_AGO + ") or handed_on_at < "
                      + LONG_AGO,
                millis(retention), millis(retention));
    }

    /** Removes jobs that nobody has waited for within the retention. Returns how many. */
    // held_until and not_before stay after a release: somebody has worked on it since
    int purgeAbandoned(Duration retention) throws SQLException {
        return update(
                "delete from grokvideo_job where (state = 'ACCEPTED' or state = 'INTENDED' and attempts = 0) and not " + HELD
                      + " and coalesce(accepted_at, created_at) < " + LONG_AGO
                      + " and (held_until is null or held_until < " + LONG_AGO + ")"
                      + " and (not_before is null or not_before < " + LONG_AGO + ")",
                millis(retention), millis(retention), millis(retention));
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
