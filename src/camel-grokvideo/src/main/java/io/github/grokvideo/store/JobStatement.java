package io.github.grokvideo.store;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;

import io.github.grokvideo.model.Cost;
import io.github.grokvideo.model.JobStatus;
import io.github.grokvideo.model.VideoJob;

/** The statements that write what every job has to have written: on one row, and in a form for many rows. */
enum JobStatement {

    RESERVE("insert into grokvideo_job (provider, gateway, request_key, fingerprint, model, prompt, deliver_result, state,"
            + " attempts, deliveries, holder, held_until, purge_from, created_at, estimate, estimate_currency, route, end_user,"
            + " budgets, trace_parent)"
            + " values (?, ?, ?, ?, ?, ?, ?, 'INTENDED', ?, 0, ?, " + JobStatement.LATER
            + ", case when cast(? as boolean) then null else current_timestamp end, current_timestamp,"
            + " cast(? as decimal(20, 10)), ?, ?, ?, ?, ?)",
            List.of("text", "text", "text", "text", "text", "text", "boolean", "int", "text", "bigint", "boolean", "numeric",
                    "text", "text", "text", "text", "text"),
            " on conflict do nothing returning provider, gateway, request_key"),

    ACCEPTED("update grokvideo_job set state = 'ACCEPTED', job_id = ?, job = ?, cost = cast(? as decimal(20, 10)),"
             + " cost_currency = ?, estimate = coalesce(estimate, cast(? as decimal(20, 10))),"
             + " estimate_currency = coalesce(estimate_currency, ?),"
             + " reason = null, holder = null, held_until = null, accepted_at = current_timestamp,"
             + " due_at = " + JobStatement.DUE + ", purge_from = current_timestamp" + JobStatement.BY_KEY
             + JobStatement.WITHOUT_JOB,
             List.of("text", "text", "numeric", "text", "numeric", "text", "text", "text", "text"), ""),

    /** The last value is the id: the key may stand for another job by now. */
    FINISHED(JobStatement.FINISH + JobStatement.BY_KEY + " and coalesce(job_id, '') = ?",
             List.of("text", "text", "numeric", "text", "numeric", "boolean", "numeric", "text", "text", "text", "text",
                     "text"),
             " returning " + BudgetTable.COUNTED),

    /** For a job without a known key: the last value is its id. */
    FINISHED_BY_ID(JobStatement.FINISH + " where provider = ? and gateway = ? and job_id = ?", null, null),

    /** For a job whose acceptance was not recorded. */
    FINISHED_WITHOUT_ID(JobStatement.FINISH + JobStatement.BY_KEY + JobStatement.WITHOUT_JOB, null, null),

    /** Nothing was accepted, and something charged: the entry is kept under another key, and is never claimed. */
    REFUSED("update grokvideo_job set request_key = ?, state = 'FAILED', cost = cast(? as decimal(20, 10)), cost_currency = ?,"
            + " charged = cast(? as decimal(20, 10)), deliver_result = false, holder = null, held_until = null,"
            + " finished_at = current_timestamp, purge_from = current_timestamp" + JobStatement.BY_KEY + JobStatement.OF_HOLDER,
            null, null),

    START_DELIVERY("update grokvideo_job set deliveries = deliveries + 1" + JobStatement.BY_KEY + JobStatement.HELD_BY
                   + " and acknowledged_at is null and " + JobRow.CLAIMED,
                   List.of("text", "text", "text", "text"),
                   " returning provider, gateway, request_key, deliveries"),

    RELEASE("update grokvideo_job set holder = null, held_until = null,"
            + " due_at = case when deliver_result and acknowledged_at is null"
            + " and state in ('ACCEPTED', 'COMPLETED', 'FAILED') then " + JobStatement.LATER + " end,"
            + " purge_from = case when state = 'ACCEPTED' then current_timestamp else purge_from end" + JobStatement.BY_KEY
            + JobStatement.HELD_BY,
            List.of("bigint", "text", "text", "text", "text"), ""),

    DEAD_LETTER("update grokvideo_job set state = 'DEAD_LETTER', reason = ?, " + JobStatement.ACKNOWLEDGED
                + JobStatement.BY_KEY + JobStatement.HELD_BY + " and acknowledged_at is null",
                List.of("text", "text", "text", "text", "text"), ""),

    ACKNOWLEDGE("update grokvideo_job set " + JobStatement.ACKNOWLEDGED + JobStatement.BY_KEY + JobStatement.HELD_BY,
                List.of("text", "text", "text", "text"), "");

    static final String BY_KEY = " where provider = ? and gateway = ? and request_key = ?";
    // not by the column itself: for that, planners take the index on it, and read all that the holder has claimed
    static final String HELD_BY = " and coalesce(holder, '') = ?";
    // by the state, which has no index: for "job_id is null" H2 reads all rows without a job through the index on job_id
    static final String WITHOUT_JOB = " and state in ('INTENDED', 'UNKNOWN')";
    // without a job, and of a holder, which is there twice; of any, if it is null
    static final String OF_HOLDER = WITHOUT_JOB + " and (cast(? as varchar(100)) is null or holder = ?)";
    // the oldest first
    static final String DUE = "case when deliver_result then created_at end";
    static final String ACKNOWLEDGED
            = "acknowledged_at = current_timestamp, purge_from = current_timestamp, due_at = null, holder = null";
    static final String MILLIS = "cast(? as bigint) * interval '0.001' second";
    static final String LATER = "current_timestamp + " + MILLIS;

    private static final String FINISH
            = "update grokvideo_job set job_id = ?, job = ?, cost = cast(? as decimal(20, 10)), cost_currency = ?,"
              + " charged = coalesce(cast(? as decimal(20, 10)), charged, case when cast(? as boolean) then estimate end,"
              + " cast(? as decimal(20, 10))),"
              + " reason = case when state = 'DEAD_LETTER' then reason else null end,"
              + " accepted_at = coalesce(accepted_at, current_timestamp),"
              + " finished_at = coalesce(finished_at, current_timestamp),"
              + " holder = case when state in ('INTENDED', 'UNKNOWN') then null else holder end, held_until = null,"
              + " due_at = case when state in ('INTENDED', 'UNKNOWN') then " + DUE + " else due_at end,"
              + " purge_from = case when acknowledged_at is not null then purge_from when deliver_result then null"
              + " else current_timestamp end,"
              // the last: MariaDB and MySQL assign one after the other, and what follows sees it
              + " state = case when state = 'DEAD_LETTER' then state else ? end";

    private final String single;
    private final MultiRowStatement multiRow;

    /**
     * @param types  of the values, as PostgreSQL calls them; {@code null} if there is no form for many rows
     * @param ending of that form
     */
    JobStatement(String single, List<String> types, String ending) {
        this.single = single;
        this.multiRow = types == null ? null : new MultiRowStatement(single, types, ending);
    }

    /** On one row. */
    String sql() {
        return single;
    }

    /** On many rows, for PostgreSQL. */
    MultiRowStatement multiRow() {
        return multiRow;
    }

    /** The statement of an operation on an entry whose key is known. */
    static JobStatement of(JobOperation<?> operation) {
        if (operation instanceof JobOperation.Accepted) {
            return ACCEPTED;
        } else if (operation instanceof JobOperation.Finished) {
            return FINISHED;
        } else if (operation instanceof JobOperation.StartDelivery) {
            return START_DELIVERY;
        } else if (operation instanceof JobOperation.Acknowledge) {
            return ACKNOWLEDGE;
        } else if (operation instanceof JobOperation.Release) {
            return RELEASE;
        } else if (operation instanceof JobOperation.DeadLetter) {
            return DEAD_LETTER;
        }
        return RESERVE;
    }

    /** Its values for the operation. */
    static Object[] values(JobOperation<?> operation) {
        if (operation instanceof JobOperation.Accepted accepted) {
            return accepted(
                    accepted.key(), accepted.job().id(), accepted.job(), StoredJobJson.write(accepted.job()));
        } else if (operation instanceof JobOperation.Finished finished) {
            return finished(
                    finished.key(), StoredJob.endOf(finished.job()), finished.job().id(), finished.job(),
                    StoredJobJson.write(finished.job()));
        } else if (operation instanceof JobOperation.StartDelivery delivery) {
            return ofHolder(delivery.key(), delivery.holder());
        } else if (operation instanceof JobOperation.Acknowledge acknowledge) {
            return ofHolder(acknowledge.key(), acknowledge.holder());
        } else if (operation instanceof JobOperation.Release release) {
            return ofHolder(JobColumns.millis(release.delay()), release.key(), release.holder());
        } else if (operation instanceof JobOperation.DeadLetter deadLetter) {
            return ofHolder(JobColumns.note(deadLetter.reason()), deadLetter.key(), deadLetter.holder());
        }
        throw new IllegalArgumentException("No values of " + operation);
    }

    // their values, in the order of the statement

    /** @param budgets what it counts for budgets, or {@code null} */
    static Object[] reserve(Intent intent, String budgets) {
        JobKey key = intent.key();
        Spending spending = intent.spending();
        return new Object[] {
                key.provider(), key.gateway(), key.key(), intent.fingerprint(), JobColumns.model(intent.model()),
                JobColumns.text(intent.prompt()), intent.deliverResult(), intent.sending() ? 1 : 0, intent.holder(),
                JobColumns.millis(intent.lease()), intent.sending(), JobColumns.amount(spending.estimate()),
                JobColumns.currency(spending.estimate()), JobColumns.model(spending.route()), JobColumns.model(spending.user()),
                budgets, JobColumns.traceParent(intent.traceParent()) };
    }

    /**
     * @param id   of the job
     * @param said what the gateway said of it, as far as it fits columns
     * @param json the same as text
     */
    static Object[] accepted(JobKey key, String id, VideoJob said, String json) {
        Cost estimate = said.cost() != null && said.cost().estimated() ? said.cost() : null;
        return new Object[] {
                JobColumns.id(id), json, JobColumns.amount(said.cost()), JobColumns.currency(said.cost()),
                JobColumns.amount(estimate), JobColumns.currency(estimate), key.provider(), key.gateway(), key.key() };
    }

    /** As for {@link #accepted}; the state is that of {@link JobTable#finished}. */
    static Object[] finished(JobKey key, StoredJob.State state, String id, VideoJob said, String json) {
        String column = JobColumns.id(id);
        return new Object[] {
                column, json, JobColumns.amount(said.cost()), JobColumns.currency(said.cost()),
                JobColumns.charged(said.cost()), said.status() == JobStatus.COMPLETED,
                isUnbilled(said) ? BigDecimal.ZERO : null, state.name(), key.provider(), key.gateway(),
                key.key(), column };
    }

    /** The same for {@link #FINISHED_BY_ID}. */
    static Object[] byId(Object[] finished) {
        Object[] values = Arrays.copyOf(finished, finished.length - 1);
        values[values.length - 1] = finished[finished.length - 1];
        return values;
    }

    /** The same for {@link #FINISHED_WITHOUT_ID}. */
    static Object[] withoutId(Object[] finished) {
        return Arrays.copyOf(finished, finished.length - 1);
    }

    /** @param newKey under which the entry is kept */
    static Object[] refused(String newKey, Cost charged, JobKey key, String holder) {
        return new Object[] {
                newKey, JobColumns.amount(charged), JobColumns.currency(charged), JobColumns.charged(charged), key.provider(),
                key.gateway(), key.key(), holder, holder };
    }

    private static boolean isUnbilled(VideoJob said) {
        return said.isFinal() && said.status() != JobStatus.COMPLETED && !BudgetEntry.mayBeBilled(said.status());
    }

    static Object[] ofHolder(Object value, JobKey key, String holder) {
        return new Object[] { value, key.provider(), key.gateway(), key.key(), holder };
    }

    static Object[] ofHolder(JobKey key, String holder) {
        return new Object[] { key.provider(), key.gateway(), key.key(), holder };
    }
}
