package io.github.grokvideo.internal.job.phase;

/** When a job that is submitted has reached what the caller wants. */
public enum Goal {
    /** As soon as the gateway has accepted it. */
    ACCEPTED,
    /** When it is final. */
    FINISHED
}
