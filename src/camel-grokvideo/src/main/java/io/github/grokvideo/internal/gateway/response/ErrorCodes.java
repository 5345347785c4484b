package io.github.grokvideo.internal.gateway.response;

/** The codes that the component itself assigns where a gateway's response has none. */
public final class ErrorCodes {

    /** A completed job without a usable video. */
    public static final String NO_OUTPUT = "NO_OUTPUT";
    /** A job whose video was withheld by moderation. */
    public static final String MODERATED = "CONTENT_POLICY_VIOLATION";
    /** A response, of another HTTP status than 404 and 410, which says that there is no such job. */
    public static final String JOB_NOT_FOUND = "JOB_NOT_FOUND";

    private ErrorCodes() {
    }
}
