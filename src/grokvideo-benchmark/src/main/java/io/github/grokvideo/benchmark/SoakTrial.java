package io.github.grokvideo.benchmark;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import io.github.grokvideo.benchmark.contender.Contender;
import io.github.grokvideo.benchmark.contender.Outcome;
import io.github.grokvideo.benchmark.database.ClientDatabase;
import io.github.grokvideo.benchmark.stub.StubClient;
import io.github.grokvideo.store.JdbcJobStore;

/** Very many jobs one after the other; of those that are stored, the old ones are purged meanwhile. */
final class SoakTrial {

    private static final int STEPS = 10;
    private static final Duration RETENTION = Duration.ofMinutes(1);
    private static final int PURGE_SECONDS = 10;

    private final Trial trial;
    private final TrialStorage storage;
    private final StubClient stub;
    private final Semaphore free = new Semaphore(Trial.Scenario.SOAK_AT_ONCE);
    private final List<StoreSample> samples = new ArrayList<>();

    SoakTrial(Trial trial, TrialStorage storage, StubClient stub) {
        this.trial = trial;
        this.storage = storage;
        this.stub = stub;
    }

    SoakResult run() throws Exception {
        if (storage.postgres() == null) {
            return soak(() -> {
            });
        }
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        try (ClientDatabase database = ClientDatabase.postgres(storage.postgres().url())) {
            JdbcJobStore store = new JdbcJobStore(database.dataSource(), RETENTION);
            timer.scheduleWithFixedDelay(() -> purge(store), PURGE_SECONDS, PURGE_SECONDS, TimeUnit.SECONDS);
            return soak(() -> sample(database, store));
        } finally {
            timer.shutdownNow();
            timer.awaitTermination(1, TimeUnit.MINUTES);
        }
    }

    private static void purge(JdbcJobStore store) {
        try {
            store.purge();
        } catch (RuntimeException e) {
            // the rows that are left tell how often
            System.err.println("complete jobs were not purged: " + e);
        }
    }

    private void sample(ClientDatabase database, JdbcJobStore store) {
        // of all rows
        String provider = database.text("select min(provider) from grokvideo_job");
        String gateway = database.text("select min(gateway) from grokvideo_job");
        samples.add(StoreSample.of(database, store, provider, gateway));
    }

    private SoakResult soak(Runnable afterStep) throws Exception {
        Load load = trial.load();
        Tally tally = new Tally(load.jobs());
        List<Long> heap = new ArrayList<>();
        int threadsFirst = 0;
        Contender contender
                = trial.contender().factory().start(storage.surroundings(), load.pollInterval(), releasing(tally));
        long begin = System.nanoTime();
        long deadline = begin + TimeUnit.MILLISECONDS.toNanos(load.timeLimit());
        for (int step = 1; step <= STEPS; step++) {
            int target = (int) ((long) load.jobs() * step / STEPS);
            for (int i = (int) ((long) load.jobs() * (step - 1) / STEPS); i < target; i++) {
                free.acquire();
                contender.generate();
            }
            if (!tally.await(target, deadline)) {
                break;
            }
            heap.add(Jvm.liveHeap());
            threadsFirst = step == 1 ? Jvm.threadCount() : threadsFirst;
            afterStep.run();
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        int threadsMore = Jvm.threadCount() - threadsFirst;
        long leftOpen = contender.open();
        contender.close();
        int left = stub.socketsLeft();
        return new SoakResult(
                tally.finished(), tally.failed(), seconds, heap, slope(heap, load.jobs() / STEPS), threadsMore, left,
                stub.ledger(), leftOpen, samples);
    }

    private Outcome releasing(Tally tally) {
        return new Outcome() {
            @Override
            public void finished(String jobId) {
                tally.finished(jobId);
                free.release();
            }

            @Override
            public void failed(Throwable cause) {
                tally.failed(cause);
                free.release();
            }
        };
    }

    // least squares; the first is left out, since by then not all is compiled and loaded
    static double slope(List<Long> heap, int jobsPerStep) {
        int n = heap.size() - 1;
        if (n < 2) {
            return 0;
        }
        double meanX = (n - 1) / 2.0;
        double meanY = heap.stream().skip(1).mapToLong(Long::longValue).average().orElse(0);
        double above = 0;
        double below = 0;
        for (int i = 0; i < n; i++) {
            above += (i - meanX) * (heap.get(i + 1) - meanY);
            below += (i - meanX) * (i - meanX);
        }
        return above / below / jobsPerStep;
    }
}
