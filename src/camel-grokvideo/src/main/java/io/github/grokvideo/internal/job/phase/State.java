package io.github.grokvideo.internal.job.phase;

/** The names of the phases. */
public enum State {
    /** Waits until {@code maxInFlight} has room. */
    QUEUED,
    /** The job store is asked whether the key is known, and the intent recorded. */
    RESERVING,
    /** Waits for a permit of the submission rate, or for the back-off after a failure, and renews the reservation. */
    SUBMITTING,
    /** The one request that costs money is under way. */
    SENDING,
    /** The gateway has named the job; its id is recorded. */
    ACCEPTED,
    /** Polled until it is final. */
    WAITING,
    /** It is final; that is recorded. */
    RECORDING,
    /** The listener has been told the outcome. */
    ENDED
}
