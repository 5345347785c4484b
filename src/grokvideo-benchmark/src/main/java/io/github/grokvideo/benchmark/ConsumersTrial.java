package io.github.grokvideo.benchmark;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import io.github.grokvideo.benchmark.Trial.Scenario;
import io.github.grokvideo.benchmark.contender.ConsumerProcess;
import io.github.grokvideo.benchmark.database.PostgresDatabase;
import io.github.grokvideo.benchmark.stub.StubClient;
import io.github.grokvideo.benchmark.stub.StubSettings;

/** Several processes on one database, each of which submits its share of the jobs and consumes whatever it gets. */
final class ConsumersTrial {

    /** In milliseconds; so short that a trial can wait for it. */
    static final long LEASE = 15_000;

    private static final Load WARM_UP = new Load(2000, 2000, 60_000, StubSettings.durations(1500, 2500));
    private static final int WARM_UPS = 3;
    private static final String OPEN = "from grokvideo_job where acknowledged_at is null and state <> 'DEAD_LETTER'";
    /** A consumer renews its lease when a third of it has passed. */
    private static final String DEAD = "(select holder from grokvideo_job_holder where expires_at < current_timestamp"
                                       + " + " + LEASE / 2 + " * interval '1 millisecond')";

    private final Trial trial;
    private final TrialStorage storage;
    private final StubClient stub;
    private final List<Consumer> consumers = new ArrayList<>();
    private volatile SharedTally tally;

    ConsumersTrial(Trial trial, TrialStorage storage, StubClient stub) {
        this.trial = trial;
        this.storage = storage;
        this.stub = stub;
    }

    ConsumersResult run() throws Exception {
        try {
            start();
            if (trial.warm()) {
                for (int i = 0; i < WARM_UPS; i++) {
                    submit(WARM_UP);
                    if (!tally.await(WARM_UP.jobs(), deadline(WARM_UP))) {
                        throw new IOException("the warm-up did not end: " + tally.finished() + " of " + WARM_UP.jobs());
                    }
                }
            }
            return measure(storage.postgres());
        } finally {
            for (Consumer consumer : consumers) {
                consumer.stop();
            }
        }
    }

    private void start() throws IOException, InterruptedException {
        tally = new SharedTally(0, Long.MAX_VALUE);
        for (int i = 0; i < trial.consumers(); i++) {
            consumers.add(new Consumer(
                    ConsumerProcess.command(
                            storage.surroundings(), trial.load().pollInterval(), LEASE, trial.heap(),
                            storage.surroundings().folder().resolveSibling(trial.name() + "-consumer-" + i + ".log")),
                    new Consumer.Deliveries() {
                        @Override
                        public void finished(Consumer by, String jobId) {
                            tally.finished(by, jobId);
                        }

                        @Override
                        public void failed(String why) {
                            tally.failed(why);
                        }
                    }));
        }
        for (Consumer consumer : consumers) {
            consumer.awaitReady();
        }
    }

    private void submit(Load load) {
        stub.reset(load.stub());
        long first = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(load.stub().minDuration());
        tally = new SharedTally(load.jobs(), first);
        int left = load.jobs();
        for (int i = consumers.size(); i > 0; i--) {
            int share = left / i;
            consumers.get(i - 1).submit(share);
            left -= share;
        }
    }

    private static long deadline(Load load) {
        return System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(load.timeLimit());
    }

    private ConsumersResult measure(PostgresDatabase postgres) throws Exception {
        Load load = trial.load();
        postgres.checkpoint();
        long deadline = deadline(load);
        long begin = System.nanoTime();
        submit(load);
        long takenOver = 0;
        if (trial.scenario() == Scenario.CONSUMER_KILLED) {
            awaitAccepted(deadline);
            tally.await(load.jobs() / 3, deadline);
            takenOver = kill(postgres);
        }
        boolean all = tally.await(load.jobs(), deadline);
        double seconds = ((all ? tally.lastEnd() : System.nanoTime()) - begin) / 1e9;
        awaitAcknowledged(postgres);
        return new ConsumersResult(
                tally.finished(), tally.failed(), tally.again(), tally.excused(), seconds, tally.each(consumers),
                postgres.deadlocks(), postgres.number("select count(*) " + OPEN), tally.lagMean(), tally.lagP99(), takenOver,
                tally.latest(), LEASE / 1000.0, stub.ledger());
    }

    private void awaitAccepted(long deadline) throws InterruptedException {
        while (stub.ledger().billed() < trial.load().jobs() && System.nanoTime() - deadline < 0) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    private void awaitAcknowledged(PostgresDatabase postgres) throws SQLException, InterruptedException {
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (postgres.number("select count(*) " + OPEN) > 0 && System.nanoTime() - limit < 0) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    // returns how many jobs others have to take over
    private long kill(PostgresDatabase postgres) throws Exception {
        // it has claimed some, or it could not deliver them
        Consumer killed = Collections.max(consumers, Comparator.comparing(consumer -> consumer.delivered().size()));
        consumers.remove(killed);
        killed.kill();
        long at = System.nanoTime();
        // what it had sent to the database is committed or not a moment later, and nobody takes over before its lease ends
        TimeUnit.SECONDS.sleep(1);
        Set<String> notAcknowledged = postgres.texts("select job_id " + OPEN);
        notAcknowledged.retainAll(killed.delivered());
        tally.killed(at, notAcknowledged);
        // by now all that live have renewed theirs
        TimeUnit.MILLISECONDS.sleep(LEASE * 7 / 10 - 1000);
        return postgres.number("select count(*) " + OPEN + " and holder in " + DEAD);
    }
}
