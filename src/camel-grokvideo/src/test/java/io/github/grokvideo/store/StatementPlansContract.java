package io.github.grokvideo.store;

import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import javax.sql.DataSource;

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

    /** An index is read to the first entry that does not belong; and the sender's row is looked up beside a job's. */
    int slack() {
        return 3;
    }

    abstract DataSource emptyDatabase() throws Exception;

    abstract ExplainedStatements explained(DataSource database);

    /** A table of the numbers from 1 to this one, whose column is called n. */
    abstract String numbers(int most);

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
                  + " finished_at, acknowledged_at) select 'lumenfall', '" + JobStoreContract.GATEWAY + "', ";
        String counts = ", 1, 0, ";
        String job = ", '{\"id\":\"x\",\"status\":\"QUEUED\"}'" + counts;
        String openJob = ", concat('{\"id\":\"o', n, '\",\"status\":\"QUEUED\"}')" + counts;
        String now = now();
        try (Connection connection = database.getConnection(); Statement statement = connection.createStatement()) {
            statement.execute(
                    columns + "concat('history', n), 'f', true, 'COMPLETED', concat('h', n)" + job + "null, null, null, " + now
                              + ", " + now + ", " + now + ", " + now + ", " + now + " from " + numbers(rows * 7 / 10));
            statement
                    .execute(columns + "concat('held', n), 'f', true, 'ACCEPTED', concat('c', n)" + job
                             + "'busy', null, null, null, " + now
                             + ", " + now + ", null, null from " + numbers(rows * 2 / 10));
            statement.execute(columns + "concat('intended', n), 'f', true, 'INTENDED', null, null, 1, 0, 'sender', " + now
                              + " + interval '1' hour, null, null, " + now + ", null, null, null from " + numbers(rows / 20));
            statement.execute(
                    columns + "concat('open', n), 'f', true, 'ACCEPTED', concat('o', n)" + openJob + "null, null, " + now
                              + ", " + now
                              + ", " + now + ", " + now + ", null, null from " + numbers(rows / 20));
            statement.execute("insert into grokvideo_job_holder (holder, expires_at) values ('busy', " + now
                              + " + interval '1' hour)");
            if (analyzed) {
                analyze(statement);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({ "1000, true", "100000, true", "1000, false", "100000, false" })
    void noStatementReadsMoreRowsThanItChangesOrReturns(int rows, boolean analyzed) throws Exception {
        DataSource database = emptyDatabase();
        fill(database, rows, analyzed);
        ExplainedStatements statements = explained(database);
        JdbcJobStore store = new JdbcJobStore(statements.dataSource());

        store.reserve(intent("k", "a"));
        store.reserve(intent("k", "b"));
        store.acquire(key("k"), "a", LEASE);
        store.accepted(key("k"), accepted("job-k"));
        store.findJob("lumenfall", JobStoreContract.GATEWAY, "job-k");
        store.reserve(intent("l", "a"));
        store.outcomeUnknown(key("l"), "why");
        store.withdraw(key("l"), null);
        store.untilDue("lumenfall", JobStoreContract.GATEWAY);
        List<StoredJob> claimed = store.claim("lumenfall", JobStoreContract.GATEWAY, "me", LEASE, 20);
        store.renew("me", LEASE);
        JobKey first = claimed.get(0).key();
        store.finished(first, ended(claimed.get(0).job().id(), JobStatus.COMPLETED));
        store.startDelivery(first, "me", LEASE);
        store.release(first, "me", Duration.ZERO);
        store.acknowledge(claimed.get(1).key(), "me");
        store.deadLetter(claimed.get(2).key(), "me", "no disk");
        store.redeliver(claimed.get(2).key());
        store.finished(new JobKey("lumenfall", JobStoreContract.GATEWAY, null), ended("job-k", JobStatus.COMPLETED));
        store.acknowledgeAwaited("lumenfall", JobStoreContract.GATEWAY, "job-k");
        store.runAll(IntStream.range(0, 10).mapToObj(i -> new JobOperation.Reserve(intent("g" + i, "a"))).toList());
        store.runAll(IntStream.range(0, 10).mapToObj(i -> new JobOperation.Accepted(key("g" + i), accepted("g" + i))).toList());
        List<JobKey> held = claimed.subList(5, 15).stream().map(StoredJob::key).toList();
        store.runAll(claimed.subList(5, 15).stream()
                .map(one -> new JobOperation.Finished(one.key(), ended(one.job().id(), JobStatus.COMPLETED))).toList());
        store.finished(held.get(0), ended("another", JobStatus.COMPLETED));
        store.runAll(held.stream().map(key -> new JobOperation.StartDelivery(key, "me", LEASE)).toList());
        store.runAll(held.subList(0, 3).stream().map(key -> new JobOperation.Release(key, "me", LEASE)).toList());
        store.runAll(held.subList(3, 6).stream().map(key -> new JobOperation.DeadLetter(key, "me", "why")).toList());
        store.runAll(held.subList(6, 10).stream().map(key -> new JobOperation.Acknowledge(key, "me")).toList());
        store.purge();
        store.remove(key("k"));

        assertThat(claimed).hasSize(20);
        assertThat(statements.all()).hasSizeGreaterThan(30)
                .allSatisfy(one -> assertThat(one.read()).as("%s%n%s", one.sql(), one.plan())
                        .isLessThanOrEqualTo(one.rows() + slack()));
    }
}
