package io.github.grokvideo.internal.job.polling;

import java.time.Duration;
import java.util.function.LongSupplier;

import io.github.grokvideo.internal.gateway.CallFailure;
import io.github.grokvideo.internal.gateway.VideoGateway;
import io.github.grokvideo.internal.job.JobSettings;

/** How long to wait after a failed request: back-off, or {@code Retry-After}, which holds for all jobs of a gateway. */
public final class RequestPauses {

    private static final Duration MAX_BASE = Duration.ofSeconds(1);
    /** After so many failures the pause stops growing, while a job may be too young for the gateway to know it. */
    private static final int MAX_FAILURES_OF_YOUNG = 3;

    private final Backoff backoff;
    private final RetryAfterRegistry retryAfter;

    public RequestPauses(Backoff backoff, LongSupplier nanoTime) {
        this.backoff = backoff;
        this.retryAfter = new RetryAfterRegistry(nanoTime);
    }

    /** The time until the gateway may be polled, with jitter if a {@code Retry-After} is in force; zero otherwise. */
    public Duration left(VideoGateway gateway, JobSettings settings) {
        Duration left = retryAfter.left(gateway.authority());
        return left.isZero() ? left : left.plus(backoff.spread(settings.pollInterval()));
    }

    /** The time until a gateway wants to be asked again, as its {@code Retry-After} says; zero otherwise. */
    public Duration left(String authority) {
        return retryAfter.left(authority);
    }

    /** The pause after a failed poll. */
    public Duration afterPoll(VideoGateway gateway, CallFailure failure, JobSettings settings, int failures) {
        return after(gateway, failure, settings.pollInterval(), failures);
    }

    /**
     * The pause after a failed submission or single request, which starts at a second or pollInterval if that is less.
     */
    public Duration afterRequest(VideoGateway gateway, CallFailure failure, JobSettings settings, int failures) {
        Duration interval = settings.pollInterval();
        return after(gateway, failure, interval.compareTo(MAX_BASE) < 0 ? interval : MAX_BASE, failures);
    }

    private Duration after(VideoGateway gateway, CallFailure failure, Duration base, int failures) {
        Duration asked = failure.retryAfter();
        if (asked == null) {
            return backoff.afterError(base, failure.isUnknownJob() ? Math.min(failures, MAX_FAILURES_OF_YOUNG) : failures);
        }
        Duration hinted = backoff.hinted(asked, base);
        // 0 is about this request: others are welcome
        if (!asked.isZero() && !asked.isNegative()) {
            retryAfter.pause(gateway.authority(), hinted);
        }
        return hinted;
    }
}
