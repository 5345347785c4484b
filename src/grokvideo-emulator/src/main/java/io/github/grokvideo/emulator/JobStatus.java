package io.github.grokvideo.emulator;

/** The states of a job. */
public enum JobStatus {
    QUEUED("queued"),
    IN_PROGRESS("in_progress"),
    COMPLETED("completed"),
    FAILED("failed"),
    CANCELLED("cancelled");

    private final String word;

    JobStatus(String word) {
        this.word = word;
    }

    /** The word in the gateway's answers, for example {@code in_progress}. */
    public String word() {
        return word;
    }

    /** Whether a job in this state will never change again. */
    public boolean isFinal() {
        return this == COMPLETED || this == FAILED || this == CANCELLED;
    }
}
