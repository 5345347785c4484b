package io.github.grokvideo.internal.job.results;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.grokvideo.store.StoredJob;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** A feed of results, in virtual time: what it claims, renews, delivers and gives back. */
class ResultFeedTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private record Delivery(JobResult result, Acknowledgement acknowledgement) {
    }

    private FeedWorld world = new FeedWorld(false);
    private final List<Delivery> delivered = new ArrayList<>();

    private ResultFeed feed() {
        return feed(FeedWorld.SETTINGS);
    }

    private ResultFeed feed(ResultSettings settings) {
        return world.jobs.results(world.gateway, world.patience, settings,
                (result, taken) -> delivered.add(new Delivery(result, taken)));
    }

    private List<String> keys() {
        return delivered.stream().map(delivery -> delivery.result().stored().key().key()).toList();
    }

    // a burst

    private static final Duration COMMIT = Duration.ofMillis(10);

    /** A store whose transactions take their time. */
    private void finishedBehindCommits(int results) {
        world = new FeedWorld(true);
        world.slow = true;
        world.beforeGroup = () -> world.time.advance(COMMIT);
        for (int i = 0; i < results; i++) {
            world.finished("burst" + i);
        }
    }

    private void pass(Duration duration) {
        for (int i = 0; i < 100; i++) {
            world.time.advance(duration.dividedBy(100));
            world.answer();
        }
    }

    private ResultFeed fastRoute(ResultSettings settings, List<Integer> deliveries) {
        return world.jobs.results(world.gateway, world.patience, settings, (result, taken) -> {
            deliveries.add(result.delivery());
            taken.ack();
        });
    }

    private static ResultSettings burst(int maximumDeliveries) {
        return new ResultSettings(10_000, 10, SECOND, Duration.ofMinutes(1), SECOND, maximumDeliveries);
    }

    @Test
    void aRouteThatIsFasterThanTheStoreDoesNotWaitForACommitWithEachFewResults() {
        finishedBehindCommits(4000);
        List<Integer> deliveries = new ArrayList<>();
        ResultFeed feed = fastRoute(burst(10), deliveries);
        feed.start();
        pass(Duration.ofMinutes(1));
        feed.stop();

        assertThat(deliveries).hasSize(4000).containsOnly(1);
        assertThat(world.calls("startDelivery")).isEqualTo(4000);
        // ten at a time would take four hundred
        assertThat(world.calls("runAll")).isLessThan(200);
    }

    @Test
    void noDeliveryIsCountedAheadOfARouteThatTakesItsTime() {
        finishedBehindCommits(100);
        ResultFeed feed = feed(burst(10));
        feed.start();
        for (int i = 0; i < 30; i++) {
            pass(SECOND);
            delivered.get(i).acknowledgement().ack();
        }
        pass(SECOND);

        assertThat(delivered).hasSize(40);
        assertThat(world.calls("startDelivery")).isEqualTo(40);
    }

    @Test
    void aLastDeliveryIsNotCountedAhead() {
        finishedBehindCommits(1000);
        AtomicInteger underWay = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        world.before = (method, arguments) -> {
            if (method.equals("startDelivery")) {
                most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
            }
            return null;
        };
        ResultFeed feed = world.jobs.results(world.gateway, world.patience, burst(1), (result, taken) -> {
            underWay.decrementAndGet();
            taken.ack();
        });
        feed.start();
        pass(Duration.ofMinutes(1));
        feed.stop();

        assertThat(world.calls("startDelivery")).isEqualTo(1000);
        assertThat(most).hasValue(10);
    }

    @Test
    void whatWasCountedAheadIsOpenAgainAfterAStop() {
        finishedBehindCommits(4000);
        List<Integer> deliveries = new ArrayList<>();
        AtomicBoolean fast = new AtomicBoolean(true);
        ResultFeed feed = world.jobs.results(world.gateway, world.patience, burst(10), (result, taken) -> {
            deliveries.add(result.delivery());
            if (deliveries.size() < 2000) {
                taken.ack();
            } else {
                fast.set(false);
            }
        });
        feed.start();
        pass(SECOND);
        assertThat(fast).isFalse();
        // ten are in the route, and some were counted while it was fast
        assertThat(world.calls("startDelivery")).isGreaterThan(deliveries.size());
        feed.stop();
        world.answer();

        assertThat(world.memory.claim("lumenfall", FeedWorld.GATEWAY, "other", SECOND, 10_000))
                .hasSize(4000 - deliveries.size());
    }

    // stop and start

    @Test
    void whatIsBeingDeliveredIsNotDeliveredAgainHoweverOftenTheFeedIsStoppedAndStarted() {
        world.finished("a");
        ResultFeed feed = feed();
        feed.start();
        for (int i = 0; i < 20; i++) {
            feed.stop();
            world.time.advance(Duration.ofMillis(700));
            feed.start();
            world.time.advance(Duration.ofMillis(700));
            assertThat(world.open()).isEmpty();
        }
        assertThat(keys()).containsExactly("a");
        delivered.get(0).acknowledgement().ack();
        feed.stop();

        assertThat(world.open()).isEmpty();
        assertThat(world.memory.find(FeedWorld.key("a")).deliveries()).isEqualTo(1);
        assertThat(world.time.pending()).isZero();
    }

    @Test
    void whatIsBeingDeliveredStaysClaimedWhileTheFeedIsStopped() {
        world.finished("a");
        ResultFeed feed = feed();
        feed.start();
        feed.stop();
        for (int i = 0; i < 60; i++) {
            world.time.advance(SECOND);
            assertThat(world.open()).isEmpty();
        }
        delivered.get(0).acknowledgement().nack(null);
        world.time.advance(SECOND);

        assertThat(world.open()).containsExactly("a");
        assertThat(world.time.pending()).isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = { false, true })
    void thereIsOneChainOfClaimsAndOneOfRenewals(boolean slow) {
        world = new FeedWorld(true);
        world.finished("a");
        ResultFeed feed = feed();
        feed.start();
        world.slow = slow;
        for (int i = 0; i < 10; i++) {
            feed.stop();
            feed.start();
            if (i % 2 == 0) {
                world.time.advance(SECOND);
            }
        }
        world.answer();
        world.slow = false;
        world.answer();
        world.calls.clear();
        world.time.advance(Duration.ofSeconds(30));

        assertThat(delivered).hasSize(1);
        assertThat(world.calls("claim")).isBetween(29, 31);
        assertThat(world.calls("renew")).isBetween(29, 31);
    }

    @Test
    void oneRenewalIsUnderWayAtATime() {
        world = new FeedWorld(true);
        world.finished("a");
        ResultFeed feed = feed();
        feed.start();
        world.slow = true;
        world.calls.clear();
        world.time.advance(Duration.ofSeconds(20));

        assertThat(world.underWay).hasSize(2);
        world.answer();
        assertThat(world.calls("claim")).isEqualTo(1);
        assertThat(world.calls("renew")).isEqualTo(1);
    }

    @Test
    void whatWasClaimedWhileTheFeedStoppedIsGivenBack() {
        world = new FeedWorld(true);
        world.finished("a");
        world.accepted("b");
        world.slow = true;
        ResultFeed feed = feed();
        feed.start();
        feed.stop();
        world.answer();
        world.answer();

        assertThat(world.open()).containsExactly("a", "b");
        assertThat(delivered).isEmpty();
    }

    @Test
    void whatWasClaimedWhileTheFeedWasStoppedAndStartedIsDelivered() {
        world = new FeedWorld(true);
        world.finished("a");
        ResultFeed feed = feed();
        world.slow = true;
        feed.start();
        feed.stop();
        feed.start();
        world.answer();
        world.slow = false;
        world.answer();
        world.time.advance(Duration.ofSeconds(10));

        assertThat(keys()).containsExactly("a");
        assertThat(world.open()).isEmpty();
    }

    @Test
    void whatIsWaitedForIsGivenBackAtOnceAndTakenUpAgain() {
        world.accepted("a");
        ResultFeed feed = feed();
        feed.start();
        assertThat(world.open()).isEmpty();
        feed.stop();
        assertThat(world.open()).containsExactly("a");
        feed.start();
        assertThat(world.open()).isEmpty();
        world.done.add("job-a");
        world.time.advance(Duration.ofSeconds(5));

        assertThat(keys()).containsExactly("a");
    }

    @Test
    void aStoreThatFailsForAWhileCostsNoChain() {
        world.finished("a");
        ResultFeed feed = feed();
        feed.start();
        world.before = (method, arguments) -> {
            throw new IllegalStateException("The database is gone");
        };
        for (int i = 0; i < 5; i++) {
            feed.stop();
            feed.start();
            world.time.advance(Duration.ofMillis(500));
        }
        world.before = (method, arguments) -> null;
        world.calls.clear();
        world.time.advance(Duration.ofSeconds(30));

        assertThat(world.calls("claim")).isBetween(29, 31);
        assertThat(world.calls("renew")).isBetween(29, 31);
        assertThat(keys()).containsExactly("a");
        assertThat(world.open()).isEmpty();
    }

    // given back late: the lease is over, and the same feed has claimed the job again meanwhile
    @Test
    void aLateReleaseDoesNotOpenWhatIsBeingDeliveredAgain() {
        world.finished("a");
        ResultFeed feed = feed();
        feed.start();
        AtomicInteger releases = new AtomicInteger();
        world.before = (method, arguments) -> {
            if (method.equals("renew") || method.equals("release") && releases.incrementAndGet() < 4) {
                throw new IllegalStateException("The database is gone");
            }
            return null;
        };
        delivered.get(0).acknowledgement().nack(null);
        for (int i = 0; i < 300; i++) {
            world.time.advance(Duration.ofMillis(100));
            if (delivered.size() == 2) {
                world.before = (method, arguments) -> null;
                assertThat(world.open()).isEmpty();
            }
        }
        assertThat(keys()).containsExactly("a", "a");
    }

    // one entry that cannot be handled

    @ParameterizedTest
    @ValueSource(strings = { "no job", "claim of nothing", "broken end" })
    void oneEntryThatCannotBeHandledCostsItselfOnly(String kind) {
        for (int i = 0; i < 5; i++) {
            world.finished("k" + i);
        }
        world.after = (method, answer) -> method.equals("claim") ? poisoned(kind, (List<?>) answer) : answer;
        ResultFeed feed = feed();
        feed.start();
        world.calls.clear();
        world.time.advance(Duration.ofSeconds(30));
        assertThat(keys()).containsExactlyInAnyOrder("k0", "k1", "k3", "k4");
        assertThat(world.calls("claim")).isBetween(29, 31);
        world.after = (method, answer) -> answer;
        world.time.advance(Duration.ofSeconds(100));

        if (!kind.equals("claim of nothing")) {
            assertThat(keys()).contains("k2").doesNotHaveDuplicates();
        }
    }

    private static List<StoredJob> poisoned(String kind, List<?> claimed) {
        List<StoredJob> poisoned = new ArrayList<>();
        for (Object entry : claimed) {
            StoredJob job = (StoredJob) entry;
            poisoned.add(!job.key().key().equals("k2") ? job : switch (kind) {
                case "no job" -> with(job, StoredJob.State.COMPLETED);
                case "broken end" -> with(job, StoredJob.State.FAILED);
                default -> null;
            });
        }
        return poisoned;
    }

    private static StoredJob with(StoredJob job, StoredJob.State state) {
        return new StoredJob(
                job.key(), job.fingerprint(), job.model(), job.prompt(), job.deliverResult(), state, null, null, job.attempts(),
                job.deliveries(), job.holder(), job.held(), job.createdAt(), job.acceptedAt());
    }

    @Test
    void itIsTriedAgainLessAndLessOften() {
        world.finished("k2");
        world.after = (method, answer) -> method.equals("claim") ? poisoned("no job", (List<?>) answer) : answer;
        feed().start();
        world.calls.clear();
        world.time.advance(Duration.ofSeconds(120));

        assertThat(world.calls("release")).isBetween(4, 7);
    }

    @Test
    void aReceiverThatThrowsGivesItsSlotBackOnce() {
        for (int i = 0; i < 6; i++) {
            world.finished("k" + i);
        }
        AtomicInteger calls = new AtomicInteger();
        ResultFeed feed = world.jobs.results(
                world.gateway, world.patience,
                new ResultSettings(100, 2, SECOND, FeedWorld.LEASE, SECOND), (result, taken) -> {
                    if (calls.incrementAndGet() % 2 == 0) {
                        throw new AssertionError("A receiver with a fault");
                    }
                    taken.ack();
                    taken.ack();
                    taken.nack(null);
                    throw new IllegalStateException("It was told before");
                });
        feed.start();
        world.time.advance(Duration.ofSeconds(60));

        for (int i = 0; i < 6; i++) {
            assertThat(world.open()).isEmpty();
        }
        assertThat(world.time.pending()).isEqualTo(1);
        assertThat(calls).hasValueGreaterThanOrEqualTo(6);
    }

    @Test
    void whoTellsTwiceFreesOneSlot() {
        for (int i = 0; i < 4; i++) {
            world.finished("k" + i);
        }
        feed(new ResultSettings(100, 1, SECOND, FeedWorld.LEASE, SECOND)).start();
        Delivery first = delivered.get(0);
        first.acknowledgement().ack();
        first.acknowledgement().ack();
        first.acknowledgement().nack(null);

        assertThat(keys()).containsExactly("k0", "k1");
    }

    @ParameterizedTest
    @ValueSource(strings = { "startDelivery", "acknowledge", "release", "renew", "claim" })
    void aStoreThatFailsOnceInAMethodLosesNothing(String failing) {
        world.finished("a");
        world.finished("b");
        AtomicBoolean failed = new AtomicBoolean();
        world.before = (method, arguments) -> {
            if (method.equals(failing) && failed.compareAndSet(false, true)) {
                throw new AssertionError("The store has a fault in " + method);
            }
            return null;
        };
        AtomicInteger refused = new AtomicInteger();
        List<String> taken = new ArrayList<>();
        world.jobs.results(world.gateway, world.patience, FeedWorld.SETTINGS, (result, receipt) -> world.time.schedule(
                () -> {
                    boolean ok = refused.incrementAndGet() > 1;
                    if (ok) {
                        taken.add(result.stored().key().key());
                    }
                    if (ok) {
                        receipt.ack();
                    } else {
                        receipt.nack(null);
                    }
                }, 4, TimeUnit.SECONDS)).start();
        world.time.advance(Duration.ofSeconds(60));

        assertThat(failed).isTrue();
        assertThat(taken).containsExactlyInAnyOrder("a", "b");
    }

    // trouble that many have at the same time

    private static List<String> logOf(Runnable step) {
        PrintStream before = System.err;
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        try {
            step.run();
        } finally {
            System.setErr(before);
        }
        return log.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void whatTheStoreCannotWriteIsOneLineAMinute() {
        world = new FeedWorld(true);
        world.before = (method, arguments) -> {
            if (method.equals("acknowledge")) {
                throw new IllegalStateException("The disk is full");
            }
            return null;
        };
        for (int i = 0; i < 20; i++) {
            world.finished("k" + i);
        }
        List<String> log = logOf(() -> {
            world.jobs.results(world.gateway, world.patience, FeedWorld.SETTINGS, (result, taken) -> taken.ack()).start();
            world.time.advance(Duration.ofSeconds(90));
        });

        assertThat(log.stream().filter(line -> line.contains("is retried"))).hasSize(2)
                .last().asString().endsWith("(the last of 19 within a minute)");
    }

    @Test
    void whatCannotBeDeliveredNowIsOneLineAMinute() {
        world.before = (method, arguments) -> {
            if (method.equals("startDelivery")) {
                throw new IllegalStateException("The disk is full");
            }
            return null;
        };
        for (int i = 0; i < 20; i++) {
            world.finished("k" + i);
        }
        List<String> log = logOf(() -> {
            feed().start();
            world.time.advance(Duration.ofSeconds(70));
        });

        assertThat(log.stream().filter(line -> line.contains("cannot be delivered now"))).hasSize(2)
                .last().asString().endsWith("(the last of 19 within a minute)");
    }

    // dead letters

    private static final ResultSettings THREE
            = new ResultSettings(100, 10, SECOND, FeedWorld.LEASE, SECOND, 3);

    private void refuseAll(Duration time) {
        for (int second = 0; second < time.toSeconds(); second++) {
            world.time.advance(SECOND);
            List.copyOf(delivered).forEach(delivery -> delivery.acknowledgement().nack(new IllegalStateException("no disk")));
        }
    }

    @Test
    void aResultThatIsNeverTakenIsDeadLettered() {
        world.finished("a");
        feed(THREE).start();
        refuseAll(Duration.ofHours(1));

        assertThat(delivered).hasSize(3);
        StoredJob dead = world.memory.find(FeedWorld.key("a"));
        assertThat(dead.state()).isEqualTo(StoredJob.State.DEAD_LETTER);
        assertThat(dead.reason()).contains("3 times", "no disk");
        assertThat(world.time.pending()).isEqualTo(1);
    }

    @Test
    void settlingItDeliversItAgain() {
        world.finished("a");
        feed(THREE).start();
        refuseAll(Duration.ofHours(1));
        world.jobs.settle(world.gateway, "a", "job-a").join();
        world.time.advance(Duration.ofSeconds(2));

        assertThat(delivered).hasSize(4);
        assertThat(delivered.get(3).result().delivery()).isEqualTo(1);
        delivered.get(3).acknowledgement().ack();
        assertThat(world.memory.find(FeedWorld.key("a")).state()).isEqualTo(StoredJob.State.COMPLETED);
    }

    @Test
    void aResultThatItsConsumersDieOfIsDeadLetteredToo() {
        world.finished("a");
        for (int i = 0; i < 3; i++) {
            world.memory.claim("lumenfall", FeedWorld.GATEWAY, "dying" + i, FeedWorld.LEASE, 1);
            world.memory.startDelivery(FeedWorld.key("a"), "dying" + i, FeedWorld.LEASE);
            world.time.advance(FeedWorld.LEASE);
        }
        feed(THREE).start();
        world.time.advance(SECOND);

        assertThat(delivered).isEmpty();
        assertThat(world.memory.find(FeedWorld.key("a")).state()).isEqualTo(StoredJob.State.DEAD_LETTER);
    }

    @Tag("slow")
    @ParameterizedTest
    @ValueSource(ints = { 0, -1 })
    void withoutAMaximumItComesForEver(int maximum) {
        world.finished("a");
        feed(new ResultSettings(100, 10, SECOND, FeedWorld.LEASE, SECOND, maximum)).start();
        refuseAll(Duration.ofHours(3));

        assertThat(delivered).hasSizeGreaterThan(20);
        assertThat(world.memory.find(FeedWorld.key("a")).state()).isEqualTo(StoredJob.State.COMPLETED);
    }
}
