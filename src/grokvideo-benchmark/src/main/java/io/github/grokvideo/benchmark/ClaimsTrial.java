package io.github.grokvideo.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.github.grokvideo.benchmark.contender.Contender;
import io.github.grokvideo.benchmark.database.ClientDatabase;
import io.github.grokvideo.benchmark.database.TableFill;
import io.github.grokvideo.model.JobStatus;
import io.github.grokvideo.model.Video;
import io.github.grokvideo.model.VideoJob;
import io.github.grokvideo.store.Intent;
import io.github.grokvideo.store.JdbcJobStore;
import io.github.grokvideo.store.JobKey;
import io.github.grokvideo.store.StoredJob;

/**
 * Looks for work in a table that is as large as the load says, and has ten times as many rows of jobs that are over.
 */
final class ClaimsTrial {

    static final int FINISHED_PER_OPEN = 10;
    private static final int HELD = 50_000;
    private static final int FOUND = 10;
    private static final int ROUNDS = 300;
    /** Of a row with its entries in the indexes, generously, in bytes. */
    private static final long ROW = 1500;
    private static final String PROVIDER = "lumenfall";
    private static final String GATEWAY = "https://api.example.com";
    private static final String OTHER = "other";
    private static final String HOLDER = "holder";
    private static final Duration LONG = Duration.ofDays(1);

    private final Trial trial;
    private final TrialStorage storage;

    ClaimsTrial(Trial trial, TrialStorage storage) {
        this.trial = trial;
        this.storage = storage;
    }

    ClaimsResult run() throws Exception {
        long open = trial.load().jobs();
        // a tenth of it, and told so, rather than a full disk
        long space = Files.getFileStore(storage.surroundings().folder()).getUsableSpace();
        while (open * (FINISHED_PER_OPEN + 1) * ROW > space / 2) {
            open /= 10;
        }
        try (ClientDatabase database = ClientDatabase.postgres(storage.postgres().url())) {
            JdbcJobStore store = new JdbcJobStore(database.dataSource());
            store.check();
            long begin = System.nanoTime();
            long held = fill(store, open);
            double fillSeconds = (System.nanoTime() - begin) / 1e9;
            storage.postgres().checkpoint();
            sync();

            double nothing = median(() -> expect(0, look(store)));
            submit(store, FOUND);
            double[] ten = new double[ROUNDS];
            for (int i = 0; i < ROUNDS; i++) {
                long before = System.nanoTime();
                List<StoredJob> found = look(store);
                ten[i] = millisSince(before);
                expect(FOUND, found);
                found.forEach(job -> store.release(job.key(), HOLDER, Duration.ZERO));
            }
            // the holder is known from here on
            look(store);
            return new ClaimsResult(
                    open, open * FINISHED_PER_OPEN, held, nothing, median(ten), median(() -> store.renew(HOLDER, LONG)),
                    database.number("select pg_table_size('grokvideo_job')"),
                    database.number("select pg_indexes_size('grokvideo_job')"), fillSeconds);
        }
    }

    // gigabytes that the system has yet to write would be in the way of each commit
    private static void sync() throws IOException, InterruptedException {
        new ProcessBuilder("sync").start().waitFor(1, TimeUnit.MINUTES);
    }

    private static List<StoredJob> look(JdbcJobStore store) {
        return store.claim(PROVIDER, GATEWAY, HOLDER, LONG, FOUND);
    }

    private static void expect(int jobs, List<StoredJob> found) {
        if (found.size() != jobs) {
            throw new IllegalStateException(found.size() + " jobs were found, not " + jobs);
        }
    }

    /** Each kind of row is written once by the store itself, and copied. Returns how many the holder has. */
    private long fill(JdbcJobStore store, long open) throws SQLException {
        long held = Math.min(open, HELD);
        TableFill table = new TableFill(storage.postgres().url(), "grokvideo_job", List.of("request_key", "job_id"));
        accepted(store, "mine");
        expect(1, look(store));
        accepted(store, "others");
        expect(1, store.claim(PROVIDER, GATEWAY, OTHER, LONG, FOUND));
        JobKey over = accepted(store, "over");
        expect(1, look(store));
        store.finished(over, completed("job-over"));
        store.startDelivery(over, HOLDER, LONG);
        store.acknowledge(over, HOLDER);
        table.copy("request_key = 'mine'", held - 1);
        table.copy("request_key = 'others'", open - held - 1);
        table.copy("request_key = 'over'", open * FINISHED_PER_OPEN - 1);
        table.done();
        return held;
    }

    private static void submit(JdbcJobStore store, int jobs) {
        for (int i = 0; i < jobs; i++) {
            accepted(store, "due-" + i);
        }
    }

    private static JobKey accepted(JdbcJobStore store, String name) {
        JobKey key = new JobKey(PROVIDER, GATEWAY, name);
        store.reserve(new Intent(key, "0123456789abcdef".repeat(4), Contender.MODEL, null, true, true, HOLDER, LONG));
        store.accepted(key, VideoJob.ofId("job-" + name));
        return key;
    }

    private static VideoJob completed(String id) {
        return new VideoJob(
                id, JobStatus.COMPLETED, "completed", Contender.MODEL, Contender.MODEL, "xai", 100, 8.0, "1280x720",
                List.of(new Video("https://media.example.com/" + id + ".mp4", "video/mp4", 1L << 20)), null, null, null, null,
                null, null, List.of());
    }

    private static double median(Runnable call) {
        double[] millis = new double[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            long begin = System.nanoTime();
            call.run();
            millis[i] = millisSince(begin);
        }
        return median(millis);
    }

    // the first are those of code that is not compiled, and of pages that are not in memory
    private static double median(double[] millis) {
        double[] sorted = Arrays.copyOfRange(millis, millis.length / 3, millis.length);
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static double millisSince(long begin) {
        return (System.nanoTime() - begin) / (double) TimeUnit.MILLISECONDS.toNanos(1);
    }
}
