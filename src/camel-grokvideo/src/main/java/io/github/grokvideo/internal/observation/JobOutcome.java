package io.github.grokvideo.internal.observation;

import io.github.grokvideo.model.AuthenticationException;
import io.github.grokvideo.model.CostLimitException;
import io.github.grokvideo.model.GrokVideoException;
import io.github.grokvideo.model.InvalidRequestException;
import io.github.grokvideo.model.JobFailedException;
import io.github.grokvideo.model.JobStoreException;
import io.github.grokvideo.model.JobTimeoutException;
import io.github.grokvideo.model.ModerationException;
import io.github.grokvideo.model.QuotaException;
import io.github.grokvideo.model.SubmissionUnknownException;
import io.github.grokvideo.model.WaitStoppedException;

/** How a job ended here. */
public enum JobOutcome {

    COMPLETED("there is a video"),
    SUBMITTED("the gateway has accepted it, and nothing more was asked for"),
    KNOWN("the job store knew the job of an earlier submission, with what was asked for"),
    FAILED("finished without a video"),
    MODERATED("rejected by the provider's content policy"),
    REFUSED("not accepted for what it asks, or from this account"),
    OVER_BUDGET("not submitted, since a budget has not enough left"),
    TIMED_OUT("not finished, or not submitted, within jobTimeout"),
    STOPPED("a route or the context stopped; a job that was accepted continues at the gateway"),
    UNKNOWN("it is not known whether the gateway has accepted it"),
    STORE_FAILED("the job store failed"),
    ERROR("any other failure, such as a gateway that cannot be reached");

    private final String meaning;

    JobOutcome(String meaning) {
        this.meaning = meaning;
    }

    /** Returns what it means, for documentation. */
    public String meaning() {
        return meaning;
    }

    /** The outcome of a job that failed. */
    public static JobOutcome of(GrokVideoException failure) {
        if (failure instanceof ModerationException) {
            return MODERATED;
        } else if (failure instanceof JobFailedException) {
            return FAILED;
        } else if (failure instanceof CostLimitException) {
            return OVER_BUDGET;
        } else if (failure instanceof InvalidRequestException || failure instanceof AuthenticationException
                || failure instanceof QuotaException) {
            return REFUSED;
        } else if (failure instanceof JobTimeoutException) {
            return TIMED_OUT;
        } else if (failure instanceof WaitStoppedException) {
            return STOPPED;
        } else if (failure instanceof SubmissionUnknownException) {
            return UNKNOWN;
        }
        return failure instanceof JobStoreException ? STORE_FAILED : ERROR;
    }
}
