package io.github.grokvideo.internal.job;

import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.Stream;

import javax.management.ObjectName;

import io.github.grokvideo.internal.gateway.Failures;
import io.github.grokvideo.internal.gateway.JobReading;
import io.github.grokvideo.internal.gateway.VideoGateway;
import io.github.grokvideo.internal.job.phase.State;
import io.github.grokvideo.internal.job.phase.Transition;
import io.github.grokvideo.internal.job.polling.AdaptivePolling;
import io.github.grokvideo.internal.observation.JobObserver;
import io.github.grokvideo.internal.request.VideoRequest;
import io.github.grokvideo.model.BudgetWindow;
import io.github.grokvideo.model.Cost;
import io.github.grokvideo.model.GrokVideoException;
import io.github.grokvideo.model.JobStatus;
import io.github.grokvideo.model.Video;
import io.github.grokvideo.model.VideoJob;
import io.github.grokvideo.store.Budget;
import io.github.grokvideo.store.BudgetReservation;
import io.github.grokvideo.store.Intent;
import io.github.grokvideo.store.JobKey;
import io.github.grokvideo.store.JobStore;
import io.github.grokvideo.store.MemoryJobStore;
import io.github.grokvideo.store.Spending;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Every declared transition of a job is made, and after each the job ends once, and leaves nothing behind. */
class JobLifeTest {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final JobKey KEY = new JobKey("test", "https://gateway", "k");
    private static final JobSettings SETTINGS
            = new JobSettings(Duration.ofSeconds(5), Duration.ofMinutes(10), Duration.ofSeconds(30), 3);
    private static final JobSettings SPACED
            = new JobSettings(Duration.ofSeconds(5), Duration.ofMinutes(10), Duration.ofSeconds(30), 3, null, SECOND);

    private final VirtualTimer time = new VirtualTimer();
    private final MemoryJobStore memory = new MemoryJobStore();
    private final List<Step> made = new CopyOnWriteArrayList<>();
    private final List<String> outcomes = new CopyOnWriteArrayList<>();
    private final Deque<Supplier<CompletableFuture<VideoJob>>> submissions = new ArrayDeque<>();
    private final Deque<Supplier<CompletableFuture<JobReading>>> readings = new ArrayDeque<>();
    private volatile State state = State.QUEUED;
    // in which phase something unexpected happens, and where
    private State flawed;
    private String flaw;
    private int timesUntilFlaw;
    private boolean hit;
    private State stopped;
    // where a stop comes while a submission is answered
    private String interrupted;
    private int lost;

    private record Step(State from, Transition transition) {
    }

    private void meet(String method) {
        if (method.equals(interrupted) && state == State.SENDING) {
            interrupted = null;
            jobs.stop(any -> true, "stop");
        }
        // it lasts
        if (method.equals(flaw) && (hit || state == flawed && timesUntilFlaw-- == 0)) {
            hit = true;
            throw new IllegalStateException("a flaw in " + method);
        }
    }

    private final VideoGateway gateway = gateway("test", "https://gateway");
    private final VideoGateway other = gateway("other", "https://other");

    private VideoGateway gateway(String name, String authority) {
        return (VideoGateway) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] { VideoGateway.class }, (proxy, method, arguments) -> {
                    meet(method.getName());
                    return switch (method.getName()) {
                        case "provider" -> name;
                        case "authority" -> authority;
                        case "account" -> "";
                        case "knowsIdempotencyKeys" -> true;
                        case "usable" -> arguments[0];
                        case "submit" -> submissions.isEmpty()
                                ? CompletableFuture.completedFuture(job(JobStatus.QUEUED)) : submissions.poll().get();
                        case "read" -> readings.isEmpty()
                                ? CompletableFuture.completedFuture(new JobReading(job(JobStatus.RUNNING), null))
                                : readings.poll().get();
                        default -> throw new UnsupportedOperationException(method.getName());
                    };
                });
    }

    private final JobStore store = (JobStore) Proxy.newProxyInstance(
            getClass().getClassLoader(), new Class<?>[] { JobStore.class }, (proxy, method, arguments) -> {
                if (method.getName().equals("runAll")) {
                    return InvocationHandler.invokeDefault(proxy, method, arguments);
                }
                meet(method.getName());
                if (method.getName().equals("acquire") && lost-- > 0) {
                    return false;
                }
                try {
                    return method.invoke(memory, arguments);
                } catch (InvocationTargetException e) {
                    throw e.getCause();
                }
            });
    private final JobListener listener = new JobListener() {
        @Override
        public void accepted(int part, VideoJob job) {
            meet("listener.accepted");
        }

        @Override
        public void changed(VideoJob job, VideoJob previous) {
            meet("changed");
        }

        @Override
        public void partFailed(int part, GrokVideoException failure) {
            // one job
        }

        @Override
        public void completed(VideoJob job) {
            outcomes.add("completed");
        }

        @Override
        public void failed(GrokVideoException failure, VideoJob last) {
            outcomes.add(failure.toString());
        }
    };

    private VideoJobs jobs = jobs(0);

    private VideoJobs jobs(int mostUnderWay) {
        VideoJobs all = new VideoJobs(
                time, () -> {
                    meet("nanoTime");
                    return time.nanoTime();
                }, () -> Long.MIN_VALUE, any -> false, store, Runnable::run, Clock.systemUTC(),
                new VideoJobs.Bounds(mostUnderWay, Double.POSITIVE_INFINITY), JobObserver.NONE);
        all.observe((from, transition) -> {
            made.add(new Step(from, transition));
            state = transition.to();
            if (state == stopped) {
                jobs.stop(one -> one == listener, "stop");
            }
        });
        return all;
    }

    private static VideoJob job(JobStatus status) {
        return new VideoJob(
                "j1", status, status.name(), null, null, null, null, null, null,
                status == JobStatus.COMPLETED ? List.of(new Video("https://v/1.mp4", null, null)) : List.of(), null, null, null,
                null, null, "{}", List.of());
    }

    private static VideoRequest request() {
        return new VideoRequest(
                "m", "p", null, null, null, null, null, List.of(), null, null, false, null, null, "k", Map.of(), Map.of());
    }

    private void generate() {
        jobs.generate(gateway, List.of(new VideoJobs.Part(request(), null, false)), SETTINGS, listener);
    }

    private void generateRecorded(JobSettings settings) {
        jobs.generate(gateway, recorded(), settings, listener);
    }

    private List<Target> both(JobSettings settings) {
        return List.of(new Target(gateway, settings), new Target(other, settings));
    }

    /** The preferred gateway refuses everything, which is known while the job is in that phase. */
    private void goesOn(State from, List<VideoJobs.Part> parts) {
        if (from == State.SENDING) {
            submissionFails(429, null, 1);
            jobs.generate(both(SETTINGS), parts, listener);
            return;
        }
        CompletableFuture<VideoJob> underWay = new CompletableFuture<>();
        submissions.add(() -> underWay);
        jobs.generate(both(SPACED), List.of(new VideoJobs.Part(request(), null, false)), nobody());
        jobs.generate(both(SPACED), parts, listener);
        for (int i = 0; i < 2; i++) {
            reads(JobStatus.COMPLETED);
        }
        underWay.completeExceptionally(Failures.answered(429, "30"));
    }

    private static List<VideoJobs.Part> recorded() {
        return List.of(new VideoJobs.Part(request(), null, false, new SubmissionRecord("k", "f", false, null)));
    }

    /** More than is left of a budget once it was reserved. */
    private static Spending spending() {
        Budget budget = new Budget("all", BigDecimal.ONE, "USD", BudgetWindow.EVER, ZoneOffset.UTC, List.of());
        return new Spending(
                new Cost(BigDecimal.ONE, "USD", true), null, null,
                List.of(new BudgetReservation(budget, "", BigDecimal.ONE)));
    }

    private void known(Duration lease, VideoJob job) {
        memory.reserve(new Intent(KEY, "f", "m", null, false, true, "another", lease));
        if (job != null) {
            memory.accepted(KEY, job);
            if (job.isFinal()) {
                memory.finished(KEY, job);
            }
        }
    }

    private void submissionFails(int status, String retryAfter, int times) {
        for (int i = 0; i < times; i++) {
            submissions.add(() -> CompletableFuture.failedFuture(Failures.answered(status, retryAfter)));
        }
    }

    private void readingFails(int status) {
        readings.add(() -> CompletableFuture.failedFuture(Failures.answered(status, null)));
    }

    private void reads(JobStatus status) {
        readings.add(() -> CompletableFuture.completedFuture(new JobReading(job(status), null)));
    }

    private void submitted(JobStatus status) {
        submissions.add(() -> CompletableFuture.completedFuture(job(status)));
    }

    private void flaw(State where, String method) {
        flawed = where;
        flaw = method;
    }

    private static Stream<Arguments> declared() {
        return Arrays.stream(Transition.values()).flatMap(
                transition -> transition.from().stream().sorted().map(from -> Arguments.of(from, transition)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("declared")
    void isMadeAndTheJobEndsOnce(State from, Transition transition) {
        switch (transition) {
            case RESERVE, RESERVED -> generateRecorded(SETTINGS);
            case SUBMIT, PERMITTED, NAMED, WAIT, TIMED_OUT -> generate();
            case AWAIT -> jobs.await(gateway, "j1", SETTINGS, listener);
            case RESUMED -> {
                known(SECOND, job(JobStatus.RUNNING));
                generateRecorded(SETTINGS);
            }
            case KNOWN -> {
                known(SECOND, job(JobStatus.RUNNING));
                jobs.submit(gateway, recorded(), SETTINGS, listener);
            }
            case NOT_RESERVED -> {
                flaw(State.RESERVING, "reserve");
                generateRecorded(SETTINGS);
            }
            case NOT_RESERVED_IN_TIME -> {
                known(Duration.ofDays(1), null);
                generateRecorded(SETTINGS);
            }
            case FOLLOWS -> {
                JobKey elsewhere = new JobKey("other", "https://other", "k");
                memory.reserve(new Intent(elsewhere, "f", "m", null, false, true, "another", SECOND));
                memory.accepted(elsewhere, job(JobStatus.RUNNING));
                jobs.generate(both(SETTINGS), recorded(), listener);
            }
            case TOO_DEAR -> {
                memory.reserve(new Intent(
                        new JobKey("test", "https://gateway", "before"), "f", "m", null, false, true, "another", SECOND,
                        spending()));
                SubmissionRecord dear = new SubmissionRecord(
                        "k", "f", false, null, null, Map.of("test", spending(), "other", Spending.UNKNOWN));
                jobs.generate(both(SETTINGS), List.of(new VideoJobs.Part(request(), null, false, dear)), listener);
            }
            case GOES_ON, PASSED_OVER -> goesOn(from, recorded());
            case GOES_ON_UNRECORDED, PASSED_OVER_UNRECORDED ->
                goesOn(from, List.of(new VideoJobs.Part(request(), null, false)));
            case RESERVATION_LOST -> {
                lost = 1;
                generateRecorded(SPACED);
            }
            case RESERVATION_UNCERTAIN -> {
                flaw(State.SUBMITTING, "acquire");
                generateRecorded(SPACED);
            }
            case NOT_SUBMITTED_IN_TIME -> {
                submissionFails(429, "60", 99);
                generateRecorded(new JobSettings(SECOND, Duration.ofSeconds(90), Duration.ofSeconds(30), 99));
            }
            case RETRY -> {
                submissionFails(429, null, 1);
                generate();
            }
            case NOT_ACCEPTED -> {
                submissionFails(400, null, 1);
                generateRecorded(SETTINGS);
            }
            case FINISHED_AT_ONCE, RECORDED -> {
                submitted(JobStatus.COMPLETED);
                generateRecorded(SETTINGS);
            }
            case SUBMITTED -> jobs.submit(gateway, recorded(), SETTINGS, listener);
            case FINISHED -> {
                reads(JobStatus.FAILED);
                generate();
            }
            case KNOWN_END -> {
                known(SECOND, job(JobStatus.COMPLETED));
                readingFails(404);
                generateRecorded(SETTINGS);
            }
            case REFUSED -> {
                readingFails(401);
                generate();
            }
            case STOPPED -> stop(from);
            case FAULT -> fault(from);
        }
        time.advance(Duration.ofMinutes(20));

        assertThat(made).contains(new Step(from, transition));
        assertThat(outcomes).hasSize(1);
        assertThat(jobs.size()).isZero();
        assertThat(jobs.queued("https://gateway")).isZero();
        assertThat(time.pending()).isZero();
    }

    private static JobListener nobody() {
        return (JobListener) Proxy.newProxyInstance(
                JobLifeTest.class.getClassLoader(), new Class<?>[] { JobListener.class },
                (proxy, method, arguments) -> method.getName().equals("whole") ? proxy : null);
    }

    private void stop(State from) {
        if (from == State.QUEUED) {
            jobs = jobs(1);
            reads(JobStatus.COMPLETED);
            jobs.generate(gateway, List.of(new VideoJobs.Part(request(), null, false)), SETTINGS, nobody());
            generate();
            jobs.stop(one -> one == listener, "stop");
            return;
        }
        if (from == State.SENDING) {
            submissions.add(CompletableFuture::new);
        } else if (from == State.RECORDING) {
            reads(JobStatus.COMPLETED);
        }
        stopped = from;
        generateRecorded(SETTINGS);
    }

    private void fault(State from) {
        switch (from) {
            case QUEUED -> {
                // the second time that the clock is read, when the plan of an adaptive wait is made
                flaw(State.QUEUED, "nanoTime");
                timesUntilFlaw = 2;
                jobs.await(gateway, "j1", new JobSettings(
                        Duration.ofSeconds(5), Duration.ofMinutes(10), Duration.ofSeconds(30), 3, null, Duration.ZERO,
                        new AdaptivePolling(Duration.ZERO, Duration.ofSeconds(30))), listener);
                return;
            }
            case RESERVING -> {
                known(SECOND, job(JobStatus.RUNNING));
                flaw(from, "usable");
            }
            case SUBMITTING -> flaw(from, "authority");
            case SENDING -> submissions.add(() -> CompletableFuture.completedFuture(null));
            case ACCEPTED -> flaw(from, "listener.accepted");
            case WAITING -> flaw(from, "changed");
            default -> {
                submitted(JobStatus.COMPLETED);
                flaw(from, "authority");
            }
        }
        generateRecorded(SETTINGS);
    }

    @Test
    void aStopWhileAFailureIsAnsweredIsNotLost() {
        // when the pause before the retry is computed
        CompletableFuture<VideoJob> answer = new CompletableFuture<>();
        submissions.add(() -> answer);
        generate();
        interrupted = "authority";
        answer.completeExceptionally(Failures.answered(429, "7"));
        assertThat(interrupted).isNull();
        assertThat(outcomes).hasSize(1);
        time.advance(Duration.ofMinutes(20));
        assertThat(outcomes).hasSize(1);
        assertThat(made).contains(new Step(State.SUBMITTING, Transition.STOPPED));
    }

    @ParameterizedTest
    @ValueSource(booleans = { true, false })
    void aStopAtTheMomentOfTheAnswerIsNotLost(boolean accepted) {
        for (int i = 0; i < 2000; i++) {
            CompletableFuture<VideoJob> answer = new CompletableFuture<>();
            submissions.add(() -> answer);
            outcomes.clear();
            made.clear();
            generateRecorded(SETTINGS);
            CompletableFuture<Void> answering = CompletableFuture.runAsync(() -> {
                if (accepted) {
                    answer.complete(job(JobStatus.QUEUED));
                } else {
                    answer.completeExceptionally(Failures.answered(429, null));
                }
            });
            jobs.stop(any -> true, "stop");
            answering.join();
            assertThat(outcomes).as("%s", made).hasSize(1);
            assertThat(jobs.size()).isZero();
            time.advance(Duration.ofMinutes(1));
            assertThat(outcomes).as("%s", made).hasSize(1);
            memory.remove(KEY);
        }
        assertThat(time.pending()).isZero();
    }

    /** There may be a hundred thousand; what each takes is what the component takes. */
    @Tag("slow")
    @Test
    void aWaitingJobIsSmall() throws Exception {
        int count = 20_000;
        JobListener nobody = nobody();
        for (int i = 0; i < count; i++) {
            jobs.generate(gateway, recorded(), SETTINGS, nobody);
            memory.remove(KEY);
        }
        time.advance(Duration.ofSeconds(8));
        assertThat(jobs.size()).isEqualTo(count);
        String histogram = (String) ManagementFactory.getPlatformMBeanServer().invoke(
                new ObjectName("com.sun.management:type=DiagnosticCommand"), "gcClassHistogram",
                new Object[] { new String[0] }, new String[] { String[].class.getName() });
        long bytes = histogram.lines()
                .filter(line -> line.matches(
                        ".* io\\.github\\.grokvideo\\.(internal\\.(job\\.phase|time|job\\.limit)\\..*|model\\.VideoJob)"))
                .mapToLong(line -> Long.parseLong(line.trim().split(" +")[2])).sum();
        // job, phase, known job, timer entry, and what was last reported, of which most is shared; with a VideoJob of its own it was 264
        assertThat(bytes / count).isLessThanOrEqualTo(190);
    }

    /** It may hold megabytes of media. */
    @Test
    void theRequestIsGarbageOnceItIsAccepted() {
        List<VideoJobs.Part> parts = recorded();
        WeakReference<VideoRequest> request = new WeakReference<>(parts.get(0).request());
        jobs.generate(gateway, parts, SETTINGS, listener);
        parts = null;
        assertThat(state).isEqualTo(State.WAITING);
        Awaitility.await().untilAsserted(() -> {
            System.gc();
            assertThat(request.get()).isNull();
        });
        assertThat(jobs.size()).isEqualTo(1);
    }
}
