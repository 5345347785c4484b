package io.github.grokvideo.internal.job.phase;

import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

import io.github.grokvideo.model.BudgetWindow;
import io.github.grokvideo.model.Cost;
import io.github.grokvideo.model.VideoJob;
import io.github.grokvideo.store.Budget;
import io.github.grokvideo.store.BudgetReservation;
import io.github.grokvideo.store.Intent;
import io.github.grokvideo.store.JdbcJobStore;
import io.github.grokvideo.store.JobKey;
import io.github.grokvideo.store.JobStore;
import io.github.grokvideo.store.MemoryJobStore;
import io.github.grokvideo.store.PostgreSqlExtension;
import io.github.grokvideo.store.Spending;
import io.github.grokvideo.store.StoredJob;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** A submission is put aside by another process while its answer is on its way. */
@Tag("slow")
class ReusableKeysTest {

    @RegisterExtension
    static final PostgreSqlExtension POSTGRES = new PostgreSqlExtension();

    private static final JobKey KEY = new JobKey("xai", "https://gateway", "content");
    private static final String SALT = ReusableKeys.newSalt();
    private static final String LATER_SALT = ReusableKeys.newSalt();

    static Stream<Named<JobStore>> stores() throws Exception {
        JdbcDataSource h2 = new JdbcDataSource();
        h2.setURL("jdbc:h2:mem:reusable" + System.nanoTime() + ";DB_CLOSE_DELAY=5");
        return Stream.of(
                Named.of("memory", new MemoryJobStore()), Named.of("H2", new JdbcJobStore(h2)),
                Named.of("PostgreSQL", new JdbcJobStore(POSTGRES.emptyDatabase())));
    }

    private static void submit(JobStore store, String salt, String holder, Budget... budgets) {
        List<BudgetReservation> reservations
                = Stream.of(budgets).map(budget -> new BudgetReservation(budget, "", BigDecimal.ONE)).toList();
        store.reserve(new Intent(
                KEY, salt, "m", null, false, true, holder, Duration.ZERO, new Spending(null, null, null, reservations)));
    }

    private static void putAside(JobStore store) {
        assertThat(store.acquire(KEY, "b", Duration.ofMinutes(1))).isTrue();
        ReusableKeys.putAside(store, KEY, "b", "never answered");
    }

    /** Calls that are made alone are transactions of their own: another process would submit, and pay, again. */
    @ParameterizedTest
    @MethodSource("stores")
    void whileAnAnswerIsRecordedNobodyCanTakeTheSubmissionOver(JobStore store) {
        submit(store, SALT, "a");
        AtomicBoolean takenOver = new AtomicBoolean();
        JobStore watched = (JobStore) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] { JobStore.class }, (proxy, method, arguments) -> {
                    if (method.getName().equals("accepted")) {
                        takenOver.set(store.acquire(KEY, "b", Duration.ofMinutes(1)));
                    }
                    return method.invoke(store, arguments);
                });
        accepted(watched, SALT, "a", "answer");
        assertThat(takenOver).isFalse();
        assertThat(store.find(KEY).job().id()).isEqualTo("answer");
    }

    // the first one has been put aside
    private static Budget submitTwice(JobStore store) {
        Budget budget = new Budget("all", BigDecimal.TEN, "USD", BudgetWindow.EVER, ZoneOffset.UTC, List.of());
        submit(store, SALT, "a", budget);
        putAside(store);
        submit(store, LATER_SALT, "b", budget);
        return budget;
    }

    private static void accepted(JobStore store, String salt, String holder, String id) {
        new SubmissionEntry(KEY, salt, holder).accepted(store, VideoJob.ofId(id));
    }

    @ParameterizedTest
    @MethodSource("stores")
    void aLateAnswerIsRecordedInTheEntryOfItsOwnSubmission(JobStore store) {
        submit(store, SALT, "a");
        putAside(store);
        submit(store, LATER_SALT, "b");

        accepted(store, SALT, "a", "late");
        assertThat(store.find(KEY).state()).isEqualTo(StoredJob.State.INTENDED);
        accepted(store, LATER_SALT, "b", "new");

        assertThat(store.find(KEY).job().id()).isEqualTo("new");
        assertThat(store.findJob("xai", "https://gateway", "late").key().key()).startsWith("reuse-unknown-");
    }

    @ParameterizedTest
    @MethodSource("stores")
    void aLateAnswerIsRecordedWhenNobodyHasSubmittedAgain(JobStore store) {
        submit(store, SALT, "a");
        putAside(store);
        accepted(store, SALT, "a", "late");
        assertThat(store.find(KEY)).isNull();
        assertThat(store.findJob("xai", "https://gateway", "late").state()).isEqualTo(StoredJob.State.ACCEPTED);
    }

    @ParameterizedTest
    @MethodSource("stores")
    void anAnswerAfterTheLeaseIsRecordedUnderTheKey(JobStore store) {
        submit(store, SALT, "a");
        accepted(store, SALT, "a", "late");
        assertThat(store.find(KEY).job().id()).isEqualTo("late");
    }

    @ParameterizedTest
    @MethodSource("stores")
    void aLateRefusalEndsItsOwnSubmissionOnly(JobStore store) {
        Budget budget = submitTwice(store);
        assertThat(store.budgetStates(budget).get(0).reserved()).isEqualByComparingTo("2");

        new SubmissionEntry(KEY, SALT, "a").withdraw(store);
        assertThat(store.budgetStates(budget).get(0).reserved()).isEqualByComparingTo("1");
        assertThat(store.find(KEY).fingerprint()).isEqualTo(LATER_SALT);
    }

    @ParameterizedTest
    @MethodSource("stores")
    void aLateRefusalThatIsChargedIsSpent(JobStore store) {
        Budget budget = submitTwice(store);

        new SubmissionEntry(KEY, SALT, "a").refused(store, new Cost(new BigDecimal("0.25"), "USD", false));
        assertThat(store.budgetStates(budget).get(0).spent()).isEqualByComparingTo("0.25");
        assertThat(store.budgetStates(budget).get(0).reserved()).isEqualByComparingTo("1");
        assertThat(store.find(KEY).fingerprint()).isEqualTo(LATER_SALT);
    }
}
