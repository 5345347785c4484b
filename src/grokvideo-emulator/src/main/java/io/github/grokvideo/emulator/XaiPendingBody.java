package io.github.grokvideo.emulator;

/** The body of xAI's answer, with status 202, about a job that has not finished; servers that relay it differ. */
public enum XaiPendingBody {
    /** {@code status} and {@code progress}, as documented. The default. */
    PROGRESS,
    /** {@code request_id} only. */
    REQUEST_ID,
    /** No body. */
    EMPTY
}
