package io.github.grokvideo.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Calendar;
import java.util.TimeZone;

import io.github.grokvideo.model.VideoJob;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A row of the job store's table as a {@link StoredJob}. */
final class JobRow {

    /**
     * Whether the holder of a claim is alive. Not {@code exists}, for which planners begin with all rows of a holder.
     */
    static final String CLAIMED
            = "coalesce((select h.expires_at from grokvideo_job_holder h where h.holder = grokvideo_job.holder),"
              + " current_timestamp) > current_timestamp";
    /** Whether a row has a holder now: the sender of a submission, or the consumer that has claimed the result. */
    static final String HELD = "(holder is not null and (held_until is not null and held_until > current_timestamp or "
                               + CLAIMED + "))";
    /** What a query selects so that {@link #read} can read it. */
    static final String COLUMNS = columns(HELD);
    /** The same for rows that are being claimed. */
    static final String CLAIMED_COLUMNS = columns("true");

    private static final Logger LOG = LoggerFactory.getLogger(JobRow.class);

    private JobRow() {
    }

    private static String columns(String held) {
        return "provider, gateway, request_key, fingerprint, model, prompt, deliver_result, state, job_id, job, reason,"
               + " attempts, deliveries, holder, " + held + " as held, created_at, accepted_at, trace_parent";
    }

    /**
     * The same, with a note in place of a job that cannot be read, so that one broken entry keeps no other from being
     * read.
     */
    static StoredJob readIfPossible(ResultSet row) throws SQLException {
        try {
            return read(row);
        } catch (RuntimeException e) {
            return read(row, StoredJob.State.ACCEPTED, null,
                    JobColumns.note("Its entry in the job store cannot be read: " + e.getMessage()));
        }
    }

    static StoredJob read(ResultSet row) throws SQLException {
        StoredJob.State state = StoredJob.State.valueOf(row.getString("state"));
        String id = row.getString("job_id");
        VideoJob job = null;
        if (id != null) {
            try {
                job = StoredJobJson.read(row.getString("job"));
            } catch (RuntimeException e) {
                LOG.warn("The stored state of job {} cannot be read; the job is polled again: {}", id,
                        e.getMessage());
                job = VideoJob.ofId(id);
                state = state == StoredJob.State.DEAD_LETTER ? state : StoredJob.State.ACCEPTED;
            }
        }
        return read(row, state, job, row.getString("reason"));
    }

    static JobKey key(ResultSet row) throws SQLException {
        return new JobKey(row.getString("provider"), row.getString("gateway"), row.getString("request_key"));
    }

    private static StoredJob read(ResultSet row, StoredJob.State state, VideoJob job, String reason) throws SQLException {
        return new StoredJob(
                key(row),
                row.getString("fingerprint"), row.getString("model"), row.getString("prompt"), row.getBoolean("deliver_result"),
                state, job, reason, row.getInt("attempts"), row.getInt("deliveries"), row.getString("holder"),
                row.getBoolean("held"), instant(row, "created_at"), instant(row, "accepted_at"),
                row.getString("trace_parent"));
    }

    /** What times are read with: columns without a time zone are UTC. */
    static Calendar utc() {
        return Calendar.getInstance(TimeZone.getTimeZone("UTC"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp time = row.getTimestamp(column, utc());
        return time == null ? null : time.toInstant();
    }
}
