package io.github.grokvideo.benchmark;

import java.time.Duration;
import java.util.Arrays;

import io.github.grokvideo.benchmark.database.ClientDatabase;
import io.github.grokvideo.store.JobStore;

/**
 * A job store in PostgreSQL at one moment of a soak, when none of its jobs is under way.
 *
 * @param rows       of the table
 * @param tableBytes of the table, without its indexes
 * @param indexBytes of its indexes
 * @param claimNanos of one look for work that finds nothing, median
 */
public record StoreSample(long rows, long tableBytes, long indexBytes, long claimNanos) {

    private static final int LOOKS = 200;

    /** Of table and indexes. */
    long bytes() {
        return tableBytes + indexBytes;
    }

    static StoreSample of(ClientDatabase database, JobStore store, String provider, String gateway) {
        long[] nanos = new long[LOOKS];
        for (int i = 0; i < LOOKS; i++) {
            long begin = System.nanoTime();
            if (!store.claim(provider, gateway, "soak", Duration.ofMinutes(1), 1).isEmpty()) {
                throw new IllegalStateException("a job is due, though none is under way");
            }
            nanos[i] = System.nanoTime() - begin;
        }
        Arrays.sort(nanos);
        return new StoreSample(
                database.number("select count(*) from grokvideo_job"),
                database.number("select pg_table_size('grokvideo_job')"),
                database.number("select pg_indexes_size('grokvideo_job')"), nanos[LOOKS / 2]);
    }
}
