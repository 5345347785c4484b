package io.github.grokvideo.internal.job.phase;

import io.github.grokvideo.internal.gateway.CallFailure;
import io.github.grokvideo.internal.gateway.VideoGateway;
import io.github.grokvideo.internal.job.SubmissionRecord;
import io.github.grokvideo.internal.request.VideoRequest;
import io.github.grokvideo.model.GrokVideoException;

/**
 * A request on its way to the gateway, and what is known of its outcome. Garbage as soon as a job has been accepted,
 * since the request may hold megabytes of media. Immutable.
 *
 * @param request        what to submit
 * @param record         how it is recorded in the store, or {@code null} if it is not
 * @param goal           when the job ends
 * @param outcomeUnknown whether it may have been accepted without an answer that says so
 * @param holder         as which it holds the store's reservation, or {@code null}
 * @param failures       how often it has failed
 * @param lastFailure    or {@code null}
 */
public record Submission(
        VideoRequest request, SubmissionRecord record, Goal goal, boolean outcomeUnknown, String holder, int failures,
        GrokVideoException lastFailure) implements Work {

    /** A submission that is not reserved yet. */
    public Submission(VideoRequest request, SubmissionRecord record, Goal goal, boolean outcomeUnknown) {
        this(request, record, goal, outcomeUnknown, null, 0, null);
    }

    Submission heldBy(String newHolder) {
        return new Submission(request, record, goal, outcomeUnknown, newHolder, failures, lastFailure);
    }

    Submission withUnknownOutcome() {
        return new Submission(request, record, goal, true, holder, failures, lastFailure);
    }

    Submission after(CallFailure failure) {
        boolean unknown = outcomeUnknown || failure.effect() == CallFailure.Effect.UNKNOWN;
        return new Submission(request, record, goal, unknown, holder, failures + 1, failure.exception());
    }

    /** The key under which sending it again names the same job; {@code null} if there is none. */
    String repeatableKey(VideoGateway gateway) {
        return gateway.knowsIdempotencyKeys() ? request.idempotencyKey() : null;
    }
}
