package io.github.grokvideo.internal.observation;

/** What became of one status request of a job that is waited for. */
public enum PollResult {

    /** The job continues. */
    PENDING,
    /** The job is final. */
    FINISHED,
    /** HTTP 429. */
    TOO_MANY,
    /** The gateway does not know the job. */
    NOT_FOUND,
    /** The gateway did not permit it. */
    REFUSED,
    /** The gateway failed, or what it sent cannot be read. */
    FAILED,
    /** There was no response. */
    UNREACHABLE
}
