package io.github.grokvideo.internal.job.results;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.github.grokvideo.store.JobStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Consumers of a store that wakes them, in virtual time: when they claim. */
class ClaimTimesTest {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final ResultSettings SETTINGS = new ResultSettings(100, 10, SECOND, MINUTE, SECOND);

    private final FeedWorld world = new FeedWorld(true);
    private final Set<Runnable> woken = ConcurrentHashMap.newKeySet();
    private final List<String> delivered = new ArrayList<>();
    private boolean working = true;
    private Duration untilDue = ChronoUnit.FOREVER.getDuration();
    private boolean failing;
    private Runnable whileItAsksForHowLong = () -> {
    };

    @BeforeEach
    void aStoreThatWakes() {
        world.before = (method, arguments) -> {
            if (failing && !method.equals("onDue")) {
                throw new IllegalStateException("The database is gone");
            }
            return switch (method) {
                case "onDue" -> subscription((Runnable) arguments[2]);
                case "untilDue" -> {
                    Runnable meanwhile = whileItAsksForHowLong;
                    whileItAsksForHowLong = () -> {
                    };
                    meanwhile.run();
                    yield untilDue;
                }
                default -> null;
            };
        };
    }

    private JobStore.DueSubscription subscription(Runnable wake) {
        woken.add(wake);
        return new JobStore.DueSubscription() {
            @Override
            public boolean isWorking() {
                return working;
            }

            @Override
            public void close() {
                woken.remove(wake);
            }
        };
    }

    private void wake() {
        woken.forEach(Runnable::run);
    }

    private ResultFeed feed(ResultSettings settings) {
        ResultFeed feed = world.jobs.results(world.gateway, world.patience, settings, (result, taken) -> {
            delivered.add(result.stored().key().key());
            taken.ack();
        });
        feed.start();
        return feed;
    }

    private int claimsWithin(Duration time) {
        world.calls.clear();
        world.time.advance(time);
        return world.calls("claim");
    }

    @Test
    void anIdleConsumerHardlyLooks() {
        feed(SETTINGS);

        assertThat(claimsWithin(MINUTE.multipliedBy(10))).isEqualTo(20);
    }

    @Test
    void itLooksWithinALeaseSoThatItSeesEachHolderBeforeThatExpires() {
        feed(new ResultSettings(100, 10, SECOND, SECOND.multipliedBy(5), SECOND));

        assertThat(claimsWithin(MINUTE)).isEqualTo(12);
    }

    @Test
    void whatItIsWokenForIsDeliveredAtOnce() {
        feed(SETTINGS);
        world.time.advance(MINUTE);
        world.finished("a");
        wake();

        assertThat(delivered).containsExactly("a");
    }

    @Test
    void whatItIsWokenForWhileItClaimsIsNotMissed() {
        world.slow = true;
        feed(SETTINGS);
        world.after = (method, answer) -> {
            if (method.equals("claim") && world.calls("claim") == 1) {
                // after the store has looked, and before the consumer knows
                world.finished("a");
                wake();
            }
            return answer;
        };
        for (int i = 0; i < 10; i++) {
            world.answer();
        }

        assertThat(delivered).containsExactly("a");
    }

    @Test
    void whatItIsWokenForWhileItAsksForHowLongIsNotMissed() {
        whileItAsksForHowLong = () -> {
            world.finished("a");
            wake();
        };
        feed(SETTINGS);

        assertThat(delivered).containsExactly("a");
    }

    @Test
    void whatIsDueLaterIsDeliveredThen() {
        feed(SETTINGS);
        untilDue = SECOND.multipliedBy(7);
        wake();
        untilDue = ChronoUnit.FOREVER.getDuration();
        world.time.advance(SECOND.multipliedBy(6));
        world.finished("a");
        assertThat(delivered).isEmpty();
        world.time.advance(SECOND);

        assertThat(delivered).containsExactly("a");
    }

    @Test
    void ofItselfItNeverClaimsMoreOftenThanWithoutWakeUps() {
        untilDue = Duration.ofMillis(1);
        feed(SETTINGS);

        assertThat(claimsWithin(MINUTE)).isEqualTo(60);
    }

    @Test
    void itLooksAsWithoutWakeUpsUntilItFindsNothing() {
        world.finished("a");
        feed(SETTINGS);
        assertThat(delivered).containsExactly("a");
        world.finished("b");
        world.time.advance(SECOND);
        assertThat(delivered).containsExactly("a", "b");

        assertThat(claimsWithin(SECOND)).isEqualTo(1);
        assertThat(claimsWithin(MINUTE)).isEqualTo(2);
    }

    @Test
    void itLooksAsWithoutWakeUpsWhileItHasNoRoom() {
        world.accepted("a");
        world.accepted("b");
        feed(new ResultSettings(1, 1, SECOND, MINUTE, SECOND));
        world.done.addAll(Set.of("job-a", "job-b"));
        world.time.advance(SECOND.multipliedBy(5));

        assertThat(delivered).containsExactly("a", "b");
    }

    @Test
    void itLooksAsWithoutWakeUpsWhileTheyDoNotWork() {
        working = false;
        feed(SETTINGS);
        assertThat(claimsWithin(MINUTE)).isEqualTo(60);
        working = true;
        wake();
        assertThat(claimsWithin(MINUTE)).isEqualTo(2);
        working = false;
        wake();

        assertThat(claimsWithin(MINUTE)).isEqualTo(60);
    }

    @Test
    void itLooksAsWithoutWakeUpsWhileTheStoreFails() {
        feed(SETTINGS);
        failing = true;
        wake();

        assertThat(claimsWithin(MINUTE)).isEqualTo(60);
    }

    @Test
    void aConsumerThatIsStoppedIsNotWoken() {
        ResultFeed feed = feed(SETTINGS);
        assertThat(woken).hasSize(1);
        feed.stop();
        assertThat(woken).isEmpty();
        feed.start();

        assertThat(woken).hasSize(1);
    }

    @Test
    void aStoreThatCannotSubscribeFailsNoStart() {
        world.before = (method, arguments) -> {
            if (method.equals("onDue")) {
                throw new IllegalStateException("made up");
            }
            return null;
        };
        feed(SETTINGS);

        assertThat(claimsWithin(MINUTE)).isEqualTo(60);
    }

    // one by one

    private ResultPoll poll() {
        return world.jobs.poll(world.gateway, world.patience, SETTINGS);
    }

    @Test
    void aRequestHardlyLooks() {
        poll().request();

        assertThat(claimsWithin(MINUTE.multipliedBy(10))).isEqualTo(20);
    }

    @Test
    void aRequestGetsAtOnceWhatItIsWokenFor() {
        ResultPoll.Request request = poll().request();
        world.time.advance(MINUTE);
        world.finished("a");
        wake();

        assertThat(request.answer().getNow(null).result().job().id()).isEqualTo("job-a");
    }

    @Test
    void aRequestMissesNothingThatItIsWokenForDuringASearch() {
        world.slow = true;
        ResultPoll.Request request = poll().request();
        world.after = (method, answer) -> {
            if (method.equals("claim") && world.calls("claim") == 1) {
                world.finished("a");
                wake();
            }
            return answer;
        };
        for (int i = 0; i < 10; i++) {
            world.answer();
        }

        assertThat(request.answer().getNow(null).result().job().id()).isEqualTo("job-a");
    }

    @Test
    void aRequestMissesNothingThatItIsWokenForAfterASearch() {
        whileItAsksForHowLong = () -> {
            world.finished("a");
            wake();
        };
        ResultPoll.Request request = poll().request();

        assertThat(request.answer().getNow(null).result().job().id()).isEqualTo("job-a");
    }

    @Test
    void whoRequestsNothingIsNotWoken() {
        ResultPoll poll = poll();
        poll.requestNow();
        assertThat(woken).isEmpty();
        ResultPoll.Request request = poll.request();
        assertThat(woken).hasSize(1);
        request.withdraw();
        world.time.advance(MINUTE);

        assertThat(woken).isEmpty();
    }
}
