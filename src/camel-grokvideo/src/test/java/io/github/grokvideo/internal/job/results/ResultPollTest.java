package io.github.grokvideo.internal.job.results;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Results on request, in virtual time: what is claimed for whom, and for how long. */
class ResultPollTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private FeedWorld world = new FeedWorld(false);

    private ResultPoll poll() {
        return world.jobs.poll(world.gateway, world.patience, FeedWorld.SETTINGS);
    }

    private static String key(ResultPoll.Request request) {
        ResultPoll.Polled polled = request.answer().getNow(null);
        return polled == null ? null : polled.result().stored().key().key();
    }

    @Test
    void aRequestClaimsWhatItHandsOutAndNothingElse() {
        for (int i = 0; i < 5; i++) {
            world.finished("k" + i);
        }
        ResultPoll poll = poll();

        assertThat(key(poll.request())).isEqualTo("k0");
        assertThat(world.open()).containsExactly("k1", "k2", "k3", "k4");
        assertThat(key(poll.requestNow())).isEqualTo("k1");
        assertThat(world.open()).containsExactly("k2", "k3", "k4");
    }

    @Test
    void whatWasHandedOutStaysClaimedUntilItIsTold() {
        world.finished("a");
        ResultPoll poll = poll();
        ResultPoll.Request request = poll.request();
        world.time.advance(Duration.ofMinutes(5));
        poll.stop();
        world.time.advance(Duration.ofMinutes(5));
        assertThat(world.open()).isEmpty();
        request.answer().join().acknowledgement().nack(null);
        assertThat(world.open()).isEmpty();
        world.time.advance(SECOND);

        assertThat(world.open()).containsExactly("a");
        assertThat(world.time.pending()).isZero();
    }

    @Test
    void aFinishedJobIsFoundBehindThoseThatAreNot() {
        for (int i = 0; i < 20; i++) {
            world.accepted("k" + i);
        }
        world.finished("late");

        assertThat(key(poll().requestNow())).isEqualTo("late");
    }

    @Test
    void aJobThatIsNotFinishedIsWaitedForBetweenRequests() {
        world.accepted("a");
        ResultPoll poll = poll();
        ResultPoll.Request request = poll.requestNow();
        assertThat(request.answer()).isDone();
        assertThat(key(request)).isNull();
        assertThat(world.open()).isEmpty();
        world.time.advance(Duration.ofSeconds(2));
        assertThat(world.open()).isEmpty();
        world.done.add("job-a");
        world.time.advance(Duration.ofMillis(990));

        assertThat(world.open()).containsExactly("a");
        assertThat(key(poll.requestNow())).isEqualTo("a");
    }

    @Test
    void aLeaseAfterTheLastRequestWhatIsWaitedForIsGivenBack() {
        world.accepted("a");
        ResultPoll poll = poll();
        poll.requestNow();
        world.time.advance(FeedWorld.LEASE.minusMillis(1));
        assertThat(world.open()).isEmpty();
        world.time.advance(Duration.ofMillis(1));
        assertThat(world.open()).containsExactly("a");
        world.time.advance(Duration.ofMinutes(1));
        assertThat(world.time.pending()).isZero();
        world.done.add("job-a");
        ResultPoll.Request request = poll.request();
        world.time.advance(Duration.ofSeconds(3));
        assertThat(key(request)).isEqualTo("a");
    }

    @Test
    void aRequestWaitsForWhatIsSubmittedLater() {
        ResultPoll.Request request = poll().request();
        world.time.advance(Duration.ofMinutes(1));
        assertThat(request.answer()).isNotDone();
        world.accepted("a");
        world.done.add("job-a");
        world.time.advance(Duration.ofSeconds(3));

        assertThat(key(request)).isEqualTo("a");
    }

    @Test
    void requestsAreServedInTurn() {
        ResultPoll poll = poll();
        List<ResultPoll.Request> requests = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            requests.add(poll.request());
        }
        for (int i = 0; i < 5; i++) {
            world.finished("k" + i);
        }
        world.time.advance(Duration.ofSeconds(3));

        assertThat(requests.stream().map(ResultPollTest::key)).containsExactly("k0", "k1", "k2");
        assertThat(world.open()).containsExactly("k3", "k4");
    }

    @Test
    void whatFinishesTogetherForOneRequestIsOpenToOthers() {
        world.accepted("a");
        world.accepted("b");
        ResultPoll.Request request = poll().request();
        world.done.addAll(List.of("job-a", "job-b"));
        world.time.advance(Duration.ofSeconds(2));

        assertThat(key(request)).isNotNull();
        assertThat(world.open()).hasSize(1).doesNotContain(key(request));
    }

    @Test
    void aWaitThatTookTooLongIsTheResultOfTheNextRequest() {
        world.accepted("a");
        ResultPoll poll = poll();
        ResultPoll.Polled polled = null;
        for (int i = 0; i < 700 && polled == null; i++) {
            polled = poll.requestNow().answer().join();
            world.time.advance(SECOND);
        }
        assertThat(polled).isNotNull();
        assertThat(polled.result().failure()).hasMessageContaining("jobTimeout");
    }

    @Test
    void aRequestThatIsWithdrawnGetsNothing() {
        ResultPoll poll = poll();
        ResultPoll.Request request = poll.request();
        assertThat(request.withdraw()).isTrue();
        world.finished("a");
        world.time.advance(Duration.ofSeconds(10));

        assertThat(world.open()).containsExactly("a");
        assertThat(world.time.pending()).isZero();
    }

    @Test
    void whatIsClaimedForARequestThatIsWithdrawnMeanwhileIsGivenBack() {
        world = new FeedWorld(true);
        world.finished("a");
        world.slow = true;
        ResultPoll.Request request = poll().request();
        assertThat(request.withdraw()).isTrue();
        world.answer();
        world.answer();

        assertThat(world.open()).containsExactly("a");
    }

    @Test
    void aStopAnswersNothing() {
        world.accepted("a");
        ResultPoll poll = poll();
        ResultPoll.Request request = poll.request();
        poll.stop();

        assertThat(request.answer()).isCompletedWithValue(null);
        assertThat(poll.request().answer()).isCompletedWithValue(null);
        assertThat(world.open()).containsExactly("a");
        world.time.advance(Duration.ofMinutes(1));
        assertThat(world.time.pending()).isZero();
    }

    @Test
    void anImmediateRequestIsAnsweredWhenTheStoreFails() {
        world.finished("a");
        world.before = (method, arguments) -> {
            throw new IllegalStateException("The database is gone");
        };
        ResultPoll poll = poll();
        assertThat(poll.requestNow().answer()).isCompletedWithValue(null);
        ResultPoll.Request request = poll.request();
        world.before = (method, arguments) -> null;
        world.time.advance(SECOND);

        assertThat(key(request)).isEqualTo("a");
    }

    @Test
    void manyUnfinishedJobsAreNoProblemForTheStack() {
        for (int i = 0; i < 20_000; i++) {
            world.accepted("k" + i);
        }
        ResultPoll poll = world.jobs.poll(
                world.gateway, world.patience,
                new ResultSettings(30_000, 10, SECOND, Duration.ofHours(1), SECOND));

        assertThat(poll.requestNow().answer()).isCompletedWithValue(null);
    }
}
