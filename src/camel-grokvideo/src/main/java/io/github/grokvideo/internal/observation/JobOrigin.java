package io.github.grokvideo.internal.observation;

/** Whom a job is for, as far as an observer may know. */
public interface JobOrigin {

    /** Nothing is known. */
    JobOrigin UNKNOWN = new JobOrigin() {
    };

    /** The operation of the endpoint, such as {@code generate}. */
    default String operation() {
        return "await";
    }

    /** The job that is waited for, if it is known beforehand; otherwise {@code null}. */
    default String jobId() {
        return null;
    }

    /** The {@link JobObservation#traceParent} that was recorded with its submission; {@code null} if there is none. */
    default String traceParent() {
        return null;
    }

    /** A property of the exchange that waits; {@code null} if there is none. */
    default Object property(String name) {
        return null;
    }
}
