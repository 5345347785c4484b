package io.github.grokvideo.benchmark;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.grokvideo.benchmark.contender.Contender;
import io.github.grokvideo.benchmark.contender.Outcome;
import io.github.grokvideo.benchmark.contender.Surroundings;
import io.github.grokvideo.benchmark.stub.Ledger;
import io.github.grokvideo.benchmark.stub.StubClient;

/** The JVM of one trial: carries it out and writes its result. */
public final class TrialProcess {

    static final JsonMapper JSON = new JsonMapper();

    private static final int DOWNLOADS = 15;

    private final Trial trial;
    private final TrialStorage storage;
    private final StubClient stub;
    private final Path directory;

    private TrialProcess(Trial trial, TrialStorage storage, Path directory) {
        this.trial = trial;
        this.storage = storage;
        this.stub = new StubClient(storage.surroundings().stub());
        this.directory = directory;
    }

    /** @param args the trial and its surroundings, both as JSON, and the file for the result */
    public static void main(String[] args) throws Exception {
        Path file = Path.of(args[2]);
        Trial trial = JSON.readValue(args[0], Trial.class);
        Surroundings given = JSON.readValue(args[1], Surroundings.class);
        new StubClient(given.stub()).checkClock();
        // before the client has run at all: some keep threads for the next time
        NewThreads newThreads = new NewThreads();
        try (TrialStorage storage = TrialStorage.open(trial, given)) {
            new WarmUp(trial, storage).run();
        }
        // nothing is left of the warm-up that could be taken for a job of the trial
        try (TrialStorage storage = TrialStorage.open(trial, given)) {
            JSON.writeValue(file.toFile(), new TrialProcess(trial, storage, file.getParent()).run(newThreads));
        }
        // some clients leave threads behind that are no daemons
        System.exit(0);
    }

    private Object run(NewThreads newThreads) throws Exception {
        stub.reset(trial.load().stub());
        return switch (trial.scenario()) {
            case WAIT, WAIT_AND_DOWNLOAD -> waitForAll(newThreads);
            case PARK -> park();
            case STOP -> stop();
            case DOWNLOAD -> download();
            case SOAK -> new SoakTrial(trial, storage, stub).run();
            case CLAIMS -> new ClaimsTrial(trial, storage).run();
            case CONSUMERS, CONSUMER_KILLED -> new ConsumersTrial(trial, storage, stub).run();
            case BURST, COLD -> new BurstTrial(trial, storage, stub).run();
        };
    }

    private Contender start(long pollInterval, Outcome outcome) throws Exception {
        return trial.contender().factory().start(storage.surroundings(), pollInterval, outcome);
    }

    private static void generate(Contender contender, int jobs) {
        for (int i = 0; i < jobs; i++) {
            contender.generate();
        }
    }

    static long deadline(long millis) {
        return System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    }

    private static double secondsSince(long begin) {
        return (System.nanoTime() - begin) / 1e9;
    }

    // waiting

    private WaitResult waitForAll(NewThreads newThreads) throws Exception {
        Load load = trial.load();
        Tally tally = new Tally(load.jobs());
        try (Contender contender = start(load.pollInterval(), tally)) {
            long heapBefore = Jvm.liveHeap();
            newThreads.start();
            long begin = System.nanoTime();
            long cpuBegin = Jvm.cpuTime();
            long deadline = deadline(load.timeLimit());
            generate(contender, load.jobs());

            awaitAccepted(tally, begin);
            int over = tally.over();
            long cpuSubmitting = Jvm.cpuTime() - cpuBegin;
            double heapPerJob = (Jvm.liveHeap() - heapBefore) / (double) Math.max(1, load.jobs() - over);
            Ledger waiting = stub.ledger();
            Map<String, Integer> names = newThreads.names();
            long cpu = Jvm.cpuTime();
            long compiling = Jvm.compileTime();
            long collecting = Jvm.collectTime();

            tally.await(1, deadline);
            long cpuWaiting = Jvm.cpuTime() - cpu;
            compiling = Jvm.compileTime() - compiling;
            collecting = Jvm.collectTime() - collecting;
            double requests = Math.max(1, stub.ledger().statusRequests() - waiting.statusRequests());

            Double downloadSeconds = null;
            if (trial.scenario() == Trial.Scenario.WAIT_AND_DOWNLOAD && tally.await(1, deadline)) {
                long downloadBegin = System.nanoTime();
                contender.download(tally.firstFinished(), directory);
                downloadSeconds = secondsSince(downloadBegin);
            }
            tally.await(load.jobs() / 2, deadline);
            newThreads.names().forEach((name, count) -> names.merge(name, count, Math::max));
            boolean all = tally.await(load.jobs(), deadline);
            double seconds = all ? (tally.lastEnd() - begin) / 1e9 : secondsSince(begin);
            double cpuPerJob = (cpuSubmitting + Jvm.cpuTime() - cpu) / 1000.0 / load.jobs();
            Ledger ledger = stub.ledger();
            if (tally.firstFailure() != null) {
                System.err.println("the first of " + tally.failed() + " failures: " + tally.firstFailure());
            }
            return new WaitResult(
                    tally.finished(), tally.failed(), tally.toldTwice(), seconds, waiting.billed() - over, heapPerJob,
                    newThreads.most(), names,
                    cpuWaiting / 1000.0 / requests, 1000 * compiling / requests, 1000 * collecting / requests, cpuPerJob,
                    tally.lagMean(),
                    tally.lagP99(), downloadSeconds, ledger);
        }
    }

    // all are accepted and asked about, but none is done: that is when a waiting job is weighed
    private void awaitAccepted(Tally tally, long begin) throws InterruptedException {
        Load load = trial.load();
        long latest = begin + TimeUnit.MILLISECONDS.toNanos(load.stub().minDuration() * 8 / 10);
        while (stub.ledger().billed() + tally.failed() < load.jobs() && System.nanoTime() - latest < 0) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
        long settled = Math.min(latest, System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(load.pollInterval()));
        TimeUnit.NANOSECONDS.sleep(settled - System.nanoTime());
    }

    private ParkResult park() throws Exception {
        try (Contender contender = start(trial.load().pollInterval(), new Tally(0))) {
            long before = Jvm.liveHeap();
            generate(contender, trial.load().jobs());
            return new ParkResult((Jvm.liveHeap() - before) / (double) trial.load().jobs());
        }
    }

    // stopping

    private StopResult stop() throws Exception {
        Load load = trial.load();
        Tally tally = new Tally(load.jobs());
        Contender contender = start(load.pollInterval(), tally);
        long begin = System.nanoTime();
        generate(contender, load.jobs());
        awaitAccepted(tally, begin);
        int waiting = stub.ledger().billed() - tally.over();
        long stop = System.nanoTime();
        contender.close();
        double seconds = secondsSince(stop);
        return new StopResult(waiting, seconds, tally.over(), stub.socketsLeft());
    }

    // downloads

    private DownloadResult download() throws Exception {
        Tally tally = new Tally(1);
        long size = trial.load().stub().videoSize();
        Path folder = Files.createDirectories(directory.resolve(trial.name()));
        try (Contender contender = start(trial.load().pollInterval(), tally)) {
            contender.generate();
            if (!tally.await(1, deadline(trial.load().timeLimit())) || tally.firstFinished() == null) {
                throw new IllegalStateException("no video to download", tally.firstFailure());
            }
            String id = tally.firstFinished();
            fetch(contender, id, folder, size);
            long before = Jvm.liveHeap();
            LiveHeapPeak peak = new LiveHeapPeak();
            peak.start();
            fetch(contender, id, folder, size);
            long growth = peak.end() - before;
            List<Double> rates = new ArrayList<>();
            for (int i = 0; i < DOWNLOADS; i++) {
                rates.add(size / (1 << 20) / fetch(contender, id, folder, size));
            }
            return new DownloadResult(size, rates, growth);
        }
    }

    private static double fetch(Contender contender, String id, Path folder, long size) throws Exception {
        long begin = System.nanoTime();
        contender.download(id, folder);
        double seconds = secondsSince(begin);
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                if (Files.size(file) != size) {
                    throw new IllegalStateException(file + " has " + Files.size(file) + " of " + size + " bytes");
                }
                Files.delete(file);
            }
        }
        return seconds;
    }

    /** Collects garbage again and again, to see how much is not garbage. */
    private static final class LiveHeapPeak extends Thread {

        private long peak;
        private volatile boolean over;

        LiveHeapPeak() {
            super("heap");
            setDaemon(true);
        }

        @Override
        public void run() {
            try {
                do {
                    System.gc();
                    peak = Math.max(peak, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
                    TimeUnit.MILLISECONDS.sleep(50);
                } while (!over);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        long end() throws InterruptedException {
            over = true;
            join();
            return peak;
        }
    }

    /** Looks again and again how many threads there are that were not there when it was made. */
    private static final class NewThreads extends Thread {

        private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        private final Set<Long> before;
        private volatile int most;

        NewThreads() {
            super("threads");
            setDaemon(true);
            before = LongStream.of(threads.getAllThreadIds()).boxed().collect(Collectors.toSet());
            before.add(getId());
        }

        @Override
        public void run() {
            try {
                while (true) {
                    most = Math.max(most, (int) LongStream.of(threads.getAllThreadIds()).filter(this::isNew).count());
                    TimeUnit.MILLISECONDS.sleep(250);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private boolean isNew(long id) {
            return !before.contains(id);
        }

        int most() {
            return most;
        }

        Map<String, Integer> names() {
            Map<String, Integer> names = new TreeMap<>();
            for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
                if (thread != null && isNew(thread.getThreadId())) {
                    names.merge(thread.getThreadName().replaceAll("[0-9]+", "#"), 1, Integer::sum);
                }
            }
            return names;
        }
    }
}
