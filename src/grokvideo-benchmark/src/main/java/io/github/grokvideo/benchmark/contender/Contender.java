package io.github.grokvideo.benchmark.contender;

import java.nio.file.Path;

import io.github.grokvideo.benchmark.database.DatabaseUse;

/** One way to make many videos at once. */
public interface Contender extends AutoCloseable {

    /** The prompt of all jobs. */
    String PROMPT = "A lighthouse in a storm";
    String MODEL = "grok-imagine-video";
    String API_KEY = "benchmark";

    /** Begins a job and returns; the end is told to the outcome. */
    void generate();

    /** Fetches the video of a job that is done, and returns when the file is whole. */
    default void download(String jobId, Path directory) throws Exception {
        throw new UnsupportedOperationException(getClass().getSimpleName() + " downloads nothing");
    }

    /** What it has asked of its database so far; {@code null} if it has none. */
    default DatabaseUse databaseUse() {
        return null;
    }

    /** Jobs in its database that are not over; 0 if it has none. */
    default long open() {
        return 0;
    }

    /** Frees threads and connections; jobs that are not over are told as failed, or never. */
    @Override
    void close();

    /** What makes a contender. */
    interface Factory {

        /**
         * @param surroundings the gateway, and databases
         * @param pollInterval between two questions about a job, in milliseconds
         * @param outcome      hears of each job
         */
        Contender start(Surroundings surroundings, long pollInterval, Outcome outcome) throws Exception;
    }
}
