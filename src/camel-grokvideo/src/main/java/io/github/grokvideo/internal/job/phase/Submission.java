package io.github.grokvideo.internal.job.phase;

import java.util.List;
import java.util.stream.Stream;

import io.github.grokvideo.internal.gateway.CallFailure;
import io.github.grokvideo.internal.gateway.VideoGateway;
import io.github.grokvideo.internal.job.SubmissionRecord;
import io.github.grokvideo.internal.job.Target;
import io.github.grokvideo.internal.request.VideoRequest;
import io.github.grokvideo.model.Cost;
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
 * @param failures       how often it has failed at the gateway that it is at
 * @param lastFailure    or {@code null}
 * @param targets        where else it may go
 * @param refusals       why it was not accepted elsewhere
 */
public record Submission(
        VideoRequest request, SubmissionRecord record, Goal goal, boolean outcomeUnknown, String holder, int failures,
        GrokVideoException lastFailure, Targets targets, List<GrokVideoException> refusals) implements Work {

    /** A submission that is not reserved yet. */
    public Submission(VideoRequest request, SubmissionRecord record, Goal goal, boolean outcomeUnknown, Targets targets) {
        this(request, record, goal, outcomeUnknown, null, 0, null, targets, List.of());
    }

    Submission heldBy(String newHolder) {
        return new Submission(request, record, goal, outcomeUnknown, newHolder, failures, lastFailure, targets, refusals);
    }

    /** The same with another idempotency key for the gateway. */
    Submission sentWith(String key) {
        return new Submission(
                request.withIdempotencyKey(key), record, goal, outcomeUnknown, holder, failures, lastFailure, targets,
                refusals);
    }

    Submission withUnknownOutcome() {
        return new Submission(request, record, goal, true, holder, failures, lastFailure, targets, refusals);
    }

    Submission after(CallFailure failure) {
        boolean unknown = outcomeUnknown || failure.effect() == CallFailure.Effect.UNKNOWN;
        return new Submission(
                request, record, goal, unknown, holder, failures + 1, failure.exception(), targets, refusals);
    }

    /** The same after a budget has not permitted it at the gateway that it is at, where nothing was sent. */
    Submission notPermitted(GrokVideoException refusal) {
        return new Submission(request, record, goal, outcomeUnknown, null, failures + 1, refusal, targets, refusals);
    }

    /** The same at another gateway, since the one that it is at has not accepted it. */
    Submission goingOn(Target next) {
        List<GrokVideoException> all = lastFailure == null || failures == 0
                ? refusals : Stream.concat(refusals.stream(), Stream.of(lastFailure)).toList();
        return new Submission(request, record, goal, false, null, 0, lastFailure, targets.without(next), all);
    }

    /** The same at another gateway, without having been sent to the one that it is at. */
    Submission passingOver(Target passedOver, Target chosen) {
        return new Submission(
                request, record, goal, outcomeUnknown, null, 0, lastFailure, targets.with(passedOver, chosen), refusals);
    }

    /** The key that it is recorded under, or else that the gateway is told; {@code null} if there is none. */
    String idempotencyKey() {
        return record == null ? request.idempotencyKey() : record.key();
    }

    /** The key under which sending it again names the same job; {@code null} if there is none. */
    String repeatableKey(VideoGateway gateway) {
        return gateway.knowsIdempotencyKeys() ? request.idempotencyKey() : null;
    }

    /** What the gateway that it is at has charged although it has refused it, or {@code null}. */
    Cost charged() {
        Cost cost = failures == 0 ? null : lastFailure.getCost();
        return cost == null || cost.estimated() || cost.amount().signum() <= 0 ? null : cost;
    }

    /**
     * How it ends if no gateway has accepted it: with the last failure, or with one before it that a retry may help.
     */
    GrokVideoException refused() {
        GrokVideoException end = lastFailure.isRetryable()
                ? lastFailure
                : refusals.stream().filter(GrokVideoException::isRetryable).findFirst().orElse(lastFailure);
        Stream.concat(refusals.stream(), Stream.of(lastFailure)).filter(other -> other != end).forEach(end::addSuppressed);
        return end;
    }
}
