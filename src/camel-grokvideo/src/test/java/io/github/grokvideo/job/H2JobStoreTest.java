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

    /** Notes an intent, and is gone. */
    public static final class Halting {

        public static void main(String[] arguments) {
            JdbcDataSource database = new JdbcDataSource();
            database.setURL(arguments[0]);
            new JdbcJobStore(database).begin(intent("k", "a"));
            Runtime.getRuntime().halt(9);
        }
    }

    @Test
    void whatIsNotedOutlivesAProcessThatIsKilled() throws Exception {
        String url = "jdbc:h2:file:" + folder.resolve("killed");
        Process process = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), Halting.class.getName(), url).inheritIO().start();
        assertThat(process.waitFor()).isEqualTo(9);
        JdbcDataSource database = new JdbcDataSource();
        database.setURL(url);
        assertThat(new JdbcJobStore(database).find(key("k"))).isNotNull();
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
