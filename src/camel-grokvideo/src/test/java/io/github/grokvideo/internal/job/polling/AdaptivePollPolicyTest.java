package io.github.grokvideo.internal.job.polling;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;

import io.github.grokvideo.emulator.ManualClock;
import io.github.grokvideo.internal.gateway.JobReading;
import io.github.grokvideo.internal.gateway.VideoGateway;
import io.github.grokvideo.internal.job.JobSettings;
import io.github.grokvideo.internal.request.Media;
import io.github.grokvideo.internal.request.VideoRequest;
import io.github.grokvideo.model.JobStatus;
import io.github.grokvideo.model.VideoJob;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** When one job is asked about, and what it teaches. */
class AdaptivePollPolicyTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration LIMIT = Duration.ofMinutes(30);
    private static final Duration INTERVAL = Duration.ofSeconds(5);
    private static final JobSettings SETTINGS = new JobSettings(
            INTERVAL, LIMIT, Duration.ofSeconds(30), 3, null, Duration.ZERO,
            new AdaptivePolling(Duration.ofSeconds(1), Duration.ofSeconds(60)));
    private static final VideoRequest REQUEST = request("m", 6.0, null);

    /** Only its name is of interest here. */
    private final VideoGateway gateway = (VideoGateway) Proxy.newProxyInstance(
            getClass().getClassLoader(), new Class<?>[] { VideoGateway.class }, (proxy, method, arguments) -> method.getName());
    private final ManualClock clock = new ManualClock(START);
    private long now;
    private final DurationModels memory
            = new DurationModels(new Backoff(new SplittableRandom(1)), () -> now, clock);
    private final PollPolicies policies = new PollPolicies(memory.backoff(), memory);

    private static VideoRequest request(String model, Double duration, Media image) {
        return new VideoRequest(
                model, "p", duration, null, null, "720p", null, image == null ? null : List.of(image), null, null, false, null,
                null,
                null, Map.of(), Map.of());
    }

    private static VideoJob job(JobStatus status, Integer progress, Instant created, Instant completed) {
        return new VideoJob(
                "j", status, null, "m", null, null, progress, 6.0, null, List.of(), null, null, created, completed, null, "",
                List.of());
    }

    private static JobReading pending(Integer progress) {
        return new JobReading(job(JobStatus.RUNNING, progress, null, null), null);
    }

    private void pass(Duration time) {
        now += time.toNanos();
        clock.advance(time);
    }

    /** Returns when the job was asked about, in seconds from its acceptance. */
    private List<Double> run(VideoRequest request, double duration, boolean progress, boolean stamps) {
        List<Double> asked = new ArrayList<>();
        PollPolicy times = policies.policy(gateway, SETTINGS, request);
        pass(Duration.ofMillis(200));
        long accepted = now;
        pass(times.firstGap(LIMIT));
        while (true) {
            double age = (now - accepted) / 1e9;
            times.pollSent();
            asked.add(age);
            pass(Duration.ofMillis(100));
            if (age >= duration) {
                Instant created = stamps ? START.plusNanos(accepted) : null;
                times.finished(
                        job(JobStatus.COMPLETED, null, created, stamps ? created.plusMillis((long) (duration * 1000)) : null));
                return asked;
            }
            pass(times.nextGap(pending(progress ? (int) (100 * age / duration) : null), LIMIT));
        }
    }

    private void teach(VideoRequest request, int jobs, double duration) {
        for (int i = 0; i < jobs; i++) {
            run(request, duration, false, false);
        }
    }

    @Test
    void asksAtTheIntervalUntilItHasSeenEnough() {
        for (int i = 0; i < DurationEstimator.ENOUGH; i++) {
            List<Double> asked = run(REQUEST, 30, false, false);
            assertThat(asked.get(0)).isLessThan(5);
            for (int k = 1; k < asked.size(); k++) {
                assertThat(asked.get(k) - asked.get(k - 1)).isBetween(4.75, 5.36);
            }
        }
        assertThat(run(REQUEST, 30, false, false).get(0)).isGreaterThan(20);
    }

    @Test
    void asksWhenJobsOfItsKindAreDone() {
        teach(REQUEST, 60, 30);
        for (int i = 0; i < 20; i++) {
            List<Double> asked = run(REQUEST, 30, false, false);
            assertThat(asked).hasSizeLessThanOrEqualTo(4);
            assertThat(asked.get(asked.size() - 1)).isLessThan(33);
        }
    }

    @Test
    void eachKindIsLearnedByItself() {
        teach(REQUEST, 60, 30);
        for (VideoRequest other : List.of(
                request("m2", 6.0, null), request("m", 12.0, null), request("m", 6.0, new Media("https://x/i.png")))) {
            assertThat(run(other, 30, false, false)).hasSizeGreaterThan(5);
        }
        assertThat(memory.size()).isEqualTo(4);
    }

    @Test
    void theNumberOfKindsIsBounded() {
        teach(REQUEST, 60, 30);
        for (int i = 0; i < 10 * DurationModels.MAX_KINDS; i++) {
            policies.policy(gateway, SETTINGS, request("x".repeat(10_000) + i, (double) i, null));
        }
        assertThat(memory.size()).isEqualTo(DurationModels.MAX_KINDS);
        assertThat(JobKind.of(gateway, request("x".repeat(10_000), 6.0, null)).model()).hasSize(100);
        assertThat(run(REQUEST, 30, false, false)).as("the kind that was not used for longest is forgotten")
                .hasSizeGreaterThan(5);
    }

    @Test
    void whatTheServerAsksForIsTheLeastGap() {
        teach(REQUEST, 60, 30);
        PollPolicy times = policies.policy(gateway, SETTINGS, REQUEST);
        pass(times.firstGap(LIMIT));
        times.pollSent();
        VideoJob running = job(JobStatus.RUNNING, null, null, null);
        assertThat(times.nextGap(new JobReading(running, Duration.ofSeconds(20)), LIMIT)).isEqualTo(Duration.ofSeconds(20));
        assertThat(times.nextGap(new JobReading(running, Duration.ofHours(1)), LIMIT)).isEqualTo(Duration.ofSeconds(60));
        assertThat(times.nextGap(new JobReading(running, Duration.ZERO), LIMIT)).isBetween(
                Duration.ofSeconds(1), Duration.ofMillis(5300));
        PollPolicy early = policies.policy(gateway, SETTINGS, REQUEST);
        early.firstGap(LIMIT);
        pass(Duration.ofSeconds(1));
        early.pollSent();
        assertThat(early.nextGap(new JobReading(running, Duration.ofSeconds(2)), LIMIT)).as("too early to be of use")
                .isGreaterThan(Duration.ofSeconds(20));
    }

    @Test
    void aJobThatTakesLongerThanAnyBeforeIsAskedAboutAtTheInterval() {
        teach(REQUEST, 60, 30);
        List<Double> asked = run(REQUEST, 300, false, false);
        List<Double> late = asked.stream().filter(at -> at > 40).toList();
        for (int i = 1; i < late.size(); i++) {
            assertThat(late.get(i) - late.get(i - 1)).isBetween(4.75, 5.36);
        }
    }

    @Test
    void progressTellsWhenAJobIsDone() {
        // between one and four minutes: the age says little
        for (int i = 0; i < 60; i++) {
            run(REQUEST, 60 + 180 * (i * 0.618 % 1), true, false);
        }
        double asked = 0;
        for (int i = 0; i < 20; i++) {
            asked += run(REQUEST, 60 + 9 * i, true, false).size() / 20.0;
        }
        assertThat(asked).isLessThan(9);
        assertThat(run(REQUEST, 150, false, false).size()).as("without").isGreaterThan(12);
    }

    @Test
    void aJobOfUnknownAgeIsAskedAboutAtTheInterval() {
        teach(REQUEST, 60, 30);
        PollPolicy times = policies.policy(gateway, SETTINGS, null);
        for (int i = 0; i < 10; i++) {
            times.pollSent();
            assertThat(times.nextGap(pending(null), LIMIT)).isBetween(Duration.ofMillis(4750), Duration.ofMillis(5250));
        }
        times.finished(job(JobStatus.COMPLETED, null, null, null));
        assertThat(memory.size()).isEqualTo(1);
    }

    @Test
    void aJobOfSomebodyElseIsAsOldAsTheGatewaySays() {
        for (int i = 0; i <= 40; i++) {
            Instant created = clock.instant();
            pass(Duration.ofSeconds(3));
            PollPolicy times = policies.policy(gateway, SETTINGS, null);
            int asked = 0;
            while (true) {
                times.pollSent();
                asked++;
                boolean done = clock.instant().isAfter(created.plusSeconds(30));
                VideoJob job = job(done ? JobStatus.COMPLETED : JobStatus.RUNNING, null, created, null);
                if (done) {
                    times.finished(job);
                    break;
                }
                pass(times.nextGap(new JobReading(job, null), LIMIT));
            }
            if (i == 40) {
                assertThat(asked).isLessThanOrEqualTo(5);
            }
        }
        PollPolicy ahead = policies.policy(gateway, SETTINGS, null);
        VideoJob tomorrow = job(JobStatus.RUNNING, null, clock.instant().plusSeconds(3600), null);
        assertThat(ahead.nextGap(new JobReading(tomorrow, null), LIMIT)).as("a clock that is wrong is not believed")
                .isBetween(Duration.ofMillis(4750), Duration.ofMillis(5250));
    }

    @Test
    void timesOfTheGatewayThatContradictWhatWasSeenAreNotBelieved() {
        for (int i = 0; i < 60; i++) {
            PollPolicy times = policies.policy(gateway, SETTINGS, REQUEST);
            times.firstGap(LIMIT);
            pass(Duration.ofSeconds(25));
            times.pollSent();
            times.nextGap(pending(null), LIMIT);
            pass(Duration.ofSeconds(5));
            times.pollSent();
            // not done after 25 s, and said to have taken 3 s
            times.finished(job(JobStatus.COMPLETED, null, START, START.plusSeconds(3)));
        }
        PollPlan plan = memory.of(JobKind.of(gateway, REQUEST), SETTINGS).ages().plan();
        assertThat(plan.gap(0)).isGreaterThan(25);
    }

    @Test
    void timesOfTheGatewayTellMoreThanQuestions() {
        for (int i = 0; i < 60; i++) {
            run(REQUEST, 30, false, true);
        }
        DurationEstimator ages = memory.of(JobKind.of(gateway, REQUEST), SETTINGS).ages();
        assertThat(ages.likelihood(0, 27)).isLessThan(0.1);
        assertThat(ages.likelihood(0, 33)).isGreaterThan(0.9);
    }

    @Test
    void howLikelyAJobIsDoneFollowsFromItsAge() {
        teach(REQUEST, 60, 30);
        PollPolicy times = policies.policy(gateway, SETTINGS, REQUEST);
        times.firstGap(LIMIT);
        pass(Duration.ofSeconds(15));
        assertThat(times.likelihood()).isLessThan(0.1);
        pass(Duration.ofSeconds(20));
        assertThat(times.likelihood()).isGreaterThan(0.9);
        pass(Duration.ofSeconds(65));
        times.pollSent();
        times.nextGap(pending(null), LIMIT);
        pass(Duration.ofSeconds(5));
        assertThat(times.likelihood()).as("longer than any").isLessThan(0.1);
        assertThat(policies.policy(gateway, SETTINGS, null).likelihood()).as("nothing is known").isEqualTo(0.5);
    }

    @Test
    void aWebhookTellsWhenAJobWasDone() {
        for (int i = 0; i < 60; i++) {
            PollPolicy times = policies.policy(gateway, SETTINGS, REQUEST);
            times.firstGap(LIMIT);
            pass(Duration.ofSeconds(30));
            times.endReported();
            times.pollSent();
            times.finished(job(JobStatus.COMPLETED, null, null, null));
        }
        PollPlan plan = memory.of(JobKind.of(gateway, REQUEST), SETTINGS).ages().plan();
        assertThat(plan.gap(0)).isCloseTo(30, within(2.0));
    }

    @Test
    void isAskedOnceMoreBeforeTheWaitIsGivenUp() {
        teach(REQUEST, 60, 55);
        PollPolicy times = policies.policy(gateway, SETTINGS, REQUEST);
        Duration left = Duration.ofSeconds(50);
        assertThat(times.firstGap(left)).isEqualTo(left.minus(INTERVAL));
        assertThat(policies.policy(gateway, SETTINGS, REQUEST).firstGap(Duration.ofSeconds(8))).as("hardly any time left")
                .isGreaterThan(Duration.ofSeconds(8));
    }

    @Test
    void aJobThatIsDoneWhenItIsAcceptedDoesNoHarm() {
        teach(REQUEST, 60, 30);
        for (int i = 0; i < 1000; i++) {
            policies.policy(gateway, SETTINGS, REQUEST).finished(job(JobStatus.COMPLETED, null, null, null));
        }
        assertThat(run(REQUEST, 30, false, false)).hasSizeLessThanOrEqualTo(4);
    }

    @Test
    void aSuddenChangeIsForgottenInto() {
        teach(REQUEST, 400, 60);
        DurationModel kind = memory.of(JobKind.of(gateway, REQUEST), SETTINGS);
        assertThat(kind.ages().plan()).isNotNull();
        int jobs = 0;
        while (kind.ages().plan() != null) {
            run(REQUEST, 20, false, true);
            assertThat(++jobs).isLessThan(10);
        }
        teach(REQUEST, 30, 20);
        assertThat(kind.ages().plan().gap(0)).isLessThan(23);
    }

    @Test
    void whatDoesNotChangeIsHardlyEverForgotten() {
        Random random = new Random(3);
        DurationModel kind = memory.of(JobKind.of(gateway, REQUEST), SETTINGS);
        int forgotten = 0;
        for (int i = 0; i < 5000; i++) {
            boolean known = kind.ages().plan() != null;
            run(REQUEST, 45 * Math.exp(0.5 * random.nextGaussian()), false, i % 2 == 0);
            forgotten += known && kind.ages().plan() == null ? 1 : 0;
        }
        assertThat(forgotten).isLessThanOrEqualTo(1);
    }
}
