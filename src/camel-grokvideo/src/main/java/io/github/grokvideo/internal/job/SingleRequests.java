package io.github.grokvideo.internal.job;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;

import io.github.grokvideo.internal.gateway.CallFailure;
import io.github.grokvideo.internal.gateway.VideoGateway;
import io.github.grokvideo.internal.job.polling.RequestPauses;
import io.github.grokvideo.internal.observation.JobObserver;
import io.github.grokvideo.internal.observation.RequestHeaders;
import io.github.grokvideo.internal.observation.RequestObservation;
import io.github.grokvideo.model.GrokVideoException;
import io.github.grokvideo.model.WaitStoppedException;

/**
 * Requests that create nothing, such as reading a status: each is retried on transient failures, and while its job may
 * be too young for the gateway to know it, within jobTimeout.
 */
final class SingleRequests {

    private final JobTimer timer;
    private final RequestPauses pauses;
    private final AcceptedJobs acceptedJobs;
    private final JobObserver observer;
    private final Set<CompletableFuture<?>> underWay = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    SingleRequests(JobTimer timer, RequestPauses pauses, AcceptedJobs acceptedJobs, JobObserver observer) {
        this.timer = timer;
        this.pauses = pauses;
        this.acceptedJobs = acceptedJobs;
        this.observer = observer;
    }

    /**
     * Sends a request until it is answered. Fails with a {@link GrokVideoException}.
     *
     * @param jobId       the job it is about, or {@code null}
     * @param observation is told of it
     * @param request     sends it once, with a timeout
     */
    <T> CompletableFuture<T> send(
            VideoGateway gateway, JobSettings settings, String jobId, RequestObservation observation,
            Function<Duration, CompletableFuture<T>> request) {
        CompletableFuture<T> result = new CompletableFuture<>();
        underWay.add(result);
        result.whenComplete((value, thrown) -> underWay.remove(result));
        if (closed) {
            result.completeExceptionally(stopped());
        } else {
            new Request<>(gateway, settings, jobId, observation, request, result).send(0);
        }
        return result;
    }

    /** Ends those under way. */
    void stop() {
        underWay.forEach(call -> call.completeExceptionally(stopped()));
    }

    /** Ends those under way; further ones fail. */
    void close() {
        closed = true;
        stop();
    }

    private static GrokVideoException stopped() {
        return new WaitStoppedException(GrokVideoException.because("The Camel context stops").retryable(true));
    }

    /** One request with its retries. */
    private final class Request<T> {

        private final VideoGateway gateway;
        private final JobSettings settings;
        private final String jobId;
        private final RequestObservation observation;
        private final Function<Duration, CompletableFuture<T>> request;
        private final CompletableFuture<T> result;
        private final long startedAt = timer.now();

        Request(VideoGateway gateway, JobSettings settings, String jobId, RequestObservation observation,
                Function<Duration, CompletableFuture<T>> request, CompletableFuture<T> result) {
            this.gateway = gateway;
            this.settings = settings;
            this.jobId = jobId;
            this.observation = observation;
            this.request = request;
            this.result = result;
        }

        void send(int failures) {
            if (result.isDone()) {
                return;
            }
            Duration left = left();
            Duration timeout = left.compareTo(settings.requestTimeout()) < 0 ? left : settings.requestTimeout();
            Map<String, String> headers = observation.sent(gateway.provider());
            CompletableFuture<T> call;
            try {
                call = RequestHeaders.with(headers, () -> request.apply(timeout));
            } catch (RuntimeException | Error e) {
                call = CompletableFuture.failedFuture(e);
            }
            call.whenComplete((value, thrown) -> {
                try {
                    if (observation != RequestObservation.NONE) {
                        observation.answered(Failures.orNull(Failures.unwrap(thrown), jobId));
                    }
                    answered(failures, value, Failures.unwrap(thrown));
                } catch (RuntimeException | Error e) {
                    result.completeExceptionally(Failures.asException(e, null));
                }
            });
        }

        private void answered(int failures, T value, Throwable thrown) {
            if (thrown == null) {
                result.complete(value);
            } else if (!(thrown instanceof CallFailure failure)) {
                result.completeExceptionally(Failures.asException(thrown, null));
            } else if (failure.isUnknownJob() && jobId != null) {
                acceptedJobs.age(gateway, jobId).thenAccept(age -> unknownJob(failure, age, failures + 1));
            } else if (failure.isTransient() && failures < settings.retries()) {
                retry(failure, failures + 1);
            } else {
                result.completeExceptionally(failure.exception());
            }
        }

        // a wrong id must not take a minute to be reported
        private void unknownJob(CallFailure failure, Duration age, int failures) {
            boolean mayAppear
                    = age == null ? !failure.isGone() && failures <= settings.retries() : age.compareTo(AcceptedJobs.GRACE) < 0;
            if (mayAppear) {
                retry(failure, failures);
            } else {
                result.completeExceptionally(failure.exception());
            }
        }

        private Duration left() {
            return settings.jobTimeout().minusNanos(timer.now() - startedAt);
        }

        private void retry(CallFailure failure, int failures) {
            try {
                Duration pause = pauses.afterRequest(gateway, failure, settings, failures);
                if (pause.compareTo(left()) < 0) {
                    observer.retried("status");
                    timer.after(pause, () -> send(failures));
                } else {
                    result.completeExceptionally(failure.exception());
                }
            } catch (RejectedExecutionException e) {
                result.completeExceptionally(failure.exception());
            }
        }
    }
}
