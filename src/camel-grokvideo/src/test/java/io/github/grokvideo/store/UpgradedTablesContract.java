package io.github.grokvideo.store;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

import io.github.grokvideo.model.JobStoreException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What a store does in a database that version 1 of its tables was for, too. */
abstract class UpgradedTablesContract extends JdbcJobStoreContract {

    private void tablesOfVersion1() throws Exception {
        try (InputStream script = UpgradedTablesContract.class.getResourceAsStream("job-store-1.sql")) {
            String sql = new String(script.readAllBytes(), StandardCharsets.UTF_8).replaceAll("--.*", "");
            for (String statement : sql.split(";")) {
                if (!statement.isBlank()) {
                    execute(statement);
                }
            }
        }
    }

    private void rowOfVersion1(String name, boolean deliver, String state, String more, String values) throws SQLException {
        boolean known = !state.equals("INTENDED") && !state.equals("UNKNOWN");
        String job = known ? "'job-" + name + "', '{\"id\":\"job-" + name + "\",\"status\":\"QUEUED\"}'" : "null, null";
        execute("insert into grokvideo_job (provider, gateway, request_key, fingerprint, model, hand_on, state, job_id, job,"
                + " attempts, deliveries, created_at" + more + ") values ('lumenfall', '" + GATEWAY + "', '" + name
                + "', 'f-" + name + "', 'm', " + deliver + ", '" + state + "', " + job
                + ", 1, 0, current_timestamp" + values + ")");
    }

    @Test
    void tablesOfVersion1AreUpgradedWithEverythingInThem() throws Exception {
        tablesOfVersion1();
        String later = ", current_timestamp + interval '1' hour";
        rowOfVersion1("open", true, "ACCEPTED", ", accepted_at", ", current_timestamp");
        rowOfVersion1("held", true, "ACCEPTED", ", holder, held_until", ", 'x'" + later);
        rowOfVersion1("delayed", true, "COMPLETED", ", not_before", later);
        rowOfVersion1("taken", true, "COMPLETED", ", handed_on_at", ", current_timestamp");
        rowOfVersion1("waited", false, "FAILED", ", ended_at", ", current_timestamp");
        rowOfVersion1("unknown", true, "UNKNOWN", ", note", ", 'why'");
        rowOfVersion1("intended", true, "INTENDED", ", holder, held_until", ", 'x'" + later);
        JobStore store = new JdbcJobStore(dataSource(), RETENTION);

        assertThat(store.claim("lumenfall", GATEWAY, "b", LEASE, 10)).extracting(job -> job.key().key())
                .containsExactly("open");
        assertThat(store.find(key("unknown")).reason()).isEqualTo("why");
        assertThat(store.acquire(key("intended"), "b", LEASE)).isFalse();
        assertThat(store.acquire(key("intended"), "x", LEASE)).isTrue();
        store.acknowledge(key("open"), "b");
        advance(Duration.ofHours(2));
        assertThat(store.claim("lumenfall", GATEWAY, "b", LEASE, 10)).extracting(job -> job.key().key())
                .containsExactlyInAnyOrder("held", "delayed");
        advance(RETENTION);
        store.purge();
        assertThat(store.find(key("taken"))).isNull();
        assertThat(store.find(key("waited"))).isNull();
        assertThat(store.find(key("unknown"))).isNotNull();
    }

    @Test
    void ofManyWhoFindTablesOfVersion1OneUpgradesThem() throws Exception {
        tablesOfVersion1();
        rowOfVersion1("open", true, "ACCEPTED", "", "");
        List<JobStore> stores = inParallel(8, number -> {
            JdbcJobStore store = new JdbcJobStore(dataSource());
            store.check();
            return store;
        });

        assertThat(stores).allSatisfy(store -> assertThat(store.find(key("open")).job().id()).isEqualTo("job-open"));
        assertThat(single("select max(version) from grokvideo_job_schema")).isEqualTo("3");
    }

    @Test
    void tablesOfVersion1CanBeAnError() throws Exception {
        tablesOfVersion1();
        JdbcJobStore store = new JdbcJobStore(dataSource());
        store.setCreateTables(false);

        assertThatThrownBy(store::check).isInstanceOf(JobStoreException.class).hasMessageContaining("job-store-1-to-2");
        assertThat(single("select version from grokvideo_job_schema")).isEqualTo("1");
    }

    @Test
    void anUpgradeThatWasInterruptedIsFinished() throws Exception {
        tablesOfVersion1();
        rowOfVersion1("open", true, "ACCEPTED", "", "");
        execute("alter table grokvideo_job rename column hand_on to deliver_result");
        execute("alter table grokvideo_job add column due_at timestamp with time zone");

        assertThat(new JdbcJobStore(dataSource()).claim("lumenfall", GATEWAY, "b", LEASE, 10)).hasSize(1);
    }

    @Test
    void anInterruptedCreationOfOlderTablesIsNotTakenForThatOfNewOnes() throws Exception {
        tablesOfVersion1();
        execute("drop table grokvideo_job_schema");
        execute("alter table grokvideo_job rename column hand_on to deliver_result");
        execute("alter table grokvideo_job add column due_at timestamp with time zone");
        execute("alter table grokvideo_job add column purge_from timestamp with time zone");
        JdbcJobStore store = new JdbcJobStore(dataSource());

        assertThatThrownBy(store::check).isInstanceOf(JobStoreException.class)
                .hasStackTraceContaining("of an older version was interrupted");
    }
}
