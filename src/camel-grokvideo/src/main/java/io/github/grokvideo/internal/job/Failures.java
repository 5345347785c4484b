package io.github.grokvideo.internal.job;

import java.util.concurrent.CompletionException;

import io.github.grokvideo.internal.gateway.CallFailure;
import io.github.grokvideo.model.GatewayException;
import io.github.grokvideo.model.GrokVideoException;

/** What a failed future failed with, as a user is told. */
public final class Failures {

    private Failures() {
    }

    /** The cause that a future's {@link CompletionException} wraps, or the throwable itself. */
    public static Throwable unwrap(Throwable thrown) {
        return thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
    }

    /** The failure of a request to a gateway as an exception of the component; {@code null} if it did not fail. */
    public static GrokVideoException orNull(Throwable thrown, String jobId) {
        if (thrown instanceof CallFailure failure) {
            return failure.exception();
        }
        return thrown == null ? null : asException(thrown, jobId);
    }

    /**
     * The failure as an exception of the component; what nobody expected becomes a {@link GatewayException}.
     *
     * @param jobId the job that was waited for, which may be waited for again; {@code null} if there is none
     */
    public static GrokVideoException asException(Throwable thrown, String jobId) {
        Throwable cause = unwrap(thrown);
        return cause instanceof GrokVideoException known
                ? known
                : new GatewayException(
                        GrokVideoException.because("Unexpected: " + cause).jobId(jobId).retryable(jobId != null).cause(cause));
    }
}
