package io.github.grokvideo.internal.job;

import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

import io.github.grokvideo.internal.gateway.CallFailure;
import io.github.grokvideo.internal.gateway.Failures;
import io.github.grokvideo.internal.gateway.JobReading;
import io.github.grokvideo.internal.gateway.RequestPlan;
import io.github.grokvideo.internal.gateway.VideoGateway;
import io.github.grokvideo.internal.job.polling.Backoff;
import io.github.grokvideo.internal.observation.JobObserver;
import io.github.grokvideo.internal.observation.JobOrigin;
import io.github.grokvideo.internal.request.VideoRequest;
import io.github.grokvideo.model.AuthenticationException;
import io.github.grokvideo.model.BudgetExceededException;
import io.github.grokvideo.model.BudgetWindow;
import io.github.grokvideo.model.Cost;
import io.github.grokvideo.model.CostEstimate;
import io.github.grokvideo.model.GatewayException;
import io.github.grokvideo.model.GrokVideoException;
import io.github.grokvideo.model.InvalidRequestException;
import io.github.grokvideo.model.JobError;
import io.github.grokvideo.model.JobFailedException;
import io.github.grokvideo.model.JobStatus;
import io.github.grokvideo.model.JobTimeoutException;
import io.github.grokvideo.model.ModerationException;
import io.github.grokvideo.model.QuotaException;
import io.github.grokvideo.model.SubmissionUnknownException;
import io.github.grokvideo.model.Video;
import io.github.grokvideo.model.VideoJob;
import io.github.grokvideo.model.WaitStoppedException;
import io.github.grokvideo.store.Budget;
import io.github.grokvideo.store.BudgetReservation;
import io.github.grokvideo.store.Intent;
import io.github.grokvideo.store.JobKey;
import io.github.grokvideo.store.JobStore;
import io.github.grokvideo.store.MemoryJobStore;
import io.github.grokvideo.store.Spending;
import io.github.grokvideo.store.StoredJob;
import org.assertj.core.api.ListAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** The life of a job, in virtual time. */
class VideoJobsTest {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Comparator<Double> NEARLY
            = (one, other) -> Math.abs(one - other) <= Math.max(one, other) / 256 ? 0 : Double.compare(one, other);
    private static final JobSettings SETTINGS
            = new JobSettings(Duration.ofSeconds(5), Duration.ofMinutes(10), Duration.ofSeconds(30), 3);

    private final VirtualTimer time = new VirtualTimer();
    private final Gateway gateway = new Gateway();
    private final Listener listener = new Listener();
    private final JobStore store = new MemoryJobStore();
    // always in the middle: the first question comes after half an interval, others after a whole one
    private final VideoJobs jobs = new VideoJobs(
            time, time::nanoTime, new Middle(), any -> false, store, Runnable::run, Clock.systemUTC(), VideoJobs.Bounds.NONE,
            JobObserver.NONE);

    private static VideoRequest request(String key) {
        return new VideoRequest(
                "m", "p", null, null, null, null, null, List.of(), null, null, false, null, null, key, Map.of(), Map.of());
    }

    private static List<VideoJobs.Part> part(String key) {
        return List.of(new VideoJobs.Part(request(key), null, false));
    }

    private static List<VideoJobs.Part> noted(String key) {
        return List.of(new VideoJobs.Part(request(key), null, false, new SubmissionRecord(key, "f", false, null)));
    }

    private CompletableFuture<VideoJob> read(String jobId) {
        return jobs.read(List.of(new Target(gateway, SETTINGS)), null, jobId, JobOrigin.UNKNOWN);
    }

    private static VideoJob job(JobStatus status) {
        List<Video> videos = status == JobStatus.COMPLETED ? List.of(new Video("https://v/1.mp4", null, null)) : List.of();
        return new VideoJob(
                "j1", status, status.name(), null, null, null, null, null, null, videos, null, null, null, null, null, "{}",
                List.of());
    }

    // waiting

    /** When questions were asked, in seconds; each may be late by a 256th of the time since the one before. */
    private ListAssert<Double> assertThatItAsked() {
        return assertThat(gateway.readTimes).usingElementComparator(NEARLY);
    }

    @Test
    void asksAtTheIntervalUntilTheJobIsDone() {
        gateway.reads(job(JobStatus.QUEUED), job(JobStatus.RUNNING), job(JobStatus.RUNNING), job(JobStatus.COMPLETED));
        jobs.generate(gateway, part("k"), SETTINGS, listener);

        time.advance(Duration.ofMillis(2499));
        assertThat(gateway.readTimes).isEmpty();
        time.advance(Duration.ofMinutes(2));

        assertThatItAsked().containsExactly(2.5, 7.5, 12.5, 17.5);
        assertThat(listener.log).containsExactly("accepted j1", "QUEUED", "RUNNING", "COMPLETED", "completed");
        assertThat(gateway.submissions).hasSize(1);
        assertThat(jobs.size()).isZero();
        assertThat(time.pending()).isZero();
    }

    private static final JobSettings WITH_WEBHOOK
            = new JobSettings(
                    Duration.ofSeconds(5), Duration.ofHours(1), SECOND, 3, Duration.ofSeconds(60), Duration.ZERO);

    @Test
    void whileWebhooksArriveQuestionsAreRareAndOneThatComesWakesTheWait() {
        jobs.wake(gateway.authority(), "w0", "another");
        jobs.generate(gateway, part("k"), WITH_WEBHOOK, listener);
        time.advance(Duration.ofSeconds(200));
        assertThatItAsked().containsExactly(30.0, 90.0, 150.0);

        gateway.reads(job(JobStatus.COMPLETED));
        jobs.wake(gateway.authority(), "w1", "j1");
        time.advance(Duration.ZERO);
        assertThatItAsked().endsWith(200.0);
        assertThat(listener.log).endsWith("COMPLETED", "completed");
        time.advance(Duration.ofMinutes(5));
        assertThatItAsked().endsWith(200.0);
        assertThat(time.pending()).isZero();
    }

    @Test
    void aDuplicateOfAWebhookWakesNobody() {
        jobs.generate(gateway, part("k"), WITH_WEBHOOK, listener);
        jobs.wake(gateway.authority(), "w1", "j1");
        time.advance(Duration.ZERO);
        jobs.wake(gateway.authority(), "w1", "j1");
        time.advance(Duration.ZERO);
        assertThatItAsked().containsExactly(0.0);
    }

    @Test
    void aWebhookThatComesTooEarlyIsFollowedByAQuestionSoon() {
        jobs.generate(gateway, part("k"), WITH_WEBHOOK, listener);
        jobs.wake(gateway.authority(), "w1", "j1");
        time.advance(Duration.ofSeconds(6));
        assertThatItAsked().containsExactly(0.0, 5.0);
    }

    @Test
    void whenWebhooksStopQuestionsAreAskedAsBefore() {
        jobs.wake(gateway.authority(), "w0", "another");
        gateway.reads(job(JobStatus.COMPLETED));
        jobs.generate(gateway, part("k"), WITH_WEBHOOK, listener);
        time.advance(Duration.ofSeconds(60));
        assertThat(listener.log).endsWith("completed");

        jobs.generate(gateway, part("l"), WITH_WEBHOOK, listener);
        time.advance(Duration.ofSeconds(20));
        assertThatItAsked().containsExactly(30.0, 62.5, 67.5, 72.5, 77.5);
    }

    @Test
    void whoAwaitsNoWebhookAsksAsAlways() {
        jobs.wake(gateway.authority(), "w0", "another");
        jobs.generate(gateway, part("k"), SETTINGS, listener);
        time.advance(Duration.ofSeconds(8));
        assertThatItAsked().containsExactly(2.5, 7.5);
    }

    @ParameterizedTest
    @EnumSource(value = JobStatus.class, names = { "QUEUED", "RUNNING", "COMPLETED" })
    void whateverGoesWrongOnTheWayTheWaitEndsOnce(JobStatus where) {
        gateway.reads(
                job(JobStatus.RUNNING), job(JobStatus.RUNNING), job(JobStatus.COMPLETED), job(JobStatus.COMPLETED));
        Listener failing = new Listener() {
            @Override
            public void changed(VideoJob job, VideoJob previous) {
                super.changed(job, previous);
                if (job.status() == where) {
                    throw new IllegalStateException("a flaw");
                }
            }
        };
        jobs.generate(gateway, part("k"), SETTINGS, failing);
        jobs.generate(gateway, part("l"), SETTINGS, listener);
        time.advance(Duration.ofMinutes(1));

        assertThat(failing.failure).isInstanceOf(GatewayException.class)
                .hasMessage("Unexpected: java.lang.IllegalStateException: a flaw [job j1]");
        assertThat(failing.failure.isRetryable()).isTrue();
        assertThat(failing.log).endsWith(where.name());
        assertThat(listener.log).as("others go on").endsWith("completed");
        assertThat(jobs.size()).isZero();
        assertThat(time.pending()).isZero();
    }

    private VideoJobs bounded(int mostUnderWay, double questionsPerSecond) {
        return new VideoJobs(
                time, time::nanoTime, new Middle(), any -> false, new MemoryJobStore(), Runnable::run, Clock.systemUTC(),
                new VideoJobs.Bounds(mostUnderWay, questionsPerSecond), JobObserver.NONE);
    }

    @Test
    void whoFindsNoRoomWaitsUnsubmittedAndItsTimeBeginsLater() {
        VideoJobs two = bounded(2, Double.POSITIVE_INFINITY);
        Listener second = new Listener();
        two.generate(gateway, part("k1"), SETTINGS, new Listener());
        two.generate(gateway, part("k2"), SETTINGS, second);
        two.generate(gateway, part("k3"), SETTINGS, listener);
        assertThat(gateway.submissions).hasSize(2);
        time.advance(Duration.ofMinutes(9));
        gateway.reads(job(JobStatus.COMPLETED));
        time.advance(Duration.ofSeconds(10));
        assertThat(gateway.submissions).hasSize(3);
        time.advance(Duration.ofMinutes(9));
        assertThat(second.failure).isInstanceOf(JobTimeoutException.class);
        assertThat(listener.failure).as("the third has time left").isNull();
        assertThat(two.size()).isEqualTo(1);
    }

    @Test
    void whoStopsInLineSubmitsNothing() {
        VideoJobs one = bounded(1, Double.POSITIVE_INFINITY);
        one.generate(gateway, part("first"), SETTINGS, new Listener());
        one.generate(gateway, part("second"), SETTINGS, listener);
        one.stop(any -> any == listener, "The route stops");
        assertThat(listener.failure).isInstanceOf(WaitStoppedException.class).hasMessageContaining("nothing was submitted");
        time.advance(Duration.ofMinutes(11));
        assertThat(gateway.submissions).hasSize(1);
        assertThat(one.size()).isZero();
    }

    @Test
    void jobsAreNotAskedAboutMoreOftenThanIsAllowed() {
        VideoJobs slow = bounded(0, 2);
        for (int i = 0; i < 100; i++) {
            slow.generate(gateway, part("k" + i), SETTINGS, new Listener());
        }
        time.advance(Duration.ofSeconds(62));
        assertThat(gateway.readTimes.size()).isBetween(117, 121);
        double[] last = { 0 };
        assertThat(gateway.readTimes).allSatisfy(when -> {
            assertThat(when - last[0]).isGreaterThan(0.499);
            last[0] = when;
        });
    }

    @Test
    void firstQuestionsAreSpreadOverTheInterval() {
        Backoff schedule = new Backoff(new SplittableRandom(7));
        Duration interval = Duration.ofSeconds(5);
        int[] seconds = new int[5];
        for (int i = 0; i < 5000; i++) {
            seconds[(int) schedule.first(interval).toSeconds()]++;
        }
        assertThat(Arrays.stream(seconds).boxed()).allSatisfy(count -> assertThat(count).isBetween(850, 1150));
    }

    @Test
    void gapsStayWithinAFiftiethOfTheInterval() {
        Backoff schedule = new Backoff(new SplittableRandom(7));
        for (int i = 0; i < 5000; i++) {
            assertThat(schedule.next(Duration.ofSeconds(100))).isBetween(Duration.ofSeconds(98), Duration.ofSeconds(102));
        }
    }

    @Test
    void aJobThatIsDoneWhenAcceptedIsNotAskedAbout() {
        gateway.submitted(job(JobStatus.COMPLETED));
        jobs.generate(gateway, part("k"), SETTINGS, listener);
        assertThat(listener.log).containsExactly("accepted j1", "COMPLETED", "completed");
        assertThat(gateway.readTimes).isEmpty();
    }

    @Test
    void aStatusNobodyKnowsKeepsTheWaitGoing() {
        gateway.reads(job(JobStatus.UNKNOWN), job(JobStatus.UNKNOWN), job(JobStatus.COMPLETED));
        jobs.generate(gateway, part("k"), SETTINGS, listener);
        time.advance(Duration.ofMinutes(1));
        assertThat(listener.log).endsWith("UNKNOWN", "COMPLETED", "completed");
    }

    @ParameterizedTest
    @ValueSource(ints = { 408, 425, 429, 500, 502, 503, 504, 0 })
    void troubleNeverEndsTheWait(int status) {
        for (int i = 0; i < 20; i++) {
            gateway.read(status == 0 ? Failures.broken() : Failures.answered(status, null));
        }
        gateway.reads(job(JobStatus.COMPLETED));
        jobs.generate(gateway, part("k"), new JobSettings(SECOND, Duration.ofHours(1), SECOND, 3), listener);
        time.advance(Duration.ofHours(1));
        assertThat(listener.log).endsWith("COMPLETED", "completed");
    }

    @Test
    void theTimeAfterErrorsGrowsToAMinuteAndFallsBackWhenAllIsWell() {
        for (int i = 0; i < 8; i++) {
            gateway.read(Failures.broken());
        }
        gateway.reads(job(JobStatus.RUNNING), job(JobStatus.RUNNING));
        jobs.generate(gateway, part("k"), SETTINGS, listener);
        time.advance(Duration.ofMinutes(6));
        List<Double> gaps = new ArrayList<>();
        for (int i = 1; i < gateway.readTimes.size(); i++) {
            gaps.add(gateway.readTimes.get(i) - gateway.readTimes.get(i - 1));
        }
        assertThat(gaps).usingElementComparator(NEARLY).startsWith(3.75, 7.5, 15.0, 30.0, 45.0, 45.0, 45.0, 45.0, 5.0);
    }

    @Test
    void afterALongOutageAllGoOnWithinAMinuteAndHaveAskedNoMore() {
        Duration begin = Duration.ofSeconds(30);
        Duration outage = Duration.ofMinutes(10);
        VideoJobs many = new VideoJobs(
                time, time::nanoTime, new SplittableRandom(7), any -> false, store, Runnable::run, Clock.systemUTC(),
                VideoJobs.Bounds.NONE, JobObserver.NONE);
        JobSettings patient = new JobSettings(Duration.ofSeconds(5), Duration.ofHours(1), Duration.ofSeconds(30), 3);
        List<Gateway> jobs = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            jobs.add(new Gateway());
            many.generate(jobs.get(i), part("k" + i), patient, listener);
        }
        time.advance(begin);
        int before = jobs.stream().mapToInt(job -> job.readTimes.size()).sum();
        jobs.forEach(job -> job.away = true);
        time.advance(outage);
        int during = jobs.stream().mapToInt(job -> job.readTimes.size()).sum() - before;
        jobs.forEach(job -> {
            job.away = false;
            job.readTimes.clear();
        });
        time.advance(Backoff.MAX_PAUSE);
        assertThat(jobs).allSatisfy(job -> assertThat(job.readTimes).isNotEmpty());
        assertThat(during * (double) begin.toSeconds() / outage.toSeconds()).as("questions in 30 s")
                .isLessThanOrEqualTo(1.1 * before);
        assertThat(many.size()).isEqualTo(1000);
        assertThat(listener.failure).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = { 400, 401, 402, 403, 410, 422 })
    void aRefusalEndsTheWaitAndNamesTheJob(int status) {
        gateway.read(Failures.answered(status, null));
        jobs.await(gateway, "j1", SETTINGS, listener);
        assertThat(listener.failure).isInstanceOf(switch (status) {
            case 401, 403 -> AuthenticationException.class;
            case 402 -> QuotaException.class;
            default -> InvalidRequestException.class;
        });
    }

    @Test
    void aJobThatTheGatewayDoesNotKnowYetIsAskedAboutForAMinute() {
        for (int i = 0; i < 100; i++) {
            gateway.read(Failures.answered(404, null));
        }
        jobs.generate(gateway, part("k"), SETTINGS, listener);
        time.advance(Duration.ofSeconds(59));
        assertThat(listener.failure).isNull();
        time.advance(Duration.ofMinutes(1));
        assertThat(listener.failure).isInstanceOf(InvalidRequestException.class);
    }

    @Test
    void anAwaitedJobOfUnknownAgeIsAskedAboutForAMinute() {
        for (int i = 0; i < 100; i++) {
            gateway.read(Failures.answered(404, null));
        }
        jobs.await(gateway, "j1", SETTINGS, listener);
        time.advance(Duration.ofSeconds(59));
        assertThat(listener.failure).isNull();
        time.advance(Duration.ofMinutes(1));
        assertThat(listener.failure).isInstanceOf(InvalidRequestException.class);
    }

    @Test
    void anAwaitedJobThatIsKnownToBeOldIsGoneAtOnce() {
        jobs.submit(gateway, noted("k"), SETTINGS, new Listener());
        time.advance(Duration.ofSeconds(61));
        gateway.read(Failures.answered(404, null));
        jobs.await(gateway, "j1", SETTINGS, listener);
        assertThat(listener.failure).isInstanceOf(InvalidRequestException.class);
    }

    @Test
    void aJobIsNotGoneWithinAMinuteOfItsAcceptanceThoughItWasSeen() {
        gateway.reads(job(JobStatus.RUNNING));
        gateway.read(Failures.answered(404, null));
        gateway.reads(job(JobStatus.COMPLETED));
        jobs.generate(gateway, part("k"), SETTINGS, listener);
        time.advance(Duration.ofMinutes(1));
        assertThat(listener.log).endsWith("completed");
    }

    @Test
    void aSubmissionThatIsAnsweredWithoutTheVideoOfADoneJobIsAskedAbout() {
        VideoJob done = job(JobStatus.COMPLETED);
        gateway.submitted(new VideoJob(
                done.id(), done.status(), "completed", null, null, null, null, null, null, List.of(),
                new JobError("NO_OUTPUT", "names no video"), null, null, null, null, "{}", List.of()));
        gateway.reads(done);
        jobs.generate(gateway, part("k"), SETTINGS, listener);
        assertThat(listener.failure).isNull();
        assertThat(listener.log).endsWith("completed");
        assertThat(gateway.readTimes).hasSize(1);
    }

    @Test
    void aStatusOfAYoungJobIsAskedForUntilTheMinuteIsOver() {
        jobs.submit(gateway, part("k"), SETTINGS, new Listener());
        for (int i = 0; i < 100; i++) {
            gateway.read(Failures.answered(404, null));
        }
        CompletableFuture<VideoJob> status = read("j1");
        time.advance(Duration.ofSeconds(59));
        assertThat(status).isNotDone();
        time.advance(Duration.ofMinutes(1));
        assertThat(status).isCompletedExceptionally();
    }

    @Test
    void aStatusOfAnUnknownJobFailsSoon() {
        for (int i = 0; i < 100; i++) {
            gateway.read(Failures.answered(404, null));
        }
        CompletableFuture<VideoJob> status = read("j2");
        time.advance(Duration.ofSeconds(10));
        assertThat(status).isCompletedExceptionally();
        assertThat(gateway.readTimes).hasSize(4);
    }

    @Test
    void anAwaitedJobIsAskedAboutAtOnce() {
        gateway.reads(job(JobStatus.COMPLETED));
        jobs.await(gateway, "j1", SETTINGS, listener);
        assertThat(listener.log).containsExactly("COMPLETED", "completed");
    }

    @Test
    void endsAtTheDeadlineAndNamesTheJob() {
        jobs.generate(gateway, part("k"), SETTINGS, listener);
        time.advance(Duration.ofMinutes(10).minusNanos(1));
        assertThat(listener.failure).isNull();
        time.advance(Duration.ofNanos(1));
        assertThat(listener.failure).isInstanceOf(JobTimeoutException.class)
                .hasMessage(
                        "The job was not finished within jobTimeout=600000 ms. The job continues at the gateway; grokvideo:await with its ID"
                            + " waits for it again [job j1]");
        assertThat(listener.failure.getJobId()).isEqualTo("j1");
        assertThat(listener.failure.isRetryable()).isTrue();
        assertThat(time.pending()).isZero();
    }

    @Test
    void noRequestIsGivenMoreTimeThanIsLeft() {
        jobs.generate(gateway, part("k"), new JobSettings(SECOND, Duration.ofSeconds(40), Duration.ofSeconds(30), 3),
                listener);
        time.advance(Duration.ofMinutes(1));
        assertThat(gateway.submitTimeouts).containsExactly(Duration.ofSeconds(30));
        for (int i = 0; i < gateway.readTimes.size(); i++) {
            double left = 40 - gateway.readTimes.get(i);
            assertThat(gateway.readTimeouts.get(i).toNanos() / 1e9).isEqualTo(Math.min(30, left), within(1e-6));
        }
    }

    @Test
    void theGatewaysHintSaysWhenToAskAgain() {
        gateway.read(new JobReading(job(JobStatus.RUNNING), Duration.ofSeconds(20)));
        gateway.read(new JobReading(job(JobStatus.RUNNING), Duration.ofHours(5)));
        gateway.read(new JobReading(job(JobStatus.RUNNING), Duration.ZERO));
        gateway.reads(job(JobStatus.COMPLETED));
        jobs.generate(gateway, part("k"), SETTINGS, listener);
        time.advance(Duration.ofMinutes(5));
        assertThatItAsked().containsExactly(2.5, 22.5, 82.5, 87.5);
    }

    @Test
    void allJobsOfAGatewayHeedRetryAfter() {
        gateway.read(Failures.answered(429, "30"));
        List<Listener> others = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            others.add(new Listener());
            jobs.generate(gateway, part("k" + i), SETTINGS, others.get(i));
        }
        time.advance(Duration.ofSeconds(32));
        // all were due after 2.5 s; the first was refused, and nobody else asked before the 30 s were over
        assertThat(gateway.readTimes.get(0)).isEqualTo(2.5, within(0.02));
        assertThat(gateway.readTimes.subList(1, gateway.readTimes.size()))
                .allSatisfy(t -> assertThat(t).isGreaterThanOrEqualTo(32.5));
        Gateway other = new Gateway();
        other.authority = "https://other";
        other.reads(job(JobStatus.COMPLETED));
        jobs.await(other, "j1", SETTINGS, listener);
        assertThat(listener.log).as("another gateway is not concerned").endsWith("completed");
    }

    @Test
    void aRetryAfterOfNothingStopsNobodyElse() {
        gateway.read(Failures.answered(429, "0"));
        for (int i = 0; i < 50; i++) {
            jobs.generate(gateway, part("k" + i), SETTINGS, new Listener());
        }
        time.advance(Duration.ofMillis(2520));
        assertThat(gateway.readTimes).hasSize(50);
    }

    @Test
    void aPauseThatIsAskedForIsBoundedByAMinuteAndTheDeadline() {
        gateway.read(Failures.answered(503, "999999"));
        gateway.reads(job(JobStatus.COMPLETED));
        jobs.generate(gateway, part("k"), SETTINGS, listener);
        time.advance(Duration.ofSeconds(70));
        assertThat(listener.log).endsWith("completed");
    }

    @ParameterizedTest
    @ValueSource(strings = { "FAILED", "CANCELLED", "EXPIRED" })
    void aJobThatEndsWithoutAVideoFails(String status) {
        gateway.reads(job(JobStatus.valueOf(status)));
        jobs.generate(gateway, part("k"), SETTINGS, listener);
        time.advance(Duration.ofMinutes(1));
        assertThat(listener.failure).isExactlyInstanceOf(JobFailedException.class);
        assertThat(listener.failure.getJobId()).isEqualTo("j1");
    }

    @Test
    void moderationIsToldApart() {
        VideoJob blocked = new VideoJob(
                "j1", JobStatus.FAILED, "failed", null, null, null, null, null, null, List.of(),
                new JobError("CONTENT_POLICY_VIOLATION", "no\r\nway"), new Cost(BigDecimal.ONE, "USD", false), null, null, null,
                "", List.of());
        gateway.reads(blocked);
        jobs.generate(gateway, part("k"), SETTINGS, listener);
        time.advance(Duration.ofMinutes(1));
        assertThat(listener.failure).isInstanceOf(ModerationException.class)
                .hasMessage(
                        "The content policy blocked the video: no  way (code CONTENT_POLICY_VIOLATION, was billed 1 USD) [job j1]");
        assertThat(listener.failure.isRetryable()).isFalse();
    }

    // submitting

    @Test
    void withAKeyASubmissionIsRepeatedUnderTheSameKey() {
        gateway.submission(Failures.broken());
        gateway.submission(Failures.answered(503, null));
        gateway.submission(Failures.answered(429, "7"));
        gateway.reads(job(JobStatus.COMPLETED));
        jobs.generate(gateway, part("k"), SETTINGS, listener);
        time.advance(Duration.ofMinutes(1));
        assertThat(gateway.submissions).hasSize(4).allSatisfy(r -> assertThat(r.idempotencyKey()).isEqualTo("k"));
        assertThat(gateway.submitTimes.get(3) - gateway.submitTimes.get(2)).isEqualTo(7.0);
        assertThat(listener.log).endsWith("completed");
    }

    @Test
    void withoutAKeyASubmissionThatMayHaveWorkedIsNotRepeated() {
        gateway.keys = false;
        for (CallFailure failure : List.of(
                Failures.broken(), Failures.answered(500, null), Failures.answered(503, "1"), Failures.answered(504, null))) {
            gateway.submissions.clear();
            gateway.submission(failure);
            Listener own = new Listener();
            jobs.generate(gateway, part("k"), SETTINGS, own);
            time.advance(Duration.ofMinutes(5));
            assertThat(gateway.submissions).hasSize(1);
            assertThat(own.failure).isInstanceOf(SubmissionUnknownException.class)
                    .hasMessageContaining("Sending it again may create and bill a second job");
            assertThat(own.failure.isRetryable()).isFalse();
        }
    }

    @Test
    void withoutAKeyASubmissionThatProvablyDidNothingIsRepeated() {
        gateway.keys = false;
        gateway.submission(Failures.notSent());
        gateway.submission(Failures.answered(429, null));
        gateway.submission(Failures.answered(425, null));
        jobs.submit(gateway, part(null), SETTINGS, listener);
        time.advance(Duration.ofMinutes(1));
        assertThat(gateway.submissions).hasSize(4);
        assertThat(listener.log).containsExactly("accepted j1", "QUEUED", "completed");
    }

    @Test
    void whenRepeatingDoesNotHelpTheUserIsToldWhetherAJobMayExist() {
        for (int i = 0; i < 10; i++) {
            gateway.submission(i == 0 ? Failures.broken() : Failures.answered(429, null));
        }
        jobs.generate(gateway, part("k"), SETTINGS, listener);
        time.advance(Duration.ofMinutes(5));
        assertThat(gateway.submissions).hasSize(4);
        assertThat(listener.failure).as("the first one may have worked").isInstanceOf(SubmissionUnknownException.class)
                .hasMessageContaining("idempotency key 'k' names the same job and is safe to send again");
        assertThat(listener.failure.isRetryable()).isTrue();
    }

    @Test
    void whatABudgetDoesNotPermitIsNotSubmitted() {
        Budget budget = new Budget("all", new BigDecimal("0.50"), "USD", BudgetWindow.EVER, ZoneId.of("UTC"), List.of());
        Spending spending
                = new Spending(null, null, null, List.of(new BudgetReservation(budget, "", new BigDecimal("0.30"))));
        jobs.submit(gateway, recorded("k", spending), SETTINGS, new Listener());
        jobs.submit(gateway, recorded("l", spending), SETTINGS, listener);

        assertThat(gateway.submissions).hasSize(1);
        assertThat(listener.failure).isInstanceOfSatisfying(BudgetExceededException.class,
                refusal -> assertThat(refusal.getBudget().left()).isEqualByComparingTo("0.20"));
    }

    private static List<VideoJobs.Part> recorded(String key, Spending spending) {
        SubmissionRecord record = new SubmissionRecord(
                key, "f", false, null, null, Map.of("test", spending));
        return List.of(new VideoJobs.Part(request(key), null, false, record));
    }

    private static Stream<Arguments> submittedBefore() {
        SubmissionRecord note = new SubmissionRecord("k", "f", false, null);
        return Stream.of(
                Arguments.of("by this exchange", new VideoJobs.Part(request("k"), null, true)),
                Arguments.of("by who has died", new VideoJobs.Part(request("k"), null, false, note)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("submittedBefore")
    void aRefusalSaysNothingOfWhatWasSubmittedBefore(String who, VideoJobs.Part part) {
        store.reserve(new Intent(
                new JobKey("test", "https://gateway", "k"), "f", "m", null, false, true, "dead", Duration.ZERO));
        gateway.submission(Failures.answered(402, null));
        jobs.generate(gateway, List.of(part), SETTINGS, listener);
        assertThat(listener.failure).isInstanceOf(SubmissionUnknownException.class).hasMessageContaining("402");
        assertThat(listener.failure.isRetryable()).isTrue();
        assertThat(store.find(new JobKey("test", "https://gateway", "k"))).as("the intent is kept").isNotNull();
    }

    @Test
    void whatIsNotedOfAFailureIsNotedBeforeItIsTold() {
        gateway.keys = false;
        gateway.submission(Failures.broken());
        List<StoredJob.State> told = new ArrayList<>();
        jobs.generate(
                gateway,
                noted("k"), SETTINGS,
                new Listener() {
                    @Override
                    public void failed(GrokVideoException thrown, VideoJob last) {
                        told.add(store.find(new JobKey("test", "https://gateway", "k")).state());
                    }
                });
        assertThat(told).containsExactly(StoredJob.State.UNKNOWN);
    }

    @Test
    void whenNothingWasEverAcceptedTheLastFailureIsTold() {
        for (int i = 0; i < 10; i++) {
            gateway.submission(Failures.notSent());
        }
        jobs.generate(gateway, part("k"), SETTINGS, listener);
        time.advance(Duration.ofMinutes(5));
        assertThat(listener.failure).isInstanceOf(GatewayException.class)
                .hasMessage("Cannot connect to the gateway at http://gateway: the connection was refused");
    }

    @ParameterizedTest
    @ValueSource(ints = { 400, 401, 402, 403, 404, 422 })
    void aRefusedSubmissionIsNotRepeated(int status) {
        gateway.submission(Failures.answered(status, null));
        jobs.generate(gateway, part("k"), SETTINGS, listener);
        time.advance(Duration.ofMinutes(5));
        assertThat(gateway.submissions).hasSize(1);
        assertThat(listener.failure).isNotNull();
    }

    @Test
    void aSubmissionEndsAtTheDeadlineToo() {
        for (int i = 0; i < 100; i++) {
            gateway.submission(Failures.answered(429, "60"));
        }
        JobSettings settings = new JobSettings(SECOND, Duration.ofSeconds(90), Duration.ofSeconds(30), 99);
        jobs.generate(gateway, part("k"), settings, listener);
        time.advance(Duration.ofSeconds(90));
        assertThat(listener.failure).isInstanceOf(JobTimeoutException.class)
                .hasMessage(
                        "The request could not be submitted within jobTimeout=90000 ms; no job was created. Last failure: The gateway"
                            + " failed temporarily: m (HTTP 429, code SOME_CODE)");
    }

    // what nobody has foreseen

    /** Where a submission goes wrong after it may have been sent. */
    private enum Flaw {
        THROWN_ERROR(() -> {
            throw new StackOverflowError();
        }),
        THROWN_EXCEPTION(() -> {
            throw new IllegalStateException("a flaw");
        }),
        ERROR_WHILE_READING(() -> CompletableFuture.failedFuture(new OutOfMemoryError("Java heap space"))),
        EXCEPTION_WHILE_READING(() -> CompletableFuture.failedFuture(new IllegalStateException("a flaw"))),
        ERROR_IN_A_STAGE(() -> CompletableFuture.completedFuture(null).thenApply(answer -> {
            throw new AssertionError("a flaw");
        }));

        private final Supplier<CompletableFuture<VideoJob>> answer;

        Flaw(Supplier<CompletableFuture<VideoJob>> answer) {
            this.answer = answer;
        }
    }

    @ParameterizedTest
    @EnumSource(Flaw.class)
    void whateverGoesWrongWhereNoKeyHelpsItIsSentOnce(Flaw flaw) {
        gateway.keys = false;
        gateway.submissionAnswers.add(flaw.answer);
        jobs.generate(gateway, noted("k"), SETTINGS, listener);
        time.advance(Duration.ofMinutes(1));

        assertThat(listener.failure).isInstanceOf(SubmissionUnknownException.class);
        assertThat(listener.failure.isRetryable()).isFalse();
        assertThat(store.find(new JobKey("test", gateway.authority(), "k")).state()).isEqualTo(StoredJob.State.UNKNOWN);

        Listener again = new Listener();
        jobs.generate(gateway, noted("k"), SETTINGS, again);
        time.advance(Duration.ofMinutes(1));
        assertThat(again.failure).isInstanceOf(SubmissionUnknownException.class);
        assertThat(gateway.submissions).hasSize(1);
        assertThat(jobs.size()).isZero();
    }

    @ParameterizedTest
    @EnumSource(Flaw.class)
    void whateverGoesWrongItIsSentAgainUnderTheSameKeyOnly(Flaw flaw) {
        for (int i = 0; i <= SETTINGS.retries(); i++) {
            gateway.submissionAnswers.add(flaw.answer);
        }
        jobs.generate(gateway, noted("k"), SETTINGS, listener);
        time.advance(Duration.ofMinutes(1));
        assertThat(listener.failure).isInstanceOf(SubmissionUnknownException.class);
        assertThat(listener.failure.isRetryable()).isTrue();
        assertThat(store.find(new JobKey("test", gateway.authority(), "k"))).as("not withdrawn").isNotNull();

        gateway.reads(job(JobStatus.COMPLETED));
        Listener again = new Listener();
        jobs.generate(gateway, noted("k"), SETTINGS, again);
        time.advance(Duration.ofMinutes(1));
        assertThat(again.log).endsWith("completed");
        assertThat(gateway.submissions).hasSizeGreaterThan(1).extracting(VideoRequest::idempotencyKey).containsOnly("k");
    }

    @ParameterizedTest
    @ValueSource(booleans = { true, false })
    void anIdIsStoredWhateverTheListenerMakesOfIt(boolean keys) {
        gateway.keys = keys;
        Listener failing = new Listener() {
            @Override
            public void accepted(int part, VideoJob job) {
                throw new AssertionError("a flaw");
            }
        };
        jobs.generate(gateway, noted("k"), SETTINGS, failing);
        assertThat(failing.failure).isInstanceOf(GatewayException.class);
        assertThat(failing.failure.getJobId()).isEqualTo("j1");
        assertThat(store.find(new JobKey("test", gateway.authority(), "k")).job().id()).isEqualTo("j1");

        gateway.reads(job(JobStatus.COMPLETED));
        jobs.generate(gateway, noted("k"), SETTINGS, listener);
        time.advance(Duration.ofMinutes(1));
        assertThat(listener.log).endsWith("completed");
        assertThat(gateway.submissions).hasSize(1);
    }

    @Test
    void aListenerThatFailsAtTheEndHearsOfTheFailure() {
        gateway.reads(job(JobStatus.COMPLETED));
        Listener failing = new Listener() {
            @Override
            public void completed(VideoJob job) {
                throw new AssertionError("a flaw");
            }
        };
        jobs.generate(gateway, part("k"), SETTINGS, failing);
        time.advance(Duration.ofMinutes(1));
        assertThat(failing.failure).hasMessageContaining("a flaw");
        assertThat(failing.failure.getJobId()).isEqualTo("j1");
    }

    @Test
    void aTimeoutTellsWhyTheJobCouldNotBeAskedAbout() {
        gateway.away = true;
        jobs.await(gateway, "j1", SETTINGS, listener);
        time.advance(Duration.ofMinutes(11));
        assertThat(listener.failure).isInstanceOf(JobTimeoutException.class).hasMessageContaining("Last failure: ")
                .hasCauseInstanceOf(GatewayException.class);
    }

    // several that wait for the same

    @Test
    void aWebhookWakesEveryoneWhoWaitsForTheJob() {
        List<Listener> waiting = Stream.generate(Listener::new).limit(3).toList();
        waiting.forEach(one -> jobs.await(gateway, "j1", WITH_WEBHOOK, one));
        gateway.reads(job(JobStatus.COMPLETED), job(JobStatus.COMPLETED), job(JobStatus.COMPLETED));
        gateway.readTimes.clear();
        jobs.wake(gateway.authority(), "w1", "j1");
        time.advance(Duration.ZERO);
        assertThat(gateway.readTimes).containsExactly(0.0, 0.0, 0.0);
        assertThat(waiting).allSatisfy(one -> assertThat(one.log).endsWith("completed"));
        assertThat(jobs.awaitedWebhooks()).isZero();
    }

    @Test
    void aWebhookOfAnotherGatewayWakesNobody() {
        jobs.wake("https://other", "w0", "another");
        jobs.generate(gateway, part("k"), WITH_WEBHOOK, listener);
        jobs.wake("https://other", "w1", "j1");
        time.advance(Duration.ofSeconds(8));
        assertThatItAsked().containsExactly(2.5, 7.5);
        jobs.wake(gateway.authority(), "w1", "j1");
        time.advance(Duration.ZERO);
        assertThatItAsked().endsWith(8.0);
    }

    @Test
    void whoeverEndsLeavesTheOthersToBeWoken() {
        Listener second = new Listener();
        jobs.await(gateway, "j1", WITH_WEBHOOK, listener);
        jobs.await(gateway, "j1", WITH_WEBHOOK, second);
        jobs.stop(one -> one == second, "stop");
        gateway.reads(job(JobStatus.COMPLETED));
        jobs.wake(gateway.authority(), "w1", "j1");
        time.advance(Duration.ZERO);
        assertThat(listener.log).endsWith("completed");
        assertThat(jobs.awaitedWebhooks()).isZero();
    }

    @Test
    void whoEndsWhileItRegistersIsNotKept() {
        // the read that follows the registration ends it on the same stack, and a stop comes from another thread
        for (int i = 0; i < 2000; i++) {
            Listener one = new Listener();
            CompletableFuture<Void> stop = CompletableFuture.runAsync(() -> jobs.stop(any -> true, "stop"));
            jobs.await(gateway, "j" + i, WITH_WEBHOOK, one);
            stop.join();
            jobs.stop(any -> true, "stop");
        }
        assertThat(jobs.awaitedWebhooks()).isZero();
        assertThat(jobs.size()).isZero();
    }

    // lines

    @Test
    void whoStopsInALineIsLetGoAtOnce() {
        VideoJobs one = bounded(1, Double.POSITIVE_INFINITY);
        one.generate(gateway, part("k1"), SETTINGS, new Listener());
        one.generate(gateway, part("k2"), SETTINGS, listener);
        assertThat(one.queued(gateway.authority())).isEqualTo(1);
        one.stop(any -> any == listener, "stop");
        assertThat(one.queued(gateway.authority())).isZero();
    }

    @Test
    void whoStopsBeforeItsTurnToSubmitIsLetGoAtOnce() {
        JobSettings spaced = new JobSettings(
                Duration.ofSeconds(5), Duration.ofMinutes(10), Duration.ofSeconds(30), 3, null, SECOND);
        jobs.generate(gateway, part("k1"), spaced, new Listener());
        jobs.generate(gateway, part("k2"), spaced, listener);
        assertThat(jobs.queued(gateway.authority())).isEqualTo(1);
        jobs.stop(any -> any == listener, "stop");
        assertThat(jobs.queued(gateway.authority())).isZero();
    }

    @Test
    void whoStopsBeforeItsTurnToAskIsLetGoAtOnceAndTakesNoTurn() {
        VideoJobs slow = bounded(0, 1);
        Listener last = new Listener();
        slow.await(gateway, "j1", SETTINGS, new Listener());
        slow.await(gateway, "j2", SETTINGS, listener);
        slow.await(gateway, "j3", SETTINGS, last);
        assertThat(slow.queued(gateway.authority())).isEqualTo(2);
        slow.stop(any -> any == listener, "stop");
        assertThat(slow.queued(gateway.authority())).isEqualTo(1);
        time.advance(SECOND);
        assertThat(gateway.readTimes).hasSize(2);
    }

    // stopping

    @Test
    void stoppingEndsWaitsAtOnceAndNamesTheJob() {
        jobs.generate(gateway, part("k"), SETTINGS, listener);
        jobs.stop(any -> true, "The route r stops");
        assertThat(listener.failure).isInstanceOf(WaitStoppedException.class)
                .hasMessage(
                        "The route r stops. The job continues at the gateway; grokvideo:await with its ID waits for it again [job j1]");
        time.advance(Duration.ofMinutes(1));
        assertThat(gateway.readTimes).isEmpty();
        assertThat(time.pending()).isZero();
    }

    @Test
    void stoppingWaitsForTheAnswerToASubmissionSinceItsIdMustNotBeLost() {
        CompletableFuture<VideoJob> answer = new CompletableFuture<>();
        gateway.submissionAnswers.add(() -> answer);
        jobs.generate(gateway, part("k"), SETTINGS, listener);
        jobs.stop(any -> true, "The route r stops");
        assertThat(listener.failure).isNull();
        answer.complete(job(JobStatus.QUEUED));
        assertThat(listener.log).contains("accepted j1");
        assertThat(listener.failure).isInstanceOf(WaitStoppedException.class);
        assertThat(listener.failure.getJobId()).isEqualTo("j1");
    }

    @Test
    void stoppingDoesNotWaitForEverAndSaysThatTheOutcomeIsUnknown() {
        gateway.submissionAnswers.add(CompletableFuture::new);
        jobs.generate(gateway, part("k"), SETTINGS, listener);
        jobs.stop(any -> true, "The route r stops");
        time.advance(Duration.ofSeconds(10));
        assertThat(listener.failure).isInstanceOf(SubmissionUnknownException.class);
    }

    @Test
    void anAnswerThatComesAfterTheExchangeHadToEndIsFoundInTheStore() {
        gateway.keys = false;
        CompletableFuture<VideoJob> answer = new CompletableFuture<>();
        gateway.submissionAnswers.add(() -> answer);
        JobKey key = new JobKey("test", "https://gateway", "k");
        jobs.generate(gateway, noted("k"), SETTINGS, listener);
        jobs.stop(any -> true, "The route r stops");
        time.advance(Duration.ofSeconds(10));
        assertThat(listener.failure).isInstanceOf(SubmissionUnknownException.class);
        assertThat(store.find(key).state()).isEqualTo(StoredJob.State.UNKNOWN);

        answer.complete(job(JobStatus.QUEUED));
        assertThat(store.find(key).state()).isEqualTo(StoredJob.State.ACCEPTED);
        gateway.reads(job(JobStatus.COMPLETED));
        Listener next = new Listener();
        jobs.generate(gateway, noted("k"), SETTINGS, next);
        assertThat(next.log).endsWith("completed");
        assertThat(gateway.submissions).hasSize(1);
    }

    @Test
    void stoppingBetweenTwoTriesSaysThatNothingWasSubmitted() {
        gateway.submission(Failures.answered(429, null));
        jobs.generate(gateway, part("k"), SETTINGS, listener);
        jobs.stop(any -> true, "The route r stops");
        assertThat(listener.failure).isInstanceOf(WaitStoppedException.class)
                .hasMessage("The route r stops; nothing was submitted");
    }

    @Test
    void onlyWhatIsMeantIsStopped() {
        Listener other = new Listener();
        jobs.generate(gateway, part("k"), SETTINGS, listener);
        jobs.generate(gateway, part("k2"), SETTINGS, other);
        jobs.stop(which -> which == other, "The route r stops");
        assertThat(listener.failure).isNull();
        assertThat(other.failure).isNotNull();
        assertThat(jobs.size()).isEqualTo(1);
    }

    @Test
    void aStopBetweenTheAnswerAndItsNoteKnowsTheJob() {
        gateway.submissionAnswers.add(() -> {
            CompletableFuture<VideoJob> answer = new CompletableFuture<>();
            time.schedule(() -> answer.complete(job(JobStatus.QUEUED)), 1, TimeUnit.SECONDS);
            return answer;
        });
        jobs.generate(gateway, part("k"), SETTINGS, listener);
        jobs.stop(any -> true, "The route r stops");
        time.advance(SECOND);
        assertThat(listener.failure.getJobId()).isEqualTo("j1");
    }

    @Test
    void nothingIsSubmittedForARouteThatStops() {
        VideoJobs refusing = new VideoJobs(
                time, time::nanoTime, new Middle(), any -> true, new MemoryJobStore(), Runnable::run, Clock.systemUTC(),
                VideoJobs.Bounds.NONE, JobObserver.NONE);
        refusing.generate(gateway, part("k"), SETTINGS, listener);
        assertThat(gateway.submissions).isEmpty();
        assertThat(listener.failure).isInstanceOf(WaitStoppedException.class);
    }

    @Test
    void submissionsTakeTurnsAndWhoHasLeftTheLineTakesNone() {
        JobSettings spaced = new JobSettings(
                Duration.ofSeconds(5), Duration.ofMinutes(10), Duration.ofSeconds(30), 3, null, SECOND);
        List<Listener> waiting = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            waiting.add(new Listener());
            jobs.submit(gateway, part("k" + i), spaced, waiting.get(i));
        }
        assertThat(gateway.submitTimes).containsExactly(0.0);
        time.advance(Duration.ofSeconds(2));
        assertThat(gateway.submitTimes).containsExactly(0.0, 1.0, 2.0);
        jobs.stop(which -> true, "The route r stops");
        Listener next = new Listener();
        jobs.submit(gateway, part("next"), spaced, next);
        time.advance(SECOND);
        assertThat(next.log).as("it does not wait for the 997 who have left").contains("completed");
        assertThat(gateway.submissions).hasSize(4);
    }

    @Test
    void fourThousandSubmissionsHaveNoResponseYetAndTheOthersAreQueued() {
        List<CompletableFuture<VideoJob>> responses = new ArrayList<>();
        List<Listener> waiting = new ArrayList<>();
        for (int i = 0; i < 6000; i++) {
            CompletableFuture<VideoJob> response = new CompletableFuture<>();
            responses.add(response);
            gateway.submissionAnswers.add(() -> response);
            waiting.add(new Listener());
            jobs.submit(gateway, part("k" + i), SETTINGS, waiting.get(i));
        }
        assertThat(gateway.submissions).hasSize(4000);
        assertThat(jobs.queued(gateway.authority())).isEqualTo(2000);
        responses.get(7).complete(job(JobStatus.QUEUED));
        responses.get(8).completeExceptionally(Failures.answered(400, null));
        assertThat(gateway.submissions).extracting(VideoRequest::idempotencyKey).hasSize(4002).endsWith("k4000", "k4001");

        Listener queued = waiting.get(4500);
        jobs.stop(which -> which == queued, "The route r stops");
        assertThat(queued.failure).isInstanceOf(WaitStoppedException.class)
                .hasMessage("The route r stops; nothing was submitted");
        assertThat(jobs.queued(gateway.authority())).isEqualTo(1997);
        responses.forEach(response -> response.complete(job(JobStatus.QUEUED)));
        assertThat(gateway.submissions).as("all but the one that was stopped").hasSize(5999);
        assertThat(jobs.queued(gateway.authority())).isZero();
    }

    @Test
    void submissionsThatFailAtOnceLetTheQueuedInWithoutFillingTheStack() {
        CompletableFuture<VideoJob> response = new CompletableFuture<>();
        for (int i = 0; i < 4000; i++) {
            gateway.submissionAnswers.add(() -> response);
            jobs.submit(gateway, part("first" + i), SETTINGS, new Listener());
        }
        for (int i = 0; i < 50_000; i++) {
            gateway.submission(Failures.answered(400, null));
            jobs.submit(gateway, part("k" + i), SETTINGS, new Listener());
        }
        response.complete(job(JobStatus.QUEUED));
        assertThat(gateway.submissions).hasSize(54_000);
        assertThat(jobs.size()).isZero();
    }

    @Test
    void theReservationIsRenewedAfterALongTimeInTheQueueOfOpenSubmissions() {
        List<Object> renewals = new ArrayList<>();
        JobStore counting = (JobStore) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] { JobStore.class }, (proxy, method, arguments) -> {
                    if (method.getName().equals("acquire")) {
                        renewals.add(arguments[0]);
                    }
                    return method.invoke(store, arguments);
                });
        VideoJobs stored = new VideoJobs(
                time, time::nanoTime, new Middle(), any -> false, counting, Runnable::run, Clock.systemUTC(),
                VideoJobs.Bounds.NONE, JobObserver.NONE);
        CompletableFuture<VideoJob> response = new CompletableFuture<>();
        for (int i = 0; i < 4000; i++) {
            gateway.submissionAnswers.add(() -> response);
            stored.submit(gateway, part("first" + i), SETTINGS, new Listener());
        }
        stored.submit(gateway, noted("k"), SETTINGS, listener);
        time.advance(Duration.ofSeconds(10));
        assertThat(renewals).isEmpty();
        response.complete(job(JobStatus.QUEUED));
        assertThat(renewals).as("the lease is of 15 s").hasSize(1);
        assertThat(listener.log).contains("completed");
    }

    @Test
    void theTimeInLineIsNotTheJobs() {
        JobSettings spaced
                = new JobSettings(SECOND, Duration.ofSeconds(10), Duration.ofSeconds(30), 3, null, Duration.ofMinutes(1));
        jobs.submit(gateway, part("first"), spaced, new Listener());
        gateway.submission(Failures.answered(429, null));
        jobs.submit(gateway, part("second"), spaced, listener);
        time.advance(Duration.ofMinutes(1));
        assertThat(gateway.submissions).hasSize(2);
        assertThat(listener.failure).isNull();
    }

    @Test
    void closingEndsSingleRequestsToo() {
        gateway.read(Failures.answered(503, "60"));
        CompletableFuture<VideoJob> read = read("j1");
        assertThat(read).isNotDone();
        jobs.close();
        assertThat(read).isCompletedExceptionally();
        assertThat(read("j1")).isCompletedExceptionally();
    }

    // giving up

    private void abandon() {
        jobs.abandon(List.of(new Target(gateway, SETTINGS)), null, "j1", "it was given up", JobOrigin.UNKNOWN);
    }

    private StoredJob stored() {
        return store.find(new JobKey("test", "https://gateway", "k"));
    }

    @Test
    void aJobThatIsGivenUpIsCancelledAndItsEndRecorded() {
        jobs.generate(gateway, noted("k"), SETTINGS, listener);
        jobs.stop(any -> true, "The exchange was given up");
        gateway.reads(job(JobStatus.RUNNING), job(JobStatus.CANCELLED));
        abandon();
        time.advance(Duration.ofMinutes(1));

        assertThat(gateway.cancellations).containsExactly("j1");
        assertThat(stored().job().status()).isEqualTo(JobStatus.CANCELLED);
        assertThat(jobs.size()).isZero();
        assertThat(time.pending()).isZero();
    }

    @Test
    void aCancelledJobThatTheGatewayForgetsIsRecordedAsCancelled() {
        jobs.generate(gateway, noted("k"), SETTINGS, listener);
        jobs.stop(any -> true, "The exchange was given up");
        for (int i = 0; i < 100; i++) {
            gateway.read(Failures.answered(404, null));
        }
        abandon();
        assertThat(stored().state()).isEqualTo(StoredJob.State.ACCEPTED);
        time.advance(Duration.ofMinutes(5));

        assertThat(stored().job().status()).isEqualTo(JobStatus.CANCELLED);
        assertThat(jobs.size()).isZero();
    }

    @Test
    void whatSomebodyElseWaitsForIsNotCancelled() {
        jobs.generate(gateway, noted("k"), SETTINGS, listener);
        abandon();
        time.advance(Duration.ofMinutes(1));
        assertThat(gateway.cancellations).isEmpty();
    }

    // single requests

    @Test
    void harmlessRequestsAreRepeated() {
        gateway.read(Failures.broken());
        gateway.read(Failures.answered(503, null));
        gateway.reads(job(JobStatus.RUNNING));
        CompletableFuture<VideoJob> read = read("j1");
        time.advance(Duration.ofMinutes(1));
        assertThat(read.join().status()).isEqualTo(JobStatus.RUNNING);
    }

    @Test
    void harmlessRequestsAreNotRepeatedForEver() {
        for (int i = 0; i < 10; i++) {
            gateway.read(Failures.broken());
        }
        CompletableFuture<VideoJob> read = read("j1");
        time.advance(Duration.ofMinutes(5));
        assertThat(read).isCompletedExceptionally();
        assertThat(gateway.readTimes).hasSize(4);
    }

    /** Half of everything. */
    private static final class Middle implements RandomGenerator {

        @Override
        public long nextLong() {
            return Long.MIN_VALUE;
        }
    }

    private class Listener implements JobListener {

        private final List<String> log = new ArrayList<>();
        private GrokVideoException failure;

        @Override
        public void accepted(int part, VideoJob job) {
            log.add("accepted " + job.id());
        }

        @Override
        public void partFailed(int part, GrokVideoException thrown) {
            log.add("part " + part + " failed");
        }

        @Override
        public void changed(VideoJob job, VideoJob previous) {
            log.add(job.status().name());
        }

        @Override
        public void completed(VideoJob job) {
            assertThat(log).doesNotContain("completed");
            assertThat(failure).isNull();
            log.add("completed");
        }

        @Override
        public void failed(GrokVideoException thrown, VideoJob last) {
            assertThat(log).doesNotContain("completed");
            assertThat(failure).isNull();
            failure = thrown;
        }
    }

    /** Accepts everything, and is running for ever, unless it is told otherwise. */
    private final class Gateway implements VideoGateway {

        private final Deque<Supplier<CompletableFuture<VideoJob>>> submissionAnswers = new ArrayDeque<>();
        private final Deque<Supplier<CompletableFuture<JobReading>>> readAnswers = new ArrayDeque<>();
        private final List<VideoRequest> submissions = new ArrayList<>();
        private final List<Double> submitTimes = new ArrayList<>();
        private final List<Duration> submitTimeouts = new ArrayList<>();
        private final List<Double> readTimes = new ArrayList<>();
        private final List<Duration> readTimeouts = new ArrayList<>();
        private final List<String> cancellations = new ArrayList<>();
        private String authority = "https://gateway";
        private boolean keys = true;
        private boolean away;

        void submitted(VideoJob job) {
            submissionAnswers.add(() -> CompletableFuture.completedFuture(job));
        }

        void submission(CallFailure failure) {
            submissionAnswers.add(() -> CompletableFuture.failedFuture(failure));
        }

        void reads(VideoJob... answers) {
            for (VideoJob answer : answers) {
                read(new JobReading(answer, null));
            }
        }

        void read(JobReading reading) {
            readAnswers.add(() -> CompletableFuture.completedFuture(reading));
        }

        void read(CallFailure failure) {
            readAnswers.add(() -> CompletableFuture.failedFuture(failure));
        }

        @Override
        public CompletableFuture<VideoJob> submit(VideoRequest request, Duration timeout) {
            submissions.add(request);
            submitTimes.add(time.nanoTime() / 1e9);
            submitTimeouts.add(timeout);
            return submissionAnswers.isEmpty()
                    ? CompletableFuture.completedFuture(job(JobStatus.QUEUED)) : submissionAnswers.poll().get();
        }

        @Override
        public CompletableFuture<JobReading> read(String jobId, JobReading before, Duration timeout) {
            readTimes.add(time.nanoTime() / 1e9);
            readTimeouts.add(timeout);
            if (away) {
                return CompletableFuture.failedFuture(Failures.broken());
            }
            return readAnswers.isEmpty()
                    ? CompletableFuture.completedFuture(new JobReading(job(JobStatus.RUNNING), null))
                    : readAnswers.poll().get();
        }

        @Override
        public CompletableFuture<Void> cancel(String jobId, Duration timeout) {
            cancellations.add(jobId);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletableFuture<CostEstimate> estimate(VideoRequest request, Duration timeout) {
            return new CompletableFuture<>();
        }

        @Override
        public RequestPlan plan(VideoRequest request) {
            return RequestPlan.UNCHANGED;
        }

        @Override
        public boolean canCancel() {
            return true;
        }

        @Override
        public boolean canExtend() {
            return false;
        }

        @Override
        public boolean knowsIdempotencyKeys() {
            return keys;
        }

        @Override
        public String provider() {
            return "test";
        }

        @Override
        public CompletableFuture<String> webhookSecret(Duration timeout) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean knowsWebhooks() {
            return true;
        }

        @Override
        public String authority() {
            return authority;
        }
    }
}
