package io.github.grokvideo.job;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.github.grokvideo.model.Cost;
import io.github.grokvideo.model.JobError;
import io.github.grokvideo.model.JobStatus;
import io.github.grokvideo.model.Video;
import io.github.grokvideo.model.VideoJob;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What every job store does. */
abstract class JobStoreContract {

    static final Duration LEASE = Duration.ofSeconds(30);
    static final String GATEWAY = "https://api.example.com";

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
        return VideoJob.named(id);
    }

    static VideoJob ended(String id, JobStatus status) {
        boolean done = status == JobStatus.COMPLETED;
        return new VideoJob(
                id, status, status.name(), "grok-imagine-video", "xai/grok-imagine-video", "xai", 100, 6.0, "1365x768",
                done ? List.of(new Video("https://media.example.com/" + id + ".mp4", "video/mp4", 12L)) : List.of(),
                done ? null : new JobError("INTERNAL_ERROR", "no luck"), new Cost(new BigDecimal("0.30"), "USD", false),
                Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2026-01-01T00:01:00Z"),
                Instant.parse("2026-01-01T01:00:00Z"), "{\"prompt\":\"secret\"}", List.of());
    }

    private void submitted(String name) {
        store.begin(intent(name, "a"));
        store.accepted(key(name), accepted("job-" + name));
    }

    private List<String> claimed(String holder, int most) {
        return store.claim("lumenfall", GATEWAY, holder, LEASE, most).stream().map(job -> job.job().id()).toList();
    }

    @Test
    void theFirstIntentIsNoted() {
        StoredJob noted = store.begin(intent("k", "a"));

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
        store.begin(intent("k", "a"));
        StoredJob found = store.begin(new Intent(key("k"), "other", "other", "other", false, true, "b", LEASE));

        assertThat(found.holder()).isEqualTo("a");
        assertThat(found.fingerprint()).isEqualTo("f-k");
        assertThat(found.prompt()).isNull();
    }

    @Test
    void theSameKeyAtAnotherGatewayOrProviderIsAnother() {
        store.begin(intent("k", "a"));
        Intent elsewhere = new Intent(
                new JobKey("lumenfall", "https://other.example.com", "k"), "f", "m", null, true, true, "b", LEASE);
        Intent other = new Intent(new JobKey("xai", GATEWAY, "k"), "f", "m", null, true, true, "c", LEASE);

        assertThat(store.begin(elsewhere).holder()).isEqualTo("b");
        assertThat(store.begin(other).holder()).isEqualTo("c");
    }

    @Test
    void ofManyWhoNoteTheSameKeyAtOnceOneGetsIt() throws Exception {
        Set<String> winners = ConcurrentHashMap.newKeySet();
        inParallel(16, number -> {
            StoredJob noted = store.begin(intent("k", "holder-" + number));
            if (noted.holder().equals("holder-" + number)) {
                winners.add(noted.holder());
            }
            return null;
        });
        assertThat(winners).hasSize(1);
    }

    @Test
    void thePromptIsStoredOnlyIfGiven() {
        store.begin(new Intent(key("with"), "f", "m", "A cat", false, true, "a", LEASE));
        store.begin(new Intent(key("without"), "f", "m", null, false, true, "a", LEASE));

        assertThat(store.find(key("with")).prompt()).isEqualTo("A cat");
        assertThat(store.find(key("without")).prompt()).isNull();
        assertThat(store.find(key("nobody"))).isNull();
    }

    @Test
    void onlyTheHolderMaySendUntilTheLeaseIsOver() throws Exception {
        store.begin(intent("k", "a"));

        assertThat(store.hold(key("k"), "b", LEASE)).isFalse();
        assertThat(store.hold(key("k"), "a", LEASE)).isTrue();
        advance(LEASE.plusSeconds(1));
        assertThat(store.find(key("k")).held()).isFalse();
        assertThat(store.hold(key("k"), "b", LEASE)).isTrue();
        assertThat(store.hold(key("k"), "a", LEASE)).isFalse();
        assertThat(store.find(key("k")).attempts()).isEqualTo(3);
        assertThat(store.hold(key("nobody"), "a", LEASE)).isFalse();
    }

    @Test
    void whatIsNotSentYetHasNoAttempts() {
        store.begin(new Intent(key("k"), "f", "m", null, false, false, "a", LEASE));

        assertThat(store.find(key("k")).attempts()).isZero();
        assertThat(store.hold(key("k"), "a", LEASE)).isTrue();
        assertThat(store.find(key("k")).attempts()).isEqualTo(1);
    }

    @Test
    void aHoldThatIsGivenBackIsFree() {
        store.begin(intent("k", "a"));
        store.release(key("k"), "b", Duration.ZERO);
        assertThat(store.hold(key("k"), "b", LEASE)).isFalse();
        store.release(key("k"), "a", Duration.ZERO);

        assertThat(store.hold(key("k"), "b", LEASE)).isTrue();
    }

    @Test
    void aNamedJobIsNeverSentAgain() throws Exception {
        submitted("k");
        advance(LEASE.plusSeconds(1));

        assertThat(store.hold(key("k"), "a", LEASE)).isFalse();
        StoredJob found = store.begin(intent("k", "b"));
        assertThat(found.state()).isEqualTo(StoredJob.State.ACCEPTED);
        assertThat(found.job().id()).isEqualTo("job-k");
        assertThat(found.holder()).isNull();
    }

    @Test
    void theFirstIdStays() {
        submitted("k");
        store.accepted(key("k"), accepted("another"));
        store.withdraw(key("k"), null);
        store.unknown(key("k"), "no");

        assertThat(store.find(key("k")).job().id()).isEqualTo("job-k");
        assertThat(store.find(key("k")).state()).isEqualTo(StoredJob.State.ACCEPTED);
    }

    @Test
    void aWithdrawnIntentFreesTheKey() {
        store.begin(intent("k", "a"));
        store.withdraw(key("k"), "a");

        assertThat(store.find(key("k"))).isNull();
        assertThat(store.begin(intent("k", "b")).holder()).isEqualTo("b");
    }

    @Test
    void anIntentIsNotWithdrawnByWhoHasLostIt() throws Exception {
        store.begin(intent("k", "a"));
        advance(LEASE.plusSeconds(1));
        store.hold(key("k"), "b", LEASE);
        store.withdraw(key("k"), "a");

        assertThat(store.find(key("k")).holder()).isEqualTo("b");
        store.withdraw(key("k"), null);
        assertThat(store.find(key("k"))).isNull();
    }

    @Test
    void anUnknownOutcomeStaysUnknownUntilItIsSettled() throws Exception {
        store.begin(intent("k", "a"));
        store.unknown(key("k"), "no answer came");
        advance(LEASE.plusSeconds(1));

        assertThat(store.find(key("k")).state()).isEqualTo(StoredJob.State.UNKNOWN);
        assertThat(store.find(key("k")).note()).isEqualTo("no answer came");
        assertThat(store.hold(key("k"), "b", LEASE)).isFalse();
        assertThat(claimed("b", 10)).isEmpty();
        store.accepted(key("k"), accepted("job-k"));
        assertThat(store.find(key("k")).state()).isEqualTo(StoredJob.State.ACCEPTED);
        assertThat(store.find(key("k")).note()).isNull();
        assertThat(claimed("b", 10)).containsExactly("job-k");
    }

    @Test
    void aResultIsKeptWithoutTheGatewaysAnswer() {
        submitted("k");
        VideoJob job = ended("job-k", JobStatus.COMPLETED);
        store.ended(key("k"), job);

        StoredJob found = store.find(key("k"));
        assertThat(found.state()).isEqualTo(StoredJob.State.COMPLETED);
        assertThat(found.isFinal()).isTrue();
        assertThat(found.job()).isEqualTo(job.withoutJson());
    }

    @Test
    void aFailureIsKept() {
        submitted("k");
        VideoJob job = ended("job-k", JobStatus.CANCELLED);
        store.ended(key("k"), job);

        assertThat(store.find(key("k")).state()).isEqualTo(StoredJob.State.FAILED);
        assertThat(store.find(key("k")).job()).isEqualTo(job.withoutJson());
    }

    @Test
    void anEndIsNotedByIdToo() {
        submitted("k");
        store.ended(key("k"), ended("job-k", JobStatus.COMPLETED));
        submitted("l");
        store.ended(new JobKey("lumenfall", GATEWAY, null), ended("job-l", JobStatus.COMPLETED));
        store.ended(new JobKey("lumenfall", GATEWAY, null), ended("job-of-nobody", JobStatus.COMPLETED));

        assertThat(store.find(key("l")).state()).isEqualTo(StoredJob.State.COMPLETED);
    }

    @Test
    void anEndTellsOfTheAcceptanceToo() {
        store.begin(intent("k", "a"));
        store.ended(key("k"), ended("job-k", JobStatus.COMPLETED));
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
        store.begin(new Intent(key("waited"), "f", "m", null, false, true, "a", LEASE));
        store.accepted(key("waited"), accepted("job-waited"));
        store.begin(intent("intended", "a"));
        submitted("open");
        submitted("done");
        store.ended(key("done"), ended("job-done", JobStatus.COMPLETED));
        store.begin(new Intent(new JobKey("xai", GATEWAY, "x"), "f", "m", null, true, true, "a", LEASE));
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
        assertThat(store.delivering(key("k"), "a", LEASE)).isEqualTo(1);
        advance(LEASE.plusSeconds(1));
        claimed("b", 10);

        assertThat(store.delivering(key("k"), "a", LEASE)).isZero();
        store.delivered(key("k"), "a");
        store.release(key("k"), "a", Duration.ZERO);
        assertThat(store.delivering(key("k"), "b", LEASE)).isEqualTo(2);
    }

    @Test
    void whatWasTakenIsNotHandedOnAgain() throws Exception {
        submitted("k");
        claimed("a", 10);
        store.delivering(key("k"), "a", LEASE);
        store.ended(key("k"), ended("job-k", JobStatus.COMPLETED));
        store.delivered(key("k"), "a");
        advance(LEASE.plusSeconds(1));

        assertThat(claimed("b", 10)).isEmpty();
        assertThat(store.delivering(key("k"), "a", LEASE)).isZero();
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

    @Test
    void anEntryCanBeRemoved() {
        submitted("k");

        assertThat(store.remove(key("k"))).isTrue();
        assertThat(store.remove(key("k"))).isFalse();
        assertThat(store.find(key("k"))).isNull();
        assertThat(claimed("a", 10)).isEmpty();
    }

    @Test
    void whatIsNotOverIsNeverForgotten() throws Exception {
        submitted("open");
        submitted("done");
        store.ended(key("done"), ended("job-done", JobStatus.COMPLETED));
        store.begin(intent("intended", "a"));
        store.begin(intent("unknown", "a"));
        store.unknown(key("unknown"), "why");
        advance(Duration.ofDays(1000));
        store.purge();

        for (String name : List.of("open", "done", "intended", "unknown")) {
            assertThat(store.find(key(name))).as(name).isNotNull();
        }
    }

    private interface Numbered<T> {
        T call(int number) throws Exception;
    }

    private static <T> List<T> inParallel(int count, Numbered<T> work) throws Exception {
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
}
