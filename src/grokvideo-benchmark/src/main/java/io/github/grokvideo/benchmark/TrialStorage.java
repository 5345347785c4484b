package io.github.grokvideo.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.stream.Stream;

import io.github.grokvideo.benchmark.contender.Surroundings;
import io.github.grokvideo.benchmark.database.PostgresDatabase;

/** The databases of one trial: empty at first, and removed at its end. */
final class TrialStorage implements AutoCloseable {

    private final Surroundings surroundings;
    private final PostgresDatabase postgres;

    private TrialStorage(Surroundings surroundings, PostgresDatabase postgres) {
        this.surroundings = surroundings;
        this.postgres = postgres;
    }

    /** @param given the stub, the PostgreSQL server, and a folder for what this trial keeps in files */
    static TrialStorage open(Trial trial, Surroundings given) throws IOException, SQLException {
        Path folder = Files.createTempDirectory(given.folder(), trial.name());
        PostgresDatabase postgres = trial.contender().needsPostgres()
                ? PostgresDatabase.create(given.postgresUrl(), "trial_" + trial.name()) : null;
        return new TrialStorage(
                new Surroundings(given.stub(), postgres == null ? null : postgres.url(), folder), postgres);
    }

    /** What the trial's contenders find. */
    Surroundings surroundings() {
        return surroundings;
    }

    /** {@code null} if the trial's contender needs none. */
    PostgresDatabase postgres() {
        return postgres;
    }

    @Override
    public void close() throws SQLException, IOException {
        if (postgres != null) {
            postgres.close();
        }
        try (Stream<Path> files = Files.walk(surroundings.folder())) {
            files.sorted(Comparator.reverseOrder()).forEach(TrialStorage::delete);
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
