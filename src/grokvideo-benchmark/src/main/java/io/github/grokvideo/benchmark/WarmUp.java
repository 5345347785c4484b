package io.github.grokvideo.benchmark;

import java.util.concurrent.TimeUnit;

import io.github.grokvideo.benchmark.contender.Contender;
import io.github.grokvideo.benchmark.stub.StubClient;

/** What a contender does before it is measured, so that compiled code is, or little more than loaded classes. */
final class WarmUp {

    private static final Load ROUND = Load.of(1000, 1500, 2500, 200);
    /** After these, classes are loaded and little is compiled. */
    private static final Load FIRST_JOBS = Load.of(50, 500, 1000, 200);
    private static final int MOST_ROUNDS = 8;
    /** In milliseconds: a round that compiles less runs compiled code. */
    private static final long LITTLE_COMPILING = 200;
    private static final long COMPILING_LIMIT = 30_000;

    private final Trial trial;
    private final TrialStorage storage;
    private final StubClient stub;

    WarmUp(Trial trial, TrialStorage storage) {
        this.trial = trial;
        this.storage = storage;
        this.stub = new StubClient(storage.surroundings().stub());
    }

    /** Does nothing for a trial that is not to be warm; several consumers warm up themselves. */
    void run() throws Exception {
        if (trial.scenario() == Trial.Scenario.COLD) {
            rounds(FIRST_JOBS, 1, true);
        } else if (trial.warm() && trial.consumers() == 0) {
            boolean waits = trial.contender().isClient() || trial.contender().isDurable();
            rounds(ROUND, waits ? MOST_ROUNDS : 1, waits);
        }
    }

    private void rounds(Load load, int rounds, boolean waits) throws Exception {
        stub.reset(load.stub());
        Tally tally = new Tally(rounds * load.jobs());
        try (Contender contender
                = trial.contender().factory().start(storage.surroundings(), load.pollInterval(), tally)) {
            long compiled;
            int round = 0;
            do {
                compiled = Jvm.compileTime();
                for (int i = 0; i < load.jobs(); i++) {
                    contender.generate();
                }
                round++;
                if (waits) {
                    tally.await(round * load.jobs(), TrialProcess.deadline(load.timeLimit()));
                }
                if (trial.warm()) {
                    awaitCompiled();
                }
            } while (round < rounds && Jvm.compileTime() - compiled > LITTLE_COMPILING);
        }
    }

    // what is due to be compiled stands in a line
    private static void awaitCompiled() throws InterruptedException {
        long deadline = TrialProcess.deadline(COMPILING_LIMIT);
        long before;
        do {
            before = Jvm.compileTime();
            TimeUnit.MILLISECONDS.sleep(500);
        } while (Jvm.compileTime() > before && System.nanoTime() - deadline < 0);
    }
}
