package io.github.grokvideo.emulator;

/** What xAI answers, with status 202, about a job that has not ended: not all that relay it do the same. */
public enum XaiPendingBody {
    /** {@code status} and {@code progress}. The default, and what is documented. */
    PROGRESS,
    /** {@code request_id} only. */
    REQUEST_ID,
    /** Nothing. */
    EMPTY
}
