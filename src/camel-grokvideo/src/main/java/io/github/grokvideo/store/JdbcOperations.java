package io.github.grokvideo.store;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

import io.github.grokvideo.model.Cost;
import io.github.grokvideo.model.VideoJob;

/** The operations of a job store on {@link JobTable}, whichever transaction they run in. */
abstract class JdbcOperations implements JobStore {

    /** What is done with the table in one transaction. */
    interface Work<T> {
        T with(JobTable table) throws SQLException;
    }

    /** The same, without a result. */
    interface Change {
        void to(JobTable table) throws SQLException;
    }

    /** Writes what a gateway said of a job. */
    interface Writing {
        void write(JobTable table, VideoJob said, String json) throws SQLException;
    }

    /**
     * @param what the work does, as in "could not ..."
     */
    abstract <T> T call(String what, Work<T> work);

    /** Writes what the gateway said of a job. */
    abstract void write(String what, VideoJob job, Writing writing);

    final void run(String what, Change change) {
        call(what, table -> {
            change.to(table);
            return null;
        });
    }

    @Override
    public final boolean isPersistent() {
        return true;
    }

    @Override
    public StoredJob reserve(Intent intent) {
        return call("record a submission", table -> table.reserve(intent));
    }

    @Override
    public boolean acquire(JobKey key, String holder, Duration lease) {
        return call("acquire a submission", table -> table.acquire(key, holder, lease));
    }

    @Override
    public void accepted(JobKey key, VideoJob job) {
        write("record a job's id", job, (table, said, json) -> table.accepted(key, job.id(), said, json));
    }

    @Override
    public void outcomeUnknown(JobKey key, String reason) {
        run("record an unknown outcome", table -> table.outcomeUnknown(key, reason));
    }

    @Override
    public void withdraw(JobKey key, String holder) {
        run("withdraw a submission", table -> table.withdraw(key, holder));
    }

    @Override
    public void refused(JobKey key, String holder, Cost charged) {
        String newKey = RefusedEntry.newKey();
        run("record what was charged for nothing",
                table -> table.refused(key, holder, newKey, RefusedEntry.job(newKey, charged)));
    }

    @Override
    public void finished(JobKey key, VideoJob job) {
        StoredJob.State state = StoredJob.endOf(job);
        write("record a job's end", job, (table, said, json) -> table.finished(
                key, said == job ? state : StoredJob.State.ACCEPTED, job.id(), said, json));
    }

    @Override
    public StoredJob find(JobKey key) {
        return call("find an entry", table -> table.find(key));
    }

    @Override
    public StoredJob findJob(String provider, String gateway, String jobId) {
        return call("find a job", table -> table.findJob(provider, gateway, jobId));
    }

    @Override
    public boolean remove(JobKey key) {
        return call("remove an entry", table -> table.remove(key));
    }

    @Override
    public boolean rename(JobKey key, String jobId, String newKey) {
        return call("rename an entry", table -> table.rename(key, jobId, newKey));
    }

    @Override
    public List<StoredJob> claim(String provider, String gateway, String holder, Duration lease, int most) {
        return call("claim jobs", table -> table.claim(provider, gateway, holder, lease, most));
    }

    @Override
    public Duration untilDue(String provider, String gateway) {
        return call("find when jobs are due", table -> table.untilDue(provider, gateway));
    }

    @Override
    public void renew(String holder, Duration lease) {
        run("renew a lease", table -> table.renew(holder, lease));
    }

    @Override
    public int startDelivery(JobKey key, String holder, Duration lease) {
        return call("count a delivery", table -> table.startDelivery(key, holder, lease));
    }

    @Override
    public void acknowledge(JobKey key, String holder) {
        run("acknowledge a result", table -> table.acknowledge(key, holder));
    }

    @Override
    public void acknowledgeAwaited(String provider, String gateway, String jobId) {
        run("acknowledge an awaited result", table -> table.acknowledgeAwaited(provider, gateway, jobId));
    }

    @Override
    public void release(JobKey key, String holder, Duration delay) {
        run("release a claim", table -> table.release(key, holder, delay));
    }

    @Override
    public void deadLetter(JobKey key, String holder, String reason) {
        run("dead-letter a result", table -> table.deadLetter(key, holder, reason));
    }

    @Override
    public boolean redeliver(JobKey key) {
        return call("redeliver a result", table -> table.redeliver(key));
    }

    @Override
    public final void purge() {
        throw new UnsupportedOperationException("purge runs in transactions of its own");
    }
}
