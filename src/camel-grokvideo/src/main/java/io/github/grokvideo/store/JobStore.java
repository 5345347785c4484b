package io.github.grokvideo.store;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

import io.github.grokvideo.model.BudgetState;
import io.github.grokvideo.model.Cost;
import io.github.grokvideo.model.SpendingRow;
import io.github.grokvideo.model.VideoJob;

/**
 * Records submissions, so that none is sent twice and no job is lost. A submission is recorded before it is sent, and
 * its job as soon as the gateway has returned the id; a later request with the same key finds both. Implementations are
 * thread-safe, and safe for several machines that share a store. Methods may block, and may throw any
 * {@link RuntimeException} if the store cannot be reached; when a method returns, its change is durable.
 * <p>
 * Nothing that a gateway says of a job (figures and texts of any size, any characters, any date) may keep the job's id
 * from being stored.
 * <p>
 * An entry is complete, and may be removed after a retention period, in one of four ways: the job of a request that
 * waits for it itself has {@link #finished}; its result was delivered by {@code grokvideo:results} and
 * {@link #acknowledge acknowledged}; its result was returned by {@code grokvideo:await} ({@link #acknowledgeAwaited});
 * or it was accepted, and no client has used it for the whole retention period. Never removed are submissions whose
 * outcome is unknown, since they keep a second one from being charged, and finished jobs whose result has not been
 * acknowledged.
 * <p>
 * A <em>lease</em> is the exclusive right to work on an entry for some time, by the store's own clock. It expires if
 * the holder stops renewing it.
 */
public interface JobStore {

    /**
     * Whether entries outlive the process. In a store where they do not, submissions are recorded only if something in
     * this process can ask for them later, and methods do not block.
     */
    boolean isPersistent();

    /**
     * Records a submission unless its key is known. What it is to reserve of budgets is reserved with the new entry,
     * all of it or, if one budget has not enough left, nothing.
     *
     * @return                                              the entry with that key: the new one, held by the intent's
     *                                                      holder, or the existing one, unchanged
     * @throws io.github.grokvideo.model.CostLimitException if a budget does not permit it; nothing is recorded then
     */
    StoredJob reserve(Intent intent);

    /**
     * Acquires or renews the lease on a submission whose outcome is not recorded yet, and counts an attempt.
     *
     * @return whether the holder has the lease now; {@code false} if another one has it, or if the entry is not
     *         {@link StoredJob.State#INTENDED} any more
     */
    boolean acquire(JobKey key, String holder, Duration lease);

    /** The gateway has returned the job's id. Ends the lease; the entry is available to consumers of results. */
    void accepted(JobKey key, VideoJob job);

    /**
     * The submission was sent, and it cannot be known whether a job exists.
     *
     * @param reason for operators, or {@code null}
     */
    void outcomeUnknown(JobKey key, String reason);

    /**
     * No job was created: removes the entry, so that the key can be used again. Does nothing if there is a job, or if
     * another holder has acquired the lease.
     *
     * @param holder whose entry it is; {@code null} for any
     */
    void withdraw(JobKey key, String holder);

    /**
     * The gateway has created no job, and has charged something all the same, for example for a prompt that violates
     * its policy: as {@link #withdraw}, but the cost stays known, and counts for budgets in the place of what was
     * reserved. By default it does not.
     *
     * @param holder  whose entry it is; {@code null} for any
     * @param charged greater than zero
     */
    default void refused(JobKey key, String holder, Cost charged) {
        withdraw(key, holder);
    }

    /**
     * The entry of a job that is known by its id.
     *
     * @param  provider as in {@link JobKey}
     * @param  gateway  as in {@link JobKey}
     * @param  jobId    the gateway's id
     * @return          the entry, or {@code null} if there is none or the store does not support this, as by default
     */
    default StoredJob findJob(String provider, String gateway, String jobId) {
        return null;
    }

    /**
     * The job has finished. If its acceptance was not recorded, that is recorded too. If the entry with the key is that
     * of another job by now, it stays as it is, and the one of this job is found by its id.
     *
     * @param key the key of its submission; with {@code null} as {@link JobKey#key} for a job that is known by its id
     *            only
     * @param job in its final state
     */
    void finished(JobKey key, VideoJob job);

    /** The entry with a key, or {@code null}. */
    StoredJob find(JobKey key);

    /** Removes an entry in any state. Returns whether there was one. */
    boolean remove(JobKey key);

    /**
     * Gives an entry another key, so that its own can be used again, unless its key has come to stand for another job
     * or submission meanwhile. What it has cost, or reserves of budgets, stays known. By default a copy without that
     * takes its place, in several calls between which another process may change the entry; stores that several
     * processes share should do it at once.
     *
     * @param  jobId  the gateway's id of its job; {@code null} for an entry that has no job
     * @param  newKey an idempotency key that no entry has
     * @return        whether it has the new key now
     */
    default boolean rename(JobKey key, String jobId, String newKey) {
        StoredJob known = find(key);
        if (known == null || !Objects.equals(jobId, known.job() == null ? null : known.job().id())) {
            return false;
        }
        JobKey renamed = new JobKey(key.provider(), key.gateway(), newKey);
        reserve(new Intent(
                renamed, known.fingerprint(), known.model(), known.prompt(), known.deliverResult(), true, newKey,
                Duration.ZERO, Spending.UNKNOWN, known.traceParent()));
        if (known.job() == null) {
            outcomeUnknown(renamed, known.reason());
        } else if (known.isFinal()) {
            finished(renamed, known.job());
        } else {
            accepted(renamed, known.job());
        }
        return remove(key);
    }

    /**
     * Claims entries for {@code grokvideo:results}: accepted or finished jobs whose result has not been acknowledged,
     * that no other holder has a lease on, and whose next delivery is due; the oldest first. An entry that cannot be
     * read does not keep others from being claimed: its job is {@code null}, its reason says why.
     *
     * @param provider as in {@link JobKey}
     * @param gateway  as in {@link JobKey}
     * @param most     the maximum number of entries
     */
    List<StoredJob> claim(String provider, String gateway, String holder, Duration lease, int most);

    /**
     * Has a consumer of results woken when there may be something to {@link #claim}, whichever machine has caused that,
     * so that it need not look for it all the time. Does not block. By default {@code null}: the store wakes nobody.
     *
     * @param provider as in {@link JobKey}
     * @param gateway  as in {@link JobKey}
     * @param wake     called on a thread of the store, also when wake-ups begin or cease to work, and sometimes in
     *                 vain; does not block. Not called for what becomes due by time alone ({@link #untilDue})
     */
    default DueSubscription onDue(String provider, String gateway, Runnable wake) {
        return null;
    }

    /** The wake-ups of a consumer, until it is closed. */
    interface DueSubscription extends AutoCloseable {

        /** Whether the consumer is woken; otherwise it has to look. */
        boolean isWorking();

        @Override
        void close();
    }

    /**
     * How long nothing becomes due by time alone, since the delay of a {@link #release} is over or the lease on a claim
     * has expired. Used by consumers that are woken for everything else.
     *
     * @return zero if something is due now, or for stores that do not know, as by default; a very long duration if
     *         there is nothing
     */
    default Duration untilDue(String provider, String gateway) {
        return Duration.ZERO;
    }

    /** Renews the leases on all entries that a holder has claimed and not lost. */
    void renew(String holder, Duration lease);

    /**
     * Counts a delivery that is about to start.
     *
     * @return the number of this delivery, from 1; 0 if the lease has expired, and the delivery must not start
     */
    int startDelivery(JobKey key, String holder, Duration lease);

    /** The result was processed; it is not delivered again. */
    void acknowledge(JobKey key, String holder);

    /**
     * The final state of a job, with or without a video, was returned to an exchange that waited for it by its id. Its
     * result is not delivered any more, unless it is claimed at this moment: then it is left to its holder. Does
     * nothing if the job is not known. A store that does nothing here, as by default, delivers the result once more.
     *
     * @param provider as in {@link JobKey}
     * @param gateway  as in {@link JobKey}
     */
    default void acknowledgeAwaited(String provider, String gateway, String jobId) {
    }

    /** Ends a lease early; the entry is not claimed before the delay has elapsed. */
    void release(JobKey key, String holder, Duration delay);

    /**
     * Sets a result that reached the maximum number of deliveries to {@link StoredJob.State#DEAD_LETTER}: it is not
     * claimed any more, and is kept as long as an acknowledged one. Does nothing if the lease has expired. By default,
     * for stores without such a state, it is released for an hour.
     *
     * @param reason for operators; becomes the entry's reason
     */
    default void deadLetter(JobKey key, String holder, String reason) {
        release(key, holder, Duration.ofHours(1));
    }

    /**
     * Makes a dead-lettered result available again, as if it had never been delivered.
     *
     * @return whether it was dead-lettered; {@code false} by default
     */
    default boolean redeliver(JobKey key) {
        return false;
    }

    /**
     * Runs operations of several jobs that are due at the same moment. A store with transactions may run them in one,
     * and {@link JobOperation}s of one kind in one statement. An operation that fails does not affect the others; all
     * that succeed are durable when this returns. By default, they run one after the other.
     *
     * @param  operations each is given a store to call; called again if a transaction is repeated, and not afterwards
     * @return            an outcome for each operation, in their order
     */
    default List<Outcome> runAll(List<? extends Function<JobStore, ?>> operations) {
        return operations.stream().map(operation -> Outcome.of(operation, this)).toList();
    }

    /**
     * How an operation of {@link #runAll} ended.
     *
     * @param value   what it returned; may be {@code null}
     * @param failure what it threw, or {@code null} if it succeeded
     */
    record Outcome(Object value, Throwable failure) {

        static Outcome of(Function<JobStore, ?> operation, JobStore store) {
            try {
                return new Outcome(operation.apply(store), null);
            } catch (RuntimeException | Error e) {
                return new Outcome(null, e);
            }
        }
    }

    /**
     * Whether the store counts what intents reserve of {@link Budget}s: exactly, whatever machines do at the same
     * moment. A reservation holds until the job is {@link #finished}, whose final cost replaces it, or {@link #withdraw
     * withdrawn}; if the job was cancelled and no cost is named, until it is finished again with one. A component with
     * budgets does not start with a store that does not, as by default.
     */
    default boolean supportsBudgets() {
        return false;
    }

    /** Has a listener told of what the store notices of costs. By default it is told nothing. */
    default void setBudgetListener(BudgetListener listener) {
    }

    /**
     * What is used of a budget in the current window, by the store's clock.
     *
     * @return a state for each scope, in their order; for a budget that is not used, none
     */
    default List<BudgetState> budgetStates(Budget budget) {
        throw new UnsupportedOperationException("The job store does not support budgets");
    }

    /**
     * Corrects what counts as spent of a budget in the current window, for operators.
     *
     * @param  amount added; negative to allow more
     * @param  reason kept with the correction
     * @return        the state after it
     */
    default BudgetState correctBudget(Budget budget, String scope, BigDecimal amount, String reason) {
        throw new UnsupportedOperationException("The job store does not support budgets");
    }

    /** What the jobs that the store still has were estimated at, and have cost. By default not supported. */
    default List<SpendingRow> spending(SpendingQuery query) {
        throw new UnsupportedOperationException("The job store does not know what jobs have cost");
    }

    /** Removes entries that are complete, or that no client has used, for longer than the retention period. */
    void purge();
}
