package io.github.grokvideo.internal.gateway.response;

import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

import io.github.grokvideo.model.JobError;

/**
 * What an error response to a status request says about the job: not found, or not ready. A new job that is not found
 * is not ready, since not every machine of the gateway knows it yet.
 */
public final class JobLookupError {

    private static final Set<Integer> UNKNOWN_STATUSES = Set.of(404, 410);
    private static final Set<Integer> WORDED_STATUSES = Set.of(400, 409, 422);
    private static final Pattern UNKNOWN_CODE
            = Pattern.compile("404|5|(.*_)?(NOT_FOUND|NO_SUCH_(JOB|VIDEO|REQUEST|TASK)|UNKNOWN_(JOB|VIDEO|REQUEST|TASK|ID)"
                              + "|INVALID_((JOB|VIDEO|REQUEST|TASK|GENERATION)_)?ID|DOES_NOT_EXIST)");
    private static final Pattern MODEL_CODE = Pattern.compile("(.*_)?MODEL(_.*)?");
    private static final Pattern UNKNOWN_MESSAGE = Pattern.compile(
            "\\b(job|video|request|request id|task|generation|operation|resource|id|it)\\b.{0,100}\\b(not found|not be found|does not exist|doesn t exist|is unknown|not known|not exist)\\b"
                                                                   + "|\\b(no such|unknown|could not find|cannot find|can t find|couldn t find|did not find) (the |a |any )?(job|video|request|task|generation|operation|id)\\b"
                                                                   + "|\\b(invalid|unknown|unrecognized) (job|video|request|task|generation) ?(id|identifier)\\b|^invalid id\\b|^not found$");
    private static final Pattern NOT_READY_CODE = Pattern
            .compile(
                    "(.*_)?(NOT_READY|NOT_YET_READY|NOT_AVAILABLE_YET|NOT_COMPLETED|NOT_FINISHED|STILL_PROCESSING|STILL_RUNNING|IN_PROGRESS|TOO_EARLY)");
    private static final Pattern NOT_READY_MESSAGE = Pattern.compile(
            "\\bnot (yet )?(been )?(ready|finished|completed?|started|available yet|done)\\b|\\bnot yet\\b|\\bstill (being |in )?(processing|processed|running|generating|rendering|progress|queued|pending)\\b|\\bin progress\\b|\\btoo early\\b");

    /** What a response says about a job. */
    public enum Meaning {
        /** There is no such job. */
        UNKNOWN_JOB,
        /** The job is not ready to be read. */
        NOT_READY,
        /** Something else. */
        OTHER
    }

    /** A response with a status of success that says that there is no such job. */
    public static final class UnknownJobException extends IOException {

        private static final long serialVersionUID = 1L;

        UnknownJobException(String message) {
            super(message);
        }
    }

    private JobLookupError() {
    }

    /** What an error response to a status request says about the job. */
    public static Meaning of(int status, JobError error) {
        if (UNKNOWN_STATUSES.contains(status)) {
            return Meaning.UNKNOWN_JOB;
        }
        if (!WORDED_STATUSES.contains(status)) {
            return Meaning.OTHER;
        }
        if (isNotReady(error)) {
            return Meaning.NOT_READY;
        }
        // an unexplained conflict is one with a job that does not exist yet
        return isUnknown(error) || status == 409 ? Meaning.UNKNOWN_JOB : Meaning.OTHER;
    }

    private static boolean isNotReady(JobError error) {
        return NOT_READY_CODE.matcher(ErrorClassifier.normal(error.code())).matches()
                || NOT_READY_MESSAGE.matcher(plain(error.message())).find();
    }

    /** Whether an error says that there is no such job. */
    public static boolean isUnknown(JobError error) {
        String code = ErrorClassifier.normal(error.code());
        return UNKNOWN_CODE.matcher(code).matches() && !MODEL_CODE.matcher(code).matches()
                || UNKNOWN_MESSAGE.matcher(plain(error.message())).find();
    }

    private static String plain(String message) {
        if (message == null) {
            return "";
        }
        String text = message.length() <= 1000 ? message : message.substring(0, 1000);
        return text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", " ").trim();
    }
}
