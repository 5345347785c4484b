package io.github.grokvideo.store;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.grokvideo.model.BudgetExceededException;
import io.github.grokvideo.model.BudgetState;
import io.github.grokvideo.model.BudgetWindow;
import io.github.grokvideo.model.Cost;
import io.github.grokvideo.model.CostLimitException;
import io.github.grokvideo.model.JobError;
import io.github.grokvideo.model.JobStatus;
import io.github.grokvideo.model.SpendingGroup;
import io.github.grokvideo.model.SpendingRow;
import io.github.grokvideo.model.Video;
import io.github.grokvideo.model.VideoJob;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What every job store does. */
public abstract class JobStoreContract {

    static final Duration LEASE = Duration.ofSeconds(30);
    static final String GATEWAY = "https://api.example.com";
    static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    /** How long the store keeps what is over, and what nobody works on; nobody waits as long as that. */
    static final Duration RETENTION = Duration.ofHours(24);

    private JobStore store;

    /** An empty store. */
    abstract JobStore newStore() throws Exception;

    /** Lets time pass for the store. */
    abstract void advance(Duration time) throws Exception;

    @BeforeEach
    void open() throws Exception {
        store = newStore();
    }

    static JobKey key(String name) {
        return new JobKey("lumenfall", GATEWAY, name);
    }

    static Intent intent(String name, String holder) {
        return new Intent(key(name), "f-" + name, "grok-imagine-video", null, true, true, holder, LEASE);
    }

    static VideoJob accepted(String id) {
        return VideoJob.ofId(id);
    }

    public static VideoJob ended(String id, JobStatus status) {
        boolean done = status == JobStatus.COMPLETED;
        return new VideoJob(
                id, status, status.name(), "grok-imagine-video", "xai/grok-imagine-video", "xai", 100, 6.0, "1365x768",
                done ? List.of(new Video("https://media.example.com/" + id + ".mp4", "video/mp4", 12L)) : List.of(),
                done ? null : new JobError("INTERNAL_ERROR", "no luck"), new Cost(new BigDecimal("0.30"), "USD", false),
                Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2026-01-01T00:01:00Z"),
                Instant.parse("2026-01-01T01:00:00Z"), "{\"prompt\":\"secret\"}", List.of());
    }

    private void submitted(String name) {
        store.reserve(intent(name, "a"));
        store.accepted(key(name), accepted("job-" + name));
    }

    private List<String> claimed(String holder, int most) {
        return store.claim("lumenfall", GATEWAY, holder, LEASE, most).stream().map(job -> job.job().id()).toList();
    }

    @Test
    void theFirstIntentIsNoted() {
        StoredJob noted = store.reserve(intent("k", "a"));

        assertThat(noted.holder()).isEqualTo("a");
        assertThat(noted.held()).isTrue();
        assertThat(noted.state()).isEqualTo(StoredJob.State.INTENDED);
        assertThat(noted.fingerprint()).isEqualTo("f-k");
        assertThat(noted.model()).isEqualTo("grok-imagine-video");
        assertThat(noted.attempts()).isEqualTo(1);
        assertThat(noted.job()).isNull();
        assertThat(noted.createdAt()).isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(60));
    }

    @Test
    void aSecondIntentWithTheSameKeyFindsTheFirst() {
        store.reserve(intent("k", "a"));
        StoredJob found = store.reserve(new Intent(key("k"), "other", "other", "other", false, true, "b", LEASE));

        assertThat(found.holder()).isEqualTo("a");
        assertThat(found.fingerprint()).isEqualTo("f-k");
        assertThat(found.prompt()).isNull();
    }

    @Test
    void aJobIsFoundByItsId() {
        assertThat(store.findJob("lumenfall", GATEWAY, "job-k")).isNull();
        store.reserve(intent("k", "a"));
        assertThat(store.find(key("k")).acceptedAt()).isNull();
        store.accepted(key("k"), accepted("job-k").withExternalOutput());

        StoredJob found = store.findJob("lumenfall", GATEWAY, "job-k");
        assertThat(found.key()).isEqualTo(key("k"));
        assertThat(found.job().externalOutput()).isTrue();
        assertThat(found.acceptedAt()).isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(60));
        assertThat(store.findJob("lumenfall", "https://elsewhere", "job-k")).isNull();
        assertThat(store.findJob("xai", GATEWAY, "job-k")).isNull();
    }

    @Test
    void whyAJobFailedIsKept() {
        submitted("k");
        VideoJob failed = ended("job-k", JobStatus.FAILED);
        JobError error = new JobError("generation_failed", "no", JobError.Kind.MODERATION);
        store.finished(key("k"), new VideoJob(
                failed.id(), failed.status(), null, null, null, null, null, null, null, List.of(), error, null, null, null,
                null,
                "", List.of()));
        assertThat(store.find(key("k")).job().error()).isEqualTo(error);
    }

    @Test
    void theSameKeyAtAnotherGatewayOrProviderIsAnother() {
        store.reserve(intent("k", "a"));
        Intent elsewhere = new Intent(
                new JobKey("lumenfall", "https://other.example.com", "k"), "f", "m", null, true, true, "b", LEASE);
        Intent other = new Intent(new JobKey("xai", GATEWAY, "k"), "f", "m", null, true, true, "c", LEASE);

        assertThat(store.reserve(elsewhere).holder()).isEqualTo("b");
        assertThat(store.reserve(other).holder()).isEqualTo("c");
    }

    /** Whether the store can tell this key from those that look like it. */
    boolean tellsApart(String key) {
        return true;
    }

    @Test
    void keysThatLookAlikeAreDifferent() {
        List<String> keys = Stream.of(
                "key", "KEY", "Key", "k\u00e9y", "ke\u0301y", "k\u0435y", "key ", "key  ", " key", "key\t", "key\n",
                "key\u00a0",
                "key\u200b", "k\u200dey", "key\ufe0f", "stra\u00dfe", "strasse", "\uff4b\uff45\uff59", "1", "\u0661", "01",
                "1.0", "a%", "a_", "a\\", "a'", "\uD83C\uDFAC", "\uD83C\uDFAD", "x".repeat(299), "x".repeat(300),
                "\u4e2d".repeat(300), "\uD83C\uDFAC".repeat(150)).filter(this::tellsApart).toList();
        for (String name : keys) {
            String holder = "holder-" + keys.indexOf(name);
            assertThat(store.reserve(new Intent(key(name), "f", "m", null, true, true, holder, LEASE)).holder()).as(name)
                    .isEqualTo(holder);
        }
        for (String name : keys) {
            StoredJob found = store.find(key(name));
            assertThat(found.key().key()).isEqualTo(name);
            assertThat(found.holder()).as(name).isEqualTo("holder-" + keys.indexOf(name));
        }
    }

    @Test
    void ofManyWhoNoteTheSameKeyAtOnceOneGetsIt() throws Exception {
        Set<String> winners = ConcurrentHashMap.newKeySet();
        inParallel(16, number -> {
            StoredJob noted = store.reserve(intent("k", "holder-" + number));
            if (noted.holder().equals("holder-" + number)) {
                winners.add(noted.holder());
            }
            return null;
        });
        assertThat(winners).hasSize(1);
    }

    @Test
    void thePromptIsStoredOnlyIfGiven() {
        store.reserve(new Intent(key("with"), "f", "m", "A cat", false, true, "a", LEASE));
        store.reserve(new Intent(key("without"), "f", "m", null, false, true, "a", LEASE));

        assertThat(store.find(key("with")).prompt()).isEqualTo("A cat");
        assertThat(store.find(key("without")).prompt()).isNull();
        assertThat(store.find(key("nobody"))).isNull();
    }

    static Intent traced(String name, String traceParent) {
        return new Intent(key(name), "f", "m", null, true, true, "a", LEASE, Spending.UNKNOWN, traceParent);
    }

    @Test
    void whereItWasSubmittedIsKeptWithAnEntry() {
        assertThat(store.reserve(traced("k", TRACE)).traceParent()).isEqualTo(TRACE);
        assertThat(store.reserve(traced("k", TRACE.replace('7', '8'))).traceParent()).as("of the first").isEqualTo(TRACE);
        store.accepted(key("k"), accepted("job-k"));
        assertThat(store.findJob("lumenfall", GATEWAY, "job-k").traceParent()).isEqualTo(TRACE);
        assertThat(store.claim("lumenfall", GATEWAY, "c", LEASE, 1)).extracting(StoredJob::traceParent)
                .containsExactly(TRACE);
        store.finished(key("k"), ended("job-k", JobStatus.COMPLETED));
        store.startDelivery(key("k"), "c", LEASE);
        store.deadLetter(key("k"), "c", "why");
        assertThat(store.find(key("k")).traceParent()).isEqualTo(TRACE);
        store.redeliver(key("k"));
        assertThat(store.rename(key("k"), "job-k", "k2")).isTrue();
        assertThat(store.claim("lumenfall", GATEWAY, "c", LEASE, 1)).extracting(StoredJob::traceParent)
                .containsExactly(TRACE);
    }

    @Test
    void anEntryThatWasNotTracedSaysSo() {
        submitted("k");
        assertThat(store.find(key("k")).traceParent()).isNull();
        assertThat(store.claim("lumenfall", GATEWAY, "c", LEASE, 1)).extracting(StoredJob::traceParent).containsOnlyNulls();
    }

    @Test
    void onlyTheHolderMaySendUntilTheLeaseIsOver() throws Exception {
        store.reserve(intent("k", "a"));

        assertThat(store.acquire(key("k"), "b", LEASE)).isFalse();
        assertThat(store.acquire(key("k"), "a", LEASE)).isTrue();
        advance(LEASE.plusSeconds(1));
        assertThat(store.find(key("k")).held()).isFalse();
        assertThat(store.acquire(key("k"), "b", LEASE)).isTrue();
        assertThat(store.acquire(key("k"), "a", LEASE)).isFalse();
        assertThat(store.find(key("k")).attempts()).isEqualTo(3);
        assertThat(store.acquire(key("nobody"), "a", LEASE)).isFalse();
    }

    @Test
    void whatIsNotSentYetHasNoAttempts() {
        store.reserve(new Intent(key("k"), "f", "m", null, false, false, "a", LEASE));

        assertThat(store.find(key("k")).attempts()).isZero();
        assertThat(store.acquire(key("k"), "a", LEASE)).isTrue();
        assertThat(store.find(key("k")).attempts()).isEqualTo(1);
    }

    @Test
    void aHoldThatIsGivenBackIsFree() {
        store.reserve(intent("k", "a"));
        store.release(key("k"), "b", Duration.ZERO);
        assertThat(store.acquire(key("k"), "b", LEASE)).isFalse();
        store.release(key("k"), "a", Duration.ZERO);

        assertThat(store.acquire(key("k"), "b", LEASE)).isTrue();
    }

    @Test
    void aNamedJobIsNeverSentAgain() throws Exception {
        submitted("k");
        advance(LEASE.plusSeconds(1));

        assertThat(store.acquire(key("k"), "a", LEASE)).isFalse();
        StoredJob found = store.reserve(intent("k", "b"));
        assertThat(found.state()).isEqualTo(StoredJob.State.ACCEPTED);
        assertThat(found.job().id()).isEqualTo("job-k");
        assertThat(found.holder()).isNull();
    }

    @Test
    void theFirstIdStays() {
        submitted("k");
        store.accepted(key("k"), accepted("another"));
        store.withdraw(key("k"), null);
        store.outcomeUnknown(key("k"), "no");

        assertThat(store.find(key("k")).job().id()).isEqualTo("job-k");
        assertThat(store.find(key("k")).state()).isEqualTo(StoredJob.State.ACCEPTED);
    }

    @Test
    void aWithdrawnIntentFreesTheKey() {
        store.reserve(intent("k", "a"));
        store.withdraw(key("k"), "a");

        assertThat(store.find(key("k"))).isNull();
        assertThat(store.reserve(intent("k", "b")).holder()).isEqualTo("b");
    }

    @Test
    void anIntentIsNotWithdrawnByWhoHasLostIt() throws Exception {
        store.reserve(intent("k", "a"));
        advance(LEASE.plusSeconds(1));
        store.acquire(key("k"), "b", LEASE);
        store.withdraw(key("k"), "a");

        assertThat(store.find(key("k")).holder()).isEqualTo("b");
        store.withdraw(key("k"), null);
        assertThat(store.find(key("k"))).isNull();
    }

    @Test
    void anUnknownOutcomeStaysUnknownUntilItIsSettled() throws Exception {
        store.reserve(intent("k", "a"));
        store.outcomeUnknown(key("k"), "no answer came");
        advance(LEASE.plusSeconds(1));

        assertThat(store.find(key("k")).state()).isEqualTo(StoredJob.State.UNKNOWN);
        assertThat(store.find(key("k")).reason()).isEqualTo("no answer came");
        assertThat(store.acquire(key("k"), "b", LEASE)).isFalse();
        assertThat(claimed("b", 10)).isEmpty();
        store.accepted(key("k"), accepted("job-k"));
        assertThat(store.find(key("k")).state()).isEqualTo(StoredJob.State.ACCEPTED);
        assertThat(store.find(key("k")).reason()).isNull();
        assertThat(claimed("b", 10)).containsExactly("job-k");
    }

    @Test
    void aResultIsKeptWithoutTheGatewaysAnswer() {
        submitted("k");
        VideoJob job = ended("job-k", JobStatus.COMPLETED);
        store.finished(key("k"), job);

        StoredJob found = store.find(key("k"));
        assertThat(found.state()).isEqualTo(StoredJob.State.COMPLETED);
        assertThat(found.isFinal()).isTrue();
        assertThat(found.job()).isEqualTo(job.withoutJson());
    }

    @Test
    void aFailureIsKept() {
        submitted("k");
        VideoJob job = ended("job-k", JobStatus.CANCELLED);
        store.finished(key("k"), job);

        assertThat(store.find(key("k")).state()).isEqualTo(StoredJob.State.FAILED);
        assertThat(store.find(key("k")).job()).isEqualTo(job.withoutJson());
    }

    @Test
    void anEndIsNotedByIdToo() {
        submitted("k");
        store.finished(key("k"), ended("job-k", JobStatus.COMPLETED));
        submitted("l");
        store.finished(new JobKey("lumenfall", GATEWAY, null), ended("job-l", JobStatus.COMPLETED));
        store.finished(new JobKey("lumenfall", GATEWAY, null), ended("job-of-nobody", JobStatus.COMPLETED));

        assertThat(store.find(key("l")).state()).isEqualTo(StoredJob.State.COMPLETED);
    }

    @Test
    void anEndTellsOfTheAcceptanceToo() {
        store.reserve(intent("k", "a"));
        store.finished(key("k"), ended("job-k", JobStatus.COMPLETED));
        store.accepted(key("k"), accepted("job-k"));

        assertThat(store.find(key("k")).state()).isEqualTo(StoredJob.State.COMPLETED);
    }

    @Test
    void jobsAreClaimedInTheOrderOfTheirComing() {
        for (int i = 0; i < 5; i++) {
            submitted("k" + i);
        }
        assertThat(claimed("a", 2)).containsExactly("job-k0", "job-k1");
        assertThat(claimed("b", 10)).containsExactly("job-k2", "job-k3", "job-k4");
        assertThat(claimed("c", 10)).isEmpty();
    }

    @Test
    void onlyWhatIsToBeHandedOnIsClaimed() {
        store.reserve(new Intent(key("waited"), "f", "m", null, false, true, "a", LEASE));
        store.accepted(key("waited"), accepted("job-waited"));
        store.reserve(intent("intended", "a"));
        submitted("open");
        submitted("done");
        store.finished(key("done"), ended("job-done", JobStatus.COMPLETED));
        store.reserve(new Intent(new JobKey("xai", GATEWAY, "x"), "f", "m", null, true, true, "a", LEASE));
        store.accepted(new JobKey("xai", GATEWAY, "x"), accepted("job-x"));

        assertThat(claimed("a", 10)).containsExactly("job-open", "job-done");
    }

    @Test
    void ofManyWhoClaimNoTwoGetTheSame() throws Exception {
        for (int i = 0; i < 60; i++) {
            submitted("k" + i);
        }
        List<String> all = new ArrayList<>();
        for (List<String> some : inParallel(8, number -> {
            List<String> mine = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                mine.addAll(claimed("holder-" + number, 3));
            }
            return mine;
        })) {
            all.addAll(some);
        }
        assertThat(all).doesNotHaveDuplicates();
        all.addAll(claimed("rest", 100));
        assertThat(all).hasSize(60).doesNotHaveDuplicates();
    }

    @Test
    void aClaimIsKeptAsLongAsItIsRenewed() throws Exception {
        submitted("k");
        assertThat(claimed("a", 10)).containsExactly("job-k");
        advance(LEASE.minusSeconds(1));
        store.renew("a", LEASE);
        advance(LEASE.minusSeconds(1));
        assertThat(claimed("b", 10)).isEmpty();
        advance(Duration.ofSeconds(2));
        assertThat(claimed("b", 10)).containsExactly("job-k");
        store.renew("a", LEASE);

        assertThat(store.find(key("k")).holder()).isEqualTo("b");
    }

    @Test
    void aLostClaimIsNotDelivered() throws Exception {
        submitted("k");
        claimed("a", 10);
        assertThat(store.startDelivery(key("k"), "a", LEASE)).isEqualTo(1);
        advance(LEASE.plusSeconds(1));
        claimed("b", 10);

        assertThat(store.startDelivery(key("k"), "a", LEASE)).isZero();
        store.acknowledge(key("k"), "a");
        store.release(key("k"), "a", Duration.ZERO);
        assertThat(store.startDelivery(key("k"), "b", LEASE)).isEqualTo(2);
    }

    @Test
    void whatWasTakenIsNotHandedOnAgain() throws Exception {
        submitted("k");
        claimed("a", 10);
        store.startDelivery(key("k"), "a", LEASE);
        store.finished(key("k"), ended("job-k", JobStatus.COMPLETED));
        store.acknowledge(key("k"), "a");
        advance(LEASE.plusSeconds(1));

        assertThat(claimed("b", 10)).isEmpty();
        assertThat(store.startDelivery(key("k"), "a", LEASE)).isZero();
        assertThat(store.find(key("k")).state()).isEqualTo(StoredJob.State.COMPLETED);
    }

    @Test
    void whatWasNotTakenComesAgainAfterTheDelay() throws Exception {
        submitted("k");
        claimed("a", 10);
        store.release(key("k"), "a", Duration.ofMinutes(5));

        assertThat(claimed("b", 10)).isEmpty();
        advance(Duration.ofMinutes(4));
        assertThat(claimed("b", 10)).isEmpty();
        advance(Duration.ofMinutes(2));
        assertThat(claimed("b", 10)).containsExactly("job-k");
    }

    private void deadLettered(String name) {
        submitted(name);
        store.finished(key(name), ended("job-" + name, JobStatus.COMPLETED));
        store.claim("lumenfall", GATEWAY, "a", LEASE, 10);
        store.startDelivery(key(name), "a", LEASE);
        store.deadLetter(key(name), "a", "no disk");
    }

    @Test
    void whatIsDeadLetteredIsNotClaimedAndIsFound() throws Exception {
        deadLettered("k");
        advance(Duration.ofDays(1));

        assertThat(claimed("b", 10)).isEmpty();
        assertThat(store.startDelivery(key("k"), "a", LEASE)).isZero();
        StoredJob found = store.find(key("k"));
        assertThat(found.state()).isEqualTo(StoredJob.State.DEAD_LETTER);
        assertThat(found.jobState()).isEqualTo(StoredJob.State.COMPLETED);
        assertThat(found.isFinal()).isTrue();
        assertThat(found.reason()).isEqualTo("no disk");
        assertThat(found.deliveries()).isEqualTo(1);
        assertThat(found.holder()).isNull();
        assertThat(store.reserve(intent("k", "b")).job().id()).isEqualTo("job-k");
    }

    @Test
    void onlyWhoHoldsItDeadLettersIt() throws Exception {
        submitted("k");
        claimed("a", 10);
        advance(LEASE.plusSeconds(1));
        claimed("b", 10);
        store.deadLetter(key("k"), "a", "no disk");

        assertThat(store.find(key("k")).state()).isEqualTo(StoredJob.State.ACCEPTED);
        assertThat(store.find(key("k")).holder()).isEqualTo("b");
    }

    @Test
    void aDeadLetterStaysOneWhateverIsLearnedOfItsJob() {
        submitted("k");
        claimed("a", 10);
        store.deadLetter(key("k"), "a", "no disk");
        assertThat(store.find(key("k")).jobState()).isEqualTo(StoredJob.State.ACCEPTED);
        store.finished(key("k"), ended("job-k", JobStatus.FAILED));
        store.accepted(key("k"), accepted("job-k"));
        store.outcomeUnknown(key("k"), "no");
        store.withdraw(key("k"), null);

        StoredJob found = store.find(key("k"));
        assertThat(found.state()).isEqualTo(StoredJob.State.DEAD_LETTER);
        assertThat(found.jobState()).isEqualTo(StoredJob.State.FAILED);
        assertThat(found.reason()).isEqualTo("no disk");
        assertThat(claimed("b", 10)).isEmpty();
    }

    @Test
    void aDeadLetterIsDeliveredAgainAsIfItHadNeverBeen() throws Exception {
        deadLettered("k");

        assertThat(store.redeliver(key("k"))).isTrue();
        assertThat(store.redeliver(key("k"))).isFalse();
        assertThat(store.redeliver(key("nobody"))).isFalse();
        StoredJob found = store.find(key("k"));
        assertThat(found.state()).isEqualTo(StoredJob.State.COMPLETED);
        assertThat(found.reason()).isNull();
        assertThat(found.deliveries()).isZero();
        assertThat(claimed("b", 10)).containsExactly("job-k");
        assertThat(store.startDelivery(key("k"), "b", LEASE)).isEqualTo(1);
        store.acknowledge(key("k"), "b");
        advance(LEASE.plusSeconds(1));
        assertThat(claimed("c", 10)).isEmpty();
    }

    @Test
    void onlyADeadLetterIsDeliveredAgain() throws Exception {
        submitted("k");
        claimed("a", 10);
        store.acknowledge(key("k"), "a");

        assertThat(store.redeliver(key("k"))).isFalse();
        advance(LEASE.plusSeconds(1));
        assertThat(claimed("b", 10)).isEmpty();
    }

    @Test
    void aReasonOfAnyLengthIsKept() {
        submitted("k");
        claimed("a", 10);
        store.deadLetter(key("k"), "a", "x".repeat(10_000));

        assertThat(store.find(key("k")).state()).isEqualTo(StoredJob.State.DEAD_LETTER);
        assertThat(store.find(key("k")).reason()).startsWith("xxx");
    }

    @Test
    void anEntryCanBeRemoved() {
        submitted("k");

        assertThat(store.remove(key("k"))).isTrue();
        assertThat(store.remove(key("k"))).isFalse();
        assertThat(store.find(key("k"))).isNull();
        assertThat(claimed("a", 10)).isEmpty();
    }

    @Test
    void anEntryIsRenamedOnlyIfItIsThatOfTheJob() {
        submitted("k");
        store.reserve(intent("intended", "a"));

        assertThat(store.rename(key("k"), "another", "new")).isFalse();
        assertThat(store.rename(key("k"), null, "new")).isFalse();
        assertThat(store.rename(key("intended"), "job-intended", "new")).isFalse();
        assertThat(store.rename(key("nothing"), "job-k", "new")).isFalse();
        assertThat(store.rename(key("nothing"), null, "new")).isFalse();
        StoredJob known = store.find(key("k"));
        assertThat(store.rename(key("k"), known.job().id(), "new")).isTrue();
        assertThat(store.rename(key("intended"), null, "unsent")).isTrue();

        assertThat(store.find(key("k"))).isNull();
        assertThat(store.find(key("intended"))).isNull();
        assertThat(store.find(key("new")).job().id()).isEqualTo(known.job().id());
        assertThat(store.find(key("new")).createdAt()).isEqualTo(known.createdAt());
        assertThat(store.findJob(key("k").provider(), key("k").gateway(), known.job().id()).key()).isEqualTo(key("new"));
        assertThat(store.find(key("unsent")).attempts()).isEqualTo(1);
        assertThat(store.claim("lumenfall", GATEWAY, "a", LEASE, 10)).extracting(StoredJob::key).containsExactly(key("new"));
    }

    @Test
    void aKeyCanBeUsedAgainWhenItsEntryHasAnotherOne() {
        submitted("k");
        store.finished(key("k"), ended("job-k", JobStatus.COMPLETED));
        assertThat(store.rename(key("k"), "job-k", "new")).isTrue();

        assertThat(store.reserve(intent("k", "b")).job()).isNull();
        store.accepted(key("k"), VideoJob.ofId("second"));
        assertThat(store.find(key("k")).job().id()).isEqualTo("second");
        assertThat(store.find(key("new")).state()).isEqualTo(StoredJob.State.COMPLETED);
    }

    @Test
    void anIdOfAnyKindRenamesItsEntry() {
        String id = "\u00e9 ".repeat(200);
        store.reserve(intent("k", "a"));
        store.accepted(key("k"), VideoJob.ofId(id));

        assertThat(store.rename(key("k"), id, "new")).isTrue();
    }

    @Test
    void whatAJobHasCostStaysKnownWhenItsKeyIsUsedAgain() {
        Spending spending = new Spending(new Cost(new BigDecimal("0.30"), "USD", true), "films", "me", List.of());
        for (String id : List.of("first", "second")) {
            store.reserve(new Intent(key("k"), "f", "m", null, false, true, "a", LEASE, spending));
            store.accepted(key("k"), VideoJob.ofId(id));
            store.finished(key("k"), costing(id, "0.25"));
            assertThat(store.rename(key("k"), id, "of-" + id)).isTrue();
        }
        store.reserve(new Intent(key("k"), "f", "m", null, false, true, "a", LEASE, spending));
        store.outcomeUnknown(key("k"), "why");
        assertThat(store.rename(key("k"), null, "unknown")).isTrue();

        assertThat(store.spending(new SpendingQuery(
                Instant.EPOCH, Instant.parse("9999-01-01T00:00:00Z"), ZoneOffset.UTC, Set.of(SpendingGroup.ROUTE))))
                .singleElement().satisfies(row -> {
                    assertThat(row.route()).isEqualTo("films");
                    assertThat(row.jobs()).isEqualTo(3);
                    assertThat(row.open()).isEqualTo(1);
                    assertThat(row.actual()).isEqualByComparingTo("0.50");
                    assertThat(row.reserved()).isEqualByComparingTo("0.30");
                });
    }

    @Test
    void anEndThatIsWrittenWithTheNewKeyCountsForBudgets() {
        Budget budget = new Budget("all", BigDecimal.TEN, "USD", BudgetWindow.EVER, ZoneOffset.UTC, List.of());
        store.reserve(new Intent(
                key("k"), "f", "m", null, false, true, "a", LEASE,
                new Spending(
                        new Cost(BigDecimal.ONE, "USD", true), null, null,
                        List.of(new BudgetReservation(budget, "", BigDecimal.ONE)))));
        store.accepted(key("k"), VideoJob.ofId("job-k"));

        store.runAll(List.<Function<JobStore, ?>> of(
                new JobOperation.Finished(key("k"), costing("job-k", "0.25")), same -> same.rename(key("k"), "job-k", "new"),
                same -> same.find(key("new"))));

        assertThat(store.budgetStates(budget)).singleElement().satisfies(state -> {
            assertThat(state.spent()).isEqualByComparingTo("0.25");
            assertThat(state.reserved()).isZero();
        });
    }

    /** Others may have waited for the earlier job, too, and learn of its end later than the one who has replaced it. */
    @ParameterizedTest
    @EnumSource(names = { "COMPLETED", "FAILED" })
    void theEndOfAnEarlierJobOfAKeyIsNotThatOfALaterOne(JobStatus end) {
        store.reserve(intent("k", of(FOR_EVER, "", "0.30")));
        store.accepted(key("k"), accepted("job-first"));
        store.finished(key("k"), ended("first", JobStatus.FAILED, null));
        assertThat(store.rename(key("k"), "job-first", "new")).isTrue();
        store.reserve(intent("k", of(FOR_EVER, "", "0.40")));

        store.finished(key("k"), ended("first", end, null));
        assertThat(store.find(key("k")).state()).isEqualTo(StoredJob.State.INTENDED);
        assertThat(used(FOR_EVER, "")).isEqualTo("0+0.4");
        store.accepted(key("k"), accepted("job-second"));
        store.runAll(List.<Function<JobStore, ?>> of(
                new JobOperation.Finished(key("k"), ended("first", end, null)),
                new JobOperation.Reserve(intent("other", "a"))));
        assertThat(store.find(key("k")).job().id()).isEqualTo("job-second");
        assertThat(store.find(key("k")).state()).isEqualTo(StoredJob.State.ACCEPTED);
        assertThat(used(FOR_EVER, "")).isEqualTo("0+0.4");

        store.finished(key("k"), ended("first", end, cost("0.05")));
        store.finished(key("k"), ended("second", JobStatus.COMPLETED, cost("0.35")));
        assertThat(used(FOR_EVER, "")).isEqualTo("0.4+0");
        assertThat(store.find(key("new")).state())
                .isEqualTo(end == JobStatus.FAILED ? StoredJob.State.FAILED : StoredJob.State.COMPLETED);
        assertThat(store.find(key("k")).state()).isEqualTo(StoredJob.State.COMPLETED);
    }

    @Test
    void whatEndsInAGroupWithoutThatItsAcceptanceWasRecordedCounts() {
        store.reserve(intent("k", of(FOR_EVER, "", "0.30")));
        store.reserve(intent("l", of(FOR_EVER, "", "0.30")));
        store.accepted(key("l"), accepted("job-l"));
        store.runAll(List.of(
                new JobOperation.Finished(key("k"), ended("k", JobStatus.COMPLETED, cost("0.20"))),
                new JobOperation.Finished(key("l"), ended("l", JobStatus.COMPLETED, cost("0.10"))),
                new JobOperation.Finished(key("nothing"), ended("nothing", JobStatus.COMPLETED, cost("0.10")))));
        assertThat(used(FOR_EVER, "")).isEqualTo("0.3+0");
        assertThat(store.find(key("k")).job().id()).isEqualTo("job-k");
        assertThat(store.find(key("nothing"))).isNull();
    }

    private static VideoJob costing(String id, String amount) {
        return new VideoJob(
                id, JobStatus.COMPLETED, null, null, null, null, null, null, null, List.of(), null,
                new Cost(new BigDecimal(amount), "USD", false), null, null, null, "", List.of());
    }

    @Test
    void whatIsNotOverIsNeverForgotten() throws Exception {
        submitted("done");
        store.finished(key("done"), ended("job-done", JobStatus.COMPLETED));
        store.reserve(intent("intended", "a"));
        store.reserve(intent("unknown", "a"));
        store.outcomeUnknown(key("unknown"), "why");
        advance(Duration.ofDays(1000));
        store.purge();

        for (String name : List.of("done", "intended", "unknown")) {
            assertThat(store.find(key(name))).as(name).isNotNull();
        }
    }

    private void awaited(String id) {
        store.acknowledgeAwaited("lumenfall", GATEWAY, id);
    }

    @Test
    void whatWasAwaitedIsNotHandedOn() {
        submitted("k");
        submitted("l");
        store.finished(new JobKey("lumenfall", GATEWAY, null), ended("job-k", JobStatus.COMPLETED));
        awaited("job-k");
        awaited("job-of-nobody");
        store.acknowledgeAwaited("xai", GATEWAY, "job-l");

        assertThat(claimed("b", 10)).containsExactly("job-l");
        assertThat(store.find(key("k")).state()).isEqualTo(StoredJob.State.COMPLETED);
    }

    @Test
    void whatIsClaimedIsLeftToItsHolder() throws Exception {
        submitted("k");
        claimed("a", 10);
        store.finished(key("k"), ended("job-k", JobStatus.COMPLETED));
        awaited("job-k");
        assertThat(store.startDelivery(key("k"), "a", LEASE)).isEqualTo(1);
        advance(LEASE.plusSeconds(1));
        assertThat(claimed("b", 10)).containsExactly("job-k");

        advance(LEASE.plusSeconds(1));
        awaited("job-k");
        assertThat(claimed("c", 10)).isEmpty();
    }

    @Test
    void whatNobodyWaitsForIsForgotten() throws Exception {
        submitted("submitted");
        store.reserve(new Intent(key("waited"), "f", "m", null, false, true, "a", LEASE));
        store.accepted(key("waited"), accepted("job-waited"));
        advance(RETENTION.minusHours(1));
        store.purge();
        assertThat(store.find(key("submitted"))).isNotNull();
        assertThat(store.find(key("waited"))).isNotNull();
        advance(Duration.ofHours(2));
        store.purge();

        assertThat(store.find(key("submitted"))).isNull();
        assertThat(store.find(key("waited"))).isNull();
        assertThat(claimed("b", 10)).isEmpty();
        store.finished(key("submitted"), ended("job-submitted", JobStatus.COMPLETED));
        assertThat(store.reserve(intent("submitted", "c")).holder()).isEqualTo("c");
    }

    @Test
    void whatSomebodyWorksOnIsNotForgotten() throws Exception {
        submitted("held");
        submitted("released");
        assertThat(claimed("a", 2)).hasSize(2);
        advance(RETENTION.minusHours(1));
        store.release(key("released"), "a", Duration.ofSeconds(1));
        assertThat(claimed("b", 2)).containsExactlyInAnyOrder("job-held");
        advance(Duration.ofHours(2));
        store.purge();

        assertThat(store.find(key("held"))).isNotNull();
        assertThat(store.find(key("released"))).isNotNull();
    }

    /** As many as it takes to see whether the store grows. */
    int many() {
        return 200;
    }

    @Test
    void whatIsOverDoesNotStay() throws Exception {
        for (int i = 0; i < many(); i++) {
            submitted("awaited" + i);
            store.finished(new JobKey("lumenfall", GATEWAY, null), ended("job-awaited" + i, JobStatus.COMPLETED));
            awaited("job-awaited" + i);
            submitted("forsaken" + i);
            store.reserve(new Intent(key("timed-out" + i), "f", "m", null, false, true, "a", LEASE));
            store.accepted(key("timed-out" + i), accepted("job-timed-out" + i));
        }
        advance(RETENTION.plusHours(1));
        store.purge();

        assertThat(claimed("b", many())).isEmpty();
        assertThat(kept()).isLessThanOrEqualTo(mostKept());
    }

    /** How many entries there are. */
    abstract long kept() throws Exception;

    /** How many that are over may be kept, however old they are. */
    abstract long mostKept();

    static Stream<VideoJob> whatAGatewayMaySay() {
        VideoJob usual = ended("job", JobStatus.COMPLETED);
        Stream<Cost> costs = Stream.of(
                "99999999999", "9999999999.99999999999", "-99999999999", "1e999", "1e-999", "1e999999", "1e-999999",
                "0.00000000000000000001", "9".repeat(2000), "0." + "1".repeat(2000), "-0").map(
                        amount -> new Cost(new BigDecimal(amount), "USD", false));
        Stream<Cost> currencies = Stream.of("", "A".repeat(17), "A".repeat(100_000), "US\0", "\uD800", "\uDC00\uD800",
                "\uD83C\uDFAC".repeat(9)).map(currency -> new Cost(BigDecimal.ONE, currency, true));
        Stream<String> texts = Stream.of("", "a\0b", "\0", "\uD800", "x\uDC00y", "\uD83C\uDFAC".repeat(1000), "\u00e9\u4e2d",
                "long ".repeat(100_000), "\"\\\n\r\t\b\f\u001b\u007f\u2028\ufffe");
        Stream<Instant> dates = Stream.of(Instant.MAX, Instant.MIN, Instant.EPOCH, Instant.ofEpochMilli(Long.MAX_VALUE),
                Instant.ofEpochMilli(Long.MIN_VALUE), Instant.parse("+292278994-08-17T07:12:55.807Z"));
        Stream<Double> seconds = Stream.of(Double.MAX_VALUE, Double.MIN_VALUE, -1.0, 1e300);
        return Stream.of(
                costs.map(cost -> job(usual, "usual", cost, Instant.EPOCH, 1.0)),
                currencies.map(cost -> job(usual, "usual", cost, Instant.EPOCH, 1.0)),
                texts.map(text -> job(usual, text, usual.cost(), Instant.EPOCH, 1.0)),
                dates.map(date -> job(usual, "usual", usual.cost(), date, 1.0)),
                seconds.map(length -> job(usual, "usual", usual.cost(), Instant.EPOCH, length)))
                .flatMap(jobs -> jobs);
    }

    private static VideoJob job(VideoJob usual, String text, Cost cost, Instant date, double seconds) {
        return new VideoJob(
                "job", JobStatus.COMPLETED, text, text, text, text, Integer.MAX_VALUE, seconds, text,
                List.of(new Video("https://media.example.com/" + text, text, Long.MAX_VALUE)), new JobError(text, text), cost,
                date, date, date, "", List.of());
    }

    @Test
    void nothingThatTheGatewaySaysKeepsAnIdFromBeingStored() {
        int number = 0;
        for (VideoJob said : (Iterable<VideoJob>) whatAGatewayMaySay()::iterator) {
            String name = "k" + number++;
            store.reserve(intent(name, "a"));
            store.accepted(key(name), said);
            assertThat(store.find(key(name)).job()).as(name).isEqualTo(said.withoutJson());
            assertThat(store.find(key(name)).state()).isEqualTo(StoredJob.State.ACCEPTED);
            store.finished(key(name), said);
            assertThat(store.find(key(name)).job()).as(name).isEqualTo(said.withoutJson());
            assertThat(store.find(key(name)).state()).isEqualTo(StoredJob.State.COMPLETED);
        }
        assertThat(claimed("b", 1000)).hasSize(number);
    }

    @Test
    void whateverAnIdIsItIsFound() {
        int number = 0;
        for (String id : List.of("\uD83C\uDFAC".repeat(256), "x".repeat(256), "x".repeat(257), "x".repeat(100_000),
                "\uD83C\uDFAC".repeat(128) + "y", "a\0b", "\uD800", "\uDC00", "\u00e9", "\u4e2d\u6587", "'; drop table x; --",
                " ",
                "x".repeat(300) + "1", "x".repeat(300) + "2")) {
            String name = "k" + number++;
            store.reserve(intent(name, "a"));
            store.accepted(key(name), accepted(id));
            assertThat(store.find(key(name)).job().id()).isEqualTo(id);
            store.finished(new JobKey("lumenfall", GATEWAY, null), ended(id, JobStatus.COMPLETED));
            assertThat(store.find(key(name)).state()).as(name).isEqualTo(StoredJob.State.COMPLETED);
            assertThat(store.find(key(name)).job().id()).isEqualTo(id);
            awaited(id);
        }
        assertThat(claimed("b", 1000)).isEmpty();
    }

    @Test
    void anyReasonAndAnyModelCanBeNoted() {
        int number = 0;
        for (String text : List.of("a\0b", "\uD800", "x".repeat(100_000), "x".repeat(1999) + "\uD83C\uDFAC",
                "\u4e2d".repeat(3000))) {
            String name = "k" + number++;
            store.reserve(new Intent(key(name), "f", text, text, true, true, "a", LEASE));
            store.outcomeUnknown(key(name), text);
            assertThat(store.find(key(name)).state()).isEqualTo(StoredJob.State.UNKNOWN);
            assertThat(store.find(key(name)).reason()).isNotEmpty();
        }
    }

    // groups

    private List<Object> together(List<? extends Function<JobStore, ?>> operations) {
        List<JobStore.Outcome> outcomes = store.runAll(operations);
        assertThat(outcomes).hasSameSizeAs(operations).extracting(JobStore.Outcome::failure).containsOnlyNulls();
        List<Object> values = new ArrayList<>();
        outcomes.forEach(outcome -> values.add(outcome.value()));
        return values;
    }

    private List<Object> oneByOne(List<? extends Function<JobStore, ?>> operations) {
        List<Object> values = new ArrayList<>();
        operations.forEach(operation -> values.add(operation.apply(store)));
        return values;
    }

    private static <T> List<T> forEach(String prefix, int number, Function<JobKey, T> operation) {
        return IntStream.range(0, number).mapToObj(i -> operation.apply(key(prefix + i))).toList();
    }

    // what comes of some jobs of each kind of end, if each list of operations is run like this
    private List<Object> lives(String prefix, Function<List<? extends Function<JobStore, ?>>, List<Object>> run) {
        List<Object> told = new ArrayList<>(
                run.apply(forEach(prefix, 9, key -> new JobOperation.Reserve(
                        new Intent(
                                key, "f", "m", "p", !key.key().endsWith("8"), true, "a", LEASE, Spending.UNKNOWN, TRACE)))));
        told.addAll(run.apply(forEach(prefix, 9, key -> new JobOperation.Reserve(
                new Intent(key, "other", "m", null, false, false, "b", LEASE)))));
        told.addAll(run.apply(forEach(prefix, 3, key -> new JobOperation.Release(key, "a", Duration.ZERO))));
        told.addAll(run.apply(forEach(prefix, 3, key -> new JobOperation.Release(key, "b", Duration.ZERO))));
        told.addAll(run.apply(forEach(prefix, 8, key -> new JobOperation.Accepted(key, accepted("job-" + key.key())))));
        told.addAll(run.apply(forEach(prefix, 8, key -> new JobOperation.Accepted(key, accepted("other-" + key.key())))));
        claimed("c", many());
        told.addAll(run.apply(forEach(prefix, 9, key -> new JobOperation.Finished(
                key, ended(
                        "job-" + key.key(), key.key().endsWith("1") ? JobStatus.FAILED : JobStatus.COMPLETED)))));
        told.addAll(run.apply(forEach(prefix, 4, key -> new JobOperation.StartDelivery(key, "c", LEASE))));
        told.addAll(run.apply(forEach(prefix, 6, key -> new JobOperation.StartDelivery(key, "c", LEASE))));
        told.addAll(run.apply(forEach(prefix, 6, key -> new JobOperation.StartDelivery(key, "d", LEASE))));
        told.addAll(run.apply(forEach(prefix, 1, key -> new JobOperation.Acknowledge(key, "d"))));
        told.addAll(run.apply(forEach(prefix, 2, key -> new JobOperation.Acknowledge(key, "c"))));
        told.addAll(run.apply(forEach(prefix, 3, key -> new JobOperation.DeadLetter(key, "c", "why"))));
        told.addAll(run.apply(forEach(prefix, 5, key -> new JobOperation.Release(key, "c", Duration.ofHours(1)))));
        told.addAll(forEach(prefix, 9, store::find));
        return told;
    }

    @Test
    void inAGroupAnOperationDoesWhatItDoesAlone() {
        List<Object> alone = lives("k", this::oneByOne);
        List<StoredJob> before = forEach("k", 9, store::find);
        before.forEach(job -> store.remove(job.key()));
        List<Object> together = lives("k", this::together);

        assertThat(together).usingRecursiveComparison().ignoringFields("createdAt", "acceptedAt", "job.createdAt")
                .ignoringFieldsOfTypes(Instant.class).isEqualTo(alone);
        assertThat(forEach("k", 9, key -> store.find(key).state())).containsExactly(
                StoredJob.State.COMPLETED, StoredJob.State.FAILED, StoredJob.State.DEAD_LETTER, StoredJob.State.COMPLETED,
                StoredJob.State.COMPLETED, StoredJob.State.COMPLETED, StoredJob.State.COMPLETED, StoredJob.State.COMPLETED,
                StoredJob.State.COMPLETED);
    }

    @Test
    void whatConcernsOneEntryIsDoneInItsOrder() {
        List<Object> told = together(List.<Function<JobStore, ?>> of(
                new JobOperation.Reserve(intent("k", "a")), new JobOperation.Reserve(intent("l", "a")),
                new JobOperation.Reserve(intent("k", "b")), new JobOperation.Accepted(key("k"), accepted("job-k")),
                (JobStore same) -> same.find(key("k")), new JobOperation.Finished(key("k"), ended("job-k", JobStatus.FAILED))));

        assertThat(((StoredJob) told.get(0)).holder()).isEqualTo("a");
        assertThat(((StoredJob) told.get(2)).holder()).isEqualTo("a");
        assertThat(((StoredJob) told.get(4)).state()).isEqualTo(StoredJob.State.ACCEPTED);
        assertThat(store.find(key("k")).state()).isEqualTo(StoredJob.State.FAILED);
    }

    @Test
    void anOperationThatFailsInAGroupFailsAlone() {
        submitted("k");
        IllegalStateException failure = new IllegalStateException("made up");
        List<JobStore.Outcome> outcomes = store.runAll(List.<Function<JobStore, ?>> of(
                new JobOperation.Reserve(intent("l", "a")),
                new JobOperation.Finished(key("k"), ended("job-k", JobStatus.COMPLETED)),
                (JobStore same) -> {
                    throw failure;
                }, new JobOperation.Reserve(intent("m", "a"))));

        assertThat(outcomes).extracting(JobStore.Outcome::failure).containsExactly(null, null, failure, null);
        assertThat(store.find(key("k")).state()).isEqualTo(StoredJob.State.COMPLETED);
        assertThat(store.find(key("l")).holder()).isEqualTo("a");
        assertThat(store.find(key("m")).holder()).isEqualTo("a");
    }

    @Test
    void nothingThatTheGatewaySaysKeepsTheIdsOfAGroupFromBeingStored() {
        List<VideoJob> said = whatAGatewayMaySay().toList();
        oneByOne(forEach("k", said.size(), key -> new JobOperation.Reserve(intent(key.key(), "a"))));
        List<JobOperation<?>> all = new ArrayList<>();
        for (int i = 0; i < said.size(); i++) {
            all.add(new JobOperation.Accepted(key("k" + i), said.get(i)));
        }
        together(all);
        for (int i = 0; i < said.size(); i++) {
            assertThat(store.find(key("k" + i)).job()).isEqualTo(said.get(i).withoutJson());
        }
    }

    @Test
    void ofManyWhoReserveTheSameKeysInGroupsOneGetsEach() throws Exception {
        List<List<Object>> answers = inParallel(8, number -> {
            List<JobOperation<?>> all = new ArrayList<>(
                    forEach("k", 50, key -> new JobOperation.Reserve(
                            intent(key.key(), "holder-" + number))));
            Collections.shuffle(all, new Random(number));
            return together(all);
        });

        for (int i = 0; i < 50; i++) {
            JobKey key = key("k" + i);
            Set<String> holders = ConcurrentHashMap.newKeySet();
            answers.forEach(some -> some.stream().map(StoredJob.class::cast).filter(job -> job.key().equals(key))
                    .forEach(job -> holders.add(job.holder())));
            assertThat(holders).as(key.key()).containsExactly(store.find(key).holder());
        }
    }

    @Test
    void aLeaseMayBeLong() throws Exception {
        store.reserve(new Intent(key("k"), "f", "m", null, true, true, "a", Duration.ofDays(3650)));
        advance(Duration.ofDays(3000));
        assertThat(store.acquire(key("k"), "b", LEASE)).isFalse();
        store.accepted(key("k"), accepted("job-k"));
        assertThat(store.claim("lumenfall", GATEWAY, "a", Duration.ofDays(3650), 1)).hasSize(1);
        store.release(key("k"), "a", Duration.ofSeconds(Long.MAX_VALUE));
        advance(Duration.ofDays(3000));

        assertThat(claimed("b", 1)).isEmpty();
    }

    interface Numbered<T> {
        T call(int number) throws Exception;
    }

    static <T> List<T> inParallel(int count, Numbered<T> work) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(count);
        try {
            List<Callable<T>> calls = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                int number = i;
                calls.add(() -> work.call(number));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> future : pool.invokeAll(calls)) {
                results.add(future.get());
            }
            return results;
        } finally {
            pool.shutdownNow();
        }
    }

    // budgets

    private static final Budget DAILY = new Budget(
            "daily", new BigDecimal("1.00"), "USD", BudgetWindow.DAY, ZoneId.of("UTC"), List.of(new BigDecimal("0.8")));
    private static final Budget FOR_EVER
            = new Budget("all", new BigDecimal("1.00"), "USD", BudgetWindow.EVER, ZoneId.of("UTC"), List.of());

    private static Intent intent(String name, BudgetReservation... reservations) {
        return new Intent(
                key(name), "f-" + name, "grok-imagine-video", null, false, true, "h-" + name, LEASE,
                new Spending(new Cost(new BigDecimal("0.30"), "USD", true), "route", "user", List.of(reservations)));
    }

    private static BudgetReservation of(Budget budget, String scope, String amount) {
        return new BudgetReservation(budget, scope, amount == null ? null : new BigDecimal(amount));
    }

    static VideoJob ended(String name, JobStatus status, Cost cost) {
        return new VideoJob(
                "job-" + name, status, null, null, null, null, null, null, null, List.of(), null, cost, null, null, null, "",
                List.of());
    }

    private static Cost cost(String amount) {
        return new Cost(new BigDecimal(amount), "USD", false);
    }

    private String used(Budget budget, String scope) {
        return store.budgetStates(budget).stream().filter(state -> state.scope().equals(scope))
                .map(state -> state.spent().toPlainString() + "+" + state.reserved().toPlainString())
                .findFirst().orElse("none");
    }

    @Test
    void whatIsReservedIsReplacedByTheFinalCost() {
        store.reserve(intent("k", of(FOR_EVER, "", "0.30")));
        assertThat(used(FOR_EVER, "")).isEqualTo("0+0.3");
        store.accepted(key("k"), accepted("job-k"));
        assertThat(used(FOR_EVER, "")).isEqualTo("0+0.3");

        store.finished(key("k"), ended("k", JobStatus.COMPLETED, cost("0.25")));
        store.finished(key("k"), ended("k", JobStatus.COMPLETED, cost("0.25")));
        assertThat(used(FOR_EVER, "")).isEqualTo("0.25+0");
    }

    @Test
    void aJobThatIsKnownByItsIdOnlyIsChargedToo() {
        store.reserve(intent("k", of(FOR_EVER, "", "0.30")));
        store.accepted(key("k"), accepted("job-k"));
        store.finished(key(null), ended("k", JobStatus.COMPLETED, cost("0.25")));
        assertThat(used(FOR_EVER, "")).isEqualTo("0.25+0");
    }

    /** A poll and a webhook tell of the same end, and one of them names no cost. */
    @ParameterizedTest
    @ValueSource(booleans = { true, false })
    void ofTwoEndsAtOneMomentTheCostThatIsNamedCounts(boolean byId) {
        store.reserve(intent("k", of(FOR_EVER, "", "0.30")));
        store.reserve(intent("l", of(FOR_EVER, "", "0.30")));
        store.accepted(key("k"), accepted("job-k"));
        store.accepted(key("l"), accepted("job-l"));
        store.runAll(Stream.of(cost("0.25"), null).flatMap(cost -> Stream.of("k", "l").map(
                name -> new JobOperation.Finished(key(byId ? null : name), ended(name, JobStatus.COMPLETED, cost))))
                .toList());
        assertThat(used(FOR_EVER, "")).isEqualTo("0.5+0");
    }

    @Test
    void withoutAFinalCostACompletedJobCountsAsEstimatedAndAFailedOneAsNotBilled() {
        store.reserve(intent("done", of(FOR_EVER, "", "0.30")));
        store.reserve(intent("failed", of(FOR_EVER, "", "0.30")));
        store.reserve(intent("other", of(FOR_EVER, "", "0.10")));
        store.finished(key("done"), ended("done", JobStatus.COMPLETED, null));
        store.finished(key("failed"), ended("failed", JobStatus.FAILED, null));
        store.finished(key("other"), ended("other", JobStatus.FAILED, new Cost(BigDecimal.ONE, "EUR", false)));
        assertThat(used(FOR_EVER, "")).isEqualTo("0.4+0");
    }

    @Test
    void aFailedJobThatWasBilledCounts() {
        store.reserve(intent("k", of(FOR_EVER, "", "0.30")));
        store.finished(key("k"), ended("k", JobStatus.FAILED, cost("0.05")));
        assertThat(used(FOR_EVER, "")).isEqualTo("0.05+0");
    }

    /** It may have been completed, and billed, before anybody asked. */
    @Test
    void anExpiredJobStaysReservedUntilItsCostIsKnown() {
        store.reserve(intent("k", of(FOR_EVER, "", "0.30")));
        store.reserve(intent("l", of(FOR_EVER, "", "0.20")));
        store.finished(key("k"), ended("k", JobStatus.EXPIRED, null));
        store.finished(key("l"), ended("l", JobStatus.EXPIRED, cost("0.25")));
        assertThat(used(FOR_EVER, "")).isEqualTo("0.25+0.3");
        store.remove(key("k"));
        assertThat(used(FOR_EVER, "")).isEqualTo("0.55+0");
    }

    @Test
    void aCancelledJobStaysReservedUntilItsCostIsKnown() {
        store.reserve(intent("k", of(FOR_EVER, "", "0.30")));
        store.reserve(intent("l", of(FOR_EVER, "", "0.20")));
        store.accepted(key("k"), accepted("job-k"));
        store.accepted(key("l"), accepted("job-l"));
        store.finished(key("k"), ended("k", JobStatus.CANCELLED, null));
        store.finished(key("l"), ended("l", JobStatus.CANCELLED, new Cost(new BigDecimal("0.20"), "USD", true)));
        assertThat(used(FOR_EVER, "")).isEqualTo("0+0.5");

        store.finished(key("k"), ended("k", JobStatus.CANCELLED, cost("0.10")));
        store.finished(key(null), ended("l", JobStatus.CANCELLED, cost("0")));
        assertThat(used(FOR_EVER, "")).isEqualTo("0.1+0");
        assertThat(store.find(key("k")).state()).isEqualTo(StoredJob.State.FAILED);
    }

    @Test
    void aCancelledJobWhoseCostIsNeverKnownCountsAsEstimated() {
        store.reserve(intent("k", of(FOR_EVER, "", "0.30")));
        store.finished(key("k"), ended("k", JobStatus.CANCELLED, null));
        store.remove(key("k"));
        assertThat(used(FOR_EVER, "")).isEqualTo("0.3+0");
    }

    @Test
    void whatEndsAndIsRemovedAtTheSameMomentCounts() {
        store.reserve(intent("k", of(FOR_EVER, "", "0.30")));
        store.accepted(key("k"), accepted("job-k"));
        store.runAll(List.<Function<JobStore, ?>> of(
                new JobOperation.Finished(key("k"), ended("k", JobStatus.COMPLETED, cost("0.20"))),
                same -> same.remove(key("k")), new JobOperation.Reserve(intent("k", of(FOR_EVER, "", "0.80")))));
        assertThat(used(FOR_EVER, "")).isEqualTo("0.2+0.8");
    }

    /** Some providers charge for prompts that violate their policy, and create no job. */
    @Test
    void whatWasRefusedAndChargedCountsAndItsKeyCanBeUsedAgain() {
        Intent results = new Intent(
                key("k"), "f", "m", null, true, true, "h-k", LEASE,
                new Spending(
                        new Cost(new BigDecimal("0.30"), "USD", true), "films", null,
                        List.of(of(FOR_EVER, "", "0.30"), of(DAILY, "", "0.30"))));
        store.reserve(results);
        store.refused(key("k"), "another", cost("0.05"));
        assertThat(used(FOR_EVER, "")).isEqualTo("0+0.3");
        store.refused(key("k"), "h-k", cost("0.05"));
        assertThat(store.find(key("k"))).isNull();
        assertThat(used(FOR_EVER, "")).isEqualTo("0.05+0");
        assertThat(used(DAILY, "")).isEqualTo("0.05+0");
        assertThat(claimed("a", 10)).isEmpty();

        store.reserve(results);
        store.refused(key("k"), null, new Cost(BigDecimal.ONE, "EUR", false));
        store.reserve(intent("k", of(FOR_EVER, "", "0.10")));
        store.refused(key("nothing"), null, cost("0.05"));
        assertThat(used(FOR_EVER, "")).isEqualTo("0.35+0.1");
        assertThat(spent(SpendingGroup.ROUTE)).contains(
                "films: 1 jobs, 0 open, 0.05 for 0.3, 0 reserved, USD, -");
    }

    @Test
    void whatWasAcceptedIsNotRefused() {
        store.reserve(intent("k", of(FOR_EVER, "", "0.30")));
        store.accepted(key("k"), accepted("job-k"));
        store.refused(key("k"), null, cost("0.05"));
        assertThat(store.find(key("k")).state()).isEqualTo(StoredJob.State.ACCEPTED);
        assertThat(used(FOR_EVER, "")).isEqualTo("0+0.3");
    }

    @Test
    void whatWasNotSubmittedIsGivenBack() {
        store.reserve(intent("k", of(FOR_EVER, "", "0.90")));
        store.withdraw(key("k"), "another");
        assertThat(used(FOR_EVER, "")).isEqualTo("0+0.9");
        store.withdraw(key("k"), "h-k");
        assertThat(used(FOR_EVER, "")).isEqualTo("0+0");
        assertThat(store.reserve(intent("k", of(FOR_EVER, "", "1.00"))).holder()).isEqualTo("h-k");
    }

    @Test
    void anUnknownOutcomeStaysReservedUntilItIsSettled() {
        store.reserve(intent("k", of(FOR_EVER, "", "0.90")));
        store.outcomeUnknown(key("k"), "why");
        assertThatThrownBy(() -> store.reserve(intent("l", of(FOR_EVER, "", "0.30"))))
                .isInstanceOf(BudgetExceededException.class);
        store.withdraw(key("k"), null);
        store.reserve(intent("l", of(FOR_EVER, "", "0.30")));
        assertThat(used(FOR_EVER, "")).isEqualTo("0+0.3");
    }

    @Test
    void whatDoesNotFitIsNotRecordedAndTheMessageSaysWhy() {
        store.reserve(intent("k", of(DAILY, "acme", "0.75")));
        assertThatThrownBy(() -> store.reserve(intent("l", of(DAILY, "acme", "0.30"))))
                .isInstanceOfSatisfying(BudgetExceededException.class, refusal -> {
                    assertThat(refusal.isRetryable()).isTrue();
                    assertThat(refusal.getBudget().left()).isEqualByComparingTo("0.25");
                    assertThat(refusal.getBudget().until()).isAfter(Instant.now());
                })
                .hasMessageContaining("The budget 'daily' of 'acme' is used up: of 1 USD, 0 are spent, 0.75 reserved and 0.25"
                                      + " left, and the request is estimated at 0.3 USD; nothing was submitted. It is free again on ");
        assertThat(store.find(key("l"))).isNull();
        assertThat(used(DAILY, "acme")).isEqualTo("0+0.75");
        store.reserve(intent("m", of(DAILY, "other", "0.30")));
    }

    @Test
    void ofSeveralBudgetsAllPermitItOrNothingIsReserved() {
        store.reserve(intent("k", of(FOR_EVER, "", "0.90")));
        assertThatThrownBy(() -> store.reserve(intent("l", of(DAILY, "", "0.30"), of(FOR_EVER, "", "0.30"))))
                .hasMessageContaining("'all'");
        assertThat(used(DAILY, "")).isIn("none", "0+0");
    }

    @Test
    void aKnownKeyReservesNothingAndIsNotRefused() {
        store.reserve(intent("k", of(FOR_EVER, "", "1.00")));
        assertThat(store.reserve(intent("k", of(FOR_EVER, "", "1.00"))).holder()).isEqualTo("h-k");
        assertThat(store.reserve(intent("k", of(FOR_EVER, "", null))).holder()).isEqualTo("h-k");
        assertThat(used(FOR_EVER, "")).isEqualTo("0+1");
    }

    @Test
    void aScopeOfAnyTextIsKeptApart() {
        for (String scope : List.of("x".repeat(5000), "x".repeat(4999) + "y", "a\0b", "a\uD800b", "a", "A", "a ", "\u00e4")) {
            store.reserve(intent("k" + scope.hashCode(), of(DAILY, scope, "0.90")));
            assertThatThrownBy(() -> store.reserve(intent("l" + scope.hashCode(), of(DAILY, scope, "0.90"))))
                    .isInstanceOf(BudgetExceededException.class);
            assertThat(store.correctBudget(DAILY, scope, new BigDecimal("-0.90"), "why\0").left()).isEqualByComparingTo("1");
        }
    }

    @Test
    void anAmountThatCannotBeCountedIsRefused() {
        for (String amount : List.of("-0.01", "1000000000")) {
            assertThatThrownBy(() -> of(DAILY, "", amount)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> new Budget(
                    "b", new BigDecimal(amount), "USD", BudgetWindow.DAY, ZoneId.of("UTC"), List.of()))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aPriceThatNobodyKnowsIsRefused() {
        assertThatThrownBy(() -> store.reserve(intent("k", of(FOR_EVER, "", null))))
                .isInstanceOf(CostLimitException.class).hasMessageContaining("not known; nothing was submitted");
        assertThat(store.find(key("k"))).isNull();
    }

    @Test
    void aBudgetOfNothingPermitsWhatIsFree() {
        Budget nothing = new Budget("nothing", BigDecimal.ZERO, "USD", BudgetWindow.DAY, ZoneId.of("UTC"), List.of());
        store.reserve(intent("free", of(nothing, "", "0")));
        assertThatThrownBy(() -> store.reserve(intent("k", of(nothing, "", "0.0000000001"))))
                .isInstanceOf(BudgetExceededException.class);
    }

    /** An estimate of nothing may be as wrong as any other. */
    @Test
    void aBudgetThatIsOverspentPermitsNothing() {
        store.reserve(intent("free", of(FOR_EVER, "", "0")));
        store.finished(key("free"), ended("free", JobStatus.COMPLETED, cost("1.00")));
        store.reserve(intent("again", of(FOR_EVER, "", "0")));
        store.finished(key("again"), ended("again", JobStatus.COMPLETED, cost("0.30")));
        assertThatThrownBy(() -> store.reserve(intent("more", of(FOR_EVER, "", "0"))))
                .isInstanceOf(BudgetExceededException.class);
        assertThat(used(FOR_EVER, "")).isEqualTo("1.3+0");
    }

    @Test
    void correctionsAtTheMomentOfReservationsAreAllCounted() throws Exception {
        List<Boolean> admitted = inParallel(40, number -> {
            if (number % 4 == 0) {
                return store.correctBudget(FOR_EVER, "", new BigDecimal("0.05"), "why") == null;
            }
            try {
                store.reserve(intent("k" + number, of(FOR_EVER, "", "0.10")));
                return true;
            } catch (BudgetExceededException e) {
                return false;
            }
        });
        long reserved = admitted.stream().filter(yes -> yes).count();
        // of ten, five are used up by corrections: before that, more may have been admitted
        assertThat(reserved).isBetween(5L, 10L);
        assertThat(used(FOR_EVER, "")).isEqualTo("0.5+" + (reserved == 10 ? "1" : "0." + reserved));
        assertThatThrownBy(() -> store.reserve(intent("more", of(FOR_EVER, "", "0.10"))))
                .isInstanceOf(BudgetExceededException.class);
    }

    @Test
    void aBudgetWithAnotherNameOrCurrencyBeginsAnewAndItsFormerJobsCountForTheFormerOne() {
        store.reserve(intent("k", of(FOR_EVER, "", "0.90")));
        Budget renamed = new Budget("every", BigDecimal.ONE, "USD", BudgetWindow.EVER, ZoneId.of("UTC"), List.of());
        Budget converted = new Budget("all", BigDecimal.ONE, "EUR", BudgetWindow.EVER, ZoneId.of("UTC"), List.of());
        store.reserve(intent("l", of(renamed, "", "0.90")));
        store.reserve(intent("m", of(converted, "", "0.90")));
        store.finished(key("k"), ended("k", JobStatus.COMPLETED, cost("0.80")));
        store.finished(key("m"), ended("m", JobStatus.COMPLETED, cost("0.80")));
        assertThat(used(FOR_EVER, "")).isEqualTo("0.8+0");
        assertThat(used(renamed, "")).isEqualTo("0+0.9");
        // what it cost in EUR nobody knows
        assertThat(used(converted, "")).isEqualTo("0.9+0");
    }

    @Test
    void aWrongPriceIsCorrectedByAnOperator() {
        store.reserve(intent("k", of(DAILY, "", "0.30")));
        store.finished(key("k"), ended("k", JobStatus.COMPLETED, cost("3000")));
        assertThatThrownBy(() -> store.reserve(intent("l", of(DAILY, "", "0.30"))))
                .isInstanceOf(BudgetExceededException.class);
        assertThat(store.correctBudget(DAILY, "", new BigDecimal("-2999.70"), "decimal point").spent())
                .isEqualByComparingTo("0.30");
        store.reserve(intent("l", of(DAILY, "", "0.30")));
        assertThat(used(DAILY, "")).isEqualTo("0.3+0.3");
    }

    @Test
    void aShareIsToldOnce() {
        List<String> told = Collections.synchronizedList(new ArrayList<>());
        store.setBudgetListener(new BudgetListener() {
            @Override
            public void shareReached(BudgetState state, BigDecimal share) {
                told.add(state.budget() + " " + share + " " + state.used().toPlainString());
            }

            @Override
            public void charged(String provider, String model, Cost estimate, Cost actual) {
                told.add(estimate.amount().stripTrailingZeros() + " was " + actual.amount().stripTrailingZeros());
            }
        });
        store.reserve(intent("a", of(DAILY, "", "0.50")));
        store.reserve(intent("b", of(DAILY, "", "0.35")));
        store.withdraw(key("b"), "h-b");
        store.reserve(intent("c", of(DAILY, "", "0.35")));
        assertThat(told).containsExactly("daily 0.8 0.85");
        store.finished(key("a"), ended("a", JobStatus.COMPLETED, cost("0.40")));
        store.finished(key("a"), ended("a", JobStatus.COMPLETED, cost("0.40")));
        assertThat(told).containsExactly("daily 0.8 0.85", "0.3 was 0.4");
        store.reserve(intent("f"));
        store.finished(key("f"), ended("f", JobStatus.FAILED, cost("0")));
        assertThat(told).hasSize(2);
    }

    @Test
    void ofAGroupThoseAreRefusedThatDoNotFit() {
        List<JobStore.Outcome> outcomes = store.runAll(IntStream.range(0, 20).mapToObj(
                i -> new JobOperation.Reserve(intent("k" + i, of(FOR_EVER, "", "0.10"), of(DAILY, "t" + i % 4, "0.10"))))
                .toList());
        assertThat(outcomes).filteredOn(outcome -> outcome.failure() == null).hasSize(10);
        assertThat(outcomes).filteredOn(outcome -> outcome.failure() != null).hasSize(10)
                .allSatisfy(outcome -> assertThat(outcome.failure()).isInstanceOf(BudgetExceededException.class));
        assertThat(IntStream.range(0, 20).filter(i -> store.find(key("k" + i)) != null).count()).isEqualTo(10);
        store.runAll(IntStream.range(0, 20).mapToObj(i -> new JobOperation.Finished(
                key("k" + i), ended("k" + i, JobStatus.COMPLETED, cost("0.09")))).toList());
        assertThat(used(FOR_EVER, "")).isEqualTo("0.9+0");
    }

    @Test
    void requestsAtTheSameMomentOfAScopeThatIsNewDoNotOverspend() throws Exception {
        List<Boolean> admitted = inParallel(40, number -> {
            try {
                store.reserve(intent("k" + number, of(DAILY, "new", "0.10"), of(FOR_EVER, "", "0.01")));
                return true;
            } catch (BudgetExceededException e) {
                return false;
            }
        });
        assertThat(admitted.stream().filter(yes -> yes).count()).isEqualTo(10);
        assertThat(used(DAILY, "new")).isEqualTo("0+1");
        assertThat(used(FOR_EVER, "")).isEqualTo("0+0.1");
    }

    @Test
    void whatIsForgottenStillCounts() throws Exception {
        store.reserve(intent("done", of(FOR_EVER, "", "0.30")));
        store.finished(key("done"), ended("done", JobStatus.COMPLETED, cost("0.20")));
        store.reserve(intent("lost", of(FOR_EVER, "", "0.30")));
        store.accepted(key("lost"), accepted("job-lost"));
        advance(RETENTION.plusHours(1));
        store.purge();
        store.purge();
        assertThat(used(FOR_EVER, "")).isEqualTo("0.5+0");
    }

    // spending

    private static Intent spending(String name, String route, String model, String user, String estimate) {
        return new Intent(
                key(name), "f-" + name, model, null, false, true, "h-" + name, LEASE,
                new Spending(
                        estimate == null ? null : new Cost(new BigDecimal(estimate), "USD", true), route, user,
                        List.of(of(FOR_EVER, "", "0.10"), of(DAILY, user, "0.10"))));
    }

    private List<String> spent(SpendingGroup... by) {
        Instant now = Instant.now();
        return store.spending(new SpendingQuery(
                now.minus(Duration.ofDays(1)), now.plus(Duration.ofDays(2)), ZoneId.of("UTC"), Set.of(by)))
                .stream().map(JobStoreContract::text).toList();
    }

    private static String text(SpendingRow row) {
        String group = Stream.of(row.route(), row.provider(), row.model(), row.user(), row.budget(), row.scope())
                .filter(value -> value != null).collect(Collectors.joining(" "));
        return group + ": " + row.jobs() + " jobs, " + row.open() + " open, " + row.actual().toPlainString() + " for "
               + row.estimate().toPlainString() + ", " + row.reserved().toPlainString() + " reserved, " + row.currency() + ", "
               + (row.deviation() == null ? "-" : row.deviation().toPlainString() + " %");
    }

    @Test
    void whatWasSpentIsAddedUp() {
        store.reserve(spending("a", "films", "m1", "u1", "0.20"));
        store.reserve(spending("b", "films", "m2", "u1", "0.20"));
        store.reserve(spending("c", "other", "m1", "u2", "0.20"));
        store.reserve(spending("d", "other", "m1", "u2", "0.20"));
        store.reserve(spending("e", "other", "m1", "u2", "0.20"));
        store.finished(key("a"), ended("a", JobStatus.COMPLETED, cost("0.30")));
        store.finished(key("b"), ended("b", JobStatus.COMPLETED, null));
        store.finished(key("c"), ended("c", JobStatus.FAILED, null));
        store.finished(key("d"), ended("d", JobStatus.FAILED, cost("0.05")));
        store.accepted(key("e"), accepted("job-e"));

        assertThat(spent()).containsExactly(": 5 jobs, 1 open, 0.55 for 0.8, 0.2 reserved, USD, 50 %");
        assertThat(spent(SpendingGroup.ROUTE)).containsExactly(
                "films: 2 jobs, 0 open, 0.5 for 0.4, 0 reserved, USD, 50 %",
                "other: 3 jobs, 1 open, 0.05 for 0.4, 0.2 reserved, USD, -");
        assertThat(spent(SpendingGroup.PROVIDER, SpendingGroup.MODEL)).containsExactly(
                "lumenfall m1: 4 jobs, 1 open, 0.35 for 0.6, 0.2 reserved, USD, 50 %",
                "lumenfall m2: 1 jobs, 0 open, 0.2 for 0.2, 0 reserved, USD, -");
        assertThat(spent(SpendingGroup.SCOPE)).containsExactly(
                "all : 5 jobs, 1 open, 0.55 for 0.8, 0.2 reserved, USD, 50 %",
                "daily u1: 2 jobs, 0 open, 0.5 for 0.4, 0 reserved, USD, 50 %",
                "daily u2: 3 jobs, 1 open, 0.05 for 0.4, 0.2 reserved, USD, -");
        assertThat(spent(SpendingGroup.USER, SpendingGroup.DAY)).hasSize(2);
    }

    @Test
    void whatTheGatewayEstimatesIsKnownToo() {
        store.reserve(intent("k", "a"));
        store.accepted(key("k"), ended("k", JobStatus.QUEUED, new Cost(new BigDecimal("0.40"), "USD", true)));
        assertThat(spent()).containsExactly(": 1 jobs, 1 open, 0 for 0, 0.4 reserved, USD, -");
        store.finished(key("k"), ended("k", JobStatus.COMPLETED, cost("0.20")));
        assertThat(spent()).containsExactly(": 1 jobs, 0 open, 0.2 for 0.4, 0 reserved, USD, -50 %");
    }

    @Test
    void submissionsOfOtherTimesDoNotCount() throws Exception {
        store.reserve(spending("a", "films", "m1", "u1", "0.20"));
        Instant now = Instant.now();
        assertThat(store.spending(new SpendingQuery(
                Instant.MIN, now.minus(Duration.ofDays(1)), ZoneId.of("UTC"), Set.of()))).isEmpty();
        assertThat(store.spending(new SpendingQuery(
                now.plus(Duration.ofDays(1)), Instant.MAX, ZoneId.of("UTC"), Set.of()))).isEmpty();
    }

    @Test
    void aRepeatedEndDoesNotForgetWhatWasCharged() {
        store.reserve(spending("a", "films", "m1", "u1", "0.20"));
        store.finished(key("a"), ended("a", JobStatus.FAILED, cost("0.05")));
        store.finished(key("a"), ended("a", JobStatus.FAILED, null));
        assertThat(used(FOR_EVER, "")).isEqualTo("0.05+0");
    }
}
