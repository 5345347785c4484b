package io.github.grokvideo.internal.job.phase;

import io.github.grokvideo.internal.gateway.CallFailure;
import io.github.grokvideo.internal.gateway.JobReading;
import io.github.grokvideo.internal.observation.PollResult;
import io.github.grokvideo.internal.observation.SubmissionResult;
import io.github.grokvideo.model.InvalidRequestException;

/** What became of single requests, for those who watch. */
final class RequestResults {

    private static final Integer TOO_MANY = 429;

    private RequestResults() {
    }

    static SubmissionResult ofSubmission(CallFailure failure) {
        if (failure.effect() == CallFailure.Effect.UNKNOWN) {
            return SubmissionResult.UNKNOWN;
        } else if (TOO_MANY.equals(failure.status())) {
            return SubmissionResult.TOO_MANY;
        } else if (failure.status() != null) {
            return failure.status() >= 500 ? SubmissionResult.FAILED : SubmissionResult.REFUSED;
        }
        return failure.exception() instanceof InvalidRequestException ? SubmissionResult.REFUSED : SubmissionResult.NOT_SENT;
    }

    /** @param thrown {@code null} if the status could be read */
    static PollResult ofPoll(JobReading reading, Throwable thrown) {
        if (thrown == null) {
            return reading.job().isFinal() ? PollResult.FINISHED : PollResult.PENDING;
        }
        return thrown instanceof CallFailure failure ? ofFailedPoll(failure) : PollResult.FAILED;
    }

    private static PollResult ofFailedPoll(CallFailure failure) {
        if (TOO_MANY.equals(failure.status())) {
            return PollResult.TOO_MANY;
        } else if (failure.isUnknownJob()) {
            return PollResult.NOT_FOUND;
        } else if (failure.status() == null) {
            return PollResult.UNREACHABLE;
        }
        return failure.isTransient() ? PollResult.FAILED : PollResult.REFUSED;
    }
}
