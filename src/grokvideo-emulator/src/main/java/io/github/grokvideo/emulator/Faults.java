package io.github.grokvideo.emulator;

/**
 * The faults to come. A request meets the first fault queued for its operation, else the first queued for
 * {@link Operation#ANY}, else the one set by {@link #always}, else a random one of the {@link #mix}. Thread-safe.
 */
public interface Faults {

    /** Queues faults for an operation, in the given order. */
    Faults next(Operation operation, Fault... faults);

    /** Sets a fault that each request of an operation meets while none is queued for it, until {@link #clear}. */
    Faults always(Operation operation, Fault fault);

    /** Adds random faults, until {@link #clear}. The same seed gives the same sequence. */
    Faults mix(long seed, FaultMix probabilities);

    /** Removes all faults. */
    void clear();

    /** Returns the number of queued faults, repetitions included, without {@link #always} and {@link #mix}. */
    int pending();
}
