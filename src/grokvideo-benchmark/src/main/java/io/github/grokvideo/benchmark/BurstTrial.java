package io.github.grokvideo.benchmark;

import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;

import io.github.grokvideo.benchmark.contender.Contender;
import io.github.grokvideo.benchmark.database.DatabaseUse;
import io.github.grokvideo.benchmark.database.PostgresDatabase;
import io.github.grokvideo.benchmark.stub.Ledger;
import io.github.grokvideo.benchmark.stub.StubClient;

/** All jobs at once, timed and counted until the last of them is over, and written. */
final class BurstTrial {

    /** In milliseconds: what is still written behind the last end. */
    private static final long WRITING_LIMIT = 10_000;

    private final Trial trial;
    private final TrialStorage storage;
    private final StubClient stub;

    BurstTrial(Trial trial, TrialStorage storage, StubClient stub) {
        this.trial = trial;
        this.storage = storage;
        this.stub = stub;
    }

    BurstResult run() throws Exception {
        Load load = trial.load();
        Tally tally = new Tally(load.jobs());
        try (Contender contender
                = trial.contender().factory().start(storage.surroundings(), load.pollInterval(), tally)) {
            settle();
            DatabaseUse before = contender.databaseUse();
            long server = serverTime();
            long cpu = Jvm.cpuTime();
            long begin = System.nanoTime();
            for (int i = 0; i < load.jobs(); i++) {
                contender.generate();
            }
            boolean all = tally.await(load.jobs(), begin + TimeUnit.MILLISECONDS.toNanos(load.timeLimit()));
            double seconds = ((all ? tally.lastEnd() : System.nanoTime()) - begin) / 1e9;
            if (all) {
                awaitWritten(contender);
            }
            cpu = Jvm.cpuTime() - cpu;
            server = serverTime() - server;
            DatabaseUse use = before == null ? null : contender.databaseUse().minus(before);
            Ledger ledger = stub.ledger();
            if (tally.firstFailure() != null) {
                System.err.println("the first of " + tally.failed() + " failures: " + tally.firstFailure());
            }
            return new BurstResult(
                    tally.finished(), tally.failed(), tally.toldTwice(), seconds, perJob(cpu),
                    storage.postgres() == null ? null : perJob(server), tally.lagMean(), tally.lagP99(), use,
                    contender.open(), ledger);
        }
    }

    private void settle() throws SQLException {
        System.gc();
        PostgresDatabase postgres = storage.postgres();
        if (postgres != null) {
            postgres.checkpoint();
        }
    }

    private static void awaitWritten(Contender contender) throws InterruptedException {
        long limit = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(WRITING_LIMIT);
        while (contender.open() > 0 && System.nanoTime() - limit < 0) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    private long serverTime() throws IOException {
        return storage.postgres() == null ? 0 : storage.postgres().cpuTime();
    }

    // in microseconds
    private double perJob(long nanos) {
        return nanos / 1000.0 / trial.load().jobs();
    }
}
