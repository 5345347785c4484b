package io.github.grokvideo.store;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.grokvideo.model.BudgetWindow;
import io.github.grokvideo.model.Cost;
import io.github.grokvideo.model.JobStatus;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static io.github.grokvideo.store.JobStoreContract.accepted;
import static io.github.grokvideo.store.JobStoreContract.ended;
import static io.github.grokvideo.store.JobStoreContract.intent;
import static io.github.grokvideo.store.JobStoreContract.key;
import static org.assertj.core.api.Assertions.assertThat;

/** No statement reads more rows than it changes or returns, however many are history, held, open or not sent yet. */
abstract class StatementPlansContract {

    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final Budget BUDGET
            = new Budget("all", Budget.MOST, "USD", BudgetWindow.EVER, ZoneOffset.UTC, List.of());
    private static final Budget DAILY
            = new Budget("daily", Budget.MOST, "USD", BudgetWindow.DAY, ZoneOffset.UTC, List.of());
    // after five executions PostgreSQL may keep a plan that is not made for the values
    private static final int EXECUTIONS_UNTIL_PLANS_ARE_KEPT = 8;

    /** What a database knows of its tables when it makes a plan. */
    enum Statistics {
        PRESENT,
        MISSING,
        /** The plans were made when there were no rows yet: a burst comes after a quiet time. */
        OF_EMPTY_TABLES
    }

    /** An index is read to the first entry that does not belong; and the sender's row is looked up beside a job's. */
    int slack() {
        return 3;
    }

    abstract DataSource emptyDatabase() throws Exception;

    abstract ExplainedStatements explained(DataSource database);

    /** A table of the numbers from 1 to this one, whose column is called n. */
    abstract String numbers(int most);

    /** Whether what is read of a table counts: holders are few. */
    static boolean isCounted(String table) {
        return table.equals("grokvideo_job") || table.equals("grokvideo_budget");
    }

    /** The time, as it is stored. */
    String now() {
        return "current_timestamp";
    }

    abstract void analyze(Statement statement) throws Exception;

    final void fill(DataSource database, int rows, boolean analyzed) throws Exception {
        new JdbcJobStore(database).check();
        String columns
                = "insert into grokvideo_job (provider, gateway, request_key, fingerprint, deliver_result, state, job_id,"
                  + " job, attempts, deliveries, holder, held_until, due_at, purge_from, created_at, accepted_at,"
                  + " finished_at, acknowledged_at, budgets) select 'lumenfall', '" + JobStoreContract.GATEWAY + "', ";
        String counts = ", 1, 0, ";
        String job = ", '{\"id\":\"x\",\"status\":\"QUEUED\"}'" + counts;
        String openJob = ", concat('{\"id\":\"o', n, '\",\"status\":\"QUEUED\"}')" + counts;
        String reserved = ", concat('"
                          + BudgetEntries.write(reservations("#").stream()
                                  .map(reservation -> BudgetEntry.reserved(reservation, Instant.EPOCH)).toList())
                                  .replace("#", "', n, '")
                          + "')";
        String now = now();
        try (Connection connection = database.getConnection(); Statement statement = connection.createStatement()) {
            statement.execute(
                    columns + "concat('history', n), 'f', true, 'COMPLETED', concat('h', n)" + job + "null, null, null, " + now
                              + ", " + now + ", " + now + ", " + now + ", " + now + ", null from " + numbers(rows * 7 / 10));
            statement
                    .execute(columns + "concat('held', n), 'f', true, 'ACCEPTED', concat('c', n)" + job
                             + "'busy', null, null, null, " + now
                             + ", " + now + ", null, null" + reserved + " from " + numbers(rows * 2 / 10));
            statement.execute(columns + "concat('intended', n), 'f', true, 'INTENDED', null, null, 1, 0, 'sender', " + now
                              + " + interval '1' hour, null, null, " + now + ", null, null, null" + reserved + " from "
                              + numbers(rows / 20));
            statement.execute(
                    columns + "concat('open', n), 'f', true, 'ACCEPTED', concat('o', n)" + openJob + "null, null, " + now
                              + ", " + now
                              + ", " + now + ", " + now + ", null, null" + reserved + " from " + numbers(rows / 20));
            String counters = "insert into grokvideo_budget (budget, scope, window_start, currency, spent, reserved, told) ";
            statement.execute(counters + "select 'all', concat('tenant', n), '" + Instant.EPOCH + "', 'USD', 100, 100, 0 from "
                              + numbers(rows));
            statement.execute(counters + "select 'daily', '', concat('9999-', n), 'USD', 100, 0, 0 from " + numbers(rows));
            statement.execute("insert into grokvideo_job_holder (holder, expires_at) values ('busy', " + now
                              + " + interval '1' hour)");
            if (analyzed) {
                analyze(statement);
            }
        }
    }

    private static List<BudgetReservation> reservations(String tenant) {
        return List.of(
                new BudgetReservation(BUDGET, "", BigDecimal.ONE),
                new BudgetReservation(BUDGET, "tenant" + tenant, BigDecimal.ONE));
    }

    private static Intent counted(String name) {
        Intent intent = intent(name, "a");
        return new Intent(
                intent.key(), intent.fingerprint(), intent.model(), null, true, true, "a", LEASE,
                new Spending(new Cost(BigDecimal.ONE, "USD", true), null, null, reservations("-of-" + name)));
    }

    @ParameterizedTest
    @CsvSource({ "1000, PRESENT", "100000, PRESENT", "1000, MISSING", "100000, MISSING", "100000, OF_EMPTY_TABLES" })
    void noStatementReadsMoreRowsThanItChangesOrReturns(int rows, Statistics statistics) throws Exception {
        HikariConfig one = new HikariConfig();
        one.setDataSource(emptyDatabase());
        one.setMaximumPoolSize(1);
        try (HikariDataSource database = new HikariDataSource(one)) {
            ExplainedStatements statements = explained(database);
            JdbcJobStore store = new JdbcJobStore(statements.dataSource());
            if (statistics == Statistics.OF_EMPTY_TABLES) {
                new JdbcJobStore(database).check();
                for (int i = 1; i <= EXECUTIONS_UNTIL_PLANS_ARE_KEPT; i++) {
                    use(store, "before" + i);
                }
                statements.all().clear();
            }
            fill(database, rows, statistics == Statistics.PRESENT);

            use(store, "now");

            assertThat(statements.all()).hasSizeGreaterThan(30)
                    .allSatisfy(executed -> assertThat(executed.read()).as("%s%n%s", executed.sql(), executed.plan())
                            .isLessThanOrEqualTo(executed.rows() + slack()));
        }
    }

    // whatever is open is claimed: it need not be what is submitted here
    private static void use(JdbcJobStore store, String run) {
        JobKey k = key(run + "k");
        JobKey l = key(run + "l");
        store.reserve(intent(run + "k", "a"));
        store.reserve(intent(run + "k", "b"));
        store.acquire(k, "a", LEASE);
        store.accepted(k, accepted(run + "job-k"));
        store.findJob("lumenfall", JobStoreContract.GATEWAY, run + "job-k");
        store.reserve(intent(run + "l", "a"));
        store.outcomeUnknown(l, "why");
        store.withdraw(l, null);
        List<JobOperation.Reserve> reserving = IntStream.range(0, 30)
                .mapToObj(i -> new JobOperation.Reserve(counted(run + i))).toList();
        store.runAll(reserving);
        store.runAll(reserving.stream().map(one -> new JobOperation.Accepted(
                one.key(), accepted(one.key().key()))).toList());
        store.untilDue("lumenfall", JobStoreContract.GATEWAY);
        List<StoredJob> claimed = store.claim("lumenfall", JobStoreContract.GATEWAY, "me", LEASE, 25);
        store.renew("me", LEASE);
        JobKey first = claimed.get(0).key();
        store.finished(first, ended(claimed.get(0).job().id(), JobStatus.COMPLETED));
        store.startDelivery(first, "me", LEASE);
        store.release(first, "me", Duration.ZERO);
        store.acknowledge(claimed.get(1).key(), "me");
        store.deadLetter(claimed.get(2).key(), "me", "no disk");
        store.redeliver(claimed.get(2).key());
        store.finished(new JobKey("lumenfall", JobStoreContract.GATEWAY, null), ended(run + "job-k", JobStatus.COMPLETED));
        store.acknowledgeAwaited("lumenfall", JobStoreContract.GATEWAY, run + "job-k");
        List<JobKey> held = claimed.subList(5, 25).stream().map(StoredJob::key).toList();
        store.runAll(claimed.subList(5, 25).stream()
                .map(one -> new JobOperation.Finished(one.key(), ended(one.job().id(), JobStatus.COMPLETED))).toList());
        store.finished(held.get(0), ended(run + "another", JobStatus.COMPLETED));
        store.runAll(held.stream().map(key -> new JobOperation.StartDelivery(key, "me", LEASE)).toList());
        store.runAll(held.subList(0, 3).stream().map(key -> new JobOperation.Release(key, "me", LEASE)).toList());
        store.runAll(held.subList(3, 6).stream().map(key -> new JobOperation.DeadLetter(key, "me", "why")).toList());
        store.runAll(held.subList(6, 20).stream().map(key -> new JobOperation.Acknowledge(key, "me")).toList());
        JobKey refused = key(run + "refused");
        store.reserve(counted(run + "refused"));
        store.refused(refused, "a", new Cost(BigDecimal.ONE, "USD", false));
        store.reserve(counted(run + "withdrawn"));
        store.withdraw(key(run + "withdrawn"), "a");
        store.reserve(counted(run + "renamed"));
        store.rename(key(run + "renamed"), null, run + "new");
        store.correctBudget(DAILY, "", BigDecimal.ONE, "why");
        store.budgetStates(DAILY);
        store.purge();
        store.remove(k);
        store.remove(key(run + "new"));

        assertThat(claimed).hasSize(25);
    }
}
