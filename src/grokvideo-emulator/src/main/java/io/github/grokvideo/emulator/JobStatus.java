package io.github.grokvideo.emulator;

/** The status of a job. */
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

    /** The status in the gateway's answers, for example {@code in_progress}. */
    public String word() {
        return word;
    }

    /** Whether the job has finished and will not change any more. */
    public boolean isFinal() {
        return this == COMPLETED || this == FAILED || this == CANCELLED;
    }
}
