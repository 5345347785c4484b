package io.github.grokvideo.internal.observation;

/** Whom a job is for, as far as an observer may know. */
public interface JobOrigin {

    /** The operation of the endpoint, such as {@code generate}. */
    default String operation() {
        return "await";
    }
}
