package io.github.grokvideo.emulator;

/**
 * The answer to an {@code idempotency_key} that is sent again with other parameters, which the gateway's documentation
 * leaves open.
 */
public enum IdempotencyConflict {
    /** The job of the first request is answered with status 200. The default. */
    REPLAY,
    /** 400, code {@code INVALID_REQUEST}. */
    BAD_REQUEST,
    /** 409, code {@code IDEMPOTENCY_CONFLICT}. */
    CONFLICT
}
