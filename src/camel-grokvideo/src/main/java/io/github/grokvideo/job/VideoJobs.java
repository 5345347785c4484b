package io.github.grokvideo.job;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

import io.github.grokvideo.gateway.CallFailure;
import io.github.grokvideo.gateway.VideoGateway;
import io.github.grokvideo.model.CostEstimate;
import io.github.grokvideo.model.GatewayException;
import io.github.grokvideo.model.GrokVideoException;
import io.github.grokvideo.model.UntrustedText;
import io.github.grokvideo.model.VideoJob;
import io.github.grokvideo.model.VideoRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All jobs under way in a component. Submits them, asks about them until they are final, and tells their listeners.
 * Nothing here blocks; time passes on one shared timer.
 */
public final class VideoJobs {

    private static final Logger LOG = LoggerFactory.getLogger(VideoJobs.class);
    private static final int MOST_UNKNOWN_WORDS = 100;

    private final ScheduledExecutorService timer;
    private final LongSupplier nanoTime;
    private final PollSchedule schedule;
    private final HostPauses pauses;
    private final Set<JobRun> runs = ConcurrentHashMap.newKeySet();
    private final Set<String> unknownWords = ConcurrentHashMap.newKeySet();

    /**
     * @param timer    runs what is due; not stopped here
     * @param nanoTime the clock, as {@link System#nanoTime}
     * @param random   spreads requests in time
     */
    public VideoJobs(ScheduledExecutorService timer, LongSupplier nanoTime, RandomGenerator random) {
        this.timer = timer;
        this.nanoTime = nanoTime;
        this.schedule = new PollSchedule(random);
        this.pauses = new HostPauses(nanoTime);
    }

    /** Submits a request and waits for its end. */
    public void generate(VideoGateway gateway, VideoRequest request, JobSettings settings, JobListener listener) {
        start(new JobRun(this, gateway, settings, listener), run -> run.submit(request, true));
    }

    /** Submits a request; done as soon as the gateway has accepted it. */
    public void submit(VideoGateway gateway, VideoRequest request, JobSettings settings, JobListener listener) {
        start(new JobRun(this, gateway, settings, listener), run -> run.submit(request, false));
    }

    /** Waits for the end of a job that exists. */
    public void await(VideoGateway gateway, String jobId, JobSettings settings, JobListener listener) {
        start(new JobRun(this, gateway, settings, listener), run -> run.await(jobId));
    }

    /** Asks once how a job stands. Fails with a {@link GrokVideoException}. */
    public CompletableFuture<VideoJob> read(VideoGateway gateway, String jobId, JobSettings settings) {
        return repeat(gateway, settings, timeout -> gateway.read(jobId, timeout)).thenApply(reading -> reading.job());
    }

    /** Asks to cancel a job. Fails with a {@link GrokVideoException}. */
    public CompletableFuture<Void> cancel(VideoGateway gateway, String jobId, JobSettings settings) {
        return repeat(gateway, settings, timeout -> gateway.cancel(jobId, timeout));
    }

    /** Asks what a request would cost. Fails with a {@link GrokVideoException}. */
    public CompletableFuture<CostEstimate> estimate(VideoGateway gateway, VideoRequest request, JobSettings settings) {
        return repeat(gateway, settings, timeout -> gateway.estimate(request, timeout));
    }

    /**
     * Ends waits; the jobs go on. A wait fails at once. A submission under way is given some seconds for its answer, so
     * that the id of what may be a paid job is known and reported.
     *
     * @param which  the listeners whose waits are to end
     * @param reason for the message
     */
    public void stop(Predicate<JobListener> which, String reason) {
        for (JobRun run : runs) {
            if (which.test(run.listener())) {
                run.stop(reason);
            }
        }
    }

    /** How many jobs are under way. */
    public int size() {
        return runs.size();
    }

    private void start(JobRun run, Consumer<JobRun> begin) {
        runs.add(run);
        try {
            begin.accept(run);
        } catch (RuntimeException e) {
            run.fail(asException(e));
        }
    }

    void ended(JobRun run) {
        runs.remove(run);
    }

    long now() {
        return nanoTime.getAsLong();
    }

    PollSchedule schedule() {
        return schedule;
    }

    HostPauses pauses() {
        return pauses;
    }

    /** Runs something later. */
    ScheduledFuture<?> after(Duration delay, Runnable action) {
        return timer.schedule(action, Math.max(0, delay.toNanos()), TimeUnit.NANOSECONDS);
    }

    /** Says once that a gateway uses a word for a status that nobody knows. */
    void unknownStatus(VideoJob job) {
        if (unknownWords.size() < MOST_UNKNOWN_WORDS && unknownWords.add(String.valueOf(job.statusText()))) {
            LOG.warn("The gateway says '{}' of job {}: an unknown status, taken for still running",
                    UntrustedText.printable(job.statusText(), 50), job.id());
        }
    }

    interface Attempt<T> {
        CompletableFuture<T> start(Duration timeout);
    }

    // a harmless request: repeated on any passing trouble
    private <T> CompletableFuture<T> repeat(VideoGateway gateway, JobSettings settings, Attempt<T> attempt) {
        CompletableFuture<T> result = new CompletableFuture<>();
        attempt(gateway, settings, attempt, 0, result);
        return result;
    }

    private <T> void attempt(
            VideoGateway gateway, JobSettings settings, Attempt<T> attempt, int failures, CompletableFuture<T> result) {
        begin(() -> attempt.start(settings.requestTimeout())).whenComplete((value, thrown) -> {
            if (thrown == null) {
                result.complete(value);
                return;
            }
            Throwable cause = unwrapped(thrown);
            if (!(cause instanceof CallFailure failure)) {
                result.completeExceptionally(asException(cause));
            } else if (!failure.isPassing() || failures >= settings.retries()) {
                result.completeExceptionally(failure.exception());
            } else {
                Duration pause = pauseAfter(gateway, failure, errorBase(settings), failures + 1);
                try {
                    after(pause, () -> attempt(gateway, settings, attempt, failures + 1, result));
                } catch (RejectedExecutionException e) {
                    result.completeExceptionally(failure.exception());
                }
            }
        });
    }

    static <T> CompletableFuture<T> begin(Supplier<CompletableFuture<T>> call) {
        try {
            return call.get();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** How long to leave the gateway alone after a failure; what it asked for is heeded by all its jobs. */
    Duration pauseAfter(VideoGateway gateway, CallFailure failure, Duration base, int streak) {
        if (failure.retryAfter() == null) {
            return schedule.afterError(base, streak);
        }
        Duration hinted = schedule.hinted(failure.retryAfter(), base);
        pauses.pause(gateway.authority(), hinted);
        return hinted;
    }

    /** Where back-off begins: a second, or less if jobs are asked about more often than that. */
    static Duration errorBase(JobSettings settings) {
        Duration second = Duration.ofSeconds(1);
        return settings.pollInterval().compareTo(second) < 0 ? settings.pollInterval() : second;
    }

    static Throwable unwrapped(Throwable thrown) {
        return thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
    }

    static GrokVideoException asException(Throwable cause) {
        return cause instanceof GrokVideoException known
                ? known
                : new GatewayException(GrokVideoException.because("Unexpected: " + cause).cause(cause));
    }
}
