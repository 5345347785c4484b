package io.github.grokvideo.internal.gateway;

import io.github.grokvideo.internal.gateway.response.ErrorClassifier;
import io.github.grokvideo.internal.gateway.response.ErrorCodes;
import io.github.grokvideo.internal.text.UntrustedText;
import io.github.grokvideo.model.GrokVideoException;
import io.github.grokvideo.model.JobError;
import io.github.grokvideo.model.JobFailedException;
import io.github.grokvideo.model.JobStatus;
import io.github.grokvideo.model.ModerationException;
import io.github.grokvideo.model.VideoJob;

/** What a job that ended without a video means to a route. */
public final class GatewayErrors {

    /** The code where a response of another HTTP status than 404 and 410 says that there is no such job. */
    public static final String JOB_NOT_FOUND = ErrorCodes.JOB_NOT_FOUND;

    private static final int MAX_MESSAGE = 500;

    private GatewayErrors() {
    }

    /** The exception for a job that failed, was cancelled or has expired. */
    public static GrokVideoException ended(VideoJob job) {
        JobError error = job.error();
        String code = error == null ? null : error.code();
        String said = error == null ? null : error.message();
        String detail = said == null ? "" : ": " + UntrustedText.sanitize(said, MAX_MESSAGE);
        JobError.Kind kind = ErrorClassifier.of(error, true);
        if (kind == JobError.Kind.MODERATION) {
            return new ModerationException(
                    GrokVideoException.because("The content policy blocked the video" + detail).code(code).jobId(job.id())
                            .cost(job.cost()));
        }
        String what = switch (job.status()) {
            case CANCELLED -> "The job was cancelled";
            case EXPIRED -> "The job expired";
            default -> "The job failed";
        };
        return new JobFailedException(
                GrokVideoException.because(what + detail).code(code).jobId(job.id())
                        .retryable(job.status() == JobStatus.FAILED && kind == JobError.Kind.OTHER && !isCompleted(code))
                        .cost(job.cost()));
    }

    // the gateway has completed the job, and charged for it
    private static boolean isCompleted(String code) {
        return ErrorCodes.NO_OUTPUT.equals(code);
    }
}
