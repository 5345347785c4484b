package io.github.grokvideo.internal.job.polling;

import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;

import io.github.grokvideo.internal.gateway.JobReading;
import io.github.grokvideo.internal.gateway.VideoGateway;
import io.github.grokvideo.internal.job.JobListener;
import io.github.grokvideo.internal.job.JobSettings;
import io.github.grokvideo.internal.job.VideoJobs;
import io.github.grokvideo.internal.job.VirtualTimer;
import io.github.grokvideo.internal.observation.JobObserver;
import io.github.grokvideo.internal.request.VideoRequest;
import io.github.grokvideo.model.GrokVideoException;
import io.github.grokvideo.model.JobStatus;
import io.github.grokvideo.model.Video;
import io.github.grokvideo.model.VideoJob;
import io.github.grokvideo.store.MemoryJobStore;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Jobs that are asked about by what was learned, in virtual time. */
class AdaptiveJobsTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final JobSettings FIXED = settings(null, Duration.ofMinutes(10));

    private final VirtualTimer time = new VirtualTimer();
    private final Map<String, Double> doneAt = new HashMap<>();
    private final List<String> asked = new ArrayList<>();
    private final List<Double> lags = new ArrayList<>();
    private final List<GrokVideoException> failures = new ArrayList<>();
    private Duration duration = Duration.ofSeconds(30);

    private final VideoGateway gateway = (VideoGateway) Proxy.newProxyInstance(
            getClass().getClassLoader(), new Class<?>[] { VideoGateway.class },
            (proxy, method, arguments) -> switch (method.getName()) {
                case "submit" -> CompletableFuture.completedFuture(submitted());
                case "read" -> CompletableFuture.completedFuture(new JobReading(read((String) arguments[0]), null));
                case "knowsIdempotencyKeys" -> true;
                default -> method.getName();
            });

    private static JobSettings settings(AdaptivePolling adaptive, Duration jobTimeout) {
        return new JobSettings(
                Duration.ofSeconds(5), jobTimeout, Duration.ofSeconds(30), 3, null, Duration.ZERO, adaptive);
    }

    private static JobSettings adaptive(Duration jobTimeout) {
        return settings(new AdaptivePolling(Duration.ofSeconds(1), Duration.ofSeconds(30)), jobTimeout);
    }

    private VideoJobs jobs(double questionsPerSecond) {
        return new VideoJobs(
                time, time::nanoTime, new SplittableRandom(1), any -> false, new MemoryJobStore(), Runnable::run,
                Clock.systemUTC(), new VideoJobs.Bounds(0, questionsPerSecond), JobObserver.NONE);
    }

    private double now() {
        return time.nanoTime() / 1e9;
    }

    private VideoJob submitted() {
        String id = "j" + doneAt.size();
        doneAt.put(id, now() + duration.toNanos() / 1e9);
        return job(id, JobStatus.QUEUED);
    }

    private VideoJob read(String id) {
        asked.add(id);
        boolean done = now() >= doneAt.get(id);
        if (done) {
            lags.add(now() - doneAt.get(id));
        }
        return job(id, done ? JobStatus.COMPLETED : JobStatus.RUNNING);
    }

    private static VideoJob job(String id, JobStatus status) {
        return new VideoJob(
                id, status, null, null, null, null, null, null, null,
                status == JobStatus.COMPLETED ? List.of(new Video("https://v/1.mp4", null, null)) : List.of(), null, null, null,
                null, null, "{}", List.of());
    }

    private void submit(VideoJobs jobs, JobSettings settings, int count) {
        VideoRequest request = new VideoRequest(
                "m", "p", null, null, null, null, null, List.of(), null, null, false, null, null, "k", Map.of(), Map.of());
        for (int i = 0; i < count; i++) {
            jobs.generate(gateway, List.of(new VideoJobs.Part(request, null, false)), settings, new JobListener() {
                @Override
                public void accepted(int part, VideoJob job) {
                    // the gateway notes it
                }

                @Override
                public void changed(VideoJob job, VideoJob previous) {
                    // the gateway notes it
                }

                @Override
                public void partFailed(int part, GrokVideoException failure) {
                    failures.add(failure);
                }

                @Override
                public void warned(String warning) {
                    throw new AssertionError(warning);
                }

                @Override
                public void completed(VideoJob job) {
                    // the gateway notes it
                }

                @Override
                public void failed(GrokVideoException failure, VideoJob last) {
                    failures.add(failure);
                }
            });
        }
    }

    private int askedFor(VideoJobs jobs, JobSettings settings, int count) {
        asked.clear();
        lags.clear();
        submit(jobs, settings, count);
        time.advance(MINUTE.multipliedBy(3));
        assertThat(jobs.size()).isZero();
        assertThat(failures).isEmpty();
        return asked.size();
    }

    @Test
    void asksAboutJobsOfOneKindAsOftenAsTheyNeed() {
        VideoJobs jobs = jobs(Double.POSITIVE_INFINITY);
        int fixed = askedFor(jobs, FIXED, 100);
        askedFor(jobs, adaptive(Duration.ofMinutes(10)), 100);
        int learned = askedFor(jobs, adaptive(Duration.ofMinutes(10)), 100);
        assertThat(fixed).isGreaterThan(600);
        assertThat(learned).isLessThan(250);
        assertThat(lags).hasSize(100).allSatisfy(lag -> assertThat(lag).isLessThan(5));
    }

    @Test
    void aJobThatIsDoneIsNotTakenForOneThatTakesTooLong() {
        VideoJobs jobs = jobs(Double.POSITIVE_INFINITY);
        askedFor(jobs, adaptive(Duration.ofMinutes(10)), 100);
        duration = Duration.ofSeconds(20);
        askedFor(jobs, adaptive(Duration.ofSeconds(28)), 20);
        assertThat(lags).hasSize(20);
    }

    @Test
    void aTimeOutIsATimeOutAndTeaches() {
        VideoJobs jobs = jobs(Double.POSITIVE_INFINITY);
        askedFor(jobs, adaptive(Duration.ofMinutes(10)), 100);
        duration = Duration.ofHours(1);
        submit(jobs, adaptive(Duration.ofMinutes(2)), 5);
        time.advance(MINUTE.multipliedBy(3));
        assertThat(failures).hasSize(5);
        failures.clear();
        duration = Duration.ofSeconds(30);
        assertThat(askedFor(jobs, adaptive(Duration.ofMinutes(10)), 100)).isLessThan(300);
    }

    @Test
    void whenMoreIsDueThanMayBeAskedTheLikeliestComesFirst() {
        double fixed = lagOfOneAmongMany(FIXED);
        assertThat(lagOfOneAmongMany(adaptive(Duration.ofMinutes(10)))).isLessThan(0.9 * fixed);
    }

    /** One that is due, and twenty that take longer than any before, at one question a second. */
    private double lagOfOneAmongMany(JobSettings settings) {
        VideoJobs jobs = jobs(1);
        duration = Duration.ofSeconds(30);
        submit(jobs, settings, 60);
        time.advance(MINUTE.multipliedBy(20));
        assertThat(jobs.size()).isZero();
        duration = Duration.ofHours(1);
        submit(jobs, settings, 20);
        time.advance(MINUTE.multipliedBy(2));
        duration = Duration.ofSeconds(30);
        lags.clear();
        submit(jobs, settings, 1);
        time.advance(MINUTE.multipliedBy(2));
        assertThat(lags).hasSize(1);
        return lags.get(0);
    }
}
