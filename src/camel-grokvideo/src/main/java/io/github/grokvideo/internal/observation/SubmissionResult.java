package io.github.grokvideo.internal.observation;

/** What became of one submission that was sent. */
public enum SubmissionResult {

    ACCEPTED,
    /** The gateway did not accept it for what it asks, or from this account. */
    REFUSED,
    /** HTTP 429. */
    TOO_MANY,
    /** The gateway failed, and has created nothing. */
    FAILED,
    /** It could not be sent. */
    NOT_SENT,
    /** It was sent, and no response says whether it was accepted. */
    UNKNOWN
}
