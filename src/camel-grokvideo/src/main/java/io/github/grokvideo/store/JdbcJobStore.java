package io.github.grokvideo.store;

import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import javax.sql.DataSource;

import io.github.grokvideo.internal.text.UntrustedText;
import io.github.grokvideo.model.BudgetState;
import io.github.grokvideo.model.Cost;
import io.github.grokvideo.model.GrokVideoException;
import io.github.grokvideo.model.JobStoreException;
import io.github.grokvideo.model.SpendingRow;
import io.github.grokvideo.model.VideoJob;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records submissions in a database: H2 in a file for one machine; PostgreSQL, MariaDB 10.6 or later, or MySQL 8.0.17
 * or later for many. Every method is one transaction that commits, whatever {@code autoCommit} and isolation level the
 * connection comes with, and leaves the connection as it came; leases run by the database's clock. Another database is
 * refused.
 * <p>
 * Values that a column cannot hold, such as a cost of more than ten digits, are omitted from that column; the JSON of
 * the job contains them. If the database rejects the JSON too, only the id is kept.
 * <p>
 * H2 is set to write each transaction when it is committed ({@code WRITE_DELAY 0}), and runs one transaction at a time:
 * if a process is killed while H2 writes and another transaction commits, H2 2.x may later find an entry that is
 * neither committed nor rolled back, and that cannot be changed (source:
 * <a href="https://github.com/h2database/h2database/issues/2080">H2's issue 2080</a>). H2 writes one transaction at a
 * time to its file anyway. Writes of the application to the same database are not protected; use a separate database
 * for the store.
 * <p>
 * The tables are created when they are missing, from {@code io/github/grokvideo/store/job-store-3.sql} (H2),
 * {@code job-store-3-postgresql.sql} or {@code job-store-3-mariadb.sql} (MariaDB and MySQL), which also document them.
 * A database whose tables are newer than this class is refused.
 * <p>
 * Over 400 lines, and one thing all the same: a method for each of the interface, most of which only delegate.
 */
public final class JdbcJobStore implements JobStore {

    /** The version of the tables that this class reads and writes. */
    public static final int SCHEMA_VERSION = JobStoreSchema.VERSION;

    private static final Logger LOG = LoggerFactory.getLogger(JdbcJobStore.class);
    private static final Duration DEFAULT_RETENTION = Duration.ofDays(30);
    private static final Duration LONGEST_WINDOW = Duration.ofDays(32);
    private static final int MAX_LOGGED_ID = 256;
    private static final int MAX_PURGED = 1000;

    private final DataSource dataSource;
    private final JdbcTransactions transactions;
    private final Duration retention;
    private final JobStoreSchema schema;
    private final JdbcOperations operations = new Operations();
    private boolean createTables = true;
    private volatile JobStoreDialect dialect;
    private volatile boolean checked;
    // both null without notifications
    private DueNotifier notifier;
    private DueListener listener;
    private volatile BudgetListener budgetListener;

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
            throw new IllegalArgumentException("Invalid retention " + retention + ": expected a duration greater than 0");
        }
        this.dataSource = dataSource;
        this.transactions = new JdbcTransactions(dataSource);
        this.schema = new JobStoreSchema(transactions);
        this.retention = retention;
    }

    /** Whether missing tables are created; otherwise they are an error. */
    public void setCreateTables(boolean createTables) {
        this.createTables = createTables;
    }

    /**
     * Whether consumers of results are woken by PostgreSQL ({@code LISTEN} and {@code NOTIFY}) as soon as there is
     * something for them, and look for jobs rarely. As long as that does not work, they look every
     * {@code claimInterval}, as with other databases. Set it for all machines, before the store is used.
     * <p>
     * A store with a consumer keeps one connection of the data source, which has to be one of PostgreSQL's driver
     * ({@code org.postgresql:postgresql}) or a wrapper of one, and a thread.
     *
     * @param notifications {@code false} by default
     */
    public void setNotifications(boolean notifications) {
        notifier = notifications ? new DueNotifier(this::notifyListeners) : null;
        listener = notifications
                ? new DueListener(dataSource, payload -> withTable("notify itself", table -> table.notifyListeners(payload)))
                : null;
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
        dialect = transactions.run("check its tables", JobStoreDialect::of);
        transactions.setDialect(dialect);
        schema.check(dialect, createTables);
        if (dialect == JobStoreDialect.H2) {
            writeAtOnce();
        }
        if (listener != null && dialect != JobStoreDialect.POSTGRESQL) {
            LOG.warn("notifications=true has no effect on this database; consumers of results look for jobs every"
                     + " claimInterval. PostgreSQL has notifications");
        }
        checked = true;
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
    public void purge() {
        int finished = purge("purge finished jobs", table -> table.purgeFinished(retention, MAX_PURGED));
        if (finished > 0) {
            LOG.debug("Purged {} jobs that were finished more than {} ago", finished, retention);
        }
        int abandoned = purge("purge abandoned jobs", table -> table.purgeAbandoned(retention, MAX_PURGED));
        if (abandoned > 0) {
            LOG.warn("Purged {} unfinished jobs that nobody has waited for within {}", abandoned, retention);
        }
        Duration kept = Duration.ofMillis(JobColumns.millis(retention)).plus(LONGEST_WINDOW);
        operations.run("purge budgets", table -> table.budgets().purge(table.budgets().now().minus(kept)));
    }

    // in short transactions, so that nobody waits for them, and none takes too long
    private int purge(String what, JdbcOperations.Work<Integer> some) {
        int all = 0;
        int purged;
        do {
            purged = operations.call(what, some);
            all += purged;
        } while (purged == MAX_PURGED);
        return all;
    }

    @Override
    public List<Outcome> runAll(List<? extends Function<JobStore, ?>> all) {
        if (all.size() > 1) {
            try {
                BudgetNews news = new BudgetNews();
                return outcomes(all, commit(
                        "write the changes of several jobs", table -> OperationGroup.run(table, all), news), news);
            } catch (RuntimeException | StackOverflowError e) {
                if (!isOfOneOperation(e)) {
                    // each alone would only wait for the database once more
                    return Collections.nCopies(all.size(), new Outcome(null, e));
                }
                LOG.debug("{} operations are repeated one by one: {}", all.size(), e.getMessage());
            }
        }
        return JobStore.super.runAll(all);
    }

    private static List<Outcome> outcomes(
            List<? extends Function<JobStore, ?>> all, List<Object> results, BudgetNews news) {
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < results.size(); i++) {
            GrokVideoException refusal = all.get(i) instanceof JobOperation.Reserve reserve
                    && results.get(i) instanceof StoredJob entry && reserve.intent().holder().equals(entry.holder())
                            ? news.refusal(reserve.key()) : null;
            outcomes.add(refusal == null ? new Outcome(results.get(i), null) : new Outcome(null, refusal));
        }
        return outcomes;
    }

    @Override
    public boolean supportsBudgets() {
        return true;
    }

    @Override
    public void setBudgetListener(BudgetListener newListener) {
        budgetListener = newListener;
    }

    @Override
    public List<BudgetState> budgetStates(Budget budget) {
        return operations.call("read a budget", table -> table.budgets().states(budget));
    }

    @Override
    public BudgetState correctBudget(Budget budget, String scope, BigDecimal amount, String reason) {
        return operations.call("correct a budget", table -> table.budgets().correct(budget, scope, amount, reason));
    }

    @Override
    public List<SpendingRow> spending(SpendingQuery query) {
        return operations.call("read what was spent", table -> table.spending(query));
    }

    @Override
    public DueSubscription onDue(String provider, String gateway, Runnable wake) {
        return listener == null || checked && dialect != JobStoreDialect.POSTGRESQL
                ? null : listener.subscribe(provider, gateway, wake);
    }

    private void notifyListeners(DueEntries entries) {
        withTable("notify consumers of results", table -> {
            for (Map.Entry<JobKey, Duration> due : entries.byGateway().entrySet()) {
                table.notifyIfDue(due.getKey().provider(), due.getKey().gateway(), due.getValue());
            }
        });
    }

    private void withTable(String what, JdbcOperations.Change change) {
        transactions.run(what, connection -> {
            JobTable table = new JobTable(connection, JobStoreDialect.POSTGRESQL, new DueEntries(), new BudgetNews());
            table.begin();
            change.to(table);
            return null;
        });
    }

    @Override
    public Duration untilDue(String provider, String gateway) {
        return operations.untilDue(provider, gateway);
    }

    @Override
    public boolean isPersistent() {
        return operations.isPersistent();
    }

    @Override
    public StoredJob reserve(Intent intent) {
        BudgetNews news = new BudgetNews();
        StoredJob entry = commit("record a submission", table -> table.reserve(intent), news);
        GrokVideoException refusal = intent.holder().equals(entry.holder()) ? news.refusal(intent.key()) : null;
        if (refusal != null) {
            throw refusal;
        }
        return entry;
    }

    @Override
    public boolean acquire(JobKey key, String holder, Duration lease) {
        return operations.acquire(key, holder, lease);
    }

    @Override
    public void accepted(JobKey key, VideoJob job) {
        operations.accepted(key, job);
    }

    @Override
    public void outcomeUnknown(JobKey key, String reason) {
        operations.outcomeUnknown(key, reason);
    }

    @Override
    public void withdraw(JobKey key, String holder) {
        operations.withdraw(key, holder);
    }

    @Override
    public void refused(JobKey key, String holder, Cost charged) {
        operations.refused(key, holder, charged);
    }

    @Override
    public void finished(JobKey key, VideoJob job) {
        operations.finished(key, job);
    }

    @Override
    public StoredJob find(JobKey key) {
        return operations.find(key);
    }

    @Override
    public StoredJob findJob(String provider, String gateway, String jobId) {
        return operations.findJob(provider, gateway, jobId);
    }

    @Override
    public boolean remove(JobKey key) {
        return operations.remove(key);
    }

    @Override
    public boolean rename(JobKey key, String jobId, String newKey) {
        return operations.rename(key, jobId, newKey);
    }

    @Override
    public List<StoredJob> claim(String provider, String gateway, String holder, Duration lease, int most) {
        return operations.claim(provider, gateway, holder, lease, most);
    }

    @Override
    public void renew(String holder, Duration lease) {
        operations.renew(holder, lease);
    }

    @Override
    public int startDelivery(JobKey key, String holder, Duration lease) {
        return operations.startDelivery(key, holder, lease);
    }

    @Override
    public void acknowledge(JobKey key, String holder) {
        operations.acknowledge(key, holder);
    }

    @Override
    public void acknowledgeAwaited(String provider, String gateway, String jobId) {
        operations.acknowledgeAwaited(provider, gateway, jobId);
    }

    @Override
    public void release(JobKey key, String holder, Duration delay) {
        operations.release(key, holder, delay);
    }

    @Override
    public void deadLetter(JobKey key, String holder, String reason) {
        operations.deadLetter(key, holder, reason);
    }

    @Override
    public boolean redeliver(JobKey key) {
        return operations.redeliver(key);
    }

    // what the operation itself throws, too
    private boolean isOfOneOperation(Throwable failure) {
        return !(failure instanceof JobStoreException known) || !(known.getCause() instanceof SQLException sql)
                || dialect.errors().isOfOneStatement(sql);
    }

    private boolean isOfData(JobStoreException failure) {
        return failure.getCause() instanceof SQLException sql && dialect.errors().isOfData(sql);
    }

    private <T> T commit(String what, JdbcOperations.Work<T> work, BudgetNews news) {
        if (!checked) {
            check();
        }
        DueEntries due = new DueEntries();
        T result = transactions.run(what, connection -> {
            due.clear();
            news.clear();
            JobTable table = new JobTable(connection, dialect, due, news);
            table.begin();
            try {
                T done = work.with(table);
                table.budgets().write();
                return done;
            } catch (OpenTransaction.FailedException e) {
                throw e.getCause();
            }
        });
        if (notifier != null && dialect == JobStoreDialect.POSTGRESQL) {
            notifier.committed(due);
        }
        news.tell(budgetListener);
        return result;
    }

    /** Each operation in a transaction of its own. */
    private final class Operations extends JdbcOperations {

        @Override
        <T> T call(String what, Work<T> work) {
            return commit(what, work, new BudgetNews());
        }

        // the id must be kept, whatever else the gateway has said
        @Override
        void write(String what, VideoJob job, Writing writing) {
            String problem;
            try {
                String json = StoredJobJson.write(job);
                run(what, table -> writing.write(table, job, json));
                return;
            } catch (UncheckedIOException | StackOverflowError e) {
                problem = String.valueOf(e.getMessage());
            } catch (JobStoreException e) {
                if (!isOfData(e)) {
                    throw e;
                }
                problem = e.getMessage();
            }
            VideoJob named = VideoJob.ofId(job.id());
            run(what, table -> writing.write(table, named, StoredJobJson.write(named)));
            LOG.warn(
                    "The job store keeps the id of job {} and nothing else of what the gateway said, since it could not {}: {}",
                    UntrustedText.sanitize(job.id(), MAX_LOGGED_ID), what, problem);
        }
    }
}
