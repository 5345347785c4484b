package io.github.grokvideo.internal.job.phase;

import java.time.Duration;

import io.github.grokvideo.internal.job.Failures;
import io.github.grokvideo.model.GrokVideoException;
import io.github.grokvideo.model.InvalidRequestException;
import io.github.grokvideo.model.JobStoreException;
import io.github.grokvideo.model.JobTimeoutException;
import io.github.grokvideo.model.SubmissionUnknownException;
import io.github.grokvideo.model.WaitStoppedException;
import io.github.grokvideo.store.StoredJob;

/** The exceptions that a job ends with, besides those of the gateway. */
final class JobErrors {

    private static final String CONTINUES
            = ". The job continues at the gateway; grokvideo:await with its ID waits for it again";

    private JobErrors() {
    }

    static GrokVideoException keyReused(StoredJob known) {
        return new InvalidRequestException(
                GrokVideoException.because(
                        "The idempotency key '" + known.key().key() + "' was used before, on " + known.createdAt()
                                           + ", with other parameters; expected the same request, or another key")
                        .code("IDEMPOTENCY_KEY_REUSED").jobId(known.job() == null ? null : known.job().id()));
    }

    /** @param why what the store says, or {@code null} */
    static GrokVideoException sentBefore(String key, String why) {
        return new SubmissionUnknownException(
                GrokVideoException.because(
                        "The request was sent before with the idempotency key '" + key
                                           + "', and it is not known whether the gateway has accepted it; it is not sent again, since"
                                           + " that may create and bill a second job. " + (why == null ? "" : why + " ")
                                           + "Check the gateway, then settle it with grokvideo:settle"));
    }

    static GrokVideoException notPersisted(String key, Duration jobTimeout) {
        return new JobStoreException(
                GrokVideoException.because(
                        "The state of the submission with the idempotency key '" + key
                                           + "' could not be persisted within jobTimeout=" + jobTimeout.toMillis()
                                           + " ms. It is not resubmitted until it is")
                        .retryable(true));
    }

    static GrokVideoException submittedByAnother(String key, Duration jobTimeout) {
        return new JobTimeoutException(
                GrokVideoException.because(
                        "Another submission with the idempotency key '" + key + "' was still in progress after jobTimeout="
                                           + jobTimeout.toMillis() + " ms")
                        .retryable(true));
    }

    static GrokVideoException notRecorded(Throwable thrown, boolean outcomeUnknown) {
        GrokVideoException failure = Failures.asException(thrown, null);
        String rest = outcomeUnknown ? ". It is not submitted again until the store works" : ". Nothing was submitted";
        return new JobStoreException(GrokVideoException.because(failure.getMessage() + rest).retryable(true).cause(failure));
    }

    /** @param key with which the same request is safe to send again, or {@code null} if none makes it so */
    static GrokVideoException outcomeUnknown(GrokVideoException cause, String key) {
        return new SubmissionUnknownException(
                GrokVideoException.because(
                        "It is not known whether the gateway has accepted the request" + lastFailure(cause) + "."
                                           + (key != null
                                                   ? " The same request with the idempotency key '" + key
                                                     + "' names the same job and is safe to send again"
                                                   : " Sending it again may create and bill a second job: check the gateway first"))
                        .retryable(key != null).cause(cause));
    }

    static GrokVideoException notSubmittedInTime(Duration jobTimeout, GrokVideoException cause) {
        return new JobTimeoutException(
                GrokVideoException.because(
                        "The request could not be submitted within jobTimeout=" + jobTimeout.toMillis()
                                           + " ms; no job was created" + lastFailure(cause))
                        .retryable(true).cause(cause));
    }

    static GrokVideoException timedOut(String jobId, Duration jobTimeout, GrokVideoException cause) {
        return new JobTimeoutException(
                GrokVideoException.because(
                        "The job was not finished within jobTimeout=" + jobTimeout.toMillis() + " ms" + CONTINUES
                                           + lastFailure(cause))
                        .jobId(jobId).retryable(true).cause(cause));
    }

    static GrokVideoException waitStopped(String reason, String jobId) {
        return new WaitStoppedException(
                GrokVideoException.because(reason + CONTINUES).jobId(jobId).retryable(true));
    }

    private static String lastFailure(GrokVideoException cause) {
        return cause == null ? "" : ". Last failure: " + cause.getMessage();
    }
}
