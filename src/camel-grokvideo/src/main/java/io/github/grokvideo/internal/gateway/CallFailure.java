package io.github.grokvideo.internal.gateway;

import java.time.Duration;
import java.util.Objects;

import io.github.grokvideo.model.GatewayException;
import io.github.grokvideo.model.GrokVideoException;

/** One request that did not succeed: what is known of its effect, and how a user is told. */
public final class CallFailure extends Exception {

    private static final long serialVersionUID = 1L;

    /** What the request may have done at the other side. */
    public enum Effect {
        /** Provably none: no byte of the request was sent. */
        NOT_SENT,
        /** The gateway refused it; nothing was made. */
        REFUSED,
        /** Nobody knows: it was sent, and no answer came that says. */
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
     * What a submission failed with. Whatever is no failure of a known kind, an {@code Error} too, may have come after
     * the request was sent.
     */
    public static CallFailure ofSubmission(Throwable thrown) {
        return thrown instanceof CallFailure known ? known : unexpected(Effect.UNKNOWN, true, thrown);
    }

    /** A request that could not even be made. Nothing was sent, and trying again would change nothing. */
    static CallFailure notMade(Throwable cause) {
        return unexpected(Effect.NOT_SENT, false, cause);
    }

    /** The same, of the kind that does not go away by itself. */
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

    /** Whether it is the kind of trouble that goes away by itself: network, 408, 425, 429, 5xx. */
    public boolean isPassing() {
        return passing;
    }

    /**
     * Whether the gateway says that it does not know the job. Of a job that it accepted a moment ago that means
     * nothing: not all of its machines know everything at once.
     */
    public boolean isUnknownJob() {
        return unknownJob;
    }

    /** Whether the gateway says that there was such a job, and is no more. */
    public boolean isGone() {
        return Integer.valueOf(410).equals(status());
    }

    /** How long the gateway asked to wait, or {@code null}. As sent: the caller sets the bounds. */
    public Duration retryAfter() {
        return retryAfter;
    }

    /** The HTTP status, or {@code null} if there was no answer. */
    public Integer status() {
        return exception.getHttpStatus();
    }

    /** What a user is told. */
    public GrokVideoException exception() {
        return exception;
    }

    private boolean saysNothingWasBegun() {
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
            case REFUSED -> passing && (keyed || saysNothingWasBegun());
            case UNKNOWN -> keyed;
        };
    }
}
