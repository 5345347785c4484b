package io.github.grokvideo.internal.job.limit;

/** One that waits for a permit. */
public interface Waiter {

    /** Whether it still waits; a permit that comes too late goes to the next one. */
    boolean isActive();

    /** The permit has come. */
    void proceed();
}
