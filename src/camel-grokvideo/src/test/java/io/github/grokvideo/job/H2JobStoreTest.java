package io.github.grokvideo.job;

import java.nio.file.Path;
import java.util.UUID;

import javax.sql.DataSource;

import io.github.grokvideo.model.JobStoreException;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class H2JobStoreTest extends JdbcJobStoreContract {

    @TempDir
    private Path folder;

    @Override
    DataSource emptyDatabase() {
        JdbcDataSource database = new JdbcDataSource();
        database.setURL("jdbc:h2:file:" + folder.resolve(UUID.randomUUID().toString())
                        + ";DB_CLOSE_DELAY=2");
        return database;
    }

    @Test
    void aDatabaseThatCannotBeReachedIsTold() {
        JdbcDataSource nowhere = new JdbcDataSource();
        nowhere.setURL("jdbc:h2:file:" + folder.resolve("missing") + ";IFEXISTS=TRUE");

        assertThatThrownBy(() -> new JdbcJobStore(nowhere).begin(intent("k", "a")))
                .isInstanceOfSatisfying(JobStoreException.class,
                        failure -> assertThat(failure.isRetryable()).isTrue())
                .hasMessageContaining("job store");
    }
}
