package io.github.grokvideo.job;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

import javax.sql.DataSource;

import io.github.grokvideo.model.JobStatus;
import io.github.grokvideo.model.JobStoreException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What a store in any database does. */
abstract class JdbcJobStoreContract extends JobStoreContract {

    private DataSource dataSource;

    /** A database without tables. */
    abstract DataSource emptyDatabase() throws Exception;

    @Override
    JobStore newStore() throws Exception {
        dataSource = emptyDatabase();
        return new JdbcJobStore(dataSource);
    }

    // by the clock of the database time cannot be set, but what was written can be made older
    @Override
    void advance(Duration time) throws Exception {
        String by = " - " + time.toSeconds() + " * interval '1' second";
        StringBuilder sql = new StringBuilder("update grokvideo_job set created_at = created_at" + by);
        for (String column : new String[] { "held_until", "not_before", "accepted_at", "ended_at", "handed_on_at" }) {
            sql.append(", ").append(column).append(" = ").append(column).append(by);
        }
        execute(sql.toString());
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection(); Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private String single(String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection(); Statement statement = connection.createStatement();
             ResultSet result = statement.executeQuery(sql)) {
            return result.next() ? result.getString(1) : null;
        }
    }

    @Test
    void anotherStoreOnTheSameDatabaseFindsEverything() {
        JobStore first = new JdbcJobStore(dataSource);
        first.begin(intent("k", "a"));
        first.accepted(key("k"), accepted("job-k"));
        first.ended(key("k"), ended("job-k", JobStatus.COMPLETED));

        StoredJob found = new JdbcJobStore(dataSource).find(key("k"));
        assertThat(found.job()).isEqualTo(ended("job-k", JobStatus.COMPLETED).withoutJson());
    }

    @Test
    void neitherPromptNorTheGatewaysAnswerIsStored() throws SQLException {
        JobStore store = new JdbcJobStore(dataSource);
        store.begin(intent("k", "a"));
        store.ended(key("k"), ended("job-k", JobStatus.COMPLETED));

        assertThat(single("select job from grokvideo_job")).contains("job-k").doesNotContain("secret", "prompt");
        assertThat(single("select prompt from grokvideo_job")).isNull();
        assertThat(single("select cost from grokvideo_job")).startsWith("0.3");
    }

    @Test
    void missingTablesCanBeAnError() {
        JdbcJobStore store = new JdbcJobStore(dataSource);
        store.setCreateTables(false);

        assertThatThrownBy(store::check).isInstanceOf(JobStoreException.class).hasMessageContaining("job-store-1.sql");
    }

    @Test
    void newerTablesAreRefused() throws SQLException {
        new JdbcJobStore(dataSource).check();
        execute("update grokvideo_job_schema set version = 2");

        assertThatThrownBy(() -> new JdbcJobStore(dataSource).begin(intent("k", "a")))
                .isInstanceOf(JobStoreException.class).hasMessageContaining("version 2, accepted is 1");
    }

    @Test
    void tablesThatAreThereAreUsed() {
        new JdbcJobStore(dataSource).begin(intent("k", "a"));
        JdbcJobStore second = new JdbcJobStore(dataSource);
        second.check();
        second.check();

        assertThat(second.find(key("k"))).isNotNull();
    }

    @Test
    void whatWasOverForLongIsForgotten() throws Exception {
        JobStore store = new JdbcJobStore(dataSource, Duration.ofDays(30));
        store.begin(intent("handed-on", "a"));
        store.ended(key("handed-on"), ended("job-1", JobStatus.COMPLETED));
        store.claim("lumenfall", GATEWAY, "b", LEASE, 10);
        store.delivering(key("handed-on"), "b", LEASE);
        store.delivered(key("handed-on"), "b");
        store.begin(new Intent(key("waited"), "f", "m", null, false, true, "a", LEASE));
        store.ended(key("waited"), ended("job-2", JobStatus.FAILED));
        advance(Duration.ofDays(29));
        store.purge();
        assertThat(store.find(key("handed-on"))).isNotNull();
        assertThat(store.find(key("waited"))).isNotNull();
        advance(Duration.ofDays(2));
        store.purge();

        assertThat(store.find(key("handed-on"))).isNull();
        assertThat(store.find(key("waited"))).isNull();
    }
}
