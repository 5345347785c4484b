package io.github.grokvideo.store;

import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import javax.sql.DataSource;

import io.github.grokvideo.internal.text.UntrustedText;
import io.github.grokvideo.model.JobStatus;
import io.github.grokvideo.model.JobStoreException;
import io.github.grokvideo.model.VideoJob;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers submissions in a database: H2 in a file for one machine, PostgreSQL for many. Every method is one
 * transaction that commits, whatever {@code autoCommit} and isolation level the connection comes with, and leaves the
 * connection as it came; leases run by the database's clock.
 * <p>
 * What the gateway says of a job and a column cannot hold (a cost of more than ten digits, say) is left out of that
 * column; the JSON of the job holds it. If the database refuses that too, the id is kept alone.
 * <p>
 * H2 is told to write each transaction when it is committed ({@code WRITE_DELAY 0}), and is given one transaction at a
 * time: where a process is killed while H2 writes and another transaction commits, H2 2.x can find an entry later that
 * is neither committed nor rolled back, and that nobody can change (source:
 * <a href="https://github.com/h2database/h2database/issues/2080">H2's issue 2080</a>). It writes to its file one
 * transaction at a time anyway. What an application writes to the same database itself is not guarded against this;
 * give the store a database of its own.
 * <p>
 * The tables are created when they are missing, from {@code io/github/grokvideo/store/job-store-1.sql}, which also
 * documents them. A database whose tables are newer than this class is refused.
 */
public final class JdbcJobStore implements JobStore {

    /** The version of the tables that this class reads and writes. */
    public static final int SCHEMA_VERSION = JobStoreSchema.VERSION;

    private static final Logger LOG = LoggerFactory.getLogger(JdbcJobStore.class);
    private static final Duration DEFAULT_RETENTION = Duration.ofDays(30);
    /** A hundred years: beyond it databases cannot calculate, and nobody sees the difference. */
    private static final Duration MAX_TIME = Duration.ofDays(36_500);
    private static final int QUERY_TIMEOUT_SECONDS = 30;
    private static final int LONGEST_LOGGED_ID = 256;

    private static final String BY_KEY = " where provider = ? and gateway = ? and request_key = ?";
    private static final String MILLIS = "cast(? as bigint) * interval '0.001' second";
    private static final String LATER = "current_timestamp + " + MILLIS;
    private static final String LONG_AGO = "current_timestamp - " + MILLIS;
    private final JdbcTransactions transactions;
    private final Duration retention;
    private final JobStoreSchema schema;
    private boolean createTables = true;
    private volatile boolean checked;

    /**
     * Keeps what is over for 30 days.
     *
     * @param dataSource gives connections; a pool, if more than a few jobs a second are submitted
     */
    public JdbcJobStore(DataSource dataSource) {
        this(dataSource, DEFAULT_RETENTION);
    }

    /**
     * @param  dataSource               gives connections; a pool, if more than a few jobs a second are submitted
     * @param  retention                how long what is over is kept, so that its key is still known, and how long a
     *                                  job that nobody waits for; greater than zero
     * @throws IllegalArgumentException if the retention is {@code null}, zero or negative
     */
    public JdbcJobStore(DataSource dataSource, Duration retention) {
        if (retention == null || retention.isZero() || retention.isNegative()) {
            throw new IllegalArgumentException("retention: " + retention + " was given, accepted is a time greater than 0");
        }
        this.transactions = new JdbcTransactions(dataSource);
        this.schema = new JobStoreSchema(transactions);
        this.retention = retention;
    }

    /** Whether missing tables are created; otherwise they are an error. */
    public void setCreateTables(boolean createTables) {
        this.createTables = createTables;
    }

    @Override
    public boolean isPersistent() {
        return true;
    }

    /**
     * Checks the tables, and creates them if they are missing. Every other method does so first.
     *
     * @throws JobStoreException if the database cannot be reached, or has tables of another version
     */
    public synchronized void check() {
        if (checked) {
            return;
        }
        boolean h2 = transactions.run("check its tables", JdbcJobStore::isH2);
        if (h2) {
            transactions.setSerialized();
        }
        schema.check(createTables);
        if (h2) {
            writeAtOnce();
        }
        checked = true;
    }

    private static boolean isH2(Connection connection) throws SQLException {
        return "H2".equals(connection.getMetaData().getDatabaseProductName());
    }

    // by default H2 writes half a second after a commit, and a process that is killed before that loses it
    private void writeAtOnce() {
        try {
            transactions.run("have its database write at once", connection -> {
                try (Statement statement = connection.createStatement()) {
                    return statement.execute("set write_delay 0");
                }
            });
        } catch (JobStoreException e) {
            LOG.warn(
                    "{}. What was recorded last may be lost when the process is killed; add WRITE_DELAY=0 to the database's URL",
                    e.getMessage());
        }
    }

    @Override
    public StoredJob begin(Intent intent) {
        JobKey key = intent.key();
        return call("note an intent", connection -> {
            StoredJob known = find(connection, key);
            if (known != null) {
                return known;
            }
            try (PreparedStatement insert = prepare(
                    connection,
                    "insert into grokvideo_job (provider, gateway, request_key, fingerprint, model, prompt, hand_on, state,"
                                + " attempts, deliveries, holder, held_until, created_at)"
                                + " values (?, ?, ?, ?, ?, ?, ?, 'INTENDED', ?, 0, ?, " + LATER + ", current_timestamp)",
                    key.provider(), key.gateway(), key.key(), intent.fingerprint(), JobColumns.model(intent.model()),
                    JobColumns.text(intent.prompt()),
                    intent.handOn(), intent.sending() ? 1 : 0, intent.holder(), millis(intent.lease()))) {
                // fails if somebody else notes the same key at the same time; the next transaction finds it
                insert.executeUpdate();
            }
            StoredJob found = find(connection, key);
            if (found == null) {
                throw new SQLException("The entry was removed while it was written");
            }
            return found;
        });
    }

    @Override
    public boolean hold(JobKey key, String holder, Duration lease) {
        return 1 == update(
                "hold an intent",
                "update grokvideo_job set holder = ?, held_until = " + LATER + ", attempts = attempts + 1" + BY_KEY
                                  + " and state = 'INTENDED' and (holder = ? or not " + JobRow.HELD + ")",
                holder, millis(lease), key.provider(), key.gateway(), key.key(), holder);
    }

    @Override
    public void accepted(JobKey key, VideoJob job) {
        write("note a job's id", job, (said, json) -> update(
                "note a job's id",
                "update grokvideo_job set state = 'ACCEPTED', job_id = ?, job = ?, cost = cast(? as decimal(20, 10)), cost_currency = ?, note = null,"
                                   + " holder = null, accepted_at = current_timestamp" + BY_KEY + " and job_id is null",
                JobColumns.id(job.id()), json, JobColumns.amount(said.cost()), JobColumns.currency(said.cost()), key.provider(),
                key.gateway(), key.key()));
    }

    /** Writes a job to its row. */
    private interface Writing {
        void write(VideoJob said, String json);
    }

    // the id must be kept, whatever else the gateway has said
    private static void write(String what, VideoJob job, Writing writing) {
        String trouble;
        try {
            writing.write(job, StoredJobJson.write(job));
            return;
        } catch (UncheckedIOException | StackOverflowError e) {
            trouble = String.valueOf(e.getMessage());
        } catch (JobStoreException e) {
            if (!isOfData(e)) {
                throw e;
            }
            trouble = e.getMessage();
        }
        VideoJob named = VideoJob.named(job.id());
        writing.write(named, StoredJobJson.write(named));
        LOG.warn("The job store keeps the id of job {} and nothing else of what the gateway said, since it could not {}: {}",
                UntrustedText.printable(job.id(), LONGEST_LOGGED_ID), what, trouble);
    }

    // SQLState classes: data, integrity (a column that must not be empty), limits of the database
    private static boolean isOfData(JobStoreException failure) {
        return failure.getCause() instanceof SQLException sql && sql.getSQLState() != null
                && (sql.getSQLState().startsWith("22") || sql.getSQLState().startsWith("23")
                        || sql.getSQLState().startsWith("54"));
    }

    @Override
    public void unknown(JobKey key, String note) {
        update(
                "note an unknown outcome",
                "update grokvideo_job set state = 'UNKNOWN', note = ?, holder = null" + BY_KEY + " and state = 'INTENDED'",
                JobColumns.note(note), key.provider(), key.gateway(), key.key());
    }

    @Override
    public void withdraw(JobKey key, String holder) {
        update(
                "withdraw an intent",
                "delete from grokvideo_job" + BY_KEY
                                      + " and job_id is null and (cast(? as varchar(100)) is null or holder = ?)",
                key.provider(), key.gateway(), key.key(), holder, holder);
    }

    @Override
    public void ended(JobKey key, VideoJob job) {
        String id = JobColumns.id(job.id());
        String state = job.status() == JobStatus.COMPLETED ? "COMPLETED" : "FAILED";
        write("note a job's end", job, (said, json) -> update(
                "note a job's end",
                "update grokvideo_job set state = case when state = 'DEAD_LETTER' then state else ? end, job_id = ?, job = ?, cost = cast(? as decimal(20, 10)), cost_currency = ?,"
                                    + " note = case when state = 'DEAD_LETTER' then note else null end,"
                                    + " accepted_at = coalesce(accepted_at, current_timestamp),"
                                    + " ended_at = coalesce(ended_at, current_timestamp),"
                                    + " holder = case when job_id is null then null else holder end"
                                    + " where provider = ? and gateway = ? and "
                                    + (key.key() == null ? "job_id = ?" : "request_key = ?"),
                // with the id alone, the gateway is to be asked again
                said == job ? state : "ACCEPTED", id, json, JobColumns.amount(said.cost()), JobColumns.currency(said.cost()),
                key.provider(), key.gateway(),
                key.key() == null ? id : key.key()));
    }

    @Override
    public StoredJob find(JobKey key) {
        return call("find an entry", connection -> find(connection, key));
    }

    private static StoredJob find(Connection connection, JobKey key) throws SQLException {
        try (PreparedStatement query = prepare(
                connection, "select " + JobRow.COLUMNS + " from grokvideo_job" + BY_KEY, key.provider(), key.gateway(),
                key.key());
             ResultSet result = query.executeQuery()) {
            return result.next() ? JobRow.read(result) : null;
        }
    }

    @Override
    public StoredJob findJob(String provider, String gateway, String jobId) {
        return call("find a job", connection -> {
            try (PreparedStatement query = prepare(
                    connection,
                    "select " + JobRow.COLUMNS + " from grokvideo_job where provider = ? and gateway = ? and job_id = ?",
                    provider,
                    gateway, jobId);
                 ResultSet result = query.executeQuery()) {
                return result.next() ? JobRow.read(result) : null;
            }
        });
    }

    @Override
    public boolean remove(JobKey key) {
        return 1 == update("remove an entry", "delete from grokvideo_job" + BY_KEY, key.provider(), key.gateway(), key.key());
    }

    @Override
    public List<StoredJob> claim(String provider, String gateway, String holder, Duration lease, int most) {
        return call("claim jobs", connection -> {
            List<StoredJob> claimed = new ArrayList<>();
            try (PreparedStatement query = prepare(
                    connection,
                    "select " + JobRow.COLUMNS + " from grokvideo_job where hand_on = true and handed_on_at is null"
                                + " and provider = ? and gateway = ? and state in ('ACCEPTED', 'COMPLETED', 'FAILED')"
                                + " and not " + JobRow.HELD + " and (not_before is null or not_before <= current_timestamp)"
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
            try (PreparedStatement hold = prepare(
                    connection, "update grokvideo_job set holder = ?, held_until = " + LATER + BY_KEY)) {
                for (StoredJob job : claimed) {
                    set(hold, holder, millis(lease), provider, gateway, job.key().key());
                    hold.addBatch();
                }
                hold.executeBatch();
            }
            claimed.sort(Comparator.comparing(StoredJob::createdAt));
            return claimed;
        });
    }

    @Override
    public void renew(String holder, Duration lease) {
        update("renew a lease",
                "update grokvideo_job set held_until = " + LATER
                                + " where hand_on = true and handed_on_at is null and holder = ?"
                                + " and held_until > current_timestamp",
                millis(lease), holder);
    }

    @Override
    public int delivering(JobKey key, String holder, Duration lease) {
        return call("count a delivery", connection -> {
            try (PreparedStatement update = prepare(
                    connection,
                    "update grokvideo_job set deliveries = deliveries + 1, held_until = " + LATER + BY_KEY
                                + " and holder = ? and held_until > current_timestamp and handed_on_at is null",
                    millis(lease), key.provider(), key.gateway(), key.key(), holder)) {
                return update.executeUpdate() == 0 ? 0 : find(connection, key).deliveries();
            }
        });
    }

    @Override
    public void delivered(JobKey key, String holder) {
        update("acknowledge a result",
                "update grokvideo_job set handed_on_at = current_timestamp, holder = null" + BY_KEY + " and holder = ?",
                key.provider(), key.gateway(), key.key(), holder);
    }

    @Override
    public void awaited(String provider, String gateway, String jobId) {
        update("acknowledge an awaited result",
                "update grokvideo_job set handed_on_at = current_timestamp where provider = ? and gateway = ? and job_id = ?"
                                                + " and hand_on = true and handed_on_at is null and not " + JobRow.HELD,
                provider, gateway, JobColumns.id(jobId));
    }

    @Override
    public void release(JobKey key, String holder, Duration delay) {
        update("give a claim back",
                "update grokvideo_job set holder = null, not_before = " + LATER + BY_KEY + " and holder = ?",
                millis(delay), key.provider(), key.gateway(), key.key(), holder);
    }

    @Override
    public void deadLetter(JobKey key, String holder, String reason) {
        update("dead-letter a result",
                "update grokvideo_job set state = 'DEAD_LETTER', note = ?, handed_on_at = current_timestamp, holder = null"
                                       + BY_KEY + " and holder = ? and handed_on_at is null",
                JobColumns.note(reason), key.provider(), key.gateway(), key.key(), holder);
    }

    @Override
    public boolean redeliver(JobKey key) {
        return call("have a result delivered again", connection -> {
            StoredJob known = find(connection, key);
            if (known == null) {
                return false;
            }
            try (PreparedStatement update = prepare(
                    connection,
                    "update grokvideo_job set state = ?, note = null, deliveries = 0, handed_on_at = null, not_before = null,"
                                + " holder = null" + BY_KEY + " and state = 'DEAD_LETTER'",
                    known.jobState().name(), key.provider(), key.gateway(), key.key())) {
                return update.executeUpdate() == 1;
            }
        });
    }

    @Override
    public void purge() {
        int over = update(
                "forget old entries",
                "delete from grokvideo_job where (hand_on = false and ended_at < " + LONG_AGO + ") or handed_on_at < "
                                      + LONG_AGO,
                millis(retention), millis(retention));
        if (over > 0) {
            LOG.debug("Forgot {} jobs that were over more than {} ago", over, retention);
        }
        // held_until and not_before stay after a release: somebody has worked on it since
        int left = update(
                "forget what nobody waits for",
                "delete from grokvideo_job where (state = 'ACCEPTED' or state = 'INTENDED' and attempts = 0) and not "
                                                + JobRow.HELD
                                                + " and coalesce(accepted_at, created_at) < " + LONG_AGO
                                                + " and (held_until is null or held_until < " + LONG_AGO + ")"
                                                + " and (not_before is null or not_before < " + LONG_AGO + ")",
                millis(retention), millis(retention), millis(retention));
        if (left > 0) {
            LOG.warn("Forgot {} jobs that nobody has waited for within {}, and whose end is not known", left, retention);
        }
    }

    // access

    private int update(String what, String sql, Object... values) {
        return call(what, connection -> {
            try (PreparedStatement update = prepare(connection, sql, values)) {
                return update.executeUpdate();
            }
        });
    }

    private <T> T call(String what, JdbcTransactions.Work<T> work) {
        if (!checked) {
            check();
        }
        return transactions.run(what, work);
    }

    private static PreparedStatement prepare(Connection connection, String sql, Object... values) throws SQLException {
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
