package io.github.grokvideo.internal.gateway;

import java.time.Duration;
import java.util.Objects;

import io.github.grokvideo.model.AuthenticationException;
import io.github.grokvideo.model.GatewayException;
import io.github.grokvideo.model.GrokVideoException;
import io.github.grokvideo.model.InvalidRequestException;
import io.github.grokvideo.model.ModerationException;
import io.github.grokvideo.model.QuotaException;

/** A failed request: its effect as far as it is known, whether it may be repeated, and the exception for the route. */
public final class CallFailure extends Exception {

    private static final long serialVersionUID = 1L;

    /** What effect the request may have had. */
    public enum Effect {
        /** Provably none: no byte of the request was sent. */
        NOT_SENT,
        /** The gateway rejected it; no job was created. */
        REFUSED,
        /** Unknown: it was sent, and no response says. */
        UNKNOWN
    }

    private final Effect effect;
    private final boolean passing;
    private final Duration retryAfter;
    private final boolean unknownJob;
    private final transient GrokVideoException exception;

    CallFailure(Effect effect, boolean passing, Duration retryAfter, GrokVideoException exception) {
        this(effect, passing, retryAfter, false, exception);
    }

    CallFailure(Effect effect, boolean passing, Duration retryAfter, boolean unknownJob, GrokVideoException exception) {
        super(exception.getMessage(), exception, false, false);
        this.effect = Objects.requireNonNull(effect, "effect");
        this.passing = passing;
        this.retryAfter = retryAfter;
        this.unknownJob = unknownJob;
        this.exception = exception;
    }

    /**
     * The failure of a submission. A failure of an unknown kind, also an {@code Error}, may have happened after the
     * request was sent.
     */
    public static CallFailure ofSubmission(Throwable thrown) {
        return thrown instanceof CallFailure known ? known : unexpected(Effect.UNKNOWN, true, thrown);
    }

    /** A request that could not be built. Nothing was sent, and a retry would not help. */
    static CallFailure notMade(Throwable cause) {
        return unexpected(Effect.NOT_SENT, false, cause);
    }

    /** The same as a failure that is not transient. */
    CallFailure asLasting() {
        return new CallFailure(effect, false, retryAfter, unknownJob, exception);
    }

    private static CallFailure unexpected(Effect effect, boolean passing, Throwable cause) {
        GrokVideoException exception = cause instanceof GrokVideoException known
                ? known
                : new GatewayException(GrokVideoException.because("Unexpected: " + cause).retryable(passing).cause(cause));
        return new CallFailure(effect, passing, null, exception);
    }

    /** What the request may have done. */
    public Effect effect() {
        return effect;
    }

    /** Whether the failure is transient: network, 408, 425, 429, 5xx. */
    public boolean isTransient() {
        return passing;
    }

    /**
     * Whether the gateway reports that there is no such job. For a job that it has just accepted that means nothing,
     * since not all of its machines know it at once.
     */
    public boolean isUnknownJob() {
        return unknownJob;
    }

    /** Whether the gateway reports that the job no longer exists. */
    public boolean isGone() {
        return Integer.valueOf(410).equals(status());
    }

    /** The {@code Retry-After} of the response, or {@code null}. As sent: the caller bounds it. */
    public Duration retryAfter() {
        return retryAfter;
    }

    /** The HTTP status, or {@code null} without a response. */
    public Integer status() {
        return exception.getHttpStatus();
    }

    /** The exception for the route. */
    public GrokVideoException exception() {
        return exception;
    }

    /**
     * Whether the submission that failed like this may go to another gateway: this one has certainly not accepted it,
     * and the request itself is not the cause.
     */
    public boolean mayGoElsewhere() {
        boolean ofTheRequest = exception instanceof ModerationException
                || exception instanceof InvalidRequestException && !MissingModel.mayBeElsewhere(exception);
        // a proxy of ours stands before every gateway
        boolean ofTheProxy = Integer.valueOf(407).equals(status());
        return effect != Effect.UNKNOWN && !ofTheRequest && !ofTheProxy && exception.getCost() == null;
    }

    /** Whether it is a reason to believe that the gateway is down: it cannot be reached, fails, or does not respond. */
    public boolean isOutage() {
        boolean failing = status() != null && status() >= 500;
        return effect == Effect.UNKNOWN || failing
                || effect == Effect.NOT_SENT && !(exception instanceof InvalidRequestException);
    }

    /** Whether the gateway accepts nothing from this account for now, whatever is asked for. */
    public boolean refusesAll() {
        return exception instanceof AuthenticationException || exception instanceof QuotaException
                || Integer.valueOf(429).equals(status());
    }

    private boolean saysNothingWasStarted() {
        return Integer.valueOf(429).equals(status()) || Integer.valueOf(425).equals(status());
    }

    /**
     * Whether the submission that failed like this may be sent again.
     *
     * @param keyed whether it carried an idempotency key that the provider knows
     */
    public boolean maySubmitAgain(boolean keyed) {
        return switch (effect) {
            case NOT_SENT -> passing;
            case REFUSED -> passing && (keyed || saysNothingWasStarted());
            case UNKNOWN -> keyed;
        };
    }
}
