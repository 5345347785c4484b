package io.github.grokvideo.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.github.grokvideo.benchmark.contender.Surroundings;
import io.github.grokvideo.benchmark.stub.JavaCommand;

/** Runs trials one after the other, each in a JVM of its own, and reads their results. */
final class TrialRunner {

    private static final long SPARE_MINUTES = 3;

    private final Surroundings surroundings;
    private final Path directory;
    private final List<String> options;

    /**
     * @param surroundings the stub, the PostgreSQL server if a trial needs it, and a folder for databases in files
     * @param directory    for results and logs; it exists
     * @param options      for the JVMs of the trials, besides their heap
     */
    TrialRunner(Surroundings surroundings, Path directory, List<String> options) {
        this.surroundings = surroundings;
        this.directory = directory;
        this.options = options;
    }

    /**
     * @return             the result, of the type that {@link Trial.Scenario#result} names
     * @throws IOException if the trial failed; its log says why
     */
    <T> T run(Trial trial, Class<T> type) throws IOException, InterruptedException {
        if (trial.scenario().result() != type) {
            throw new IllegalArgumentException(trial.scenario() + " has no " + type.getSimpleName());
        }
        Path result = directory.resolve(trial.name() + ".json");
        Path log = directory.resolve(trial.name() + ".log");
        Files.deleteIfExists(result);
        List<String> all = new ArrayList<>(options);
        all.addAll(List.of("-Xms" + trial.heap() + "m", "-Xmx" + trial.heap() + "m", "-XX:+ExitOnOutOfMemoryError"));
        Process process = JavaCommand.of(
                TrialProcess.class, all,
                List.of(TrialProcess.JSON.writeValueAsString(trial), TrialProcess.JSON.writeValueAsString(surroundings),
                        result.toString()))
                .redirectErrorStream(true).redirectOutput(log.toFile()).start();
        try {
            long minutes = TimeUnit.MILLISECONDS.toMinutes(trial.load().timeLimit()) + SPARE_MINUTES;
            if (!process.waitFor(minutes, TimeUnit.MINUTES)) {
                throw new IOException(trial.name() + " did not end within " + minutes + " minutes; see " + log.getFileName());
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
        if (process.exitValue() != 0 || !Files.exists(result)) {
            throw new IOException(
                    trial.name() + " ended with " + process.exitValue() + "; the end of its log: " + lastLines(log));
        }
        return TrialProcess.JSON.readValue(result.toFile(), type);
    }

    private static String lastLines(Path log) throws IOException {
        List<String> lines = Files.readAllLines(log);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size()));
    }
}
