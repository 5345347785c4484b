package io.github.grokvideo;

/** When the status of a job is polled: the values of the option {@code pollStrategy}. */
public enum GrokVideoPollStrategy {

    /** Polls at a fixed interval. */
    fixed,
    /**
     * Polls when a job is likely to be finished, judging by similar jobs. Behaves like fixed until it has seen enough.
     */
    adaptive
}
